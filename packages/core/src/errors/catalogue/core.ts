import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of inputs, programs, HTTP and integrity, which every package may raise. */
export const coreErrors = {
  E_INPUT_INVALID: {
    message: 'An input has a value that is not accepted.',
    hint: 'Compare the input with the table in the README of the action.',
  },
  E_INPUT_MISSING: {
    message: 'A required input is empty.',
    hint: 'Set the input in the "with:" block of the step.',
  },
  E_INPUT_UNKNOWN: {
    message: 'An input is not one of this action.',
    hint: 'Check the spelling against the README of the action.',
  },
  E_NOT_IN_JOB: {
    message: 'The variables of a workflow job are missing or wrong.',
    hint: 'Run the action as a step of a workflow, or in a rehearsal.',
  },
  E_PROXY: {
    message: 'The proxy or certificate settings of this machine cannot be used.',
    hint: 'Correct the variable named above.',
  },
  E_INTERRUPTED: {
    message: 'The job was cancelled.',
    hint: 'Run the job again; what was already done is recognised.',
  },
  E_FILES_MISSING: {
    message: 'No file matches.',
    hint: 'Check the pattern and the folder, and that the step before put its files there.',
  },
  E_MANIFEST_INVALID: {
    message: 'A file of checksums cannot be used.',
    hint: 'Write it with "sha256sum" or with the "checksums" action.',
  },
  E_FILE_UNREADABLE: {
    message: 'A file cannot be read.',
    hint: 'Check the path; links, folders, pipes and devices are not read.',
  },
  E_FILE_SYSTEM: {
    message: 'The machine refused to read or write a file.',
    hint: 'Check the disk space, the permissions and the limits of this machine, then re-run the job.',
  },
  E_TOOL_MISSING: {
    message: 'A program that is needed was not found.',
    hint: 'Install it, or put it on PATH.',
  },
  E_EXEC_FAILED: {
    message: 'A program ended with an error.',
    hint: 'Its own output above says why.',
  },
  E_HTTP_BODY_TOO_LARGE: {
    message: 'A service sent a larger answer than it may.',
    hint: 'Look at the address; the service behind it may not be the one expected.',
  },
  E_HTTP_DEADLINE: {
    message: 'A service did not answer in time.',
    hint: 'Run the job again; what was already done is recognised.',
  },
  E_HTTP_NETWORK: {
    message: 'A service could not be reached.',
    hint: 'Check the network, the proxy settings and the status page of the service, then run the job again.',
  },
  E_HTTP_REDIRECT: {
    message: 'A service redirected to a place that is not followed.',
    hint: 'Use the final address.',
  },
  E_HTTP_STATUS: {
    message: 'A service refused a request.',
    hint: 'The answer of the service is quoted above.',
  },
  E_HTTP_MALFORMED: {
    message: 'A service sent an answer that is not in the documented form.',
    hint: 'A proxy or an outage page may stand in between; run the job again later.',
  },
  E_DIGEST_MISMATCH: {
    message: 'A file does not have the digest it should have.',
    hint: 'Do not publish it. Build again and compare.',
  },
  E_FILES_DIFFER: {
    message: 'The files found are not the files that were promised.',
    hint: 'Pass the "files" output of the job that built them, and nothing else.',
  },
} as const satisfies Record<string, CatalogueEntry>;
