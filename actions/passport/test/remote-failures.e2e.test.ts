import type { Fault, FaultEffect } from '@slipway/gateway/faults';
import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { openPassportWorld } from './passport-world.ts';

const store = { host: 'api.github.com', method: 'POST', path: /\/attestations$/ };
const look = { host: 'api.github.com', method: 'GET', path: /\/attestations\/sha256/ };
const json = (value: unknown): FaultEffect => ({
  kind: 'status',
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

describe('passport action with a failing GitHub', () => {
  it.each<[string, Fault]>([
    ['a reset before GitHub stored it', { on: store, effect: { kind: 'reset-before' } }],
    ['a lost answer', { on: store, effect: { kind: 'reset-after-commit' } }],
    ['an outage', { on: store, effect: { kind: 'status', status: 502, body: '<html>Bad gateway</html>' } }],
    ['an outage of the list', { on: look, effect: { kind: 'status', status: 503 } }],
    ['half an answer', { on: store, effect: { kind: 'truncate' } }],
  ])('an attestation is stored after %s', async (_what, fault) => {
    const of = await openPassportWorld({ faults: [fault] });
    const run = await of.run();
    expect(errorOf(run), run.output).toBe('');
    expect(of.world.gateway.faults.strikes).toBe(1);
    expect(run.outputs['attestation-url']).toMatch(/\/attestations\/\d+$/);
    expect(of.repository.attestations.length).toBeGreaterThan(0);
  });

  it.each<[string, Fault['on'], FaultEffect, RegExp]>([
    ['a page in place of an answer', store, { kind: 'html' }, /^E_HTTP_MALFORMED /],
    ['a list in place of an answer', store, json([]), /^E_HTTP_MALFORMED .*attestations/],
    ['an answer without an ID', store, json({ message: 'ok' }), /^E_HTTP_MALFORMED .*"id"/],
    ['null in place of a list', look, json(null), /^E_HTTP_MALFORMED /],
    [
      'attestations that are no list',
      look,
      json({ attestations: 'x' }),
      /^E_HTTP_MALFORMED .*"attestations"/,
    ],
    [
      'a refusal of the request',
      store,
      { kind: 'status', status: 422, body: '{"message":"Invalid Argument - values do not match: a != b"}' },
      /^E_GITHUB_REFUSED .*values do not match/,
    ],
  ])('%s fails the action with what was seen, and the passport is kept', async (_what, on, effect, words) => {
    const of = await openPassportWorld({
      faults: [{ on: { ...on, times: Number.POSITIVE_INFINITY }, effect }],
    });
    const run = await of.run();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(words);
    expect(run.output).not.toContain('this is a bug');
    expect(run.outputs['files']).toContain('demo-1.2.0.intoto.jsonl');
    expect(run.outputs['attestation-url']).toBeUndefined();
  });

  it('a killed attempt is completed by the next one', async () => {
    const of = await openPassportWorld({
      faults: [{ on: store, effect: { kind: 'status', status: 422, body: '{}' } }],
    });
    const first = await of.run();
    expect(first.exitCode).toBe(1);
    const second = await of.run({}, { runAttempt: 2, checkRunId: 90_002 });
    expect(errorOf(second), second.output).toBe('');
    expect(second.outputs['files']).toBe(first.outputs['files']);
    expect(of.repository.attestations).toHaveLength(1);
  });
});
