import { type Diagnosis, failed, notApplicable, passed, unseen } from '../diagnosis.ts';
import { look, type ReleaseSubject, type SettingsView } from './settings-view.ts';

const packageCheck = {
  id: 'GH15',
  title: 'The packages of the release belong to the repository.',
  severity: 'blocks',
  source: '/packages/container',
} as const;

/** Name of the image, and of the package with the files: the repository's, unless the workflow names one. */
export function listPackages({
  fullName,
  workflow,
}: Pick<ReleaseSubject, 'fullName' | 'workflow'>): readonly string[] {
  const own = fullName.split('/')[1]?.toLowerCase() ?? '';
  const uses = (action: string): boolean =>
    workflow.jobs.some(({ steps }) =>
      steps.some((step) => new RegExp(`/slipway/actions/${action}@`, 'i').test(step.uses?.text ?? '')),
    );
  return uses('docker-build-sign') ? [own] : [];
}

/** GitHub has no API for the access of Actions to a package: a package that is linked to the repository inherits it. */
export function judgePackages(view: SettingsView): Diagnosis {
  const { recorded, subject } = view;
  const names = listPackages(subject);
  if (names.length === 0) return notApplicable(packageCheck, 'The workflow pushes no image.');
  const [owner = ''] = subject.fullName.split('/');
  const isUser = recorded.repository?.value?.ownerType === 'User';
  for (const name of names) {
    const seen = look(view, recorded.packages.get(name));
    const page = `https://github.com/${isUser ? 'users' : 'orgs'}/${owner}/packages/container/${encodeURIComponent(name)}/settings`;
    if (seen.kind === 'unseen')
      return unseen(packageCheck, `${seen.why} Reading a package takes a token with "read:packages".`);
    if (seen.kind === 'absent') continue;
    const { repository, visibility } = seen.value;
    if (repository?.toLowerCase() !== subject.fullName.toLowerCase())
      return failed(packageCheck, {
        seen: `The package "${name}" ${repository === undefined ? 'is linked to no repository' : `belongs to ${repository}`}.`,
        otherwise: 'denied: permission_denied: write_package',
        fix: {
          kind: 'page',
          text: `${page} ("Manage Actions access": add ${subject.fullName} with the role Write)`,
        },
      });
    if (visibility !== 'public' && recorded.repository?.value?.isPrivate === false)
      return failed(packageCheck, {
        severity: 'advice',
        seen: `The package "${name}" is ${visibility}, and the repository is public.`,
        otherwise: 'Nobody can pull the image without signing in.',
        fix: { kind: 'page', text: `${page} ("Change visibility")` },
      });
  }
  return passed(packageCheck, names.join(', '));
}

const trees = {
  id: 'GH18',
  title: 'The workflow files are those of the default branch.',
  severity: 'advice',
} as const;

/**
 * GitHub answers 404 to a release that names a commit whose workflow files differ from those of the default branch, when the token may
 * not write workflows; that of a job never may (GitHub's OpenAPI description, "Create a release").
 */
export function judgeWorkflowTrees({ subject }: SettingsView): Diagnosis {
  const { workflowTrees } = subject;
  if (workflowTrees?.fromDefault === undefined || workflowTrees.here === undefined)
    return unseen(trees, 'The default branch was not fetched: "git fetch origin" gets it.');
  if (workflowTrees.here === workflowTrees.fromDefault) return passed(trees, 'the same');
  return failed(trees, {
    seen: 'The workflow files here differ from those of the default branch.',
    otherwise:
      'Slipway names no target_commitish and can release. A tool that names one gets "404 Not Found" from GitHub.',
    fix: { kind: 'edit', text: 'Merge the workflow files of the default branch into this branch.' },
  });
}

const app = {
  id: 'GH19',
  title: 'The GitHub App that pushes has the permissions that it needs.',
  severity: 'blocks',
  source: '/installation',
} as const;

/** Only the key of the app itself shows its permissions. */
export function judgeApp({ subject }: SettingsView): Diagnosis {
  for (const job of subject.workflow.jobs) {
    const maker = job.steps.find(({ uses }) =>
      /^(?:actions\/create-github-app-token|tibdex\/github-app-token)@/i.test(uses?.text ?? ''),
    );
    const reads = job.steps.some(
      ({ uses, with: inputs }) =>
        /\/slipway\/actions\/version-bump@/i.test(uses?.text ?? '') &&
        /steps\.[\w-]+\.outputs\.token/.test(inputs.get('token')?.text ?? ''),
    );
    if (maker === undefined || !reads) continue;
    return {
      ...unseen(
        app,
        `The job "${job.id}" pushes with the token of a GitHub App, and only the key of the app shows what it may do. It needs "Contents: write", "Actions: write" to start the release, and a place in the bypass list of the rulesets: https://github.com/settings/installations.`,
      ),
      line: maker.span.first,
    };
  }
  return notApplicable(app, 'No job pushes with the token of a GitHub App.');
}
