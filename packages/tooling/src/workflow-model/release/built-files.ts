import { type Text, text } from '../model/expression.ts';
import { outputOf } from '../model/reference.ts';
import { buildPythonPackage } from './jobs/build-python-package.ts';
import { buildWheels } from './jobs/build-wheels.ts';
import { distArtifact } from './values.ts';

/** The lists of everything that was built, one per line; those of jobs that were skipped are empty. */
export const builtFiles: Text = text`
  ${outputOf(buildPythonPackage, 'files')}
  ${outputOf(buildWheels, 'files')}
`;

/** The artifacts that contain it, one per line. */
export const builtArtifacts: Text = text`
  ${distArtifact}
  ${outputOf(buildWheels, 'artifact-names')}
`;
