import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { type Digest, isDigest } from './digest.ts';
import { ociErrors } from './errors.ts';

/** The name of an image: where it is and which one. */
export interface ImageReference {
  /** Host with a port if one is needed; `docker.io` for Docker Hub. */
  readonly registry: string;
  /** Path below the registry, lower case. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;
}

// The grammar of distribution/reference (https://pkg.go.dev/github.com/distribution/reference).
const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const registryPattern =
  /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::\d{1,5})?$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const maxNameLength = 255;
const dockerHub = 'docker.io';

function refuse(text: string, reason: string): InputError {
  return new InputError(ociErrors.E_OCI_REFERENCE, {
    message: `"${neutralizeLine(text, 300)}" is not a valid image name: ${reason}.`,
  });
}

/** Whether a text can be a tag: at most 128 letters, digits, `_`, `.` and `-`, not starting with the last two. */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** Checks the path of an image below its registry. @throws InputError E_OCI_REFERENCE */
export function checkRepository(repository: string): void {
  if (/[A-Z]/.test(repository)) {
    throw refuse(
      repository,
      `it has upper-case letters, which no registry accepts; write "${neutralizeLine(repository.toLowerCase(), 300)}"`,
    );
  }
  const wrong = repository.split('/').find((part) => !component.test(part));
  if (wrong !== undefined)
    throw refuse(repository, `"${neutralizeLine(wrong, 100)}" is not a valid name component`);
  if (repository.length > maxNameLength)
    throw refuse(repository, `it has more than ${maxNameLength} characters`);
}

/** Checks the host of a registry, with a port or without. @throws InputError E_OCI_REFERENCE */
export function checkRegistry(registry: string): void {
  if (!registryPattern.test(registry))
    throw refuse(registry, 'a registry is a host with an optional ":port" and without "https://"');
}

function namesRegistry(first: string): boolean {
  return first === 'localhost' || /[.:]/.test(first);
}

/**
 * Reads `registry/path:tag@digest`. A name without a registry is one of Docker Hub, as Docker has it.
 * @throws InputError E_OCI_REFERENCE
 */
export function parseReference(text: string): ImageReference {
  const [name = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !isDigest(digest)))
    throw refuse(text, 'what follows "@" is not a digest of the form "sha256:" with 64 hex digits');
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  const path = colon < 0 ? name : name.slice(0, colon);
  const tag = colon < 0 ? undefined : name.slice(colon + 1);
  if (tag !== undefined && !isTag(tag))
    throw refuse(text, `"${neutralizeLine(tag, 160)}" is not a tag (at most 128 of A-Z a-z 0-9 _ . -)`);
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const registry = namesRegistry(first) ? first.toLowerCase() : dockerHub;
  const rest = namesRegistry(first) ? path.slice(slash + 1) : path;
  checkRegistry(registry);
  if (rest === '') throw refuse(text, 'the registry is not followed by a name');
  checkRepository(rest);
  const repository = registry === dockerHub && !rest.includes('/') ? `library/${rest}` : rest;
  return { registry, repository, tag, digest };
}

/** Writes a reference in full. */
export function formatReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || /^127(?:\.\d+){3}$/.test(host) || host === '[::1]'
  );
}

/** The origin of a registry's API: https, or http only for this machine. @throws InputError E_OCI_REFERENCE */
export function registryOrigin(registry: string): string {
  checkRegistry(registry);
  if (registry === dockerHub) return 'https://registry-1.docker.io';
  const host = registry.replace(/:\d+$/, '').toLowerCase();
  const origin = URL.parse(`${isLoopback(host) ? 'http' : 'https'}://${registry}`)?.origin;
  if (origin === undefined) throw refuse(registry, 'it is not a valid host');
  return origin;
}
