import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './fixture-project.ts';

const double = fileURLToPath(
  new URL('../../../../actions/docker-build-sign/test/support/buildx-double.ts', import.meta.url),
);

function putFirst(programs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
}

/** A machine that builds images with the double of buildx, whatever else it has. */
export function withImageBuilder(): Readonly<Record<string, string>> {
  const forward = `case "$1" in buildx) shift; exec '${process.execPath}' '${double}' "$@";; version) echo 29.0.0;; *) exit 1;; esac`;
  return putFirst({ docker: forward });
}

/** A machine that cannot build images, whatever else it has. */
export function withoutImageBuilder(): Readonly<Record<string, string>> {
  return putFirst({ docker: 'exit 1', buildx: 'exit 1', buildkitd: 'exit 1' });
}
