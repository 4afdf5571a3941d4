import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { guardCommand } from '../command-line/exit-code.ts';
import { type OptionTable, readOptions, renderOptions } from '../command-line/option-table.ts';
import { checkOutputFile } from '../command-line/output-files.ts';
import { ownUsage } from '../command-line/own-command.ts';
import { renderUsageError } from '../command-line/usage-error.ts';
import { cliErrors } from '../errors.ts';
import { openPage } from '../machine/open-page.ts';
import { renderHtml } from '../report/page/page.ts';
import { readReport } from '../report/read-report.ts';

/** What the command gets from the process it runs in. */
export interface ReportHost {
  write(text: string): void;
  writeError(text: string): void;
}

const options = {
  html: { value: 'FILE', help: 'the page to write', preset: 'FILE.html next to the JSON file' },
  open: { help: 'open the page in your browser' },
  help: { help: 'show this help', short: 'h' },
} as const satisfies OptionTable;

const reportHelp = `Usage: ${ownUsage('report FILE.json [options]')}

Draws the page of a rehearsal again from what "rehearse --json" wrote.

${renderOptions(options)}`;

interface ReportOptions {
  readonly json: string;
  readonly html: string;
  readonly open: boolean;
}

/** Undefined when help is asked for. @throws InputError E_REHEARSE_USAGE */
function parseReportOptions(words: readonly string[]): ReportOptions | undefined {
  const usage = (message: string, hint: string): InputError =>
    new InputError(cliErrors.E_REHEARSE_USAGE, { message, hint });
  const { values, positionals } = readOptions(words, options, 1, usage);
  if (values.help) return undefined;
  const [json = ''] = positionals;
  if (json === '') throw usage('the JSON file is missing', 'Pass a file that "rehearse --json FILE" wrote.');
  const html = values.html ?? `${json.replace(/\.json$/i, '')}.html`;
  checkOutputFile('--html', html, usage);
  return { json, html, open: values.open };
}

/** `slipway report`. @returns the exit code */
export function runReport(words: readonly string[], host: ReportHost): Promise<number> {
  return guardCommand(
    undefined,
    ({ message, hint }) =>
      host.writeError(
        renderUsageError(neutralizeLine(message), neutralizeLine(hint), ownUsage('report --help')),
      ),
    async () => {
      const options = parseReportOptions(words);
      if (options === undefined) {
        host.write(reportHelp);
        return 0;
      }
      const report = readReport(await readFile(resolve(options.json), 'utf8'), options.json);
      await writeFile(resolve(options.html), drawPage(report, options.json));
      host.write(`Report: ${neutralizeLine(options.html)}\n`);
      if (options.open && !(await openPage(resolve(options.html))))
        host.write('No program was found that opens the page.\n');
      return 0;
    },
  );
}

/** A part of the file that is not what it should be is the fault of the file. */
function drawPage(report: ReturnType<typeof readReport>, name: string): string {
  try {
    return renderHtml(report);
  } catch (cause) {
    throw new InputError(cliErrors.E_REPORT_INVALID, {
      message: `"${name}" is not a report of a rehearsal: a part of it is missing or has a different type.`,
      cause,
    });
  }
}
