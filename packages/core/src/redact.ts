const mask = '***';

// GitHub's and PyPI's token formats, JSON Web Tokens, and what follows the scheme in an authorization header.
const secretText =
  /\b(gh[opsur]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|pypi-[A-Za-z0-9_-]{16,}|eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)/g;
const authorization = /\b(basic|bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi;

/** An address without user, password, query and fragment: what may stand in a log or an error. */
export function redactUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return mask;
  const query = parsed.search === '' ? '' : '?…';
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}${query}`.replaceAll(secretText, mask);
}

/**
 * A text in which every given secret (also in base64 and in percent encoding) and everything that has the form of a known
 * token is masked.
 */
export function redactText(text: string, secrets: Iterable<string> = []): string {
  let redacted = text;
  for (const secret of secrets) {
    // A shorter one would mask ordinary words and hide nothing.
    if (secret.length < 4) continue;
    for (const spelling of [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)]) {
      redacted = redacted.replaceAll(spelling, mask);
    }
  }
  return redacted.replaceAll(secretText, mask).replaceAll(authorization, `$1 ${mask}`);
}
