import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runVerify } from '../../../src/commands/verify/run-verify.ts';
import type { HostedProject } from '../../../src/release/hosted-project.ts';
import { plain, redOf, rehearse } from '../../support/cells.ts';
import { damage, flip } from './damaged-release.ts';

interface Result {
  readonly exitCode: number;
  readonly output: string;
  /** `PyPI demo-1.2.0.tar.gz differs`, for everything that is not the same. */
  readonly findings: readonly string[];
  readonly codes: readonly string[];
}

interface Written {
  readonly problems: readonly { readonly code: string }[];
  readonly channels: readonly {
    readonly name: string;
    readonly result: string;
    readonly items: readonly { readonly name: string; readonly result: string }[];
  }[];
}

/** Runs the command in the world of a release, as somebody who may see its packages. */
function openVerifier({ world, trustedRootPath, repository }: HostedProject, folder: string) {
  const token = world.tokens.issuePersonal({ login: repository.owner, scopes: ['repo', 'read:packages'] });
  return async (
    words: readonly string[],
    variables: Readonly<Record<string, string>> = { GH_TOKEN: token },
  ): Promise<Result> => {
    let output = '';
    const json = join(folder, 'verification.json');
    await writeFile(json, '{"problems":[],"channels":[]}');
    const exitCode = await runVerify([...words, '--trusted-root', trustedRootPath, '--json', json], {
      variables: { PATH: '/nowhere', HOME: folder, ...world.env, ...variables },
      write: (text) => {
        output += text;
      },
      writeError: (text) => {
        output += text;
      },
      signal: new AbortController().signal,
    });
    const { channels, problems } = JSON.parse(await readFile(json, 'utf8')) as Written;
    const findings = channels.flatMap((channel) =>
      channel.items.length === 0
        ? [`${channel.name} ${channel.result}`]
        : channel.items
            .filter(({ result }) => result !== 'same')
            .map((item) => `${channel.name} ${item.name} ${item.result}`),
    );
    return { exitCode, output, findings, codes: problems.map(({ code }) => code) };
  };
}

/** Downloaded files, against the passport beside them and against what GitHub stores. */
async function verifyFiles(
  { pypi, repository, world }: HostedProject,
  verify: ReturnType<typeof openVerifier>,
  name: string,
): Promise<void> {
  const wheel = join(repository.assetDirectory, 'demo-1.2.0-py3-none-any.whl');
  const passport = join(repository.assetDirectory, 'demo-1.2.0.intoto.jsonl');
  const bytes = await pypi.readFile('demo-1.2.0-py3-none-any.whl');
  await writeFile(wheel, bytes);
  const assets = repository.releases.find(({ tagName }) => tagName === 'v1.2.0')?.assets ?? [];
  const signed = assets.find((asset) => asset.name.endsWith('.intoto.jsonl'))?.file ?? 'none';
  await writeFile(passport, await readFile(join(repository.assetDirectory, signed)));
  const requests = world.journal.entries.length;
  expect(await verify([wheel, passport, '--repo', name])).toMatchObject({ exitCode: 0, findings: [] });
  const fork = await verify([wheel, passport, '--repo', 'mallory/demo']);
  expect(fork).toMatchObject({ exitCode: 1, codes: ['E_VERIFY_SIGNER', 'E_VERIFY_UNSIGNED'] });
  await writeFile(wheel, flip(bytes));
  const flipped = await verify([wheel, passport, '--repo', name]);
  expect([flipped.exitCode, flipped.codes]).toEqual([1, ['E_VERIFY_DIFFERS']]);
  // With a passport and a trusted root, nobody is asked.
  expect(world.journal.entries).toHaveLength(requests);
  expect(await verify([wheel, '--repo', name])).toMatchObject({ exitCode: 1, codes: ['E_VERIFY_UNSIGNED'] });
  await writeFile(wheel, bytes);
  expect(await verify([wheel, '--repo', name])).toMatchObject({ exitCode: 0, findings: [] });
  expect((await verify([join(repository.assetDirectory, 'nothing.whl'), '--repo', name])).exitCode).toBe(2);
  expect((await verify([`${name}@v9.9.9`])).output).toContain('E_VERIFY_NO_RELEASE');
}

// A whole release, and a dozen verifications of it.
describe('slipway verify', { timeout: 900_000 }, () => {
  it('every change of a released channel is found, and nothing else', async () => {
    const seen: string[] = [];
    const report = await rehearse({ ...plain, image: true }, undefined, {
      async onReleased(hosted) {
        const { repository } = hosted;
        const release = `${repository.fullName}@v1.2.0`;
        const verify = openVerifier(hosted, repository.assetDirectory);
        const whole = await verify([release]);
        expect([whole.exitCode, whole.findings, whole.codes], whole.output).toEqual([0, [], []]);
        expect(whole.output).toContain('Every byte is what was signed.');
        for (const { what, expected, make } of await damage(hosted)) {
          const undo = await make();
          const { exitCode, findings, codes, output } = await verify([release]);
          await undo();
          expect({ what, findings, exitCode }, output).toEqual({ what, findings: expected, exitCode: 1 });
          expect(codes, what).toHaveLength(1);
          seen.push(what);
        }
        expect((await verify([release])).findings).toEqual([]);

        const again = repository as { id: number };
        again.id += 1;
        const recreated = await verify([release]);
        again.id -= 1;
        expect(recreated.exitCode).toBe(1);
        expect(recreated.output).toContain('it was deleted and created again');
        expect(new Set(recreated.codes)).toEqual(new Set(['E_VERIFY_SIGNER']));
        expect(recreated.findings.every((finding) => finding.endsWith(' other signer'))).toBe(true);
        seen.push('a re-created repository');

        await verifyFiles(hosted, verify, release.split('@')[0] ?? '');
        seen.push('files');

        hosted.pypi.yank('demo', '1.2.0', 'broken');
        const yanked = await verify([release]);
        expect([yanked.exitCode, yanked.codes]).toEqual([5, ['E_VERIFY_WITHDRAWN']]);
        seen.push('a yanked release');

        // Packages are private until somebody makes them public.
        const outsider = await verify([release, '--channel', 'release', '--channel', 'packages'], {});
        expect([outsider.exitCode, outsider.findings]).toEqual([0, ['GitHub Packages unreachable']]);
        const strict = await verify([release, '--channel', 'packages', '--strict'], {});
        expect(strict.exitCode).toBe(4);
        const required = await verify([release, '--channel', 'packages', '--require', 'packages'], {});
        expect([required.exitCode, required.codes]).toEqual([1, ['E_VERIFY_UNREACHABLE']]);
        seen.push('a hidden channel');
      },
    });
    // What the hook finds wrong is a problem of the rehearsal.
    expect(report.problems).toEqual([]);
    expect(redOf(report)).toEqual([]);
    expect(seen).toHaveLength(15);
  });
});
