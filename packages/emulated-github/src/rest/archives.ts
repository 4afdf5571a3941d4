import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { notFound } from '../answers.ts';
import { authorize, identifyCaller } from '../caller.ts';
import { git, resolveObject } from '../git/git.ts';
import { findRepository, type World } from '../github-state.ts';
import { type Call, type Route, readContents } from './call.ts';

function redirect(kind: 'legacy.tar.gz' | 'legacy.zip') {
  return async ({ repository, params }: Call): Promise<EmulatorResponse> => {
    const ref = params['ref'] ?? '';
    const target = ref === '' ? `refs/heads/${repository.defaultBranch}` : ref;
    if ((await resolveObject(repository.gitDirectory, target)) === undefined) throw notFound();
    const location = `https://codeload.github.com/${repository.fullName}/${kind}/${target}`;
    return { status: 302, headers: { location }, body: '' };
  };
}

/** `https://codeload.github.com/{owner}/{repo}/{legacy.tar.gz|tar.gz|legacy.zip|zip}/{ref}` */
export async function answerArchive(world: World, request: EmulatorRequest): Promise<EmulatorResponse> {
  const match = /^\/([^/]+)\/([^/]+)\/(?:legacy\.)?(tar\.gz|zip)\/(.+)$/.exec(request.url.pathname);
  const repository = findRepository(world, match?.[1] ?? '', match?.[2] ?? '');
  if (match === null || repository === undefined) throw notFound();
  authorize(world, identifyCaller(world, request.headers['authorization']), repository, readContents);
  const sha = await resolveObject(repository.gitDirectory, decodeURIComponent(match[4] ?? ''));
  if (sha === undefined) throw notFound();
  const format = match[3] === 'zip' ? 'zip' : 'tar.gz';
  const folder = `${repository.owner}-${repository.name}-${sha.slice(0, 7)}`;
  const bytes = await git(repository.gitDirectory, [
    'archive',
    `--format=${format}`,
    `--prefix=${folder}/`,
    sha,
  ]);
  return {
    status: 200,
    headers: {
      'content-type': format === 'zip' ? 'application/zip' : 'application/x-gzip',
      'content-disposition': `attachment; filename=${folder}.${format}`,
    },
    body: bytes,
  };
}

export const archiveRoutes: readonly Route[] = [
  { method: 'GET', path: '/tarball/:ref{.+}', needs: readContents, handle: redirect('legacy.tar.gz') },
  { method: 'GET', path: '/zipball/:ref{.+}', needs: readContents, handle: redirect('legacy.zip') },
];
