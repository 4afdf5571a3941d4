import type { IncomingMessage } from 'node:http';
import type { EmulatorRequest } from './service.ts';

/** The request of a service with a count of the body's bytes that came in so far. */
export interface CountedRequest extends EmulatorRequest {
  readonly bytesRead: number;
}

/** The client ended the request before its body was complete: no bug of a service. */
export class ClientGoneError extends Error {}

/** Called with half of the body there; true ends the request. */
export type Interruption = () => Promise<boolean>;

/** The number of bytes after which a body is interrupted: half of what was announced, else what comes first. */
function halfOf(message: IncomingMessage): number {
  const announced = Number(message.headers['content-length']);
  return Number.isFinite(announced) ? Math.floor(announced / 2) : 0;
}

/**
 * Turns what Node received on the TLS connection to `host` into the request a service sees.
 * @param interrupt asked once, when half of the body was read
 */
export function toEmulatorRequest(
  message: IncomingMessage,
  host: string,
  interrupt?: Interruption,
): CountedRequest {
  let bytesRead = 0;
  let waiting = interrupt;
  let whole: Promise<Uint8Array> | undefined;
  let streaming = false;

  async function* stream(): AsyncIterable<Uint8Array> {
    const half = halfOf(message);
    for await (const chunk of readChunks(message)) {
      const first = waiting === undefined ? chunk.byteLength : Math.max(0, half - bytesRead);
      if (waiting !== undefined && first <= chunk.byteLength) {
        bytesRead += first;
        yield chunk.subarray(0, first);
        const ask = waiting;
        waiting = undefined;
        if (await ask()) throw new ClientGoneError('the request was interrupted');
        bytesRead += chunk.byteLength - first;
        yield chunk.subarray(first);
        continue;
      }
      bytesRead += chunk.byteLength;
      yield chunk;
    }
    if (!message.complete)
      throw new ClientGoneError('the client ended the request before its body was complete');
  }
  const collect = async (): Promise<Uint8Array> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream()) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  return {
    method: message.method ?? 'GET',
    host,
    url: new URL(`https://${host}${message.url ?? '/'}`),
    headers: Object.fromEntries(
      Object.entries(message.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
    ),
    bytes() {
      if (streaming) throw new Error('the body of this request is being streamed already');
      whole ??= collect();
      return whole;
    },
    stream() {
      if (whole !== undefined || streaming) throw new Error('the body of this request was read already');
      streaming = true;
      return stream();
    },
    get bytesRead() {
      return bytesRead;
    },
  };
}

async function* readChunks(message: IncomingMessage): AsyncIterable<Buffer> {
  try {
    yield* message as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new ClientGoneError('the client closed the connection', { cause });
  }
}
