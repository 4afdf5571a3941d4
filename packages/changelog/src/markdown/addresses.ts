/** Where relative addresses of a file of the repository lead. */
export interface LinkBase {
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  readonly tag: string;
}

const schemes = new Set(['http', 'https', 'mailto']);

/**
 * An address that leads somewhere from the page of a release; undefined for a scheme that is not let through.
 * @param view page of a file (`blob`) or its bytes (`raw`)
 */
export function completeAddress(
  address: string,
  base: LinkBase | undefined,
  view: 'blob' | 'raw',
): string | undefined {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined) return schemes.has(scheme) ? encodeAddress(address) : undefined;
  if (address.startsWith('//')) return encodeAddress(`https:${address}`);
  if (base === undefined || address === '' || address.startsWith('#')) return encodeAddress(address);
  const path = URL.parse(address, 'https://placeholder.invalid/');
  if (path === null) return undefined;
  const place = `${base.repositoryUrl}/${view}/${encodeURIComponent(base.tag)}`;
  return encodeAddress(`${place}${path.pathname}${path.search}${path.hash}`);
}

/** What would end a link's destination, or start an expression, is percent-encoded (RFC 3986). */
function encodeAddress(address: string): string {
  return address.replace(
    /[\s<>()[\]{}\\`"|]/g,
    (found) => `%${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** What a link to an image says when the image has no text of its own: the name of its file. */
export function nameImage(label: string, address: string): string {
  const text = label.replace(/[\\[\]*_`<>&!#@\n]/g, ' ').trim();
  if (text !== '') return text;
  const file = /([^/?#]+)(?:[?#].*)?$/.exec(address)?.[1] ?? '';
  return file.replace(/[^\w. -]/g, ' ').trim() || 'image';
}
