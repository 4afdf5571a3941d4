import type { IndexFile } from './index-file.ts';

const anchor = /<a\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/a\s*>/gi;
const attribute = /([a-z][\w-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi;
const comment = /<!--[\s\S]*?-->/g;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
};

function decode(text: string): string {
  return text.replace(/&(#39|[a-z]+);/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole);
}

/**
 * The files on a page of the HTML form (PEP 503 with 592, 658 and 714). The form is a flat list of anchors, and indexes write
 * it by a template; what a browser would repair in a broken page is not looked for.
 */
export function readSimpleHtml(page: string, base: string): IndexFile[] {
  const files: IndexFile[] = [];
  for (const [, inside = '', label = ''] of page.replace(comment, '').matchAll(anchor)) {
    const attributes = new Map<string, string>();
    for (const [, name = '', double, single, bare] of inside.matchAll(attribute)) {
      attributes.set(name.toLowerCase(), decode(double ?? single ?? bare ?? ''));
    }
    const url = URL.parse(attributes.get('href') ?? '', base);
    if (url === null) continue;
    const sha256 = /^#sha256=([0-9a-f]{64})$/i.exec(url.hash)?.[1]?.toLowerCase();
    url.hash = '';
    const metadata = attributes.get('data-core-metadata') ?? attributes.get('data-dist-info-metadata');
    files.push({
      name: decode(label).trim(),
      url: url.href,
      sha256,
      size: undefined,
      uploadedAtMs: undefined,
      yanked: attributes.has('data-yanked'),
      metadataSha256: /^sha256=([0-9a-f]{64})$/i.exec(metadata ?? '')?.[1],
      provenanceUrl: attributes.get('data-provenance'),
    });
  }
  return files;
}
