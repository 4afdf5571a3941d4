import { pypiHost } from '@slipway/core/pypi-hosts';

/** What is known of a bad release. */
export interface BadRelease {
  /** `owner/name`. */
  readonly repository: string;
  readonly tag: string;
  readonly reason: string;
  /** Undefined for a release without distributions. */
  readonly project: { readonly name: string; readonly version: string } | undefined;
  /** Whether PyPI has the version, and whether it is yanked. */
  readonly index: 'absent' | 'there' | 'yanked';
  /** Tag of the release to go back to; undefined when there is none. */
  readonly previousTag: string | undefined;
  readonly isLatest: boolean;
  readonly image: BadImage | undefined;
}

/** The image of a bad release. */
export interface BadImage {
  /** `ghcr.io/owner/name`. */
  readonly name: string;
  /** `sha256:<hex>`. */
  readonly digest: string;
  /** Tags other than that of the version that point to it. */
  readonly movingTags: readonly string[];
  /** Of the release to go back to; undefined when it has no image. */
  readonly previousDigest: string | undefined;
}

/** One step of the runbook. */
export interface WithdrawalStep {
  readonly title: string;
  /** Commands or addresses, one per line. */
  readonly lines: readonly string[];
  /** Who can do it: this command, or only a person. */
  readonly by: 'command' | 'person';
  readonly note?: string;
}

const quote = (word: string): string =>
  /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

function planTags({ image, repository, tag, reason }: BadRelease): readonly WithdrawalStep[] {
  if (image === undefined || image.movingTags.length === 0) return [];
  const { name, previousDigest, movingTags } = image;
  const title = `Move the image tags ${movingTags.join(', ')} back`;
  if (previousDigest === undefined)
    return [
      {
        title,
        by: 'person',
        lines: [`https://github.com/${repository}/pkgs/container/${name.split('/').slice(2).join('%2F')}`],
        note: 'There is no earlier stable image. Delete the version on this page, or release a fix.',
      },
    ];
  return [
    {
      ...{ title, by: 'command' },
      lines: [
        `slipway withdraw ${quote(`${repository}@${tag}`)} --reason ${quote(reason)} --apply tags`,
        ...movingTags.map(
          (moving) =>
            `# or: docker buildx imagetools create --tag ${quote(`${name}:${moving}`)} ${name}@${previousDigest}`,
        ),
      ],
      note: 'The tag of the version itself stays: who asked for exactly this version gets exactly this version.',
    },
  ];
}

/**
 * What to do about a bad release: first stop new users from getting it, then tell those who have it, then clean up. A version is never
 * used again: PyPI rejects different bytes under a used name, and updaters never go down.
 */
export function planWithdrawal(release: BadRelease): readonly WithdrawalStep[] {
  const { repository, tag, reason, project, index, previousTag, isLatest } = release;
  const web = `https://${pypiHost}`;
  const banner = `> [!CAUTION]\n> This release was withdrawn: ${reason}`;
  const steps: WithdrawalStep[] = [...planTags(release)];
  if (project !== undefined && index === 'there')
    steps.push({
      ...{ title: `Yank ${project.name} ${project.version} on PyPI`, by: 'person' },
      lines: [
        `${web}/manage/project/${encodeURIComponent(project.name)}/release/${encodeURIComponent(project.version)}/`,
        `# Reason: ${reason}`,
      ],
      note: 'PyPI has no API for this. A yanked version is still installed by who asks for exactly this version.',
    });
  steps.push({
    ...{ title: 'Put a banner above the release notes', by: 'person' },
    lines: [
      `gh release view ${quote(tag)} -R ${repository} --json body --jq .body > notes.md`,
      `printf '%s\\n\\n' ${quote(banner)} | cat - notes.md | gh release edit ${quote(tag)} -R ${repository} --notes-file -`,
    ],
    note: 'The notes of an immutable release can still be edited; its assets and its tag cannot.',
  });
  if (isLatest && previousTag !== undefined)
    steps.push({
      ...{ title: `Make ${previousTag} the latest release again`, by: 'person' },
      lines: [`gh release edit ${quote(previousTag)} -R ${repository} --latest`],
    });
  steps.push({
    ...{ title: 'If users are at risk, publish an advisory', by: 'person' },
    lines: [`https://github.com/${repository}/security/advisories/new`],
    note: 'Choose the ecosystem "pip". Draft it first, and publish it with the fix.',
  });
  if (project !== undefined && index !== 'absent')
    steps.push({
      ...{ title: 'If the release contains malware, report it and remove the publisher', by: 'person' },
      lines: [
        `${web}/project/${encodeURIComponent(project.name)}/submit-malware-report/`,
        `${web}/manage/project/${encodeURIComponent(project.name)}/settings/publishing/`,
      ],
      note: 'Yanking is not enough then.',
    });
  steps.push({
    ...{ title: 'Release a fix with a higher version', by: 'person' },
    lines: [`https://github.com/${repository}/actions`],
    note: 'Never use the version again: PyPI rejects it, and nobody who has it would get the fix.',
  });
  return steps;
}
