import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGitHub, type GitHub } from '@slipway/emulated-github/github';
import { createTokenStore } from '@slipway/emulated-github/jobs/tokens';
import { describe, expect, it } from 'vitest';
import { prepareSetup } from '../../src/settings/prepare-setup.ts';
import { createSetupHelp, describeSetup } from '../../src/settings/setup-help.ts';
import { temporaryFolder } from '../support/fixture-project.ts';

const facts = {
  ownTag: undefined,
  project: 'demo',
  fullName: 'octo/demo',
  workflowPath: '.github/workflows/release.yml',
  defaultBranch: 'main',
};

/** Runs lines in a real shell with a `gh` that only keeps its arguments. */
function runWithGh(lines: readonly string[]): string[][] {
  const folder = temporaryFolder();
  const kept = join(folder, 'kept');
  const program = `#!/bin/sh\nprintf '%s\\0' "$@" >> '${kept}'\nprintf '\\n' >> '${kept}'\n`;
  writeFileSync(join(folder, 'gh'), program);
  chmodSync(join(folder, 'gh'), 0o755);
  execFileSync('sh', ['-eu', '-c', lines.join('\n')], { env: { PATH: `${folder}:${process.env['PATH']}` } });
  return readFileSync(kept, 'utf8')
    .split('\0\n')
    .filter((call) => call !== '')
    .map((call) => call.split('\0'));
}

/** The request that `gh api` makes of its arguments (manual of `gh api`: `-f`, `-F`, nested keys, the default method). */
function readRequest(words: readonly string[]): {
  method: string;
  path: string;
  body: Record<string, unknown>;
} {
  const [command, ...rest] = words;
  expect(command).toBe('api');
  let method = 'POST';
  let path = '';
  const body: Record<string, unknown> = {};
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? '';
    if (word === '-X') method = rest[++index] ?? '';
    else if (word === '-f' || word === '-F') {
      const [, key = '', inner, value = ''] = /^(\w+)(?:\[(\w+)\])?=(.*)$/s.exec(rest[++index] ?? '') ?? [];
      const typed = word === '-F' && /^(?:true|false)$/.test(value) ? value === 'true' : value;
      if (inner === undefined) body[key] = typed;
      else body[key] = { ...(body[key] as object | undefined), [inner]: typed };
    } else path = word;
  }
  return { method, path, body };
}

async function apply(github: GitHub, token: string, lines: readonly string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const words of runWithGh(lines)) {
    const { method, path, body } = readRequest(words);
    const bytes = Buffer.from(JSON.stringify(body));
    const { status } = await github.service.handle({
      method,
      host: 'api.github.com',
      url: new URL(`https://api.github.com/${path}`),
      headers: { authorization: `Bearer ${token}` },
      bytes: async () => bytes,
      stream: async function* () {},
    });
    statuses.push(status);
  }
  return statuses;
}

describe('the help for settings', () => {
  it.each([
    [['v1.0.0'], 'v*', 'v1.1.0', '1.1.0'],
    [['24.1.0'], '[0-9]*', '24.2.0', 'v24.2.0'],
    [['demo-v1.0'], 'demo-v*', 'demo-v1.1', 'v1.1'],
  ])(
    'the commands create the environment of a project with the tag %j',
    async (tags, pattern, own, other) => {
      const tokens = createTokenStore();
      const github = await createGitHub({ directory: join(temporaryFolder(), 'github'), tokens });
      const repository = await github.createRepository({ fullName: 'octo/demo' });
      const admin = tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
      const { help, settings } = prepareSetup({ ...facts, tags });
      expect(await apply(github, admin, help.commands)).toEqual([200, 200]);
      expect(repository.environments).toMatchObject([
        { name: 'pypi', policies: [{ name: pattern, type: 'tag' }] },
      ]);
      // The world of a rehearsal is the one that the commands make.
      expect(settings.environments).toEqual([{ name: 'pypi', policies: [{ name: pattern, type: 'tag' }] }]);
      const refusals = (tag: string): number =>
        github.requestDeployment('octo/demo', 'pypi', `refs/tags/${tag}`).refusals.length;
      expect([refusals(own), refusals(other)]).toEqual([0, 2]);
    },
  );

  it('the four values of the publisher are named, and whether it is pending', () => {
    const released = prepareSetup({ ...facts, tags: ['v1.0.0'] }).help;
    expect(describeSetup(released)).toEqual([
      'PyPI, trusted publisher of demo:',
      '  owner        octo',
      '  repository   demo',
      '  workflow     release.yml',
      '  environment  pypi',
      'GitHub, environment pypi:',
      "  gh api -X PUT repos/octo/demo/environments/pypi -F 'deployment_branch_policy[protected_branches]=false' -F 'deployment_branch_policy[custom_branch_policies]=true'",
      "  gh api repos/octo/demo/environments/pypi/deployment-branch-policies -f 'name=v*' -f type=tag",
    ]);
    // A tag that was pushed by hand for this very release is no earlier release.
    const first = prepareSetup({ ...facts, tags: ['1.0.0'], ownTag: '1.0.0' });
    expect(first.help).toMatchObject({ pending: true });
    expect(first.help.commands.join('\n')).toContain("'name=[0-9]*'");
    expect(describeSetup(first.help)[0]).toContain('pending trusted publisher of demo');
  });

  it('a publisher for any environment needs no command, and shell characters are quoted', () => {
    const publisher = { owner: 'octo', repository: 'demo', workflow: 'release.yml', environment: '' };
    const request = { publisher, fullName: 'octo/demo', project: 'demo', pending: false, tagPattern: 'v*' };
    expect(createSetupHelp(request).commands).toEqual([]);
    expect(describeSetup(createSetupHelp(request))).toContain('  environment  (any)');
    const odd = {
      ...request,
      publisher: { ...publisher, environment: "a'$(x) /b" },
      tagPattern: "it's-$HOME*",
    };
    const calls = runWithGh(createSetupHelp(odd).commands);
    expect(calls[0]?.[3]).toBe("repos/octo/demo/environments/a'%24(x)%20%2Fb");
    expect(calls[1]).toContain("name=it's-$HOME*");
  });
});
