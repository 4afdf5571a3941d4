import type { JSONWebKeySet } from 'jose';
import { issuerHost } from '../oidc/id-token-service.ts';
import type { EmulatorRequest, Service } from '../service.ts';

/** Reads the key set of the emulated issuer as the index does, without a connection. */
export async function readKeySet(issuer: Service): Promise<JSONWebKeySet> {
  const request: EmulatorRequest = {
    method: 'GET',
    host: issuerHost,
    url: new URL(`https://${issuerHost}/.well-known/jwks`),
    headers: {},
    bytes: async () => new Uint8Array(),
    stream: async function* () {},
  };
  const { body } = await issuer.handle(request);
  if (typeof body !== 'string') throw new Error('the key set of the issuer is not a text');
  return JSON.parse(body) as JSONWebKeySet;
}
