import { needsExtra } from '../metadata/extra-marker.ts';
import { normalizeName } from '../names.ts';

/** What a bill of materials says about one requirement. */
export interface SbomRequirement {
  /** Normalized (PEP 503). */
  readonly name: string;
  /** As the metadata writes it, on one line. */
  readonly text: string;
  /** The one version that satisfies it: that of a single `==`; undefined for any other specifier. */
  readonly version: string | undefined;
  /** It is only installed with an extra. */
  readonly isExtra: boolean;
}

const leading = /^[A-Za-z0-9][A-Za-z0-9._-]*/;
const pinned = /^===?\s*([A-Za-z0-9.!+_-]+)$/;

/** Reads a `Requires-Dist`; undefined for a text that does not begin with the name of a project. */
export function readRequirement(line: string): SbomRequirement | undefined {
  const text = line.replace(/\s+/g, ' ').trim();
  const name = leading.exec(text)?.[0];
  if (name === undefined) return undefined;
  const semicolon = text.indexOf(';', name.length);
  const marker = semicolon < 0 ? '' : text.slice(semicolon + 1);
  const rest = (semicolon < 0 ? text.slice(name.length) : text.slice(name.length, semicolon)).trim();
  const specifier = rest.replace(/^\[[^\]]*\]\s*/, '').replace(/^\(|\)$/g, '');
  return {
    name: normalizeName(name),
    text,
    version: pinned.exec(specifier.trim())?.[1],
    isExtra: needsExtra(marker),
  };
}
