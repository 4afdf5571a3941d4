import { rename, writeFile } from 'node:fs/promises';
import { InputError } from '@slipway/core/errors/action-error';
import { readWheelMembers, type WheelMember } from '@slipway/python/archive/wheel-members';
import { type Zippable, zipSync } from 'fflate';
import { buildErrors } from '../errors.ts';

/** The start of DOS time, which ZIP files cannot go below. */
const firstDate = 315_532_800;
const unix = 3;
const regularFile = 0o100_000;
const directory = 0o040_000;

/**
 * Rewrites an inspected wheel in a canonical form, in place: members by name with the metadata last, one date, the modes 644 and
 * 755, and a compression that is the same on every machine. Backends take the modes of package data from the checkout, and so
 * from the file mask of whoever made it.
 * @param date seconds since the epoch
 * @param maxBytes of its files, which are held in memory
 * @throws InputError E_BUILD_FAILED for a wheel with more than that
 */
export async function normalizeWheel(
  path: string,
  date: number | undefined,
  maxBytes = 512 * 1024 * 1024,
): Promise<void> {
  const members = await readWheelMembers(path, maxBytes);
  if (members === undefined) {
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: `The files of the wheel have more than ${maxBytes} bytes in all; at most ${maxBytes} are normalized.`,
      hint: 'Set "reproducible" to "check" or "off".',
    });
  }
  const entries: Zippable = {};
  const mtime = toLocalFields(Math.max(date ?? firstDate, firstDate));
  for (const { name, isExecutable, content } of [...members].sort(byPlace)) {
    const mode = name.endsWith('/') ? directory | 0o755 : regularFile | (isExecutable ? 0o755 : 0o644);
    // Nothing is stored: compressed, a folder would contain data.
    const level = content.byteLength === 0 ? 0 : 9;
    entries[name] = [content, { level, os: unix, attrs: (mode << 16) >>> 0, mtime }];
  }
  const partial = `${path}.partial`;
  await writeFile(partial, zipSync(entries));
  await rename(partial, path);
}

/** PEP 427: archivers are encouraged to place the files of `.dist-info` last. */
function byPlace(left: WheelMember, right: WheelMember): number {
  const isMetadata = ({ name }: WheelMember): boolean => /^[^/]+\.dist-info\//.test(name);
  const order = Number(isMetadata(left)) - Number(isMetadata(right));
  return order !== 0 ? order : left.name < right.name ? -1 : 1;
}

/** ZIP has local times without a zone. The library writes those of this machine, so it is given the fields of UTC as local ones. */
function toLocalFields(seconds: number): Date {
  const utc = new Date(seconds * 1000);
  return new Date(
    utc.getUTCFullYear(),
    utc.getUTCMonth(),
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
    utc.getUTCSeconds(),
  );
}
