import { neutralizeLine } from '@slipway/core/neutralize';
import { type Diagnosis, isFault } from '../../doctor/diagnosis.ts';

/** A diagnosis that the user accepts, with the reason. */
export interface JudgedDiagnosis extends Diagnosis {
  readonly skipped?: string | undefined;
}

/** A fault that the user has not accepted. */
export const isOpenFault = (diagnosis: JudgedDiagnosis): boolean =>
  isFault(diagnosis) && diagnosis.skipped === undefined;

const marks: Readonly<Record<Diagnosis['state'], string>> = {
  ok: 'ok  ',
  failed: 'FAIL',
  unseen: '?   ',
  'not-applicable': '-   ',
};

const maxTextLength = 1200;
const clean = (text: string): string => neutralizeLine(text, maxTextLength);

function markOf({ state, severity, skipped }: JudgedDiagnosis): string {
  if (skipped !== undefined && state === 'failed') return 'skip';
  return state === 'failed' && severity === 'advice' ? 'note' : marks[state];
}

function renderFix({ fix }: Diagnosis): string[] {
  if (fix === undefined) return [];
  const [first = '', ...more] = fix.text.split('\n');
  return [`       Fix: ${clean(first)}`, ...more.map((line) => `            ${clean(line)}`)];
}

/** One check as lines: the value, and for a fault what happens and what to do. */
function renderDiagnosis(diagnosis: JudgedDiagnosis): string[] {
  const { id, title, state, seen, otherwise, line, skipped } = diagnosis;
  const head = `${markOf(diagnosis)} ${id} ${title}`;
  if (state !== 'failed')
    return [
      state === 'ok' ? `${head} (${clean(seen)})` : head,
      ...(state === 'ok' ? [] : [`       ${clean(seen)}`]),
    ];
  if (skipped !== undefined) return [head, `       Accepted: ${clean(skipped)}`];
  return [
    head,
    `       Seen: ${clean(seen)}${line === undefined ? '' : ` (line ${line})`}`,
    `       Otherwise: ${clean(otherwise)}`,
    ...renderFix(diagnosis),
  ];
}

/** The whole result on a terminal. */
export function renderDiagnoses(diagnoses: readonly JudgedDiagnosis[]): string {
  const count = (state: Diagnosis['state']): number =>
    diagnoses.filter((each) => each.state === state).length;
  const faults = diagnoses.filter(isOpenFault);
  const lines = diagnoses.flatMap(renderDiagnosis);
  const summary = `${diagnoses.length} checks: ${count('ok')} ok, ${faults.length} failed, ${count('failed') - faults.length} advice or accepted, ${count('unseen')} not visible.`;
  return `${lines.join('\n')}\n\n${summary}\n`;
}

/** A shell script of every fix that is a command; the others are comments in it. */
export function renderFixScript(diagnoses: readonly JudgedDiagnosis[]): string {
  const parts = diagnoses
    .filter(({ state, skipped }) => state === 'failed' && skipped === undefined)
    .flatMap(({ id, seen, fix }) => {
      if (fix === undefined) return [];
      const lines = fix.text.split('\n');
      const body = fix.kind === 'command' ? lines : lines.map((line) => `# ${clean(line)}`);
      return [`# ${id}: ${clean(seen)}`, ...body, ''];
    });
  return ['#!/usr/bin/env bash', 'set -euo pipefail', '', ...parts].join('\n');
}
