import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHub, type GitHub } from '@slipway/emulated-github/github';
import type { Repository } from '@slipway/emulated-github/repository';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { startBundle } from '@slipway/testkit/run-bundle';
import { createWorld } from '@slipway/world/world';
import { repositoryRoot } from '../bundles/bundles.ts';
import { runTool } from '../tools/run-tool.ts';
import { readVersionAt } from './ask-oracle.ts';
import type { FoundProject } from './find-projects.ts';
import type { ReleaseOutcome } from './release-facts.ts';

// GitHub ends the job of the reference workflow after ten minutes.
const maxBumpMs = 600_000;

const bundle = join(repositoryRoot, 'dist/version-bump/index.js');

async function git(directory: string, ...words: string[]): Promise<string> {
  const { exitCode, output } = await runTool('git', ['-C', directory, '-c', 'gc.auto=0', ...words]);
  if (exitCode !== 0) throw new Error(`git ${words[0]}: ${output.trim().split('\n').at(-1)}`);
  return output.trimEnd();
}

/** Hosts a repository without copying its objects: the largest ones take as long as the small ones. */
async function host(github: GitHub, { repository, fullName, branch }: FoundProject): Promise<Repository> {
  const hosted = await github.createRepository({ fullName, defaultBranch: branch });
  const objects = await git(repository, 'rev-parse', '--path-format=absolute', '--git-path', 'objects');
  await writeFile(join(hosted.gitDirectory, 'objects/info/alternates'), `${objects}\n`);
  const refs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
  await git(hosted.gitDirectory, 'fetch', '--quiet', '--no-write-fetch-head', '--', repository, ...refs);
  return hosted;
}

/** A checkout, as far as the project has the contents: a snapshot may lack its largest files, which no bump reads. */
async function checkOut(directory: string, repository: string, workspace: string): Promise<void> {
  await git(directory, 'clone', '--quiet', '--shared', '--no-checkout', '--', repository, workspace);
  await git(workspace, 'checkout', '--quiet', '--force').catch((cause: Error) => {
    if (!/unable to read|bad object/.test(cause.message)) throw cause;
  });
}

// As the runner reads them: a title with a code is an error of the action's own.
function readAnnotations(output: string) {
  const decode = (text: string): string =>
    text.replaceAll('%0A', '\n').replaceAll('%0D', '').replaceAll('%25', '%');
  const problems = [...output.matchAll(/^::error title=([A-Z_0-9]+)::(.*)$/gm)].map(
    ([, code = '', text = '']) => {
      const [message = '', ...rest] = decode(text).split('\n');
      return { code, message, hint: rest.filter((line) => !line.includes('errors.md#')).join(' ') };
    },
  );
  const notices = [...output.matchAll(/^::(?:notice|warning)[^:]*::(.*)$/gm)].map(([, text = '']) =>
    decode(text),
  );
  return { problems, notices };
}

/** Runs the shipped version bump on a project that the emulated GitHub hosts, and reads what it made there. */
export async function planRelease(
  python: string,
  project: FoundProject,
  kind: string,
): Promise<ReleaseOutcome> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-plan-'));
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    services: async ({ tokens }) => {
      const github = await createGitHub({ directory: join(directory, 'github'), tokens });
      return { services: [github.service], handles: github };
    },
  });
  try {
    const hosted = await host(world.handles, project);
    const runner = join(directory, 'runner');
    await mkdir(runner);
    const workspace = join(directory, 'workspace');
    await checkOut(directory, project.repository, workspace);
    const ref = `refs/heads/${project.branch}`;
    const sha = await git(hosted.gitDirectory, 'rev-parse', `${ref}^{commit}`);
    const tagsBefore = new Set((await git(hosted.gitDirectory, 'tag')).split('\n'));
    const { token } = world.tokens.issueJob(
      jobIdentity({
        ...{ repository: project.fullName, jobId: 'version-bump', eventName: 'workflow_dispatch', ref, sha },
        permissions: { contents: 'write', actions: 'write' },
      }),
    );
    const startedMs = Date.now();
    const bump = startBundle({
      ...{ bundle, directory: runner },
      inputs: {
        ...{ token, bump: kind, path: project.path },
        ...(project.tagFormat === undefined ? {} : { 'tag-format': project.tagFormat }),
      },
      variables: {
        ...world.env,
        ...{ GITHUB_WORKSPACE: workspace, GITHUB_REPOSITORY: project.fullName, GITHUB_SHA: sha },
        ...{ GITHUB_REF: ref, GITHUB_REF_NAME: project.branch, GITHUB_REF_TYPE: 'branch' },
      },
    });
    const limit = setTimeout(() => bump.kill(), maxBumpMs);
    const run = await bump.ended.finally(() => clearTimeout(limit));
    const seconds = (Date.now() - startedMs) / 1000;
    const tagsAfter = (await git(hosted.gitDirectory, 'tag')).split('\n');
    const [tag = ''] = tagsAfter.filter((name) => !tagsBefore.has(name));
    const made = tag === '' ? '' : await git(hosted.gitDirectory, 'rev-parse', `refs/tags/${tag}^{commit}`);
    const changed = made === '' ? '' : await git(hosted.gitDirectory, 'diff', '--name-only', sha, made);
    return {
      ...{ exitCode: run.exitCode ?? 128, tag, seconds },
      version: run.outputs['version'] ?? '',
      versionAtTag: made === '' ? null : await readVersionAt(python, hosted.gitDirectory, made, project.path),
      ...{ built: [], onPypi: [] },
      requests: world.journal.hosts().reduce((sum, { requests }) => sum + requests, 0),
      changedFiles: changed.split('\n').filter((path) => path !== ''),
      ...readAnnotations(run.output),
    };
  } finally {
    await world.close();
    await rm(directory, { recursive: true, force: true });
  }
}
