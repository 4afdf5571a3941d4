const mask = '***';

// GitHub's and PyPI's token formats.
const tokenText =
  /(?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|pypi-[A-Za-z0-9_-]{16,})/g;
/** Character runs that may contain a JSON Web Token (RFC 7515 §7.1): base64url in parts. Each run is read once. */
const dottedRuns = /[A-Za-z0-9_.-]+/g;
const webTokenStart = /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]/;

const authorization = /\b(basic|bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi;

// RFC 3986, "userinfo": the part of a URL before the host.
const addressCredentials = /(?<=[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,500}@/gi;

/** Masks everything that has the form of a known token. */
function maskTokens(text: string): string {
  return text.replaceAll(dottedRuns, maskWebTokens).replaceAll(tokenText, mask);
}

/** Masks the tokens in one run: a part that begins like a token (`{"` in base64), with the two parts after it. */
function maskWebTokens(run: string): string {
  const parts = run.split('.');
  const shown: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    const start =
      (parts[index + 1] ?? '') === '' || index + 2 >= parts.length ? -1 : part.search(webTokenStart);
    shown.push(start < 0 ? part : part.slice(0, start) + mask);
    if (start >= 0) index += 2;
  }
  return shown.join('.');
}

/** A URL without user, password, query and fragment, which is safe in a log or an error. */
export function redactUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return mask;
  const query = parsed.search === '' ? '' : '?…';
  return maskTokens(`${parsed.protocol}//${parsed.host}${parsed.pathname}${query}`);
}

// Masking shorter values would mask ordinary words and hide nothing.
const minSecretLength = 4;

/** The forms in which a secret may occur in a text. A text may be shown line by line, so each line of a secret is a form of its own. */
function* spellSecret(secret: string): Generator<string> {
  const bytes = Buffer.from(secret);
  yield bytes.toString('base64').replace(/=+$/, '');
  yield bytes.toString('base64url');
  yield JSON.stringify(secret).slice(1, -1);
  // Lone surrogates cannot be percent-encoded.
  const encoded = encodeURIComponent(bytes.toString());
  yield encoded;
  yield encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
  yield encoded.replaceAll('%20', '+');
  for (const line of secret.split(/\r?\n/)) yield line;
  yield secret;
}

/**
 * Masks every given secret in a text (also in base64, JSON and percent encoding), everything that has the form of a known
 * token, and the user and password in URLs.
 */
export function redactText(text: string, secrets: Iterable<string> = []): string {
  const spellings = new Set<string>();
  for (const secret of secrets) {
    for (const spelling of spellSecret(secret))
      if (spelling.length >= minSecretLength) spellings.add(spelling);
  }
  return maskTokens(maskAll(text, spellings))
    .replaceAll(authorization, `$1 ${mask}`)
    .replaceAll(addressCredentials, `${mask}@`);
}

/** Masks everything that a needle covers. All are searched in the original text, because one may overlap or contain another one. */
function maskAll(text: string, needles: Iterable<string>): string {
  const ranges: [start: number, end: number][] = [];
  for (const needle of needles) {
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1))
      ranges.push([at, at + needle.length]);
  }
  ranges.sort(([left], [right]) => left - right);
  let masked = '';
  let done = 0;
  for (const [start, end] of ranges) {
    if (start >= done) masked += text.slice(done, start) + mask;
    done = Math.max(done, end);
  }
  return masked + text.slice(done);
}
