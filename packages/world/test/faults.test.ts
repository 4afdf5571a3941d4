import { createFaultPlan, type Fault, type FaultEffect, type HeldRequest } from '@slipway/gateway/faults';
import { call, openConnect } from '@slipway/testkit/client';
import { openGateway, serviceOf } from '@slipway/testkit/gateway';
import { findNamedFault, namedFaults } from '@slipway/world/named-faults';
import { describe, expect, it } from 'vitest';

async function strike(effect: FaultEffect) {
  const service = serviceOf(['api.github.com'], async (request) => {
    await request.bytes();
    return { status: 201, headers: { 'content-type': 'application/json' }, body: '{"id":1234567890}' };
  });
  const gateway = await openGateway({ services: [service], faults: [{ on: {}, effect }] });
  const send = () =>
    call(gateway, 'https://api.github.com/repos', { method: 'POST', body: 'x'.repeat(5000) }).catch(
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
  return { gateway, service, send };
}

describe('faults at a request', () => {
  it('a reset before the request hides it from the service and strikes once', async () => {
    const { gateway, service, send } = await strike({ kind: 'reset-before' });
    expect(await send()).toBe('ECONNRESET');
    expect(service.seen).toEqual([]);
    expect(await send()).toMatchObject({ status: 201 });
    expect(gateway.faults.strikes).toBe(1);
    expect(gateway.journal.entries.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['fault', 0],
      ['answered', 201],
    ]);
  });

  it('a reset inside the request body keeps the service from running', async () => {
    const { service, send } = await strike({ kind: 'reset-during', afterBytes: 1000 });
    expect(['ECONNRESET', 'EPIPE']).toContain(await send());
    expect(service.seen).toEqual([]);
  });

  it('a reset after the commit leaves the work of the service done', async () => {
    const { service, send } = await strike({ kind: 'reset-after-commit' });
    expect(await send()).toBe('ECONNRESET');
    expect(service.seen).toEqual(['POST /repos']);
  });

  it.each([
    ['before', []],
    // The service has begun and gets half of the body; that the rest never comes is no bug of it.
    ['during', ['POST /repos']],
    ['after-commit', ['POST /repos']],
  ] as const)('a request held at "%s" is reset if the callback asks for it', async (at, seen) => {
    const held: HeldRequest[] = [];
    const act = async (request: HeldRequest): Promise<boolean> => held.push(request) > 0;
    const { gateway, service, send } = await strike({ kind: 'hold', at, act });
    expect(['ECONNRESET', 'EPIPE', 'aborted']).toContain(await send());
    expect(service.seen).toEqual(seen);
    expect(held).toEqual([
      { host: 'api.github.com', method: 'POST', path: '/repos', clientPort: expect.any(Number) },
    ]);
    expect(gateway.serviceErrors).toEqual([]);
  });

  it.each(['before', 'during', 'after-commit'] as const)(
    'a request held at "%s" continues if the callback lets it go',
    async (at) => {
      const { gateway, service, send } = await strike({ kind: 'hold', at, act: async () => false });
      expect(await send()).toMatchObject({ status: 201, body: '{"id":1234567890}' });
      expect(service.seen).toEqual(['POST /repos']);
      expect(gateway.serviceErrors).toEqual([]);
    },
  );

  it('a status fault answers with or without the work of the service done', async () => {
    const before = await strike({ kind: 'status', status: 502, body: 'outage' });
    expect(await before.send()).toMatchObject({ status: 502, body: 'outage' });
    expect(before.service.seen).toEqual([]);
    const after = await strike({ kind: 'status', status: 503, committed: true });
    expect(await after.send()).toMatchObject({ status: 503 });
    expect(after.service.seen).toEqual(['POST /repos']);
  });

  it('a truncated answer breaks off halfway', async () => {
    const { send } = await strike({ kind: 'truncate' });
    expect(['ECONNRESET', 'aborted']).toContain(await send());
  });

  it('an HTML fault answers with an HTML page', async () => {
    const { send } = await strike({ kind: 'html' });
    expect(await send()).toMatchObject({ status: 200, body: expect.stringContaining('<html>') });
  });

  it('a stalled request is reset after its time or when the gateway closes', async () => {
    const short = await strike({ kind: 'stall', forMs: 20 });
    expect(await short.send()).toBe('ECONNRESET');
    const endless = await strike({ kind: 'stall' });
    const pending = endless.send();
    await expect.poll(() => endless.gateway.faults.strikes).toBe(1);
    await endless.gateway.close();
    expect(['ECONNRESET', 'socket hang up']).toContain(await pending);
  });

  it('a host is refused at the connection or treated as unknown', async () => {
    const refused = await strike({ kind: 'refuse' });
    expect(await openConnect(refused.gateway, 'api.github.com:443')).toMatchObject({ status: 502 });
    const unknown = await strike({ kind: 'unknown-host' });
    expect(await openConnect(unknown.gateway, 'api.github.com:443')).toMatchObject({ status: 403 });
    expect(unknown.gateway.journal.refusedHosts()).toEqual(['api.github.com']);
  });
});

describe('createFaultPlan', () => {
  it('a fault strikes from the nth matching request on, as often as configured', () => {
    const fault: Fault = {
      on: { host: 'api.github.com', method: 'POST', path: /\/releases$/, nth: 2, times: 2 },
      effect: { kind: 'html' },
    };
    const plan = createFaultPlan([fault]);
    const target = { host: 'api.github.com', method: 'POST', path: '/repos/o/r/releases' };
    const others = [
      { ...target, host: 'github.com' },
      { ...target, method: 'GET' },
      { ...target, path: '/repos/o/r/releases/1' },
    ];
    for (const other of others) expect(plan.strikeRequest(other)).toBeUndefined();
    expect(Array.from({ length: 5 }, () => plan.strikeRequest(target)?.kind)).toEqual([
      undefined,
      'html',
      'html',
      undefined,
      undefined,
    ]);
  });
});

describe('namedFaults', () => {
  it('every named fault has a unique name and is found by it', () => {
    expect(new Set(namedFaults.map(({ name }) => name)).size).toBe(namedFaults.length);
    for (const fault of namedFaults) expect(findNamedFault(fault.name)).toBe(fault);
    expect(findNamedFault('no-such-fault')).toBeUndefined();
  });
});
