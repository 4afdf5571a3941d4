import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatReference, parseReference, registryOrigin } from '../src/reference.ts';

const hex = 'a'.repeat(64);

describe('image reference', () => {
  it.each([
    ['ghcr.io/octo/demo', 'ghcr.io', 'octo/demo', undefined, undefined],
    [
      'ghcr.io/octo/demo/pypi/my_pkg:1.2.0-local.7',
      'ghcr.io',
      'octo/demo/pypi/my_pkg',
      '1.2.0-local.7',
      undefined,
    ],
    [`ghcr.io/octo/demo:v1@sha256:${hex}`, 'ghcr.io', 'octo/demo', 'v1', `sha256:${hex}`],
    ['localhost:5000/a/b', 'localhost:5000', 'a/b', undefined, undefined],
    ['[::1]:5000/a:b', '[::1]:5000', 'a', 'b', undefined],
    ['containers.ghes.example:8443/octo/demo:1', 'containers.ghes.example:8443', 'octo/demo', '1', undefined],
    ['python', 'docker.io', 'library/python', undefined, undefined],
    ['docker.io/python:3', 'docker.io', 'library/python', '3', undefined],
    ['octo/demo', 'docker.io', 'octo/demo', undefined, undefined],
  ])('the reference %s is parsed', (text, registry, repository, tag, digest) => {
    expect(parseReference(text)).toEqual({ registry, repository, tag, digest });
  });

  it.each([
    ['ghcr.io/Octo/demo', /upper-case letters.*write "octo\/demo"/],
    ['ghcr.io/octo/demo:', /is not a tag/],
    [`ghcr.io/octo/demo:${'t'.repeat(129)}`, /is not a tag \(at most 128/],
    ['ghcr.io/octo/demo@sha256:abc', /not a digest/],
    [`ghcr.io/octo/demo@md5:${hex}`, /not a digest/],
    ['ghcr.io/octo//demo', /"" is not a valid name component/],
    ['ghcr.io/octo/../demo', /"\.\." is not a valid name component/],
    ['https://ghcr.io/octo/demo', /is not/],
    ['ghcr.io/', /not followed by a name/],
    [`ghcr.io/${'a/'.repeat(130)}a`, /more than 255/],
    ['ghcr.io/octo/demo?x=1', /is not a valid name component/],
  ])('the reference %s is rejected', (text, reason) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'E_OCI_REFERENCE' }));
    expect(() => parseReference(text)).toThrow(reason);
  });

  it('a reference is unchanged after formatting and parsing', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,6}([._-][a-z0-9]{1,4})?$/);
    const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const tag = fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: undefined });
    const registry = fc.constantFrom('ghcr.io', 'localhost:5000', 'r.example:8443', '[::1]');
    fc.assert(
      fc.property(registry, name, tag, (host, repository, someTag) => {
        const reference = { registry: host, repository, tag: someTag, digest: undefined };
        expect(parseReference(formatReference(reference))).toEqual(reference);
      }),
    );
  });

  it('a registry is reached over https, and over http only on the loopback interface', () => {
    expect(registryOrigin('ghcr.io')).toBe('https://ghcr.io');
    expect(registryOrigin('docker.io')).toBe('https://registry-1.docker.io');
    expect(registryOrigin('ghes.example:8443')).toBe('https://ghes.example:8443');
    expect(registryOrigin('10.0.0.7:5000')).toBe('https://10.0.0.7:5000');
    for (const host of ['localhost:5000', '127.0.0.1:5000', '127.9.9.9:1', '[::1]:5000'])
      expect(registryOrigin(host)).toBe(`http://${host}`);
    expect(registryOrigin('127.0.0.1.evil.example')).toBe('https://127.0.0.1.evil.example');
    expect(() => registryOrigin('user@ghcr.io')).toThrow(/is not a valid image name/);
  });
});
