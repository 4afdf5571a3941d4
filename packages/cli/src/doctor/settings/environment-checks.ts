import { matchesRefPattern } from '@slipway/emulated-github/settings/ref-pattern';
import type { EnvironmentAnswer } from '@slipway/github/settings/environment-answers';
import { environmentCommands, policyCommand } from '../../settings/environment-commands.ts';
import { type Diagnosis, type Fix, failed, notApplicable, passed, unseen } from '../diagnosis.ts';
import { look, type SettingsView, settingsPage } from './settings-view.ts';

const gate = {
  id: 'GH05',
  title: 'The environment of the publishing job exists and has a rule.',
  severity: 'insecure',
  source: '/environments',
} as const;
const refs = {
  id: 'GH06',
  title: 'The environment allows the tags of the releases.',
  severity: 'blocks',
} as const;

/** Commands that open the environment to the tags of the project only; the page when its reviewers would be lost. */
function environmentFix(view: SettingsView, name: string, existing: EnvironmentAnswer | undefined): Fix {
  const { fullName, tagPattern } = view.subject;
  const commands = environmentCommands(fullName, name, tagPattern, existing);
  if (commands !== undefined) return { kind: 'command', text: commands.join('\n') };
  return {
    kind: 'page',
    text: `${settingsPage(view, '/environments')} (select "Selected branches and tags" and add the tag pattern ${tagPattern})`,
  };
}

function findEnvironment({ recorded }: SettingsView, name: string): EnvironmentAnswer | undefined {
  const own = recorded.environment.get(name.toLowerCase());
  if (own !== undefined) return own.value;
  return recorded.environments?.value?.find((each) => each.name.toLowerCase() === name.toLowerCase());
}

function judgeOne(view: SettingsView, name: string): readonly Diagnosis[] {
  const { recorded, subject } = view;
  const single = recorded.environment.get(name.toLowerCase());
  const list = look(view, recorded.environments);
  const found = findEnvironment(view, name);
  const policies = recorded.policies.get(name.toLowerCase());
  if (found === undefined && single?.status !== 404 && list.kind === 'unseen' && policies === undefined)
    return [unseen(gate, list.why), unseen(refs, list.why)];
  if (found === undefined && policies?.value === undefined)
    return [
      failed(gate, {
        seen: `The environment "${name}" does not exist.`,
        otherwise: 'GitHub creates it for the job without protection rules.',
        fix: environmentFix(view, name, undefined),
      }),
      notApplicable(refs, `The environment "${name}" does not exist.`),
    ];
  const allowedRefs = found?.refs ?? 'selected';
  const reviewers = found?.reviewers ?? [];
  const rules = [
    ...(reviewers.length === 0 ? [] : [`${reviewers.length} reviewers`]),
    ...(allowedRefs === 'any'
      ? []
      : [allowedRefs === 'selected' ? 'selected branches and tags' : 'protected branches']),
  ];
  const title =
    rules.length === 0
      ? failed(gate, {
          seen: `The environment "${name}" has neither reviewers nor a rule for branches and tags.`,
          otherwise: 'Whoever can start the workflow on any branch can publish.',
          fix: environmentFix(view, name, found),
        })
      : passed(gate, `"${name}": ${rules.join(', ')}`);
  return [title, judgeRefs(view, name, found, subject.tag)];
}

function judgeRefs(
  view: SettingsView,
  name: string,
  existing: EnvironmentAnswer | undefined,
  tag: string,
): Diagnosis {
  // Policies of an environment that was not recorded itself are those of one that selects.
  const allowed = existing?.refs ?? 'selected';
  const source = `/environments/${encodeURIComponent(name)}/deployment-branch-policies`;
  const check = { ...refs, source };
  const { ref } = view;
  const isTag = ref.startsWith('refs/tags/');
  const short = ref.replace(/^refs\/(?:heads|tags)\//, '');
  // The words of GitHub, and of a rehearsal.
  const otherwise = `${isTag ? 'Tag' : 'Branch'} "${short}" is not allowed to deploy to ${name} due to environment protection rules.`;
  if (allowed === 'any') return passed(check, 'every branch and tag');
  if (allowed === 'protected-branches') {
    if (!isTag) return passed(check, 'protected branches');
    return failed(check, {
      seen: `The environment "${name}" allows protected branches only, and a tag is never one.`,
      otherwise,
      fix: environmentFix(view, name, existing),
    });
  }
  const policies = look(view, view.recorded.policies.get(name.toLowerCase()));
  if (policies.kind !== 'value')
    return unseen(check, policies.kind === 'unseen' ? policies.why : 'GitHub answered 404.');
  const kind = isTag ? 'tag' : 'branch';
  const own = policies.value.filter(({ type }) => type === kind);
  if (own.some((policy) => matchesRefPattern(policy.name, short)))
    return passed(check, own.map((policy) => policy.name).join(', '));
  const twin = policies.value.find((policy) => policy.type !== kind && matchesRefPattern(policy.name, short));
  const listed = policies.value.map((policy) => `${policy.name} (${policy.type})`).join(', ') || 'nothing';
  const pattern = isTag ? view.subject.tagPattern : short;
  const add = policyCommand(view.subject.fullName, name, { name: pattern, type: kind });
  return failed(check, {
    seen: `The environment "${name}" allows ${listed}${twin === undefined ? '' : `: "${twin.name}" is a pattern for ${twin.type === 'branch' ? 'branches' : 'tags'}`}; the release runs at the ${kind} "${isTag ? tag : short}".`,
    otherwise,
    fix: { kind: 'command', text: add },
  });
}

export function judgeEnvironments(view: SettingsView): readonly Diagnosis[] {
  const { jobs } = view;
  if (jobs.length === 0) return [notApplicable(gate, 'No job publishes to PyPI with trusted publishing.')];
  return jobs.flatMap(({ environment, job, line }): readonly Diagnosis[] => {
    if (environment === undefined)
      return [{ ...unseen(gate, `The job "${job.id}" computes the name of its environment.`), line }];
    if (environment !== '') return judgeOne(view, environment);
    return [
      {
        ...failed(gate, {
          seen: `The job "${job.id}" has no environment.`,
          otherwise: 'Whoever can start the workflow can publish.',
          fix: {
            kind: 'edit',
            text: `Add "environment: pypi" to the job "${job.id}", create the environment (${settingsPage(view, '/environments')}), and register the publisher with it.`,
          },
        }),
        line,
      },
    ];
  });
}
