import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenges } from '../src/challenge.ts';
import { readNextLink } from '../src/paging.ts';

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('a challenge', () => {
  it('keeps commas that are inside quotes', () => {
    const header =
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:octo/demo:pull,push"';
    expect(read(header)).toEqual([
      [
        'bearer',
        { realm: 'https://ghcr.io/token', service: 'ghcr.io', scope: 'repository:octo/demo:pull,push' },
      ],
    ]);
  });

  it('is told from the next one in the same header', () => {
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

  it('takes the first of two values of one name', () => {
    expect(read('Bearer realm="https://a.example/", realm="https://evil.example/"')).toEqual([
      ['bearer', { realm: 'https://a.example/' }],
    ]);
  });

  it('is read to its end from any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(Array.isArray(parseChallenges(text))).toBe(true);
      }),
    );
  });
});

describe('a link to the next page', () => {
  it.each([
    ['</v2/a/tags/list?last=b&n=100>; rel="next"', '/v2/a/tags/list?last=b&n=100'],
    ['<https://ghcr.io/v2/a/tags/list?last=b>; rel=next', 'https://ghcr.io/v2/a/tags/list?last=b'],
    ['</first>; rel="first", </second>; title="a, b"; rel="prev next"', '/second'],
    ['</first>; rel="prev"', undefined],
    ['', undefined],
  ])('is found in %s', (header, target) => {
    expect(readNextLink(header)).toBe(target);
  });
});
