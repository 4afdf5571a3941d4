import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import { describe, expect, it } from 'vitest';
import { judgeEdition, listEditionGaps } from '../../src/doctor/edition.ts';
import { adopt } from '../adopt/adopt-text.ts';
import { samples } from '../adopt/samples.ts';
import { path, reference } from './recorded-settings.ts';

const read = (text: string) => readWorkflowText(path, text);
const gapsOf = (text: string) => listEditionGaps(read(text), read(reference));

/** The reference workflow without a job, and without what reads it. */
function without(id: string): string {
  const lines = reference.split('\n');
  const job = read(reference).jobs.find((each) => each.id === id);
  if (job === undefined) throw new Error(`The reference workflow has no job "${id}".`);
  return lines.toSpliced(job.span.first - 1, job.span.last - job.span.first + 1).join('\n');
}

describe('the edition of a workflow', () => {
  it('the reference workflow is of this edition', () => {
    expect(gapsOf(reference)).toEqual([]);
    expect(judgeEdition(read(reference), read(reference)).state).toBe('ok');
  });

  it.each(Object.entries(samples))('%s is of this edition once it was adopted', (_, text) => {
    expect(gapsOf(adopt(text).text)).toEqual([]);
  });

  it.each([
    ['a job', without('verify-release'), 'the job "verify-release"'],
    [
      'an input',
      reference.replace(/ {10}extra-digests: .*\n/, ''),
      '"extra-digests" of release-notes in the job "draft-github-release"',
    ],
    [
      'a permission',
      reference.replace(
        '      attestations: write # stores the passport as an attestation of the repository\n',
        '',
      ),
      '"attestations: write" of the job "sign-passport"',
    ],
  ])('%s that an older edition does not have is named', (_, text, gap) => {
    expect(text).not.toBe(reference);
    expect(gapsOf(text)).toEqual([gap]);
    expect(judgeEdition(read(text), read(reference))).toMatchObject({
      state: 'failed',
      severity: 'advice',
      seen: `The file lacks ${gap}.`,
    });
  });

  it('a channel that the project does not have is not a gap', () => {
    expect(gapsOf(without('publish-to-github-packages'))).toEqual([]);
  });

  it('a workflow of another shape has no edition', () => {
    const text = 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo\n';
    expect(judgeEdition(read(text), read(reference)).state).toBe('not-applicable');
  });
});
