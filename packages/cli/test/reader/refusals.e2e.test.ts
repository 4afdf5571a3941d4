import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../../../actions/pypi-publish/test/support/distributions.ts';
import { type CliRun, namespace, openReaderWorld, type ReaderWorld } from './reader-world.ts';

const wrong = `ghp_${'a'.repeat(36)}`;

async function openPrivate(): Promise<ReaderWorld> {
  const of = await openReaderWorld();
  await of.publish('demo', '1.2.0', [wheel(), sdist()]);
  return of;
}

const statusOf = async (url: string): Promise<number> => {
  const response = await fetch(url);
  await response.text();
  return response.status;
};

function download(
  of: ReaderWorld,
  variables: Readonly<Record<string, string>>,
  ...words: string[]
): Promise<CliRun> {
  const base = ['download', 'demo==1.2.0', '--namespace', namespace, '--directory', of.folder()];
  return of.run([...base, ...words], variables);
}

/** A folder with the configuration of docker. */
function writeLogin(of: ReaderWorld, token: string): string {
  const folder = of.folder();
  const auth = Buffer.from(`octo:${token}`).toString('base64');
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { 'ghcr.io': { auth } } }));
  return folder;
}

describe('a name that the registry refuses', () => {
  it('a name is answered with 403 if the token is rejected, so that no installer uses a different index', async () => {
    const of = await openPrivate();
    const url = await of.serve([], { GITHUB_TOKEN: wrong });
    const response = await fetch(`${url}demo/`);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('GITHUB_TOKEN');
    const path = `${'0'.repeat(64)}/${wheel().name}`;
    expect(await statusOf(new URL(`../files/${path}`, url).href)).toBe(403);
  });

  it('a name is answered with 403 without a token if it belongs to this index, and otherwise with 404', async () => {
    const of = await openPrivate();
    const named = await of.serve(['--project', 'demo']);
    expect(await statusOf(`${named}demo/`)).toBe(403);
    const all = await of.serve();
    expect(await statusOf(`${all}requests/`)).toBe(404);
  });

  it('a private project is named in the terminal when there is no token', async () => {
    const of = await openPrivate();
    const index = await of.startServe();
    expect(await statusOf(`${index.url}demo/`)).toBe(404);
    expect(index.output()).toMatch(/demo cannot be read: .*set GITHUB_TOKEN/);
  });

  it('a missing project is answered with 404 if the token is accepted', async () => {
    const of = await openPrivate();
    const url = await of.serve([], { GITHUB_TOKEN: of.readToken() });
    expect(await statusOf(`${url}demo/`)).toBe(200);
    expect(await statusOf(`${url}requests/`)).toBe(404);
  });
});

describe('credentials that are refused', () => {
  it('rejected credentials are named together with the accepted ones', async () => {
    const of = await openPrivate();
    const run = await download(of, { GITHUB_TOKEN: wrong });
    expect(run.exitCode).toBe(2);
    expect(run.output).toContain('with GITHUB_TOKEN');
    expect(run.output).not.toContain('set GITHUB_TOKEN');
    const scopes = of.world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    const fine = await download(of, { GITHUB_TOKEN: scopes });
    expect(fine.output).toContain('fine-grained tokens are not accepted');
  });

  it('rejected credentials are replaced by the next accepted ones', async () => {
    const of = await openPrivate();
    const right = of.readToken();
    for (const variables of [
      { GITHUB_TOKEN: wrong, DOCKER_CONFIG: writeLogin(of, right) },
      { GH_TOKEN: wrong, GITHUB_TOKEN: right },
    ]) {
      const run = await download(of, variables);
      expect(run.exitCode, run.output).toBe(0);
    }
  });

  it('credentials are found for a registry in capital letters', async () => {
    const of = await openPrivate();
    const run = await download(of, { GITHUB_TOKEN: of.readToken() }, '--registry', 'GHCR.io');
    expect(run.exitCode, run.output).toBe(0);
  });
});
