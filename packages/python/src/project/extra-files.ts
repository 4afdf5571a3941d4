import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pythonErrors } from '../errors.ts';
import type { Version } from '../version/parse-version.ts';
import { locateByKind } from './copies/locate-by-kind.ts';
import { containsVersion } from './places/spell-version.ts';
import { lineOfOffset, locateSpan, type VersionLocation } from './places/version-location.ts';

/** A file with a version: a path, or a path and a regular expression with one group around the version. */
export interface ExtraFile {
  readonly path: string;
  readonly pattern: RegExp | undefined;
}

const marker = /\bslipway-version\b/;
const versionLike = /(?<![\w.!+-])v?(\d+!)?\d+(\.\d+)*[\w.+-]*/g;

function refuse(input: string, path: string, what: string): InputError {
  return new InputError(pythonErrors.E_EXTRA_FILE, {
    message: `${input}: ${neutralizeLine(path, 200)} ${what}.`,
  });
}

/**
 * Reads `path` or `path: pattern`. The pattern is a regular expression with one group, or a group named `version`.
 * @param input name of the input that the line is from
 * @throws InputError E_EXTRA_FILE
 */
export function parseExtraFile(line: string, input = 'extra-files'): ExtraFile {
  const [, path = '', source] = /^(.+?)(?::\s+(.+))?$/.exec(line.trim()) ?? [];
  const plain = path.replace(/^\.\//, '');
  if (plain === '' || plain.startsWith('/') || plain.split(/[\\/]/).includes('..')) {
    throw refuse(input, path, 'is not a path inside the project');
  }
  // A job token is never allowed to change workflows: the whole commit would be rejected.
  if (/^\.github\/workflows\//i.test(plain))
    throw refuse(input, path, 'is a workflow, which a job token is not allowed to change');
  if (source === undefined) return { path: plain, pattern: undefined };
  let pattern: RegExp;
  try {
    // Python's spelling of a named group is the habit of those who write such patterns.
    pattern = new RegExp(source.replaceAll('(?P<', '(?<'), 'dgm');
  } catch (cause) {
    throw new InputError(pythonErrors.E_EXTRA_FILE, {
      message: `${input}: "${neutralizeLine(source, 200)}" is not a regular expression.`,
      cause,
    });
  }
  const groups = (new RegExp(`${pattern.source}|`).exec('')?.length ?? 1) - 1;
  const isNamed = /\(\?<version>/.test(pattern.source);
  if (groups !== 1 && !isNamed)
    throw refuse(
      input,
      path,
      `has a pattern with ${groups} groups; put one group, or one named "version", around the version`,
    );
  return { path: plain, pattern };
}

/**
 * The places of a file that may contain a version: what the pattern matches, marked lines, or what is known of files of its kind.
 * @param name of the project
 * @throws InputError E_EXTRA_FILE if there is none, or a pattern matches more than once
 */
export function locateInFile(
  text: string,
  { path, pattern }: ExtraFile,
  name: string | undefined,
  input = 'extra-files',
): VersionLocation[] {
  if (pattern !== undefined) return [locateSpan(text, path, input, findMatched(text, path, pattern, input))];
  const marked = findMarked(text, path, input);
  if (marked.length > 0) return marked.map((span) => locateSpan(text, path, input, span));
  const known = locateByKind(text, path, name);
  if (known === undefined || known.length === 0) {
    throw refuse(
      input,
      path,
      known === undefined
        ? 'has no line with the comment "slipway-version"'
        : 'contains no version where files of its kind have one',
    );
  }
  return known;
}

/**
 * The places of one extra file that contain the version.
 * @throws InputError E_EXTRA_FILE if there is none, a pattern matches more than once, or a place contains a different version
 */
export function locateInExtraFile(
  text: string,
  extra: ExtraFile,
  version: Version,
  name?: string,
): VersionLocation[] {
  const found = locateInFile(text, extra, name);
  const same = found.filter((location) => containsVersion(location, version));
  const [first] = found.filter((location) => !containsVersion(location, version));
  // In a file of a known kind, a different version may count for something else.
  const isExplicit = found.some(({ label }) => label === 'extra-files');
  if (first !== undefined && (isExplicit || same.length === 0)) {
    throw refuse(
      'extra-files',
      extra.path,
      `has "${neutralizeLine(first.version, 80)}" in line ${first.line}, which is not the present version`,
    );
  }
  return same;
}

type Range = readonly [start: number, end: number];

function findMatched(text: string, path: string, pattern: RegExp, input: string): Range {
  const spans = [...text.matchAll(pattern)].flatMap((match) => {
    const span = match.indices?.groups?.['version'] ?? match.indices?.[1];
    return span === undefined ? [] : [span];
  });
  const [span] = spans;
  if (span === undefined) throw refuse(input, path, `does not match ${pattern.source}`);
  if (spans.length > 1) throw refuse(input, path, `matches ${pattern.source} ${spans.length} times`);
  return span;
}

function findMarked(text: string, path: string, input: string): Range[] {
  const spans: Range[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const mark = marker.exec(line);
    if (mark !== null) {
      const candidates = [...line.slice(0, mark.index).matchAll(versionLike)];
      const [only] = candidates;
      if (only === undefined || candidates.length > 1) {
        throw refuse(
          input,
          path,
          `has ${candidates.length} versions in the marked line ${lineOfOffset(text, offset)}`,
        );
      }
      spans.push([offset + only.index, offset + only.index + only[0].length]);
    }
    offset += line.length + 1;
  }
  return spans;
}
