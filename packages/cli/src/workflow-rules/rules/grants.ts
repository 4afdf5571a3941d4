import { readPermissions } from '@slipway/runner/workflow/permissions';
import type { WorkflowRule } from '../rule.ts';

/** What stands at the top is what every job gets that says nothing, one that is added next year too. */
export const topGrantRule: WorkflowRule = {
  name: 'the workflow grants no permissions by default',
  find({ model }) {
    const granted = readPermissions(model.properties.get('permissions'));
    if (granted === undefined)
      return [
        'the workflow has no top-level "permissions", so jobs without their own get the repository\'s default',
      ];
    const scopes = Object.entries(granted).filter(
      ([scope, level]) => level === 'write' || (level === 'read' && scope !== 'contents'),
    );
    return scopes.length === 0
      ? []
      : [
          `the top level of the workflow grants ${scopes.map(([scope, level]) => `${scope}: ${level}`).join(', ')} to every job`,
        ];
  },
};
