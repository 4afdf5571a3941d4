import { join } from 'node:path';
import { type CheckList, compare } from './check-list.ts';
import type { Outsider } from './outsider.ts';

export interface TagExpectation {
  readonly repository: string;
  readonly tag: string;
  readonly branch: string;
  /** The tag was there before. */
  readonly isTagGiven: boolean;
  /** The commit that the job that chose the version reported; empty when none did. */
  readonly commit: string;
  /** Who clones needs a login. */
  readonly isPrivate: boolean;
  readonly token: string;
}

/** Clones the repository as anybody could and looks at the tag. @returns the commit of the tag */
export async function checkTag(
  list: CheckList,
  outsider: Outsider,
  { repository, tag, branch, isTagGiven, commit, isPrivate, token }: TagExpectation,
): Promise<string> {
  const clone = join(outsider.directory, 'clone');
  const ref = `refs/tags/${tag}`;
  const git = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await outsider.run('git', ['-C', clone, ...args]);
    if (exitCode !== 0) throw new Error(`git ${args[0]}: ${stderr.trim().split('\n').at(-1) ?? ''}`);
    return stdout.trim();
  };
  const cloned = await list.add('the repository can be cloned', async () => {
    const url = `https://github.com/${repository}`;
    const header = `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
    const login = isPrivate
      ? ['GIT_CONFIG_COUNT=1', 'GIT_CONFIG_KEY_0=http.extraHeader', `GIT_CONFIG_VALUE_0=${header}`]
      : [];
    const call = [...login, 'git', 'clone', '--quiet', '--bare', url, clone];
    const { exitCode, stderr } = await outsider.run('env', call);
    return { ok: exitCode === 0, detail: exitCode === 0 ? url : stderr.trim() };
  });
  if (!cloned) return '';
  // A tag that a user pushed by hand may have any type.
  if (!isTagGiven)
    await list.add(`tag ${tag} is annotated`, async () => {
      const type = await git('cat-file', '-t', ref);
      return {
        ok: type === 'tag',
        detail: type === 'tag' ? await git('rev-parse', ref) : `it is a ${type} object`,
      };
    });
  const tagged = await git('rev-parse', `${ref}^{commit}`).catch(() => '');
  if (commit === '') return tagged;
  await list.add(`tag ${tag} points to the reported commit`, async () => compare(tagged, commit));
  await list.add(`the commit of ${tag} is on ${branch}`, async () => {
    const { exitCode } = await outsider.run('git', [
      ...['-C', clone, 'merge-base', '--is-ancestor', tagged, `refs/heads/${branch}`],
    ]);
    return { ok: exitCode === 0, detail: exitCode === 0 ? tagged : `${tagged} is not part of ${branch}` };
  });
  await list.add(`the tree of ${tag} is the tree of the reported commit`, async () =>
    compare(await git('rev-parse', `${ref}^{tree}`), await git('rev-parse', `${commit}^{tree}`)),
  );
  return tagged;
}
