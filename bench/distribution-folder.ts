import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sdist, wheel } from '../actions/pypi-publish/test/support/distributions.ts';

const moduleBytes = 64 * 1024;

/** A folder with one sdist and otherwise wheels, each with its own bytes. */
export function createDistributionFolder(home: string, count: number): string {
  const folder = join(home, `${count}-files`);
  mkdirSync(folder);
  const module = (): string => `data = "${randomBytes(moduleBytes / 2).toString('hex')}"\n`;
  for (let index = 0; index < count; index += 1) {
    const { name, bytes } =
      index === 1
        ? sdist()
        : wheel({ tags: `cp${310 + index}-cp${310 + index}-manylinux_2_28_x86_64`, module: module() });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}
