import { listReferences } from '@slipway/runner/workflow/list-references';
import { type JobModel, readMapping } from '@slipway/runner/workflow/workflow-model';
import { readSlipwayUse, type WorkflowRule } from '../rule.ts';

/** An output under the name of another is read by the next job for what its name says. */
export const namedOutputRule: WorkflowRule = {
  name: 'every job output passes on the step output of the same name',
  async find({ model, readActionOutputs }) {
    const findings: string[] = [];
    for (const { id, properties, steps } of model.jobs) {
      for (const [name, token] of readMapping(properties.get('outputs'))) {
        const chain = listReferences(token).find(([context]) => context === 'steps') ?? [];
        const [, from = '', , read = ''] = chain;
        const step = steps.find((each) => each.id === from);
        const use = step === undefined ? undefined : readSlipwayUse(step);
        if (use === undefined || read === '' || read === name) continue;
        if ((await readActionOutputs(use.action))?.has(name) === true)
          findings.push(
            `job "${id}" passes on the output "${read}" of ${use.action} as "${name}", which the action also has`,
          );
      }
    }
    return findings;
  },
};

/** What release-notes needs of each channel before it says that the channel holds the release. */
const evidenceOf: Readonly<Record<string, readonly string[]>> = {
  'pypi-publish': ['publication'],
  'github-packages-publish': ['files', 'index-digest', 'install-command', 'visibility'],
  'docker-build-sign': ['digest', 'references', 'verify-commands', 'visibility'],
};

function findMissing(job: JobModel): string[] {
  const outputs = readMapping(job.properties.get('outputs'));
  return job.steps.flatMap((step) => {
    const wanted = evidenceOf[readSlipwayUse(step)?.action ?? ''] ?? [];
    return wanted
      .filter((name) => !outputs.has(name))
      .map((name) => `job "${job.id}" is evidence for the notes but does not pass on "${name}"`);
  });
}

/** The notes say of a channel only what the outputs of its job prove. */
export const evidenceOutputRule: WorkflowRule = {
  name: 'every job that is evidence for the notes passes on the required outputs',
  find({ model }) {
    const evidence = model.jobs.flatMap(({ steps }) =>
      steps
        .filter((step) => readSlipwayUse(step)?.action === 'release-notes')
        .flatMap((step) => listReferences(readMapping(step.with).get('evidence'))),
    );
    const whole = evidence.flatMap(([context, id = '', member, name]) =>
      context === 'needs' && member === 'outputs' && name === undefined ? [id] : [],
    );
    return [...new Set(whole)].flatMap((id) =>
      model.jobs.filter((job) => job.id === id).flatMap(findMissing),
    );
  },
};
