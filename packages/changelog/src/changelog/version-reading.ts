import { normalizeLabel } from '../headings/read-heading.ts';

/** What a project's rules say about versions; this package only compares their spelling. */
export interface VersionReading {
  /** Whether two spellings (a heading's label and the version asked for) name one version. */
  isSame(label: string, version: string): boolean;
  /** Whether a label names a pre-release (`1.1.0rc1`, `1.1.0.dev3`) of the final version. */
  isPrereleaseOf(label: string, version: string): boolean;
}

const prerelease = /^(.*\d)[-._]?(?:alpha|beta|preview|pre|rc|dev|a|b|c)[-._]?\d*(?:[-._]?dev\d*)?$/;

/** The spelling of the final version that a pre-release leads to; undefined for a final version. */
export function spellFinal(label: string): string | undefined {
  return prerelease.exec(normalizeLabel(label).slice(0, 200))?.[1];
}

/** Compares spellings: `v1.1.0` is `1.1.0`, and `1.1.0-rc.1` comes before it. */
export const spelledVersions: VersionReading = {
  isSame: (label, version) => normalizeLabel(label) === normalizeLabel(version),
  isPrereleaseOf: (label, version) => spellFinal(label) === normalizeLabel(version),
};

/** The version after: its last number is one higher. `1.2.0` → `1.2.1`, `1.2.0rc1` → `1.2.0rc2`. */
export function raiseLastNumber(version: string): string {
  return version.replace(/\d+(?=\D*$)/, (digits) => {
    const next = String(BigInt(digits) + 1n);
    return digits.startsWith('0') ? next.padStart(digits.length, '0') : next;
  });
}
