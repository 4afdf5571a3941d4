import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { githubInstance, publicGood } from '../src/instance.ts';
import { type SignedReference, verifyCommands } from '../src/verification/verify-command.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const signed: SignedReference = {
  reference: `ghcr.io/octo/demo@${digest}`,
  identity: 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
  issuer: 'https://token.actions.githubusercontent.com',
  instance: publicGood,
  formats: ['bundle', 'legacy'],
};
const version2 = { ...publicGood, log: { url: 'https://log.example.com', version: 2 } } as const;

describe('verifyCommands', () => {
  it('one command covers cosign 2 and 3 if both formats are stored', () => {
    expect(verifyCommands(signed)).toEqual([
      {
        for: 'cosign 2 and 3',
        args: [
          'verify',
          '--certificate-identity',
          'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
          '--certificate-oidc-issuer',
          'https://token.actions.githubusercontent.com',
          `ghcr.io/octo/demo@${digest}`,
        ],
        line: `cosign verify --certificate-identity https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0 --certificate-oidc-issuer https://token.actions.githubusercontent.com ghcr.io/octo/demo@${digest}`,
      },
    ]);
  });

  it('the command is for cosign 2.6.3 and later if the older format is missing', () => {
    const [only, ...others] = verifyCommands({ ...signed, formats: ['bundle'] });
    expect(only?.for).toBe('cosign 2.6.3 and later');
    expect(others).toEqual([]);
  });

  it('cosign 2 needs a timestamp flag for log version 2', () => {
    const commands = verifyCommands({ ...signed, instance: version2, formats: ['bundle'] });
    const flags = commands.map(({ for: versions, args }) => [versions, args.slice(5, -1)]);
    expect(flags).toEqual([
      ['cosign 3', []],
      ['cosign 2.6.3 and later', ['--use-signed-timestamps']],
    ]);
  });

  it('the command for the GitHub instance skips the log and fetches the trusted root', () => {
    const [command] = verifyCommands({ ...signed, instance: githubInstance, formats: ['bundle'] });
    expect(command?.args.slice(5, -1)).toEqual([
      '--insecure-ignore-tlog',
      '--insecure-ignore-sct',
      '--use-signed-timestamps',
      '--trusted-root',
      'trusted_root.json',
    ]);
    expect(command?.line.split(' && ')[0]).toBe(
      'gh attestation trusted-root | tail -n 1 > trusted_root.json',
    );
  });

  it('every argument passes through a shell unchanged', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'slipway-commands-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const programs = {
      cosign: `#!/bin/sh\nfor word in "$@"; do printf '%s\\n' "$word"; done\n`,
      gh: '#!/bin/sh\nprintf \'%s\\n%s\\n\' \'{"of":"the public-good instance"}\' \'{"of":"GitHub"}\'\n',
    };
    for (const [name, text] of Object.entries(programs)) {
      await writeFile(join(directory, name), text);
      await chmod(join(directory, name), 0o755);
    }
    const identity = 'https://github.com/o/d/.github/workflows/it\'s $HOME `id` \\ "x".yml@refs/heads/a&b;c';
    const [command] = verifyCommands({ ...signed, identity, instance: githubInstance, formats: ['bundle'] });
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command?.line ?? ''], {
      cwd: directory,
      env: { PATH: `${directory}:/usr/bin:/bin`, HOME: '/elsewhere' },
    });
    expect(stdout.trimEnd().split('\n')).toEqual(command?.args);
    expect(await readFile(join(directory, 'trusted_root.json'), 'utf8')).toBe('{"of":"GitHub"}\n');
  });
});
