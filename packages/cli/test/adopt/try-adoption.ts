import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import { adoptWorkflow } from '../../src/adopt/adopt-workflow.ts';
import { readToolFiles } from '../../src/adopt/read-tool-files.ts';
import { readToolSettings } from '../../src/adopt/tool-settings.ts';
import { listCalledFiles } from '../../src/doctor/called-files.ts';
import { isOwnWorkflow, isReleasing } from '../../src/maintainer/working-copy.ts';
import { judgeWorkflow } from '../../src/workflow-rules/judge-workflow.ts';
import { compareFindings, type FindingsChange } from './compare-findings.ts';
import { rehearseAdopted } from './rehearse-adopted.ts';

/** What became of one workflow. */
export interface Outcome {
  readonly project: string;
  readonly path: string;
  readonly lines: number;
  readonly kept: number;
  readonly replaced: number;
  readonly dropped: number;
  readonly stops: readonly string[];
  /** Rules that the result breaks, or why it is not a workflow. */
  readonly broken: readonly string[];
  /** What zizmor finds before and after; undefined without it, or when nothing was adopted. */
  readonly findings: FindingsChange | undefined;
  /** "green" or the reason; undefined when it was not asked for, or nothing was adopted. */
  readonly rehearsal: string | undefined;
}

/** What is tried beside the adoption itself. */
export interface Trials {
  /** Path of the program. */
  readonly zizmor?: string | undefined;
  readonly rehearses: boolean;
}

const folder = '.github/workflows';
const start = { name: 'workflow_dispatch', refType: 'branch' } as const;

/** Holds an adopted text against every rule for a release workflow. @returns what is broken */
export async function findBrokenRules(
  path: string,
  text: string,
  read: (path: string) => Promise<string | undefined> = async () => undefined,
): Promise<readonly string[]> {
  try {
    const checks = await judgeWorkflow(path, text, start as never, read);
    return checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
  } catch (error) {
    return [`not a workflow: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function listWorkflows(directory: string): readonly WorkflowText[] {
  return readdirSync(join(directory, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .flatMap(({ name }) => {
      try {
        return [readWorkflowText(`${folder}/${name}`, readFileSync(join(directory, folder, name), 'utf8'))];
      } catch {
        return [];
      }
    });
}

/** Adopts every workflow of a project that releases by itself. */
export async function tryAdoption(
  directory: string,
  project: string,
  { zizmor, rehearses }: Trials,
): Promise<readonly Outcome[]> {
  const read = (path: string): Promise<string | undefined> =>
    readFile(join(directory, path), 'utf8').catch(() => undefined);
  const reference = await readFile(join(slipwayDirectory, folder, 'release.yml'), 'utf8');
  const tools = readToolFiles(await read('pyproject.toml'), await read('release-please-config.json'));
  const outcomes: Outcome[] = [];
  for (const workflow of listWorkflows(directory)) {
    const called = await listCalledFiles(workflow, read);
    const texts = [workflow, ...called.map((file) => file.workflow)];
    const isStarted = [...workflow.triggers.keys()].some((event) => event !== 'workflow_call');
    if (!isStarted || !texts.some(isReleasing) || isOwnWorkflow(workflow)) continue;
    const tool = readToolSettings(texts.map(({ text }) => text).join('\n'), tools);
    const { text, fates, stops } = adoptWorkflow({
      workflow,
      called,
      tool,
      reference,
      isTracked: () => true,
    });
    const count = (kind: string): number => fates.filter((fate) => fate.kind === kind).length;
    outcomes.push({
      ...{ project, path: workflow.path, lines: workflow.text.replace(/\n$/, '').split('\n').length },
      ...{ kept: count('kept'), replaced: count('replaced'), dropped: count('dropped') },
      stops: stops.map(({ line, reason }) => `${line}: ${reason}`),
      broken: stops.length > 0 ? [] : await findBrokenRules(workflow.path, text),
      findings:
        zizmor === undefined || stops.length > 0
          ? undefined
          : compareFindings(zizmor, workflow.path, workflow.text, text),
      rehearsal:
        rehearses && stops.length === 0 ? await rehearseAdopted(directory, workflow.path) : undefined,
    });
  }
  return outcomes;
}
