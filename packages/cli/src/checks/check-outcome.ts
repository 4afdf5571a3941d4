import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileName } from '@slipway/github/releases/asset-name';
import { formatVersion } from '@slipway/python/version/format-version';
import { judgeNotes } from '../expectations/judge-notes.ts';
import { judgeOutcome } from '../expectations/judge-outcome.ts';
import type { Outcome } from '../expectations/judgement.ts';
import { type Finding, judgeFindings } from '../findings/finding.ts';
import type { RunProgram } from '../machine/programs.ts';
import type { Progress } from '../machine/terminal.ts';
import { judgeOrder } from '../order/judge-order.ts';
import { readOrder } from '../order/read-order.ts';
import type { ProjectCopy } from '../project/project-copy.ts';
import type { HostedProject } from '../release/hosted-project.ts';
import type { ReleaseFacts } from '../release/release-facts.ts';
import { type Check, inGroup } from '../report/check.ts';
import { checkImage } from './check-image.ts';
import { checkIndex } from './check-index.ts';
import { checkInstallation } from './check-installation.ts';
import { type CheckList, createCheckList } from './check-list.ts';
import { checkPackages } from './check-packages.ts';
import { checkRelease } from './check-release.ts';
import { checkTag } from './check-tag.ts';
import { createOutsider, type Outsider } from './outsider.ts';

export interface OutcomeRequest {
  readonly findings: readonly Finding[];
  readonly outcome: Outcome;
  readonly facts: ReleaseFacts;
  /** In the files before the release; empty if they have none. */
  readonly versionBefore: string;
  readonly copy: ProjectCopy;
  readonly hosted: HostedProject;
  readonly environment: Readonly<Record<string, string>>;
  readonly program: RunProgram;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Told of what this machine cannot show. */
  readonly onNotShown: (note: string) => void;
  /** Empty folder. */
  readonly directory: string;
  readonly trackingId: string;
}

/**
 * Compares every channel with the expected end state, regardless of how the jobs ended, and then reads the published
 * files with real clients.
 */
export async function checkOutcome(request: OutcomeRequest): Promise<readonly Check[]> {
  const { outcome, findings, progress, directory } = request;
  progress.heading('Expected end state');
  const list = createCheckList(request.signal, (check) => progress.check(check), request.onNotShown);
  const put = (checks: readonly Check[]): void => {
    for (const check of checks) list.put(check);
  };
  put(judgeOutcome(outcome));
  if (outcome.usesSlipway) {
    const { journal } = request.hosted.world;
    const order = readOrder(journal, outcome, request.facts.release?.publishedAtMs);
    put(inGroup('Whole release', [judgeOrder(order)]));
  }
  // A workflow of other means is not held to the rules of ours; what was found in it is in the report.
  if (outcome.usesSlipway) put(inGroup('Workflow file', judgeFindings(findings, ['permission'])));
  const { tag } = outcome.subject;
  if (tag === undefined || outcome.after.tags[tag] === undefined) return list.checks;
  progress.heading('Checks with real clients');
  const outsider = createOutsider(request.program, directory, {
    ...request.environment,
    HOME: directory,
    RUNNER_TRACKING_ID: request.trackingId,
  });
  await lookFromOutside(request, list, outsider, tag);
  return list.checks;
}

async function lookFromOutside(
  request: OutcomeRequest,
  list: CheckList,
  outsider: Outsider,
  tag: string,
): Promise<void> {
  const { outcome, facts, hosted, directory, copy } = request;
  const { subject, expected, after } = outcome;
  const repository = hosted.repository.fullName;
  const { release, files } = facts;
  const token = hosted.world.tokens.issuePersonal({
    login: hosted.repository.owner,
    scopes: ['read:packages', 'repo'],
  });
  const access = { repository, isPrivate: hosted.repository.private, token };
  const assetFolder = join(directory, 'assets');
  await mkdir(assetFolder, { recursive: true });
  const version = subject.version === undefined ? facts.version : formatVersion(subject.version);
  const { name } = subject;
  // Each starts programs of its own and waits for them; none needs what another finds. What starts most programs comes first.
  await Promise.all([lookAtIndex(), lookAtRelease(), lookAtPackages(), lookAtTag(), lookAtImage()]);

  async function lookAtTag(): Promise<void> {
    const { isTagGiven } = subject;
    await checkTag(list.under('Tag and commit'), outsider, {
      ...access,
      tag,
      branch: copy.branch,
      isTagGiven,
      commit: facts.commit,
    });
    // The clone of that check has the changelog.
    await lookAtNotes();
  }

  async function lookAtNotes(): Promise<void> {
    if (release === undefined || !outcome.usesSlipway || subject.version === undefined) return;
    const clone = join(directory, 'clone');
    const { exitCode, stdout } = await outsider.run('git', [
      '-C',
      clone,
      'show',
      `refs/tags/${tag}:CHANGELOG.md`,
    ]);
    const changelog = exitCode === 0 ? stdout : undefined;
    const check = judgeNotes(release.body ?? '', changelog, formatVersion(subject.version));
    if (check !== undefined) list.put({ group: 'GitHub Release', ...check });
  }

  async function lookAtIndex(): Promise<void> {
    const isThere = after.pypi.some((file) => files.some(({ sha256 }) => sha256 === file.sha256));
    if (isThere && expected.pypi.state !== 'absent')
      await checkIndex(list.under('PyPI'), outsider, { files, name, version });
  }

  async function lookAtPackages(): Promise<void> {
    const { packages } = expected;
    const namespace = packages.state === 'present' ? packages.package?.replace(/\/[^/]+$/, '') : undefined;
    if (namespace === undefined || after.packages.every((stored) => stored.name !== packageName())) return;
    await checkPackages(list.under('GitHub Packages'), outsider, { namespace, files, name, version, token });
  }

  function packageName(): string | undefined {
    return expected.packages.state === 'present' ? expected.packages.package : undefined;
  }

  async function lookAtImage(): Promise<void> {
    const { image } = expected;
    const place = image.state === 'present' ? image.package : undefined;
    const stored = after.packages.find((each) => each.name === place);
    if (image.state !== 'present' || stored?.manifests.includes(outcome.imageDigest) !== true) return;
    await checkImage(list.under('Container image'), {
      ...{ name: stored.name, digest: outcome.imageDigest, tags: image.tags ?? [], token },
      ...{ signed: image.signed, legacy: image.signedLegacy, provenance: image.provenance },
      private: hosted.repository.private,
      identity: `https://github.com/${outcome.signerRef ?? `${repository}/${copy.workflowPath}@refs/tags/${tag}`}`,
      trustedRootPath: hosted.trustedRootPath,
      environment: request.environment,
    });
  }

  async function lookAtRelease(): Promise<void> {
    const downloaded = await checkRelease(list.under('GitHub Release'), outsider, assetFolder, {
      ...access,
      tag,
      release,
    });
    const wheel = files.find(({ kind }) => kind === 'wheel');
    if (wheel === undefined) return;
    const path = join(assetFolder, wheel.name);
    const asset = release?.assets.find((each) => readFileName(each) === wheel.name);
    // Nobody can download from a draft, and not everybody from a private repository: the wheel is taken from where it is kept.
    const isHidden = release?.draft === true || hosted.repository.private;
    if (isHidden && asset !== undefined)
      await copyFile(join(hosted.repository.assetDirectory, asset.file), path);
    else if (!downloaded.some((each) => each.name === wheel.name)) return;
    await checkInstallation(list.under('Installation'), outsider, {
      ...{ name, version, wheel: path },
      versionBefore: request.versionBefore || facts.previousVersion,
    });
  }
}
