import { appendFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import {
  chooseTarget,
  listHistorySpecifications,
  listRefSpecifications,
  locateTarget,
} from './checkout-refs.ts';
import type { FunctionStandIn, StandInRun } from './stand-in.ts';

const inputNames = [
  'repository',
  'ref',
  'token',
  'ssh-key',
  'ssh-known-hosts',
  'ssh-strict',
  'ssh-user',
  'persist-credentials',
  'path',
  'clean',
  'filter',
  'sparse-checkout',
  'sparse-checkout-cone-mode',
  'fetch-depth',
  'fetch-tags',
  'show-progress',
  'lfs',
  'submodules',
  'set-safe-directory',
  'github-server-url',
  'allow-unsafe-pr-checkout',
] as const;

/** Inputs that would change the result and are not carried out here. */
const refusedInputs = [
  'ssh-key',
  'ssh-known-hosts',
  'filter',
  'sparse-checkout',
  'github-server-url',
] as const;

function readSwitch(run: StandInRun, name: string, whenUnset: boolean): boolean {
  const value = run.inputs[name] ?? '';
  return value === '' ? whenUnset : value.toLowerCase() === 'true';
}

function locate(run: StandInRun): string {
  const directory = resolve(run.workspace, run.inputs['path'] ?? '.');
  if (directory !== run.workspace && !directory.startsWith(run.workspace + sep)) {
    throw new Error(`Repository path '${directory}' is not under '${run.workspace}'`);
  }
  return directory;
}

function headerKey(run: StandInRun): string {
  return `http.${new URL(run.serverUrl).origin}/.extraheader`;
}

async function runGit(
  run: StandInRun,
  directory: string,
  args: readonly string[],
  environment = {},
): Promise<string> {
  run.log(`[command]git ${args.join(' ')}`);
  return run.exec('git', ['-C', directory, ...args], { GIT_TERMINAL_PROMPT: '0', ...environment });
}

async function prepareDirectory(run: StandInRun, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  if (readSwitch(run, 'clean', true)) {
    for (const name of await readdir(directory))
      await rm(join(directory, name), { recursive: true, force: true });
  }
  await runGit(run, directory, ['-c', 'init.defaultBranch=main', 'init', '-q']);
}

async function fetchFrom(
  run: StandInRun,
  directory: string,
  environment: Readonly<Record<string, string>>,
  specifications: readonly string[],
  depth: number,
): Promise<void> {
  const limit = depth > 0 ? [`--depth=${depth}`] : [];
  const options = ['--no-tags', '--prune', '--no-recurse-submodules', '--quiet', ...limit];
  await runGit(run, directory, ['fetch', ...options, 'origin', ...specifications], environment);
}

async function readCommit(
  run: StandInRun,
  directory: string,
  reference: string,
): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', `${reference}^{commit}`];
  return runGit(run, directory, args).then(
    (printed) => printed.trim().split('\n').at(-1),
    () => undefined,
  );
}

async function findDefaultBranch(
  run: StandInRun,
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const printed = await runGit(
    run,
    directory,
    ['ls-remote', '--quiet', '--symref', 'origin', 'HEAD'],
    environment,
  );
  const branch = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(printed)?.[1];
  if (branch === undefined) throw new Error('The default branch could not be determined');
  return branch;
}

async function checkOut(run: StandInRun): Promise<void> {
  for (const name of refusedInputs) {
    if ((run.inputs[name] ?? '') !== '')
      throw new Error(`The stand-in for actions/checkout does not support '${name}'.`);
  }
  for (const name of ['lfs', 'submodules']) {
    const value = run.inputs[name] ?? '';
    if (value !== '' && value !== 'false') {
      throw new Error(`The stand-in for actions/checkout does not support '${name}: ${value}'.`);
    }
  }
  const directory = locate(run);
  const repository = run.inputs['repository'] || run.repository;
  await prepareDirectory(run, directory);
  await runGit(run, directory, ['remote', 'add', 'origin', `${run.serverUrl}/${repository}`]);
  const basic = Buffer.from(`x-access-token:${run.inputs['token'] || run.token}`).toString('base64');
  run.mask(basic);
  // By environment, so that the token is in no argument list.
  const environment: Readonly<Record<string, string>> = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: headerKey(run),
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
  const own = repository.toLowerCase() === run.repository.toLowerCase() ? run : undefined;
  let target = chooseTarget((run.inputs['ref'] ?? '').trim(), own);
  if (target.ref === '' && target.commit === '')
    target = { ref: await findDefaultBranch(run, directory, environment), commit: '' };
  // A value that is not a number counts as 0, the whole history.
  const depth = Math.max(0, Math.floor(Number(run.inputs['fetch-depth'] || '1')) || 0);
  const specifications =
    depth === 0
      ? listHistorySpecifications(target)
      : listRefSpecifications(target, readSwitch(run, 'fetch-tags', false));
  await fetchFrom(run, directory, environment, specifications, depth);
  const exists = async (reference: string): Promise<boolean> =>
    (await readCommit(run, directory, reference)) !== undefined;
  let { branch, start } = await locateTarget(target, exists);
  if (depth === 0 && target.commit !== '' && (await readCommit(run, directory, start)) !== target.commit) {
    // A branch that has moved on since the run started: the run's own commit is what counts.
    await fetchFrom(run, directory, environment, listRefSpecifications(target, false), 0);
    ({ branch, start } = await locateTarget(target, exists));
  }
  const sha = await readCommit(run, directory, start);
  if (sha === undefined || (target.commit !== '' && sha !== target.commit)) {
    throw new Error(
      `The ref '${target.ref}' does not point to the expected commit '${target.commit}'. The ref may have been updated after the workflow was triggered.`,
    );
  }
  const place = branch === undefined ? ['--detach', start] : ['-B', branch, start];
  await runGit(run, directory, ['checkout', '--quiet', '--force', ...place]);
  if (readSwitch(run, 'persist-credentials', true)) {
    const configPath = join(directory, '.git', 'config');
    await appendFile(
      configPath,
      `[http "${new URL(run.serverUrl).origin}/"]\n\textraheader = AUTHORIZATION: basic ${basic}\n`,
    );
  }
  run.setOutput('ref', target.ref);
  run.setOutput('commit', sha);
}

/** Replaces actions/checkout: real git against the platform, with the job's token. */
export const checkoutStandIn: FunctionStandIn = {
  inputs: inputNames,
  main: checkOut,
  async post(run) {
    const directory = locate(run);
    // Exit code 5 says that there was nothing to remove.
    await runGit(run, directory, ['config', '--local', '--unset-all', headerKey(run)]).catch(() => undefined);
  },
};
