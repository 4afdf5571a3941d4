import { parseOldWheelFileName } from './file-names.ts';

/** What a wheel's file name says of where it runs (PEP 425); compressed sets are taken apart. */
export interface WheelTags {
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** The tags of a wheel's file name; undefined for a name that is not a wheel's. */
export function readWheelTags(fileName: string): WheelTags | undefined {
  const name = parseOldWheelFileName(fileName);
  if (name === undefined) return undefined;
  const [pythons, abis, platforms] = [name.pythonTag, name.abiTag, name.platformTag].map((tag) =>
    tag.split('.'),
  ) as [string[], string[], string[]];
  return { pythons, abis, platforms };
}
