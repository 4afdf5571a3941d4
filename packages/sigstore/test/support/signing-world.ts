import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { createHttp } from '@slipway/core/http';
import type { Http } from '@slipway/core/ports';
import { createManualClock, type ManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog, type MemoryLog } from '@slipway/core/testing/memory-log';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { readIssuerKeys } from '@slipway/emulated-sigstore/fulcio/identity-token';
import {
  createGithubSigstoreService,
  type GithubSigstoreService,
} from '@slipway/emulated-sigstore/github-instance';
import { createSigstoreService, type SigstoreService } from '@slipway/emulated-sigstore/sigstore-service';
import type { Fault } from '@slipway/gateway/faults';
import type { Service } from '@slipway/gateway/service';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { createWorld, type World } from '@slipway/world/world';
import { onTestFinished } from 'vitest';
import { githubInstance, publicGood, type SigstoreInstance, selectVersion2 } from '../../src/instance.ts';
import { createSigner, type Signer, type SignerOptions } from '../../src/signing/signer.ts';

export type InstanceName = 'version 1' | 'version 2' | 'github';

/** An instance, and what a verifier of its signatures trusts. */
export interface TrustedInstance {
  readonly instance: SigstoreInstance;
  readonly trustedRoot: TrustedRoot;
  /** The same as a verifier reads it. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A world with Sigstore in it, and a job that may sign. */
export interface SigningWorld {
  readonly world: World;
  readonly sigstore: SigstoreService;
  readonly github: GithubSigstoreService;
  readonly http: Http;
  readonly clock: ManualClock;
  readonly log: MemoryLog;
  /** Every ID token that was handed out. */
  readonly idTokens: readonly string[];
  readonly requestIdToken: () => Promise<string>;
  /** ID tokens of another job. */
  openTokens(identity: Partial<JobIdentity>): () => Promise<string>;
  readonly trustedRoot: TrustedRoot;
  /** Each kind of instance with what is trusted in it. */
  readonly instances: Readonly<Record<InstanceName, TrustedInstance>>;
  openSigner(changes?: Partial<SignerOptions>): Signer;
}

/** The job that signs. */
const signingJob = jobIdentity({
  jobId: 'publish-to-pypi',
  eventName: 'workflow_dispatch',
  environment: 'pypi',
  permissions: { 'id-token': 'write' },
});

export interface SigningWorldOptions {
  readonly faults?: readonly Fault[];
  readonly job?: Partial<JobIdentity>;
  readonly clock?: ManualClock;
  /** Answers 503 for as long as it says so. */
  readonly isDown?: (host: string, nowMs: number) => boolean;
  /** How far the clocks of the timestamp authorities are in front of all others, in milliseconds. */
  readonly timestampsAheadMs?: number;
}

/** Opens a world that is closed when the test is over; time stands still in it, apart from sleeps. */
export async function openSigningWorld(options: SigningWorldOptions = {}): Promise<SigningWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-sigstore-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const clock = options.clock ?? createManualClock(Date.UTC(2026, 10, 1, 12));
  const world = await createWorld({
    directory,
    userEnvironment: {},
    now: () => clock.now(),
    faults: options.faults ?? [],
    services: ({ idTokens, now }) => {
      const issuerKeys = () => readIssuerKeys(idTokens);
      const timestampNow = () => now() + (options.timestampsAheadMs ?? 0);
      const handles = {
        sigstore: createSigstoreService({ issuerKeys, now, timestampNow }),
        github: createGithubSigstoreService({ issuerKeys, now, timestampNow }),
      };
      const outage = async () => ({ status: 503, body: 'upstream connect error' });
      const services = [handles.sigstore, handles.github].map(
        (service): Service => ({
          ...service,
          handle: (request) => (options.isDown?.(request.host, now()) ? outage() : service.handle(request)),
        }),
      );
      return { services, handles };
    },
  });
  onTestFinished(() => world.close());
  const { sigstore, github } = world.handles;
  const log = createMemoryLog();
  const http = createHttp({ log, clock, userAgent: 'slipway-test', environment: world.env, random: () => 1 });
  const idTokens: string[] = [];
  const openTokens = (identity: Partial<JobIdentity> = {}) => {
    const job = world.tokens.issueJob({ ...signingJob, ...options.job, ...identity });
    return async (): Promise<string> => {
      const response = await http.request({
        method: 'GET',
        url: `${job.idTokenRequestUrl ?? ''}&audience=sigstore`,
        headers: { authorization: `bearer ${job.idTokenRequestToken ?? ''}` },
      });
      const { value } = response.json() as { readonly value: string };
      idTokens.push(value);
      return value;
    };
  };
  const requestIdToken = openTokens();
  const trust = (
    json: Readonly<Record<string, unknown>>,
    choose: (root: TrustedRoot) => SigstoreInstance,
  ) => {
    const trustedRoot = TrustedRoot.fromJSON(json);
    return { instance: choose(trustedRoot), trustedRoot, json };
  };
  const publicRoot = await sigstore.trustedRoot();
  const version1 = trust(publicRoot, () => publicGood);
  return {
    world,
    sigstore,
    github,
    http,
    clock,
    log,
    idTokens,
    requestIdToken,
    openTokens,
    trustedRoot: version1.trustedRoot,
    instances: {
      'version 1': version1,
      'version 2': trust(publicRoot, (root) => selectVersion2(root, clock.now())),
      github: trust(await github.trustedRoot(), () => githubInstance),
    },
    openSigner: (changes = {}) =>
      createSigner({ http, clock, log, requestIdToken, instance: publicGood, ...changes }),
  };
}

/** How often a host was asked, with which answers. */
export function answersOf(world: World, host: string): string[] {
  return world.journal.entries
    .filter((entry) => entry.host === host)
    .map(({ method, status, outcome }) => `${method} ${outcome === 'fault' ? 'fault' : status}`);
}
