import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { neutralizeLine } from '@slipway/core/neutralize';
import { type MaintainerHost, runCommand } from '../../command-line/run-command.ts';
import { type Conclusion, conclude } from './conclude.ts';
import { renderConclusion, renderTable } from './render-verification.ts';
import type { Verification } from './verification.ts';
import { verifyFiles } from './verify-files.ts';
import { readVerifyOptions, type VerifyOptions, verifyTable } from './verify-options.ts';
import { verifyRelease } from './verify-release.ts';

async function verify(options: VerifyOptions, host: MaintainerHost): Promise<number> {
  const { subject } = options;
  const verification =
    subject.kind === 'release'
      ? await verifyRelease(subject, options, host)
      : await verifyFiles(subject, options, host);
  const conclusion = conclude({ ...options, ...verification });
  if (options.json !== undefined)
    await writeFile(
      resolve(options.json),
      `${JSON.stringify(describe(verification, conclusion), null, 2)}\n`,
    );
  const { title, commit, signer, channels } = verification;
  const about = [title, ...(commit === undefined ? [] : [`commit ${commit.slice(0, 12)}`])].join(', ');
  const signed = signer === undefined ? 'not signed' : `signed by ${neutralizeLine(signer, 300)}`;
  host.write(`\n${about}\n${signed}\n\n${renderTable(channels)}\n\n${renderConclusion(conclusion)}`);
  return conclusion.exitCode;
}

function describe({ title: _, ...verification }: Verification, { exitCode, problems }: Conclusion): object {
  return { schema: 1, command: 'verify', ok: exitCode === 0, exitCode, ...verification, problems };
}

/** `slipway verify`. @returns the exit code */
export function runVerify(words: readonly string[], host: MaintainerHost): Promise<number> {
  return runCommand(verifyTable, words, host, (given) => verify(readVerifyOptions(given), host));
}
