import { createHash } from 'node:crypto';
import type { Repository } from './repository.ts';

/** `2026-01-31T12:00:00Z`: GitHub gives no milliseconds. */
export function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

export const nodeId = (kind: string, key: string | number): string =>
  `${kind}_${Buffer.from(String(key)).toString('base64url')}`;

/** Steady number of a login; that of the Actions bot is GitHub's own. */
export function userId(login: string): number {
  if (login === 'github-actions[bot]') return 41898282;
  return createHash('sha256').update(login.toLowerCase()).digest().readUInt32BE(0) % 100_000_000;
}

export const apiBase = (repository: Repository): string =>
  `https://api.github.com/repos/${repository.fullName}`;
export const pageBase = (repository: Repository): string => `https://github.com/${repository.fullName}`;

/** Schema `simple-user`. */
export function renderUser(login: string, type?: string): Record<string, unknown> {
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  const id = userId(login);
  return {
    login,
    id,
    node_id: nodeId('U', id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${login.endsWith('[bot]') ? `apps/${login.slice(0, -5)}` : login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: type ?? (login.endsWith('[bot]') ? 'Bot' : 'User'),
    user_view_type: 'public',
    site_admin: false,
  };
}

/** Schema `team`, as much of it as an environment's reviewers need. */
export function renderTeam(slug: string): Record<string, unknown> {
  const id = userId(`team:${slug}`);
  const url = `https://api.github.com/teams/${id}`;
  return {
    id,
    node_id: nodeId('T', id),
    name: slug,
    slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    url,
    html_url: `https://github.com/orgs/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    organization_id: 0,
    parent: null,
  };
}

/** The words GitHub puts behind the address of a repository, each one field `<word>_url`. */
const addresses: Readonly<Record<string, string>> = {
  archive: '/{archive_format}{/ref}',
  assignees: '/assignees{/user}',
  blobs: '/git/blobs{/sha}',
  branches: '/branches{/branch}',
  collaborators: '/collaborators{/collaborator}',
  comments: '/comments{/number}',
  commits: '/commits{/sha}',
  compare: '/compare/{base}...{head}',
  contents: '/contents/{+path}',
  contributors: '/contributors',
  deployments: '/deployments',
  downloads: '/downloads',
  events: '/events',
  forks: '/forks',
  git_commits: '/git/commits{/sha}',
  git_refs: '/git/refs{/sha}',
  git_tags: '/git/tags{/sha}',
  hooks: '/hooks',
  issue_comment: '/issues/comments{/number}',
  issue_events: '/issues/events{/number}',
  issues: '/issues{/number}',
  keys: '/keys{/key_id}',
  labels: '/labels{/name}',
  languages: '/languages',
  merges: '/merges',
  milestones: '/milestones{/number}',
  notifications: '/notifications{?since,all,participating}',
  pulls: '/pulls{/number}',
  releases: '/releases{/id}',
  stargazers: '/stargazers',
  statuses: '/statuses/{sha}',
  subscribers: '/subscribers',
  subscription: '/subscription',
  tags: '/tags',
  teams: '/teams',
  trees: '/git/trees{/sha}',
};

/** Schema `minimal-repository`, the common part of all renderings of a repository. */
export function renderMinimalRepository(repository: Repository): Record<string, unknown> {
  const url = apiBase(repository);
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: repository.private,
    owner: renderUser(repository.owner, repository.ownerType),
    html_url: pageBase(repository),
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(addresses).map(([word, path]) => [`${word}_url`, `${url}${path}`])),
  };
}

/** Schema `full-repository`; permissions as the caller has them. GitHub shows none to who is not signed in. */
export function renderRepository(
  repository: Repository,
  permissions: Readonly<Record<'admin' | 'push' | 'pull', boolean>> | undefined,
): Record<string, unknown> {
  const page = pageBase(repository);
  const created = isoTime(repository.createdAtMs);
  return {
    ...renderMinimalRepository(repository),
    git_url: `git://github.com/${repository.fullName}.git`,
    ssh_url: `git@github.com:${repository.fullName}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: 'Python',
    forks_count: 0,
    forks: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    subscribers_count: 0,
    network_count: 0,
    size: 0,
    default_branch: repository.defaultBranch,
    open_issues_count: 0,
    open_issues: 0,
    topics: [],
    has_issues: true,
    has_projects: true,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.archived,
    disabled: false,
    visibility: repository.private ? 'private' : 'public',
    license: null,
    ...(permissions === undefined
      ? {}
      : { permissions: { ...permissions, maintain: permissions.admin, triage: permissions.push } }),
    allow_forking: true,
    web_commit_signoff_required: false,
    pushed_at: created,
    created_at: created,
    updated_at: created,
  };
}
