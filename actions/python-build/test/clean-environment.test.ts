import { describe, expect, it } from 'vitest';
import { createBuildEnvironment } from '../src/build/clean-environment.ts';

const fixed = {
  ...{ LANG: 'C.UTF-8', TZ: 'UTC', PYTHONHASHSEED: '0' },
  ...{ PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' },
};

describe('the environment of a build', () => {
  it('the build environment contains only machine, pip and uv settings', () => {
    const passed = {
      ...{
        PATH: '/bin',
        HOME: '/h',
        http_proxy: 'p',
        CC: 'cc',
        SSL_CERT_FILE: 'f',
        'ProgramFiles(x86)': 'x',
      },
      ...{ PIP_INDEX_URL: 'i', UV_INDEX: 'u', LD_LIBRARY_PATH: 'l' },
    };
    const withheld = {
      ...{ GITHUB_TOKEN: 't', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't', INPUT_TOKEN: 't', NODE_OPTIONS: 'n' },
      ...{
        UV_PUBLISH_TOKEN: 't',
        PIP_TARGET: 'x',
        PIP_USER: '1',
        MY_SECRET: 's',
        PYTHONPATH: 'p',
        XPIP_: 'x',
      },
    };
    expect(createBuildEnvironment({ ...passed, ...withheld, EMPTY: undefined }, [], undefined)).toEqual({
      ...passed,
      // The same indexes for uv and pip.
      ...{ UV_DEFAULT_INDEX: 'i', PIP_EXTRA_INDEX_URL: 'u' },
      ...fixed,
    });
  });

  it('the language, time zone and hash seed are fixed', () => {
    const variables = { LANG: 'de_DE', TZ: 'Europe/Berlin', PYTHONHASHSEED: '7', PIP_NO_INPUT: '0' };
    expect(createBuildEnvironment(variables, ['LANG', 'TZ'], undefined)).toEqual(fixed);
  });

  it('variables named by the input are passed unless they are unset', () => {
    const variables = { MY_FLAG: 'x', OTHER: 'y' };
    expect(createBuildEnvironment(variables, ['MY_FLAG', 'MISSING'], undefined)).toEqual({
      ...fixed,
      MY_FLAG: 'x',
    });
  });

  it('the source time is passed if it is known', () => {
    expect(createBuildEnvironment({}, [], '1700000000')).toEqual({
      ...fixed,
      SOURCE_DATE_EPOCH: '1700000000',
    });
    expect(createBuildEnvironment({ SOURCE_DATE_EPOCH: '1' }, [], undefined)).toEqual(fixed);
  });

  it.each([
    'GITHUB_TOKEN',
    'github_env',
    'ACTIONS_RUNTIME_TOKEN',
    'INPUT_X',
    'RUNNER_TEMP',
    'STATE_x',
    '1A',
    'A-B',
    'A=B',
  ])('the variable %s is rejected even when it is requested', (name) => {
    expect(() => createBuildEnvironment({ [name]: 'x' }, [name], undefined)).toThrow(
      /which is never passed to a build/,
    );
  });
});
