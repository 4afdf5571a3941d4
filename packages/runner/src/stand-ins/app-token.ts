import type { FunctionStandIn } from './stand-in.ts';

// Every `permission-…` of its `action.yml`.
const permissions = `
  actions administration artifact-metadata attestations checks codespaces contents
  custom-properties-for-organizations dependabot-secrets deployments discussions email-addresses
  enterprise-custom-properties-for-organizations environments followers git-ssh-keys gpg-keys
  interaction-limits issues members merge-queues metadata organization-administration
  organization-announcement-banners organization-copilot-seat-management
  organization-custom-org-roles organization-custom-properties organization-custom-roles
  organization-events organization-hooks organization-packages
  organization-personal-access-token-requests organization-personal-access-tokens
  organization-plan organization-projects organization-secrets organization-self-hosted-runners
  organization-user-blocking packages pages profile pull-requests repository-custom-properties
  repository-hooks repository-projects secret-scanning-alerts secrets security-events single-file
  starring statuses team-discussions vulnerability-alerts workflows
`
  .trim()
  .split(/\s+/);

/**
 * Replaces actions/create-github-app-token: there is no App and no key in a rehearsal, so that the token of the job takes the place of
 * that of the App. Its inputs and outputs are those of v3.
 */
export const appTokenStandIn: FunctionStandIn = {
  inputs: [
    ...['client-id', 'app-id', 'private-key', 'owner', 'repositories', 'skip-token-revoke', 'github-api-url'],
    ...permissions.map((name) => `permission-${name}`),
  ],
  notShown: 'The token of the job is used instead of that of the App: its rights are those of the job.',
  async main({ token, log, mask, setOutput }) {
    log('Not shown: the token of the App. The token of the job is used in its place.');
    mask(token);
    setOutput('token', token);
    setOutput('installation-id', '1');
    setOutput('app-slug', 'rehearsal');
  },
};
