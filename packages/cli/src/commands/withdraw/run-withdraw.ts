import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemClock } from '@slipway/core/clock';
import { ActionError, InputError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import { openRegistry, type Repository as RegistryRepository } from '@slipway/oci/registry';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import { refuseWords } from '../../command-line/command-table.ts';
import { type MaintainerHost, runCommand } from '../../command-line/run-command.ts';
import { recordIndex } from '../../doctor/record-index.ts';
import { cliErrors } from '../../errors.ts';
import { type OpenedRepository, openUserRepository } from '../../maintainer/open-repository.ts';
import { moveTagsBack, readBadImage } from './move-tags.ts';
import { type BadImage, type BadRelease, planWithdrawal, type WithdrawalStep } from './plan-withdrawal.ts';
import { listPublished, type PublishedRelease, readLatestTag, splitAround } from './read-releases.ts';
import { versionOfFile } from './version-of-file.ts';
import { readWithdrawOptions, type WithdrawOptions, withdrawTable } from './withdraw-options.ts';

async function readIndexState(
  { http }: OpenedRepository,
  bad: PublishedRelease,
): Promise<BadRelease['index']> {
  const { named } = bad;
  if (named === undefined) return 'absent';
  const page = (await recordIndex(http, named.project))['pypi.project'];
  const listed: unknown = isRecord(page) ? page['files'] : undefined;
  // An outage is not an answer about the project.
  if (!Array.isArray(listed)) return isRecord(page) && page['status'] === '404' ? 'absent' : 'unknown';
  const files = (listed as unknown[]).filter(isRecord).filter((file) => {
    const found = versionOfFile(String(file['filename']));
    return found !== undefined && compareVersions(found.version, named.version) === 0;
  });
  if (files.length === 0) return 'absent';
  return files.every((file) => file['yanked'] !== undefined && file['yanked'] !== false) ? 'yanked' : 'there';
}

function openImages({ http, log }: OpenedRepository, name: string, token: string): RegistryRepository {
  const credentials =
    token === '' ? undefined : ({ kind: 'basic', username: 'token', password: token } as const);
  const registry = openRegistry({ http, log, clock: systemClock, registry: 'ghcr.io', credentials });
  return registry.repository(name.toLowerCase());
}

const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof ActionError && ['E_OCI_AUTHENTICATION', 'E_OCI_DENIED'].includes(thrown.code);

/**
 * Reads the image, without signing in where the registry allows it: a public image needs no token, and one without rights for packages
 * would hide it.
 * @returns undefined when there is none, or nobody without further rights may see it
 */
async function readImage(
  opened: OpenedRepository,
  options: WithdrawOptions,
  bad: PublishedRelease,
  earlier: readonly PublishedRelease[],
): Promise<{ readonly images: RegistryRepository; readonly image: BadImage | undefined }> {
  const { repository, applyTags } = options;
  const toVersion = ({ named, isStable }: PublishedRelease) =>
    named === undefined ? [] : [{ version: named.version, isStable }];
  const [own] = toVersion(bad);
  const tokens = applyTags ? [opened.token] : ['', ...(opened.token === '' ? [] : [opened.token])];
  for (const token of tokens) {
    const images = openImages(opened, repository, token);
    try {
      const image = own && (await readBadImage(images, own, earlier.flatMap(toVersion)));
      return { images, image };
    } catch (thrown) {
      if (!isRefusal(thrown) || applyTags) throw thrown;
    }
  }
  return { images: openImages(opened, repository, ''), image: undefined };
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

/** Sets the tags back and tells of each. @returns the image with the tags that are left */
async function applyTags(
  images: RegistryRepository,
  image: BadImage,
  host: MaintainerHost,
): Promise<BadImage> {
  for (const { tag, result, digest } of await moveTagsBack(images, image)) {
    const place =
      digest === undefined ? 'was deleted by somebody else' : `was moved by somebody else, to ${digest}`;
    host.write(`${image.name}:${tag} ${result === 'moved' ? `points to ${digest}` : place}\n`);
  }
  return { ...image, movingTags: image.movingTags.filter((each) => each.previousDigest === undefined) };
}

async function withdraw(options: WithdrawOptions, host: MaintainerHost): Promise<number> {
  const { repository, tag, reason, to } = options;
  const opened = openUserRepository(repository, host);
  const releases = await listPublished(opened);
  const bad = releases.find((each) => each.tag === tag);
  if (bad === undefined)
    throw new InputError(cliErrors.E_WITHDRAW_NO_RELEASE, {
      message: `${repository} has no published release for the tag ${neutralizeLine(tag, 200)}.`,
    });
  const { before, after } = splitAround(releases, bad);
  const earlier = to === undefined ? before : releases.filter((each) => each.tag === to && each !== bad);
  const [previous] = earlier;
  if (to !== undefined && previous === undefined)
    throw refuseWords(
      `--to ${to} is not a different release of ${repository}`,
      'Pass the tag of a published release.',
    );
  const { images, image } = await readImage(opened, options, bad, earlier);
  const left = options.applyTags && image !== undefined ? await applyTags(images, image, host) : image;
  const steps = planWithdrawal({
    ...{ repository, tag, reason, previousTag: previous?.tag, hasBanner: bad.hasBanner },
    project: bad.named && { name: bad.named.project, version: formatVersion(bad.named.version) },
    index: await readIndexState(opened, bad),
    isLatest: (await readLatestTag(opened)) === tag,
    isFixed: after.length > 0,
    image: left,
  });
  if (options.json !== undefined)
    await writeFile(
      resolve(options.json),
      `${JSON.stringify({ schema: 1, command: 'withdraw', repository, tag, steps }, null, 2)}\n`,
    );
  host.write(
    `\nWithdrawing ${tag} of ${repository}${previous === undefined ? '' : `, back to ${previous.tag}`}\n\n${render(steps)}`,
  );
  return steps.some(({ isOptional }) => isOptional !== true) ? 6 : 0;
}

/** `slipway withdraw`. @returns the exit code */
export function runWithdraw(words: readonly string[], host: MaintainerHost): Promise<number> {
  return runCommand(withdrawTable, words, host, (given) => withdraw(readWithdrawOptions(given), host));
}
