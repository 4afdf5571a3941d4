import { quoteWord } from '@slipway/core/quote-word';
import { type NotedAsset, sortAssets } from './assets.ts';
import type { Channel } from './evidence.ts';
import { renderCommands } from './text.ts';

/** What the commands of the notes are made of. */
export interface InstallFacts {
  /** `owner/name`. */
  readonly repository: string;
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  readonly tag: string;
  readonly assets: readonly NotedAsset[];
  readonly channels: readonly Channel[];
  /** Whether everybody can download from the repository. */
  readonly isPublic: boolean;
  /** Folder of the project inside the repository; undefined for its root. */
  readonly folder?: string | undefined;
}

/** Projects of one release whose files are offered for installation. */
const maxProjects = 3;

/** What `gh` calls the repository: with its host, unless it is on github.com. */
export function nameForGh({
  repository,
  repositoryUrl,
}: Pick<InstallFacts, 'repository' | 'repositoryUrl'>): string {
  const { host } = new URL(repositoryUrl);
  return host === 'github.com' ? repository : `${host}/${repository}`;
}

/** The ways to install the release, each of which was seen to work. Empty when there is none. */
export function renderInstall(facts: InstallFacts): string {
  const sections = [
    ...facts.channels.map(({ name, commands }) => ({ title: name, commands })),
    { title: 'This release', commands: listAssetCommands(facts) },
    { title: 'Source', commands: listSourceCommands(facts) },
  ].filter(({ commands }) => commands.length > 0);
  if (sections.length === 0) return '';
  const [only] = sections;
  const body =
    sections.length === 1 && only !== undefined
      ? renderCommands(only.commands)
      : sections.map(({ title, commands }) => `### ${title}\n\n${renderCommands(commands)}`).join('\n\n');
  return `## Install\n\n${body}`;
}

interface InstallableFile {
  readonly project: string;
  readonly file: string;
}

/** One file of each project that every platform can install: the pure wheel, or the sdist of a project without wheels. */
function listInstallable(assets: readonly NotedAsset[]): InstallableFile[] {
  const byProject = new Map<string, InstallableFile & { readonly rank: number }>();
  for (const { name, storedName } of sortAssets(assets)) {
    // pip reads the version from the name: under another one the file does not install.
    if (storedName !== undefined) continue;
    const wheel = /^([A-Za-z0-9][\w.]*)-[^-]+(?:-\d[^-]*)?-([^-]+-[^-]+-[^-]+)\.whl$/.exec(name);
    const sdist = /^([A-Za-z0-9][\w.-]*)-\d[^-]*\.tar\.gz$/.exec(name);
    const written = wheel?.[1] ?? sdist?.[1];
    if (written === undefined) continue;
    const project = written.replace(/[-_.]+/g, '-').toLowerCase();
    const rank = wheel === null ? 1 : wheel[2]?.endsWith('-none-any') === true ? 2 : 0;
    if (rank > (byProject.get(project)?.rank ?? -1)) byProject.set(project, { project, file: name, rank });
  }
  return [...byProject.values()].filter(({ rank }) => rank > 0).slice(0, maxProjects);
}

function listAssetCommands(facts: InstallFacts): string[] {
  const { repositoryUrl, tag, assets, isPublic } = facts;
  const files = listInstallable(assets);
  if (isPublic) {
    const folder = `${repositoryUrl}/releases/download/${encodeURIComponent(tag)}`;
    return files.map(
      ({ project, file }) => `pip install "${project} @ ${folder}/${encodeURIComponent(file)}"`,
    );
  }
  return files.flatMap(({ file }) => [
    `gh release download ${quoteWord(tag)} --repo ${nameForGh(facts)} --pattern ${quoteWord(file)}`,
    `pip install ${quoteWord(`./${file}`)}`,
  ]);
}

function listSourceCommands({ repositoryUrl, tag, assets, isPublic, folder }: InstallFacts): string[] {
  const [first, ...others] = listInstallable(assets);
  // A tag with anything but these would have to be encoded in two ways at once.
  if (!isPublic || first === undefined || others.length > 0 || !/^[\w.+/-]+$/.test(tag)) return [];
  const part = folder === undefined ? '' : `#subdirectory=${folder}`;
  if (!/^[#\w.=/-]*$/.test(part)) return [];
  return [`pip install "${first.project} @ git+${repositoryUrl}@${tag}${part}"`];
}
