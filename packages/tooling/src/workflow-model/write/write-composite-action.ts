import { Document } from 'yaml';
import type { CompositeAction, CompositeStep } from '../model/composite-action.ts';
import type { Job } from '../model/job.ts';
import type { Reference } from '../model/reference.ts';
import type { Reader } from './reader.ts';
import { writeStep } from './write-step.ts';
import { blockList, type Entry, mapping, ownBreaks, scalar } from './yaml-nodes.ts';

const maxColumns = 110;

/** The step of a job that has an id, which is the name of the job here: ids of two jobs may be the same. */
const hasId = ({ step }: CompositeStep): boolean => step.id !== undefined;

/** Reads what other jobs of a workflow say from the earlier steps of the action, or from its inputs. */
function createStepReader({ steps, jobInputs, flags }: CompositeAction): Reader {
  const knows = (reference: Reference): boolean =>
    !('job' in reference) ||
    steps.some(({ job }) => job.id === reference.job) ||
    jobInputs.some(({ job }) => job.id === reference.job);
  const find = (id: string): Job | undefined => steps.find(({ job }) => job.id === id)?.job;
  const readOutput = (id: string, output: string): string => {
    const input = jobInputs.find((each) => each.job.id === id && each.output === output)?.input;
    if (input !== undefined) return `inputs.${input}`;
    const value = find(id)?.outputs?.[output];
    return value?.kind === 'step-output' ? `steps.${id}.outputs.${value.output}` : "''";
  };
  return {
    read(reference) {
      switch (reference.kind) {
        case 'input':
          return flags.includes(reference.input)
            ? `(inputs.${reference.input} == 'true')`
            : `inputs.${reference.input}`;
        case 'job-output':
          return readOutput(reference.job, reference.output);
        case 'job-outputs':
          return `steps.${reference.job}.outputs`;
        case 'step-output':
          return `steps.${reference.step}.outputs.${reference.output}`;
        case 'variable':
          return "''";
        case 'job-result':
        case 'received':
          throw new Error(`a composite action reads no "${reference.kind}"`);
      }
    },
    knows: (reference) => reference.kind !== 'received' && knows(reference),
    mayHaveEnded: knows,
    unbroken: [],
    broken: 'failure()',
  };
}

/** Writes the text of `action.yml`. */
export function writeCompositeAction(action: CompositeAction): string {
  const { name, description, inputs, outputs, steps } = action;
  const reader = createStepReader(action);
  const written = steps.map((each) => {
    const { step, job, terms } = each;
    return writeStep(
      {
        ...step,
        ...(hasId(each) ? { id: job.id } : {}),
        ...(terms.length === 0 ? {} : { condition: { terms } }),
      },
      'own commit',
      reader,
    );
  });
  const document = new Document(undefined, { customTags: (tags) => [ownBreaks, ...tags] });
  document.contents = mapping(
    { key: 'name', node: scalar(name) },
    { key: 'description', node: scalar(description) },
    { key: 'author', node: scalar('Slipway') },
    {
      key: 'branding',
      node: mapping({ key: 'icon', node: scalar('send') }, { key: 'color', node: scalar('blue') }),
    },
    {
      key: 'inputs',
      node: mapping(
        ...Object.entries(inputs).map(
          ([key, input]): Entry => ({
            key,
            node: mapping(
              { key: 'description', node: scalar(input.description) },
              input.required === true ? { key: 'required', node: scalar(true) } : undefined,
              input.default === undefined ? undefined : { key: 'default', node: scalar(input.default) },
            ),
          }),
        ),
      ),
    },
    {
      key: 'outputs',
      node: mapping(
        ...Object.entries(outputs).map(
          ([key, { description: text, job, output }]): Entry => ({
            key,
            node: mapping(
              { key: 'description', node: scalar(text) },
              {
                key: 'value',
                node: scalar(`\${{ ${reader.read({ kind: 'job-output', job: job.id, output })} }}`),
              },
            ),
          }),
        ),
      ),
    },
    {
      key: 'runs',
      node: mapping({ key: 'using', node: scalar('composite') }, { key: 'steps', node: blockList(written) }),
    },
  );
  return document.toString({ lineWidth: maxColumns, flowCollectionPadding: false, trailingComma: true });
}
