import { readChangelogSections } from '@slipway/changelog/changelog/changelog-sections';
import type { ChangelogFiles } from '@slipway/changelog/changelog/find-changelog';
import { parseMessage } from '@slipway/changelog/commits/commit-message';
import {
  type EntryOptions,
  listPeople,
  type NotedPullRequest,
  readCommitSections,
  readPullRequestSections,
} from '@slipway/changelog/notes/change-entries';
import type { FirstTimer, Person } from '@slipway/changelog/notes/people';
import type { ChangeSection } from '@slipway/changelog/notes/text';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { expecting, findOptional } from '@slipway/github/client';
import { type CommitSummary, listCommits, listCommitsBetween, readCommit } from '@slipway/github/commits';
import { findTag } from '@slipway/github/commits/commit-objects';
import { createTreeReader } from '@slipway/github/commits/tree-entries';
import { type Repository, readFileAt } from '@slipway/github/repository';
import { findVersionSection } from './changelog-section.ts';
import { releaseErrors } from './errors.ts';
import { findFirstTimers } from './find-first-timers.ts';
import type { Inputs } from './inputs.ts';
import type { ReleaseTarget } from './release-target.ts';

/** What changed since the release before, ready for the notes. */
export interface CollectedChanges {
  readonly source: 'changelog' | 'commits' | 'pull-requests';
  readonly sections: readonly ChangeSection[];
  readonly people: readonly Person[];
  readonly firstTimers: readonly FirstTimer[];
  /** Where all of it can be read. */
  readonly url: string;
}

// A first release may have a long past; its notes need not tell all of it.
const maxFirstCommits = 250;
const maxPullRequests = 200;
const pullFields = ['title:string', 'user?.login:string', 'labels[].name:string'];

/** @throws InputError E_CHANGELOG_MISSING, E_CHANGELOG_AMBIGUOUS; and as GitHubClient.rest */
export async function collectChanges(
  repository: Repository,
  repositoryUrl: string,
  target: ReleaseTarget,
  previousTag: string | undefined,
  inputs: Pick<Inputs, 'source' | 'changelog' | 'path'> & { readonly projectNames: readonly string[] },
): Promise<CollectedChanges> {
  const tag = encodeURIComponent(target.tag);
  const commits =
    previousTag === undefined
      ? (await listCommits(repository, target.commitSha, maxFirstCommits)).toReversed()
      : await listCommitsBetween(
          repository, // By its commit: a branch may have the name of the tag.
          (await findTag(repository, previousTag))?.commitSha ?? previousTag,
          target.commitSha,
        );
  const noted = commits.map((commit) => ({ ...commit, author: authorOf(commit) }));
  const options: EntryOptions = { repositoryUrl, projectNames: new Set(inputs.projectNames) };
  // In a first release everybody is new.
  const firstTimers = previousTag === undefined ? [] : await findFirstTimers(repository, commits);
  if (inputs.source === 'auto' || inputs.source === 'changelog') {
    const files = await openFiles(repository, target.commitSha);
    const question = { path: inputs.changelog, folder: inputs.path, version: target.versionText };
    const section = await findVersionSection(files, question, repository.log);
    if (section.path !== undefined) {
      const sections = readChangelogSections(section.text, { repositoryUrl, tag: target.tag });
      const path = section.path.split('/').map(encodeURIComponent).join('/');
      const url = `${repositoryUrl}/blob/${tag}/${path}`;
      // Entries of a changelog do not always say whose they are.
      return { source: 'changelog', sections, people: listPeople(noted, options), firstTimers, url };
    }
    if (inputs.source === 'changelog') {
      throw new InputError(releaseErrors.E_CHANGELOG_MISSING, {
        message: `There is no text for ${target.versionText} at ${neutralizeLine(target.tag, 120)}: ${section.problem}.`,
      });
    }
    repository.log.notice(`Notes are from the commits: ${section.problem}.`);
  }
  const url =
    previousTag === undefined
      ? `${repositoryUrl}/commits/${tag}`
      : `${repositoryUrl}/compare/${encodeURIComponent(previousTag)}...${tag}`;
  const common = { people: [], firstTimers, url };
  if (inputs.source === 'pull-requests') {
    const pulls = await readPullRequests(repository, commits);
    return { ...common, source: 'pull-requests', sections: readPullRequestSections(pulls, options) };
  }
  return { ...common, source: 'commits', sections: readCommitSections(noted, options) };
}

function authorOf({ authorLogin, authorName }: CommitSummary): Person {
  return { login: authorLogin, name: authorName };
}

/** The files are read as they are in the tag: what lies in the workspace may be something else. */
async function openFiles(repository: Repository, sha: string): Promise<ChangelogFiles> {
  const { tree } = await readCommit(repository, sha);
  const reader = createTreeReader(repository, tree);
  return {
    read: (path) => readFileAt(repository, path, sha),
    async list(folder) {
      const entries = await reader.list(folder);
      return entries?.map(({ path, type }) => ({ name: path, isFolder: type === 'tree' }));
    },
  };
}

/** Pull requests by the numbers that the commits name; one that is gone is left out. */
async function readPullRequests(
  repository: Repository,
  commits: readonly CommitSummary[],
): Promise<NotedPullRequest[]> {
  const named = commits.map(({ message }) => parseMessage(message).pullRequest);
  const numbers = [...new Set(named.filter((number) => number !== undefined))];
  if (numbers.length > maxPullRequests)
    repository.log.warning(`${numbers.length} pull requests were merged; the notes name ${maxPullRequests}.`);
  const { rest, at } = repository;
  const pulls: NotedPullRequest[] = [];
  for (const number of numbers.slice(0, maxPullRequests)) {
    const pull = await findOptional(rest.pulls.get({ ...at, pull_number: number, ...expecting(pullFields) }));
    if (pull === undefined) continue;
    const labels = pull.labels.map(({ name }) => name);
    pulls.push({ number, title: pull.title, labels, author: { login: pull.user.login } });
  }
  return pulls;
}
