import {
  type JobText,
  lineAt,
  listAncestors,
  type WorkflowText,
} from '@slipway/runner/workflow-text/workflow-text';
import { type Act, listAllActs, listScripts, nameStep } from '../release-steps.ts';
import { isPrinting, splitScript } from '../shell-lines.ts';
import { edit, type Fault, type FaultContext, type FaultKind, quote } from './fault.ts';

const isOurs = (act: Act): boolean => /\/slipway\/actions\//i.test(act.text);

/** Jobs that run after another one, at any distance. */
const follows = (workflow: WorkflowText, later: JobText, earlier: JobText): boolean =>
  listAncestors(workflow, later.id).has(earlier.id);

function findEarlyPush({ workflow }: FaultContext): Fault[] {
  const acts = listAllActs(workflow);
  const pushes = acts.filter((act) => act.role === 'push' && !isOurs(act) && !/--dry-run/.test(act.text));
  const [first] = pushes;
  if (first === undefined) return [];
  const build = acts.find(
    (act) =>
      act.role === 'build' &&
      (follows(workflow, act.job, first.job) || (act.job === first.job && act.step.index > first.step.index)),
  );
  const inStep = pushes.filter(({ step }) => step === first.step);
  const parts = [
    ...(build === undefined ? [] : [`the job "${build.job.id}" builds only afterwards`]),
    ...(inStep.length > 1 ? [`commit and tag are pushed by ${inStep.length} separate pushes`] : []),
  ];
  if (parts.length === 0) return [];
  return [
    {
      job: first.job.id,
      line: first.line,
      seen: `The job "${first.job.id}" pushes (${quote(first.text)}), and ${parts.join(', and ')}.`,
    },
  ];
}

export const pushBeforeBuild: FaultKind = {
  id: 'WF02',
  title: 'Commit and tag are pushed at once, and a failed release can be re-run.',
  severity: 'blocks',
  otherwise: 'A failure leaves a tag without a release, and a re-run bumps the version again.',
  fix: edit('Let version-bump create commit and tag in one step and start the release at the tag.'),
  find: findEarlyPush,
};

const publishing = new Set(['publish', 'image', 'release', 'push']);

function readsInput(workflow: WorkflowText, act: Act, name: string): boolean {
  const pattern = new RegExp(`inputs\\s*(?:\\.\\s*|\\[\\s*')${name}\\b`);
  const guards = (job: JobText): boolean => pattern.test(job.if?.text ?? '');
  const own = [...act.step.with.values(), ...act.step.env.values(), act.step.if, act.step.run];
  if (own.some((text) => pattern.test(text?.text ?? '')) || guards(act.job)) return true;
  // A skipped job skips those that need it, unless they say otherwise.
  if (/\b(?:always|failure|cancelled)\s*\(/.test(act.job.if?.text ?? '')) return false;
  return workflow.jobs.some((job) => follows(workflow, act.job, job) && guards(job));
}

function findUnreadInputs({ workflow }: FaultContext): Fault[] {
  return [...workflow.inputs].flatMap(([name, { line, type }]) => {
    if (type !== 'boolean' || !/draft|dry.?run/i.test(name)) return [];
    const acts = listAllActs(workflow).filter(({ role }) => publishing.has(role));
    const deaf = acts.filter((act) => !isOurs(act) && !readsInput(workflow, act, name));
    const jobs = [...new Set(deaf.map(({ job }) => job.id))];
    if (acts.length === 0 || jobs.length === 0) return [];
    return [
      {
        job: jobs[0] ?? '',
        line,
        seen: `The input "${name}" is not read by ${jobs.map((job) => `"${job}"`).join(', ')}, which publish or push all the same.`,
      },
    ];
  });
}

export const unreadDraft: FaultKind = {
  id: 'WF03',
  title: 'Every job that publishes reads the input that asks for a draft.',
  severity: 'blocks',
  otherwise: 'A draft is published in part: what was pushed or uploaded stays public.',
  fix: edit('Add the input to the "if" of these jobs, or pass it on to the actions that publish.'),
  find: findUnreadInputs,
};

function findRebuilds({ workflow }: FaultContext): Fault[] {
  const acts = listAllActs(workflow);
  const leads = (job: JobText): boolean =>
    acts.some((act) => act.job === job && (act.role === 'publish' || act.role === 'upload-artifact'));
  const builds = acts.filter(
    ({ role, job, text }) =>
      role === 'build' && !job.hasMatrix && leads(job) && !/--sdist\b|cibuildwheel|maturin/.test(text),
  );
  const jobs = [...new Map(builds.map((act) => [act.job.id, act])).values()];
  const renames = listScripts(workflow).flatMap(({ job, script }) =>
    splitScript(script.text)
      .lines.filter((line) => !isPrinting(line) && /\bsed\b.*s(.)name\s*=/.test(line.text))
      .map((line) => ({
        job: job.id,
        line: lineAt(script, line.offset),
        seen: `The job "${job.id}" renames the project with sed (${quote(line.text)}).`,
      })),
  );
  const again =
    jobs.length < 2
      ? []
      : [
          {
            job: jobs[1]?.job.id ?? '',
            line: jobs[1]?.line ?? 1,
            seen: `The package is built in ${jobs.length} jobs: ${jobs.map(({ job }) => `"${job.id}"`).join(', ')}.`,
          },
        ];
  return [...again, ...renames];
}

export const rebuilt: FaultKind = {
  id: 'WF05',
  title: 'The package is built once, and every channel gets the same files.',
  severity: 'blocks',
  otherwise: 'The channels serve different bytes under one version, and only one of them was tested.',
  fix: edit('Build in one job, and pass the files and their digests on to the jobs that publish.'),
  find: findRebuilds,
};

const movingTag = /(?:^|[\s,:=])(?:value=)?(latest|stable|edge)\b|\{\{\s*major\s*\}\}/i;

function findImageFaults({ workflow }: FaultContext): Fault[] {
  const acts = listAllActs(workflow).filter((act) => !isOurs(act));
  const pypi = acts.find(
    ({ role, text }) =>
      role === 'publish' && !/github-packages|--repository\s+github|pkg\.github/i.test(text),
  );
  return acts
    .filter(({ role }) => role === 'image')
    .flatMap((image): Fault[] => {
      const tags = image.job.steps
        .flatMap((step) => [step.with.get('tags')?.text ?? '', step.run?.text ?? ''])
        .join('\n');
      const moving = tags.split('\n').find((row) => movingTag.test(row) && !/^\s*(?:#|echo\b)/.test(row));
      const pushes = !/^\s*false\s*$/.test(image.step.with.get('push')?.text ?? 'true');
      if (!pushes) return [];
      const at = { job: image.job.id, line: image.line };
      const signing = acts.find(
        (act) => act.role === 'sign' && act.job === image.job && act.step.index > image.step.index,
      );
      return [
        ...(moving !== undefined &&
        pypi !== undefined &&
        !follows(workflow, image.job, pypi.job) &&
        image.job !== pypi.job
          ? [
              {
                ...at,
                seen: `The job "${image.job.id}" moves an image tag (${quote(moving)}) before PyPI has the release.`,
              },
            ]
          : []),
        ...(moving !== undefined &&
        !/prerelease|pre_release|is_pre|type=semver|flavor/i.test(moving + (image.job.if?.text ?? ''))
          ? [
              {
                ...at,
                seen: `The job "${image.job.id}" moves an image tag (${quote(moving)}) for pre-releases, too.`,
              },
            ]
          : []),
        ...(signing !== undefined && moving !== undefined
          ? [
              {
                job: signing.job.id,
                line: signing.line,
                seen: `The image is signed (${quote(signing.text)}) after its tags were pushed.`,
              },
            ]
          : []),
      ];
    });
}

export const earlyImageTags: FaultKind = {
  id: 'WF06',
  title: 'Image tags move last, for stable releases only, and to an image that is signed.',
  severity: 'blocks',
  otherwise:
    'If a later job fails, users pull an image of a release that does not exist, or an unsigned one.',
  fix: edit(
    'Push the image by digest, sign it, and promote its tags after the release: docker-build-sign with "mode: stage" and "mode: promote".',
  ),
  find: findImageFaults,
};

function findWrongRevision({ workflow }: FaultContext): Fault[] {
  const acts = listAllActs(workflow);
  const commits = acts.find((act) => act.role === 'push' && !isOurs(act));
  const shas = workflow.jobs
    .filter((job) => commits !== undefined && follows(workflow, job, commits.job))
    .flatMap((job) =>
      job.steps.flatMap((step) =>
        [...step.with.values(), ...step.env.values(), ...(step.run === undefined ? [] : [step.run])].flatMap(
          (text) => {
            const match = /\$\{\{\s*github\.sha\s*\}\}|\bGITHUB_SHA\b/.exec(text.text);
            return match === null
              ? []
              : [
                  {
                    job: job.id,
                    line: lineAt(text, match.index),
                    seen: `The step ${nameStep(step)} uses github.sha, the commit before the one that this run pushes.`,
                  },
                ];
          },
        ),
      ),
    );
  const dates = workflow.jobs.flatMap((job) =>
    job.steps
      .filter(({ uses }) => !/^docker\/metadata-action@/i.test(uses?.text ?? ''))
      .flatMap((step) =>
        [...step.with.values()].flatMap((text) => {
          const match = /(?<!\$)\{\{\s*date\b[^}]*\}\}/.exec(text.text);
          return match === null
            ? []
            : [
                {
                  job: job.id,
                  line: lineAt(text, match.index),
                  seen: `The step ${nameStep(step)} passes ${quote(match[0])} on as it is: only docker/metadata-action replaces it.`,
                },
              ];
        }),
      ),
  );
  return [...shas, ...dates];
}

export const wrongRevision: FaultKind = {
  id: 'WF07',
  title: 'What is released names the commit that it was built from.',
  severity: 'blocks',
  otherwise: 'Labels and provenance name a commit that does not contain the released version.',
  fix: edit('Start the release at the tag, so that github.sha is the released commit.'),
  find: findWrongRevision,
};
