import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ActionError } from '@slipway/core/errors/action-error';
import { describeFileSystemError } from '@slipway/core/errors/file-system-error';
import { inspectMachine } from '../machine/machine.ts';
import { openPage } from '../machine/open-page.ts';
import { createPrograms } from '../machine/programs.ts';
import { Interruption } from '../machine/signals.ts';
import { renderSummary } from '../machine/terminal.ts';
import { openWorkspace } from '../machine/workspace.ts';
import { emptyReport } from '../report/build-report.ts';
import { renderHtml } from '../report/page/page.ts';
import { problemOf } from '../report/problems.ts';
import type { RehearsalReport } from '../report/report.ts';
import type { RehearsalSetting } from './rehearsal-setting.ts';
import type { RehearsalHost } from './rehearse.ts';
import { parseRehearseOptions, type RehearseOptions, rehearseHelp } from './rehearse-options.ts';

export interface CommandHost extends RehearsalHost {
  writeFile(path: string, text: string): Promise<void>;
}

function exitCodeOf(thrown: unknown): number {
  const failure = describeFileSystemError(thrown) ?? thrown;
  if (!(failure instanceof ActionError)) return 1;
  return failure.blame === 'input' ? 2 : failure.blame === 'environment' ? 3 : 1;
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
      return { exitCode: report.ok ? 0 : 1, report };
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
    return { exitCode: exitCodeOf(failure), report };
  }
}

/** `slipway rehearse`: never throws. @returns the exit code */
export async function runRehearsal(words: readonly string[], host: CommandHost): Promise<number> {
  let options: RehearseOptions;
  try {
    options = parseRehearseOptions(words);
  } catch (failure) {
    host.screen.write(renderSummary({ ...emptyReport(), problems: [problemOf(failure)] }));
    return exitCodeOf(failure);
  }
  if (options.help) {
    host.screen.write(rehearseHelp);
    return 0;
  }
  try {
    const { exitCode, report } = await performRehearsal(options, { ...host, command: words });
    if (options.json !== undefined)
      await host.writeFile(resolve(options.json), `${JSON.stringify(report, null, 2)}\n`);
    const page =
      options.html ??
      (options.open ? join(mkdtempSync(join(tmpdir(), 'slipway-report-')), 'report.html') : undefined);
    if (page !== undefined) await host.writeFile(resolve(page), renderHtml(report));
    if (page !== undefined && options.open && !(await openPage(resolve(page))))
      host.screen.write(`No program was found that opens the page ${page}.\n`);
    host.screen.write(renderSummary(report));
    return exitCode;
  } catch (failure) {
    if (failure instanceof Interruption) return failure.exitCode;
    host.screen.write(renderSummary({ ...emptyReport(), problems: [problemOf(failure)] }));
    return 1;
  }
}
