import { grants, permissionsOf } from '@slipway/runner/workflow-text/workflow-text';
import { type Diagnosis, failed, notApplicable, passed, unseen } from '../diagnosis.ts';
import { apiPath, ghCommand, look, type SettingsView, settingsPage } from './settings-view.ts';

const active = { id: 'GH01', title: 'The repository is active.', severity: 'blocks', source: '' } as const;

export function judgeRepository(view: SettingsView): Diagnosis {
  const seen = look(view, view.recorded.repository);
  if (seen.kind !== 'value')
    return unseen(active, seen.kind === 'unseen' ? seen.why : 'GitHub answered 404.');
  const { isArchived, isDisabled, defaultBranch, isPrivate, ownerType } = seen.value;
  if (isArchived || isDisabled)
    return failed(active, {
      seen: `The repository is ${isArchived ? 'archived' : 'disabled'}.`,
      otherwise: 'Repository was archived so is read-only.',
      fix: { kind: 'page', text: settingsPage(view, '') },
    });
  return passed(
    active,
    `${isPrivate ? 'private' : 'public'}, default branch ${defaultBranch}, owned by ${ownerType === 'User' ? 'a user' : 'an organization'}`,
  );
}

const enabled = {
  id: 'GH13',
  title: 'GitHub runs the workflow.',
  severity: 'blocks',
  source: '/actions/workflows',
} as const;

export function judgeWorkflowState(view: SettingsView): Diagnosis {
  const { path } = view.subject.workflow;
  const seen = look(view, view.recorded.workflows);
  if (seen.kind !== 'value')
    return unseen(enabled, seen.kind === 'unseen' ? seen.why : 'GitHub answered 404.');
  const own = seen.value.find((workflow) => workflow.path === path);
  if (own === undefined)
    return failed(enabled, {
      seen: `GitHub does not know ${path}.`,
      otherwise:
        'The button "Run workflow" appears and the file can be dispatched only after it is on the default branch.',
      fix: { kind: 'edit', text: `Commit ${path} to the default branch.` },
    });
  if (own.state === 'active') return passed(enabled, `${path} is active`);
  return failed(enabled, {
    seen: `${path} has the state "${own.state}".`,
    otherwise: 'No run starts, and nothing says so.',
    fix: {
      kind: 'command',
      text: ghCommand(
        'workflow',
        'enable',
        path.slice(path.lastIndexOf('/') + 1),
        '-R',
        view.subject.fullName,
      ),
    },
  });
}

const handover = {
  id: 'GH14',
  title: 'The bump can start the release at the tag.',
  severity: 'blocks',
} as const;

/** The file alone tells: the bump dispatches the workflow at the tag. */
export function judgeHandover({ subject }: SettingsView): Diagnosis {
  const { workflow } = subject;
  for (const job of workflow.jobs) {
    const bump = job.steps.find(({ uses }) => /\/slipway\/actions\/version-bump@/i.test(uses?.text ?? ''));
    const dispatch = bump?.with.get('dispatch');
    if (dispatch === undefined) continue;
    const own = workflow.path.slice(workflow.path.lastIndexOf('/') + 1);
    // `auto` is the file that is running.
    const target = { ...dispatch, text: dispatch.text === 'auto' ? own : dispatch.text };
    const fail = (seen: string, otherwise: string, line: number, text: string): Diagnosis => ({
      ...failed(handover, { seen, otherwise, fix: { kind: 'edit', text } }),
      line,
    });
    if (target.text === own && !workflow.triggers.has('workflow_dispatch'))
      return fail(
        `${own} has no "workflow_dispatch" trigger.`,
        "Workflow does not have 'workflow_dispatch' trigger",
        target.line,
        `Add "workflow_dispatch:" to "on" in ${workflow.path}.`,
      );
    if (target.text !== own && !target.text.includes('${{'))
      return fail(
        `The bump starts ${target.text}, but this file is ${own}.`,
        'A different workflow is started at the tag, or none.',
        target.line,
        `Set "dispatch: ${own}".`,
      );
    if (!grants(permissionsOf(workflow, job), 'actions', 'write'))
      return fail(
        `The job "${job.id}" does not have "actions: write".`,
        'Resource not accessible by integration',
        job.span.first,
        `Add "actions: write" to the permissions of the job "${job.id}".`,
      );
    return passed(handover, `${own} starts itself at the tag`);
  }
  return notApplicable(handover, 'The workflow starts no other run.');
}

const drafts = {
  id: 'GH16',
  title: 'There is at most one release for each tag.',
  severity: 'blocks',
  source: '/releases',
} as const;

export function judgeDrafts(view: SettingsView): Diagnosis {
  const seen = look(view, view.recorded.releases);
  if (seen.kind !== 'value')
    return unseen(drafts, seen.kind === 'unseen' ? seen.why : 'GitHub answered 404.');
  const countOf = (wanted: string): number => seen.value.filter(({ tag }) => tag === wanted).length;
  const double = seen.value.find(({ tag }) => countOf(tag) > 1);
  const { isAdmin, canPush = isAdmin } = view.recorded.repository?.value ?? {};
  if (double === undefined && canPush !== true)
    return unseen(
      drafts,
      'GitHub shows drafts only to who can push. The published releases have one tag each.',
    );
  if (double === undefined) return passed(drafts, `${seen.value.length} releases`);
  return failed(drafts, {
    seen: `There are ${countOf(double.tag)} releases for the tag ${double.tag}.`,
    otherwise: 'It is unclear which of them is to be published.',
    fix: { kind: 'page', text: `https://github.com/${view.subject.fullName}/releases` },
  });
}

const reporting = {
  id: 'GH17',
  title: 'Vulnerabilities can be reported privately.',
  severity: 'advice',
  source: '/private-vulnerability-reporting',
} as const;

export function judgeReporting(view: SettingsView): Diagnosis {
  const seen = look(view, view.recorded.privateReporting);
  if (seen.kind !== 'value')
    return unseen(reporting, seen.kind === 'unseen' ? seen.why : 'GitHub answered 404.');
  if (seen.value) return passed(reporting, 'on');
  return failed(reporting, {
    seen: 'Private vulnerability reporting is off.',
    otherwise: 'Reporters have to write into a public issue.',
    fix: {
      kind: 'command',
      text: ghCommand('api', '-X', 'PUT', apiPath(view, '/private-vulnerability-reporting')),
    },
  });
}
