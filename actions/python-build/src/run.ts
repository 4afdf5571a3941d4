import { copyFile, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Exec } from '@slipway/core/ports';
import { refuseMissingArtifacts } from '@slipway/github/job/server';
import { cutFindings } from '@slipway/python/distribution/cut-findings';
import { openFolderTree } from '@slipway/python/project/places/folder-tree';
import { formatVersion } from '@slipway/python/version/format-version';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import { namesVersion } from '@slipway/tags/names-version';
import type { BuiltDistribution } from './build/build-into.ts';
import { buildRelease, type ReleaseSources } from './build/build-release.ts';
import { createBuildEnvironment, type Variables } from './build/clean-environment.ts';
import { pretendVersion } from './build/pretend-version.ts';
import { listWithheldNames } from './build/withheld-names.ts';
import { refuseIdleInputs } from './check-inputs.ts';
import { chooseBuild, fetchEarlierBuild } from './checks/earlier-build.ts';
import { judgeDistributions, judgeForDestination } from './checks/judge-distributions.ts';
import { adoptPublished } from './checks/published-build.ts';
import { smokeTest } from './checks/smoke-test.ts';
import type { Context, Inputs } from './inputs.ts';
import { openSdist } from './native/open-sdist.ts';
import { reportBuild, storeBuild } from './report.ts';
import { checkSource, type SourceFacts } from './source/check-source.ts';
import { isInside } from './source/copy-sources.ts';
import { refuseMissingContent } from './source/missing-content.ts';
import type { WrittenSbom } from './write-sbom.ts';

/** Builds a project once, checks the files, and outputs them. @param variables those of the job */
export async function runPythonBuild(context: Context, exec: Exec, variables: Variables): Promise<void> {
  const { inputs, job, log, signal } = context;
  refuseIdleInputs(inputs);
  const folder = resolve(job.workspace, inputs.path);
  // Git reports real paths. A missing folder is reported by the search for the project.
  const checkedOut = await realpath(folder).catch(() => folder);
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
    const given = await openSdist(context, temporaryDirectory, { exec, signal, environment: plain });
    const source = given?.folder ?? checkedOut;
    const facts = await checkSource(source, exec, plain, signal);
    const formats = announceSource(context, facts);
    const sourceDate = facts.commitDate ?? variables['SOURCE_DATE_EPOCH'] ?? given?.date;
    const environment = {
      ...createBuildEnvironment(variables, inputs['pass-environment'], sourceDate, inputs.native === 'build'),
      ...facts.gitEnvironment,
      ...tellVersion(facts, inputs.version),
    };
    await nameWithheld(context, variables, environment, source);
    const mayBuildOnHost = variables['SLIPWAY_WITHOUT_CONTAINERS'] === 'host';
    const sources: ReleaseSources = { source, output, facts, formats, sourceDate, mayBuildOnHost };
    const ports = { exec, log, signal, environment, temporaryDirectory, machine: process.platform };
    const built = await buildRelease(context, sources, ports);
    judgeDistributions(built, { ...inputs, formats });
    for (const distribution of built)
      for (const warning of cutFindings(judgeForDestination(distribution, inputs.index).warnings))
        log.warning(`${neutralizeLine(distribution.fileName, 200)}: ${warning}`);
    for (const path of refuseMissingContent(facts.missing, built, facts.compiled !== undefined))
      log.warning(
        `The submodule ${neutralizeLine(path, 200)} is empty. If the package needs it, set "submodules: recursive" on actions/checkout.`,
      );
    const released = await chooseReleased(context, formats, built, {
      artifactName,
      earlier,
      temporaryDirectory,
    });
    const wheels = released.filter(({ kind }) => kind === 'wheel');
    if (inputs.smoke && wheels.length > 0) await smokeTest(wheels, inputs.python, ports);
    await mkdir(output, { recursive: true });
    for (const { path, fileName } of released) await copyFile(path, join(output, fileName));
    const documents = inputs.sbom ? await writeSboms(released, output, sourceDate) : [];
    reportBuild(context, released, documents);
    context.setOutput('artifact-name', artifactName ?? '');
    // The artifact that was used again stays as it is.
    if (artifactName !== undefined && earlier === undefined)
      await storeBuild(context, artifactName, output, [...released, ...documents]);
  } finally {
    await rm(temporaryDirectory, { recursive: true, force: true });
  }
}

/** Says what was found in the sources. @returns the formats to build */
function announceSource(
  { inputs, log, setOutput }: Context,
  { compiled, warnings }: SourceFacts,
): Inputs['formats'] {
  for (const warning of warnings) log.warning(warning);
  setOutput('native', String(compiled !== undefined));
  if (compiled === undefined || inputs.native !== 'auto' || inputs.formats === 'wheel') return inputs.formats;
  const { file, what } = compiled.sign;
  log.notice(
    `This project has compiled parts (${neutralizeLine(`${file}: ${what}`, 200)}): this job builds its sdist, and a job for each platform builds the wheels.`,
  );
  return 'sdist';
}

async function nameWithheld(
  { log }: Context,
  variables: Variables,
  environment: Readonly<Record<string, string>>,
  source: string,
): Promise<void> {
  const names = await listWithheldNames(variables, environment, openFolderTree(source));
  if (names.length === 0) return;
  log.notice(
    `Not passed to the build: ${neutralizeLine(names.join(', '), 600)}. List the variables that the build needs in "pass-environment".`,
  );
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
  formats: Inputs['formats'],
  built: readonly BuiltDistribution[],
  { artifactName = '', earlier, temporaryDirectory }: EarlierFiles,
): Promise<readonly BuiltDistribution[]> {
  const { inputs, job, log } = context;
  // A release that a person makes with its tag starts two runs, and the other one may have published before.
  const isFirst = job.runAttempt <= 1 && job.eventName !== 'release';
  const released =
    earlier !== undefined || isFirst
      ? chooseBuild(earlier, built, artifactName)
      : await adoptPublished(context, built, join(temporaryDirectory, 'published'));
  if (released === built) return built;
  judgeDistributions(released, { ...inputs, formats });
  const source = earlier === undefined ? 'PyPI' : `the artifact ${artifactName}`;
  log.notice(
    `An earlier ${job.runAttempt > 1 ? 'attempt of this run' : 'run'} built the same contents. Reusing its files from ${neutralizeLine(source, 120)}, so that every channel gets the same bytes.`,
  );
  return released;
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

// A folder cannot be copied into itself.
function pickTemporaryFolder({ temporaryDirectory, workspace }: Context['job']): string {
  return isInside(temporaryDirectory, workspace) ? tmpdir() : temporaryDirectory;
}
