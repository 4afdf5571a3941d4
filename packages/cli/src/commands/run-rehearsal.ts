import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { neutralizeLine } from '@slipway/core/neutralize';
import { exitCodeOf, readFailure } from '../command-line/exit-code.ts';
import { rehearsalUsage } from '../command-line/own-command.ts';
import { renderUsageError } from '../command-line/usage-error.ts';
import { inspectMachine } from '../machine/machine.ts';
import { openPage } from '../machine/open-page.ts';
import { createPrograms } from '../machine/programs.ts';
import { Interruption } from '../machine/signals.ts';
import { openWorkspace } from '../machine/workspace.ts';
import { emptyReport } from '../report/build-report.ts';
import { problemOf } from '../report/problems.ts';
import type { RehearsalReport } from '../report/report.ts';
import { renderClosing } from '../terminal/closing-block.ts';
import { plainLook, readColumns } from '../terminal/screen.ts';
import type { RehearsalSetting } from './rehearsal-setting.ts';
import type { RehearsalHost } from './rehearse.ts';
import { faultList, parseRehearseOptions, type RehearseOptions, rehearseHelp } from './rehearse-options.ts';

export interface CommandHost extends RehearsalHost {
  writeFile(path: string, text: string): Promise<void>;
}

/** Rehearses in a workspace of its own; a failure becomes a report. @throws the reason of the signal */
export async function performRehearsal(
  options: RehearseOptions,
  host: RehearsalHost,
  setting: RehearsalSetting = {},
): Promise<{ exitCode: number; report: RehearsalReport }> {
  const startedMs = Date.now();
  try {
    const workspace = openWorkspace(options.keep);
    try {
      // Python and git say what they are while the emulated world is loaded.
      const machine = inspectMachine(createPrograms(host.signal), host.variables, workspace.folder('tools'));
      machine.catch(() => undefined);
      const { rehearse } = await import('./rehearse.ts');
      const report = await rehearse(options, { ...host, machine }, workspace, setting);
      return { exitCode: exitCodeOfReport(report), report };
    } finally {
      await workspace.close();
    }
  } catch (failure) {
    host.signal.throwIfAborted();
    if (problemOf(failure).code === 'E_REHEARSE_INTERNAL' && failure instanceof Error)
      host.screen.write(`${failure.stack ?? ''}\n`);
    const seconds = (Date.now() - startedMs) / 1000;
    const report = {
      ...emptyReport(),
      problems: [problemOf(failure)],
      seconds: { total: seconds, own: seconds },
    };
    return { exitCode: exitCodeOf(readFailure(failure)), report };
  }
}

// Nothing ran because of what the workflow file or its inputs are.
const callerCodes = new Set(['E_WORKFLOW_INVALID', 'E_WORKFLOW_INPUTS']);

function exitCodeOfReport({ ok, jobs, problems }: RehearsalReport): number {
  if (ok) return 0;
  return jobs.length === 0 && problems.some(({ code }) => callerCodes.has(code)) ? 2 : 1;
}

/** An error of the call is three lines: there is no report yet that it could be a part of. */
function showUsageError({ screen }: CommandHost, failure: unknown): void {
  const { message, hint } = problemOf(failure);
  const write = screen.writeError ?? screen.write.bind(screen);
  write(renderUsageError(neutralizeLine(message), neutralizeLine(hint), rehearsalUsage('--help')));
}

/** `slipway rehearse`: never throws. @returns the exit code */
export async function runRehearsal(words: readonly string[], host: CommandHost): Promise<number> {
  const { screen } = host;
  let options: RehearseOptions;
  try {
    options = parseRehearseOptions(words);
  } catch (failure) {
    showUsageError(host, failure);
    return exitCodeOf(readFailure(failure));
  }
  if (options.help || options.listFaults === true) {
    screen.write(options.help ? rehearseHelp : faultList);
    return 0;
  }
  try {
    const { exitCode, report } = await performRehearsal(options, { ...host, command: words });
    const page = await writeReport(options, report, host);
    const written = [page, options.json].filter((path) => path !== undefined);
    const look = screen.look ?? plainLook;
    screen.write(renderClosing(report, { look, columns: readColumns(screen), written }));
    return exitCode;
  } catch (failure) {
    if (failure instanceof Interruption) return failure.exitCode;
    const { code, message, hint } = problemOf(failure);
    screen.write(`${code}: ${neutralizeLine(message)}\n  ${neutralizeLine(hint)}\n`);
    return 1;
  }
}

/** Writes the files that were asked for and opens the page. @returns its path, if there is one */
async function writeReport(
  { json, html, open }: RehearseOptions,
  report: RehearsalReport,
  host: CommandHost,
): Promise<string | undefined> {
  if (json !== undefined) await host.writeFile(resolve(json), `${JSON.stringify(report, null, 2)}\n`);
  const temporary = (): string => join(mkdtempSync(join(tmpdir(), 'slipway-report-')), 'report.html');
  const page = html ?? (open ? temporary() : undefined);
  if (page === undefined) return undefined;
  const { renderHtml } = await import('../report/page/page.ts');
  await host.writeFile(resolve(page), renderHtml(report));
  if (open && !(await openPage(resolve(page))))
    host.screen.write('No program was found that opens the page.\n');
  return page;
}
