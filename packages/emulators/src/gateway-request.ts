import type { IncomingMessage } from 'node:http';
import type { EmulatorRequest } from './service.ts';

/** The request of a service with a count of the body's bytes that came in so far. */
export interface CountedRequest extends EmulatorRequest {
  readonly bytesRead: number;
}

/** Turns what Node received on the TLS connection to `host` into the request a service sees. */
export function toEmulatorRequest(message: IncomingMessage, host: string): CountedRequest {
  let bytesRead = 0;
  let whole: Promise<Uint8Array> | undefined;
  let streaming = false;

  async function* stream(): AsyncIterable<Uint8Array> {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      bytesRead += chunk.byteLength;
      yield chunk;
    }
    if (!message.complete) throw new Error('the client ended the request before its body was complete');
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
