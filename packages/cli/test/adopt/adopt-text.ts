import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import { adoptWorkflow } from '../../src/adopt/adopt-workflow.ts';
import { readToolSettings } from '../../src/adopt/tool-settings.ts';
import { calledPublisher } from './samples.ts';

export const path = '.github/workflows/publish.yml';
const reference = readFileSync(join(slipwayDirectory, '.github/workflows/release.yml'), 'utf8');
const noTools = { pyproject: undefined, releasePleaseConfig: undefined };

/** Adopts a text with the reference workflow of this repository. */
export function adopt(text: string, isTracked: (pattern: string) => boolean = () => true) {
  const workflow = readWorkflowText(path, text);
  const called = text.includes('publish-pypi.yml')
    ? [
        {
          workflow: readWorkflowText('.github/workflows/publish-pypi.yml', calledPublisher),
          origin: undefined,
        },
      ]
    : [];
  return adoptWorkflow({ workflow, called, tool: readToolSettings(text, noTools), reference, isTracked });
}
export const parse = (text: string) => readWorkflowText(path, text);
export const jobOf = (text: string, id: string) => parse(text).jobs.find((job) => job.id === id);
/** The fate of the first line with a text, with its reason. */
export const fateOf = (text: string, line: string): string => {
  const index = text.split('\n').findIndex((each) => each.includes(line));
  const fate = adopt(text).fates[index];
  return `${fate?.kind}: ${fate?.reason}`;
};
