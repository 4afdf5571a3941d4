import type { EventHub } from './events.ts';
import type { PermissionLevel, Permissions } from './jobs/identity.ts';
import type { TokenLookup } from './model.ts';
import type { Repository } from './repository.ts';

/** What all parts of the emulated GitHub share. */
export interface World {
  /** Folder that holds every repository and upload. */
  readonly directory: string;
  readonly tokens: TokenLookup;
  /** Milliseconds since the epoch. */
  now(): number;
  readonly events: EventHub;
  /** By lower-case `owner/name`. */
  readonly repositories: Map<string, Repository>;
  /** By the key of the job: what its token was really used for. */
  readonly permissionsUsed: Map<string, Record<string, PermissionLevel>>;
  /** Numbers for releases, assets, requests and runs: one row, never reused. */
  nextId(): number;
  /** Most bytes of one release asset; GitHub: under 2 GiB. */
  readonly maxAssetBytes: number;
}

export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  return world.repositories.get(`${owner}/${name}`.toLowerCase());
}

export function readPermissionsUsed(world: World, jobKey: string): Permissions {
  return { ...world.permissionsUsed.get(jobKey) };
}
