import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultEffect, HeldRequest } from './faults.ts';
import { ClientGoneError, type CountedRequest, toEmulatorRequest } from './gateway-request.ts';
import { readAnswer, writeResponse } from './gateway-response.ts';
import type { EmulatorResponse, JournalEntry, Service } from './service.ts';

/** One request with all that is needed to answer it. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly host: string;
  readonly service: Service;
  readonly effect: FaultEffect | undefined;
  /** Resets the client's TCP connection. */
  reset(): void;
  /** Ends a stall when the gateway closes. */
  readonly signal: AbortSignal;
  /** Told of an exception a service let out: a bug of the emulator. */
  onServiceError(error: unknown): void;
}

/** Status 0: the client never got an answer. */
type Outcome = Pick<JournalEntry, 'status' | 'outcome' | 'requestBytes' | 'responseBytes'>;

const portalPage =
  '<!doctype html><html><head><title>Sign in to the network</title></head><body><h1>Sign in</h1></body></html>';

async function runService(exchange: Exchange, request: CountedRequest): Promise<EmulatorResponse> {
  try {
    return await exchange.service.handle(request);
  } catch (error) {
    if (error instanceof ClientGoneError) throw error;
    exchange.onServiceError(error);
    return {
      status: 500,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `the emulator "${exchange.service.name}" failed on ${request.method} ${request.url.pathname}\n`,
    };
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function describeHeld({ message, host }: Exchange): HeldRequest {
  return {
    host,
    method: message.method ?? 'GET',
    path: message.url ?? '/',
    clientPort: message.socket.remotePort ?? 0,
  };
}

/** Answers one request, with a fault when one strikes; never throws. */
export async function runExchange(exchange: Exchange): Promise<Outcome> {
  const { effect } = exchange;
  const act = effect?.kind === 'hold' ? () => effect.act(describeHeld(exchange)) : undefined;
  const isInterrupted = effect?.kind === 'hold' && effect.at === 'during' && hasBody(exchange.message);
  const request = toEmulatorRequest(exchange.message, exchange.host, isInterrupted ? act : undefined);
  const finish = (status: number, responseBytes: number): Outcome => ({
    status,
    outcome: effect === undefined ? 'answered' : 'fault',
    requestBytes: request.bytesRead,
    responseBytes,
  });
  const send = async (answer: EmulatorResponse): Promise<Outcome> =>
    finish(answer.status, await writeResponse(exchange.response, request.method, answer));
  try {
    if (effect === undefined) return await send(await runService(exchange, request));
    return await applyFault(exchange, request, effect, send, () => finish(0, 0));
  } catch (error) {
    // The client went away, or a body that was being streamed broke: what was sent cannot be taken back.
    if (!(error instanceof ClientGoneError) && !exchange.response.destroyed && !exchange.signal.aborted)
      exchange.onServiceError(error);
    exchange.reset();
    return finish(0, 0);
  }
}

async function applyFault(
  exchange: Exchange,
  request: CountedRequest,
  effect: FaultEffect,
  send: (answer: EmulatorResponse) => Promise<Outcome>,
  lost: () => Outcome,
): Promise<Outcome> {
  switch (effect.kind) {
    case 'unknown-host':
    case 'refuse':
    case 'reset-before':
      exchange.reset();
      return lost();
    case 'reset-during':
      for await (const _chunk of request.stream()) if (request.bytesRead >= effect.afterBytes) break;
      exchange.reset();
      return lost();
    case 'reset-after-commit':
      await readAnswer(await runService(exchange, request));
      exchange.reset();
      return lost();
    case 'stall':
      await sleep(effect.forMs ?? 2 ** 31 - 1, undefined, { signal: exchange.signal }).catch(() => undefined);
      exchange.reset();
      return lost();
    case 'status':
      if (effect.committed === true) await readAnswer(await runService(exchange, request));
      return send({ status: effect.status, headers: effect.headers ?? {}, body: effect.body ?? '' });
    case 'html':
      return send({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: portalPage });
    case 'hold': {
      if (effect.at === 'during' && hasBody(exchange.message))
        return send(await runService(exchange, request));
      if (effect.at !== 'after-commit') {
        if (!(await effect.act(describeHeld(exchange)))) return send(await runService(exchange, request));
        exchange.reset();
        return lost();
      }
      const answer = await runService(exchange, request);
      const body = await readAnswer(answer);
      if (!(await effect.act(describeHeld(exchange)))) return send({ ...answer, body });
      exchange.reset();
      return { ...lost(), status: answer.status };
    }
    case 'truncate':
      return truncate(exchange, await runService(exchange, request), lost);
  }
}

async function truncate(exchange: Exchange, answer: EmulatorResponse, lost: () => Outcome): Promise<Outcome> {
  const body = await readAnswer(answer);
  const headers = { ...answer.headers, 'content-length': String(body.byteLength) };
  const half = body.subarray(0, Math.floor(body.byteLength / 2));
  exchange.response.writeHead(answer.status, headers as Record<string, string>);
  await new Promise<void>((resolve) =>
    exchange.response.write(half.byteLength > 0 ? half : ' ', () => resolve()),
  );
  exchange.response.destroy();
  return { ...lost(), status: answer.status, responseBytes: half.byteLength };
}
