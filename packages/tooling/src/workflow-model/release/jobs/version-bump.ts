import { at, when } from '../../model/condition.ts';
import { expression, text } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { write } from '../../model/permissions.ts';
import { passOn } from '../../model/reference.ts';
import { own } from '../../model/step.ts';
import { input } from '../inputs.ts';
import { checkout } from '../steps.ts';

export const versionBump = defineJob({
  id: 'version-bump',
  condition: when(at('branch')),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 10,
  permissions: {
    contents: write('the commit and its tag'),
    actions: write('starts this workflow at the tag'),
  },
  outputs: passOn('bump', 'version', 'previous-version', 'tag', 'commit'),
  steps: [
    checkout('history'),
    {
      name: 'Bump the version',
      id: 'bump',
      uses: own('version-bump'),
      with: {
        bump: expression`${input('version')} == '' && ${input('bump')} || ''`,
        version: input('version'),
        dispatch: 'release.yml',
        'dispatch-inputs': text`
          draft=${input('draft')}
          prerelease=${input('prerelease')}
        `,
      },
    },
  ],
});
