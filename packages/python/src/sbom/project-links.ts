import * as Enums from '@cyclonedx/cyclonedx-library/Enums';
import { type CoreMetadata, readField, readFields } from '../metadata/parse-core-metadata.ts';

/** An address of a project. */
export interface ProjectLink {
  readonly type: Enums.ExternalReferenceType;
  readonly url: string;
  readonly label: string;
}

/** By the well-known labels and their aliases: https://packaging.python.org/specifications/well-known-project-urls/. */
const types: ReadonlyMap<string, Enums.ExternalReferenceType> = new Map([
  ['homepage', Enums.ExternalReferenceType.Website],
  ...['source', 'repository', 'sourcecode', 'github'].map(
    (label) => [label, Enums.ExternalReferenceType.VCS] as const,
  ),
  ['download', Enums.ExternalReferenceType.Distribution],
  ...['changelog', 'changes', 'whatsnew', 'history', 'releasenotes'].map(
    (label) => [label, Enums.ExternalReferenceType.ReleaseNotes] as const,
  ),
  ...['documentation', 'docs'].map((label) => [label, Enums.ExternalReferenceType.Documentation] as const),
  ...['issues', 'bugs', 'issue', 'tracker', 'issuetracker', 'bugtracker'].map(
    (label) => [label, Enums.ExternalReferenceType.IssueTracker] as const,
  ),
]);

/** The addresses in the metadata, without those that are none. */
export function listProjectLinks(metadata: CoreMetadata): readonly ProjectLink[] {
  const homepage = readField(metadata, 'Home-page');
  const lines = [
    ...(homepage === undefined ? [] : [`Homepage, ${homepage}`]),
    ...readFields(metadata, 'Project-URL'),
  ];
  const links = new Map<string, ProjectLink>();
  for (const line of lines) {
    const comma = line.indexOf(',');
    const label = line.slice(0, Math.max(0, comma)).trim();
    const parsed = URL.parse(line.slice(comma + 1).trim());
    if (parsed === null || !/^https?:$/.test(parsed.protocol)) continue;
    const known = types.get(label.replace(/[^a-z0-9]/gi, '').toLowerCase());
    const type = known ?? Enums.ExternalReferenceType.Other;
    links.set(`${type} ${parsed.href}`, { type, url: parsed.href, label });
  }
  return [...links.values()];
}
