import { findPublished, renderRelease } from '@slipway/emulated-github/releases';
import { isSequence } from '@slipway/runner/workflow/github-parser';
import { parseWorkflowFile } from '@slipway/runner/workflow/parse-workflow-file';
import { readMapping } from '@slipway/runner/workflow/workflow-model';
import type { Git } from '../machine/git.ts';
import { readCommittedFile } from '../project/project-copy.ts';
import { listEvents } from '../workflow-rules/rules/start.ts';
import type { HostedProject } from './hosted-project.ts';
import type { PendingRun } from './pending-run.ts';

/** Name of the tag of the draft that a person would publish; undefined when the runs left none. */
export const findDraftTag = ({ repository }: HostedProject, ref: string): string | undefined =>
  repository.releases.find(({ draft, tagName }) => draft && `refs/tags/${tagName}` === ref)?.tagName;

/** Presses "Publish release" on the draft of a tag, as the person `login`. */
export async function publishDraft(
  { github, world, repository }: HostedProject,
  tag: string,
  login: string,
): Promise<void> {
  const draft = repository.releases.find((release) => release.draft && release.tagName === tag);
  const token = world.tokens.issuePersonal({ login, scopes: ['repo'] });
  const body = Buffer.from(JSON.stringify({ draft: false, make_latest: 'legacy' }));
  const answer = await github.service.handle({
    ...{ method: 'PATCH', host: 'api.github.com' },
    url: new URL(`https://api.github.com/repos/${repository.fullName}/releases/${draft?.id ?? 0}`),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    bytes: async () => body,
    async *stream() {
      yield body;
    },
  });
  if (answer.status !== 200) throw new Error(`GitHub did not publish the draft of ${tag}: ${answer.status}`);
}

/** Whether a workflow file lists the publication of a release; without types, all of them start it (GitHub Docs, "release"). */
async function listensToPublication(path: string, text: string): Promise<boolean> {
  const { properties } = await parseWorkflowFile(path, text);
  const on = properties.get('on');
  if (!listEvents(on).includes('release')) return false;
  const types = readMapping(readMapping(on).get('release')).get('types');
  if (types === undefined) return true;
  return (isSequence(types) ? Array.from(types, String) : [String(types)]).includes('published');
}

/** The run of a workflow that the publication of a release starts at its tag; undefined when the file does not listen. */
export async function startByRelease(
  git: Git,
  { repository }: HostedProject,
  workflowPath: string,
  tag: string,
  runId: number,
): Promise<PendingRun | undefined> {
  const ref = `refs/tags/${tag}`;
  const sha = await git.read(repository.gitDirectory, ['rev-parse', `${ref}^{commit}`]);
  const text = await readCommittedFile(git, repository.gitDirectory, sha, workflowPath);
  if (text === undefined || !(await listensToPublication(workflowPath, text))) return undefined;
  return { runId, eventName: 'release', workflowPath, ref, sha, inputs: {} };
}

/** What the event of a publication says of its release. */
export function describePublication(
  { repository }: Pick<HostedProject, 'repository'>,
  ref: string,
): Record<string, unknown> {
  const release = findPublished(repository, ref.replace(/^refs\/tags\//, ''));
  return {
    action: 'published',
    ...(release === undefined ? {} : { release: renderRelease(repository, release) }),
  };
}
