/** What a wheel's file name says of where it runs (PEP 425); compressed sets are taken apart. */
export interface WheelTags {
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** The tags of a wheel's file name; undefined for a name that is not a wheel's. */
export function readWheelTags(fileName: string): WheelTags | undefined {
  if (!fileName.endsWith('.whl')) return undefined;
  const parts = fileName.slice(0, -'.whl'.length).split('-');
  if (parts.length !== 5 && parts.length !== 6) return undefined;
  const [pythons = [], abis = [], platforms = []] = parts.slice(-3).map((part) => part.split('.'));
  return { pythons, abis, platforms };
}
