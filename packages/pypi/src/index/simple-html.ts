import { listElements, readStartTag, withoutComments } from './html-elements.ts';
import type { IndexFile } from './index-file.ts';

const attribute = /([a-z][\w-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi;

const reference = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Templates of Go write `+` as `&#43;`, others in hexadecimal. */
function decode(text: string): string {
  return text.replace(reference, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const isCharacter = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    return isCharacter ? String.fromCodePoint(point) : whole;
  });
}

function readAttributes(inside: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of inside.matchAll(attribute)) {
    attributes.set(name.toLowerCase(), decode(double ?? single ?? bare ?? ''));
  }
  return attributes;
}

/**
 * The files on a page of the HTML form (PEP 503 with 592, 658 and 714). The form is a flat list of anchors, and indexes write
 * it by a template; what a browser would repair in a broken page is not looked for.
 */
export function readSimpleHtml(page: string, address: string): IndexFile[] {
  const files: IndexFile[] = [];
  const shown = withoutComments(page);
  // pip resolves addresses against it as browsers do.
  const stated = readAttributes(readStartTag(shown, 'base')?.attributes ?? '').get('href') ?? '';
  const base = URL.parse(stated, address)?.href ?? address;
  for (const { attributes: inside, content } of listElements(shown, 'a')) {
    const attributes = readAttributes(inside);
    const url = URL.parse(attributes.get('href') ?? '', base);
    if (url === null) continue;
    const sha256 = /^#sha256=([0-9a-f]{64})$/i.exec(url.hash)?.[1]?.toLowerCase();
    url.hash = '';
    const metadata = attributes.get('data-core-metadata') ?? attributes.get('data-dist-info-metadata');
    files.push({
      name: decode(content).trim(),
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
