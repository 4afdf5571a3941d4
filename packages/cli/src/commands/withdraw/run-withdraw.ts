import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemClock } from '@slipway/core/clock';
import { InputError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import { expectingEach, listPages } from '@slipway/github/client';
import { openRegistry, type Repository as RegistryRepository } from '@slipway/oci/registry';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import { refuseWords } from '../../command-line/command-table.ts';
import { type MaintainerHost, runCommand } from '../../command-line/run-command.ts';
import { recordIndex } from '../../doctor/record-index.ts';
import { cliErrors } from '../../errors.ts';
import { type OpenedRepository, openUserRepository } from '../../maintainer/open-repository.ts';
import { moveTagsBack, readBadImage } from './move-tags.ts';
import { type BadRelease, planWithdrawal, type WithdrawalStep } from './plan-withdrawal.ts';
import { versionOfFile } from './version-of-file.ts';
import { readWithdrawOptions, type WithdrawOptions, withdrawTable } from './withdraw-options.ts';

/** A published release with what its distributions are called. */
interface Candidate {
  readonly tag: string;
  readonly isStable: boolean;
  readonly named: { readonly project: string; readonly version: string } | undefined;
}

const maxReleases = 1000;
const fields = [
  'tag_name:string',
  'draft:boolean',
  'prerelease:boolean',
  'assets:list',
  'assets[].name:string',
];

async function listCandidates({ repository: { rest, at } }: OpenedRepository): Promise<readonly Candidate[]> {
  const releases = await listPages(
    (page) => rest.repos.listReleases({ ...at, ...page, ...expectingEach(fields) }),
    maxReleases,
  );
  return releases
    .filter(({ draft }) => !draft)
    .map(({ tag_name: tag, prerelease, assets }) => ({
      tag,
      isStable: !prerelease,
      named: assets.flatMap(({ name }) => versionOfFile(name) ?? [])[0],
    }));
}

/** The highest stable release of the same project below a version. */
function choosePrevious(candidates: readonly Candidate[], bad: Candidate): Candidate | undefined {
  const version = tryParseVersion(bad.named?.version ?? '');
  if (version === undefined) return undefined;
  return candidates
    .flatMap((each) => {
      const own = tryParseVersion(each.named?.version ?? '');
      const isBefore = own !== undefined && own.pre === undefined && compareVersions(own, version) < 0;
      return isBefore && each.isStable && each.named?.project === bad.named?.project ? [{ each, own }] : [];
    })
    .toSorted((left, right) => compareVersions(right.own, left.own))[0]?.each;
}

async function readIndexState({ http }: OpenedRepository, bad: Candidate): Promise<BadRelease['index']> {
  if (bad.named === undefined) return 'absent';
  const { project, version } = bad.named;
  const page = (await recordIndex(http, project))['pypi.project'];
  const listed: unknown = isRecord(page) ? page['files'] : undefined;
  const files = (Array.isArray(listed) ? (listed as unknown[]) : [])
    .filter(isRecord)
    .filter((file) => versionOfFile(String(file['filename']))?.version === version);
  if (files.length === 0) return 'absent';
  return files.every((file) => file['yanked'] !== undefined && file['yanked'] !== false) ? 'yanked' : 'there';
}

function openImage({ http, log, token }: OpenedRepository, name: string): RegistryRepository {
  const credentials =
    token === '' ? undefined : ({ kind: 'basic', username: 'token', password: token } as const);
  const registry = openRegistry({ http, log, clock: systemClock, registry: 'ghcr.io', credentials });
  return registry.repository(name.toLowerCase());
}

function render(steps: readonly WithdrawalStep[]): string {
  const lines = steps.flatMap(({ title, lines: commands, note }, index) => [
    `${index + 1}. ${neutralizeLine(title, 200)}`,
    ...commands.map((line) => `   ${line.replaceAll('\n', '\n   ')}`),
    ...(note === undefined ? [] : [`   ${note}`]),
    '',
  ]);
  return `${lines.join('\n')}\n`;
}

async function withdraw(options: WithdrawOptions, host: MaintainerHost): Promise<number> {
  const { repository, tag, reason, to } = options;
  const opened = openUserRepository(repository, host);
  const candidates = await listCandidates(opened);
  const bad = candidates.find((each) => each.tag === tag);
  if (bad === undefined)
    throw new InputError(cliErrors.E_WITHDRAW_NO_RELEASE, {
      message: `${repository} has no published release for the tag ${neutralizeLine(tag, 200)}.`,
    });
  const previous =
    to === undefined ? choosePrevious(candidates, bad) : candidates.find((each) => each.tag === to);
  if (to !== undefined && previous === undefined)
    throw refuseWords(`--to ${to} is not a release of ${repository}`, 'Pass the tag of a published release.');
  const images = openImage(opened, repository);
  const version = bad.named?.version;
  const image =
    version === undefined ? undefined : await readBadImage(images, version, previous?.named?.version);
  if (options.applyTags && image !== undefined)
    for (const moved of await moveTagsBack(images, image))
      host.write(
        `${image.name}:${moved.tag} ${moved.result === 'moved' ? 'points to' : 'was moved by somebody else and stays at'} ${moved.digest}\n`,
      );
  const steps = planWithdrawal({
    ...{ repository, tag, reason, previousTag: previous?.tag },
    project: bad.named === undefined ? undefined : { name: bad.named.project, version: bad.named.version },
    index: await readIndexState(opened, bad),
    isLatest: candidates.find(({ isStable }) => isStable)?.tag === tag,
    image: options.applyTags && image?.previousDigest !== undefined ? { ...image, movingTags: [] } : image,
  });
  if (options.json !== undefined)
    await writeFile(
      resolve(options.json),
      `${JSON.stringify({ schema: 1, command: 'withdraw', repository, tag, steps }, null, 2)}\n`,
    );
  host.write(
    `\nWithdrawing ${tag} of ${repository}${previous === undefined ? '' : `, back to ${previous.tag}`}\n\n${render(steps)}`,
  );
  return steps.some(({ by }) => by === 'person') ? 6 : 0;
}

/** `slipway withdraw`. @returns the exit code */
export function runWithdraw(words: readonly string[], host: MaintainerHost): Promise<number> {
  return runCommand(withdrawTable, words, host, (given) => withdraw(readWithdrawOptions(given), host));
}
