import { isRecord } from '@slipway/core/is-record';

/** A bill of materials that is part of a wheel (PEP 770). */
export interface EmbeddedSbom {
  /** Path in the wheel: `demo-1.0.dist-info/sboms/auditwheel.cdx.json`. */
  readonly name: string;
  /** Hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** A component of an embedded bill of materials, with what is carried over. */
export interface EmbeddedComponent {
  /** Its reference in the embedded document; empty for none. */
  readonly ref: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly group: string | undefined;
  readonly description: string | undefined;
  readonly purl: string | undefined;
  readonly isApplication: boolean;
  /** Hex. */
  readonly sha256: string | undefined;
  /** SPDX expression or name. */
  readonly license: string | undefined;
  /** References of the components that it depends on. */
  readonly dependsOn: readonly string[];
}

const maxComponents = 10_000;
const maxTextLength = 2000;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= maxTextLength ? value : undefined;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/**
 * The components of an embedded document in CycloneDX JSON, nested ones included; empty for any other format. What is malformed is
 * left out: the document itself stays in the wheel as it is.
 */
export function readEmbeddedComponents({ bytes }: EmbeddedSbom): readonly EmbeddedComponent[] {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return [];
  }
  if (!isRecord(document) || document['bomFormat'] !== 'CycloneDX') return [];
  const edges = new Map(
    listOf(document['dependencies']).flatMap((each): [string, string[]][] => {
      const ref = isRecord(each) ? textOf(each['ref']) : undefined;
      const on = isRecord(each) ? listOf(each['dependsOn']).flatMap((to) => textOf(to) ?? []) : [];
      return ref === undefined ? [] : [[ref, on]];
    }),
  );
  const found: EmbeddedComponent[] = [];
  const pending = [...listOf(document['components'])];
  while (pending.length > 0 && found.length < maxComponents) {
    const next = pending.shift();
    if (!isRecord(next)) continue;
    pending.push(...listOf(next['components']));
    const component = readComponent(next, edges);
    if (component !== undefined) found.push(component);
  }
  return found;
}

function readComponent(
  value: Readonly<Record<string, unknown>>,
  edges: ReadonlyMap<string, readonly string[]>,
): EmbeddedComponent | undefined {
  const name = textOf(value['name']);
  if (name === undefined) return undefined;
  const ref = textOf(value['bom-ref']) ?? '';
  const purl = textOf(value['purl']);
  return {
    ref,
    name,
    version: textOf(value['version']),
    group: textOf(value['group']),
    description: textOf(value['description']),
    purl: purl?.startsWith('pkg:') ? purl : undefined,
    isApplication: value['type'] === 'application',
    sha256: readSha256(value['hashes']),
    license: readLicense(value['licenses']),
    dependsOn: edges.get(ref) ?? [],
  };
}

function readSha256(hashes: unknown): string | undefined {
  const found = listOf(hashes).find((each) => isRecord(each) && each['alg'] === 'SHA-256');
  const content = isRecord(found) ? textOf(found['content']) : undefined;
  return content !== undefined && /^[0-9a-fA-F]{64}$/.test(content) ? content.toLowerCase() : undefined;
}

function readLicense(licenses: unknown): string | undefined {
  const names = listOf(licenses).flatMap((each) => {
    if (!isRecord(each)) return [];
    const license = isRecord(each['license']) ? each['license'] : {};
    return textOf(each['expression']) ?? textOf(license['id']) ?? textOf(license['name']) ?? [];
  });
  return names.length === 0 ? undefined : names.join(' AND ');
}
