import { describe, expect, it } from 'vitest';
import { pretendVersion } from '../src/build/pretend-version.ts';

describe('pretendVersion', () => {
  it('the variable for setuptools-scm applies to only one project', () => {
    expect(pretendVersion('setuptools-scm', 'My.Demo-x', '1.2.0')).toEqual({
      SETUPTOOLS_SCM_PRETEND_VERSION_FOR_MY_DEMO_X: '1.2.0',
      VCS_VERSIONING_PRETEND_VERSION_FOR_MY_DEMO_X: '1.2.0',
    });
    expect(pretendVersion('hatch (vcs)', 'demo', '1.2.0')).toHaveProperty(
      'SETUPTOOLS_SCM_PRETEND_VERSION_FOR_DEMO',
    );
    expect(pretendVersion('setuptools-scm', undefined, '1.2.0')).toEqual({});
  });
  it('the variables of other version tools are known', () => {
    expect(pretendVersion('pdm (scm)', 'demo', '1.2.0')).toEqual({ PDM_BUILD_SCM_VERSION: '1.2.0' });
    expect(pretendVersion('poetry-dynamic-versioning', 'demo', '1')).toEqual({
      POETRY_DYNAMIC_VERSIONING_BYPASS: '1',
    });
    expect(pretendVersion('versioneer', 'demo', '1')).toEqual({});
  });
});
