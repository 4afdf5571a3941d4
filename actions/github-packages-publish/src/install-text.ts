import { createHash } from 'node:crypto';
import { RemoteError } from '@slipway/core/errors/action-error';
import { tagOfVersion } from '@slipway/oci/pyoci/package-name';
import { registryOrigin } from '@slipway/oci/reference';
import type { CheckedDistribution } from '@slipway/python/distribution/check-distributions';
import type { Context } from './inputs.ts';
import type { PublishedRelease, ReadBack } from './published-release.ts';

/** How a user installs a release. */
export interface InstallText {
  /** One line for a POSIX shell. */
  readonly command: string;
  readonly markdown: string;
}

// ghcr.io takes any token for what is public, base64 of one byte too; Homebrew downloads its bottles like this.
const openToken = 'QQ==';

function chooseFile({ files }: PublishedRelease): CheckedDistribution | undefined {
  const wheels = files.filter(({ distribution }) => distribution.kind === 'wheel');
  return (
    wheels.find(({ distribution }) => distribution.isPure) ?? (wheels.length === 0 ? files[0] : undefined)
  );
}

/**
 * The command for a release whose files were read back. One that downloads with curl is given only after its request was
 * made and answered with the right bytes.
 * @returns undefined when there is no command that could be tried
 */
export async function proveInstallText(
  context: Context,
  release: PublishedRelease,
  { visibility, isTitled }: ReadBack,
): Promise<InstallText | undefined> {
  const { inputs } = context;
  const { project, version, repositoryName } = release;
  const chosen = chooseFile(release);
  const intro = 'Stored in the container registry of GitHub Packages, which is not a Python index';
  if (visibility === 'public' && chosen !== undefined) {
    const { name, sha256 } = chosen;
    const url = `${registryOrigin(inputs.registry)}/v2/${repositoryName}/blobs/sha256:${sha256}`;
    if (await answersOpenly(context, url, chosen)) {
      const command = [
        `curl -fsSL -H "Authorization: Bearer ${openToken}" -o ${name} ${url}`,
        `echo "${sha256}  ${name}" | sha256sum -c`,
        `pip install ./${name}`,
      ].join(' && ');
      return { command, markdown: `${intro}:\n\n\`\`\`sh\n${command.replaceAll(' && ', ' &&\n')}\n\`\`\`` };
    }
  }
  if (!isTitled) return undefined;
  const pull = `oras pull ${inputs.registry}/${repositoryName}:${tagOfVersion(version)}`;
  const install =
    chosen === undefined
      ? `pip install --no-index --find-links . --no-deps ${project}==${version}`
      : `pip install ./${chosen.name}`;
  const command = `${pull} && ${install}`;
  const login =
    visibility === 'public'
      ? ''
      : `The package is private. Run \`oras login ${inputs.registry}\` first, with a classic token that has \`read:packages\`.\n\n`;
  return {
    command,
    markdown: `${intro}:\n\n${login}\`\`\`sh\n${command.replaceAll(' && ', ' &&\n')}\n\`\`\``,
  };
}

async function answersOpenly(
  { http }: Context,
  url: string,
  { sha256, size }: CheckedDistribution,
): Promise<boolean> {
  const hash = createHash('sha256');
  try {
    await http.request({
      method: 'GET',
      url,
      headers: { authorization: `Bearer ${openToken}` },
      maxResponseBytes: size,
      sink: (chunk) => void hash.update(chunk),
    });
  } catch (cause) {
    if (cause instanceof RemoteError) return false;
    throw cause;
  }
  return hash.digest('hex') === sha256;
}
