import { neutralizeLine } from '@slipway/core/neutralize';
import { createPythonReader } from '../../static-python/python-reader.ts';
import { locateSpan, type VersionLocation } from '../places/version-location.ts';
import { originOfValue } from './origin-of-value.ts';
import { fromPlace, type ProjectFiles, refuseSource, type VersionOrigin } from './version-origin.ts';
import { locateWholeFile } from './whole-file.ts';

/** The arguments of `project()`, comments blanked out so that offsets stay (https://mesonbuild.com/Reference-manual_functions_project.html). */
function findProjectCall(content: string): { readonly start: number; readonly text: string } | undefined {
  const plain = content.replace(
    /('''[\s\S]*?'''|'(?:\\.|[^'\\\n])*')|#[^\n]*/g,
    (found, string: string | undefined) => (string === undefined ? ' '.repeat(found.length) : found),
  );
  const call = /^\s*project\s*\(/m.exec(plain);
  if (call === null) return undefined;
  const start = call.index + call[0].length;
  let depth = 1;
  let at = start;
  for (const { index, 0: token } of plain.slice(start).matchAll(/'''[\s\S]*?'''|'(?:\\.|[^'\\\n])*'|[()]/g)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    at = start + index;
    if (depth === 0) break;
  }
  return { start, text: plain.slice(start, at) };
}

/** The literal `version:` of `project()` in a meson.build. */
export function locateMesonVersion(content: string, path: string): VersionLocation | undefined {
  const call = findProjectCall(content);
  const found = /(?:^|[,\s])version\s*:\s*'([^'\n]*)'/d.exec(call?.text ?? '');
  const span = found?.indices?.[1];
  if (call === undefined || span === undefined) return undefined;
  return locateSpan(content, path, 'project(version: …)', [call.start + span[0], call.start + span[1]]);
}

/** meson-python: the version of `project()` in meson.build. */
export async function findMesonOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const content = await files.read('meson.build');
  if (content === undefined) return undefined;
  const literal = locateMesonVersion(content, 'meson.build');
  if (literal !== undefined) return fromPlace(literal);
  const [, value] = /(?:^|[,\s])version\s*:\s*([^,]*)/.exec(findProjectCall(content)?.text ?? '') ?? [];
  const file = /^files\(\s*'([^']+)'\s*\)/.exec(value?.trim() ?? '')?.[1];
  if (file !== undefined) return locateWholeFile(files, file, 'meson.build');
  if (value === undefined) return undefined;
  const printed = await followScript(files, value);
  if (printed !== undefined) return printed;
  throw refuseSource(
    `meson.build computes the version of project() by "${neutralizeLine(value.trim(), 80)}".`,
  );
}

/** `run_command('version.py', …)`: what the script prints, if it is read from a file. */
async function followScript({ read }: ProjectFiles, value: string): Promise<VersionOrigin | undefined> {
  const script = /^run_command\([^)]*?'([^']+\.py)'/.exec(value.trim())?.[1];
  if (script === undefined) return undefined;
  const printed = (await createPythonReader(read, ['']).readPrinted(script)).at(-1);
  const followed = printed === undefined ? undefined : await originOfValue(read, printed, 'version');
  return followed !== undefined && 'origin' in followed ? followed.origin : undefined;
}
