import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pythonErrors } from '../errors.ts';
import { compareVersions } from '../version/compare-versions.ts';
import { tryParseVersion, type Version } from '../version/parse-version.ts';
import { lineOfOffset, type VersionLocation } from './version-location.ts';

/** One line of the input `extra-files`: a path, or a path and a regular expression with one group around the version. */
export interface ExtraFile {
  readonly path: string;
  readonly pattern: RegExp | undefined;
}

const marker = /\bslipway-version\b/;
const versionLike = /(?<![\w.!+-])v?(\d+!)?\d+(\.\d+)*[\w.+-]*/g;

function refuse(path: string, what: string): InputError {
  return new InputError(pythonErrors.E_EXTRA_FILE, {
    message: `extra-files: ${neutralizeLine(path, 200)} ${what}.`,
  });
}

/** Reads `path` or `path: pattern`. @throws InputError E_EXTRA_FILE */
export function parseExtraFile(line: string): ExtraFile {
  const [, path = '', source] = /^(.+?)(?::\s+(.+))?$/.exec(line.trim()) ?? [];
  const plain = path.replace(/^\.\//, '');
  if (plain === '' || plain.startsWith('/') || plain.split(/[\\/]/).includes('..')) {
    throw refuse(path, 'is not a path inside the project');
  }
  // A job token is never allowed to change workflows: the whole commit would be rejected.
  if (/^\.github\/workflows\//i.test(plain))
    throw refuse(path, 'is a workflow, which the token of a job may not change');
  if (source === undefined) return { path: plain, pattern: undefined };
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, 'dgm');
  } catch (cause) {
    throw new InputError(pythonErrors.E_EXTRA_FILE, {
      message: `extra-files: "${neutralizeLine(source, 200)}" is no regular expression.`,
      cause,
    });
  }
  const groups = (new RegExp(`${source}|`).exec('')?.length ?? 1) - 1;
  if (groups !== 1)
    throw refuse(path, `has a pattern with ${groups} groups; one has to be around the version`);
  return { path: plain, pattern };
}

/**
 * The places of one extra file that contain the version.
 * @throws InputError E_EXTRA_FILE if there is none, a pattern matches more than once, or a place contains a different version
 */
export function locateInExtraFile(
  text: string,
  { path, pattern }: ExtraFile,
  version: Version,
): VersionLocation[] {
  const spans = pattern === undefined ? findMarked(text, path) : findMatched(text, path, pattern);
  return spans.map(([start, end]) => {
    const found = text.slice(start, end);
    const parsed = tryParseVersion(found);
    if (parsed === undefined || compareVersions(parsed, version) !== 0) {
      throw refuse(
        path,
        `has "${neutralizeLine(found, 80)}" in line ${lineOfOffset(text, start)}, which is not the present version`,
      );
    }
    return { path, label: 'extra-files', line: lineOfOffset(text, start), version: found, start, end };
  });
}

type Range = readonly [start: number, end: number];

function findMatched(text: string, path: string, pattern: RegExp): Range[] {
  const matches = [...text.matchAll(pattern)].flatMap(
    (match) => match.indices?.[1] ?? [],
  ) as unknown as number[];
  const [start, end] = matches;
  if (start === undefined || end === undefined) throw refuse(path, `does not match ${pattern.source}`);
  if (matches.length > 2) throw refuse(path, `matches ${pattern.source} ${matches.length / 2} times`);
  return [[start, end]];
}

function findMarked(text: string, path: string): Range[] {
  const spans: Range[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const mark = marker.exec(line);
    if (mark !== null) {
      const candidates = [...line.slice(0, mark.index).matchAll(versionLike)];
      const [only] = candidates;
      if (only === undefined || candidates.length > 1) {
        throw refuse(
          path,
          `has ${candidates.length} versions in the marked line ${lineOfOffset(text, offset)}`,
        );
      }
      spans.push([offset + only.index, offset + only.index + only[0].length]);
    }
    offset += line.length + 1;
  }
  if (spans.length === 0) throw refuse(path, 'has no line with the comment "slipway-version"');
  return spans;
}
