import { copyFile, cp, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { renderFileList } from '@slipway/core/files/parse-file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Exec } from '@slipway/core/ports';
import { uploadArtifact } from '@slipway/github/artifacts/upload-artifact';
import { refuseMissingArtifacts } from '@slipway/github/job/server';
import { cutFindings } from '@slipway/python/distribution/cut-findings';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { parseVersion, tryParseVersion } from '@slipway/python/version/parse-version';
import { namesVersion } from '@slipway/tags/names-version';
import { type BuildPorts, type BuiltDistribution, buildInto } from './build-into.ts';
import { checkSource, type SourceFacts } from './check-source.ts';
import { createBuildEnvironment, type Variables } from './clean-environment.ts';
import { chooseBuild, fetchEarlierBuild } from './earlier-build.ts';
import { findBuildTool } from './find-build-tool.ts';
import type { Context } from './inputs.ts';
import { compareBuilds, judgeDistributions, judgeForDestination } from './judge-distributions.ts';
import { pretendVersion } from './pretend-version.ts';
import { adoptPublished } from './published-build.ts';
import type { WrittenSbom } from './write-sbom.ts';

/** Builds a project once, checks the files, and outputs them. @param variables those of the job */
export async function runPythonBuild(context: Context, exec: Exec, variables: Variables): Promise<void> {
  const { inputs, job, log, signal } = context;
  const folder = resolve(job.workspace, inputs.path);
  // Git reports real paths. A missing folder is reported by the search for the project.
  const source = await realpath(folder).catch(() => folder);
  const output = resolve(job.workspace, inputs['out-dir']);
  await refuseFullFolder(output, inputs['out-dir']);
  const artifactName = inputs['artifact-name'] || undefined;
  if (artifactName !== undefined) refuseMissingArtifacts(job, artifactName);
  // Files of a release are readable by everyone, whatever the runner's own mask.
  process.umask(0o022);
  const temporaryDirectory = await mkdtemp(join(pickTemporaryFolder(job), 'python-build-'));
  try {
    // Of "Re-run all jobs": what an earlier attempt published cannot be replaced by what this one builds.
    const earlier =
      artifactName !== undefined && job.runAttempt > 1
        ? await fetchEarlierBuild(context, artifactName, join(temporaryDirectory, 'earlier'))
        : undefined;
    const plain = createBuildEnvironment(variables, inputs['pass-environment'], undefined);
    const facts = await checkSource(source, exec, plain, signal);
    const { checkout, commitDate } = facts;
    const sourceDate = commitDate ?? variables['SOURCE_DATE_EPOCH'];
    const environment = {
      ...createBuildEnvironment(variables, inputs['pass-environment'], sourceDate),
      ...tellVersion(facts, inputs.version),
    };
    const ports: BuildPorts = { exec, log, signal, environment };
    const tool = await findBuildTool(inputs['build-tool'], { ...ports, temporaryDirectory });
    // Copied before the build leaves its traces in the sources.
    const copy =
      inputs.reproducible === 'check'
        ? await copySources(checkout ?? source, source, output, temporaryDirectory)
        : undefined;

    const built = await buildInto(tool, source, join(temporaryDirectory, 'first'), ports);
    judgeDistributions(built, inputs);
    for (const distribution of built)
      for (const warning of cutFindings(judgeForDestination(distribution, inputs.index).warnings))
        log.warning(`${neutralizeLine(distribution.fileName, 200)}: ${warning}`);
    if (copy !== undefined) {
      compareBuilds(built, await buildInto(tool, copy, join(temporaryDirectory, 'second'), ports));
      log.info('A second build in a different folder produced the same bytes.');
    }
    const released = await chooseReleased(context, built, { artifactName, earlier, temporaryDirectory });
    await mkdir(output, { recursive: true });
    for (const { path, fileName } of released) await copyFile(path, join(output, fileName));
    const documents = inputs.sbom ? await writeSboms(released, output, sourceDate) : [];
    handOn(context, released, documents);
    // The artifact that was used again stays as it is.
    if (artifactName !== undefined && earlier === undefined)
      await store(context, artifactName, output, [...released, ...documents]);
  } finally {
    await rm(temporaryDirectory, { recursive: true, force: true });
  }
}

interface EarlierFiles {
  readonly artifactName: string | undefined;
  /** What an earlier attempt stored. */
  readonly earlier: readonly BuiltDistribution[] | undefined;
  readonly temporaryDirectory: string;
}

/** The files of this build, or those of an earlier attempt of the run with the same contents. */
async function chooseReleased(
  context: Context,
  built: readonly BuiltDistribution[],
  { artifactName = '', earlier, temporaryDirectory }: EarlierFiles,
): Promise<readonly BuiltDistribution[]> {
  const { inputs, job, log } = context;
  const released =
    earlier !== undefined || job.runAttempt <= 1
      ? chooseBuild(earlier, built, artifactName)
      : await adoptPublished(context, built, join(temporaryDirectory, 'published'));
  if (released === built) return built;
  judgeDistributions(released, inputs);
  const source = earlier === undefined ? 'PyPI' : `the artifact ${artifactName}`;
  log.notice(
    `An earlier attempt of this run built the same contents. Reusing its files from ${neutralizeLine(source, 120)}, so that every channel gets the same bytes.`,
  );
  return released;
}

/** At the tag of the version that is asked for, that version is what a tool shall take from git. */
function tellVersion(
  { tags, tagTool, project }: SourceFacts,
  wanted: string | undefined,
): Readonly<Record<string, string>> {
  const version = tryParseVersion(wanted ?? '');
  if (tagTool === undefined || wanted === undefined || version === undefined) return {};
  const text = formatVersion(version);
  const isTagged = tags.some((tag) => namesVersion(tag, version));
  return isTagged ? pretendVersion(tagTool, project, text) : {};
}

async function refuseFullFolder(path: string, written: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `Input "out-dir" is "${neutralizeLine(written, 200)}", which is not a folder.`,
      cause,
    });
  }
  if (names.length === 0) return;
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: `The folder "${neutralizeLine(written, 200)}" is not empty: it contains ${neutralizeLine(names.sort().slice(0, 10).join(', '), 500)}${names.length > 10 ? ` and ${names.length - 10} more` : ''}.`,
    hint: 'Delete these files in the repository or the job, or choose a different "out-dir". Only the files of this build are released.',
  });
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`);
}

// A folder cannot be copied into itself.
function pickTemporaryFolder({ temporaryDirectory, workspace }: Context['job']): string {
  return isInside(temporaryDirectory, workspace) ? tmpdir() : temporaryDirectory;
}

async function copySources(
  root: string,
  source: string,
  output: string,
  temporaryDirectory: string,
): Promise<string> {
  const copy = join(temporaryDirectory, 'copy', `${basename(root)}-again`);
  await mkdir(dirname(copy), { recursive: true });
  await cp(root, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !isInside(path, output) && basename(path) !== 'node_modules',
  });
  return join(copy, relative(root, source));
}

/** Most of a library, which a build without bills of materials does not load. */
async function writeSboms(
  released: readonly BuiltDistribution[],
  output: string,
  sourceDate: string | undefined,
): Promise<readonly WrittenSbom[]> {
  const { writeSbom } = await import('./write-sbom.ts');
  const documents: WrittenSbom[] = [];
  for (const distribution of released) documents.push(await writeSbom(distribution, output, sourceDate));
  return documents;
}

function handOn(
  { setOutput, summary }: Context,
  built: readonly BuiltDistribution[],
  documents: readonly WrittenSbom[],
): void {
  const [first] = built;
  setOutput(
    'files',
    renderFileList(
      [...built, ...documents].map(({ fileName, sha256, size, kind }) => ({
        ...{ name: fileName, sha256, size, kind },
      })),
    ),
  );
  setOutput('name', first?.project ?? '');
  const version = first?.version ?? '';
  setOutput('version', version);
  setOutput('is-prerelease', String(isPrerelease(parseVersion(version))));
  summary.addHeading(`Built ${first?.project} ${first?.version}`);
  summary.addTable(
    ['File', 'Bytes', 'SHA-256'],
    [...built, ...documents].map(({ fileName, size, sha256 }) => [fileName, String(size), sha256]),
  );
}

async function store(
  context: Context,
  name: string,
  directory: string,
  built: readonly { readonly fileName: string }[],
): Promise<void> {
  const files = built.map(({ fileName }) => join(directory, fileName));
  const { job, log, setOutput, signal } = context;
  const { id, digest } = await uploadArtifact(context, { name, files, rootDirectory: directory, signal });
  setOutput('artifact-id', String(id));
  setOutput('artifact-digest', digest);
  log.info(`Stored as the artifact ${name} of run ${job.runId}.`);
}
