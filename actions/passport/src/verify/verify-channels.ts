import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { FileEntry } from '@slipway/core/files/file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import { fetchArtifact } from '@slipway/github/artifacts/fetch-artifact';
import { type ComparedChannel, compareWithPassport } from '@slipway/sigstore/passport/compare-channels';
import {
  readBundleLines,
  type VerifiedPassport,
  verifyPassport,
} from '@slipway/sigstore/passport/verify-passport';
import type { RunIdentity } from '@slipway/sigstore/signing/run-identity';
import { passportErrors } from '../errors.ts';
import type { Context } from '../inputs.ts';
import { identifySigner, policyOf } from '../sign-passport.ts';
import { readEvidence } from './read-evidence.ts';
import { signSummaries } from './sign-summaries.ts';

/**
 * Compares what every channel serves with the passport, says so in the summary, and signs a verification summary for each channel.
 * @throws IntegrityError E_PASSPORT_MISMATCH after everything was reported; InputError E_PASSPORT_EVIDENCE
 */
export async function verifyChannels(context: Context): Promise<void> {
  const { inputs, log } = context;
  const served = readEvidence(inputs.evidence);
  if (served.length === 0) {
    log.notice('No channel has the release, so there is nothing to compare with the passport.');
    return;
  }
  const file = readOnlyFile(context);
  const identity = await identifySigner(context);
  const { passport } = await fetchPassport(context, file, identity);
  const compared = compareWithPassport(passport, served);
  report(context, compared);
  if (!inputs['dry-run']) await signSummaries(context, { compared, passport, file, identity });
  const wrong = compared.filter(({ result }) => result !== 'same');
  if (wrong.length === 0) return;
  throw new IntegrityError(passportErrors.E_PASSPORT_MISMATCH, {
    message: `${wrong.map(describe).join('; ')}.`,
  });
}

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
  identity: RunIdentity,
): Promise<VerifiedPassport> {
  const { inputs, job } = context;
  const directory = await mkdtemp(join(job.temporaryDirectory, 'slipway-passport-'));
  await fetchArtifact(context, { name: inputs['artifact-name'], directory, promised: inputs.digests });
  const text = await readFile(join(directory, file.name), 'utf8').catch((cause: unknown) => {
    throw new InputError(coreErrors.E_FILES_MISSING, {
      message: `The artifact "${neutralizeLine(inputs['artifact-name'], 100)}" does not contain ${neutralizeLine(file.name, 200)}.`,
      cause,
    });
  });
  const [bundle] = readBundleLines(text);
  if (bundle === undefined) throw new Error('a passport has a line');
  return verifyPassport(bundle, policyOf(context, identity));
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

function report({ summary, setOutput }: Context, compared: readonly ComparedChannel[]): void {
  setOutput('verification', JSON.stringify(compared));
  summary.addHeading('Channels compared with the passport');
  summary.addTable(
    ['Channel', 'Served', 'SHA-256', 'Result'],
    compared.flatMap(({ name, items }) =>
      items.map((item) => [name, item.name, item.served ?? '', item.result]),
    ),
  );
  const same = compared.filter(({ result }) => result === 'same').length;
  setOutput('result-markdown', `${same} of ${compared.length} channels serve what the passport lists`);
}
