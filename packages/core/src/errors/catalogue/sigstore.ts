import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of signing and of verification. */
export const sigstoreErrors = {
  E_ATTESTATION_INVALID: {
    message: 'An attestation does not prove what it is meant to prove.',
    hint: 'Do not publish it. Sign again in a job of the workflow that publishes; see the reason above.',
  },
  E_SIGSTORE_CERTIFICATE: {
    message: 'Sigstore did not issue a signing certificate.',
    hint: 'Check the status page of Sigstore, then run the job again: nothing was published.',
  },
  E_SIGSTORE_FORMAT: {
    message: 'This instance of Sigstore cannot make a signature of that format.',
    hint: 'Sign in the format "bundle" alone, or with version 1 of the public log.',
  },
  E_SIGSTORE_ID_TOKEN: {
    message: 'The ID token of the job cannot be used for signing.',
    hint: 'Give the job "permissions: id-token: write".',
  },
  E_SIGSTORE_ISSUER: {
    message: 'Sigstore does not trust the server that issues the ID tokens of this job.',
    hint: 'Set "sign" to "false", or build and sign the image from a repository on github.com.',
  },
  E_SIGSTORE_LOG: {
    message: 'The transparency log of Sigstore did not take a signature.',
    hint: 'Check the status page of Sigstore, then run the job again: nothing was published.',
  },
  E_SIGSTORE_SBOM: {
    message: 'The bill of materials cannot be attested.',
    hint: 'Name a file with SPDX or CycloneDX in JSON, of at most 16 MiB.',
  },
  E_SIGSTORE_TIMESTAMP: {
    message: 'The timestamp authority gave no time for a signature.',
    hint: 'Run the job again: nothing was published.',
  },
  E_SIGSTORE_TRUST: {
    message: 'The trusted root of Sigstore could not be read.',
    hint: 'Run the job again; for an instance of your own, name the file with its trusted root.',
  },
} as const satisfies Record<string, CatalogueEntry>;
