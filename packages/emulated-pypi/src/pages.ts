import {
  pypiFilesHost,
  pypiHost,
  pypiUploadHost,
  testPypiFilesHost,
  testPypiHost,
} from '@slipway/core/pypi-hosts';

/** One of the two indexes with everything that differs between them. */
export interface IndexSite {
  readonly name: 'pypi' | 'testpypi';
  /** The audience of its ID tokens: `warehouse.oidc.audience`. */
  readonly audience: string;
  /** Simple index, JSON API and trusted publishing. */
  readonly indexHost: string;
  readonly uploadHost: string;
  readonly filesHost: string;
}

/** PyPI and TestPyPI. */
export const indexSites: Readonly<Record<IndexSite['name'], IndexSite>> = {
  pypi: {
    name: 'pypi',
    audience: 'pypi',
    indexHost: pypiHost,
    uploadHost: pypiUploadHost,
    filesHost: pypiFilesHost,
  },
  testpypi: {
    name: 'testpypi',
    audience: 'testpypi',
    indexHost: testPypiHost,
    uploadHost: testPypiHost,
    filesHost: testPypiFilesHost,
  },
};

/** `request.help_url(_anchor=…)`: the answer's page on the index. */
export function helpUrl(site: IndexSite, anchor: string): string {
  return `https://${site.indexHost}/help/#${anchor}`;
}

/** Where the user documentation of both indexes is. */
export const docsUrl = `https://docs.${pypiHost}`;

/** The predicate type of PEP 740's publish attestation. */
export const publishPredicateType = `${docsUrl}/attestations/publish/v1`;
