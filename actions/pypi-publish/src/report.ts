import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runParallel } from '@slipway/core/async/run-parallel';
import { RemoteError } from '@slipway/core/errors/action-error';
import { type InlineText, joinMarkdown, linkTo } from '@slipway/core/markdown';
import { pypiErrors } from '@slipway/pypi/errors';
import type { IndexFile } from '@slipway/pypi/index/index-file';
import { waitForFiles } from '@slipway/pypi/index/read-back';
import type { PackageRepository } from '@slipway/pypi/package-repository';
import { createPublication, type Publication } from '@slipway/pypi/publication';
import type { FileState } from '@slipway/pypi/publish';
import { containsAttestations, readProvenance } from '@slipway/pypi/trusted-publishing/provenance';
import type { UploadFile } from '@slipway/pypi/upload-file';
import type { Context } from './inputs.ts';
import { readPasswordCredentials } from './open-credentials.ts';

/** What is known of a publication so far; also what is reported when it fails half way. */
export interface PublishReport {
  readonly repository: PackageRepository;
  /** Milliseconds since the epoch; what the index has from before is not of this run. */
  readonly startedMs: number;
  files: readonly UploadFile[];
  readonly states: Map<string, FileState>;
  /** Names of files that were uploaded with attestations. */
  readonly attested: Set<string>;
  served?: ReadonlyMap<string, IndexFile>;
  /** Names of files whose provenance the index serves. */
  proven?: ReadonlySet<string>;
}

/** Remembers what became of a file, in the log and in the outputs. */
export function settleFile(
  { log, setOutput }: Context,
  report: PublishReport,
  name: string,
  state: FileState,
): void {
  if (report.states.get(name) === state) return;
  report.states.set(name, state);
  log.info(state === 'uploaded' ? `${name}: uploaded` : `${name}: already on the index (same bytes)`);
  const published = [...report.states].map(([file, was]) => ({ name: file, state: was }));
  setOutput('published', JSON.stringify(published.sort((a, b) => (a.name < b.name ? -1 : 1))));
}

const provenancePauseMs = 2000;
const parallelReads = 16;

/**
 * Reads back what the index serves: every file with its digest, and the attestations that were sent.
 * @throws RemoteError E_PYPI_NOT_VISIBLE, E_PYPI_PROVENANCE; IntegrityError E_PYPI_FILE_DIFFERS
 */
export async function proveFiles(context: Context, report: PublishReport): Promise<void> {
  const { inputs, http, clock, log, signal } = context;
  const { repository, files } = report;
  if (repository.simpleUrl === undefined) {
    log.notice(`Skipped verifying ${repository.title}: "index-url" is empty.`);
    return;
  }
  const waitMs = inputs['wait-minutes'] * 60_000;
  const password = repository.kind === 'other' ? readPasswordCredentials(context, repository) : undefined;
  await log.group('Verify the index', async () => {
    const startedMs = clock.now();
    const authorization = password === undefined ? {} : { authorization: await password.authorization() };
    report.served = await waitForFiles(files, {
      http,
      clock,
      log,
      repository,
      waitMs,
      signal,
      ...authorization,
    });
    for (const { name } of files)
      if (!report.attested.has(name) && isFromBefore(report, name))
        settleFile(context, report, name, 'present');
    const remainingMs = Math.max(0, waitMs - (clock.now() - startedMs));
    report.proven = await proveProvenance(context, report, remainingMs);
    for (const { name, sha256 } of files) log.info(`${name}: served with sha256 ${sha256}`);
  });
}

/**
 * Whether PyPI had a file before this run: it says 200 to the same bytes again, and the page that was looked at before may
 * have been old.
 */
function isFromBefore({ repository, served, startedMs }: PublishReport, name: string): boolean {
  return repository.kind !== 'other' && (served?.get(name)?.uploadedAtMs ?? startedMs) < startedMs;
}

async function proveProvenance(
  context: Context,
  report: PublishReport,
  waitMs: number,
): Promise<ReadonlySet<string>> {
  const { log } = context;
  const { repository, files, attested, states, served } = report;
  const proven = new Set<string>();
  if (repository.webUrl === undefined) return proven;
  const untilMs = context.clock.now() + waitMs;
  // The index says for each file whether it has a provenance, so files that were sent without one are not asked for.
  const expected = files.filter(
    ({ name }) => attested.has(name) || served?.get(name)?.provenanceUrl !== undefined,
  );
  await runParallel(expected, parallelReads, async (file) => {
    if (await waitForProvenance(context, report, file, untilMs)) proven.add(file.name);
  });
  for (const { name } of files) {
    if (!proven.has(name) && states.get(name) === 'present')
      log.notice(
        `${name} is on ${repository.title} without attestations. They cannot be added to an existing file.`,
      );
  }
  return proven;
}

/** @returns false for a file that was sent without attestations, or was there before, and has none */
async function waitForProvenance(
  context: Context,
  report: PublishReport,
  file: UploadFile,
  untilMs: number,
): Promise<boolean> {
  const { http, clock, signal } = context;
  const { repository, attested } = report;
  for (;;) {
    const provenance = await readProvenance(http, repository, file);
    const sent = attested.has(file.name) ? file.attestations : [];
    if (provenance !== undefined && containsAttestations(provenance, sent)) return true;
    if (!attested.has(file.name)) return false;
    if (isFromBefore(report, file.name)) {
      // The attestations of this run were not taken; those that it came with are what it has.
      attested.delete(file.name);
      settleFile(context, report, file.name, 'present');
      return provenance !== undefined;
    }
    if (clock.now() + provenancePauseMs > untilMs) {
      throw new RemoteError(pypiErrors.E_PYPI_PROVENANCE, {
        message: `${repository.title} accepted ${file.name}, but ${provenance === undefined ? 'serves no provenance for it' : 'serves a different provenance than was uploaded'}.`,
      });
    }
    await clock.sleep(provenancePauseMs, signal);
  }
}

const uploads = { uploaded: 'new', present: 'exists already', none: '– not published' };

/** Every release by name and version, with a link to its page. */
const linkReleases = ({ projects }: Pick<Publication, 'projects'>): InlineText[] =>
  projects.flatMap(({ name, version, url }, index) => [
    ...(index === 0 ? [] : [', ']),
    url === null ? `${name} ${version}` : linkTo(`${name} ${version}`, url),
  ]);

/** One line about what the index has, with a link to each release. */
function describeResult({ projects, files }: Publication, wanted: number): string {
  const releases = linkReleases({ projects });
  if (files.length === 0) return 'nothing was uploaded';
  const count = files.length === wanted ? `${wanted}` : `${files.length} of ${wanted}`;
  const attested = files.every(({ provenance }) => provenance !== null) ? ', attested' : '';
  return joinMarkdown(...releases, `: ${count} ${wanted === 1 ? 'file' : 'files'}${attested}`).markdown;
}

/** Reports what is known in the outputs, in `publication.json` and in the summary; also after a failure. */
export async function reportFiles(context: Context, report: PublishReport, directory: string): Promise<void> {
  const { summary, setOutput, inputs } = context;
  const { repository, files, states, served = new Map(), proven = new Set<string>() } = report;
  const verified = files.every(({ name }) => served.has(name));
  const publication = createPublication({ repository, files, states, served, attested: proven, verified });
  const text = JSON.stringify(publication);
  setOutput('publication', text);
  setOutput('urls', JSON.stringify(publication.projects.map(({ url }) => url).filter((url) => url !== null)));
  setOutput('result-markdown', describeResult(publication, files.length));
  await writeFile(join(directory, 'publication.json'), `${text}\n`);
  const releases = linkReleases(publication);
  summary.setTitle(
    inputs['dry-run']
      ? `Dry run for ${repository.title}`
      : joinMarkdown('Published ', ...releases, ` to ${repository.title}`),
  );
  summary.addTable(
    ['File', 'Upload', 'Same bytes', 'Attested'],
    files.map(({ name }) => [
      name,
      uploads[states.get(name) ?? 'none'],
      served.has(name) ? '✓' : '– not seen',
      proven.has(name) ? '✓' : '–',
    ]),
  );
}
