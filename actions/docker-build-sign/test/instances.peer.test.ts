import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { writeKeys } from './support/cosign.ts';
import { errorOf, type ImageWorld, imagePackage, openImageWorld, type Run } from './support/image-world.ts';

const programs = [
  { name: 'cosign 3.1', variable: 'SLIPWAY_COSIGN' },
  { name: 'cosign 2.6', variable: 'SLIPWAY_COSIGN2' },
  { name: 'cosign 2.5', variable: 'SLIPWAY_COSIGN25' },
].map((each) => ({ ...each, program: process.env[each.variable] }));
for (const { name, variable, program } of programs)
  if (program === undefined) console.log(`not shown: printed commands, by ${name} (${variable} is not set)`);

const execute = promisify(execFile);

/**
 * A shell in which `cosign` trusts the world by its update repository. `gh`, which cannot be had without an account, prints the
 * trusted roots of this world in the form of the real one: that of the public-good instance, then that of GitHub's.
 */
async function openShell(of: ImageWorld, name: string, program: string) {
  of.registry.setVisibility(imagePackage, 'public');
  const home = join(of.directory, name.replaceAll(/\W/g, '-'));
  const folder = join(home, 'bin');
  mkdirSync(folder, { recursive: true });
  symlinkSync(program, join(folder, 'cosign'));
  const roots = await Promise.all([of.sigstore.trustedRoot(), of.githubSigstore.trustedRoot()]);
  writeFileSync(join(home, 'roots.jsonl'), roots.map((root) => `${JSON.stringify(root)}\n`).join(''));
  writeFileSync(
    join(folder, 'gh'),
    `#!/bin/sh\n[ "$*" = "attestation trusted-root" ] && cat '${home}/roots.jsonl'\n`,
  );
  chmodSync(join(folder, 'gh'), 0o755);
  // The update repository of this world has no files of single keys, which is all that version 2.5 fetches.
  const keys = name === 'cosign 2.5' ? writeKeys(await of.sigstore.trustedRoot(), home) : {};
  const env = {
    ...of.world.env,
    ...keys,
    HOME: home,
    PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
  };
  writeFileSync(join(home, 'root.json'), JSON.stringify(of.updates.root));
  await execute('cosign', ['initialize', '--mirror', 'https://updates.example.com', '--root', 'root.json'], {
    env,
    cwd: home,
  });
  return async (line: string): Promise<{ readonly holds: boolean; readonly said: string }> =>
    execute('sh', ['-c', line], { env, cwd: home }).then(
      ({ stdout, stderr }) => ({ holds: true, said: `${stdout}${stderr}` }),
      ({ stdout, stderr }: { stdout: string; stderr: string }) => ({
        holds: false,
        said: `${stdout}${stderr}`,
      }),
    );
}

const linesOf = (run: Run): string[] => (run.outputs['verify-commands'] ?? '').split('\n');

interface Case {
  readonly title: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly visibility: 'public' | 'private';
  /** Which line is for whom, by its place. */
  readonly lines: Readonly<Record<string, number | undefined>>;
}

const cases: readonly Case[] = [
  {
    title: 'the log of version 1',
    inputs: {},
    visibility: 'public',
    lines: { 'cosign 3.1': 0, 'cosign 2.6': 0, 'cosign 2.5': 0 },
  },
  {
    title: 'the log of version 2',
    inputs: { 'rekor-version': '2' },
    visibility: 'public',
    lines: { 'cosign 3.1': 0, 'cosign 2.6': 1, 'cosign 2.5': undefined },
  },
  {
    title: "GitHub's instance, for a private repository",
    inputs: {},
    visibility: 'private',
    lines: { 'cosign 3.1': 0, 'cosign 2.6': 0, 'cosign 2.5': undefined },
  },
];

describe.each(cases)('verify command for $title', ({ inputs, visibility, lines }) => {
  for (const { name, program } of programs)
    it.skipIf(program === undefined)(`the printed verify command is run unchanged by ${name}`, async () => {
      const of = await openImageWorld({ visibility });
      const run = await of.run({
        inputs: { platforms: 'linux/amd64,linux/arm64', version: '1.2.0', ...inputs },
      });
      expect(errorOf(run), run.output).toBe('');
      const shell = await openShell(of, name, program ?? '');
      const wanted = lines[name];
      const index = wanted ?? 0;
      const line = linesOf(run)[index] ?? '';
      const { holds, said } = await shell(line);
      expect(holds, `${line}: ${said}`).toBe(wanted !== undefined);
      if (wanted === undefined) return;
      // Each platform by the same words.
      const platforms = JSON.parse(run.outputs['platforms'] ?? '[]') as { readonly digest: string }[];
      for (const { digest } of platforms) {
        const child = await shell(line.replace(run.outputs['digest'] ?? '', digest));
        expect(child.holds, child.said).toBe(true);
      }
      const stranger = await shell(line.replace('release.yml', 'other.yml'));
      expect(stranger.holds).toBe(false);
      expect(linesOf(run)).toHaveLength(Math.max(...Object.values(lines).map((place) => place ?? 0)) + 1);
      if (visibility === 'private') {
        const hosts = new Set(of.world.journal.entries.map(({ host }) => host));
        expect(hosts.has('rekor.sigstore.dev') || hosts.has('fulcio.sigstore.dev')).toBe(false);
      }
    });
});
