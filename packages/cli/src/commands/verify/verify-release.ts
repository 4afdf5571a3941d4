import { systemClock } from '@slipway/core/clock';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { expecting } from '@slipway/github/client';
import { findTag } from '@slipway/github/commits/commit-objects';
import { findPublishedRelease, type Release } from '@slipway/github/releases';
import type { Repository } from '@slipway/github/repository';
import { formatVersion } from '@slipway/python/version/format-version';
import type { MaintainerHost } from '../../command-line/run-command.ts';
import { cliErrors } from '../../errors.ts';
import { openUserRepository } from '../../maintainer/open-repository.ts';
import { openNamespace } from '../../reader/open-namespace.ts';
import { findTrustCache, openTrustedRoots } from '../../reader/trusted-roots.ts';
import { bannerWords } from '../withdraw/plan-withdrawal.ts';
import { versionOfFile } from '../withdraw/version-of-file.ts';
import { observeImage } from './channels/observe-image.ts';
import { observeIndex } from './channels/observe-index.ts';
import { observePackages } from './channels/observe-packages.ts';
import { observeRelease } from './channels/observe-release.ts';
import type { ExpectedSigner } from './expected-signer.ts';
import { findPassport } from './find-passport.ts';
import { judgeChannels } from './judge-channels.ts';
import type { ObservedChannel, Verification } from './verification.ts';
import type { VerifyOptions, VerifySubject } from './verify-options.ts';

// distribution-spec, "Pulling manifests".
const maxTagLength = 128;

interface RepositoryIds {
  readonly fullName: string;
  readonly repositoryId: number;
  readonly ownerId: number;
}

/** Numbers of a repository and its owner, and the name it has now. @throws as GitHubClient.rest */
export async function readRepositoryIds({ rest, at }: Repository): Promise<RepositoryIds> {
  const { data } = await rest.repos.get({
    ...at,
    ...expecting(['id:number', 'full_name:string', 'owner.id:number']),
  });
  return { fullName: data.full_name, repositoryId: data.id, ownerId: data.owner.id };
}

/**
 * Verifies a published release: finds its passport, holds the signer against the repository of today, and compares every channel.
 * @throws InputError E_VERIFY_NO_RELEASE; and as GitHubClient.rest
 */
export async function verifyRelease(
  { repository: name, tag }: Extract<VerifySubject, { readonly kind: 'release' }>,
  options: VerifyOptions,
  host: MaintainerHost,
): Promise<Verification> {
  const { repository, http, log } = openUserRepository(name, host);
  const { fullName, repositoryId, ownerId } = await readRepositoryIds(repository);
  const release = await findPublishedRelease(repository, tag);
  if (release === undefined)
    throw new InputError(cliErrors.E_VERIFY_NO_RELEASE, {
      message: `${fullName} has no published release for the tag ${neutralizeLine(tag, 200)}.`,
    });
  const pointed = await findTag(repository, tag);
  if (pointed === undefined)
    throw new InputError(cliErrors.E_VERIFY_NO_RELEASE, {
      message: `${fullName} has a release for the tag ${neutralizeLine(tag, 200)}, but the tag was deleted.`,
    });
  const { commitSha: commit } = pointed;
  const expected: ExpectedSigner = {
    ...{ repository: fullName, repositoryId, ownerId, ref: `refs/tags/${tag}`, commit },
    workflow: options.signerWorkflow,
  };
  const cacheDirectory = findTrustCache(host.variables);
  const findTrust = openTrustedRoots({ http, log, path: options.trustedRoot, cacheDirectory });
  const found = await findPassport(repository, release, findTrust, expected);
  const files = found.passport?.files ?? release.assets;
  const named = files.flatMap((file) => versionOfFile(file.name) ?? [])[0];
  const { isDownloading, index } = options;
  const namespace = openNamespace({
    ...{ registry: 'ghcr.io', namespace: options.namespace ?? `${fullName}/pypi`.toLowerCase() },
    ...{ variables: host.variables, signal: host.signal, log, clock: systemClock },
  });
  const image = found.passport?.image;
  const observers: Readonly<Record<string, (() => Promise<ObservedChannel>) | undefined>> = {
    release: () => observeRelease(repository, release, isDownloading),
    ...(named === undefined
      ? {}
      : {
          index: () => observeIndex({ http, index, ...named, isDownloading, findTrust, expected }),
          packages: () =>
            observePackages({
              namespace,
              project: named.project,
              version: formatVersion(named.version),
              isDownloading,
            }),
        }),
    ...(image === undefined
      ? {}
      : {
          image: () =>
            observeImage({
              namespace,
              image,
              tag: tagOfImage(named === undefined ? tag : formatVersion(named.version)),
              isDownloading,
              findTrust,
              expected,
            }),
        }),
  };
  const observed: ObservedChannel[] = [];
  for (const kind of options.channels) {
    const channel = await observers[kind]?.();
    if (channel !== undefined) observed.push(channel);
  }
  return {
    ...{ title: `${fullName} ${tag}`, repository: fullName, tag, commit, signer: found.signer },
    channels: judgeChannels(found, observed),
    withdrawn: findWithdrawal(release, observed),
  };
}

/** A version as a tag of an image has it: `1!2.0+cpu` is `1-2.0-cpu`. */
const tagOfImage = (version: string): string => version.replaceAll(/[^\w.-]+/g, '-').slice(0, maxTagLength);

function findWithdrawal({ body }: Release, observed: readonly ObservedChannel[]): string | undefined {
  const line = body.split(/\r?\n/).find((each) => each.includes(bannerWords));
  if (line !== undefined) return neutralizeLine(line.slice(line.indexOf(bannerWords)), 400);
  const yanked = observed.find(({ isYanked }) => isYanked === true);
  return yanked === undefined ? undefined : `The release was yanked on ${yanked.name}.`;
}
