import { join } from 'node:path';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pypiHost } from '@slipway/core/pypi-hosts';
import { ownUsage } from '../../command-line/own-command.ts';
import { quoteForShell } from '../shell.ts';

/** A release in a folder on this machine. */
export interface DownloadedRelease {
  readonly directory: string;
  /** PEP 503. */
  readonly project: string;
  readonly version: string;
  readonly fileNames: readonly string[];
  /** `Requires-Dist` of the release; undefined when its metadata cannot be read. */
  readonly requirements: readonly string[] | undefined;
}

/** One word of a command line, for a requirement from somebody else's metadata. */
const quoteRequirement = (requirement: string): string => quoteForShell(neutralizeLine(requirement, 300));

/** Requirements of an extra are installed on request only. */
const isOptional = (requirement: string): boolean => /;.*\bextra\b/.test(requirement);

/**
 * Commands that install a downloaded release. None of them asks an index for the project itself: its name may be private, and
 * anybody could register it on PyPI.
 */
export function listInstallCommands(release: DownloadedRelease): readonly string[] {
  const { directory, project, version, fileNames, requirements } = release;
  const folder = quoteForShell(directory);
  const pinned = `${project}==${version}`;
  if (requirements?.every(isOptional)) return [`pip install --no-index --find-links ${folder} ${pinned}`];
  const wheels = fileNames.filter((name) => name.endsWith('.whl'));
  const [wheel, ...others] = wheels;
  // pip takes the project from the path, and only its dependencies from an index.
  if (wheel?.endsWith('-none-any.whl') && others.length === 0)
    return [`pip install ${quoteForShell(join(directory, wheel))}`];
  const first = `pip install --no-index --no-deps --find-links ${folder} ${pinned}`;
  const needed = (requirements ?? []).filter((requirement) => !isOptional(requirement));
  return needed.length === 0 ? [first] : [first, `pip install ${needed.map(quoteRequirement).join(' ')}`];
}

/** How packages are installed from a running index. */
export interface ServedIndex {
  /** Of the simple API. */
  readonly url: string;
  readonly namespace: string;
  readonly projects: readonly string[];
  readonly fallback: string | undefined;
}

/** The command for pip, and what makes it fail: an index without fallback has no dependencies from PyPI. */
export function describeServedIndex({ url, namespace, projects, fallback }: ServedIndex): string {
  const command = `pip install --index-url ${url} ${projects.length === 1 ? projects[0] : 'NAME'}`;
  if (fallback !== undefined) return `${command}\n`;
  const named = projects.length === 0 ? ['NAME'] : projects;
  const restart = [
    `${ownUsage('serve')} --namespace ${namespace}`,
    ...named.map((name) => `--project ${name}`),
    `--fallback https://${pypiHost}/simple/`,
  ].join(' ');
  return `${command}\n\nThis index has no other packages, so a dependency on PyPI is not found. To install one too, run:\n\n${restart}\n`;
}
