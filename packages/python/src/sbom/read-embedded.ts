import { createHash } from 'node:crypto';
import { readWheel } from '../archive/read-wheel.ts';
import type { EmbeddedSbom } from './embedded-sbom.ts';

const place = /^[^/]+\.dist-info\/sboms\/./;

/**
 * The bills of materials that a wheel has inside (PEP 770); none for an sdist.
 * @throws InputError E_DISTRIBUTION_INVALID for an archive that cannot be read
 */
export async function readEmbeddedSboms(path: string): Promise<readonly EmbeddedSbom[]> {
  if (!path.endsWith('.whl')) return [];
  const { contents } = await readWheel(path, (name) => place.test(name));
  return [...contents]
    .map(([name, bytes]) => ({ name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}
