import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gateway } from '@slipway/gateway/gateway';
import { type Answer, call } from '@slipway/testkit/client';
import { openGateway } from '@slipway/testkit/gateway';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type ChildResult, runChild } from '@slipway/testkit/run-child';
import { temporaryDirectory } from '@slipway/testkit/temporary-directory';
import { expect } from 'vitest';
import { createGitHub, type GitHub } from '../src/github.ts';
import type { Permissions } from '../src/jobs/identity.ts';
import { createTokenStore, type TokenStore } from '../src/jobs/tokens.ts';
import type { RepositoryOptions } from '../src/repository.ts';
import { departures } from './rest-description.ts';

const firstTime = Date.UTC(2026, 0, 31, 12);

/** A gateway with the emulated GitHub behind it, and a repository `octo/demo` with one commit. */
export interface TestWorld {
  readonly github: GitHub;
  readonly gateway: Gateway;
  readonly tokens: TokenStore;
  readonly directory: string;
  jobToken(permissions: Permissions, checkRunId?: number): string;
  /** Runs git as a user would, through the gateway. */
  git(args: readonly string[], cwd?: string): Promise<ChildResult>;
  /** A REST call whose request and answer are held against GitHub's own description. */
  api<Body = Record<string, unknown>>(
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer & { readonly json: Body }>;
  graphql<Data = Record<string, unknown>>(
    token: string,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<{ data: Data; errors?: { type?: string; message: string; path?: string[] }[] }>;
}

const identity = ['-c', 'user.name=Dev', '-c', 'user.email=dev@example.com'];

export async function gitLocally(cwd: string, ...args: string[]): Promise<string> {
  const result = await runChild('git', [...identity, '-C', cwd, ...args], {
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
    GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
  });
  if (result.exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
  return result.stdout.trim();
}

export const releaseWorkflow = `name: release
on:
  workflow_dispatch:
    inputs:
      bump: { type: choice, options: [patch, minor], default: patch }
      reason: { required: true }
`;

async function createSource(directory: string): Promise<string> {
  const source = join(directory, 'source');
  await mkdir(join(source, '.github/workflows'), { recursive: true });
  await gitLocally(source, 'init', '--quiet', '--initial-branch=main');
  await writeFile(join(source, 'README.md'), '# demo\n');
  await writeFile(join(source, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
  await writeFile(join(source, '.github/workflows/release.yml'), releaseWorkflow);
  await writeFile(join(source, '.github/workflows/ci.yml'), 'name: ci\non: push\n');
  await gitLocally(source, 'add', '-A');
  await gitLocally(source, 'commit', '--quiet', '-m', 'feat: first');
  return source;
}

export async function openWorld(options: Partial<RepositoryOptions> = {}): Promise<TestWorld> {
  const directory = await temporaryDirectory();
  const tokens = createTokenStore();
  let now = firstTime;
  const clock = {
    now: () => {
      now += 1000;
      return now;
    },
  };
  const github = await createGitHub({ directory: join(directory, 'github'), tokens, clock });
  await github.createRepository({ fullName: 'octo/demo', from: await createSource(directory), ...options });
  const gateway = await openGateway({ services: [github.service] });
  return {
    github,
    gateway,
    tokens,
    directory,
    jobToken: (permissions, checkRunId = 90_001) =>
      tokens.issueJob(jobIdentity({ permissions, checkRunId })).token,
    git: (args, cwd = directory) =>
      runChild(
        'git',
        [...identity, ...args],
        { ...gateway.env, HOME: directory, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
        cwd,
      ),
    async api<Body>(
      token: string | undefined,
      method: string,
      path: string,
      body?: unknown,
      headers: Readonly<Record<string, string>> = {},
    ) {
      const answer = await call(gateway, `https://api.github.com/repos/octo/demo${path}`, {
        method,
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const contentType = String(answer.headers['content-type'] ?? '');
      const exchange = {
        method,
        path: `/repos/octo/demo${path.split('?')[0]}`,
        requestBody: body,
        status: answer.status,
        contentType,
        responseBody: answer.body,
      };
      expect(
        departures(exchange),
        `${method} ${path} ${answer.status} ${answer.body.slice(0, 2000)}`,
      ).toEqual([]);
      expect(gateway.serviceErrors).toEqual([]);
      return {
        ...answer,
        json: (contentType.includes('json') ? JSON.parse(answer.body) : undefined) as Body,
      };
    },
    async graphql<Data>(token: string, query: string, variables: Record<string, unknown> = {}) {
      const answer = await call(gateway, 'https://api.github.com/graphql', {
        method: 'POST',
        headers: { authorization: `bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      expect(gateway.serviceErrors).toEqual([]);
      expect(answer.status).toBe(200);
      return JSON.parse(answer.body) as {
        data: Data;
        errors?: { type?: string; message: string; path?: string[] }[];
      };
    },
  };
}

export const remoteWith = (token: string): string =>
  `https://x-access-token:${token}@github.com/octo/demo.git`;
