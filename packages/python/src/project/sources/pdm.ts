import { neutralizeLine } from '@slipway/core/neutralize';
import { readTable } from '../places/toml-document.ts';
import { findByPattern } from './pattern.ts';
import { type ProjectFiles, refuseSource, text, type VersionOrigin } from './version-origin.ts';

// pdm/backend/hooks/version, `resolve_version_from_file`.
const defaultPattern = String.raw`^(?:__version__|VERSION)\s*=\s*["'](.+?)["']\s*(?:#.*)?$`;

/** pdm-backend: `[tool.pdm.version]`. */
export async function findPdmOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const version = readTable(files.pyproject?.data ?? {}, 'tool', 'pdm', 'version');
  const path = text(version['path']);
  const source = text(version['source']) ?? (path === undefined ? undefined : 'file');
  if (source === 'scm') return { kind: 'tag', tool: 'pdm (scm)' };
  if (source === 'call') {
    throw refuseSource(
      `[tool.pdm.version] in pyproject.toml has the source "call": pdm calls ${neutralizeLine(text(version['getter']) ?? 'a function', 100)} for the version, and Slipway never runs the code of a project.`,
    );
  }
  if (path === undefined) return undefined;
  const pattern = text(version['pattern']) ?? defaultPattern;
  return findByPattern(files, { path, pattern, group: 1, setting: '[tool.pdm.version]' });
}
