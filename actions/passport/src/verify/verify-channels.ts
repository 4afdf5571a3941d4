import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, InputError, IntegrityError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { FileEntry } from '@slipway/core/files/file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import { fetchArtifact } from '@slipway/github/artifacts/fetch-artifact';
import { createFileNamer } from '@slipway/github/releases/asset-name';
import {
  type ComparedChannel,
  compareWithPassport,
  type ServedChannel,
} from '@slipway/sigstore/passport/compare-channels';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import {
  type PassportPolicy,
  readPassportBundle,
  verifyPassport,
} from '@slipway/sigstore/passport/verify-passport';
import { passportErrors } from '../errors.ts';
import type { Context } from '../inputs.ts';
import { identifySigner, policyOf } from '../sign-passport.ts';
import { findPublishedPassport } from './published-passport.ts';
import { readEvidence } from './read-evidence.ts';
import { readPublishedRelease, rereadRelease } from './read-release.ts';
import { reportComparison } from './report-comparison.ts';
import { signSummaries } from './sign-summaries.ts';

/**
 * Compares what every channel serves with the passport, says so in the summary, and signs a verification summary for each channel.
 * @throws IntegrityError E_PASSPORT_MISMATCH after everything was reported; InputError E_PASSPORT_EVIDENCE
 */
export async function verifyChannels(context: Context): Promise<void> {
  const { inputs, log } = context;
  const evidence = readEvidence(inputs.evidence);
  if (evidence.length === 0) {
    log.notice('No channel has the release, so there is nothing to compare with the passport.');
    return;
  }
  const file = readOnlyFile(context);
  const identity = await identifySigner(context);
  const policy = forAnyPart(policyOf(context, identity));
  const passport = await fetchPassport(context, file, policy);
  const published = await readPublishedRelease(context);
  const served = nameFiles(rereadRelease(evidence, published), passport, file);
  const own = await findPublishedPassport(context, served, published, { file, passport, policy });
  const compared = compareWithPassport(passport, served, own);
  reportComparison(context, compared);
  const mismatch = findMismatch(compared);
  try {
    if (!inputs['dry-run']) await signSummaries(context, { compared, passport, file, identity });
  } catch (cause) {
    // Whoever has to act on a channel must not read about an outage instead.
    if (mismatch === undefined || !(cause instanceof ActionError)) throw cause;
    log.warning(`The summaries were not signed. ${cause.code}: ${cause.message}`);
  }
  if (mismatch !== undefined) throw mismatch;
}

/** The passport may be signed in another called workflow than this job: all parts of a release are of one run. */
const forAnyPart = ({ signer, ...policy }: PassportPolicy): PassportPolicy => ({
  ...policy,
  signer: { ...signer, identity: undefined },
});

/** The list of the job that signed has the passport and nothing else. */
function readOnlyFile({ inputs }: Context): FileEntry {
  const [file, ...others] = inputs.digests ?? [];
  if (file !== undefined && others.length === 0) return file;
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Input "digests" lists ${inputs.digests?.length ?? 0} files instead of only the passport.`,
    hint: 'In "verify" mode, pass the "files" output of the step that signed the passport.',
  });
}

async function fetchPassport(
  context: Context,
  file: FileEntry,
  policy: PassportPolicy,
): Promise<ReleasePassport> {
  const { inputs, job } = context;
  const directory = await mkdtemp(join(job.temporaryDirectory, 'slipway-passport-'));
  await fetchArtifact(context, { name: inputs['artifact-name'], directory, promised: inputs.digests });
  const text = await readFile(join(directory, file.name), 'utf8').catch((cause: unknown) => {
    throw new InputError(coreErrors.E_FILES_MISSING, {
      message: `The artifact "${neutralizeLine(inputs['artifact-name'], 100)}" does not contain ${neutralizeLine(file.name, 200)}.`,
      cause,
    });
  });
  return verifyPassport(readPassportBundle(text), policy).passport;
}

/** GitHub keeps assets such as `demo-1!2.0.tar.gz` under other names. */
function nameFiles(
  channels: readonly ServedChannel[],
  { files }: ReleasePassport,
  own: FileEntry,
): readonly ServedChannel[] {
  const nameFile = createFileNamer([...files.map(({ name }) => name), own.name]);
  return channels.map((channel) =>
    channel.kind === 'release'
      ? { ...channel, items: channel.items?.map((item) => ({ ...item, name: nameFile(item.name) })) }
      : channel,
  );
}

function findMismatch(compared: readonly ComparedChannel[]): IntegrityError | undefined {
  const wrong = compared.filter(({ result }) => result === 'differs' || result === 'absent');
  if (wrong.length === 0) return undefined;
  return new IntegrityError(passportErrors.E_PASSPORT_MISMATCH, {
    message: `${wrong.map(describe).join('; ')}.`,
  });
}

function describe({ name, items }: ComparedChannel): string {
  const wrong = items.filter(({ result }) => result !== 'same').slice(0, 10);
  return `${name} does not serve what the passport lists: ${wrong
    .map((item) => {
      const shown = neutralizeLine(item.name, 200);
      return item.result === 'differs'
        ? `${shown} has SHA-256 ${item.served} instead of ${item.expected}`
        : `${shown} is ${item.result}`;
    })
    .join(', ')}`;
}
