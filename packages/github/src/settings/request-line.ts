/** What a request line asks for: a setting that is read here, or one that other commands read. */
export interface RequestLine {
  /** Behind `/repos/{owner}/{repo}`, as GitHub's description writes it. */
  readonly template: string;
  /** Decoded values of the placeholders behind the repository, in order. */
  readonly values: readonly string[];
  /** `owner/name`; undefined for the placeholders themselves. */
  readonly fullName: string | undefined;
}

/** The settings that decide about a release. */
const settingTemplates = [
  '',
  '/actions/organization-secrets',
  '/actions/permissions',
  '/actions/permissions/selected-actions',
  '/actions/permissions/workflow',
  '/actions/secrets',
  '/actions/workflows',
  '/branches/{branch}/protection',
  '/dependabot/secrets',
  '/environments',
  '/environments/{environment_name}',
  '/environments/{environment_name}/deployment-branch-policies',
  '/environments/{environment_name}/secrets',
  '/immutable-releases',
  '/packages/container/{package_name}',
  '/private-vulnerability-reporting',
  '/releases',
  '/rules/branches/{branch}',
  '/rulesets',
  '/rulesets/{ruleset_id}',
] as const;

/** A template of a setting that is read here. */
export type SettingTemplate = (typeof settingTemplates)[number];

/** What a recording of a repository's settings holds besides, and a rehearsal has no use for. */
const otherTemplates = [
  '/actions/oidc/customization/sub',
  '/actions/permissions/access',
  '/actions/permissions/fork-pr-contributor-approval',
  '/actions/variables',
  '/actions/workflows/{workflow_id}',
  '/branches',
  '/branches/{branch}',
  '/collaborators',
  '/environments/{environment_name}/deployment_protection_rules',
  '/environments/{environment_name}/variables',
  '/installation',
  '/keys',
  '/releases/latest',
  '/tags',
];

const byPattern = [...settingTemplates, ...otherTemplates].map((template) => ({
  template,
  pattern: new RegExp(`^${template.replace(/\{branch\}/g, '(.+)').replace(/\{\w+\}/g, '([^/]+)')}$`),
}));

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Reads `GET /repos/octo/demo/environments/pypi`; a query behind it tells only how much was asked for at a time.
 * @returns undefined for what is no request line of a repository's settings
 */
export function readRequestLine(line: string): RequestLine | undefined {
  const [, owned] = /^GET \/?(?:orgs|users)\/[^/\s?]+\/packages\/container\/([^/\s?]+)$/.exec(line) ?? [];
  // A package belongs to the owner, not to a repository.
  if (owned !== undefined)
    return { template: '/packages/container/{package_name}', values: [decode(owned)], fullName: undefined };
  const found = /^GET \/?repos\/([^/\s?]+)\/([^/\s?]+)(\/[^\s?]*)?(?:\?\S*)?$/.exec(line);
  if (found === null) return undefined;
  const [, owner = '', repository = '', path = ''] = found;
  for (const { template, pattern } of byPattern) {
    const match = pattern.exec(path.replace(/\/$/, ''));
    if (match === null) continue;
    const isPlaceholder = /^[{:]/.test(owner) && /^[{:]/.test(repository);
    return {
      template,
      values: match.slice(1).map(decode),
      fullName: isPlaceholder ? undefined : `${owner}/${repository}`,
    };
  }
  return undefined;
}
