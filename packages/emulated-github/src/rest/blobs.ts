import type { EmulatorResponse } from '@slipway/gateway/service';
import { invalidRequest, json, notFound } from '../answers.ts';
import { git, gitText, resolveObject } from '../git/git.ts';
import { apiBase, nodeId } from '../render.ts';
import {
  type Call,
  optionalString,
  type Route,
  readBody,
  readContents,
  requireString,
  wantsMedia,
  writeContents,
} from './call.ts';

async function createBlob({ repository, request }: Call): Promise<EmulatorResponse> {
  const body = await readBody(request);
  const content = requireString(body, 'content');
  const encoding = optionalString(body, 'encoding') ?? 'utf-8';
  if (encoding !== 'utf-8' && encoding !== 'base64') {
    throw invalidRequest(`For 'properties/encoding', ${encoding} is not a member of ["utf-8", "base64"]`);
  }
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  const sha = await gitText(repository.gitDirectory, ['hash-object', '-w', '--stdin'], { input: bytes });
  return json(201, { url: `${apiBase(repository)}/git/blobs/${sha}`, sha });
}

async function getBlob(call: Call): Promise<EmulatorResponse> {
  const { repository, params } = call;
  const sha = await resolveObject(repository.gitDirectory, params['sha'] ?? '', 'blob');
  if (sha === undefined) throw notFound();
  const bytes = await git(repository.gitDirectory, ['cat-file', 'blob', sha]);
  if (wantsMedia(call, 'raw')) {
    return {
      status: 200,
      headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
      body: bytes,
    };
  }
  return json(200, {
    sha,
    node_id: nodeId('B', `${repository.id}:${sha}`),
    size: bytes.byteLength,
    url: `${apiBase(repository)}/git/blobs/${sha}`,
    content: bytes.toString('base64').replace(/.{60}/g, '$&\n'),
    encoding: 'base64',
  });
}

export const blobRoutes: readonly Route[] = [
  { method: 'POST', path: '/git/blobs', needs: writeContents, handle: createBlob },
  { method: 'GET', path: '/git/blobs/:sha', needs: readContents, handle: getBlob },
];
