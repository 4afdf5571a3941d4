import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { githubErrors } from '@slipway/github/errors';

/**
 * Name of the workflow file that a run started with.
 * @param workflowRef `GITHUB_WORKFLOW_REF`: `owner/name/.github/workflows/release.yml@refs/heads/main`
 */
export function readWorkflowFile(workflowRef: string): string | undefined {
  return /\.github\/workflows\/([^/@]+)@/.exec(workflowRef)?.[1];
}

/**
 * Reads the text of a workflow. The parser is loaded for it, which only some runs need.
 * @param file name of the workflow file, for the error
 * @throws InputError E_GITHUB_DISPATCH for what is not YAML, which GitHub would not start
 */
export async function parseWorkflow(file: string, text: string): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(text) as unknown;
  } catch (cause) {
    const why = neutralizeLine(cause instanceof Error ? cause.message : String(cause), 200);
    throw new InputError(githubErrors.E_GITHUB_DISPATCH, {
      message: `The workflow ${neutralizeLine(file, 200)} is not valid YAML: ${why.replace(/[.:]?$/, '')}. Nothing was written.`,
      hint: 'Correct the file on the branch, and start a new run.',
    });
  }
}
