import { count } from '@slipway/core/text/count';
import type { WorldState } from '../expectations/observe-world.ts';
import type { ReportChannelName } from './report.ts';

/** What a channel has of a release, at one moment. */
export interface ChannelState {
  readonly channel: ReportChannelName;
  /** `partial`: something is there that nobody uses yet, such as a draft or an image without a tag. */
  readonly state: 'none' | 'partial' | 'done';
  /** In words: "2 files", "draft, 3 assets". */
  readonly detail: string;
}

/** Holds the world against itself before the release. @param tag of the release; empty for a run at a branch */
export function describeChannels(
  before: WorldState,
  after: WorldState,
  tag: string,
): readonly ChannelState[] {
  const commit = after.tags[tag]?.commit;
  return [
    describeIndex('PyPI', before.pypi, after.pypi),
    ...(after.testPypi.length > before.testPypi.length
      ? [describeIndex('TestPyPI', before.testPypi, after.testPypi)]
      : []),
    describePackages(before, after),
    describeImage(before, after),
    describeRelease(before, after, tag),
    commit === undefined
      ? { channel: 'Tag and commit', state: 'none', detail: 'no tag' }
      : { channel: 'Tag and commit', state: 'done', detail: `${tag} at ${commit.slice(0, 7)}` },
  ];
}

function describeIndex(
  channel: 'PyPI' | 'TestPyPI',
  before: WorldState['pypi'],
  after: WorldState['pypi'],
): ChannelState {
  const known = new Set(before.map(({ filename }) => filename));
  const found = after.filter(({ filename }) => !known.has(filename));
  if (found.length === 0) return { channel, state: 'none', detail: 'nothing uploaded' };
  const attested = found.filter(({ attestations }) => attestations.length > 0).length;
  const signed = attested === found.length ? ', attested' : attested === 0 ? '' : `, ${attested} attested`;
  return { channel, state: 'done', detail: `${count(found.length, 'file')}${signed}` };
}

type Package = WorldState['packages'][number];

const filesOf = ({ files }: Package): number =>
  Object.values(files).reduce((sum, named) => sum + named.size, 0);

/** Every package with what it was before. */
const pairs = (before: WorldState, after: WorldState): readonly (readonly [Package, Package | undefined])[] =>
  after.packages.map((each) => [each, before.packages.find(({ name }) => name === each.name)] as const);

function describePackages(before: WorldState, after: WorldState): ChannelState {
  const channel = 'GitHub Packages';
  const added = pairs(before, after).reduce(
    (sum, [now, then]) => sum + filesOf(now) - (then === undefined ? 0 : filesOf(then)),
    0,
  );
  if (added <= 0) return { channel, state: 'none', detail: 'nothing stored' };
  return { channel, state: 'done', detail: count(added, 'file') };
}

function describeImage(before: WorldState, after: WorldState): ChannelState {
  const channel = 'Container image';
  const changed = pairs(before, after).filter(
    ([now, then]) =>
      filesOf(now) === 0 && now.manifests.some((digest) => then?.manifests.includes(digest) !== true),
  );
  if (changed.length === 0) return { channel, state: 'none', detail: 'nothing pushed' };
  const tags = changed.flatMap(([now, then]) =>
    Object.keys(now.tags).filter((tag) => now.tags[tag] !== then?.tags[tag]),
  );
  return tags.length === 0
    ? { channel, state: 'partial', detail: 'pushed, no tag' }
    : { channel, state: 'done', detail: `tagged ${tags.join(', ')}` };
}

function describeRelease(before: WorldState, after: WorldState, tag: string): ChannelState {
  const channel = 'GitHub Release';
  const known = new Set(before.releases.map(({ id }) => id));
  const own = after.releases.filter(({ id, tagName }) => !known.has(id) && (tag === '' || tagName === tag));
  const release = own.find(({ draft }) => !draft) ?? own[0];
  if (release === undefined) return { channel, state: 'none', detail: 'no release' };
  const assets = count(release.assets.length, 'asset');
  return release.draft
    ? { channel, state: 'partial', detail: `draft, ${assets}` }
    : { channel, state: 'done', detail: `published, ${assets}` };
}
