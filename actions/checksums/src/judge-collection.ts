import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { FileList } from '@slipway/core/files/file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import { coversIdentifier, parseBuildIdentifier } from '@slipway/python/distribution/build-identifier';
import { parseSdistFileName, parseWheelFileName } from '@slipway/python/distribution/file-names';
import { listForeignTags, parseWheelLeg, type WheelLeg } from '@slipway/python/distribution/wheel-leg';

/** What one job listed, and the artifact that it stored. */
export interface LegFiles {
  readonly artifact: string;
  readonly files: FileList;
}

const maxShown = 10;

/** `wheels-linux-x86_64` is of the leg `linux-x86_64`; an artifact that names none has the files of every platform. */
function findLeg(artifact: string): WheelLeg {
  const words = artifact.split('-');
  const legs = words.flatMap((_, index) => parseWheelLeg(words.slice(index).join('-')) ?? []);
  return legs[0] ?? { name: 'any', accepts: (tag) => tag === 'any' };
}

/**
 * What keeps the lists of several jobs from being one release, as clauses: the sdist, one project and version, and for each
 * artifact the platform that its name stands for.
 * @param expected legs such as `linux-x86_64`, and identifiers of builds such as `cp313-manylinux_x86_64`, each of which has a wheel
 * @throws InputError E_INPUT_INVALID for something else that is expected
 */
export function judgeCollection(lists: readonly LegFiles[], expected: readonly string[]): readonly string[] {
  const legs = lists.map((list) => ({ ...list, leg: findLeg(list.artifact) }));
  const names = lists.flatMap(({ files }) => files.map(({ name }) => name));
  const wheels = names.filter((name) => name.endsWith('.whl'));
  const sdists = lists.flatMap(({ files }) => files.filter(({ kind }) => kind === 'sdist'));
  const foreign = legs.flatMap(({ artifact, leg, files }) =>
    files
      .filter(({ kind, name }) => kind !== 'other' && listForeignTags(leg, name).length > 0)
      .map(({ name }) => `${show([name])} in ${show([artifact])} is not for ${leg.name}`),
  );
  const built = new Set(
    legs.filter(({ files }) => files.some(({ kind }) => kind === 'wheel')).map(({ leg }) => leg.name),
  );
  const missing = expected.filter((each) => {
    if (parseWheelLeg(each) !== undefined) return !built.has(each);
    const identifier = parseBuildIdentifier(each);
    if (identifier !== undefined) return !wheels.some((name) => coversIdentifier(name, identifier));
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `Input "expected" contains "${neutralizeLine(each, 100)}", which is neither a platform such as linux-x86_64 nor a build such as cp313-manylinux_x86_64.`,
    });
  });
  return [
    ...(sdists.length === 1 ? [] : [`there are ${sdists.length} sdists instead of one`]),
    ...judgeReleases(names),
    ...foreign.slice(0, maxShown),
    ...(foreign.length > maxShown ? [`and ${foreign.length - maxShown} more files of other platforms`] : []),
    ...(missing.length === 0 ? [] : [`no wheel was built for ${show(missing)}`]),
  ];
}

/** One project in one version, as the names of the files spell them. */
function judgeReleases(names: readonly string[]): readonly string[] {
  const releases = new Map<string, string>();
  const unread: string[] = [];
  for (const name of names.filter((each) => /\.(?:whl|tar\.gz)$/.test(each))) {
    const parsed = parseWheelFileName(name) ?? parseSdistFileName(name);
    if (parsed === undefined) unread.push(name);
    else releases.set(`${parsed.project} ${parsed.version}`, name);
  }
  return [
    ...(unread.length === 0 ? [] : [`${show(unread)} is not the name of a distribution`]),
    ...(releases.size <= 1
      ? []
      : [
          `they are of ${releases.size} releases: ${show([...releases].map(([release, name]) => `${release} (${name})`))}`,
        ]),
  ];
}

const show = (texts: readonly string[]): string =>
  `${neutralizeLine(texts.slice(0, maxShown).join(', '), 800)}${texts.length > maxShown ? ` and ${texts.length - maxShown} more` : ''}`;
