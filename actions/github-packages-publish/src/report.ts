import { type InlineText, joinMarkdown, linkTo } from '@slipway/core/markdown';
import { count } from '@slipway/core/text/count';
import type { CheckedDistribution } from '@slipway/python/distribution/check-distributions';
import type { Context } from './inputs.ts';

/** `planned` is what a dry run would publish. */
export type ReportedState = 'published' | 'present' | 'planned';

/** What is known so far; also what is reported when it fails half way. */
export interface Report {
  readonly files: readonly CheckedDistribution[];
  readonly states: Map<string, ReportedState>;
  /** Digest of the manifest of each file in a registry. */
  readonly manifests: Map<string, string>;
  /** Names of files that were read back and compared. */
  readonly proven: Set<string>;
  /** Page of each package that was written. */
  readonly pages: Map<string, string>;
  /** Who may read all of it; undefined until that was seen. */
  visibility: 'public' | 'private' | undefined;
  /** How to install what was published, below the table. */
  installMarkdown: string | undefined;
}

/** Starts a report with the files that are to be published. */
export function createReport(context: Context, files: readonly CheckedDistribution[]): Report {
  const report: Report = {
    files,
    states: new Map(),
    manifests: new Map(),
    proven: new Set(),
    pages: new Map(),
    visibility: undefined,
    installMarkdown: undefined,
  };
  handOn(context, report);
  return report;
}

/** Stores the state of a file and sets the outputs immediately. */
export function settleFile(context: Context, report: Report, name: string, state: ReportedState): void {
  report.states.set(name, state);
  const words = {
    published: 'published',
    present: 'already published (same bytes)',
    planned: 'would be published',
  };
  context.log.info(`${name}: ${words[state]}`);
  handOn(context, report);
}

function handOn({ setOutput }: Context, { files, states, manifests, proven }: Report): void {
  const entries = files.map(({ name, sha256, size, distribution }) => ({
    name,
    sha256,
    size,
    kind: distribution.kind,
    project: distribution.project,
    version: distribution.version,
    ...(states.has(name) ? { state: states.get(name) } : {}),
    ...(manifests.has(name) ? { manifest: manifests.get(name) } : {}),
    // The bytes were read back from the place that they were published to.
    ...(proven.has(name) ? { verified: true } : {}),
  }));
  setOutput('files', JSON.stringify(entries));
}

/** One line about what was published, with a link to each package. */
function describeResult({ files, states, pages, visibility }: Report): string {
  const count = files.filter(({ name }) => states.has(name) && states.get(name) !== 'planned').length;
  if (count === 0) return 'nothing was published';
  const packages = [...pages].flatMap(([name, page], index): InlineText[] => [
    ...(index === 0 ? [] : [', ']),
    linkTo(name, page),
  ]);
  const projects = [...new Set(files.map(({ distribution }) => distribution.project))].join(', ');
  const number = count === files.length ? `${count}` : `${count} of ${files.length}`;
  return joinMarkdown(
    ...(packages.length === 0 ? [projects] : packages),
    `: ${number} ${files.length === 1 ? 'file' : 'files'}${visibility === undefined ? '' : `, ${visibility}`}`,
  ).markdown;
}

const uploads = {
  published: 'new',
  present: 'exists already',
  planned: 'would be new',
  none: '– not published',
};

/** `demo 1.2.0`, or how many there are. */
function nameReleases({ files }: Report): string {
  const all = [...new Set(files.map(({ distribution: { project, version } }) => `${project} ${version}`))];
  return all.length === 1 ? (all[0] ?? '') : count(all.length, 'release');
}

/** Writes the table of the summary, whatever happened. */
export function reportFiles(context: Context, report: Report): void {
  const { summary, inputs, setOutput } = context;
  handOn(context, report);
  setOutput('result-markdown', describeResult(report));
  const place = inputs.mode === 'ghcr' ? 'GitHub Packages' : 'the package index';
  const [page] = report.pages.values();
  const where: InlineText = page === undefined ? place : linkTo(place, page);
  summary.setTitle(
    inputs['dry-run'] ? `Dry run for ${place}` : joinMarkdown(`Published ${nameReleases(report)} to `, where),
  );
  summary.addTable(
    ['File', 'Upload', 'Same bytes'],
    report.files.map(({ name }) => [
      name,
      uploads[report.states.get(name) ?? 'none'],
      report.proven.has(name) ? '✓ read back' : '– not compared',
    ]),
  );
  if (report.installMarkdown !== undefined) summary.addMarkdown(report.installMarkdown);
}
