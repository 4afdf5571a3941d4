import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of registries and images. */
export const ociErrors = {
  E_GHP_CONTENDED: {
    message: 'Another job keeps changing this version in GitHub Packages.',
    hint: 'Give the publishing jobs one "concurrency" group.',
  },
  E_GHP_DAMAGED: {
    message: 'The registry keeps a damaged copy of a file, and does not take the right bytes in its place.',
    hint: 'Delete this version on the page of the package ("Package settings", "Manage versions"), or ask who runs the registry to remove the damaged content; then run the job again.',
  },
  E_GHP_FILE_DIFFERS: {
    message: 'GitHub Packages holds a file of this name with other bytes.',
    hint: 'Published versions do not change: raise the version, or publish the very files that were published before.',
  },
  E_GHP_FOREIGN: {
    message: 'The name in the registry is taken by something that is not a Python package.',
    hint: 'Choose another "namespace": images, signatures and Python packages need names of their own.',
  },
  E_GHP_INCOMPLETE: {
    message: 'The registry lists a file that it no longer holds.',
    hint: 'A cleaner of untagged versions may have deleted it; publish the same files again, and let the cleaner spare what an index names.',
  },
  E_GHP_NO_INDEX: {
    message: 'The address is not a package index.',
    hint: 'GitHub Packages has no Python index. Use "mode: ghcr", or the "repository-url" of an index.',
  },
  E_GHP_NOT_FOUND: {
    message: 'The registry has no such Python package.',
    hint: 'Check name, version and namespace; what is private is not there for a caller without a token: set GITHUB_TOKEN.',
  },
  E_GHP_NOT_PROVEN: {
    message: 'What was published could not be read back.',
    hint: 'Run the job again; what is there already is recognised.',
  },
  E_GHP_PORT: {
    message: 'The port for the index on this machine cannot be opened.',
    hint: 'Choose another with --port; 0 takes a free one.',
  },
  E_GHP_USAGE: {
    message: 'The words of the call are wrong.',
    hint: 'See --help.',
  },
  E_GHP_VERSION_TAG: {
    message: 'The version cannot be a tag of a registry.',
    hint: 'Publish it to an index ("mode: index"), or change the version.',
  },
  E_GHP_VISIBILITY: {
    message: 'The package has another visibility than was asked for.',
    hint: 'GitHub has no interface to change it: open the settings of the package once.',
  },
  E_OCI_AUTHENTICATION: {
    message: 'The registry did not accept the credentials.',
    hint: 'Check user and token; ghcr.io takes the GITHUB_TOKEN of a job with "permissions: packages: write", or a classic token with "write:packages".',
  },
  E_OCI_CHALLENGE: {
    message: 'The registry asks for a way of signing in that is not safe or not known.',
    hint: 'Check the name of the registry; credentials are sent over https, and only to the registry or a host of the same site.',
  },
  E_OCI_CREDENTIALS: {
    message: 'The configuration of Docker or its credential helper cannot be used.',
    hint: 'Correct the file named above, or give user and token.',
  },
  E_OCI_DENIED: {
    message: 'The registry does not allow this with these credentials.',
    hint: 'The words of the registry are quoted above.',
  },
  E_OCI_DIGEST: {
    message: 'The registry holds or sent other bytes than those of the digest.',
    hint: 'Do not use what is there. Run the job again; if it stays so, the registry or something in front of it is broken.',
  },
  E_OCI_IMAGE: {
    message: 'What the registry has is not a container image that can be used.',
    hint: 'Check the digest: packages, signatures and other artifacts are no images.',
  },
  E_OCI_LAYOUT: {
    message: 'The image on disk is not a whole OCI layout.',
    hint: 'Build it again with "--output type=oci".',
  },
  E_OCI_MALFORMED: {
    message: 'The registry sent an answer that is not in the documented form.',
    hint: 'Check the name of the registry; a proxy or an outage page may stand in between.',
  },
  E_OCI_MANIFEST_TOO_LARGE: {
    message: 'A manifest is larger than registries take.',
    hint: 'Use fewer or shorter annotations, or fewer platforms in one index.',
  },
  E_OCI_MEDIA_TYPE: {
    message: 'The registry holds something under this name in a form that is not known.',
    hint: 'Choose another name, or remove what is there.',
  },
  E_OCI_NOT_FOUND: {
    message: 'The registry has no such image.',
    hint: 'Check name and digest; a cleaner of untagged versions may have deleted it: build the image again.',
  },
  E_OCI_REFERENCE: {
    message: 'The name of an image is not one that registries accept.',
    hint: 'Write it as "registry/owner/name:tag", in lower case up to the tag.',
  },
  E_OCI_REFERRERS: {
    message: 'A signature or attestation could not be listed beside its image.',
    hint: 'Run the job again; what was attached already is recognised. Let one job at a time attach to an image.',
  },
  E_OCI_REFUSED: {
    message: 'The registry refused a request.',
    hint: 'The words of the registry are quoted above.',
  },
  E_OCI_TAG_IMMUTABLE: {
    message: 'The registry does not let this tag be moved.',
    hint: 'Use another tag, or allow the change in the settings of the registry.',
  },
} as const satisfies Record<string, CatalogueEntry>;
