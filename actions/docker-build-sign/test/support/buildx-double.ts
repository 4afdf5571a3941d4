/**
 * Stands in for `buildx` where there is none: builds `FROM scratch` images of copied files into an OCI layout, by the flags of
 * the real program. The peer suite runs the same tests with the real one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { digestBytes } from '@slipway/oci/digest';
import { mediaTypes } from '@slipway/oci/media-types';
import { inspectWords, versionWords } from './double-words.ts';
import { renderTar } from './render-tar.ts';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const blobs = new Map<string, Uint8Array>();

function keep(mediaType: string, content: Uint8Array | object): Descriptor {
  const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
  const digest = digestBytes(bytes);
  blobs.set(digest, bytes);
  return { mediaType, digest, size: bytes.byteLength };
}

function fail(message: string): never {
  console.error(`ERROR: failed to build: ${message}`);
  process.exit(1);
}

const [command = '', ...rest] = process.argv.slice(2);
if (command === 'version') console.log(versionWords);
else if (command === 'inspect') console.log(inspectWords);
else if (command === 'build') build();
else fail(`unknown command ${command}`);

/** `FROM scratch`, `ARG NAME`, `LABEL name=$NAME` and `COPY from… to` of a Dockerfile. */
function readDockerfile(path: string): readonly (readonly [instruction: string, ...words: string[]])[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    fail('failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory');
  }
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/) as [string, ...string[]]);
}

function pairOf(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, process.env[text] ?? ''] : [text.slice(0, at), text.slice(at + 1)];
}

function build(): void {
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      file: { type: 'string', short: 'f' },
      platform: { type: 'string' },
      target: { type: 'string' },
      builder: { type: 'string' },
      progress: { type: 'string' },
      provenance: { type: 'string' },
      sbom: { type: 'string' },
      output: { type: 'string', short: 'o' },
      'metadata-file': { type: 'string' },
      'no-cache': { type: 'boolean' },
      'build-arg': { type: 'string', multiple: true },
      label: { type: 'string', multiple: true },
      annotation: { type: 'string', multiple: true },
      secret: { type: 'string', multiple: true },
      allow: { type: 'string', multiple: true },
      network: { type: 'string' },
      'cache-from': { type: 'string', multiple: true },
      'cache-to': { type: 'string', multiple: true },
    },
  });
  const context = resolve(positionals[0] ?? '.');
  const annotations = readAnnotations(values.annotation ?? []);
  const platforms = (values.platform ?? 'linux/amd64').split(',');
  const provenance = values.provenance ?? 'mode=min';
  const attested = provenance !== 'false' && provenance !== '';
  const isIndex = platforms.length > 1 || attested;
  if (!isIndex && annotations.index.size > 0)
    fail('index annotations not supported for single platform export');
  const epoch = Number(process.env['SOURCE_DATE_EPOCH'] ?? Math.floor(Date.now() / 1000));
  const created = new Date(epoch * 1000).toISOString().replace('.000Z', 'Z');
  const buildArguments = new Map((values['build-arg'] ?? []).map(pairOf));
  const labels = new Map((values.label ?? []).map(pairOf));
  const files = new Map<string, Uint8Array>();
  const expand = (text: string): string =>
    text.replaceAll(/\$\{?(\w+)\}?/g, (_, name: string) => buildArguments.get(name) ?? '');
  for (const [instruction, ...words] of readDockerfile(resolve(context, values.file ?? 'Dockerfile'))) {
    if (instruction === 'FROM' && words[0] !== 'scratch')
      fail(`failed to solve: ${words[0]}: failed to resolve source metadata: 403 Forbidden`);
    if (instruction === 'LABEL') {
      const [name, value] = pairOf(words.join(' '));
      if (!labels.has(name)) labels.set(name, expand(value));
    }
    if (instruction === 'COPY') {
      const to = (words.at(-1) ?? '/').replace(/^\//, '');
      for (const from of words.slice(0, -1))
        files.set(to.endsWith('/') || to === '' ? `${to}${from}` : to, readFileSync(join(context, from)));
    }
  }
  const layer = renderTar(files, epoch);
  const manifests = platforms.map((platform) => {
    const [os = '', architecture = '', variant] = platform.split('/');
    const config = keep('application/vnd.oci.image.config.v1+json', {
      architecture,
      os,
      ...(variant === undefined ? {} : { variant }),
      config: { Labels: Object.fromEntries(labels) },
      created,
      rootfs: { type: 'layers', diff_ids: [digestBytes(layer)] },
      history: [{ created, created_by: 'COPY' }],
    });
    const layers = [keep('application/vnd.oci.image.layer.v1.tar', layer)];
    const manifest = keep(mediaTypes.ociManifest, {
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config,
      layers,
      ...(annotations.manifest.size === 0 ? {} : { annotations: Object.fromEntries(annotations.manifest) }),
    });
    return { ...manifest, platform: { architecture, os, ...(variant === undefined ? {} : { variant }) } };
  });
  const root = isIndex
    ? keep(mediaTypes.ociIndex, {
        schemaVersion: 2,
        mediaType: mediaTypes.ociIndex,
        manifests: [...manifests, ...(attested ? manifests.map(attest) : [])],
        ...(annotations.index.size === 0 ? {} : { annotations: Object.fromEntries(annotations.index) }),
      })
    : manifests[0];
  if (root === undefined) fail('nothing to build');
  writeLayout(values.output ?? '', root, created);
  if (values['metadata-file'] !== undefined)
    writeFileSync(
      values['metadata-file'],
      JSON.stringify({
        'buildx.build.ref': 'double/double0/1',
        'containerimage.descriptor': { mediaType: root.mediaType, digest: root.digest, size: root.size },
        'containerimage.digest': root.digest,
      }),
    );
}

function readAnnotations(lines: readonly string[]) {
  const levels = { index: new Map<string, string>(), manifest: new Map<string, string>() };
  for (const line of lines) {
    const [, level = 'manifest', rest = ''] = /^(?:([a-z,-]+):)?(.*)$/s.exec(line) ?? [];
    const [name, value] = pairOf(rest);
    for (const each of level.split(','))
      if (each === 'index' || each === 'manifest') levels[each].set(name, value);
  }
  return levels;
}

/** BuildKit's attestation of one platform (https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md). */
function attest(subject: Descriptor) {
  const statement = keep('application/vnd.in-toto+json', {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v0.2',
    subject: [{ name: '_', digest: { sha256: subject.digest.replace('sha256:', '') } }],
    predicate: { builder: { id: '' } },
  });
  const config = keep('application/vnd.oci.image.config.v1+json', {
    architecture: 'unknown',
    os: 'unknown',
    config: {},
    rootfs: { type: 'layers', diff_ids: [statement.digest] },
  });
  const layers = [
    { ...statement, annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' } },
  ];
  const manifest = keep(mediaTypes.ociManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config,
    layers,
  });
  return {
    ...manifest,
    annotations: {
      'vnd.docker.reference.digest': subject.digest,
      'vnd.docker.reference.type': 'attestation-manifest',
    },
    platform: { architecture: 'unknown', os: 'unknown' },
  };
}

function writeLayout(output: string, root: Descriptor, created: string): void {
  const options = new Map(output.split(',').map(pairOf));
  if (options.get('type') !== 'oci') fail(`exporter "${options.get('type') ?? ''}" could not be found`);
  const index = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [{ ...root, annotations: { 'org.opencontainers.image.created': created } }],
  };
  const files = new Map<string, Uint8Array>([
    ...[...blobs].map(([digest, bytes]) => [`blobs/${digest.replace(':', '/')}`, bytes] as const),
    ['index.json', Buffer.from(JSON.stringify(index))],
    ['oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')],
  ]);
  writeFileSync(options.get('dest') ?? '', renderTar(files, 0));
}
