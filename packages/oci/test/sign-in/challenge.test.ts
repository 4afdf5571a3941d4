import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNextLink } from '../../src/paging.ts';
import { parseChallenges } from '../../src/sign-in/challenge.ts';

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('parseChallenges', () => {
  it('a comma inside quotes does not end a parameter', () => {
    const header =
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:octo/demo:pull,push"';
    expect(read(header)).toEqual([
      [
        'bearer',
        { realm: 'https://ghcr.io/token', service: 'ghcr.io', scope: 'repository:octo/demo:pull,push' },
      ],
    ]);
  });

  it('several challenges in one header are separated', () => {
    expect(
      read(
        'Negotiate, Basic realm="a, Bearer realm=\\"x\\"" , bEaReR realm=plain, error="insufficient_scope"',
      ),
    ).toEqual([
      ['negotiate', {}],
      ['basic', { realm: 'a, Bearer realm="x"' }],
      ['bearer', { realm: 'plain', error: 'insufficient_scope' }],
    ]);
    expect(read('NTLM TlRMTVNTUAAB==, Basic realm=""')).toEqual([
      ['ntlm', {}],
      ['basic', { realm: '' }],
    ]);
  });

  it('the first of two values with the same name wins', () => {
    expect(read('Bearer realm="https://a.example/", realm="https://evil.example/"')).toEqual([
      ['bearer', { realm: 'https://a.example/' }],
    ]);
  });

  it('any text is parsed without throwing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(Array.isArray(parseChallenges(text))).toBe(true);
      }),
    );
  });
});

describe('readNextLink', () => {
  it.each([
    ['</v2/a/tags/list?last=b&n=100>; rel="next"', '/v2/a/tags/list?last=b&n=100'],
    ['<https://ghcr.io/v2/a/tags/list?last=b>; rel=next', 'https://ghcr.io/v2/a/tags/list?last=b'],
    ['</first>; rel="first", </second>; title="a, b"; rel="prev next"', '/second'],
    ['</first>; rel="prev"', undefined],
    ['', undefined],
  ])('the next link of the header "%s" is %s', (header, target) => {
    expect(readNextLink(header)).toBe(target);
  });
});
