import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';

/** A workflow that a release calls, at any distance. */
export interface CalledFile {
  readonly workflow: WorkflowText;
  /** `owner/repository` and ref of Slipway's own workflows; undefined for a file of the project. */
  readonly origin: { readonly repository: string; readonly ref: string } | undefined;
}

type Origin = CalledFile['origin'];

const ownFile = /^[.$]\/(\.github\/workflows\/[^@\s/]+)$/;
const slipwayFile = /^([\w.-]+\/slipway)\/(\.github\/workflows\/[^@\s/]+)@(\S+)$/i;

/** What a `uses` of a job names; `$/` and `./` are in the repository of the file that has it. */
function readCall(
  uses: string,
  from: Origin,
): { readonly path: string; readonly origin: Origin } | undefined {
  const path = ownFile.exec(uses)?.[1];
  if (path !== undefined) return { path, origin: from };
  const [, repository, file, ref] = slipwayFile.exec(uses) ?? [];
  if (repository === undefined || file === undefined || ref === undefined) return undefined;
  return { path: file, origin: { repository, ref } };
}

/** Reads a workflow of this edition of Slipway; undefined for one that it does not have. */
const readOwn = (path: string): Promise<string | undefined> =>
  readFile(join(slipwayDirectory, path), 'utf8').catch(() => undefined);

/**
 * Reads the workflows that a workflow calls: those of its repository, and Slipway's, as this edition has them. Workflows of others, and
 * files that do not exist or are not valid, are left out.
 * @param read text of a file of the project
 */
export async function listCalledFiles(
  workflow: WorkflowText,
  read: (path: string) => Promise<string | undefined>,
): Promise<readonly CalledFile[]> {
  const found = new Map<string, CalledFile>();
  const pending: CalledFile[] = [{ workflow, origin: undefined }];
  for (let caller = pending.shift(); caller !== undefined; caller = pending.shift()) {
    for (const { uses } of caller.workflow.jobs) {
      const call = readCall(uses?.text ?? '', caller.origin);
      if (call === undefined) continue;
      const key = `${call.origin?.repository ?? ''} ${call.path}`;
      const isStarted = call.origin === undefined && call.path === workflow.path;
      if (found.has(key) || isStarted) continue;
      const text = await (call.origin === undefined ? read(call.path) : readOwn(call.path));
      const parsed = text === undefined ? undefined : tryRead(call.path, text);
      if (parsed === undefined) continue;
      const file = { workflow: parsed, origin: call.origin };
      found.set(key, file);
      pending.push(file);
    }
  }
  return [...found.values()];
}

function tryRead(path: string, text: string): WorkflowText | undefined {
  try {
    return readWorkflowText(path, text);
  } catch {
    return undefined;
  }
}
