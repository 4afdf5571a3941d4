import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findFailureCause } from '../src/build/failure-cause.ts';
import { shareIndexSettings } from '../src/build/index-settings.ts';
import { runBuild } from '../src/build/run-build.ts';
import { listWithheldNames } from '../src/build/withheld-names.ts';
import { listImportNames } from '../src/checks/import-names.ts';

describe('the cause of a failed build', () => {
  it.each([
    [
      'the first error of the compiler',
      "src/x.c:3:10: fatal error: yaml.h: No such file or directory\n    3 | #include <yaml.h>\ncompilation terminated.\nerror: command '/usr/bin/gcc' failed with exit code 1\nERROR Backend subprocess exited when trying to invoke build_wheel",
      'src/x.c:3:10: fatal error: yaml.h: No such file or directory',
    ],
    [
      'the last exception of Python, not that of the front end',
      "Traceback (most recent call last):\n  File \"setup.py\", line 3, in <module>\nKeyError: 'HOME'\n\nDuring handling of the above exception, another exception occurred:\n  File \"b.py\", line 1\nModuleNotFoundError: No module named 'numpy'\nsubprocess.CalledProcessError: Command 'x' returned non-zero exit status 1.",
      "ModuleNotFoundError: No module named 'numpy'",
    ],
    [
      'the requirement that the index does not have',
      'Looking in indexes: x\nERROR: No matching distribution found for hatchlin',
      'ERROR: No matching distribution found for hatchlin',
    ],
    [
      'the error of CMake',
      '-- Detecting\nCMake Error at CMakeLists.txt:4 (find_package):\n  Could not find Boost\n*** CMake configuration failed',
      'CMake Error at CMakeLists.txt:4 (find_package):',
    ],
    ['the last lines when none is known', 'one\ntwo\nthree\nfour\n\n', 'two; three; four'],
    ['nothing for no output', '', ''],
  ])('it is %s', (_what, output, cause) => {
    expect(findFailureCause(output.split('\n'))).toBe(cause);
  });
});

describe('index settings', () => {
  it('those of pip are told to uv, and those of uv to pip', () => {
    expect(
      shareIndexSettings({ PIP_INDEX_URL: 'https://a/simple', PIP_FIND_LINKS: '/w /x', PIP_CERT: '/ca.pem' }),
    ).toEqual({
      ...{ UV_DEFAULT_INDEX: 'https://a/simple', UV_FIND_LINKS: '/w,/x', SSL_CERT_FILE: '/ca.pem' },
    });
    expect(shareIndexSettings({ UV_INDEX_URL: 'https://b', UV_INDEX: 'own=https://c https://d' })).toEqual({
      ...{ PIP_INDEX_URL: 'https://b', PIP_EXTRA_INDEX_URL: 'https://c https://d' },
    });
  });

  it('a setting that a tool has of its own is kept', () => {
    const both = { PIP_INDEX_URL: 'https://a', UV_INDEX_URL: 'https://b', SSL_CERT_FILE: '/c' };
    expect(shareIndexSettings(both)).toEqual({});
  });
});

describe('variables that a build does not get', () => {
  it('those of backends, of compilers and of the build scripts are named', async () => {
    const variables = {
      CMAKE_ARGS: 'x',
      RUSTFLAGS: 'y',
      DEMO_FAST: '1',
      DEMO_OTHER: '1',
      CI: 'true',
      HATCH_X: '',
      PATH: '/',
    };
    const tree = {
      read: async (path: string) => (path === 'setup.py' ? 'os.environ["DEMO_FAST"], CI' : undefined),
    };
    expect(await listWithheldNames(variables, { PATH: '/' }, tree)).toEqual([
      'CMAKE_ARGS',
      'DEMO_FAST',
      'RUSTFLAGS',
    ]);
    expect(await listWithheldNames(variables, variables, tree)).toEqual([]);
  });

  it('variables that only change what tools print or keep are not among them, nor words of configuration', async () => {
    const variables = {
      ...{ RUST_BACKTRACE: '1', CARGO_TERM_COLOR: 'always', CARGO_INCREMENTAL: '0', NINJA_STATUS: 'x' },
      ...{ POETRY_HOME: '/p', FLIT_PASSWORD: 's', DEBUG: '1', WITH_C: '1', CARGO_BUILD_TARGET: 't' },
    };
    const text = 'select = ["DEBUG"]\nflag = "{env:WITH_C:0}"';
    const tree = { read: async (path: string) => (path === 'pyproject.toml' ? text : undefined) };
    expect(await listWithheldNames(variables, {}, tree)).toEqual(['CARGO_BUILD_TARGET', 'WITH_C']);
  });
});

describe('what a wheel is imported as', () => {
  it.each([
    [
      'a package and an extension module',
      [
        'demo/__init__.py',
        'demo/_x.abi3.so',
        '_demo.cpython-313-x86_64-linux-gnu.so',
        'demo-1.dist-info/METADATA',
      ],
      ['demo'],
    ],
    ['modules', ['one.py', 'two.pyd', '_three.py', 'tests/__init__.py'], ['one', 'two']],
    [
      'packages of a namespace',
      ['acme/core/__init__.py', 'acme/core/a/__init__.py', 'acme/x.py'],
      ['acme.core', 'acme.x'],
    ],
    [
      'a package of a data folder',
      ['demo-1.data/platlib/demo/__init__.cpython-313-darwin.so', 'demo-1.data/scripts/run.py'],
      ['demo'],
    ],
  ])('%s', (_what, names, expected) => {
    expect(listImportNames({ members: names.map((name) => ({ name, size: 1, sha256: '' })) })).toEqual(
      expected,
    );
  });
});

describe('a long build', () => {
  afterEach(() => void vi.useRealTimers());

  it('a line is shown for every 30 seconds without output', async () => {
    vi.useFakeTimers();
    const log = createMemoryLog();
    const exec = {
      run: async (
        _file: string,
        _args: readonly string[],
        options?: { onLine?: (line: string, stream: 'stdout') => void },
      ) => {
        await vi.advanceTimersByTimeAsync(61_000);
        options?.onLine?.('gcc', 'stdout');
        await vi.advanceTimersByTimeAsync(30_000);
        return { exitCode: 0, stdout: '', stderr: '' };
      },
    };
    const ports = { exec, log, signal: new AbortController().signal, environment: {} };
    await runBuild({ file: 'python', args: [], cwd: '/' }, ports);
    expect(log.lines).toEqual([
      'info: Still building after 30 seconds.',
      'info: Still building after 60 seconds.',
      'info: gcc',
    ]);
  });
});
