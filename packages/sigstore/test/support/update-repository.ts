import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { json } from '@sigstore/core';
import type { Service } from '@slipway/emulators/service';

/** A key of a TUF repository, with its identifier. */
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

/** A small repository with one target, `trusted_root.json`, all of whose roles have one key. */
export interface TestRepository {
  readonly root: object;
  /** The next root: with a new key, signed by the old one as well unless that is left out. */
  rotate(signedByOld: boolean): void;
  /** What the mirror serves; `expires` and `target` may be changed. */
  readonly service: Service;
  expires: string;
  target: string;
}

const host = 'tuf-repo-cdn.sigstore.dev';

/** Makes a repository that serves `target` under the host of the public-good instance. */
export function createRepository(target: string): TestRepository {
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
  const repository: TestRepository = {
    root: JSON.parse(roots[0] ?? ''),
    expires: later,
    target,
    rotate(signedByOld) {
      const old = key;
      key = createKey();
      roots.push(makeRoot(roots.length + 1, signedByOld ? [old, key] : [key]));
    },
    service: {
      name: 'mirror',
      hosts: [host],
      async handle({ url }) {
        const path = url.pathname;
        const number = /^\/(?<version>\d+)\.root\.json$/.exec(path)?.groups?.['version'];
        const root = number === undefined ? undefined : roots[Number(number) - 1];
        if (root !== undefined) return { status: 200, body: root };
        const sha256 = createHash('sha256').update(target).digest('hex');
        const targets = { 'trusted_root.json': { length: Buffer.byteLength(target), hashes: { sha256 } } };
        const signers = [key];
        const meta = (name: string) => ({ [name]: { version: 1 } });
        const answers: Readonly<Record<string, string>> = {
          '/timestamp.json': signMetadata(
            { _type: 'timestamp', ...common, expires: repository.expires, meta: meta('snapshot.json') },
            signers,
          ),
          '/1.snapshot.json': signMetadata(
            { _type: 'snapshot', ...common, expires: later, meta: meta('targets.json') },
            signers,
          ),
          '/1.targets.json': signMetadata({ _type: 'targets', ...common, expires: later, targets }, signers),
          [`/targets/${sha256}.trusted_root.json`]: repository.target,
        };
        const body = answers[path];
        return body === undefined ? { status: 404, body: 'not found' } : { status: 200, body };
      },
    },
  };
  return repository;
}
