import { matchesActionPattern } from './action-pattern.ts';

/** What "Allow select actions and reusable workflows" lets in. */
export interface SelectedActions {
  readonly githubOwned: boolean;
  readonly verifiedCreators: boolean;
  /** `owner/repo@*`, `owner/*`; one that begins with `!` blocks. */
  readonly patterns: readonly string[];
}

/** The page "Actions, General" of a repository's settings. */
export interface ActionsSettings {
  readonly enabled: boolean;
  readonly allowedActions: 'all' | 'local_only' | 'selected';
  /** Hold for `selected` alone. */
  readonly selected: SelectedActions;
  readonly shaPinningRequired: boolean;
  /** What a job token may do when its workflow has no `permissions`. */
  readonly defaultWorkflowPermissions: 'read' | 'write';
  readonly canApprovePullRequestReviews: boolean;
}

/** The settings of a new repository (GitHub Docs, "Managing GitHub Actions settings for a repository"). */
export const newRepositoryActions: ActionsSettings = {
  enabled: true,
  allowedActions: 'all',
  selected: { githubOwned: false, verifiedCreators: false, patterns: [] },
  shaPinningRequired: false,
  defaultWorkflowPermissions: 'read',
  canApprovePullRequestReviews: false,
};

/** One `uses:` of a step, or of a job that calls a workflow. */
export interface ActionUse {
  /** As written: `owner/repo/path@ref`, `docker://image`. */
  readonly uses: string;
  readonly kind: 'action' | 'workflow';
}

/** `actions/checkout@v4`, `a and b`, `a, b, and c`; the sixth and further ones are counted. */
function joinNames(names: readonly string[]): string {
  const max = 5;
  const more = names.length - max;
  const shown = more > 0 ? [...names.slice(0, max), `${more} ${more === 1 ? 'other' : 'others'}`] : names;
  return shown.length < 3
    ? shown.join(' and ')
    : `${shown.slice(0, -1).join(', ')}, and ${shown.at(-1) ?? ''}`;
}

/** The conditions of "all actions must be …". */
function describeAllowed({ allowedActions, selected }: ActionsSettings, owner: string): string {
  const conditions = [`from a repository owned by ${owner}`];
  if (allowedActions === 'selected') {
    if (selected.githubOwned) conditions.push('created by GitHub');
    if (selected.verifiedCreators) conditions.push('verified in the GitHub Marketplace');
    const [first, ...others] = selected.patterns;
    if (first !== undefined)
      conditions.push(
        others.length === 0
          ? `match the pattern: ${first}`
          : `match one of the patterns: ${selected.patterns.join(', ')}`,
      );
  }
  if (conditions.length < 3) return conditions.join(' or ');
  return `${conditions.slice(0, -1).join(', ')}, or ${conditions.at(-1) ?? ''}`;
}

function isAllowed({ allowedActions, selected }: ActionsSettings, owner: string, uses: string): boolean {
  if (allowedActions === 'all') return true;
  const [name = ''] = uses.split('/');
  const blocks = selected.patterns.filter((pattern) => pattern.startsWith('!'));
  if (allowedActions === 'selected' && blocks.some((pattern) => matchesActionPattern(pattern.slice(1), uses)))
    return false;
  if (name.toLowerCase() === owner.toLowerCase()) return true;
  if (allowedActions === 'local_only') return false;
  if (selected.githubOwned && /^(?:actions|github)$/i.test(name)) return true;
  // Who is a verified creator only the Marketplace knows. Nobody is here, so that no release passes for an unproven reason.
  return selected.patterns.some((pattern) => matchesActionPattern(pattern, uses));
}

/** A reference that cannot move: a whole commit, or the digest of an image. A called workflow need not be pinned. */
function isPinned({ uses, kind }: ActionUse): boolean {
  return kind === 'workflow' || /@[0-9a-f]{40}$/i.test(uses) || /@sha256:[0-9a-f]{64}$/i.test(uses);
}

/**
 * Holds what a workflow uses against the settings.
 * @param uses what does not come from the repository's own commit
 * @returns GitHub's words for the run, or the job, that does not start; undefined when everything may be used
 */
export function refuseActions(
  settings: ActionsSettings,
  repository: { readonly owner: string; readonly fullName: string },
  uses: readonly ActionUse[],
): string | undefined {
  if (!settings.enabled) return `GitHub Actions is disabled in ${repository.fullName}, so no workflow runs.`;
  const tell = (refused: readonly ActionUse[], why: string): string => {
    const names = [...new Set(refused.map((use) => use.uses))];
    const subject = names.length === 1 ? 'The action' : 'The actions';
    const verb = names.length === 1 ? 'is' : 'are';
    return `${subject} ${joinNames(names)} ${verb} not allowed in ${repository.fullName} because all actions must be ${why}.`;
  };
  const foreign = uses.filter((use) => !isAllowed(settings, repository.owner, use.uses));
  const pinning = 'pinned to a full-length commit SHA';
  if (foreign.length > 0) {
    const also = settings.shaPinningRequired ? ` All actions must also be ${pinning}.` : '';
    return tell(foreign, describeAllowed(settings, repository.owner)) + also;
  }
  const moving = settings.shaPinningRequired ? uses.filter((use) => !isPinned(use)) : [];
  return moving.length === 0 ? undefined : tell(moving, pinning);
}
