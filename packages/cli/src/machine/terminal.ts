import { neutralizeLine } from '@slipway/core/neutralize';
import type { Reporter } from '@slipway/runner/reporter';
import type { Check } from '../report/check.ts';
import type { RehearsalReport } from '../report/report.ts';

/** Where progress is shown. */
export interface Screen {
  readonly isTerminal: boolean;
  write(text: string): void;
}

export interface Progress {
  readonly reporter: Reporter;
  note(text: string): void;
  heading(text: string): void;
  /** One line as it is. */
  line(text: string): void;
  check(check: Check): void;
  /** Removes the line that shows what is going on. */
  end(): void;
}

const maxFailureLines = 40;
const refreshMs = 120;
const secondsOf = (seconds: number): string => `${seconds.toFixed(1)} s`;

/** The last lines of a step without the header that repeats its script. */
function tellFailure(lines: readonly string[]): string[] {
  const header = lines.indexOf('##[endgroup]');
  const said = lines.slice(header + 1).filter((text) => !/^##\[(?:end)?group\]/.test(text));
  return said
    .slice(-maxFailureLines)
    .map((text) => neutralizeLine(text.replace(/^##\[(\w+)\]/, '$1: '), 300));
}

/** Tells what happens as it happens: plain lines, and on a terminal one more line that is written over. */
export function createProgress(screen: Screen, onCheck?: (check: Check) => void): Progress {
  const running = new Map<string, { name: string; step: string; sinceMs: number }>();
  const logs = new Map<string, string[]>();
  let shown = false;
  const clear = (): void => {
    if (shown) screen.write('\r\u001B[K');
    shown = false;
  };
  const show = (): void => {
    if (!screen.isTerminal || running.size === 0) return;
    const parts = [...running.values()].map(
      ({ name, step, sinceMs }) => `${name} › ${step} (${secondsOf((Date.now() - sinceMs) / 1000)})`,
    );
    screen.write(`\r\u001B[K${neutralizeLine(parts.join(', '), 110)}`);
    shown = true;
  };
  const line = (text: string): void => {
    clear();
    screen.write(`${text}\n`);
    show();
  };
  const notes = new Set<string>();
  // Every run of a workflow has the same to note.
  const note = (text: string): void => {
    if (!notes.has(text)) line(`note: ${neutralizeLine(text)}`);
    notes.add(text);
  };
  const timer = screen.isTerminal ? setInterval(show, refreshMs) : undefined;
  timer?.unref();
  const reporter: Reporter = (event) => {
    switch (event.type) {
      case 'job-started':
        running.set(event.jobId, { name: event.jobName, step: 'starting', sinceMs: Date.now() });
        line(`${neutralizeLine(event.jobName)}`);
        break;
      case 'step-started': {
        const job = running.get(event.jobId);
        if (job !== undefined) running.set(event.jobId, { ...job, step: event.step, sinceMs: Date.now() });
        logs.set(event.jobId, []);
        break;
      }
      case 'log':
        logs.get(event.jobId)?.push(event.line);
        break;
      case 'step-finished': {
        const { name, result, seconds, standIn } = event.step;
        if (result === 'skipped') break;
        const how = standIn ? ', stand-in' : '';
        line(`  ${result.padEnd(9)} ${neutralizeLine(name, 90)} (${secondsOf(seconds)}${how})`);
        if (result !== 'failure') break;
        for (const said of tellFailure(logs.get(event.jobId) ?? [])) line(`    | ${said}`);
        break;
      }
      case 'annotation':
        if (event.annotation.level !== 'error')
          line(`  ${event.annotation.level.padEnd(9)} ${neutralizeLine(event.annotation.message, 300)}`);
        break;
      case 'job-finished': {
        running.delete(event.jobId);
        logs.delete(event.jobId);
        const { result, seconds } = event.result;
        line(`  ${neutralizeLine(event.jobName)}: ${result} (${secondsOf(seconds)})`);
        break;
      }
      case 'note':
        note(event.message);
        break;
    }
  };
  return {
    reporter,
    note,
    heading: (text) => line(`\n== ${neutralizeLine(text)}`),
    line: (text) => line(neutralizeLine(text, 1000)),
    check(check) {
      const { ok, name, detail } = check;
      line(`  ${(ok ? 'ok' : 'FAILED').padEnd(9)} ${neutralizeLine(name)}: ${neutralizeLine(detail, 200)}`);
      onCheck?.(check);
    },
    end() {
      clearInterval(timer);
      running.clear();
      clear();
    },
  };
}

function describePermissions(permissions: Readonly<Record<string, string>>): string {
  const list = Object.entries(permissions).map(([scope, level]) => `${scope}: ${level}`);
  return list.length === 0 ? 'none' : list.join(', ');
}

/** The final report: what would be released, the permissions of each job, and the failed checks. */
export function renderSummary(report: RehearsalReport): string {
  const { project, jobs, files, checks, hosts, problems, seconds } = report;
  const lines: string[] = ['', '== Summary'];
  if (project.tag !== '')
    lines.push(
      `${project.name} ${project.versionBefore || '(no version)'} -> ${project.versionAfter}, tag ${project.tag}`,
    );
  if (report.nothingToRelease !== null) lines.push(neutralizeLine(report.nothingToRelease, 1000));
  const width = Math.max(0, ...jobs.map(({ name }) => name.length));
  for (const { name, result, seconds: took, permissionsAsked, permissionsUsed } of jobs) {
    lines.push(
      `${neutralizeLine(name).padEnd(width)}  ${result.padEnd(9)} ${secondsOf(took).padStart(7)}  requested ${describePermissions(permissionsAsked)}; used ${describePermissions(permissionsUsed)}`,
    );
  }
  for (const { name, sha256, size } of files) lines.push(`${sha256}  ${name} (${size} bytes)`);
  const { image } = report;
  if (image.rehearsed) {
    const tags = image.tags.length === 0 ? 'no tag' : `tags ${image.tags.join(', ')}`;
    lines.push(`image ${image.digest}: ${image.platforms.join(', ')}; ${tags}`);
  } else lines.push(`image: not rehearsed, ${neutralizeLine(image.reason)}`);
  for (const { channel, state, expected } of report.expectations)
    lines.push(
      `${channel.padEnd(15)}  ${state === 'absent' || state === 'present' ? '' : `${state}${expected === '' ? '' : ': '}`}${neutralizeLine(expected)}`,
    );
  for (const { message, fails } of report.findings)
    lines.push(`${fails ? 'finding' : 'note'}: ${neutralizeLine(message)}`);
  lines.push(`checks: ${checks.filter(({ ok }) => ok).length} of ${checks.length} passed`);
  lines.push(`hosts: ${hosts.map(({ host, requests }) => `${host} (${requests})`).join(', ') || 'none'}`);
  for (const { code, message, hint } of problems) {
    lines.push(`${code}: ${neutralizeLine(message)}`);
    for (const part of hint.split('\n')) lines.push(`  ${neutralizeLine(part)}`);
  }
  lines.push(
    `${report.ok ? 'all checks passed' : 'FAILED'} (${secondsOf(seconds.total)}, ${secondsOf(seconds.own)} without waiting for a package index)`,
  );
  return `${lines.join('\n')}\n`;
}
