import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of registries, images and packages in registries. */
export const ociErrors = defineErrors({
  E_GHP_CONTENDED: {
    message: 'Other jobs keep changing this version in GitHub Packages.',
    hint: 'Put the publishing jobs in one "concurrency" group.',
  },
  E_GHP_DAMAGED: {
    message: 'The registry has a damaged copy of a file and does not accept a replacement.',
    hint: 'Delete this version on the package\'s page ("Package settings", "Manage versions"), or ask the registry\'s operator to remove the damaged content, then re-run the job.',
  },
  E_GHP_FILE_DIFFERS: {
    message: 'GitHub Packages already has a file with this name and different bytes.',
    hint: 'Published versions never change. Raise the version, or publish exactly the files that were published before.',
  },
  E_GHP_FOREIGN: {
    message: 'The name is already used in the registry, by something other than a Python package.',
    hint: 'Choose a different namespace. Images, signatures and Python packages need separate names.',
  },
  E_GHP_INCOMPLETE: {
    message: 'The registry lists a file that it no longer has.',
    hint: 'A cleanup of untagged versions may have deleted it. Publish the same files again, and configure the cleanup tool to keep manifests referenced by an index.',
  },
  E_GHP_NOT_PROVEN: {
    message: 'The published files could not be read back.',
    hint: 'Re-run the job. Completed steps are detected and skipped.',
  },
  E_GHP_VERSION_TAG: {
    message: 'The version is not a valid registry tag.',
    hint: 'Publish it to a package index, or change the version.',
  },
  E_OCI_AUTHENTICATION: {
    message: 'The registry rejected the credentials.',
    hint: 'Check the user and token. ghcr.io accepts the GITHUB_TOKEN of a job with "packages: write", or a classic token with "write:packages".',
  },
  E_OCI_CHALLENGE: {
    message: 'The registry requires an authentication method that is unsafe or unknown.',
    hint: 'Check the name of the registry. Credentials are only sent over https, and only to the registry or a host of the same site.',
  },
  E_OCI_CREDENTIALS: {
    message: "Docker's configuration or its credential helper is not usable.",
    hint: 'Correct the file named above, or pass a user and token.',
  },
  E_OCI_DENIED: {
    message: 'The registry denied the request.',
    hint: 'The response of the registry is quoted above.',
  },
  E_OCI_DIGEST: {
    message: 'The registry has or returned bytes that do not match their digest.',
    hint: 'Do not use this content. Re-run the job. If the problem persists, the registry or a proxy in front of it is broken.',
  },
  E_OCI_IMAGE: {
    message: 'The registry content is not a usable container image.',
    hint: 'Check the digest. Packages, signatures and other artifacts are not images.',
  },
  E_OCI_JOIN: {
    message: 'The images cannot be joined into one index.',
    hint: 'Join one image per platform, all built from the same commit.',
  },
  E_OCI_LAYOUT: {
    message: 'The image on disk is not a complete OCI layout.',
    hint: 'Build it again with "--output type=oci".',
  },
  E_OCI_MALFORMED: {
    message: 'The registry sent a response that is not in the documented form.',
    hint: 'Check the name of the registry. A proxy or an outage page may be in the way.',
  },
  E_OCI_MANIFEST_TOO_LARGE: {
    message: 'A manifest is larger than registries accept.',
    hint: 'Use fewer or shorter annotations, or fewer platforms in one index.',
  },
  E_OCI_MEDIA_TYPE: {
    message: 'The registry content has an unknown media type.',
    hint: 'Choose a different name, or remove the existing content.',
  },
  E_OCI_NOT_FOUND: {
    message: 'The registry has no such image.',
    hint: 'Check the name and digest. A cleanup of untagged versions may have deleted the image; build it again.',
  },
  E_OCI_REFERENCE: {
    message: 'The image name is not valid.',
    hint: 'Write it as "registry/owner/name:tag", in lower case before the tag.',
  },
  E_OCI_REFERRERS: {
    message: 'A signature or attestation could not be listed for its image.',
    hint: 'Re-run the job. Completed attachments are detected and skipped. Let only one job at a time attach to an image.',
  },
  E_OCI_REFUSED: {
    message: 'The registry rejected a request.',
    hint: 'The response of the registry is quoted above.',
  },
  E_OCI_TAG_IMMUTABLE: {
    message: 'The registry does not allow this tag to be moved.',
    hint: "Use a different tag, or allow the change in the registry's settings.",
  },
});
