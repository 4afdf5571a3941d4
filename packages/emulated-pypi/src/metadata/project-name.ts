import stdlib from '../generated/stdlib-names.json' with { type: 'json' };
import { canonicalName, projectNamePattern } from './python-names.ts';
import { pythonRepr } from './python-text.ts';

const stdlibNames = new Set(stdlib.names);

/**
 * Why nobody can create a project of this name, in PyPI's words without the link: what does not depend on other projects
 * (`check_project_name`, warehouse/packaging/services.py). Undefined for a name that can be used.
 */
export function explainForbiddenName(name: string): string | undefined {
  const shown = pythonRepr(name);
  if (!projectNamePattern.test(name)) return `The name ${shown} is invalid.`;
  return stdlibNames.has(canonicalName(name))
    ? `The name ${shown} isn't allowed (conflict with Python Standard Library module name).`
    : undefined;
}
