import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { openGateway, serviceOf } from '@slipway/testkit/gateway';
import { runChild } from '@slipway/testkit/run-child';
import { temporaryDirectory } from '@slipway/testkit/temporary-directory';
import { describe, expect, it } from 'vitest';
import type { EmulatorRequest, EmulatorResponse } from '../src/service.ts';

const hello = () =>
  serviceOf(['api.github.com'], async (request) => ({
    status: 200,
    body: `${request.method} ${Buffer.from(await request.bytes()).toString()}`,
  }));

/** The smallest bridge from a request to git's own CGI program. */
function gitBackend(root: string) {
  return async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const input = await request.bytes();
    const child = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env['PATH'] ?? '',
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: request.url.pathname,
        QUERY_STRING: request.url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        CONTENT_LENGTH: String(input.byteLength),
      },
    });
    child.stdin.end(input);
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) chunks.push(chunk);
    const output = Buffer.concat(chunks);
    const split = output.indexOf('\r\n\r\n');
    const lines = output.subarray(0, split).toString().split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/).slice(0, 2)));
    return {
      status: Number.parseInt(headers['Status'] ?? '200', 10),
      headers,
      body: output.subarray(split + 4),
    };
  };
}

describe("clients configured only by the gateway's environment", () => {
  it('git clones a repository from an emulated host', async () => {
    const directory = await temporaryDirectory();
    const git = (...args: string[]) =>
      runChild('git', args, { HOME: directory, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' }, directory);
    await git('init', '--quiet', '--initial-branch=main', 'work');
    const author = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
    await git('-C', 'work', ...author, 'commit', '--quiet', '--allow-empty', '--message=first');
    await git('clone', '--quiet', '--bare', 'work', 'octo/demo.git');
    const gateway = await openGateway({ services: [serviceOf(['github.com'], gitBackend(directory))] });
    const clone = await runChild(
      'git',
      ['clone', '--', 'https://github.com/octo/demo.git', join(directory, 'clone')],
      { ...gateway.env, HOME: directory, GIT_CONFIG_NOSYSTEM: '1' },
    );
    expect(clone.exitCode, clone.stderr).toBe(0);
    expect((await git('-C', 'clone', 'log', '--format=%s')).stdout).toBe('first\n');
    expect(gateway.journal.hosts()).toEqual([{ host: 'github.com', requests: 2 }]);
  });

  it('fetch in Node posts to an emulated host and fails at any other host', async () => {
    const gateway = await openGateway({ services: [hello()] });
    const source = `
      const answer = await fetch('https://api.github.com/', { method: 'POST', body: 'node' });
      console.log(await answer.text());
      console.log(await fetch('https://telemetry.example/').then(() => 'answered', () => 'failed'));`;
    const result = await runChild(process.execPath, ['--input-type=module', '-e', source], gateway.env);
    expect(result.stdout, result.stderr).toBe('POST node\nfailed\n');
    expect(gateway.journal.refusedHosts()).toEqual(['telemetry.example']);
  });

  it('urllib in Python reads with strict certificate verification', async () => {
    const gateway = await openGateway({ services: [hello()] });
    const source = `
import ssl, urllib.request
context = ssl.create_default_context()
context.verify_flags |= getattr(ssl, 'VERIFY_X509_STRICT', 0)
print(urllib.request.urlopen('https://api.github.com/', context=context).read().decode())`;
    const result = await runChild('python3', ['-c', source], gateway.env);
    expect(result.stdout, result.stderr).toBe('GET \n');
  });

  it('a client that trusts only the system certificates rejects the gateway', async () => {
    const gateway = await openGateway({ services: [hello()] });
    const { SSL_CERT_FILE: _file, CURL_CA_BUNDLE: _bundle, ...untrusting } = gateway.env;
    const result = await runChild('curl', ['-sS', 'https://api.github.com/'], untrusting);
    expect(result.exitCode).toBe(60);
    expect(gateway.journal.entries).toEqual([]);
  });
});
