import { pypiHost, pypiUploadHost } from '@slipway/core/pypi-hosts';
import type { NamedFault } from '@slipway/gateway/named-fault';

const htmlHeaders = { 'content-type': 'text/html; charset=utf-8' };
const mint = { method: 'POST', path: /\/_\/oidc\/(github\/)?mint-token$/ };
const upload = { host: pypiUploadHost, method: 'POST', path: /^\/legacy\/$/ };
const indexOfProject = { host: pypiHost, method: 'GET', path: /^\/(simple\/[^/]+\/|pypi\/.+\/json)$/ };
const pypiOutagePage = '<html><head><title>503 Backend is unhealthy</title></head></html>';

/** What can go wrong between a release and PyPI, in the order a release meets it. */
export const pypiFaults: readonly NamedFault[] = [
  {
    name: 'pypi-audience-404',
    summary: 'PyPI does not return the audience of its ID tokens',
    expectation: 'stops',
    faults: [
      {
        on: { path: /\/_\/oidc\/audience$/, times: Number.POSITIVE_INFINITY },
        effect: { kind: 'status', status: 404, headers: htmlHeaders, body: '<html></html>' },
      },
    ],
  },
  {
    name: 'mint-500',
    summary: 'the first token exchange fails with a server error of PyPI',
    expectation: 'recovers',
    faults: [
      { on: mint, effect: { kind: 'status', status: 500, headers: htmlHeaders, body: pypiOutagePage } },
    ],
  },
  {
    name: 'mint-answer-lost',
    summary: 'PyPI mints a token and invalidates the ID token, but the response is lost',
    expectation: 'recovers',
    faults: [{ on: mint, effect: { kind: 'reset-after-commit' } }],
  },
  {
    name: 'mint-refused',
    summary: 'no trusted publisher on PyPI matches the job',
    expectation: 'stops',
    faults: [
      {
        on: { ...mint, times: Number.POSITIVE_INFINITY },
        effect: {
          kind: 'status',
          status: 422,
          headers: { 'content-type': 'application/json' },
          // `mint_token` of warehouse/oidc/views.py
          body: JSON.stringify({
            message: 'Token request failed',
            errors: [
              {
                code: 'invalid-publisher',
                description:
                  'valid token, but no corresponding publisher (Publisher with matching claims was not found)',
              },
            ],
          }),
        },
      },
    ],
  },
  {
    name: 'upload-503',
    summary: 'PyPI is unavailable for the first upload and stores nothing',
    expectation: 'recovers',
    faults: [
      { on: upload, effect: { kind: 'status', status: 503, headers: htmlHeaders, body: pypiOutagePage } },
    ],
  },
  {
    name: 'upload-503-after-commit',
    summary: 'PyPI stores the first file but reports that it is unavailable',
    expectation: 'recovers',
    faults: [
      {
        on: upload,
        effect: {
          kind: 'status',
          status: 503,
          headers: htmlHeaders,
          body: pypiOutagePage,
          committed: true,
        },
      },
    ],
  },
  {
    name: 'upload-reset',
    summary: 'the connection breaks inside the first upload to PyPI',
    expectation: 'recovers',
    faults: [{ on: upload, effect: { kind: 'reset-during', afterBytes: 1024 } }],
  },
  {
    name: 'upload-answer-lost',
    summary: 'PyPI stores the second file, but the response is lost',
    expectation: 'recovers',
    faults: [{ on: { ...upload, nth: 2 }, effect: { kind: 'reset-after-commit' } }],
  },
  {
    name: 'attestation-rejected',
    summary: 'PyPI rejects the attestations of the first file',
    expectation: 'stops',
    faults: [
      {
        on: { ...upload, times: Number.POSITIVE_INFINITY },
        effect: {
          kind: 'status',
          status: 400,
          headers: { 'content-type': 'application/json' },
          // `file_upload` of warehouse/forklift/legacy.py
          body: JSON.stringify({
            message: 'The server could not comply with the request.',
            code: '400 Invalid attestations supplied during upload: Could not verify the uploaded artifact using the included attestation: Verification failed: not enough sources of verified time',
            title: 'Bad Request',
          }),
        },
      },
    ],
  },
  {
    name: 'index-stale',
    summary: "the first responses of PyPI's index do not contain the project",
    expectation: 'recovers',
    faults: [
      {
        on: { ...indexOfProject, times: 3 },
        effect: { kind: 'status', status: 404, headers: htmlHeaders, body: '<html></html>' },
      },
    ],
  },
];
