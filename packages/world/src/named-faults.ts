import { blobHost } from '@slipway/emulated-github/artifacts/signed-url';
import { issuerHost } from '@slipway/emulated-github/id-tokens/id-token-service';
import { idTokenRequestHost, resultsHost } from '@slipway/emulated-github/jobs/tokens';
import { pypiFaults } from '@slipway/emulated-pypi/pypi-faults';
import { registryFaults } from '@slipway/emulated-registry/registry-faults';
import { sigstoreFaults } from '@slipway/emulated-sigstore/sigstore-faults';
import type { NamedFault } from '@slipway/gateway/named-fault';

const api = 'api.github.com';
const uploads = 'uploads.github.com';
const git = 'github.com';

const outagePage =
  '<html><head><title>Unicorn!</title></head><body>We had issues producing the response.</body></html>';
const htmlHeaders = { 'content-type': 'text/html; charset=utf-8' };
const releases = /\/releases(\?|$)/;
const oneRelease = /\/releases\/\d+$/;
const assets = /\/releases\/\d+\/assets\?/;
const contentMutations = /^\/(graphql$|repos\/[^/]+\/[^/]+\/git\/(refs|tags|commits|trees|blobs))/;
const dispatches = /\/actions\/workflows\/[^/]+\/dispatches$/;
const blocks = /[?&]comp=block(&|$)/;

function twirp(method: string): RegExp {
  return new RegExp(`\\.ArtifactService/${method}$`);
}

/** The faults of the services that exist, in the order a release meets them. */
export const namedFaults: readonly NamedFault[] = [
  {
    name: 'unknown-host',
    summary: "GitHub's uploads host is unknown to the gateway",
    expectation: 'stops',
    faults: [{ on: { host: uploads, times: Number.POSITIVE_INFINITY }, effect: { kind: 'unknown-host' } }],
  },
  {
    name: 'github-unreachable',
    summary: "GitHub's API is unreachable",
    expectation: 'stops',
    faults: [{ on: { host: api, times: Number.POSITIVE_INFINITY }, effect: { kind: 'refuse' } }],
  },
  {
    name: 'github-502-once',
    summary: "the first request to GitHub's API returns its outage page",
    expectation: 'recovers',
    faults: [
      { on: { host: api }, effect: { kind: 'status', status: 502, headers: htmlHeaders, body: outagePage } },
    ],
  },
  {
    name: 'github-rate-limited',
    summary: "the first write to GitHub's API hits the secondary rate limit",
    expectation: 'recovers',
    faults: ['POST', 'PATCH'].map((method) => ({
      on: { host: api, method, path: /^\/(graphql$|repos\/)/ },
      // https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
      effect: {
        kind: 'status',
        status: 403,
        headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' },
        body: JSON.stringify({
          message:
            'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
          documentation_url:
            'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits',
        }),
      },
    })),
  },
  {
    name: 'git-reset',
    summary: 'the first git transfer fails before it reaches the server',
    // git's HTTP library sends a request again when a connection that was in use before breaks without an answer.
    expectation: 'recovers',
    faults: [{ on: { host: git, path: /\/git-upload-pack$/ }, effect: { kind: 'reset-before' } }],
  },
  {
    name: 'commit-answer-lost',
    summary: 'the commit or the tag is created, but the response is lost',
    expectation: 'recovers',
    faults: [
      { on: { host: api, method: 'POST', path: contentMutations }, effect: { kind: 'reset-after-commit' } },
    ],
  },
  {
    name: 'dispatch-answer-lost',
    summary: 'the release workflow is started, but the response is lost',
    expectation: 'recovers',
    faults: [{ on: { host: api, method: 'POST', path: dispatches }, effect: { kind: 'reset-after-commit' } }],
  },
  {
    name: 'artifact-upload-reset',
    summary: 'the connection breaks inside the first block of an artifact',
    expectation: 'recovers',
    faults: [
      {
        on: { host: blobHost, method: 'PUT', path: blocks },
        effect: { kind: 'reset-during', afterBytes: 1024 },
      },
    ],
  },
  {
    name: 'artifact-create-503',
    summary: 'the artifact service is unavailable for one request',
    expectation: 'recovers',
    faults: [
      {
        on: { host: resultsHost, path: twirp('CreateArtifact') },
        effect: {
          kind: 'status',
          status: 503,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code: 'unavailable', msg: 'service unavailable' }),
        },
      },
    ],
  },
  {
    name: 'artifact-finalize-answer-lost',
    summary: 'an artifact is finalized, but the response is lost',
    expectation: 'recovers',
    faults: [
      { on: { host: resultsHost, path: twirp('FinalizeArtifact') }, effect: { kind: 'reset-after-commit' } },
    ],
  },
  {
    name: 'artifact-download-truncated',
    summary: 'the first download of an artifact ends halfway',
    expectation: 'recovers',
    faults: [{ on: { host: blobHost, method: 'GET' }, effect: { kind: 'truncate' } }],
  },
  {
    name: 'id-token-500',
    summary: 'the first request for an ID token fails inside GitHub',
    expectation: 'recovers',
    faults: [
      {
        on: { host: idTokenRequestHost },
        effect: { kind: 'status', status: 500, headers: { 'content-type': 'application/json' }, body: '{}' },
      },
    ],
  },
  {
    name: 'id-token-keys-html',
    summary: 'the ID token issuer returns an HTML page instead of its key set',
    expectation: 'recovers',
    faults: [{ on: { host: issuerHost, path: /jwks/ }, effect: { kind: 'html' } }],
  },
  {
    name: 'release-answer-lost',
    summary: 'the draft release is created, but the response is lost',
    expectation: 'recovers',
    faults: [{ on: { host: api, method: 'POST', path: releases }, effect: { kind: 'reset-after-commit' } }],
  },
  {
    name: 'github-502-on-asset-upload',
    summary: 'the first upload of a release asset returns an outage page and stores nothing',
    expectation: 'recovers',
    faults: [
      {
        on: { host: uploads, method: 'POST', path: assets },
        effect: { kind: 'status', status: 502, headers: htmlHeaders, body: outagePage },
      },
    ],
  },
  {
    name: 'asset-upload-reset',
    summary: 'the connection breaks inside the first release asset',
    expectation: 'recovers',
    faults: [
      {
        on: { host: uploads, method: 'POST', path: assets },
        effect: { kind: 'reset-during', afterBytes: 1024 },
      },
    ],
  },
  {
    name: 'asset-answer-lost',
    summary: 'the first release asset is stored, but the response is lost',
    expectation: 'recovers',
    faults: [{ on: { host: uploads, method: 'POST', path: assets }, effect: { kind: 'reset-after-commit' } }],
  },
  {
    name: 'publish-answer-lost',
    summary: 'the release is published, but the response is lost',
    expectation: 'recovers',
    faults: [
      { on: { host: api, method: 'PATCH', path: oneRelease }, effect: { kind: 'reset-after-commit' } },
    ],
  },
  ...sigstoreFaults,
  ...registryFaults,
  ...pypiFaults,
];

/** The faults behind a name; undefined for a name that is not in the list. */
export function findNamedFault(name: string): NamedFault | undefined {
  return namedFaults.find((fault) => fault.name === name);
}
