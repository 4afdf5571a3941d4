import { pypiHost } from '@slipway/core/pypi-hosts';
import { quoteWord } from '@slipway/core/quote-word';
import { ownCommand } from '../../command-line/own-command.ts';

/** What is known of a bad release. */
export interface BadRelease {
  /** `owner/name`. */
  readonly repository: string;
  readonly tag: string;
  readonly reason: string;
  /** Undefined for a release without distributions. */
  readonly project: { readonly name: string; readonly version: string } | undefined;
  /** Whether PyPI has the version, and whether it is yanked; unknown when PyPI cannot be asked. */
  readonly index: 'absent' | 'there' | 'yanked' | 'unknown';
  /** Tag of the release to go back to; undefined when there is none. */
  readonly previousTag: string | undefined;
  readonly isLatest: boolean;
  /** The release notes say that it was withdrawn. */
  readonly hasBanner: boolean;
  /** A higher stable version was released since. */
  readonly isFixed: boolean;
  readonly image: BadImage | undefined;
}

/** A tag that follows releases and points to a bad image. */
export interface MovingTag {
  readonly tag: string;
  /** The image that the tag goes back to; undefined when no earlier release has one for it. */
  readonly previousDigest: string | undefined;
}

/** The image of a bad release. */
export interface BadImage {
  /** `ghcr.io/owner/name`. */
  readonly name: string;
  /** `sha256:<hex>`. */
  readonly digest: string;
  readonly movingTags: readonly MovingTag[];
}

/** One step of the runbook. */
export interface WithdrawalStep {
  readonly title: string;
  /** Commands or addresses, one per line. */
  readonly lines: readonly string[];
  /** Who can do it: this command, or only a person. */
  readonly by: 'command' | 'person';
  /** Only in some cases, which the title names; the command cannot see whether it is done. */
  readonly isOptional?: true;
  readonly note?: string;
}

/** What the banner above the notes of a withdrawn release begins with. */
export const bannerWords = 'This release was withdrawn:';

function planTags({ image, repository, tag, reason }: BadRelease): readonly WithdrawalStep[] {
  if (image === undefined) return [];
  const { name, movingTags } = image;
  const listTags = (tags: readonly MovingTag[]): string => tags.map((each) => each.tag).join(', ');
  const movable = movingTags.filter(({ previousDigest }) => previousDigest !== undefined);
  const stuck = movingTags.filter(({ previousDigest }) => previousDigest === undefined);
  const page = `https://github.com/${repository}/pkgs/container/${name.split('/').slice(2).join('%2F')}`;
  return [
    ...(movable.length === 0
      ? []
      : [
          {
            ...{ title: `Move the image tags ${listTags(movable)} back`, by: 'command' as const },
            lines: [
              ownCommand('withdraw', `${repository}@${tag}`, '--reason', reason, '--apply', 'tags'),
              ...movable.map(
                ({ tag: moving, previousDigest }) =>
                  `# or: docker buildx imagetools create --tag ${quoteWord(`${name}:${moving}`)} ${name}@${previousDigest}`,
              ),
            ],
            note: 'The tag of the version itself stays: who asked for exactly this version gets exactly this version.',
          },
        ]),
    ...(stuck.length === 0
      ? []
      : [
          {
            ...{ title: `Remove the image tags ${listTags(stuck)}, or release a fix`, by: 'person' as const },
            lines: [page],
            note: 'No earlier stable release has an image for them. A registry has no call that removes only a tag: delete the version of the package on this page.',
          },
        ]),
  ];
}

function planYank({ project, index }: BadRelease): readonly WithdrawalStep[] {
  if (project === undefined || index === 'absent' || index === 'yanked') return [];
  const note =
    'PyPI has no API for this. A yanked version is still installed by who asks for exactly this version.';
  return [
    {
      ...{ title: `Yank ${project.name} ${project.version} on PyPI`, by: 'person' },
      lines: [
        `https://${pypiHost}/manage/project/${encodeURIComponent(project.name)}/release/${encodeURIComponent(project.version)}/`,
      ],
      note: index === 'unknown' ? `PyPI could not be asked whether this is done. ${note}` : note,
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
  const banner = `> [!CAUTION]\n> ${bannerWords} ${reason}`;
  const steps: WithdrawalStep[] = [
    ...planTags(release),
    ...planYank(release).map((step) => ({ ...step, lines: [...step.lines, `# Reason: ${reason}`] })),
  ];
  if (!release.hasBanner)
    steps.push({
      ...{ title: 'Put a banner above the release notes', by: 'person' },
      lines: [
        `gh release view ${quoteWord(tag)} -R ${repository} --json body --jq .body > notes.md`,
        `printf '%s\\n\\n' ${quoteWord(banner)} | cat - notes.md | gh release edit ${quoteWord(tag)} -R ${repository} --notes-file -`,
      ],
      note: 'The notes of an immutable release can still be edited; its assets and its tag cannot.',
    });
  if (isLatest && previousTag !== undefined)
    steps.push({
      ...{ title: `Make ${previousTag} the latest release again`, by: 'person' },
      lines: [`gh release edit ${quoteWord(previousTag)} -R ${repository} --latest`],
    });
  steps.push({
    ...{ title: 'If users are at risk, publish an advisory', by: 'person', isOptional: true },
    lines: [`https://github.com/${repository}/security/advisories/new`],
    note: 'Choose the ecosystem "pip". Draft it first, and publish it with the fix.',
  });
  if (project !== undefined && index !== 'absent')
    steps.push({
      ...{ title: 'If the release contains malware, report it and remove the publisher', by: 'person' },
      isOptional: true,
      lines: [
        `${web}/project/${encodeURIComponent(project.name)}/submit-malware-report/`,
        `${web}/manage/project/${encodeURIComponent(project.name)}/settings/publishing/`,
      ],
      note: 'Yanking is not enough then.',
    });
  if (!release.isFixed)
    steps.push({
      ...{ title: 'Release a fix with a higher version', by: 'person' },
      lines: [`https://github.com/${repository}/actions`],
      note: 'Never use the version again: PyPI rejects it, and nobody who has it would get the fix.',
    });
  return steps;
}
