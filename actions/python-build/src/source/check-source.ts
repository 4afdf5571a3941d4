import { EnvironmentError, InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Exec } from '@slipway/core/ports';
import { pythonErrors } from '@slipway/python/errors';
import { type CompiledParts, findCompiledParts } from '@slipway/python/project/compiled/find-compiled-parts';
import { discoverProject, type PythonProject } from '@slipway/python/project/discover-project';
import { openFolderTree } from '@slipway/python/project/places/folder-tree';
import { findMissingContent, type MissingContent, type RunGit } from './missing-content.ts';
import { findCheckout, trustCheckout } from './trust-checkout.ts';

// The list of all files of a repository: enough for some two million.
const maxListBytes = 256 * 1024 * 1024;

/** What git says about the folder of a project, and what its files say about its build. */
export interface SourceFacts {
  /** Top folder of the checkout; undefined outside of one. */
  readonly checkout: string | undefined;
  /** Variables that git needs to read the checkout. */
  readonly gitEnvironment: Readonly<Record<string, string>>;
  /** Date of the commit, seconds since the epoch. */
  readonly commitDate: string | undefined;
  /** Tags at the commit. */
  readonly tags: readonly string[];
  /** The tool that takes the version from git, and the name of the project; undefined where there is none. */
  readonly tagTool: string | undefined;
  readonly project: string | undefined;
  /** `build-backend` of the project, if it is known. */
  readonly backend: string | undefined;
  /** Undefined for a project without compiled parts. */
  readonly compiled: CompiledParts | undefined;
  readonly missing: MissingContent;
  /** Sentences for the user. */
  readonly warnings: readonly string[];
  readonly git: RunGit;
}

/**
 * Looks at the sources before anything is built.
 * @throws InputError E_PROJECT_MISSING, E_PROJECT_INVALID, E_WORKSPACE_ROOT; E_VERSION_SOURCE for a version from git in a clone that has no history
 */
export async function checkSource(
  directory: string,
  exec: Exec,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<SourceFacts> {
  const found = await findCheckout(directory);
  const gitEnvironment = found === undefined ? {} : trustCheckout(found);
  const git: RunGit = async (...args) => {
    try {
      const env = { ...environment, ...gitEnvironment };
      const { stdout } = await exec.run('git', args, {
        ...{ cwd: directory, env, signal },
        maxOutputBytes: maxListBytes,
      });
      return stdout.trim();
    } catch (cause) {
      // No git, no checkout, no commit, no tag: each is an answer.
      if (cause instanceof EnvironmentError) return undefined;
      throw cause;
    }
  };
  const { tagTool, name, backend } = await findTagTool(directory);
  const checkout = await git('rev-parse', '--show-toplevel');
  const isPretended = Object.keys(environment).some((name) => name.includes('PRETEND_VERSION'));
  if (
    tagTool !== undefined &&
    !isPretended &&
    (await git('rev-parse', '--is-shallow-repository')) === 'true'
  ) {
    if ((await git('describe', '--tags', '--exact-match', 'HEAD')) === undefined) {
      throw new InputError(pythonErrors.E_VERSION_SOURCE, {
        message: `The version is derived from git tags (${neutralizeLine(tagTool, 60)}), but this shallow clone has no tag at its commit.`,
        hint: 'Set "fetch-depth: 0" for actions/checkout.',
      });
    }
  }
  const tags = (await git('tag', '--points-at', 'HEAD')) ?? '';
  const commitDate = await git('log', '-1', '--format=%ct', 'HEAD');
  const isUnread = found !== undefined && commitDate === undefined;
  const isThere = isUnread && (await git('--version')) !== undefined;
  return {
    checkout,
    gitEnvironment,
    commitDate,
    tags: tags.split('\n').filter((tag) => tag !== ''),
    tagTool,
    project: name,
    backend,
    compiled: await findCompiledParts(openFolderTree(directory)),
    missing: checkout === undefined ? nothingMissing : await findMissingContent(directory, git),
    warnings: isUnread ? [describeUnread(isThere)] : [],
    git,
  };
}

const nothingMissing: MissingContent = { pointers: new Map(), submodules: [] };

const describeUnread = (hasGit: boolean): string =>
  `${hasGit ? 'git cannot read the commit of this checkout' : 'git is not on PATH'}, so SOURCE_DATE_EPOCH is not set from the commit: the same sources give different bytes elsewhere.`;

// Nothing that can be built is in such a folder.
const fatalCodes = ['E_PROJECT_MISSING', 'E_PROJECT_INVALID', 'E_WORKSPACE_ROOT'];

async function findTagTool(
  directory: string,
): Promise<Partial<Pick<PythonProject, 'tagTool' | 'name' | 'backend'>>> {
  try {
    return await discoverProject(openFolderTree(directory));
  } catch (cause) {
    // A backend that is not known here builds all the same.
    if (cause instanceof InputError && !fatalCodes.includes(cause.code)) return {};
    throw cause;
  }
}
