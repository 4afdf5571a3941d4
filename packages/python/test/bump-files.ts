import { discoverProject } from '../src/project/discover-project.ts';
import { planVersionEdits } from '../src/project/plan-version-edits.ts';
import { formatVersion } from '../src/version/format-version.ts';
import { parseVersion } from '../src/version/parse-version.ts';
import { projectTree } from './project-files.ts';

type Files = Readonly<Record<string, string>>;

export interface BumpRequest {
  readonly to?: string;
  readonly folder?: string;
  readonly extraFiles?: readonly string[];
  readonly versionFile?: string;
  readonly tagged?: string;
}

/** What a bump finds and makes of some files; `edited` has only those that change. */
export async function bumpFiles(files: Files, request: BumpRequest = {}) {
  const { to = '9.8.7', folder = '', extraFiles = [], versionFile, tagged } = request;
  const tree = projectTree(files, folder);
  const project = await discoverProject(tree, versionFile);
  const { edits, stale, strangers } = await planVersionEdits(tree, project, {
    version: parseVersion(to),
    extraFiles,
    tagged: tagged === undefined ? undefined : parseVersion(tagged),
  });
  return {
    version: project.version === undefined ? undefined : formatVersion(project.version),
    tool: project.tagTool,
    edited: Object.fromEntries(edits.map(({ path, after }) => [path, after])),
    stale: stale.map(({ path, label, version }) => `${path} ${label} ${version}`),
    strangers: strangers.map(({ path, label, version }) => `${path} ${label} ${version}`),
  };
}
