import { defineErrors } from './define-errors.ts';

/** Errors of inputs, programs, files and HTTP, which every package may raise. */
export const coreErrors = defineErrors({
  E_DIGEST_MISMATCH: {
    message: 'A file does not have the expected digest.',
    hint: 'Do not publish it. Build again and compare.',
  },
  E_EXEC_FAILED: {
    message: 'A program failed.',
    hint: 'See its output above for the cause.',
  },
  E_FILES_DIFFER: {
    message: 'The files do not match the expected list.',
    hint: 'Pass the "files" output of the job that built them, and nothing else.',
  },
  E_FILES_MISSING: {
    message: 'No files matched.',
    hint: 'Check the pattern and the folder, and that an earlier step created the files.',
  },
  E_FILE_SYSTEM: {
    message: 'The machine failed to read or write a file.',
    hint: 'Check the disk space, permissions and limits of this machine, then re-run the job.',
  },
  E_FILE_UNREADABLE: {
    message: 'A file cannot be read.',
    hint: 'Check the path. Links, folders, pipes and devices are not read.',
  },
  E_HTTP_BODY_TOO_LARGE: {
    message: 'The response was larger than allowed.',
    hint: 'Check the address. A different service may be answering.',
  },
  E_HTTP_DEADLINE: {
    message: 'A service did not respond in time.',
    hint: 'Re-run the job. Completed steps are detected and skipped.',
  },
  E_HTTP_MALFORMED: {
    message: 'A service sent a response that is not in the documented form.',
    hint: 'A proxy or an outage page may be in the way. Re-run the job later.',
  },
  E_HTTP_NETWORK: {
    message: 'A service could not be reached.',
    hint: 'Check the network, the proxy settings and the status page of the service, then re-run the job.',
  },
  E_HTTP_REDIRECT: {
    message: 'The server redirected to a location that Slipway does not follow.',
    hint: 'Use the final address.',
  },
  E_HTTP_STATUS: {
    message: 'A service rejected a request.',
    hint: 'The response of the service is quoted above.',
  },
  E_INPUT_INVALID: {
    message: 'An input has an invalid value.',
    hint: 'Compare the input with the table in the README of the action.',
  },
  E_INPUT_MISSING: {
    message: 'A required input is empty.',
    hint: 'Set the input in the "with:" block of the step.',
  },
  E_INPUT_UNKNOWN: {
    message: 'Unknown input.',
    hint: 'Check the spelling against the README of the action.',
  },
  E_INTERRUPTED: {
    message: 'The job was canceled.',
    hint: 'Re-run the job. Completed steps are detected and skipped.',
  },
  E_MANIFEST_INVALID: {
    message: 'The checksum file is not valid.',
    hint: 'Create it with "sha256sum" or with the "checksums" action.',
  },
  E_NOT_IN_JOB: {
    message: 'The variables of a workflow job are missing or invalid.',
    hint: 'Run the action as a step of a workflow, or in a rehearsal.',
  },
  E_PROXY: {
    message: 'The proxy or certificate settings of this machine are not valid.',
    hint: 'Correct the variable named above.',
  },
  E_TOOL_MISSING: {
    message: 'A required program was not found.',
    hint: 'Install it, or add it to PATH.',
  },
});
