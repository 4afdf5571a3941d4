import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkoutStandIn } from '../src/stand-ins/checkout.ts';
import type { StandInRun } from '../src/stand-ins/stand-in.ts';

const token = 'ghs_checkouttoken';
const basic = Buffer.from(`x-access-token:${token}`).toString('base64');

describe('stand-in for actions/checkout', () => {
  let root = '';
  let first = '';
  let tip = '';
  const git = (directory: string, ...args: string[]): string =>
    execFileSync(
      'git',
      [
        '-C',
        directory,
        '-c',
        'user.name=t',
        '-c',
        'user.email=t@example.org',
        '-c',
        'init.defaultBranch=main',
        ...args,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    ).trim();

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'slipway-checkout-'));
    const source = join(root, 'server/o/r');
    execFileSync('git', ['-c', 'init.defaultBranch=main', 'init', '-q', source]);
    const commit = (message: string): string => {
      git(source, 'commit', '-q', '--allow-empty', '-m', message);
      return git(source, 'rev-parse', 'HEAD');
    };
    first = commit('one');
    git(source, 'tag', '-a', 'v1', '-m', 'annotated');
    commit('two');
    git(source, 'tag', 'v2');
    git(source, 'branch', 'next');
    tip = commit('three');
  });
  afterAll(async () => rm(root, { recursive: true, force: true }));

  async function checkOut(
    inputs: Readonly<Record<string, string>>,
    changes: Partial<StandInRun> = {},
  ): Promise<{ directory: string; outputs: Record<string, string>; argv: string; run: StandInRun }> {
    const workspace = await mkdtemp(join(root, 'work-'));
    const outputs: Record<string, string> = {};
    let argv = '';
    const run: StandInRun = {
      inputs,
      workspace,
      temporaryDirectory: root,
      environment: {},
      repository: 'o/r',
      ref: 'refs/heads/main',
      sha: tip,
      serverUrl: `file://${join(root, 'server')}`,
      token,
      signal: new AbortController().signal,
      log: () => undefined,
      mask: () => undefined,
      setOutput: (name, value) => {
        outputs[name] = value;
      },
      exec: async (file, args, environment = {}) => {
        argv += ` ${args.join(' ')}`;
        return execFileSync(file, [...args], {
          encoding: 'utf8',
          env: { ...process.env, ...environment },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
      },
      ...changes,
    };
    await checkoutStandIn.main(run);
    return { directory: join(workspace, inputs['path'] ?? '.'), outputs, argv, run };
  }

  it('the default checkout is one commit of the branch of the run without tags', async () => {
    const { directory, outputs } = await checkOut({});
    expect(git(directory, 'rev-parse', 'HEAD')).toBe(tip);
    expect(git(directory, 'branch', '--show-current')).toBe('main');
    expect(git(directory, 'rev-list', '--count', 'HEAD')).toBe('1');
    expect(git(directory, 'tag')).toBe('');
    expect(outputs).toEqual({ ref: 'refs/heads/main', commit: tip });
  });

  it('a checkout with "fetch-depth: 0" has all commits, tags and branches', async () => {
    const { directory } = await checkOut({ 'fetch-depth': '0' });
    expect(git(directory, 'rev-list', '--count', 'HEAD')).toBe('3');
    expect(git(directory, 'tag').split('\n')).toEqual(['v1', 'v2']);
    expect(git(directory, 'rev-parse', 'refs/remotes/origin/next')).toBe(git(directory, 'rev-parse', 'v2'));
  });

  it('the commit of the run is checked out even if the branch has moved on', async () => {
    for (const depth of ['0', '1']) {
      const { directory } = await checkOut({ 'fetch-depth': depth }, { sha: first });
      expect(git(directory, 'rev-parse', 'HEAD')).toBe(first);
      expect(git(directory, 'branch', '--show-current')).toBe('main');
    }
  });

  it('a checkout with "fetch-tags" has the tags', async () => {
    const { directory } = await checkOut({ 'fetch-tags': 'true' });
    expect(git(directory, 'tag').split('\n')).toEqual(['v1', 'v2']);
  });

  it('an annotated tag stays annotated, and a tag that moved since the start is rejected', async () => {
    const { directory } = await checkOut({}, { ref: 'refs/tags/v1', sha: first });
    expect(git(directory, 'cat-file', '-t', 'v1')).toBe('tag');
    expect(git(directory, 'rev-parse', 'HEAD')).toBe(first);
    await expect(checkOut({}, { ref: 'refs/tags/v1', sha: tip })).rejects.toThrow(
      /'refs\/tags\/v1' does not point to the expected commit/,
    );
  });

  it.each([
    ['next', 'next'],
    ['v2', ''],
  ])('the ref "%s" is found as a branch or a tag', async (ref, branch) => {
    const { directory } = await checkOut({ ref });
    expect(git(directory, 'log', '-1', '--format=%s')).toBe('two');
    expect(git(directory, 'branch', '--show-current')).toBe(branch);
  });

  it('a commit and the default branch of a different repository are found', async () => {
    expect((await checkOut({ ref: first })).outputs).toEqual({ ref: '', commit: first });
    const other = await checkOut({ repository: 'o/r' }, { repository: 'o/another' });
    expect(other.outputs).toEqual({ ref: 'refs/heads/main', commit: tip });
  });

  it('an unknown ref, a path outside the workspace and an unsupported input are rejected', async () => {
    await expect(checkOut({ ref: 'nothing', 'fetch-depth': '0' })).rejects.toThrow(
      /'nothing' could not be found/,
    );
    await expect(checkOut({ path: '../out' })).rejects.toThrow(/is not under/);
    await expect(checkOut({ 'sparse-checkout': 'src' })).rejects.toThrow(
      /does not support 'sparse-checkout'/,
    );
  });

  it('the input "path" is the folder of the checkout', async () => {
    const { directory, run } = await checkOut({ path: 'inner' });
    expect(await readdir(run.workspace)).toEqual(['inner']);
    expect(git(directory, 'rev-parse', 'HEAD')).toBe(tip);
  });

  it('the token is stored until the post part, never passed as an argument, and omitted on request', async () => {
    const kept = await checkOut({});
    const config = join(kept.directory, '.git/config');
    expect(await readFile(config, 'utf8')).toContain(basic);
    await checkoutStandIn.post?.(kept.run);
    expect(await readFile(config, 'utf8')).not.toContain(basic);
    expect(kept.argv).not.toMatch(new RegExp(`${token}|${basic}`));
    const dropped = await checkOut({ 'persist-credentials': 'false' });
    expect(await readFile(join(dropped.directory, '.git/config'), 'utf8')).not.toContain(basic);
  });
});
