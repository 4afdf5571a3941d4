import { describe, expect, it } from 'vitest';
import { hasValidSignature, readToken, writeToken } from '../src/credentials/macaroon.ts';

const key = Buffer.alloc(32, 7);
const caveats = ['[0,5,1]', '[3,"u"]'];
/** `Macaroon(…, version=MACAROON_V2).serialize()` of pymacaroons 0.13.0 for the same parts. */
const recorded =
  'pypi-AgEJeC5leGFtcGxlAgJpZAACB1swLDUsMV0AAgdbMywidSJdAAAGIL2KZDj3CY2j-I4h8U8ZPiwySGjnm2pv7HI3nuoxzF56';

describe('macaroon token', () => {
  it('a token equals the one pymacaroons writes', () => {
    expect(writeToken(key, 'x.example', 'id', caveats)).toBe(recorded);
    expect(readToken(recorded)).toMatchObject({ location: 'x.example', identifier: 'id', caveats });
  });

  it('a token is valid only with all caveats unchanged and in order', () => {
    const macaroon = readToken(recorded);
    if (macaroon === undefined) throw new Error('the token was not read');
    expect(hasValidSignature(macaroon, key)).toBe(true);
    for (const others of [caveats.slice(0, 1), [], ['[0,6,1]', '[3,"u"]'], [...caveats].reverse()])
      expect(hasValidSignature({ ...macaroon, caveats: others }, key)).toBe(false);
    expect(hasValidSignature(macaroon, Buffer.alloc(32, 8))).toBe(false);
  });

  it('a truncated, extended or unrelated text is not read as a token', () => {
    for (const text of ['', 'pypi-', 'pypi-AA', recorded.slice(0, 40), recorded.slice(5), `${recorded}AAAA`])
      expect(readToken(text)).toBeUndefined();
  });
});
