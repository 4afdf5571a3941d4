import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createPrograms } from '../../src/machine/programs.ts';
import { findImageBuilding } from '../../src/release/image-building.ts';

/** A folder of programs that end with 0, or with 1 for the calls that are named. */
function createPath(programs: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, failing] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\ncase "$*" in ${failing || '""'}) exit 1;; esac\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const find = (PATH: string) =>
  findImageBuilding(createPrograms(new AbortController().signal), { cwd: tmpdir(), env: { PATH } });

it('an image can be built with Docker, buildx and an engine', async () => {
  expect(await find(createPath({ docker: '' }))).toEqual({ kind: 'docker' });
});

it.skipIf(process.getuid?.() !== 0)(
  'an image can be built with buildx and buildkitd, as a program or as a plugin',
  async () => {
    const own = { buildkitd: '', runc: '' };
    expect(await find(createPath({ ...own, buildx: '' }))).toEqual({ kind: 'buildkit', buildx: ['buildx'] });
    expect(await find(createPath({ ...own, docker: '"version "*' }))).toEqual({
      kind: 'buildkit',
      buildx: ['docker', 'buildx'],
    });
  },
);

it('the missing parts of the machine are named', async () => {
  const reasonOf = async (programs: Readonly<Record<string, string>>) => {
    const found = await find(createPath(programs));
    return found.kind === 'none' ? found.reason : found.kind;
  };
  expect(await reasonOf({})).toBe('this machine lacks buildx and a Docker engine or buildkitd');
  expect(await reasonOf({ docker: '"version "*|buildx*' })).toMatch(/lacks buildx and a Docker engine/);
  expect(await reasonOf({ docker: '"version "*' })).toBe('this machine lacks a Docker engine or buildkitd');
  expect(await reasonOf({ buildx: '', buildkitd: '' })).toMatch(/^this machine lacks runc/);
});

it('Podman as docker is named, although it answers for buildx and for an engine', async () => {
  const folder = createPath({ buildx: '', buildkitd: '', runc: '' });
  writeFileSync(
    join(folder, 'docker'),
    '#!/bin/sh\ncase "$*" in --version) echo "podman version 5.2.2";; *) echo "buildah 1.37.3";; esac\n',
  );
  chmodSync(join(folder, 'docker'), 0o755);
  expect(await find(folder)).toEqual({
    kind: 'none',
    reason: 'this machine lacks Docker: "docker" is Podman, which has no buildx',
  });
});
