import { at, when } from '../../model/condition.ts';
import { expression, text } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { read, write } from '../../model/permissions.ts';
import { passOn } from '../../model/reference.ts';
import { noted, own } from '../../model/step.ts';
import { input } from '../inputs.ts';
import { checkout } from '../steps.ts';
import { indexUrl, tagFormat } from '../values.ts';

export const versionBump = defineJob({
  id: 'version-bump',
  comment: [
    'On a branch this decides the version, commits and tags. At a tag it reads the version that the tag names, in the style of the',
    "project's tags, and writes nothing. Every later job takes the version and the tag from here. When a person published the release,",
    'it says whether the release has the files already.',
  ],
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 10,
  permissions: {
    contents: write('the commit and its tag'),
    actions: write('starts this workflow at the tag'),
    checks: read('whether the required checks of the commit are green'),
  },
  outputs: passOn(
    'bump',
    'name',
    'version',
    'previous-version',
    'tag',
    'commit',
    'path',
    'released',
    'from-release',
    'slipway',
  ),
  steps: [
    // A bump reads commits and tags from the checkout, which takes no requests. A tag is read from the API.
    { ...checkout('history'), condition: when(at('branch')) },
    {
      name: 'Bump or read the version',
      id: 'bump',
      uses: own('version-bump'),
      with: {
        bump: expression`${input('version')} == '' && ${input('bump')} || ''`,
        version: input('version'),
        package: input('package'),
        'tag-format': noted(
          tagFormat,
          'Only needed for tags of an unusual form, such as "build-{version}": a variable of the repository.',
        ),
        'require-checks': expression`${input('require-checks')} || 'auto'`,
        dispatch: 'auto',
        // A calling workflow need not have these inputs, or may set the gate itself in both runs.
        'dispatch-inputs': text`
          index=${indexUrl}
          gate=\${{ github.event.inputs['gate'] != 'auto' && github.event.inputs['gate'] || '' }}
          draft=${expression`${input('draft')} || ''`}
          prerelease=${expression`${input('prerelease')} || ''`}
        `,
      },
    },
  ],
});
