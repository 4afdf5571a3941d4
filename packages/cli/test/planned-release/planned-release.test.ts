import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { expect, it } from 'vitest';
import { judgeWorkflow } from '../../src/workflow-rules/judge-workflow.ts';

const path = '.github/workflows/release.yml';
const reference = readFileSync(join(slipwayDirectory, path), 'utf8');
const names = /^every kind of release reaches|^a release stops where/;

/** What the two rules that go through planned releases find in a text. */
async function findingsOf(text: string): Promise<string> {
  const checks = await judgeWorkflow(path, text, { name: 'workflow_dispatch', ref: 'refs/heads/main' });
  const own = checks.filter(({ name }) => names.test(name));
  expect(own).toHaveLength(2);
  return own.flatMap(({ ok, detail }) => (ok ? [] : [detail])).join('\n');
}

/** The reference workflow with the first occurrence of a text after a place replaced. */
function change(place: string, from: string | RegExp, to: string): string {
  const start = reference.indexOf(place);
  const rest = reference.slice(start);
  const changed = rest.replace(from, () => to);
  expect(start >= 0 && changed !== rest, `${place}: ${String(from)}`).toBe(true);
  return reference.slice(0, start) + changed;
}

it('the reference workflow does what it should in every kind of release', async () => {
  expect(await findingsOf(reference)).toBe('');
});

const broken: readonly [what: string, text: string, expected: RegExp][] = [
  [
    'drafts that reach PyPI are found without a draft',
    change('publish-to-pypi:', "needs.draft-github-release.outputs.draft == 'false' && ", ''),
    /a draft of a final release: job "publish-to-pypi" starts, but the upload to PyPI is not part of this release/,
  ],
  [
    'pre-releases that reach PyPI are found without a pre-release',
    change(
      'publish-to-pypi:',
      /needs\.build-python-package\.outputs\.is-prerelease != 'true' && [^)]*\)/,
      'true)',
    ),
    /^a pre-release: job "publish-to-pypi" starts/,
  ],
  [
    'marked releases that reach PyPI are found',
    change('publish-to-pypi:', " && needs.draft-github-release.outputs.prerelease == 'false')", ')'),
    /a final release that is marked as a pre-release: job "publish-to-pypi" starts/,
  ],
  [
    'pre-releases that never reach TestPyPI are found',
    change('publish-to-pypi:', "(inputs.index == 'testpypi' || ", '('),
    /a pre-release to TestPyPI: the upload to TestPyPI is missing/,
  ],
  [
    'a release to TestPyPI that reaches PyPI is found',
    change('publish-to-pypi:', /repository-url: [^\n]*/, "repository-url: ''"),
    /a pre-release to TestPyPI: job "publish-to-pypi" uploads to PyPI instead of TestPyPI/,
  ],
  [
    'a choice of the index that is lost on the way to the tag is found',
    change('version-bump:', / *index=[^\n]*\n/, ''),
    /a pre-release to TestPyPI: .*the upload to TestPyPI is missing/s,
  ],
  [
    'a release to no index that is uploaded is found',
    change('publish-to-pypi:', "inputs.index != 'none' &&", ''),
    /a final release to no index: job "publish-to-pypi" starts/,
  ],
  [
    'a channel that is never reached is found',
    change('publish-to-github-packages:', "outputs.draft == 'false'", "outputs.draft == 'true'"),
    /a final release: the publication to GitHub Packages is missing/,
  ],
  [
    'a release without an image that ends with the build of the package is found',
    change('draft-github-release:', '!failure() && !cancelled() && ', ''),
    /a final release: the upload to PyPI is missing/,
  ],
  [
    'a build at a branch is found',
    change('build-python-package:', "github.ref_type == 'tag' && ", ''),
    /job "build-python-package" runs python-build on a branch/,
  ],
  [
    'a draft that is not asked for at the tag is found',
    change('dispatch-inputs:', "            draft=${{ inputs.draft || '' }}\n", ''),
    /a draft of a final release: .*starts, but the upload to PyPI is not part of this release/,
  ],
  [
    'a gate that is lost on the way to the tag is found',
    change('dispatch-inputs:', /\n +gate=[^\n]*/, ''),
    /a draft to be published by a person of a final release: .*starts, but the upload to PyPI is not part/,
  ],
  [
    'a gate that the draft does not know is found',
    change('Draft the release', " || inputs.gate == 'release'", ''),
    /a draft to be published by a person of a final release: .*starts, but the upload to PyPI is not part/,
  ],
  [
    'a second build of a release that a person published is found',
    change('build-python-package:', /&&\n +needs\.version-bump\.outputs\.from-release != 'true' /, ''),
    /when a person publishes the draft, job "build-python-package" runs python-build, although/,
  ],
  [
    'a second image of a release that a person published is found',
    change('build-platform-images:', /&&\n? *needs\.version-bump\.outputs\.from-release != 'true' /, ''),
    /when a person publishes the draft, job "build-platform-images" runs docker-build-sign, although/,
  ],
  [
    'a published draft whose files nobody takes is found',
    change('sign-passport:', " || needs.version-bump.outputs.from-release == 'true')", ')'),
    /when a person publishes the draft, taking the files of the published release is missing/,
  ],
  [
    'a published draft that gets a second passport is found',
    change('Sign the passport', /\n +mode: .*/, ''),
    /when a person publishes the draft, .*signs a second passport for the published release/,
  ],
  [
    'files of a published draft that do not reach PyPI are found',
    change('publish-to-pypi:', /\n +\$\{\{ needs\.sign-passport\.outputs\.distributions \}\}/, ''),
    /when a person publishes the draft, job "publish-to-pypi" does not compare its files with those of the release/,
  ],
  [
    'an image of a published draft that the notes do not name is found',
    change('create-github-release:', 'needs.sign-passport.outputs.image || ', ''),
    /when a person publishes the draft, job "create-github-release" passes nothing about the image/,
  ],
  [
    'the start of another workflow at the tag is found',
    change('version-bump:', 'dispatch: auto', 'dispatch: publish.yml'),
    /version-bump starts "publish\.yml" at the tag/,
  ],
  [
    'a version that is asked for and not made is found',
    change('version-bump:', /\n +version: \$\{\{ inputs\.version \}\}/, ''),
    /gets the version "" instead of the requested 2\.0\.0/,
  ],
  [
    'a kind of version that is asked for and not made is found',
    change('version-bump:', "inputs.version == '' && inputs.bump || ''", "''"),
    /gets the bump "" instead of the requested "minor"|gets the bump "auto"/,
  ],
  [
    'digests that are no list of what was built are found',
    change('publish-to-pypi:', /build-python-package\.outputs\.files/, 'build-python-package.outputs.name'),
    /job "publish-to-pypi" compares its files with "demo"/,
  ],
  [
    'the artifact of nobody is found',
    change('publish-to-pypi:', /artifact-name: \|\n +python-dist/, 'artifact-name: |\n            dist'),
    /job "publish-to-pypi" uses the artifact "dist", but the built files are in "python-dist"/,
  ],
  [
    'an image that is joined of one leg twice is found',
    change('build-docker-image:', 'outputs.arm64 }}\n', 'outputs.amd64 }}\n'),
    /job "build-docker-image" joins /,
  ],
  [
    'a mark that is not handed on is found',
    change('Tag the image', /\n +prerelease: .*/, ''),
    /job "promote-docker-image" passes "prerelease: auto" to docker-build-sign instead of "true"/,
  ],
  [
    'a comparison of the channels that leaves one out is found',
    change('verify-release:\n', /"pypi": [^\n]*/, '"pypi": {},'),
    /job "verify-release" passes nothing of pypi-publish to the comparison of the channels/,
  ],
  [
    'a comparison of the channels with another file than the passport is found',
    change('verify-release:\n', 'needs.sign-passport.outputs.files', "'[]'"),
    /job "verify-release" compares the channels with "\[\]" instead of the passport/,
  ],
  [
    'a comparison of the channels of a draft is found',
    change('verify-release:\n', " &&\n      needs.create-github-release.outputs.draft == 'false'", ''),
    /job "verify-release" starts, but the comparison of the channels is not part of this release/,
  ],
  [
    'a draft that is published is found',
    change('Publish the release', /\n +draft: .*/, ''),
    /job "create-github-release" passes "draft: false" to release-notes/,
  ],
  [
    'a publication that would make a lost draft anew is found',
    change('create-github-release:', /\n +phase: publish/, ''),
    /job "create-github-release" passes "phase: all" to release-notes/,
  ],
  [
    'notes that are not told of a channel are found',
    change('create-github-release:', /\n +"github-packages": .*/, ''),
    /passes nothing about GitHub Packages to the notes/,
  ],
  [
    'a version that is not that of the tag is found',
    change(
      'build-python-package:',
      'version: ${{ needs.version-bump.outputs.version }}',
      'version: ${{ github.sha }}',
    ),
    /passes the version "a{40}" to python-build/,
  ],
  [
    'a path that is not that of the tag is found',
    change('build-python-package:', 'path: ${{ needs.version-bump.outputs.path }}', 'path: docs'),
    /gives python-build the path "docs"/,
  ],
  [
    'a build of the wrong folder at the tag of a package is found',
    change('build-python-package:', /\n +path: \$\{\{ needs\.version-bump\.outputs\.path \}\}/, ''),
    /gives python-build the path "\." at the tag of a package in packages\/demo/,
  ],
  [
    'an image at the tag of a package is found',
    change('build-platform-images:', / &&\s+needs\.version-bump\.outputs\.path == '\.'/, ''),
    /job "build-platform-images" runs docker-build-sign at the tag of a package/,
  ],
  [
    'a package that is asked for and not handed on is found',
    change('version-bump:', 'package: ${{ inputs.package }}', 'package: demo-x'),
    /is given the package "demo-x" where "demo" is asked for/,
  ],
  [
    'a build at a tag that is not a release is found',
    change('build-python-package:', " && needs.version-bump.outputs.released == 'true'", ''),
    /job "build-python-package" runs python-build at a tag that is not a release/,
  ],
  [
    'a publication beside the one that cannot be taken back is found',
    change(
      'publish-to-github-packages:',
      '[build-python-package, build-wheels, sign-passport, draft-github-release, publish-to-pypi]',
      '[build-python-package, build-wheels, sign-passport, draft-github-release]',
    ),
    /publish-to-github-packages starts although publish-to-pypi failed/,
  ],
  [
    'a publication after a failure is found',
    change('promote-docker-image:', '!failure() && !cancelled() && ', 'always() && '),
    /promote-docker-image starts although .*cancel/,
  ],
  [
    'a failure that nobody reports is found',
    change('notify-failure:', 'if: failure()', 'if: false'),
    /no job reports that build-python-package failed/,
  ],
];

it.each(broken)('%s', async (_what, text, expected) => {
  expect(await findingsOf(text)).toMatch(expected);
});

const others: readonly [what: string, text: string][] = [
  [
    'a workflow whose script decides is not gone through',
    change(
      'build-python-package:',
      'steps.build.outputs.is-prerelease }}',
      'steps.kind.outputs.pre }}',
    ).replace(
      '      - name: Build the package\n',
      '      - id: kind\n        run: ./kind.sh >> "$GITHUB_OUTPUT"\n      - name: Build the package\n',
    ),
  ],
  [
    'a workflow that releases in the run that raises the version is not gone through',
    change('version-bump:', 'dispatch: auto', 'mode: direct'),
  ],
];

it.each(others)('%s', async (_what, text) => {
  expect(await findingsOf(text)).toBe('');
});
