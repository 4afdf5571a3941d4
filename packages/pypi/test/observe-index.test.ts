import type { Http, HttpRequest, HttpResponse } from '@slipway/core/ports';
import { describe, expect, it } from 'vitest';
import { readProjects } from '../src/index/observe-index.ts';
import { resolvePackageRepository } from '../src/package-repository.ts';
import { demoFile } from './upload-file.ts';

const repository = resolvePackageRepository('https://index.example/legacy/', 'https://index.example/simple/');

describe('readProjects', () => {
  it('the pages of several projects are requested concurrently and once each', async () => {
    const asked: string[] = [];
    const waiting: (() => void)[] = [];
    const http: Http = {
      async request({ url }: HttpRequest): Promise<HttpResponse> {
        asked.push(url);
        // Nobody is answered before both have asked.
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length === 2) for (const goOn of waiting) goOn();
        });
        const files = [{ filename: `${url.split('/').at(-2)}-1.0.tar.gz`, url: 'x.tar.gz', hashes: {} }];
        const body = JSON.stringify({ meta: { 'api-version': '1.1' }, files });
        return {
          status: 200,
          url,
          headers: { 'content-type': 'application/vnd.pypi.simple.v1+json' },
          body: Buffer.from(body),
          text: () => body,
          json: () => JSON.parse(body) as unknown,
        };
      },
    };
    const files = [
      demoFile({ project: 'First_Demo', name: 'first_demo-1.0.tar.gz' }),
      demoFile({ project: 'second', name: 'second-1.0.tar.gz' }),
      demoFile({ project: 'first-demo', name: 'first_demo-1.0-py3-none-any.whl' }),
    ];
    const pages = await readProjects(files, { http, repository });
    expect(asked.toSorted()).toEqual([
      'https://index.example/simple/first-demo/',
      'https://index.example/simple/second/',
    ]);
    expect([...pages].map(([name, page]) => [name, ...(page?.files.keys() ?? [])]).sort()).toEqual([
      ['first-demo', 'first-demo-1.0.tar.gz'],
      ['second', 'second-1.0.tar.gz'],
    ]);
  });
});
