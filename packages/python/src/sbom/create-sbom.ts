import { createHash } from 'node:crypto';
import * as Enums from '@cyclonedx/cyclonedx-library/Enums';
import * as Models from '@cyclonedx/cyclonedx-library/Models';
import * as Serialize from '@cyclonedx/cyclonedx-library/Serialize';
import * as Spec from '@cyclonedx/cyclonedx-library/Spec';
import { version as slipwayVersion } from '@slipway/core/version';
import type { Distribution } from '../distribution/inspect-distribution.ts';
import { readField, readFields } from '../metadata/parse-core-metadata.ts';
import { normalizeName } from '../names.ts';
import { type EmbeddedComponent, type EmbeddedSbom, readEmbeddedComponents } from './embedded-sbom.ts';
import { listProjectLinks } from './project-links.ts';
import { readRequirement, type SbomRequirement } from './read-requirement.ts';

export interface SbomRequest {
  readonly distribution: Pick<Distribution, 'fileName' | 'project' | 'version' | 'metadata'>;
  /** Hex, of the distribution. */
  readonly sha256: string;
  readonly embedded: readonly EmbeddedSbom[];
  /** Of the sources, in seconds since the epoch; undefined where it is not known: then the document has no time. */
  readonly sourceDateEpoch: number | undefined;
}

const requirementProperty = 'slipway:python:requirement';

/**
 * The bill of materials of a distribution, by its metadata alone, in CycloneDX 1.6 as JSON: nothing is resolved or installed, so a
 * requirement has a version only if it names one. The same distribution always gives the same bytes.
 */
export function createSbom({ distribution, sha256, embedded, sourceDateEpoch }: SbomRequest): string {
  const root = describeDistribution(distribution, sha256);
  const bom = new Models.Bom({ serialNumber: serialOf(sha256), version: 1 });
  bom.metadata.component = root;
  bom.metadata.tools.components.add(
    new Models.Component(Enums.ComponentType.Application, 'slipway', { version: slipwayVersion }),
  );
  if (sourceDateEpoch !== undefined) bom.metadata.timestamp = new Date(sourceDateEpoch * 1000);
  for (const component of describeRequirements(readFields(distribution.metadata, 'Requires-Dist'))) {
    bom.components.add(component);
    root.dependencies.add(component.bomRef);
  }
  for (const document of embedded) carryOver(document, bom, root);
  const normalizer = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  const serializer = new Serialize.JsonSerializer(normalizer);
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

/** Derived from the bytes: a version 8 UUID (RFC 9562), whose content is free. */
function serialOf(sha256: string): string {
  const hex = createHash('sha256').update(`slipway cyclonedx ${sha256}`).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
  ];
  return `urn:uuid:${[...groups, hex.slice(20, 32)].join('-')}`;
}

// https://github.com/package-url/purl-spec/blob/main/types/pypi-definition.json
function purlOf(name: string, version?: string, fileName?: string): string {
  const at = version === undefined ? '' : `@${encodeURIComponent(version).replaceAll('!', '%21')}`;
  const query = fileName === undefined ? '' : `?file_name=${encodeURIComponent(fileName)}`;
  return `pkg:pypi/${normalizeName(name)}${at}${query}`;
}

function describeDistribution(
  { fileName, project, version, metadata }: SbomRequest['distribution'],
  sha256: string,
): Models.Component {
  const purl = purlOf(project, version, fileName);
  const description = readField(metadata, 'Summary');
  const author = readField(metadata, 'Author') ?? readField(metadata, 'Author-email');
  const component = new Models.Component(Enums.ComponentType.Library, project, {
    ...{ bomRef: purl, version, purl },
    ...(description === undefined ? {} : { description }),
    ...(author === undefined ? {} : { author }),
  });
  component.hashes.set(Enums.HashAlgorithm['SHA-256'], sha256);
  const license = describeLicense(readField(metadata, 'License-Expression'), readField(metadata, 'License'));
  if (license !== undefined) component.licenses.add(license);
  for (const { type, url, label } of listProjectLinks(metadata))
    component.externalReferences.add(new Models.ExternalReference(url, type, { comment: label }));
  return component;
}

const maxLicenseLength = 200;

/** The older field may hold the whole text of a license: a name is one line. */
function describeLicense(
  expression: string | undefined,
  name: string | undefined,
): Models.License | undefined {
  if (expression !== undefined) return new Models.LicenseExpression(expression);
  const plain = name?.trim();
  if (plain === undefined || plain === '' || plain.length > maxLicenseLength || plain.includes('\n'))
    return undefined;
  return new Models.NamedLicense(plain);
}

/** One component for each project, with every line that requires it. */
function describeRequirements(lines: readonly string[]): readonly Models.Component[] {
  const byName = new Map<string, SbomRequirement[]>();
  for (const line of lines) {
    const requirement = readRequirement(line);
    if (requirement === undefined) continue;
    byName.set(requirement.name, [...(byName.get(requirement.name) ?? []), requirement]);
  }
  return [...byName].map(([name, requirements]) => {
    const versions = new Set(requirements.map(({ version }) => version));
    const [version] = versions.size === 1 ? versions : [undefined];
    const purl = purlOf(name, version);
    const component = new Models.Component(Enums.ComponentType.Library, name, {
      ...{ bomRef: purl, purl },
      ...(version === undefined ? {} : { version }),
      scope: requirements.every(({ isExtra }) => isExtra)
        ? Enums.ComponentScope.Optional
        : Enums.ComponentScope.Required,
    });
    for (const { text } of requirements)
      component.properties.add(new Models.Property(requirementProperty, text));
    return component;
  });
}

/** Carries the components of an embedded document over, and refers to the document itself by its digest. */
function carryOver(document: EmbeddedSbom, bom: Models.Bom, root: Models.Component): void {
  const hashes = new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], document.sha256]]);
  const url = document.name.split('/').map(encodeURIComponent).join('/');
  root.externalReferences.add(new Models.ExternalReference(url, Enums.ExternalReferenceType.BOM, { hashes }));
  const read = readEmbeddedComponents(document);
  const made = read.map((component, index) =>
    describeEmbedded(component, `${url}#${component.ref || index}`),
  );
  const byRef = new Map(read.map(({ ref }, index) => [ref, made[index]]));
  const required = new Set(read.flatMap(({ dependsOn }) => dependsOn));
  for (const [index, component] of made.entries()) {
    bom.components.add(component);
    const { ref, dependsOn = [] } = read[index] ?? {};
    for (const to of dependsOn) {
      const target = byRef.get(to);
      if (target !== undefined && target !== component) component.dependencies.add(target.bomRef);
    }
    // What no other component asks for is part of the distribution itself.
    if (ref === undefined || ref === '' || !required.has(ref)) root.dependencies.add(component.bomRef);
  }
}

function describeEmbedded(from: EmbeddedComponent, bomRef: string): Models.Component {
  const { name, version, group, description, purl, isApplication, sha256, license } = from;
  const type = isApplication ? Enums.ComponentType.Application : Enums.ComponentType.Library;
  const component = new Models.Component(type, name, {
    bomRef,
    ...(version === undefined ? {} : { version }),
    ...(group === undefined ? {} : { group }),
    ...(description === undefined ? {} : { description }),
    ...(purl === undefined ? {} : { purl }),
  });
  if (sha256 !== undefined) component.hashes.set(Enums.HashAlgorithm['SHA-256'], sha256);
  if (license !== undefined) component.licenses.add(new Models.NamedLicense(license));
  return component;
}
