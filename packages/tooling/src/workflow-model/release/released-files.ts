import type { Text } from '../model/expression.ts';
import { outputOf } from '../model/reference.ts';
import { builtFiles } from './built-files.ts';
import { signPassport } from './jobs/sign-passport.ts';

/** The lists of everything that is released, one per line: what was built, or what a published release has. */
export const releasedFiles: Text = {
  ...builtFiles,
  lines: [...builtFiles.lines, [outputOf(signPassport, 'distributions')]],
};
