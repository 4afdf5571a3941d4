import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { shareIndexSettings } from './index-settings.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

// What a build needs of its machine; everything else of a job (tokens, command files, Node's and the linker's switches) stays out.
const passed = new Set(
  [
    'PATH HOME USER LOGNAME SHELL TMPDIR TEMP TMP XDG_CACHE_HOME XDG_CONFIG_HOME',
    // Where setup-python, pyenv and compilers keep what they need; the loader finds the Python of setup-python by the first.
    'LD_LIBRARY_PATH PYENV_ROOT PYENV_VERSION PKG_CONFIG_PATH CC CXX CFLAGS CXXFLAGS LDFLAGS CARGO_HOME RUSTUP_HOME',
    'HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE',
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES',
    'PROGRAMFILES(X86) NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE',
  ]
    .join(' ')
    .split(' '),
);
// What `uv publish` signs in with is none of a build's business.
const prefixes = /^(?:PIP_|UV_(?!PUBLISH_))/;
// What cibuildwheel is configured with, and what it needs of the container engine and of compilers on macOS and Windows.
const ofWheels =
  /^(?:CIBW_\w+|DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|CONTAINER_HOST|XDG_RUNTIME_DIR|DEVELOPER_DIR|SDKROOT|MACOSX_DEPLOYMENT_TARGET|ANDROID_(?:HOME|SDK_ROOT|NDK_HOME)|VSINSTALLDIR|VCINSTALLDIR|VS\d+COMNTOOLS|CARGO_TARGET_DIR)$/i;
const runnerPrefixes = /^(?:GITHUB|ACTIONS|INPUT|RUNNER|STATE)_/i;
// They make an installer work for another Python or folder than the one asked for.
const withheld = new Set(['PIP_TARGET', 'PIP_PREFIX', 'PIP_ROOT', 'PIP_USER', 'PIP_PYTHON']);

/**
 * The environment of a build: the allowed variables, and fixed values for language, time and hashing.
 * @param further additional names from the input `pass-environment`
 * @param sourceDate seconds since the epoch, https://reproducible-builds.org/specs/source-date-epoch/
 * @param buildsWheels the build is one of wheels for this platform, by cibuildwheel or maturin
 * @throws InputError E_INPUT_INVALID for a variable of the runner
 */
export function createBuildEnvironment(
  variables: Variables,
  further: readonly string[],
  sourceDate: string | undefined,
  buildsWheels = false,
): Record<string, string> {
  const wanted = new Set(further);
  for (const name of wanted) {
    if (runnerPrefixes.test(name) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new InputError(coreErrors.E_INPUT_INVALID, {
        message: `Input "pass-environment" contains "${neutralizeLine(name, 100)}", which is never passed to a build.`,
        hint: "List only your own variables. The runner's variables contain its tokens and command files.",
      });
    }
  }
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) continue;
    const upper = name.toUpperCase();
    const isPassed =
      passed.has(upper) ||
      (prefixes.test(name) && !withheld.has(name)) ||
      (buildsWheels && ofWheels.test(name));
    if (isPassed || wanted.has(name)) environment[name] = value;
  }
  return {
    ...environment,
    ...shareIndexSettings(environment),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    PYTHONHASHSEED: '0',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    ...(sourceDate === undefined ? {} : { SOURCE_DATE_EPOCH: sourceDate }),
  };
}
