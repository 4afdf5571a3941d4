import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of the command line and of rehearsals. */
export const cliErrors = defineErrors({
  E_ADOPT_UNPLACED: {
    message: 'A part of the workflow has no place in the new one. Nothing was written.',
    hint: 'Change the lines that are named, and re-run the command. "docs/migrate.md" shows how.',
  },
  E_COMMAND_USAGE: {
    message: 'Invalid arguments.',
    hint: 'Run the command with --help for usage.',
  },
  E_GHP_COMMAND: {
    message: 'The command to run with the index cannot be started.',
    hint: 'Check the name of the program after "--", and that it is installed.',
  },
  E_GHP_NOT_FOUND: {
    message: 'The registry has no such Python package.',
    hint: 'Check the name, version and namespace. Private packages are invisible without a token; set GITHUB_TOKEN.',
  },
  E_GHP_PORT: {
    message: 'The port for the local index cannot be opened.',
    hint: 'Choose a different port with --port, or 0 for any free port.',
  },
  E_GHP_USAGE: {
    message: 'Invalid arguments.',
    hint: 'Run the command with --help for usage.',
  },
  E_REHEARSE_CHECK_FAILED: {
    message: 'The release failed a check.',
    hint: 'The detail of the check shows what was found.',
  },
  E_REHEARSE_DEPLOYMENT: {
    message: 'GitHub does not allow the job to deploy to its environment.',
    hint: 'Allow your release tags in the environment. The report has the commands (--html FILE, or "setup" in --json FILE). A tag in a new style needs its own pattern.',
  },
  E_REHEARSE_DIRTY: {
    message: 'The working copy has uncommitted changes.',
    hint: 'Commit them, or rehearse the committed tree with --allow-dirty. Your files were not modified.',
  },
  E_REHEARSE_FAULT_UNUSED: {
    message: 'The injected fault was never triggered, so this rehearsal proves nothing about it.',
    hint: 'Choose a fault for a service that this workflow uses.',
  },
  E_REHEARSE_HOST_REFUSED: {
    message: 'The release contacted an unknown host. Nothing was sent.',
    hint: 'Find the step that contacts it. On GitHub, the request would have been sent.',
  },
  E_REHEARSE_INTERNAL: {
    message: 'The rehearsal itself failed.',
    hint: 'This is a bug. Please report it.',
  },
  E_REHEARSE_JOB_FAILED: {
    message: 'A job of the release failed.',
    hint: 'See the log of the job above for the cause.',
  },
  E_REHEARSE_NO_RELEASE: {
    message: 'The workflow ended without starting a release at a tag.',
    hint: 'Check the job that bumps the version: without a change to release, it creates no tag. "--bump minor" creates one.',
  },
  E_REHEARSE_PROJECT: {
    message: 'The folder is not a project that can be rehearsed.',
    hint: 'Pass the top folder of a git working copy that has a pyproject.toml, setup.cfg or setup.py.',
  },
  E_REHEARSE_RUNAWAY: {
    message: 'The workflow starts itself in a loop.',
    hint: 'Run the job that dispatches only on branches: "if: github.ref_type == \'branch\'".',
  },
  E_REHEARSE_TAG: {
    message: 'The tag cannot be rehearsed.',
    hint: 'Pass a tag whose commit contains the workflow file, or a tag that does not exist yet.',
  },
  E_REHEARSE_USAGE: {
    message: 'Invalid arguments.',
    hint: 'Run the command with --help for usage.',
  },
  E_REHEARSE_WORKFLOW: {
    message: 'The workflow file to rehearse was not found.',
    hint: 'Copy .github/workflows/release.yml of Slipway into the project, or pass the file with --workflow.',
  },
  E_REPORT_INVALID: {
    message: 'The file is not a report of a rehearsal.',
    hint: 'Pass a file that "rehearse --json FILE" wrote.',
  },
  E_VERIFY_ABSENT: {
    message: 'A channel does not have the release, or only a part of it.',
    hint: 'Find out whether the publication stopped half-way or somebody deleted files. Re-run the failed jobs of the release.',
  },
  E_VERIFY_DIFFERS: {
    message: 'A channel serves different bytes than were signed.',
    hint: 'Do not install from this channel. Find out who changed it, then withdraw the release and publish a new version.',
  },
  E_VERIFY_NO_RELEASE: {
    message: 'There is no published release for the tag.',
    hint: 'Check the name of the tag. A draft is not published, and a private repository needs a token.',
  },
  E_VERIFY_SIGNER: {
    message: 'A signature is not from the workflow of this release.',
    hint: 'Do not use these files unless you know the signer. The certificate shows repository, tag, commit and workflow.',
  },
  E_VERIFY_UNREACHABLE: {
    message: 'A channel could not be read.',
    hint: 'Try later. For private packages, set a token that can read them in GH_TOKEN or GITHUB_TOKEN.',
  },
  E_VERIFY_UNSIGNED: {
    message: 'Files are not covered by a valid passport.',
    hint: 'Releases have a passport from the version on whose workflow signs one. Compare the checksums with a copy that you trust.',
  },
  E_VERIFY_WITHDRAWN: {
    message: 'The release was yanked or withdrawn.',
    hint: 'Use a newer release.',
  },
  E_WITHDRAW_NO_RELEASE: {
    message: 'There is no published release for the tag.',
    hint: 'Check the name of the tag. A draft is not published, and a private repository needs a token.',
  },
  E_WITHDRAW_TAG_MOVED: {
    message: 'An image tag was set back, but points to a different image.',
    hint: 'A different job may be moving the tag. Wait until no release is running, and re-run the command.',
  },
});
