import { equal, type Term, unequal } from '../model/condition.ts';
import { type Expression, expression } from '../model/expression.ts';
import type { Job } from '../model/job.ts';
import { allOutputsOf, type Reference } from '../model/reference.ts';
import { input } from './inputs.ts';

/** Name of the artifact that contains the sdist and the wheels. Their digests are the output `files`. */
export const distArtifact = 'python-dist';

/** Name of the artifact that contains the passport. Its digest is the output `files` of the job that signs it. */
export const passportArtifact = 'release-passport';

/** The form of the project's tags, where it is unusual: a variable of the repository, since this file is copied unchanged. */
export const tagFormat = "${{ vars.TAG_FORMAT || 'auto' }}";

/** Whether the GitHub release is marked as a pre-release: by its version, unless the user marks it. */
export const prereleaseMark: Expression = expression`${input('prerelease')} && 'true' || 'auto'`;

const gate = input('gate');
const repositoryGate: Reference = { kind: 'variable', name: 'RELEASE_GATE' };

/**
 * The run ends with a draft, which a person publishes: asked for in this run, or by the gate of the repository. A release that is
 * published already is no draft any more.
 */
export const staysDraft: Expression = expression`${input('draft')} || ${gate} == 'release' || ${gate} != 'environment' && ${repositoryGate} == 'release'`;

const index = input('index');

/** A package index was chosen. A run that was not asked, such as that of a pushed tag, publishes to PyPI. */
export const hasIndex: Term = unequal(index, 'none');

/** TestPyPI was chosen, where pre-releases can be tried. */
export const isTestIndex: Term = equal(index, 'testpypi');

/** The index as `pypi-publish` takes it: empty is PyPI. A name that is none of an index stops that action before it asks for a token. */
export const indexUrl: Expression = expression`${index} != 'pypi' && ${index} || ''`;

/** The environment of the job that publishes. TestPyPI is a service of its own, which has a trusted publisher of its own. */
export const indexEnvironment: Expression = expression`${index} == 'testpypi' && 'testpypi' || 'pypi'`;

/** The name of the index in summaries. */
export const indexTitle: Expression = expression`${index} == 'testpypi' && 'TestPyPI' || 'PyPI'`;

/** All outputs of a job as JSON. */
export const toJson = (job: Job): Expression => ({
  ...expression`toJSON(${allOutputsOf(job)})`,
  otherwise: '{}',
});
