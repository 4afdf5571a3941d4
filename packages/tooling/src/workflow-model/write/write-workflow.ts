import { Document, type YAMLMap } from 'yaml';
import type { CallTriggers, StartTriggers, Workflow, WorkflowInput } from '../model/workflow.ts';
import { createReader, type Reader } from './reader.ts';
import { writeTruth } from './write-expression.ts';
import { writeJob } from './write-job.ts';
import { writeValue } from './write-value.ts';
import { type Entry, flowList, mapping, ownBreaks, quoted, scalar } from './yaml-nodes.ts';

const maxColumns = 110;

function writeInput({ description, type, default: preset, options, required }: WorkflowInput): YAMLMap {
  return mapping(
    { key: 'description', node: scalar(description) },
    { key: 'type', node: scalar(type) },
    required === true ? { key: 'required', node: scalar(true) } : undefined,
    preset === undefined ? undefined : { key: 'default', node: scalar(preset) },
    options && { key: 'options', node: flowList(options.map((option) => scalar(option))) },
  );
}

const writeInputs = (inputs: Readonly<Record<string, WorkflowInput>>): Entry => ({
  key: 'inputs',
  node: mapping(...Object.entries(inputs).map(([key, input]): Entry => ({ key, node: writeInput(input) }))),
});

function writeStart({
  dispatchInputs,
  pushedTags,
  pushedBranches = [],
  publishedReleases = false,
}: StartTriggers): YAMLMap {
  const patterns = (key: string, list: readonly string[]): Entry | undefined =>
    list.length === 0 ? undefined : { key, node: flowList(list.map(quoted)) };
  const filters = [patterns('branches', pushedBranches), patterns('tags', pushedTags)];
  return mapping(
    { key: 'workflow_dispatch', node: mapping(writeInputs(dispatchInputs)) },
    filters.every((filter) => filter === undefined) ? undefined : { key: 'push', node: mapping(...filters) },
    publishedReleases
      ? { key: 'release', node: mapping({ key: 'types', node: flowList([scalar('published')]) }) }
      : undefined,
  );
}

function writeCall({ inputs, outputs }: CallTriggers, reader: Reader): YAMLMap {
  const written = Object.entries(outputs).map(
    ([key, { description, value }]): Entry => ({
      key,
      node: mapping(
        { key: 'description', node: scalar(description) },
        {
          key: 'value',
          node: 'terms' in value ? scalar(writeTruth(value, reader)) : writeValue(value, reader),
        },
      ),
    }),
  );
  const parts = [
    writeInputs(inputs),
    written.length === 0 ? undefined : { key: 'outputs', node: mapping(...written) },
  ];
  return mapping({ key: 'workflow_call', node: mapping(...parts) });
}

/** Writes the text of a workflow file. */
export function writeWorkflow(workflow: Workflow): string {
  const { name, comment, triggers, permissionsComment, concurrency, jobs } = workflow;
  const reader = createReader(workflow);
  const document = new Document(undefined, { customTags: (tags) => [ownBreaks, ...tags] });
  document.contents = mapping(
    { key: 'name', node: scalar(name), comment },
    {
      key: 'on',
      node:
        triggers.kind === 'called'
          ? writeCall(triggers, createReader(workflow, 'jobs'))
          : writeStart(triggers),
      apart: true,
    },
    { key: 'permissions', node: mapping(), comment: permissionsComment, apart: true },
    concurrency && {
      key: 'concurrency',
      comment: concurrency.comment,
      apart: true,
      node: mapping(
        { key: 'group', node: writeValue(concurrency.group, reader) },
        { key: 'cancel-in-progress', node: scalar(concurrency.cancelInProgress) },
      ),
    },
    {
      key: 'jobs',
      apart: true,
      node: mapping(
        ...jobs.map(
          (job, index): Entry => ({
            key: job.id,
            node: writeJob(job, workflow, reader),
            comment: job.comment,
            apart: index > 0,
          }),
        ),
      ),
    },
  );
  return document.toString({ lineWidth: maxColumns, flowCollectionPadding: false, trailingComma: true });
}
