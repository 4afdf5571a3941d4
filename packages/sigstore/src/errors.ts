import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of signing and verification. */
export const sigstoreErrors = defineErrors({
  E_ATTESTATION_INVALID: {
    message: 'An attestation is not valid for these files.',
    hint: 'Do not publish it. Sign again in a job of the workflow that publishes. The reason is given above.',
  },
  E_SIGSTORE_CERTIFICATE: {
    message: 'Sigstore did not issue a signing certificate.',
    hint: 'Check the status page of Sigstore, then re-run the job. Nothing was published.',
  },
  E_SIGSTORE_FORMAT: {
    message: 'This Sigstore instance cannot create a signature in that format.',
    hint: 'Use only the format "bundle", or version 1 of the public log.',
  },
  E_SIGSTORE_ID_TOKEN: {
    message: "The job's ID token cannot be used for signing.",
    hint: 'Add "id-token: write" to the "permissions" of the job.',
  },
  E_SIGSTORE_ISSUER: {
    message: "Sigstore does not trust the server that issues this job's ID tokens.",
    hint: 'Sign in a repository on github.com, or remove the step that signs.',
  },
  E_SIGSTORE_LOG: {
    message: 'The Sigstore transparency log did not accept a signature.',
    hint: 'Check the status page of Sigstore, then re-run the job. Nothing was published.',
  },
  E_SIGSTORE_SBOM: {
    message: 'The SBOM cannot be attested.',
    hint: 'Use an SPDX or CycloneDX file in JSON of at most 16 MiB.',
  },
  E_SIGSTORE_TIMESTAMP: {
    message: 'The timestamp authority did not return a timestamp.',
    hint: 'Re-run the job. Nothing was published.',
  },
  E_SIGSTORE_TRUST: {
    message: 'The Sigstore trusted root could not be read.',
    hint: 'Re-run the job. For your own instance, pass the file with its trusted root.',
  },
});
