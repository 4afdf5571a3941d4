import { createSigningKey } from '@slipway/emulated-github/id-tokens/signing-key';
import { call } from '@slipway/testkit/client';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { idToken, mint, mintedToken, openPypiWorld, type PypiWorld, upload, words } from './world.ts';

async function refusal(of: PypiWorld, token: string) {
  const answer = await mint(of, token);
  const { message, errors } = JSON.parse(answer.body);
  expect([answer.status, message, errors.length]).toEqual([422, 'Token request failed', 1]);
  return errors[0] as { code: string; description: string };
}

const noPublisher = (reason: string) => ({
  code: 'invalid-publisher',
  description: `valid token, but no corresponding publisher (${reason})`,
});

describe('minting a token', () => {
  it('the audience endpoint returns the audience of its index', async () => {
    for (const site of ['pypi', 'testpypi'] as const) {
      const of = await openPypiWorld({ site });
      const answer = await call(of.world.gateway, `${of.index}/_/oidc/audience`);
      expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { audience: site }]);
      of.pypi.setFlags({ disallowOidc: true });
      const disabled = await call(of.world.gateway, `${of.index}/_/oidc/audience`);
      expect([disabled.status, JSON.parse(disabled.body)]).toEqual([
        403,
        { message: 'Trusted publishing functionality not enabled' },
      ]);
    }
  });

  it('a minted token is valid for 900 seconds at both endpoints', async () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    const of = await openPypiWorld({ now: () => now });
    for (const path of ['/_/oidc/mint-token', '/_/oidc/github/mint-token']) {
      const answer = await mint(of, await idToken(of), path);
      expect([answer.status, JSON.parse(answer.body)]).toEqual([
        200,
        {
          success: true,
          token: expect.stringMatching(/^pypi-[A-Za-z0-9_-]{50,}$/),
          expires: now / 1000 + 900,
        },
      ]);
    }
    const token = await mintedToken(of);
    of.pypi.advance(899_000);
    expect(words(await upload(of, token))).toBe('200');
    of.pypi.advance(1_000);
    expect(words(await upload(of, token))).toBe('403 Invalid API Token: token is expired');
  });

  it('an ID token is accepted once', async () => {
    const of = await openPypiWorld();
    const token = await idToken(of);
    const [first, second] = await Promise.all([mint(of, token), mint(of, token)]);
    expect([first.status, second.status].sort()).toEqual([200, 422]);
    expect(await refusal(of, token)).toEqual({
      code: 'invalid-reuse-token',
      description: 'invalid token: already used',
    });
  });

  it('a body without exactly one token is rejected', async () => {
    const of = await openPypiWorld();
    const at = `${of.index}/_/oidc/mint-token`;
    for (const body of ['', '[]', '{}', '{"token":1}']) {
      const answer = await call(of.world.gateway, at, { method: 'POST', body });
      const [error] = JSON.parse(answer.body).errors;
      expect([answer.status, error.code]).toEqual([422, 'invalid-payload']);
      expect(error.description).toMatch(/^1 validation error for TokenPayload\n/);
    }
    const malformed = { code: 'invalid-payload', description: 'malformed JWT' };
    expect(await refusal(of, 'no token')).toEqual(malformed);
    expect((await call(of.world.gateway, at)).status).toBe(405);
  });

  it('an ID token with a wrong issuer, key or audience or one that expired is rejected', async () => {
    let now = Date.now();
    const of = await openPypiWorld({ now: () => now });
    const stranger = await createSigningKey();
    const forge = (issuer: string) =>
      new SignJWT({ jti: 'x' })
        .setProtectedHeader({ alg: 'RS256', kid: stranger.kid })
        .setIssuer(issuer)
        .setAudience('pypi')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(stranger.privateKey);
    const invalid = { code: 'invalid-token', description: 'malformed or invalid token' };
    expect(await refusal(of, await forge('https://ids.example'))).toEqual({
      code: 'invalid-payload',
      description: 'unknown trusted publishing issuer',
    });
    expect(await refusal(of, await forge('https://token.actions.githubusercontent.com'))).toEqual(invalid);
    expect(await refusal(of, await idToken(of, {}, 'testpypi'))).toEqual(invalid);
    const late = await idToken(of);
    const inTime = await idToken(of);
    now += 329_000;
    expect((await mint(of, inTime)).status).toBe(200);
    now += 2_000;
    expect(await refusal(of, late)).toEqual(invalid);
  });

  it('a publisher is found by repository, owner id and workflow file of the job', async () => {
    const of = await openPypiWorld();
    const unknown = noPublisher('Publisher with matching claims was not found');
    const at = (repository: string, file = 'release.yml') => ({
      repository,
      jobWorkflowRef: `${repository}/.github/workflows/${file}@refs/tags/v1.2.0`,
    });
    expect(await refusal(of, await idToken(of, at('octo/other')))).toEqual(unknown);
    // The look-up minds the case, although the check of the claim would not.
    expect(await refusal(of, await idToken(of, at('octo/Demo')))).toEqual(unknown);
    expect(await refusal(of, await idToken(of, at('octo/demo', 'other.yml')))).toEqual(unknown);
    expect(await refusal(of, await idToken(of, { jobWorkflowRef: 'octo/demo@main' }))).toEqual(
      noPublisher('Could not job extract workflow filename from OIDC claims'),
    );
    of.pypi.addPublisher(['demo'], { repository: 'octo/moved', workflow: 'release.yml', ownerId: 1 });
    expect(await refusal(of, await idToken(of, at('octo/moved')))).toEqual(unknown);
  });

  it('a workflow of a different repository or ref and pull_request_target are rejected', async () => {
    const of = await openPypiWorld();
    const sha = '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567';
    const file = 'octo/demo/.github/workflows/release.yml';
    const called = 'octo/shared/.github/workflows/release.yml@refs/heads/main';
    const expecting = (got: string) =>
      noPublisher(
        `The job_workflow_ref claim does not match, expecting one of ['${file}@${sha}', '${file}@refs/tags/v1.2.0'], got '${got}'`,
      );
    expect(await refusal(of, await idToken(of, { jobWorkflowRef: called }))).toEqual(expecting(called));
    const branch = `${file}@refs/heads/main`;
    expect(await refusal(of, await idToken(of, { jobWorkflowRef: branch }))).toEqual(expecting(branch));
    expect((await mint(of, await idToken(of, { jobWorkflowRef: `${file}@${sha}` }))).status).toBe(200);
    expect(await refusal(of, await idToken(of, { eventName: 'pull_request_target' }))).toEqual(
      noPublisher("Publishing from a workflow invoked via 'pull_request_target' is not supported."),
    );
  });

  it('a publisher with a matching environment wins over one without', async () => {
    const of = await openPypiWorld();
    of.pypi.addProject('constrained', 'alice');
    of.pypi.addPublisher(['constrained'], {
      repository: 'octo/demo',
      workflow: 'release.yml',
      environment: 'PyPI',
    });
    const named = await mintedToken(of, { environment: 'pypi' });
    expect(words(await upload(of, named))).toBe(
      "403 Invalid API Token: OIDC scoped token is not valid for project 'demo'",
    );
    for (const changes of [{}, { environment: 'staging' }])
      expect(words(await upload(of, await mintedToken(of, changes)))).toBe('200');
  });
});

describe('pending publisher', () => {
  const form = { repository: 'octo/demo', workflow: 'release.yml', environment: 'first' };
  it('a pending publisher creates its project with the first token', async () => {
    const of = await openPypiWorld();
    of.pypi.addPendingPublisher('Fresh_Name', 'alice', form);
    expect(of.pypi.listProjects()).toEqual(['demo']);
    const token = await mintedToken(of, { environment: 'first' });
    expect(of.pypi.listProjects()).toEqual(['demo', 'fresh-name']);
    expect(words(await upload(of, token, { fields: { name: 'mismatched' } }))).toMatch(
      /^400 Non-user identities cannot create new projects\. This was probably caused by successfully using a pending publisher but specifying the project name incorrectly/,
    );
    // The second token is that of the publisher it has become.
    expect((await mint(of, await idToken(of, { environment: 'first' }))).status).toBe(200);
  });

  it('a pending publisher fails if the project already exists', async () => {
    const of = await openPypiWorld();
    of.pypi.addPendingPublisher('demo', 'bob', form);
    const first = await refusal(of, await idToken(of, { environment: 'first' }));
    expect(first).toEqual({
      code: 'invalid-pending-publisher',
      description: 'valid token, but project already exists',
    });
    // What is left is the publisher for any environment.
    expect((await mint(of, await idToken(of, { environment: 'first' }))).status).toBe(200);
  });

  it('a pending publisher reports why its project cannot be created', async () => {
    const of = await openPypiWorld();
    of.pypi.addPendingPublisher('d-e-m-o', 'alice', form);
    const error = await refusal(of, await idToken(of, { environment: 'first' }));
    expect(error.code).toBe('invalid-payload');
    expect(error.description).toMatch(/^The name 'd-e-m-o' is too similar to an existing project\. See /);
  });
});

describe('burning a token', () => {
  it("a burned minted token is invalid, a user's token is kept, and the answer is always the same", async () => {
    const of = await openPypiWorld();
    const minted = await mintedToken(of);
    const personal = of.pypi.addToken('alice');
    for (const token of [minted, personal, 'pypi-nothing', minted]) {
      const at = `${of.index}/_/oidc/burn-token`;
      const answer = await call(of.world.gateway, at, { method: 'POST', body: JSON.stringify({ token }) });
      expect([answer.status, JSON.parse(answer.body)]).toEqual([202, { message: 'Accepted', errors: [] }]);
    }
    expect(words(await upload(of, minted))).toMatch(
      /^403 Invalid or non-existent authentication information\. See /,
    );
    expect(words(await upload(of, personal))).toBe('200');
  });
});
