import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkImage } from './check-image.ts';
import { checkIndex } from './check-index.ts';
import { checkInstallation } from './check-installation.ts';
import { createCheckList } from './check-list.ts';
import { checkPackages } from './check-packages.ts';
import { checkRelease } from './check-release.ts';
import { checkTag } from './check-tag.ts';
import type { HostedProject } from './hosted-project.ts';
import { createOutsider } from './outsider.ts';
import type { RunProgram } from './programs.ts';
import type { ProjectCopy } from './project-copy.ts';
import type { RehearseOptions } from './rehearse-options.ts';
import type { ReleaseFacts } from './release-facts.ts';
import type { Check } from './report.ts';
import type { Progress } from './terminal.ts';

export interface OutcomeRequest {
  readonly options: RehearseOptions;
  readonly facts: ReleaseFacts;
  readonly copy: ProjectCopy;
  readonly hosted: HostedProject;
  readonly environment: Readonly<Record<string, string>>;
  readonly program: RunProgram;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Empty folder. */
  readonly directory: string;
  readonly trackingId: string;
}

/** Looks at the finished release as somebody without credentials; nothing to look at after a failure. */
export async function checkOutcome(request: OutcomeRequest): Promise<readonly Check[]> {
  const { facts, options, hosted, directory, copy, progress } = request;
  if (!facts.succeeded || facts.tag === '') return [];
  progress.heading('Checks from outside');
  const list = createCheckList(request.signal, (check) => progress.check(check));
  const outsider = createOutsider(request.program, directory, {
    ...request.environment,
    HOME: directory,
    RUNNER_TRACKING_ID: request.trackingId,
  });
  const repository = hosted.repository.fullName;
  const { tag, release, files, version } = facts;
  await checkTag(list, outsider, { repository, tag, branch: copy.branch, commit: facts.commit });
  const assetFolder = join(directory, 'assets');
  await mkdir(assetFolder, { recursive: true });
  const downloaded = await checkRelease(list, outsider, assetFolder, {
    ...{ repository, tag, release, files },
    draft: options.draft,
    prerelease: options.prerelease ? true : undefined,
  });
  const token = hosted.world.tokens.issuePersonal({
    login: hosted.repository.owner,
    scopes: ['read:packages'],
  });
  // Each starts programs of its own and waits for them; none needs what another finds.
  await Promise.all([
    checkIndex(list, outsider, { pypi: hosted.pypi, files, name: facts.name, version }),
    checkPackages(list, outsider, {
      ...{ registry: hosted.registry, repository, files, name: facts.name, version, token },
    }),
    checkImage(list, {
      ...{ repository, digest: facts.imageDigest, version, draft: options.draft, token },
      identity: `https://github.com/${repository}/${copy.workflowPath}@refs/tags/${tag}`,
      trustedRootPath: hosted.trustedRootPath,
      environment: request.environment,
    }),
    checkWheel(),
  ]);
  return list.checks;

  async function checkWheel(): Promise<void> {
    const wheel = files.find(({ kind }) => kind === 'wheel');
    if (wheel === undefined) return;
    const path = join(assetFolder, wheel.name);
    const asset = release?.assets.find(({ name }) => name === wheel.name);
    // Nobody outside can download from a draft; its wheel is taken from where it is kept.
    if (release?.draft === true && asset !== undefined)
      await copyFile(join(hosted.repository.assetDirectory, asset.file), path);
    else if (!downloaded.some(({ name }) => name === wheel.name)) return;
    await checkInstallation(list, outsider, { name: facts.name, version, wheel: path });
  }
}
