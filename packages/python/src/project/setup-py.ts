import { lineOfOffset, type VersionLocation } from './version-location.ts';

/**
 * The `version="…"` that a setup.py hands to `setup()`; undefined when it is computed. Comments are blanked out before the
 * search, so that offsets stay.
 */
export function locateSetupPyVersion(text: string, path: string): VersionLocation | undefined {
  const plain = text.replace(/#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const call = /\bsetup\s*\(/.exec(plain);
  if (call === null) return undefined;
  const found = /[(,\s]version\s*=\s*(["'])([^"'\\\n]+)\1\s*[,)]/.exec(plain.slice(call.index));
  if (found === null) return undefined;
  const version = found[2] ?? '';
  const start = call.index + found.index + found[0].indexOf(version, found[0].indexOf(found[1] ?? '"'));
  return {
    path,
    label: 'setup(version=…)',
    line: lineOfOffset(text, start),
    version,
    start,
    end: start + version.length,
  };
}
