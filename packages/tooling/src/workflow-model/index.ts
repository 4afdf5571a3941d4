export { renderJobTable } from './job-table.ts';
export { releaseWorkflow } from './release/workflow.ts';
export { validateWorkflow } from './validate/validate-workflow.ts';
export { writeWorkflow } from './write/write-workflow.ts';
