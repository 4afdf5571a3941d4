import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { parseActionReference } from '../actions/resolve-action.ts';
import { runnerErrors } from '../errors.ts';
import type { ResolveRepository } from '../platform.ts';
import { parseWorkflowFile } from '../workflow/parse-workflow-file.ts';
import type { CalledWorkflow } from '../workflow/workflow-instance.ts';
import { readMapping, type WorkflowModel } from '../workflow/workflow-model.ts';

// "Limitations of reusable workflows", GitHub Docs: ten levels, the first workflow included.
const deepestLevel = 10;

/** ID tokens have the full name of a ref (`job_workflow_ref` in "OpenID Connect reference", GitHub Docs). */
const nameTag = (ref: string): string => (/^(?:[0-9a-f]{40}|refs\/.*)$/.test(ref) ? ref : `refs/tags/${ref}`);

type ReadWorkflow = (path: string) => Promise<string | undefined>;

/** Reads every workflow that `model` calls, and those they call. @throws InputError E_WORKFLOW_INVALID */
export async function loadCalls(
  resolveRepository: ResolveRepository,
  caller: { model: WorkflowModel; source: CalledWorkflow['source']; ref: string; read: ReadWorkflow },
  level = 1,
): Promise<Map<string, CalledWorkflow>> {
  const calls = new Map<string, CalledWorkflow>();
  for (const job of caller.model.jobs) {
    if (job.uses === undefined) continue;
    if (level >= deepestLevel) {
      throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
        message: `${caller.model.path}: called workflows are nested too deeply.`,
      });
    }
    const action = parseActionReference(job.uses);
    let { source, ref, read } = caller;
    if (action.kind === 'remote') {
      const { directory, sha, fullRef } = await resolveRepository(action.reference);
      source = { repository: action.reference.repository, sha };
      ref = fullRef ?? nameTag(action.reference.ref);
      read = (path) => readFile(join(directory, path), 'utf8').catch(() => undefined);
    }
    const path = action.kind === 'remote' ? action.reference.path : action.path.replace(/^\.\//, '');
    const text = await read(path);
    if (text === undefined) {
      throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
        message: `The workflow is not valid. ${caller.model.path}: error parsing called workflow "${job.uses}": workflow was not found.`,
      });
    }
    const model = await parseWorkflowFile(path, text);
    if (
      !readMapping(model.properties.get('on')).has('workflow_call') &&
      String(model.properties.get('on')) !== 'workflow_call'
    ) {
      throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
        message: `The workflow is not valid. ${caller.model.path}: error parsing called workflow "${job.uses}": workflow is not reusable as it is missing a \`on.workflow_call\` trigger`,
      });
    }
    calls.set(job.id, {
      model,
      source,
      workflowRef: `${source.repository}/${path}@${ref}`,
      calls: await loadCalls(resolveRepository, { model, source, ref, read }, level + 1),
    });
  }
  return calls;
}
