import { appendFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { StandIn, StandInRun } from './stand-in.ts';

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

/** The reference to fetch and, for a branch or tag, the local name it gets. */
function chooseReference(run: StandInRun, isOwnRepository: boolean): { fetch: string; ref: string } {
  const wanted = run.inputs['ref'] ?? '';
  if (wanted === '') return isOwnRepository ? { fetch: run.sha, ref: run.ref } : { fetch: 'HEAD', ref: '' };
  if (/^[0-9a-f]{40}$/.test(wanted)) return { fetch: wanted, ref: '' };
  return { fetch: wanted, ref: wanted };
}

async function findFullReference(
  run: StandInRun,
  directory: string,
  name: string,
  environment: object,
): Promise<string> {
  if (name.startsWith('refs/')) return name;
  const listed = await runGit(
    run,
    directory,
    ['ls-remote', 'origin', `refs/heads/${name}`, `refs/tags/${name}`],
    environment,
  );
  const [first] = listed.split('\n').filter((line) => line.includes('\trefs/'));
  if (first === undefined) throw new Error(`A branch or tag with the name '${name}' could not be found`);
  return first.slice(first.indexOf('\t') + 1);
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
  const environment = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: headerKey(run),
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
  const chosen = chooseReference(run, repository.toLowerCase() === run.repository.toLowerCase());
  const full = chosen.ref === '' ? '' : await findFullReference(run, directory, chosen.ref, environment);
  const depth = Number(run.inputs['fetch-depth'] || '1');
  const wantsTags = readSwitch(run, 'fetch-tags', false) || depth === 0;
  const target = chosen.fetch === chosen.ref ? full : chosen.fetch;
  const specification = full.startsWith('refs/tags/') && chosen.ref !== '' ? `+${target}:${full}` : target;
  const everything = depth === 0 ? ['+refs/heads/*:refs/remotes/origin/*'] : [];
  await runGit(
    run,
    directory,
    [
      'fetch',
      '--no-recurse-submodules',
      '--quiet',
      wantsTags ? '--tags' : '--no-tags',
      ...(depth > 0 ? [`--depth=${depth}`] : []),
      'origin',
      ...everything,
      specification,
    ],
    environment,
  );
  const sha =
    (
      await runGit(run, directory, [
        'rev-parse',
        full.startsWith('refs/tags/')
          ? `${full}^{commit}`
          : depth === 0 && /^[0-9a-f]{40}$/.test(target)
            ? target
            : 'FETCH_HEAD',
      ])
    )
      .trim()
      .split('\n')
      .at(-1) ?? '';
  if (full.startsWith('refs/heads/')) {
    const branch = full.slice('refs/heads/'.length);
    await runGit(run, directory, ['update-ref', `refs/remotes/origin/${branch}`, sha]);
    await runGit(run, directory, [
      'checkout',
      '--quiet',
      '--force',
      '-B',
      branch,
      `refs/remotes/origin/${branch}`,
    ]);
  } else {
    await runGit(run, directory, ['checkout', '--quiet', '--force', '--detach', sha]);
  }
  if (readSwitch(run, 'persist-credentials', true)) {
    const configPath = join(directory, '.git', 'config');
    await appendFile(
      configPath,
      `[http "${new URL(run.serverUrl).origin}/"]\n\textraheader = AUTHORIZATION: basic ${basic}\n`,
    );
  }
  run.setOutput('ref', full || chosen.ref);
  run.setOutput('commit', sha);
}

/** In the place of actions/checkout: real git against the platform, with the job's token. */
export const checkoutStandIn: StandIn = {
  inputs: inputNames,
  main: checkOut,
  async post(run) {
    const directory = locate(run);
    // Exit code 5 says that there was nothing to remove.
    await runGit(run, directory, ['config', '--local', '--unset-all', headerKey(run)]).catch(() => undefined);
  },
};
