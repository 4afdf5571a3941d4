import {
  type ArtifactService,
  createArtifactService,
} from '@slipway/emulated-github/artifacts/artifact-service';
import type { SubjectFormat } from '@slipway/emulated-github/id-tokens/claims';
import { createIdTokenService } from '@slipway/emulated-github/id-tokens/id-token-service';
import type { RepositoryFacts } from '@slipway/emulated-github/jobs/repository-facts';
import { createTokenStore, type TokenStore } from '@slipway/emulated-github/jobs/tokens';
import type { Fault } from '@slipway/gateway/faults';
import { type Gateway, type GatewayOptions, startGateway } from '@slipway/gateway/gateway';
import type { Journal } from '@slipway/gateway/journal';
import type { Service } from '@slipway/gateway/service';
import { chooseUpstreamProxy } from '@slipway/gateway/upstream-proxy';
import { readUserTrust } from '@slipway/gateway/user-trust';

/** The services that a caller adds to a world, and what it needs of them later. */
export interface AddedServices<Handles> {
  readonly services: readonly Service[];
  readonly handles: Handles;
}

export interface WorldOptions<Handles = undefined> {
  /** The caller's own empty directory: everything the world writes is in it, and the caller removes it. */
  readonly directory: string;
  /** Makes the further services; they may check tokens with the store they are handed. */
  readonly services?: (parts: WorldParts) => AddedServices<Handles> | Promise<AddedServices<Handles>>;
  /** The environment of the user: certificate authorities and the proxy on the way to tunnelled hosts are read from it. */
  readonly userEnvironment: Readonly<Record<string, string | undefined>>;
  readonly tunnels?: GatewayOptions['tunnels'];
  readonly faults?: readonly Fault[];
  readonly subjectFormat?: SubjectFormat;
  /** `iss` of the ID tokens; default that of github.com. */
  readonly idTokenIssuer?: string;
  readonly describeRepository?: (repository: string) => RepositoryFacts;
  readonly isRefProtected?: (repository: string, ref: string) => boolean;
  /** Milliseconds since the epoch; default the real clock. */
  readonly now?: () => number;
  /** Closes the world when it fires. */
  readonly signal?: AbortSignal;
}

/** What a further service of the world is made from. */
export interface WorldParts {
  readonly directory: string;
  readonly tokens: TokenStore;
  readonly artifacts: ArtifactService;
  /** The issuer of ID tokens: services that verify them read its keys from it. */
  readonly idTokens: Service;
  readonly now: () => number;
}

/** An emulated world: one gateway with its services, for one rehearsal or one test. */
export interface World<Handles = unknown> {
  /** What the caller's own services are reached by. */
  readonly handles: Handles;
  /** What a child process needs in its environment to live in this world. */
  readonly env: Readonly<Record<string, string>>;
  readonly journal: Journal;
  readonly tokens: TokenStore;
  readonly artifacts: ArtifactService;
  readonly gateway: Gateway;
  /** Ends every connection and every service; leaves no process, no port and nothing outside the directory. */
  close(): Promise<void>;
}

/** Opens a world. Several may be open at once: they share nothing. */
export async function createWorld<Handles = undefined>(
  options: WorldOptions<Handles>,
): Promise<World<Handles>> {
  const { directory, userEnvironment } = options;
  const now = options.now ?? Date.now;
  const tokens = createTokenStore({ now });
  const artifacts = createArtifactService({ directory, tokens, now });
  const { describeRepository, isRefProtected, subjectFormat, tunnels, faults, signal } = options;
  const idTokens = createIdTokenService({
    tokens,
    now,
    ...(describeRepository === undefined ? {} : { describeRepository }),
    ...(isRefProtected === undefined ? {} : { isRefProtected }),
    ...(subjectFormat === undefined ? {} : { subjectFormat }),
    ...(options.idTokenIssuer === undefined ? {} : { issuer: options.idTokenIssuer }),
  });
  const added = await options.services?.({ directory, tokens, artifacts, idTokens, now });
  const gateway = await startGateway({
    directory,
    services: [idTokens, artifacts.service, ...(added?.services ?? [])],
    userTrust: await readUserTrust(userEnvironment),
    upstreamProxy: (host, secure) => chooseUpstreamProxy(userEnvironment, host, secure),
    ...(tunnels === undefined ? {} : { tunnels }),
    ...(faults === undefined ? {} : { faults }),
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    // Without services of its own a caller has no type for handles but undefined.
    handles: added?.handles as Handles,
    env: gateway.env,
    journal: gateway.journal,
    tokens,
    artifacts,
    gateway,
    close: () => gateway.close(),
  };
}
