import { RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { Http, HttpRequest, HttpResponse } from '@slipway/core/ports';
import { describe, expect, it } from 'vitest';
import { readIndexProject } from '../src/index/simple-index.ts';

const jsonType = 'application/vnd.pypi.simple.v1+json';
const simpleUrl = 'https://index.example/team/prod/+simple/';

interface Canned {
  readonly status?: number;
  readonly type?: string;
  readonly location?: string;
  readonly body?: string;
}

/** An index that answers by address, and keeps what it was asked. */
function answerWith(pages: Readonly<Record<string, Canned>>) {
  const asked: HttpRequest[] = [];
  const http: Http = {
    async request(request): Promise<HttpResponse> {
      asked.push(request);
      const { status = 200, type = 'text/html', location, body = '' } = pages[request.url] ?? { status: 404 };
      return {
        status,
        url: request.url,
        headers: { 'content-type': type, ...(location === undefined ? {} : { location }) },
        body: Buffer.from(body),
        text: () => body,
        json: () => JSON.parse(body) as unknown,
      };
    },
  };
  return { asked, read: (base = simpleUrl) => readIndexProject({ http, simpleUrl: base }, 'demo') };
}

const names = (project: Awaited<ReturnType<typeof readIndexProject>>): string[] => [
  ...(project?.files.keys() ?? []),
];

describe('project page', () => {
  it('a redirect within the index is followed and one to a different host is not', async () => {
    const anchor = '<a href="demo-1.0.tar.gz">demo-1.0.tar.gz</a>';
    const within = answerWith({
      'https://index.example/simple/demo/': { status: 302, location: '/simple/demo/latest/' },
      'https://index.example/simple/demo/latest/': { body: anchor },
    });
    expect(names(await within.read('https://index.example/simple/'))).toEqual(['demo-1.0.tar.gz']);
    const elsewhere = answerWith({
      'https://index.example/simple/demo/': { status: 302, location: 'https://other.example/simple/demo/' },
      'https://other.example/simple/demo/': { body: anchor },
    });
    expect(await elsewhere.read('https://index.example/simple/')).toBeUndefined();
    expect(elsewhere.asked.map(({ url }) => url)).toEqual(['https://index.example/simple/demo/']);
  });

  it('an endless redirect is rejected', async () => {
    const url = 'https://index.example/simple/demo/';
    const loop = answerWith({ [url]: { status: 302, location: url } });
    await expect(loop.read('https://index.example/simple/')).rejects.toMatchObject({
      code: 'E_PYPI_INDEX_MALFORMED',
    });
  });

  it.each([
    [
      'JSON',
      jsonType,
      JSON.stringify({
        meta: { 'api-version': '1.0' },
        files: ['team/prod', 'root/pypi', 'team/production'].map((stage, index) => ({
          filename: `demo-1.${index}.tar.gz`,
          url: `../../../../${stage}/+f/abc/0123456789012/demo-1.${index}.tar.gz`,
          hashes: {},
        })),
      }),
    ],
    [
      'HTML',
      'text/html',
      '<a href="../../+f/abc/0/demo-1.0.tar.gz">demo-1.0.tar.gz</a><a href="../../../../root/pypi/+e/https/demo-1.1.tar.gz">demo-1.1.tar.gz</a>',
    ],
  ])('files of a different devpi index are left out in %s', async (_form, type, body) => {
    const { read } = answerWith({ [`${simpleUrl}demo/`]: { type, body } });
    expect(names(await read())).toEqual(['demo-1.0.tar.gz']);
  });

  it('a page that asks for a login is rejected', async () => {
    const body = '<html><form><input name="p" type="password"></form></html>';
    await expect(answerWith({ [`${simpleUrl}demo/`]: { body } }).read()).rejects.toMatchObject({
      code: 'E_PYPI_INDEX_MALFORMED',
    });
  });

  it('a 403 answer is reported as an authentication error', async () => {
    const http: Http = {
      request: () =>
        Promise.reject(
          new RemoteError(coreErrors.E_HTTP_STATUS, { message: 'answered with 403', status: 403 }),
        ),
    };
    await expect(readIndexProject({ http, simpleUrl }, 'demo')).rejects.toMatchObject({
      code: 'E_PYPI_AUTHENTICATION',
    });
  });

  it('file addresses are resolved against the base address of the page', async () => {
    const body = '<head><base href="/files/"></head><a href="x/demo-1.0.tar.gz">demo-1.0.tar.gz</a>';
    const project = await answerWith({ [`${simpleUrl}demo/`]: { body } }).read();
    expect(project?.files.get('demo-1.0.tar.gz')?.url).toBe('https://index.example/files/x/demo-1.0.tar.gz');
  });
});
