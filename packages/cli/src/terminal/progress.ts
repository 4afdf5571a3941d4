import { neutralizeLine } from '@slipway/core/neutralize';
import type { Reporter } from '@slipway/runner/reporter';
import type { Progress } from '../machine/terminal.ts';
import type { Check } from '../report/check.ts';
import { drawEndedJob, drawRunning, drawTree, type Frame } from './draw-tree.ts';
import { tellFailure } from './failure-lines.ts';
import { JobTree } from './job-tree.ts';
import { fit, formatSeconds, paint } from './look.ts';
import { plainLook, readColumns, readRows, type Screen } from './screen.ts';

const frameMs = 150;
const aliveMs = 30_000;

/** A live tree of jobs on a terminal; elsewhere a line for each job when it ends, and one every 30 seconds while it runs. */
export function createProgress(screen: Screen, onCheck?: (check: Check) => void): Progress {
  const look = screen.look ?? plainLook;
  const startedAtMs = Date.now();
  const tree = new JobTree();
  const logs = new Map<string, string[]>();
  const notes = new Set<string>();
  const told = new Map<string, number>();
  let shown = 0;
  let number = 0;
  let isChecking = false;
  let phase = '';

  const clear = (): void => {
    // Up to the first line of the tree, and everything below it away (ECMA-48: CUU, ED).
    if (shown > 0) screen.write(`\r\u001B[${shown}A\u001B[0J`);
    shown = 0;
  };
  const frame = (): Frame => ({
    ...{ look, startedAtMs, number, isChecking, phase },
    columns: readColumns(screen),
    nowMs: Date.now(),
  });
  const isTall = (lines: readonly string[]): boolean => lines.length > readRows(screen) - 1;
  const show = (): void => {
    if (!screen.isTerminal) return;
    number += 1;
    const whole = drawTree(tree, frame());
    const lines = isTall(whole) ? drawRunning(tree, frame()).slice(-(readRows(screen) - 1)) : whole;
    clear();
    screen.write(`${lines.join('\n')}\n`);
    shown = lines.length;
  };
  const line = (text: string): void => {
    clear();
    screen.write(`${text}\n`);
    show();
  };
  const cut = (text: string): string =>
    screen.isTerminal ? fit(look, text, readColumns(screen)) : neutralizeLine(text, 1_000);
  const tellAlive = (): void => {
    for (const job of tree.groups.at(-1)?.jobs.values() ?? []) {
      const sinceMs = Date.now() - Math.max(job.startedAtMs, told.get(job.id) ?? 0);
      if (job.state !== 'running' || sinceMs < aliveMs) continue;
      told.set(job.id, Date.now());
      const seconds = (Date.now() - job.startedAtMs) / 1_000;
      line(cut(`running  ${job.id.padEnd(30)}${formatSeconds(seconds).padStart(10)}  ${job.detail}`));
    }
  };
  const timer = setInterval(screen.isTerminal ? show : tellAlive, screen.isTerminal ? frameMs : 1_000);
  timer.unref();

  const reporter: Reporter = (event) => {
    const ended = tree.apply(event, Date.now());
    if (event.type === 'note') tellNote(event.message);
    if (event.type === 'step-started') logs.set(event.jobName, []);
    if (event.type === 'log') logs.get(event.jobName)?.push(event.line);
    if (event.type === 'annotation' && event.annotation.level === 'warning' && !screen.isTerminal)
      line(cut(`warning  ${event.jobId}: ${event.annotation.message}`));
    if (event.type === 'step-finished' && event.step.result === 'failure') {
      line(cut(`failed   ${event.jobName}: ${event.step.name}`));
      for (const said of tellFailure(logs.get(event.jobName) ?? []))
        line(paint(look, 'dim', cut(`| ${said}`)));
    }
    if (event.type === 'job-finished') logs.delete(event.jobName);
    if (ended !== undefined && (!screen.isTerminal || isTall(drawTree(tree, frame()))))
      line(cut(drawEndedJob(ended)));
    else if (event.type !== 'log' && event.type !== 'note') show();
  };
  function tellNote(text: string): void {
    // Every run of a workflow has the same to note.
    if (!notes.has(text) && !screen.isTerminal) line(`note: ${neutralizeLine(text)}`);
    notes.add(text);
  }
  return {
    reporter,
    note: tellNote,
    title: (text) => line(paint(look, 'bold', cut(text))),
    help(texts) {
      for (const text of texts) line(paint(look, 'dim', neutralizeLine(text, 1_000)));
    },
    run(title, jobs) {
      tellSkipped();
      isChecking = false;
      phase = '';
      tree.begin(title, jobs);
      if (!screen.isTerminal) line(`\n${cut(title)}`);
      else show();
    },
    heading(text) {
      phase = text;
      show();
    },
    check(check) {
      if (!isChecking) tellSkipped();
      isChecking = true;
      tree.addCheck(check);
      if (!check.ok) line(cut(`failed   ${check.name}: ${check.detail}`));
      else show();
      onCheck?.(check);
    },
    end() {
      clearInterval(timer);
      tree.settle();
      if (!screen.isTerminal) {
        for (const { name, passed, total } of tree.checks.values())
          line(
            `${passed === total ? 'passed  ' : 'failed  '} checks: ${name.padEnd(22)}${`${passed} of ${total}`.padStart(10)}`,
          );
        return;
      }
      isChecking = false;
      // The tree stays as it ended, without the line below it.
      const lines = drawTree(tree, frame()).slice(0, -2);
      clear();
      if (lines.length > 0 && !isTall(lines)) screen.write(`${lines.join('\n')}\n`);
    },
  };

  /** What waited when the run ended was skipped. */
  function tellSkipped(): void {
    const waiting = [...(tree.groups.at(-1)?.jobs.values() ?? [])].filter(({ state }) => state === 'waiting');
    tree.settle();
    if (!screen.isTerminal) for (const job of waiting) line(drawEndedJob(job));
  }
}
