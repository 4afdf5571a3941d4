import { writeFile } from 'node:fs/promises';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { findNearest } from '@slipway/core/inputs/find-nearest';
import { neutralizeLine } from '@slipway/core/neutralize';
import { renderRows } from './command-line/option-table.ts';
import { ownUsage } from './command-line/own-command.ts';
import type { MaintainerHost } from './command-line/run-command.ts';
import { renderUsageError } from './command-line/usage-error.ts';
import { watchSignals } from './machine/signals.ts';

// Hundreds of modules are read without their types and compiled; where that can be kept, the next start takes half the time.
// Node 20 cannot keep it.
if ('enableCompileCache' in nodeModule)
  nodeModule.enableCompileCache(join(slipwayDirectory, 'node_modules/.cache/slipway'));

// Each command loads what it needs, so that this text is all that is known of the others.
const commands = {
  rehearse: 'performs a complete release on this machine',
  init: 'adds the release workflow to a project and rehearses it',
  adopt: 'turns an existing release workflow into one of Slipway',
  doctor: 'checks the settings and the workflow file that a release depends on',
  download: 'downloads a Python package from GitHub Packages and verifies it',
  report: 'draws the page of a rehearsal again from its JSON file',
  serve: 'serves the Python packages of GitHub Packages as an index on this machine',
  verify: 'compares what every channel serves for a release with what was signed',
  withdraw: 'prints what to do about a bad release, and sets its image tags back',
} as const satisfies Readonly<Record<string, string>>;

const usage = `Usage: ${ownUsage('COMMAND [options]')}

${renderRows(Object.entries(commands))}
Run "${ownUsage('COMMAND --help')}" for the options of a command.
`;

/** Commands that read a project or a release; each loads what it needs. */
const maintainerCommands: Readonly<
  Record<string, (words: readonly string[], host: MaintainerHost) => Promise<number>>
> = {
  init: async (words, host) => (await import('./commands/init/run-init.ts')).runInit(words, host),
  doctor: async (words, host) => (await import('./commands/doctor/run-doctor.ts')).runDoctor(words, host),
  verify: async (words, host) => (await import('./commands/verify/run-verify.ts')).runVerify(words, host),
  adopt: async (words, host) => (await import('./commands/adopt/run-adopt.ts')).runAdopt(words, host),
  withdraw: async (words, host) =>
    (await import('./commands/withdraw/run-withdraw.ts')).runWithdraw(words, host),
};

/** Asks on the terminal; undefined where nobody can answer. */
function askOnTerminal(): MaintainerHost['ask'] {
  if (process.stdin.isTTY !== true) return undefined;
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return await terminal.question(question);
    } finally {
      terminal.close();
    }
  };
}

/** Three lines, as for every wrong call. */
function refuseCommand(command: string): string {
  const nearest = findNearest(command, Object.keys(commands));
  const hint = nearest === undefined ? 'Check the spelling.' : `Did you mean ${nearest}?`;
  return renderUsageError(`unknown command "${neutralizeLine(command, 80)}"`, hint, ownUsage('--help'));
}

async function run(words: readonly string[]): Promise<number> {
  const [command, ...rest] = words;
  const { chooseLook } = await import('./terminal/look.ts');
  const { stdout } = process;
  const isTerminal = stdout.isTTY === true && process.env['TERM'] !== 'dumb';
  const screen = {
    isTerminal,
    write: (text: string) => void stdout.write(text),
    writeError: (text: string) => void process.stderr.write(text),
    ...(isTerminal ? { size: () => ({ columns: stdout.columns, rows: stdout.rows }) } : {}),
    look: chooseLook(process.env, process.platform, isTerminal),
  };
  // Each command loads what it needs and no more.
  if (command === 'rehearse') {
    const { runRehearsal } = await import('./commands/run-rehearsal.ts');
    return runRehearsal(rest, {
      variables: process.env,
      screen,
      signal: watchSignals(),
      writeFile: (path, text) => writeFile(path, text),
    });
  }
  if (command === 'download' || command === 'serve') {
    const { runDownload, runServe } = await import('./reader/run-reader.ts');
    const host = { variables: process.env, ...screen, signal: watchSignals() };
    return command === 'download' ? runDownload(rest, host) : runServe(rest, host);
  }
  if (command === 'report') {
    const { runReport } = await import('./commands/run-report.ts');
    return runReport(rest, screen);
  }
  const maintainer = maintainerCommands[command ?? ''];
  if (maintainer !== undefined)
    return maintainer(rest, {
      variables: process.env,
      write: screen.write,
      writeError: screen.writeError,
      signal: watchSignals(),
      ask: askOnTerminal(),
    });
  const isHelp = command === '--help' || command === '-h' || command === 'help';
  if (isHelp) screen.write(usage);
  else if (command === undefined) process.stderr.write(usage);
  else process.stderr.write(refuseCommand(command));
  return isHelp ? 0 : 2;
}

process.exitCode = await run(process.argv.slice(2));
