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
    summary: 'the first request for a signing certificate meets an outage',
    expectation: 'recovers',
    faults: [{ on: certificates, effect: { kind: 'status', status: 503, body: 'upstream connect error' } }],
  },
  {
    name: 'fulcio-rate-limited',
    summary: 'the first request for a signing certificate is one too many for the rate limit',
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
    summary: 'the certificate authority does not accept the ID token of the job',
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
    summary: 'the first entry meets an outage of the transparency log, and nothing is kept',
    expectation: 'recovers',
    faults: [{ on: entries, effect: { kind: 'status', status: 502, body: 'Bad Gateway' } }],
  },
  {
    name: 'rekor-answer-lost',
    summary: 'the first entry is in the transparency log, and the answer that says so is lost',
    expectation: 'recovers',
    faults: [{ on: entries, effect: { kind: 'reset-after-commit' } }],
  },
  {
    name: 'rekor-refuses-entry',
    summary: 'the transparency log refuses the second entry and all after it',
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
