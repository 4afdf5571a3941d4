import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findFreePort, runProgram, startServer } from './processes.ts';

/** A real index with a user who may upload. */
export interface RealIndex {
  readonly uploadUrl: string;
  /** Of the simple API, with a trailing slash. */
  readonly indexUrl: string;
  readonly user: string;
  readonly password: string;
  /** Method and status of every request that came from outside, in their order. */
  readonly journal: readonly { readonly method: string; readonly path: string; readonly status: number }[];
  /** Is called before an upload is handed on. */
  beforeUpload: (() => Promise<void>) | undefined;
}

const user = 'publisher';
const password = 'correct horse battery';
export const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Puts a recorder before a server: what the action asks is seen, and the server sees the same requests. */
async function record(
  port: number,
  paths: { readonly upload: string; readonly simple: string },
): Promise<RealIndex> {
  const journal: { method: string; path: string; status: number }[] = [];
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    const forward = (): void => {
      const onward = send({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
        journal.push({ method, path, status: answer.statusCode ?? 0 });
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.once('error', () => response.destroy());
      request.pipe(onward);
    };
    const wait = method === 'POST' ? index.beforeUpload?.() : undefined;
    if (wait === undefined) forward();
    else wait.then(forward, () => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const index: RealIndex = {
    uploadUrl: `${origin}${paths.upload}`,
    indexUrl: `${origin}${paths.simple}`,
    user,
    password,
    journal,
    beforeUpload: undefined,
  };
  return index;
}

/** What is asked of pypiserver. */
export interface PypiserverOptions {
  /** `sha256` unless said; `off` leaves digests out of its pages. */
  readonly hashAlgorithm?: 'sha256' | 'md5' | 'off';
  /** Whether readers have to log in too. */
  readonly isPrivate?: boolean;
  /** Where it sends readers of projects it does not have; without one it answers 404. */
  readonly fallbackUrl?: string;
}

/** Starts pypiserver with a file of passwords; ended with the test. */
export async function startPypiserver(
  python: string,
  directory: string,
  { hashAlgorithm = 'sha256', isPrivate = false, fallbackUrl }: PypiserverOptions = {},
): Promise<RealIndex> {
  const folder = mkdtempSync(join(directory, 'pypiserver-'));
  const packages = join(folder, 'packages');
  mkdirSync(packages);
  const sum = createHash('sha1').update(password).digest('base64');
  writeFileSync(join(folder, 'passwords'), `${user}:{SHA}${sum}\n`);
  const port = await findFreePort();
  const words = [
    ...['-m', 'pypiserver', 'run', '--interface', '127.0.0.1', '--port', String(port)],
    ...['--passwords', join(folder, 'passwords')],
    ...['--authenticate', isPrivate ? 'update,list,download' : 'update'],
    ...['--hash-algo', hashAlgorithm],
    ...(fallbackUrl === undefined ? ['--disable-fallback'] : ['--fallback-url', fallbackUrl]),
    packages,
  ];
  await startServer([python, ...words], `http://127.0.0.1:${port}/`);
  return record(port, { upload: '/', simple: '/simple/' });
}

/** What is asked of devpi-server. */
export interface DevpiOptions {
  /** Whether a file may be overwritten. */
  readonly isVolatile: boolean;
}

/** Starts devpi-server with a user and an index `prod`, and a second one `dev` that inherits from it; ended with the test. */
export async function startDevpi(
  program: string,
  directory: string,
  { isVolatile }: DevpiOptions,
): Promise<{ readonly index: RealIndex; readonly inheriting: RealIndex }> {
  const serverDirectory = mkdtempSync(join(directory, 'devpi-'));
  const env = { PATH: process.env['PATH'] ?? '', HOME: serverDirectory };
  const rootPassword = 'root of the test';
  const init = join(dirname(program), 'devpi-init');
  const { exitCode, output } = await runProgram(
    init,
    ['--serverdir', serverDirectory, '--root-passwd', rootPassword, '--no-root-pypi'],
    { env },
  );
  if (exitCode !== 0) throw new Error(`devpi-init failed: ${output}`);
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const words = ['--serverdir', serverDirectory, '--host', '127.0.0.1', '--port', String(port)];
  await startServer([program, ...words, '--restrict-modify', 'root'], `${origin}/+api`, { env });
  const rootBasic = `Basic ${Buffer.from(`root:${rootPassword}`).toString('base64')}`;
  const put = async (path: string, authorization: string, value: object): Promise<void> => {
    const response = await fetch(`${origin}${path}`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(value),
    });
    if (!response.ok) throw new Error(`devpi-server refused ${path}: ${await response.text()}`);
  };
  await put(`/${user}`, rootBasic, { password });
  const stage = { type: 'stage', volatile: isVolatile, acl_upload: [user] };
  await put(`/${user}/prod`, rootBasic, { ...stage, bases: [] });
  await put(`/${user}/dev`, rootBasic, { ...stage, bases: [`${user}/prod`] });
  const open = (name: string): Promise<RealIndex> =>
    record(port, { upload: `/${user}/${name}/`, simple: `/${user}/${name}/+simple/` });
  return { index: await open('prod'), inheriting: await open('dev') };
}

/** Uploads as a program does that does not look first. @returns the answer of the index */
export async function uploadBlindly(
  { uploadUrl }: RealIndex,
  file: { readonly name: string; readonly bytes: Uint8Array },
  userAgent = 'blind/1',
): Promise<{ readonly status: number; readonly text: string }> {
  const form = new FormData();
  const fields = { ':action': 'file_upload', protocol_version: '1', name: 'demo', version: '1.2.0' };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('content', new Blob([new Uint8Array(file.bytes)]), file.name);
  const headers = { authorization: basic, 'user-agent': userAgent };
  const response = await fetch(uploadUrl, { method: 'POST', headers, body: form });
  return { status: response.status, text: await response.text() };
}
