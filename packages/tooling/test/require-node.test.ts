import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const guard = new URL('../src/require-node.mjs', import.meta.url).href;
const script = fileURLToPath(new URL('../../core/src/version.ts', import.meta.url));

function start(...options: readonly string[]) {
  return spawnSync(process.execPath, [...options, '--import', guard, script], { encoding: 'utf8' });
}

describe('the Node that starts a script', () => {
  it('a Node that cannot run TypeScript is named with the version to install', () => {
    const { status, stderr } = start('--no-experimental-strip-types');
    expect(status).toBe(3);
    expect(stderr).toContain(`need Node 22.18 or later; this is Node ${process.versions.node}`);
    expect(stderr).toContain('.nvmrc');
    expect(stderr).not.toContain('ERR_UNKNOWN_FILE_EXTENSION');
  });

  it('a Node that runs TypeScript starts the script', () => {
    expect(start()).toMatchObject({ status: 0, stderr: '' });
  });
});
