import type { Digest } from './model.ts';

const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';

/** distribution-spec, "Pulling manifests". */
export const namePattern: string = `${component}(?:/${component})*`;

export function isTag(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text);
}

export function isDigest(text: string): text is Digest {
  return /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}
