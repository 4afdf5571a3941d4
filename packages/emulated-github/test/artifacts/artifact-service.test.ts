import { createHash } from 'node:crypto';
import { call } from '@slipway/testkit/client';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { openWorld } from '@slipway/testkit/world';
import type { World } from '@slipway/world/world';
import { describe, expect, it } from 'vitest';
import type { JobCredentials } from '../../src/jobs/identity.ts';

interface Ids {
  readonly workflow_run_backend_id: string;
  readonly workflow_job_run_backend_id: string;
}

function idsOf(job: JobCredentials): Ids {
  const payload = JSON.parse(Buffer.from(job.runtimeToken.split('.')[1] ?? '', 'base64url').toString());
  const [, run = '', jobId = ''] = String(payload.scp).split(':');
  return { workflow_run_backend_id: run, workflow_job_run_backend_id: jobId };
}

async function ask(
  world: World,
  job: JobCredentials,
  method: string,
  message: object,
  ids: object = idsOf(job),
) {
  const answer = await call(
    world.gateway,
    `${job.resultsUrl}twirp/github.actions.results.api.v1.ArtifactService/${method}`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${job.runtimeToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...ids, ...message }),
    },
  );
  return { status: answer.status, value: JSON.parse(answer.body) };
}

const put = (world: World, address: string, body: string, headers: Record<string, string> = {}) =>
  call(world.gateway, address, { method: 'PUT', body, headers });

async function upload(world: World, job: JobCredentials, name: string, content: string) {
  const created = await ask(world, job, 'CreateArtifact', { name, version: 7 });
  const address = created.value.signed_upload_url;
  await put(world, address, content, { 'x-ms-blob-type': 'BlockBlob' });
  const hash = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const finalized = await ask(world, job, 'FinalizeArtifact', { name, size: String(content.length), hash });
  return { created, finalized, address };
}

describe('artifact service', () => {
  it('an artifact name is unique within an attempt and free again in a re-run', async () => {
    const world = await openWorld();
    const first = world.tokens.issueJob(jobIdentity());
    expect((await ask(world, first, 'CreateArtifact', { name: 'a', version: 7 })).status).toBe(200);
    expect(await ask(world, first, 'CreateArtifact', { name: 'a', version: 7 })).toEqual({
      status: 409,
      value: { code: 'already_exists', msg: 'an artifact with this name already exists on the workflow run' },
    });
    const other = world.tokens.issueJob(jobIdentity({ jobId: 'other', checkRunId: 2 }));
    expect((await ask(world, other, 'CreateArtifact', { name: 'a', version: 7 })).status).toBe(409);
    const rerun = world.tokens.issueJob(jobIdentity({ runAttempt: 2 }));
    expect((await ask(world, rerun, 'CreateArtifact', { name: 'a', version: 7 })).status).toBe(200);
  });

  it('artifacts of earlier attempts are listed for a re-run and read only with the ids of their own attempt', async () => {
    const world = await openWorld();
    const builder = { jobId: 'build', checkRunId: 1 };
    const reader = { jobId: 'publish', checkRunId: 2 };
    const first = world.tokens.issueJob(jobIdentity(builder));
    await upload(world, first, 'a', 'of the first attempt');
    const rerun = world.tokens.issueJob(jobIdentity({ ...reader, runAttempt: 2 }));
    expect(idsOf(rerun).workflow_run_backend_id).not.toBe(idsOf(first).workflow_run_backend_id);
    const list = async (job: JobCredentials) =>
      (await ask(world, job, 'ListArtifacts', { name_filter: 'a' })).value.artifacts;
    const [listed] = await list(rerun);
    expect(listed).toMatchObject(idsOf(first));
    const sign = (job: JobCredentials, ids: Ids) =>
      ask(world, job, 'GetSignedArtifactURL', { name: 'a' }, ids);
    // By the token's own attempt, or by another job of the right one, there is nothing of this name.
    for (const ids of [
      idsOf(rerun),
      { ...idsOf(first), workflow_job_run_backend_id: idsOf(rerun).workflow_job_run_backend_id },
    ])
      expect(await sign(rerun, ids)).toEqual({
        status: 404,
        value: { code: 'not_found', msg: 'artifact not found' },
      });
    const read = async (ids: Ids) =>
      (await call(world.gateway, (await sign(rerun, ids)).value.signed_url)).body;
    expect(await read(idsOf(first))).toBe('of the first attempt');
    // A job that builds again keeps its own beside it.
    const again = world.tokens.issueJob(jobIdentity({ ...builder, runAttempt: 2 }));
    await upload(world, again, 'a', 'of the second attempt');
    expect(await read(idsOf(first))).toBe('of the first attempt');
    expect(await read(idsOf(again))).toBe('of the second attempt');
    expect(await list(rerun)).toHaveLength(2);
    // "Re-run all jobs".
    const identity = jobIdentity(builder);
    world.artifacts.startOver(identity.repository, identity.runId);
    const all = world.tokens.issueJob(jobIdentity({ ...reader, runAttempt: 3 }));
    expect(await list(all)).toEqual([]);
    expect((await sign(all, idsOf(first))).value.msg).toBe('workflow run not found');
  });

  it('an artifact is finalized only if content, size and hash match', async () => {
    const world = await openWorld();
    const job = world.tokens.issueJob(jobIdentity());
    const { value } = await ask(world, job, 'CreateArtifact', { name: 'a', version: 7 });
    const finalize = (message: object) => ask(world, job, 'FinalizeArtifact', { name: 'a', ...message });
    expect((await finalize({ size: '5' })).status).toBe(412);
    await put(world, value.signed_upload_url, 'hello', { 'x-ms-blob-type': 'BlockBlob' });
    expect((await finalize({ size: '4' })).status).toBe(400);
    expect((await finalize({ size: '5', hash: `sha256:${'0'.repeat(64)}` })).status).toBe(400);
    expect((await ask(world, job, 'ListArtifacts', {})).value.artifacts).toEqual([]);
    expect((await finalize({ size: '5' })).value).toEqual({ ok: true, artifact_id: '1' });
    expect((await finalize({ size: '5' })).status).toBe(409);
    expect((await ask(world, job, 'ListArtifacts', {})).value.artifacts).toHaveLength(1);
  });

  it('a run is visible only to its own jobs, and a job writes only as itself', async () => {
    const world = await openWorld();
    const job = world.tokens.issueJob(jobIdentity());
    await upload(world, job, 'a', 'content');
    const stranger = world.tokens.issueJob(jobIdentity({ runId: 7002 }));
    expect((await ask(world, stranger, 'ListArtifacts', {})).value.artifacts).toEqual([]);
    expect((await ask(world, stranger, 'ListArtifacts', {}, idsOf(job))).status).toBe(403);
    expect(await ask(world, stranger, 'GetSignedArtifactURL', { name: 'a' }, idsOf(job))).toEqual({
      status: 404,
      value: { code: 'not_found', msg: 'workflow run not found' },
    });
    const deleted = await ask(world, stranger, 'DeleteArtifact', { name: 'a' }, idsOf(job));
    expect(deleted.value.msg).toBe('workflow run not found');
    const sibling = world.tokens.issueJob(jobIdentity({ jobId: 'other', checkRunId: 2 }));
    expect((await ask(world, sibling, 'ListArtifacts', {})).value.artifacts).toHaveLength(1);
    expect((await ask(world, sibling, 'CreateArtifact', { name: 'b', version: 7 }, idsOf(job))).status).toBe(
      403,
    );
    world.tokens.revokeJob(job);
    expect((await ask(world, job, 'ListArtifacts', {})).status).toBe(401);
    expect(
      (await ask(world, { ...sibling, runtimeToken: sibling.token }, 'ListArtifacts', {}, {})).status,
    ).toBe(401);
  });

  it('unknown fields, wrong types, invalid names and unknown methods are rejected', async () => {
    const world = await openWorld();
    const job = world.tokens.issueJob(jobIdentity());
    expect((await ask(world, job, 'ListArtifacts', { page: 1 })).value.code).toBe('malformed');
    expect((await ask(world, job, 'CreateArtifact', { name: 7, version: 7 })).value.code).toBe('malformed');
    expect((await ask(world, job, 'CreateArtifact', { version: 7 })).value.code).toBe('invalid_argument');
    expect((await ask(world, job, 'CreateArtifact', { name: 'a/b', version: 7 })).status).toBe(400);
    expect((await ask(world, job, 'MigrateArtifact', {})).value.code).toBe('bad_route');
  });

  it('artifacts are filtered by name and id and downloaded through an address that expires', async () => {
    let nowMs = Date.now();
    const world = await openWorld({ now: () => nowMs });
    const job = world.tokens.issueJob(jobIdentity());
    await upload(world, job, 'a', 'first');
    const { address } = await upload(world, job, 'b', 'second content');
    const names = async (message: object) =>
      (await ask(world, job, 'ListArtifacts', message)).value.artifacts.map(
        ({ name }: { name: string }) => name,
      );
    expect(await names({})).toEqual(['a', 'b']);
    expect(await names({ name_filter: 'b' })).toEqual(['b']);
    expect(await names({ id_filter: '1' })).toEqual(['a']);
    const { value } = await ask(world, job, 'GetSignedArtifactURL', { name: 'b' });
    const download = (headers: Record<string, string> = {}) =>
      call(world.gateway, value.signed_url, { headers });
    const whole = await download();
    expect(whole).toMatchObject({ status: 200, body: 'second content' });
    expect(whole.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="b.zip"',
    });
    expect(await download({ range: 'bytes=7-9' })).toMatchObject({ status: 206, body: 'con' });
    expect((await download({ range: 'bytes=7-' })).headers['content-range']).toBe('bytes 7-13/14');
    expect((await download({ range: 'bytes=99-' })).status).toBe(416);
    expect((await put(world, value.signed_url, 'evil', { 'x-ms-blob-type': 'BlockBlob' })).status).toBe(403);
    expect((await call(world.gateway, address)).headers['x-ms-error-code']).toBe(
      'AuthorizationPermissionMismatch',
    );
    expect((await call(world.gateway, value.signed_url.replace('.zip?', '.zap?'))).status).toBe(403);
    expect((await call(world.gateway, value.signed_url.replace(/se=[^&]+/, 'se=2099-01-01'))).status).toBe(
      403,
    );
    nowMs += 10 * 60 * 1000 + 1000;
    expect((await download()).headers['x-ms-error-code']).toBe('AuthenticationFailed');
  });

  it('blocks are joined in the order of the block list, and a list with an unknown block is rejected', async () => {
    const world = await openWorld();
    const job = world.tokens.issueJob(jobIdentity());
    const { value } = await ask(world, job, 'CreateArtifact', { name: 'a', version: 7 });
    const id = (text: string) => Buffer.from(text).toString('base64');
    const block = (name: string, body: string, headers = {}) =>
      put(
        world,
        `${value.signed_upload_url}&comp=block&blockid=${encodeURIComponent(id(name))}`,
        body,
        headers,
      );
    const commit = (...names: string[]) => {
      const latest = names.map((name) => `<Latest>${id(name)}</Latest>`).join('');
      return put(world, `${value.signed_upload_url}&comp=blocklist`, `<BlockList>${latest}</BlockList>`);
    };
    expect((await block('1', 'world')).status).toBe(201);
    expect((await block('2', 'hello ')).status).toBe(201);
    expect((await block('3', 'x', { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' })).status).toBe(400);
    expect((await commit('2', '9')).headers['x-ms-error-code']).toBe('InvalidBlockList');
    expect((await commit('2', '1')).status).toBe(201);
    expect((await ask(world, job, 'FinalizeArtifact', { name: 'a', size: '11' })).status).toBe(200);
    const signed = await ask(world, job, 'GetSignedArtifactURL', { name: 'a' });
    expect((await call(world.gateway, signed.value.signed_url)).body).toBe('hello world');
  });

  it('a deleted artifact is gone and its name is free again', async () => {
    const world = await openWorld();
    const job = world.tokens.issueJob(jobIdentity());
    await upload(world, job, 'a', 'content');
    const { value } = await ask(world, job, 'GetSignedArtifactURL', { name: 'a' });
    expect((await ask(world, job, 'DeleteArtifact', { name: 'a' })).value).toEqual({
      ok: true,
      artifact_id: '1',
    });
    expect((await call(world.gateway, value.signed_url)).headers['x-ms-error-code']).toBe('BlobNotFound');
    expect((await ask(world, job, 'DeleteArtifact', { name: 'a' })).status).toBe(404);
    expect((await ask(world, job, 'CreateArtifact', { name: 'a', version: 7 })).status).toBe(200);
  });
});
