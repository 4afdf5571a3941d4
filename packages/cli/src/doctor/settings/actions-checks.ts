import {
  type ActionsSettings,
  type ActionUse,
  newRepositoryActions,
  refuseActions,
} from '@slipway/emulated-github/settings/actions-policy';
import type { CalledFile } from '../called-files.ts';
import { type Diagnosis, type Fix, failed, passed, unseen } from '../diagnosis.ts';
import { apiPath, ghCommand, look, type SettingsView, settingsPage } from './settings-view.ts';

const right = 'Administration';
const enabled = {
  id: 'GH02',
  title: 'GitHub Actions is on.',
  severity: 'blocks',
  source: '/actions/permissions',
} as const;
const allowed = {
  id: 'GH03',
  title: 'Every action of the workflow may be used.',
  severity: 'blocks',
  source: '/actions/permissions/selected-actions',
} as const;

/** What the workflow, and those that it calls, use from outside of their own commit. */
function listUses({ subject }: SettingsView): readonly ActionUse[] {
  const files: readonly CalledFile[] = [{ workflow: subject.workflow, origin: undefined }, ...subject.called];
  return files.flatMap(({ workflow, origin }) =>
    workflow.jobs.flatMap((job): ActionUse[] => {
      const read = (uses: string | undefined, kind: ActionUse['kind']): ActionUse[] => {
        if (uses === undefined || uses.startsWith('./')) return [];
        if (!uses.startsWith('$/')) return [{ uses, kind }];
        return origin === undefined
          ? []
          : [{ uses: `${origin.repository}/${uses.slice(2)}@${origin.ref}`, kind }];
      };
      return [
        ...read(job.uses?.text, 'workflow'),
        ...job.steps.flatMap(({ uses }) => read(uses?.text, 'action')),
      ];
    }),
  );
}

/** The narrowest pattern that lets an action in at every ref: a whole repository only for an action at its top. */
const patternOf = ({ uses }: ActionUse): string => `${uses.split('@')[0] ?? ''}@*`;

function fixRefusal(view: SettingsView, settings: ActionsSettings, uses: readonly ActionUse[]): Fix {
  const isUnpinned = (use: ActionUse): boolean =>
    refuseActions({ ...settings, allowedActions: 'all' }, place(view), [use]) !== undefined;
  const missing = uses.filter(
    (use) => refuseActions({ ...settings, shaPinningRequired: false }, place(view), [use]) !== undefined,
  );
  if (missing.length === 0)
    return {
      kind: 'edit',
      text: `Pin every action to a full commit SHA, "owner/action@<40 hex digits> # version": ${[...new Set(uses.filter(isUnpinned).map((use) => use.uses))].join(', ')}.`,
    };
  const selected = view.recorded.selectedActions?.value;
  if (selected === undefined) return { kind: 'page', text: settingsPage(view, '/actions') };
  // The call replaces the list: the old entries have to be in it.
  const patterns = [...new Set([...selected.patterns, ...missing.map(patternOf)])];
  const words = ['api', '-X', 'PUT', apiPath(view, '/actions/permissions/selected-actions')];
  return {
    kind: 'command',
    text: ghCommand(
      ...words,
      ...['-F', `github_owned_allowed=${selected.githubOwned}`],
      ...['-F', `verified_allowed=${selected.verifiedCreators}`],
      ...patterns.flatMap((pattern) => ['-f', `patterns_allowed[]=${pattern}`]),
    ),
  };
}

const place = ({ subject }: SettingsView) => ({
  owner: subject.fullName.split('/')[0] ?? '',
  fullName: subject.fullName,
});

export function judgeActions(view: SettingsView): readonly Diagnosis[] {
  const { recorded, subject } = view;
  const seen = look(view, recorded.actions, right);
  if (seen.kind !== 'value') {
    const why = seen.kind === 'unseen' ? seen.why : 'GitHub answered 404.';
    return [unseen(enabled, why), unseen(allowed, why)];
  }
  const off = refuseActions({ ...newRepositoryActions, ...seen.value }, place(view), []);
  if (off !== undefined)
    return [
      failed(enabled, {
        seen: off,
        otherwise: 'No run starts.',
        fix: {
          kind: 'command',
          // Which actions are allowed stays as it is.
          text: ghCommand('api', '-X', 'PUT', apiPath(view, '/actions/permissions'), '-F', 'enabled=true'),
        },
      }),
    ];
  const selected = look(view, recorded.selectedActions, right);
  if (seen.value.allowedActions === 'selected' && selected.kind !== 'value')
    return [
      passed(enabled, 'on'),
      unseen(allowed, selected.kind === 'unseen' ? selected.why : 'GitHub answered 404.'),
    ];
  const uses = listUses(view);
  const settings = {
    ...newRepositoryActions,
    ...seen.value,
    ...(selected.kind === 'value' ? { selected: selected.value } : {}),
  };
  const refusal = refuseActions(settings, place(view), uses);
  if (refusal === undefined)
    return [
      passed(enabled, 'on'),
      passed(allowed, `${uses.length} uses, "allowed_actions: ${seen.value.allowedActions}"`),
    ];
  return [
    passed(enabled, 'on'),
    failed(allowed, {
      seen: refusal,
      otherwise: `GitHub does not start ${subject.workflow.path}.`,
      fix: fixRefusal(view, settings, uses),
    }),
  ];
}

const defaults = {
  id: 'GH04',
  title: 'Workflows get only the rights that they ask for.',
  severity: 'insecure',
  source: '/actions/permissions/workflow',
} as const;

export function judgeDefaultRights(view: SettingsView): Diagnosis {
  const { workflow } = view.subject;
  const seen = look(view, view.recorded.workflowPermissions, right);
  if (seen.kind !== 'value')
    return unseen(defaults, seen.kind === 'unseen' ? seen.why : 'GitHub answered 404.');
  const { defaultWorkflowPermissions: level, canApprovePullRequestReviews } = seen.value;
  const bare =
    workflow.permissions === undefined
      ? workflow.jobs.filter(({ permissions }) => permissions === undefined)
      : [];
  const proposes = workflow.jobs.some(({ steps }) =>
    steps.some(
      ({ uses, with: inputs }) =>
        /\/version-bump@/i.test(uses?.text ?? '') && inputs.get('mode')?.text === 'pull-request',
    ),
  );
  const set = (...flags: readonly string[]): Fix => ({
    kind: 'command',
    text: ghCommand('api', '-X', 'PUT', apiPath(view, '/actions/permissions/workflow'), ...flags),
  });
  if (proposes && !canApprovePullRequestReviews)
    return failed(defaults, {
      severity: 'blocks',
      seen: 'Jobs may not create pull requests ("can_approve_pull_request_reviews: false"), and the bump proposes its release in one.',
      otherwise: 'GitHub Actions is not permitted to create or approve pull requests.',
      fix: set('-f', `default_workflow_permissions=${level}`, '-F', 'can_approve_pull_request_reviews=true'),
    });
  if (level === 'write' && bare.length > 0)
    return failed(defaults, {
      seen: `The default is "write", and ${bare.map(({ id }) => `"${id}"`).join(', ')} ${bare.length === 1 ? 'has' : 'have'} no "permissions".`,
      otherwise: 'Every step of these jobs may push, publish packages and change releases.',
      fix: set(
        '-f',
        'default_workflow_permissions=read',
        '-F',
        `can_approve_pull_request_reviews=${canApprovePullRequestReviews}`,
      ),
    });
  return passed(defaults, `"default_workflow_permissions: ${level}"`);
}
