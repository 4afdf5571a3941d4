import { findPythonAssignment } from './python-assignment.ts';
import { lineOfOffset, type VersionLocation } from './version-location.ts';

/**
 * The `version="…"` that a setup.py passes to `setup()`; undefined if it is computed. Comments are blanked out before the
 * search, so that offsets are unchanged.
 */
export function locateSetupPyVersion(text: string, path: string): VersionLocation | undefined {
  const call = findCall(text);
  if (call === undefined) return undefined;
  const { plain } = call;
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

/** The text without comments, and where `setup(` begins in it. */
function findCall(text: string): { readonly plain: string; readonly index: number } | undefined {
  const plain = text.replace(/#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const call = /\bsetup\s*\(/.exec(plain);
  return call === null ? undefined : { plain, index: call.index };
}

/** `name="…"` of the call; undefined if it is computed. */
export function readSetupPyName(text: string): string | undefined {
  const call = findCall(text);
  if (call === undefined) return undefined;
  return /[(,\s]name\s*=\s*(["'])([^"'\\\n]+)\1\s*[,)]/.exec(call.plain.slice(call.index))?.[2];
}

/**
 * Where a setup.py gets the version from if it passes a name: its own assignment, or `module.attribute`.
 * @returns a place in the setup.py, the dotted name of a different module, or undefined
 */
export function followSetupPyVersion(text: string, path: string): VersionLocation | string | undefined {
  const call = findCall(text);
  if (call === undefined) return undefined;
  const dotted = /[(,\s]version\s*=\s*([A-Za-z_][\w.]*)\s*[,)]/.exec(call.plain.slice(call.index))?.[1];
  if (dotted === undefined) return undefined;
  if (dotted.includes('.')) return dotted;
  const found = findPythonAssignment(text, [dotted], path);
  return found === 'not a string' ? undefined : found;
}
