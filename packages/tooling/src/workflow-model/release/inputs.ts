import type { Reference } from '../model/reference.ts';
import type { WorkflowInput } from '../model/workflow.ts';

/** The inputs of "Run workflow". The run on the branch passes `index`, `gate`, `draft` and `prerelease` on to the run at the tag. */
export const inputs = {
  bump: {
    description: 'Kind of version bump; "auto" chooses it from the commits since the last release',
    type: 'choice',
    default: 'auto',
    options: ['auto', 'major', 'minor', 'patch', 'pre', 'a', 'b', 'rc', 'post', 'dev', 'release', 'none'],
  },
  version: {
    description: 'Exact version to release instead of a bump, e.g. 2.0.0rc1',
    type: 'string',
    default: '',
  },
  package: {
    description: 'Package to release, by name or directory, in a repository of several',
    type: 'string',
    default: '',
  },
  index: {
    description: 'Package index to publish to; pre-releases go to TestPyPI only',
    type: 'choice',
    default: 'pypi',
    options: ['pypi', 'testpypi', 'none'],
  },
  gate: {
    description: 'What a release waits for: the environment of PyPI, or a person who publishes its draft',
    type: 'choice',
    default: 'auto',
    options: ['auto', 'environment', 'release'],
  },
  'require-checks': {
    description: 'Checks that must be green at the commit before it is released',
    type: 'choice',
    default: 'auto',
    options: ['auto', 'all', 'none'],
  },
  draft: {
    description: 'Keep the GitHub release as a draft, which is released when a person publishes it',
    type: 'boolean',
    default: false,
  },
  prerelease: {
    description: 'Mark the GitHub release as a pre-release, regardless of its version',
    type: 'boolean',
    default: false,
  },
} as const satisfies Readonly<Record<string, WorkflowInput>>;

/** The value of an input. The compiler rejects an unknown name. */
export const input = (name: keyof typeof inputs): Reference => ({ kind: 'input', input: name });
