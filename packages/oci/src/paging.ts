import { RemoteError } from '@slipway/core/errors/action-error';
import type { HttpResponse } from '@slipway/core/ports';
import { redactUrl } from '@slipway/core/redact';
import { ociErrors } from './errors.ts';
import type { Repository } from './registry.ts';

// 1,000 pages of 100 are more than any package has; a registry that goes on is one that never ends.
const maxPages = 1000;

const parameter = /;\s*([^\s=;,"]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/g;

/** The address with `rel="next"` in a `Link` header (RFC 8288), as it is written there. */
export function readNextLink(header: string): string | undefined {
  for (const [, target, parameters = ''] of header.matchAll(/<([^<>]*)>((?:\s*;\s*[^,;"]+(?:"[^"]*")?)*)/g)) {
    for (const [, name = '', quoted, plain = ''] of parameters.matchAll(parameter)) {
      const values = (quoted ?? plain).toLowerCase().split(/\s+/);
      if (name.toLowerCase() === 'rel' && values.includes('next')) return target;
    }
  }
  return undefined;
}

/**
 * Reads all pages of a list.
 * @param first below the repository's address
 * @param ask sends one request and gives its answer, or undefined to end
 * @throws RemoteError E_OCI_MALFORMED for a list that leads elsewhere, in circles, or on without end
 */
export async function readPages(
  repository: Repository,
  first: string,
  ask: (target: string) => Promise<HttpResponse | undefined>,
): Promise<void> {
  const seen = new Set<string>();
  const fail = (what: string): RemoteError =>
    new RemoteError(ociErrors.E_OCI_MALFORMED, {
      message: `The list ${redactUrl(new URL(first, repository.baseUrl).href)} ${what}.`,
    });
  let target: string | undefined = new URL(first, repository.baseUrl).href;
  while (target !== undefined) {
    if (seen.has(target)) throw fail('links to its own pages in a loop');
    if (seen.size >= maxPages) throw fail(`has more than ${maxPages} pages`);
    seen.add(target);
    const response: HttpResponse | undefined = await ask(target);
    const next = readNextLink(response?.headers['link'] ?? '');
    const url: URL | null = next === undefined ? null : URL.parse(next, target);
    if (next !== undefined && url === null) throw fail('links to a page without a valid address');
    if (url !== null && url.origin !== new URL(repository.baseUrl).origin)
      throw fail(`links to a different host: ${redactUrl(url.href)}`);
    target = url?.href;
  }
}
