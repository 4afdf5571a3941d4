import {
  type PackageRepository,
  pypiRepository,
  resolvePackageRepository,
} from '@slipway/pypi/package-repository';
import type { ChannelKind } from '@slipway/sigstore/passport/compare-channels';
import { type CommandWords, defineCommand, refuseWords } from '../../command-line/command-table.ts';
import { checkOutputFile } from '../../command-line/output-files.ts';

/** What to verify. */
export type VerifySubject =
  | { readonly kind: 'release'; readonly repository: string; readonly tag: string }
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly repository: string };

/** The words of `verify`, checked. */
export interface VerifyOptions {
  readonly subject: VerifySubject;
  /** Channels to compare. */
  readonly channels: readonly ChannelKind[];
  /** Channels that have to have the release. */
  readonly required: readonly ChannelKind[];
  readonly index: PackageRepository;
  /** Path below the registry; undefined: that of the repository. */
  readonly namespace: string | undefined;
  /** `owner/name/.github/workflows/file.yml`. */
  readonly signerWorkflow: string | undefined;
  readonly trustedRoot: string | undefined;
  readonly isDownloading: boolean;
  readonly isStrict: boolean;
  readonly json: string | undefined;
}

/** Kinds of channels by the words of the options. */
const channelKinds: Readonly<Record<string, ChannelKind>> = {
  ...{ release: 'release', index: 'index', packages: 'packages', image: 'image' },
};

export const verifyTable = defineCommand({
  usage: 'verify OWNER/REPO@TAG | FILE... [options]',
  description: `Compares what every channel serves for a release with its signed passport: the assets of the GitHub Release, PyPI, GitHub
Packages and the container image. Everything is downloaded and hashed. Nothing is changed. For private repositories and packages, set
a token in GH_TOKEN or GITHUB_TOKEN.

With files, verifies these against a passport among them (*.intoto.jsonl), or against what GitHub stores for --repo.`,
  options: {
    channel: {
      value: 'NAME',
      help: 'compare only this channel: release, index, packages or image',
      preset: 'all',
      multiple: true,
    },
    require: {
      value: 'NAME',
      help: 'fail if this channel does not have the release',
      preset: 'release',
      multiple: true,
    },
    index: { value: 'INDEX', help: 'pypi, testpypi, or the address of a simple API', preset: 'pypi' },
    namespace: { value: 'PATH', help: 'path of the Python packages on ghcr.io', preset: 'OWNER/REPO/pypi' },
    repo: { value: 'OWNER/REPO', help: 'repository that has to have signed the files' },
    'signer-workflow': {
      value: 'PATH',
      help: 'workflow that has to have signed, as OWNER/REPO/.github/workflows/FILE',
    },
    'trusted-root': {
      value: 'FILE',
      help: 'trusted root of Sigstore; with a passport among the files, no service is asked',
    },
    'digests-only': { help: 'compare the digests that the channels tell, without downloading files' },
    strict: { help: 'fail if a channel is not visible to this user' },
    json: { value: 'FILE', help: 'write the result as JSON' },
  },
  maxPositionals: 1000,
  exitCodes: {
    0: 'everything that was compared is the same',
    1: 'something differs, is unsigned or signed by another signer, or a channel is missing or cannot be reached',
    2: 'the arguments are invalid, or there is no such release',
    3: 'GitHub rejected the token, or the trusted root cannot be read',
    4: 'with --strict: a channel is not visible to this user',
    5: 'everything is the same, but the release was yanked or withdrawn',
  },
});

const repositoryName = /^[\w.-]+\/[\w.-]+$/;

/** @throws InputError E_COMMAND_USAGE, E_PYPI_REPOSITORY */
export function readVerifyOptions({
  values,
  positionals,
}: CommandWords<typeof verifyTable.options>): VerifyOptions {
  const { namespace, 'trusted-root': trustedRoot, json } = values;
  const signerWorkflow = values['signer-workflow'];
  if (signerWorkflow !== undefined && !/^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[^/@]+$/.test(signerWorkflow))
    throw refuseWords(
      `--signer-workflow "${signerWorkflow}" is not a workflow file`,
      'Pass it as OWNER/REPO/.github/workflows/FILE, without a ref.',
    );
  checkOutputFile('--json', json, refuseWords);
  return {
    ...{ subject: readSubject(positionals, values.repo), namespace, signerWorkflow, trustedRoot, json },
    channels:
      values.channel === undefined ? Object.values(channelKinds) : readKinds('--channel', values.channel),
    required: readKinds('--require', values.require ?? ['release']),
    index: readIndex(values.index),
    isDownloading: !values['digests-only'],
    isStrict: values.strict,
  };
}

function readSubject(positionals: readonly string[], repo: string | undefined): VerifySubject {
  const [first, ...others] = positionals;
  if (first === undefined)
    throw refuseWords('nothing to verify is named', 'Pass a release as OWNER/REPO@TAG, or files.');
  const [, repository, tag] = /^([\w.-]+\/[\w.-]+)@(.+)$/.exec(first) ?? [];
  if (repository !== undefined && tag !== undefined) {
    if (others.length > 0)
      throw refuseWords(`unexpected argument "${others[0]}"`, 'Pass one release, or only files.');
    if (repo !== undefined)
      throw refuseWords('--repo is only for files', `Remove it: the release names ${repository}.`);
    return { kind: 'release', repository, tag: tag.replace(/^refs\/tags\//, '') };
  }
  if (repo === undefined || !repositoryName.test(repo))
    throw refuseWords(
      repo === undefined
        ? 'the repository that has to have signed the files is missing'
        : `--repo "${repo}" is not a repository`,
      'Pass it as --repo OWNER/REPO.',
    );
  return { kind: 'files', paths: positionals, repository: repo };
}

function readKinds(option: string, names: readonly string[]): readonly ChannelKind[] {
  return names.map((name) => {
    const kind = Object.hasOwn(channelKinds, name) ? channelKinds[name] : undefined;
    if (kind !== undefined) return kind;
    throw refuseWords(`${option} "${name}" is not a channel`, `Use ${Object.keys(channelKinds).join(', ')}.`);
  });
}

/** An index that is only read needs no address for uploads. */
function readIndex(text: string | undefined): PackageRepository {
  if (text === undefined) return pypiRepository;
  if (!/^https?:/.test(text)) return resolvePackageRepository(text);
  const known = resolvePackageRepository(text);
  return known.kind === 'other' ? resolvePackageRepository(text, text) : known;
}
