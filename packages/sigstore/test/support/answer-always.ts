import type { Http, HttpRequest } from '@slipway/core/ports';

/** A response of a service. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A port that gives the same answer to everything, and what was asked of it. */
export function answerAlways({ status = 200, headers = {}, body }: Answer) {
  const asked: HttpRequest[] = [];
  const http: Http = {
    async request(request) {
      asked.push(request);
      const bytes = Buffer.from(body);
      const text = (): string => bytes.toString('utf8');
      return { status, headers, url: request.url, body: bytes, text, json: () => JSON.parse(text()) };
    },
  };
  return { http, asked };
}
