/** What the old names of jobs, steps and artifacts mean in the new file. */
export interface NewNames {
  /** Jobs that were taken over, with the one that stands for them now. */
  readonly jobs: ReadonlyMap<string, string>;
  /** Ids of steps of the same job that were taken over. */
  readonly steps: ReadonlySet<string>;
}

export interface TranslatedLine {
  readonly text: string;
  /** What has no counterpart; undefined when everything has one. */
  readonly unknown: string | undefined;
}

/** Outputs that every release workflow computes, by their usual names. */
function readOutput(name: string): string | undefined {
  if (/tag/i.test(name)) return 'needs.version-bump.outputs.tag';
  if (/prerelease|pre_release/i.test(name)) return 'needs.build-python-package.outputs.is-prerelease';
  if (/released|release_created|new_release/i.test(name)) return 'needs.version-bump.outputs.released';
  if (/version/i.test(name)) return 'needs.version-bump.outputs.version';
  if (/sha|commit/i.test(name)) return 'needs.version-bump.outputs.commit';
  if (/^(?:html_|upload_)?url$|release_url/i.test(name)) return 'needs.create-github-release.outputs.url';
  return undefined;
}

/** The event "release" ends: the release is a part of this run, which is at its tag. */
const ofReleaseEvent: readonly (readonly [RegExp, string])[] = [
  [/github\.event\.release\.tag_name/g, 'github.ref_name'],
  [/github\.event_name\s*==\s*(['"])release\1/g, "github.ref_type == 'tag'"],
  [/github\.event\.action\s*==\s*(['"])(?:published|released|created)\1/g, "github.ref_type == 'tag'"],
  [
    /github\.event\.release\.prerelease\s*==\s*(?:false|'false')|!\s*github\.event\.release\.prerelease/g,
    "needs.create-github-release.outputs.prerelease == 'false'",
  ],
];

/** Writes a line of a job that stays with the names of the new file. */
export function translateLine(line: string, { jobs, steps }: NewNames): TranslatedLine {
  let unknown: string | undefined;
  let text = line.replaceAll(
    /\bneeds\.([\w-]+)\.(outputs|result)(?:\.([\w-]+))?/g,
    (whole, id: string, kind: string, output: string | undefined) => {
      const now = jobs.get(id);
      if (now === undefined) return whole;
      if (kind === 'result') return `needs.${now}.result`;
      const found = readOutput(output ?? '');
      unknown ??= found === undefined ? whole : undefined;
      return found ?? whole;
    },
  );
  text = text.replaceAll(
    /\bsteps\.([\w-]+)\.(?:outputs\.([\w-]+)|outcome|conclusion)/g,
    (whole, id: string, output: string | undefined) => {
      if (!steps.has(id)) return whole;
      const found = output === undefined ? undefined : readOutput(output);
      unknown ??= found === undefined ? whole : undefined;
      return found ?? whole;
    },
  );
  for (const [pattern, now] of ofReleaseEvent) text = text.replaceAll(pattern, now);
  const left = /github\.event\.release\.[\w.]+/.exec(text);
  return { text, unknown: unknown ?? left?.[0] };
}

/** The jobs of the new file that lines read. */
export const readNeeds = (lines: readonly string[]): readonly string[] => [
  ...new Set(lines.flatMap((line) => [...line.matchAll(/\bneeds\.([\w-]+)\./g)].map(([, id = '']) => id))),
];
