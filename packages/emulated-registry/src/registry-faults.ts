import type { NamedFault } from '@slipway/gateway/named-fault';
import { ghcrHost, ghcrStorageHost } from './registry.ts';

const json = { 'content-type': 'application/json' };
const always = Number.POSITIVE_INFINITY;
const uploadPut = { host: ghcrHost, method: 'PUT', path: /\/blobs\/upload\// };
const uploadStart = { host: ghcrHost, method: 'POST', path: /\/blobs\/uploads\// };
const manifestPut = { host: ghcrHost, method: 'PUT', path: /\/manifests\// };
const refusal = (code: string, message: string): string => JSON.stringify({ errors: [{ code, message }] });

/** What can go wrong between a release and the container registry, in the order a release meets it. */
export const registryFaults: readonly NamedFault[] = [
  {
    name: 'registry-unreachable',
    summary: 'the container registry is unreachable',
    expectation: 'stops',
    faults: [{ on: { host: ghcrHost, times: always }, effect: { kind: 'refuse' } }],
  },
  {
    name: 'registry-token-503',
    summary: "the registry's token service is unavailable for one request",
    expectation: 'recovers',
    faults: [
      {
        on: { host: ghcrHost, path: /^\/token/ },
        effect: { kind: 'status', status: 503, headers: json, body: '{}' },
      },
    ],
  },
  {
    name: 'registry-denied',
    summary: 'the package exists, but this repository is not allowed to write to it',
    expectation: 'stops',
    faults: [
      {
        on: { ...uploadStart, times: always },
        effect: {
          kind: 'status',
          status: 403,
          headers: json,
          body: refusal('DENIED', 'permission_denied: write_package'),
        },
      },
    ],
  },
  {
    name: 'registry-rate-limited',
    summary: 'the registry rejects the first upload because of too many requests',
    expectation: 'recovers',
    faults: [
      {
        on: uploadStart,
        effect: {
          kind: 'status',
          status: 429,
          headers: { ...json, 'retry-after': '1' },
          body: refusal('TOOMANYREQUESTS', 'too many requests'),
        },
      },
    ],
  },
  {
    name: 'blob-upload-reset',
    summary: 'the connection breaks inside the first blob',
    expectation: 'recovers',
    faults: [{ on: uploadPut, effect: { kind: 'reset-during', afterBytes: 1024 } }],
  },
  {
    name: 'blob-upload-503',
    summary: 'the registry is unavailable for the first blob and stores nothing',
    expectation: 'recovers',
    faults: [
      { on: uploadPut, effect: { kind: 'status', status: 503, headers: { ...json, 'retry-after': '1' } } },
    ],
  },
  {
    name: 'blob-answer-lost',
    summary: 'the registry stores the first blob, but the response is lost',
    expectation: 'recovers',
    faults: [{ on: uploadPut, effect: { kind: 'reset-after-commit' } }],
  },
  {
    name: 'manifest-502',
    summary: 'the first manifest upload returns an outage page and stores nothing',
    expectation: 'recovers',
    faults: [
      {
        on: manifestPut,
        effect: {
          kind: 'status',
          status: 502,
          headers: { 'content-type': 'text/html; charset=utf-8' },
          body: '<html><head><title>502 Bad Gateway</title></head></html>',
        },
      },
    ],
  },
  {
    name: 'manifest-answer-lost',
    summary: 'the registry stores the first manifest, but the response is lost',
    expectation: 'recovers',
    faults: [{ on: manifestPut, effect: { kind: 'reset-after-commit' } }],
  },
  {
    name: 'blob-download-truncated',
    summary: 'the first download of a blob ends halfway',
    expectation: 'recovers',
    faults: [{ on: { host: ghcrStorageHost, method: 'GET' }, effect: { kind: 'truncate' } }],
  },
];
