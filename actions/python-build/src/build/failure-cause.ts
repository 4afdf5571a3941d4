import { neutralizeLine } from '@slipway/core/neutralize';

// What front ends and drivers print around the failure of a backend.
const noise =
  /^(?:\s*$|Traceback \(most recent|\s+File "|\s+[\^~]+\s*$|note: |hint: |\s*╰|\s*\[(?:end of output|stdout|stderr)\]|During handling of|The above exception|ERROR Backend subprocess exited|.*Backend subprocess exited when trying|.*(?:subprocess\.)?CalledProcessError\b|.*Failed building wheel|.*Failed to build|.*subprocess-exited-with-error|.*did not run successfully|.*exit code: \d|.*exited with \d+|.*returned a? ?non-zero|\* |make\[?\d*\]?: \*\*\*|make: \*\*\*|ninja: build stopped|×|.*metadata-generation-failed|.*The build backend returned an error|.*Call to `|SystemExit: \d+$|error: subprocess|(?:.*Error|error): command '.*' failed with exit)/;
// The first error of a compiler is the cause, what follows is its consequence.
const first =
  /(?::\d+(?::\d+)?: (?:fatal )?error[: ]|^\s*error(?:\[E\d+\])?: |^CMake Error|^(?:\S*meson\.build:\d+:\d+: )?ERROR: |\bld: |cannot find -l|command not found|[Cc]ould not find (?:a version|cargo|rust)|No matching distribution|No module named|fatal error C\d+|error LNK\d+)/;
// The last exception of Python is the cause, what precedes it is how it came about.
const last = /^\s*(?:[A-Za-z_][\w.]*)?(?:Error|Exception|Exit|Interrupt|Warning)\b: ?\S/;
const maxCauses = 3;

/**
 * The lines of a failed build that say why it failed: the first errors of compilers and the last exception of Python; without
 * any, the last lines that are not the front end's own. At most three, joined by `; `, empty for no output.
 */
export function findFailureCause(lines: readonly string[]): string {
  const telling = lines.map((line) => line.trimEnd()).filter((line) => !noise.test(line));
  const causes = telling.filter((line) => first.test(line)).slice(0, maxCauses - 1);
  const exception = telling.findLast((line) => last.test(line));
  if (exception !== undefined) causes.push(exception);
  const chosen = causes.length > 0 ? causes : telling.slice(-maxCauses);
  return [...new Set(chosen.map((line) => neutralizeLine(line.trim(), 300)))].join('; ');
}
