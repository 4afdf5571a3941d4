export { renderInputTable, renderJobTable } from './job-table.ts';
export { calledWorkflows, prepareWorkflow } from './release/called-workflows.ts';
export { publishAction } from './release/publish-action.ts';
export { releasePullRequestWorkflow } from './release/release-pull-request.ts';
export { releaseWorkflow } from './release/workflow.ts';
export { validateWorkflow } from './validate/validate-workflow.ts';
export { writeCompositeAction } from './write/write-composite-action.ts';
export { writeWorkflow } from './write/write-workflow.ts';
