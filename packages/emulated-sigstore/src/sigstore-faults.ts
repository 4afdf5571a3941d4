import type { NamedFault } from '@slipway/gateway/named-fault';
import { fulcioHost } from './fulcio/fulcio.ts';
import { rekorHost } from './rekor/transparency-log.ts';

const certificates = { host: fulcioHost, method: 'POST', path: /^\/api\/v2\/signingCert$/ };
const entries = { host: rekorHost, method: 'POST', path: /^\/api\/v1\/log\/entries$/ };
const always = Number.POSITIVE_INFINITY;
const jsonHeaders = { 'content-type': 'application/json' };

/** What can go wrong between a release and Sigstore, in the order a release meets it. */
export const sigstoreFaults: readonly NamedFault[] = [
  {
    name: 'fulcio-503-once',
    summary: 'the first request for a signing certificate fails with an outage',
    expectation: 'recovers',
    faults: [{ on: certificates, effect: { kind: 'status', status: 503, body: 'upstream connect error' } }],
  },
  {
    name: 'fulcio-rate-limited',
    summary: 'the first request for a signing certificate exceeds the rate limit',
    expectation: 'recovers',
    faults: [
      {
        on: certificates,
        effect: { kind: 'status', status: 429, headers: { 'retry-after': '1' }, body: 'Too Many Requests' },
      },
    ],
  },
  {
    name: 'fulcio-refuses-token',
    summary: "the certificate authority rejects the job's ID token",
    expectation: 'stops',
    faults: [
      {
        on: { ...certificates, times: always },
        effect: {
          kind: 'status',
          status: 400,
          headers: jsonHeaders,
          body: JSON.stringify({
            code: 3,
            message: 'There was an error processing the identity token',
            details: [],
          }),
        },
      },
    ],
  },
  {
    name: 'rekor-502-once',
    summary: 'the transparency log is unavailable for the first entry and stores nothing',
    expectation: 'recovers',
    faults: [{ on: entries, effect: { kind: 'status', status: 502, body: 'Bad Gateway' } }],
  },
  {
    name: 'rekor-answer-lost',
    summary: 'the transparency log stores the first entry, but the response is lost',
    expectation: 'recovers',
    faults: [{ on: entries, effect: { kind: 'reset-after-commit' } }],
  },
  {
    name: 'rekor-refuses-entry',
    summary: 'the transparency log rejects the second and every later entry',
    expectation: 'stops',
    faults: [
      {
        on: { ...entries, nth: 2, times: always },
        effect: {
          kind: 'status',
          status: 400,
          headers: jsonHeaders,
          body: JSON.stringify({ code: 400, message: 'error processing entry: could not verify envelope' }),
        },
      },
    ],
  },
];
