/**
 * Name of the workflow file that a run started with.
 * @param workflowRef `GITHUB_WORKFLOW_REF`: `owner/name/.github/workflows/release.yml@refs/heads/main`
 */
export function readWorkflowFile(workflowRef: string): string | undefined {
  return /\.github\/workflows\/([^/@]+)@/.exec(workflowRef)?.[1];
}
