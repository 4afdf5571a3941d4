import type { Http, HttpRequest, HttpResponse } from '@slipway/core/ports';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import { readIndexProject } from '../src/index/simple-index.ts';

const simpleUrl = 'https://index.example/simple/';

/** Reads a project from an index that sends these pages of HTML one after the other, and the last for ever. */
async function read(...pages: readonly string[]): Promise<{ names: string[]; sleeps: readonly number[] }> {
  const clock = createManualClock();
  let asked = 0;
  const http: Http = {
    async request({ url }: HttpRequest): Promise<HttpResponse> {
      const body = pages[Math.min(asked, pages.length - 1)] ?? '';
      asked += 1;
      return {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        url,
        body: Buffer.from(body),
        text: () => body,
        json: () => JSON.parse(body) as unknown,
      };
    },
  };
  const project = await readIndexProject({ http, simpleUrl, clock }, 'demo');
  return { names: [...(project?.files.keys() ?? [])], sleeps: clock.sleeps };
}

const outage =
  '<!doctype html><html><head><title>We will be right back</title></head><body><h1>Maintenance</h1><a href="https://status.example/">status</a></body></html>';
const list = '<!DOCTYPE html><html><body><a href="/f/demo-1.0.tar.gz">demo-1.0.tar.gz</a></body></html>';

describe('HTML pages of an index', () => {
  it('an outage page is retried until a file list arrives', async () => {
    expect(await read(outage, outage, list)).toEqual({ names: ['demo-1.0.tar.gz'], sleeps: [1000, 2000] });
  });

  it.each([
    ['an outage page', outage],
    [
      'a web application',
      '<!doctype html><html><head></head><body><div id="root"></div><script src="a.js"></script></body></html>',
    ],
    ['a bare title', '<html><head><title>503 Backend is unhealthy</title></head></html>'],
    [
      'a redirect to the login',
      '<html><head><meta http-equiv="refresh" content="0;url=/login"></head><body></body></html>',
    ],
    ['an empty page', ''],
  ])('%s that persists is rejected as malformed', async (_what, page) => {
    await expect(read(page)).rejects.toMatchObject({ code: 'E_PYPI_INDEX_MALFORMED' });
  });

  it.each([
    ['PyPI', '<html><head><meta name="pypi:repository-version" content="1.4"><title>x</title></head></html>'],
    [
      'devpi',
      '<html><head><title>me/dev: links for demo</title></head><body><h1>me/dev: links for demo</h1>\n</body></html>',
    ],
    [
      'pypiserver',
      '<!DOCTYPE html><html><head><title>Links for demo</title></head><body><h1>Links for demo</h1></body></html>',
    ],
    [
      'Artifactory',
      '<!DOCTYPE html><html><head><title>Simple Index</title><meta name="api-version" value="2" /></head><body></body></html>',
    ],
    [
      'a web server folder',
      '<html><head><title>Index of /simple/demo/</title></head><body><a href="../">../</a></body></html>',
    ],
    [
      'PyOCI',
      '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="UTF-8">\n<title>PyOCI</title>\n</head>\n<body>\n</body>\n</html>',
    ],
    ['a plain server', '<!DOCTYPE html>\n<html><head><base href="/files/"></head><body>\n</body></html>'],
  ])('an empty file list of %s is accepted', async (_server, page) => {
    const { names, sleeps } = await read(page);
    expect(names.filter((name) => name.startsWith('demo'))).toEqual([]);
    expect(sleeps).toEqual([]);
  });

  it('a shortened file name in a link text is accepted', async () => {
    const page = '<html><body><a href="demo-1.0-py3-none-any.whl">demo-1.0-py3-none..&gt;</a></body></html>';
    expect((await read(page)).sleeps).toEqual([]);
  });
});
