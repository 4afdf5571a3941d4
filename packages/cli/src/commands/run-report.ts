import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ActionError, InputError } from '@slipway/core/errors/action-error';
import { describeFileSystemError } from '@slipway/core/errors/file-system-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { cliErrors } from '../errors.ts';
import { openPage } from '../machine/open-page.ts';
import { renderHtml } from '../report/page/page.ts';
import { readReport } from '../report/read-report.ts';
import { checkOutputFile } from './output-files.ts';

/** What the command gets from the process it runs in. */
export interface ReportHost {
  write(text: string): void;
  writeError(text: string): void;
}

const reportHelp = `Usage: slipway report FILE.json [options]

Draws the page of a rehearsal again from what "rehearse --json" wrote.

  --html FILE        the page to write (default: FILE.html next to the JSON file)
  --open             open the page in your browser
`;

interface ReportOptions {
  readonly json: string;
  readonly html: string;
  readonly open: boolean;
}

/** Undefined when help is asked for. @throws InputError E_REHEARSE_USAGE */
function parseReportOptions(words: readonly string[]): ReportOptions | undefined {
  const usage = (message: string): InputError =>
    new InputError(cliErrors.E_REHEARSE_USAGE, { message, hint: 'Run "slipway report --help" for usage.' });
  const parse = () =>
    parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        html: { type: 'string' },
        open: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : String(cause));
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  const [json = '', ...more] = positionals;
  if (json === '' || more.length > 0) throw usage('Pass exactly one JSON file.');
  const html = values.html ?? `${json.replace(/\.json$/i, '')}.html`;
  checkOutputFile('--html', html);
  return { json, html, open: values.open };
}

/** `slipway report`. @returns the exit code */
export async function runReport(words: readonly string[], host: ReportHost): Promise<number> {
  try {
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
  } catch (thrown) {
    const failure = describeFileSystemError(thrown) ?? thrown;
    if (!(failure instanceof ActionError)) throw failure;
    host.writeError(`error: ${neutralizeLine(failure.message)}\n  ${neutralizeLine(failure.hint)}\n`);
    return failure.blame === 'input' ? 2 : failure.blame === 'environment' ? 3 : 1;
  }
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
