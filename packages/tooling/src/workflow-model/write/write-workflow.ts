import { Document, type YAMLMap } from 'yaml';
import type { Workflow, WorkflowInput } from '../model/workflow.ts';
import { writeJob } from './write-job.ts';
import { writeValue } from './write-value.ts';
import { type Entry, flowList, mapping, ownBreaks, quoted, scalar } from './yaml-nodes.ts';

const maxColumns = 110;

function writeInput({ description, type, default: preset, options }: WorkflowInput): YAMLMap {
  return mapping(
    { key: 'description', node: scalar(description) },
    { key: 'type', node: scalar(type) },
    { key: 'default', node: scalar(preset) },
    options && { key: 'options', node: flowList(options.map((option) => scalar(option))) },
  );
}

function writeTriggers({ dispatchInputs, pushedTags }: Workflow): YAMLMap {
  const inputs = Object.entries(dispatchInputs).map(
    ([key, input]): Entry => ({ key, node: writeInput(input) }),
  );
  const tags = flowList(pushedTags.map(quoted));
  return mapping(
    { key: 'workflow_dispatch', node: mapping({ key: 'inputs', node: mapping(...inputs) }) },
    { key: 'push', node: mapping({ key: 'tags', node: tags }) },
  );
}

/** Writes the text of a workflow file. */
export function writeWorkflow(workflow: Workflow): string {
  const { name, comment, permissionsComment, concurrency, jobs, ownActions } = workflow;
  const document = new Document(undefined, { customTags: (tags) => [ownBreaks, ...tags] });
  document.contents = mapping(
    { key: 'name', node: scalar(name), comment },
    { key: 'on', node: writeTriggers(workflow), apart: true },
    { key: 'permissions', node: mapping(), comment: permissionsComment, apart: true },
    {
      key: 'concurrency',
      comment: concurrency.comment,
      apart: true,
      node: mapping(
        { key: 'group', node: writeValue(concurrency.group) },
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
            node: writeJob(job, ownActions),
            comment: job.comment,
            apart: index > 0,
          }),
        ),
      ),
    },
  );
  return document.toString({ lineWidth: maxColumns, flowCollectionPadding: false, trailingComma: true });
}
