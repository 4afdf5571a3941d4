import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { json } from '@sigstore/core';
import type { EmulatorResponse, Service } from '@slipway/gateway/service';

/** Host of the update repository of the public-good instance. */
export const publicGoodUpdatesHost = 'tuf-repo-cdn.sigstore.dev';
/** Host of that of GitHub's instance. */
export const githubUpdatesHost = 'tuf-repo.github.com';

/** A key of a repository, with its identifier. */
interface RepositoryKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly description: Readonly<Record<string, unknown>>;
}

function createKey(): RepositoryKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  const description = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw } };
  const id = createHash('sha256').update(json.canonicalize(description)).digest('hex');
  return { id, privateKey, description };
}

function signMetadata(signed: Readonly<Record<string, unknown>>, keys: readonly RepositoryKey[]): string {
  const bytes = Buffer.from(json.canonicalize(signed), 'utf8');
  const signatures = keys.map(({ id, privateKey }) => ({
    keyid: id,
    sig: sign(null, bytes, privateKey).toString('hex'),
  }));
  return JSON.stringify({ signed, signatures });
}

export interface UpdateRepositoryOptions {
  /** Where it is served. */
  readonly host: string;
  /** The content of its one target, `trusted_root.json`. */
  readonly trustedRoot: () => Promise<string>;
}

/**
 * A repository of The Update Framework with one target, all of whose roles have one key. A client whose trust begins with
 * another root, such as that of the real instance, does not take it.
 * Source: https://theupdateframework.github.io/specification/latest/
 */
export interface EmulatedUpdateRepository extends Service {
  /** The first root: what `cosign initialize --root` takes. */
  readonly root: object;
  /** When the metadata that changes most often ends, in the form of ISO 8601; may be set. */
  expires: string;
  /** Changes the target on its way to a client, as a mirror could; the metadata stay as they are. */
  tamper: ((target: string) => string) | undefined;
  /** The next root: with a new key, signed by the old one as well unless that is left out. */
  rotate(signedByOld: boolean): void;
}

/** Makes a repository with throw-away keys. */
export function createUpdateRepository(options: UpdateRepositoryOptions): EmulatedUpdateRepository {
  const common = { spec_version: '1.0.31', version: 1 };
  const later = '2099-01-01T00:00:00Z';
  let key = createKey();
  const makeRoot = (version: number, signers: readonly RepositoryKey[]): string => {
    const role = { keyids: [key.id], threshold: 1 };
    const roles = { root: role, timestamp: role, snapshot: role, targets: role };
    const keys = { [key.id]: key.description };
    return signMetadata(
      { _type: 'root', ...common, version, expires: later, keys, roles, consistent_snapshot: true },
      signers,
    );
  };
  const roots = [makeRoot(1, [key])];
  let target: Promise<string> | undefined;
  const repository: EmulatedUpdateRepository = {
    name: 'updates',
    hosts: [options.host],
    root: JSON.parse(roots[0] ?? ''),
    expires: later,
    tamper: undefined,
    rotate(signedByOld) {
      const old = key;
      key = createKey();
      roots.push(makeRoot(roots.length + 1, signedByOld ? [old, key] : [key]));
    },
    async handle({ method, url }) {
      const answer = (body: string | undefined): EmulatorResponse =>
        body === undefined ? { status: 404, body: 'not found' } : { status: 200, body };
      if (method !== 'GET') return { status: 405, body: 'method not allowed' };
      const number = /^\/(?<version>\d+)\.root\.json$/.exec(url.pathname)?.groups?.['version'];
      if (number !== undefined) return answer(roots[Number(number) - 1]);
      target ??= options.trustedRoot();
      const text = await target;
      const sha256 = createHash('sha256').update(text).digest('hex');
      const targets = { 'trusted_root.json': { length: Buffer.byteLength(text), hashes: { sha256 } } };
      const describe = (type: string, expires: string, rest: object): string =>
        signMetadata({ _type: type, ...common, expires, ...rest }, [key]);
      const meta = (name: string) => ({ meta: { [name]: { version: 1 } } });
      const answers: Readonly<Record<string, () => string>> = {
        '/timestamp.json': () => describe('timestamp', repository.expires, meta('snapshot.json')),
        '/1.snapshot.json': () => describe('snapshot', later, meta('targets.json')),
        '/1.targets.json': () => describe('targets', later, { targets }),
        [`/targets/${sha256}.trusted_root.json`]: () => repository.tamper?.(text) ?? text,
      };
      return answer(answers[url.pathname]?.());
    },
  };
  return repository;
}
