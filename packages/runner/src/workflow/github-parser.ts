import './json-attribute-hook.ts';

// The hook has to be in place before the package is loaded, hence the dynamic imports.
const workflowParser = await import('@actions/workflow-parser');
const actionParser = await import('@actions/workflow-parser/actions/action-parser');
const actionTemplate = await import('@actions/workflow-parser/actions/action-template');

/** GitHub's own parser of workflow and action files, loadable from plain Node. */
export const {
  NoOperationTraceWriter,
  convertWorkflowTemplate,
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isSequence,
  isString,
  parseWorkflow,
} = workflowParser;
export const { parseAction } = actionParser;
export const { convertActionTemplate } = actionTemplate;
