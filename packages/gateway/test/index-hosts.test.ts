import { pypiFilesHost, pypiHost } from '@slipway/core/pypi-hosts';
import { describe, expect, it } from 'vitest';
import { findIndexHosts } from '../src/index-hosts.ts';

const index = 'https://user:secret@index.example/simple/';

describe('findIndexHosts', () => {
  it('the hosts of PyPI are returned if nothing is configured', () => {
    expect(findIndexHosts({ environment: {} })).toEqual([pypiFilesHost, pypiHost].sort());
  });

  it('PyPI is left out only if pip and uv both have a different index', () => {
    expect(findIndexHosts({ environment: { PIP_INDEX_URL: index } })).toContain(pypiHost);
    expect(findIndexHosts({ environment: { PIP_INDEX_URL: index, UV_DEFAULT_INDEX: index } })).toEqual([
      'index.example',
    ]);
  });

  it('the file host of PyPI is included if an index is PyPI itself', () => {
    const own = `https://${pypiHost}/simple`;
    expect(findIndexHosts({ environment: { PIP_INDEX_URL: own, UV_INDEX_URL: own } })).toContain(
      pypiFilesHost,
    );
  });

  it('hosts are read from every variable, with ports and index names', () => {
    const environment = {
      PIP_INDEX_URL: 'http://127.0.0.1:3141/root',
      PIP_EXTRA_INDEX_URL: 'https://a.example/x https://b.example:8443/y',
      UV_DEFAULT_INDEX: 'corp=https://c.example/simple',
      UV_INDEX: 'one=https://d.example/simple two=https://e.example/simple',
      PIP_FIND_LINKS: '/opt/wheels',
    };
    expect(findIndexHosts({ environment })).toEqual([
      '127.0.0.1:3141',
      'a.example',
      'b.example:8443',
      'c.example',
      'd.example',
      'e.example',
    ]);
  });

  it('hosts are read from the list that pip prints and from its files', () => {
    const pipConfigList = [
      "global.cert='/etc/ssl/certs/ca-certificates.crt'",
      "global.extra-index-url='\\nhttps://a.example/simple\\nhttps://b.example/simple'",
      "global.proxy='http://proxy.example:3128'",
    ].join('\n');
    const pipConfigFiles = [
      '[global]\nindex_url = https://c.example/simple\nextra-index-url =\n    https://d.example/simple\ntimeout = 5\n# find-links = https://e.example',
    ];
    const environment = { UV_DEFAULT_INDEX: index };
    expect(findIndexHosts({ environment, pipConfigList, pipConfigFiles })).toEqual([
      'a.example',
      'b.example',
      'c.example',
      'd.example',
      'index.example',
    ]);
  });

  it('hosts are read from the files of uv, without comments', () => {
    const uvConfigFiles = [
      '[[index]]\nname = "corp"\nurl = "https://a.example/simple"\n# url = "https://b.example"',
    ];
    const hosts = findIndexHosts({ environment: {}, uvConfigFiles });
    expect(hosts).toContain('a.example');
    expect(hosts).not.toContain('b.example');
  });
});
