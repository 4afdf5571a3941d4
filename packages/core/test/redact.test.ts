import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactText, redactUrl } from '../src/redact.ts';

/** Written in halves, so that no scanner takes the samples for tokens. */
const tokens = [
  ...['ghp', 'gho', 'ghs', 'ghu', 'ghr'].map((kind) => `${kind}_${'aB3'.repeat(12)}`),
  `github_pat_${'aB3_'.repeat(20)}`,
  `pypi-${'AgEIcHlwaS5vcmc-_'.repeat(6)}`,
  `eyJ${'hbGciOi'}.eyJ${'zdWIiOi'}.${'c2ln_-'}`,
];

describe('redactText', () => {
  it.each(tokens)('the token %s is masked', (token) => {
    expect(redactText(`before ${token} after`)).toBe('before *** after');
    expect(redactText(`name_${token}, "${token}"`)).toBe('name_***, "***"');
  });

  it.each([
    ['Authorization: Basic dXNlcjpodXNoIQ==', 'Authorization: Basic ***'],
    ['authorization: bearer abcdefgh.ijk', 'authorization: bearer ***'],
  ])('the credentials in "%s" are masked', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('ordinary text is unchanged', () => {
    const text = 'The basic idea: ghost_writer and pypi-publish share eyJ.';
    expect(redactText(text, ['abc', ''])).toBe(text);
  });

  it.each([
    ['a secret inside a longer one', ['cdef', 'abcdefgh'], 'x abcdefgh y', 'x *** y'],
    ['overlapping secrets', ['abcdef', 'defghi'], 'x abcdefghi y', 'x *** y'],
    ['a secret that overlaps itself', ['aaaa'], 'x aaaaaa y', 'x *** y'],
    ['adjacent secrets', ['abcd', 'efgh'], 'abcdefgh', '******'],
  ])('masking covers the full text of %s', (_what, secrets, text, expected) => {
    expect(redactText(text, secrets)).toBe(expected);
  });

  it('each line of a multiline secret is masked', () => {
    expect(redactText('one is first line', ['first line\r\nsecond line'])).toBe('one is ***');
  });

  it('no secret survives in any encoding, however many secrets overlap', () => {
    // A mask could spell a secret made of asterisks.
    const character = fc.constantFrom(...'aAb0 %+/=&"\\é\u{1F600}');
    const secret = fc.string({ unit: character, minLength: 4, maxLength: 12 });
    const spell = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => Buffer.from(text).toString('base64'),
      (text) => Buffer.from(text).toString('base64url'),
      (text) => encodeURIComponent(text),
      (text) => encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase()),
      (text) => new URLSearchParams([['', text]]).toString().slice(1),
      (text) => JSON.stringify(text).slice(1, -1),
    );
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(), spell, fc.string({ unit: character, maxLength: 4 })), { maxLength: 6 }),
        (secrets, parts) => {
          const spelt = parts.map(
            ([index, as, between]) => [as(secrets[index % secrets.length] ?? ''), between] as const,
          );
          const redacted = redactText(spelt.flat().join(''), secrets);
          for (const [spelling] of spelt) expect(redacted).not.toContain(spelling);
          for (const each of secrets) expect(redacted).not.toContain(each);
        },
      ),
    );
  });
});

describe('redactUrl', () => {
  it.each([
    ['https://user:hush@host.example:8443/a/b?token=hush#hush', 'https://host.example:8443/a/b?…'],
    [`https://host.example/${tokens[0]}/x`, 'https://host.example/***/x'],
    ['no address: hush', '***'],
  ])('the URL "%s" is reduced to its origin and path', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });

  it('the user and password of a URL are masked anywhere in a text', () => {
    expect(redactText('repository-url: https://me:hush@host.example/up?x=a@b and ssh://git@host')).toBe(
      'repository-url: https://***@host.example/up?x=a@b and ssh://***@host',
    );
  });
});
