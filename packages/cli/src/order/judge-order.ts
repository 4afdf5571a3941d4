import type { Check } from '../report/check.ts';

/** When each part of a release became public, in milliseconds since the epoch. */
export interface ReleaseOrder {
  /** Assets of the release on GitHub. */
  readonly assets: readonly number[];
  /** Files on PyPI. */
  readonly index: readonly number[];
  /** Manifests of the Python package in GitHub Packages. */
  readonly packages: readonly number[];
  /** Tags of the container image. */
  readonly imageTags: readonly number[];
  /** Undefined while the release on GitHub is a draft, or there is none. */
  readonly publishedAtMs: number | undefined;
  /** A person published the draft before anything else became public. */
  readonly isGated?: boolean;
}

interface Step {
  readonly name: string;
  readonly first: number | undefined;
  readonly last: number | undefined;
}

function spanOf(name: string, times: readonly number[]): Step {
  return times.length === 0
    ? { name, first: undefined, last: undefined }
    : { name, first: Math.min(...times), last: Math.max(...times) };
}

/** What can be taken back comes first, PyPI is the point of no return, and what readers follow comes last. */
export function judgeOrder(order: ReleaseOrder): Check {
  const published = order.publishedAtMs === undefined ? [] : [order.publishedAtMs];
  const assets = spanOf('the assets of the draft', order.assets);
  const index = spanOf('PyPI', order.index);
  const packages = spanOf('GitHub Packages', order.packages);
  const release = spanOf('the publication on GitHub', published);
  const tags = spanOf('the tags of the image', order.imageTags);
  const pairs: readonly (readonly [Step, Step])[] = [
    [assets, index],
    [assets, packages],
    [index, packages],
    ...(order.isGated === true
      ? ([
          [release, index],
          [release, packages],
        ] as const)
      : ([
          [index, release],
          [packages, release],
        ] as const)),
    [index, tags],
    [release, tags],
  ];
  const wrong = pairs.filter(
    ([before, after]) => before.last !== undefined && after.first !== undefined && before.last > after.first,
  );
  const inOrder =
    order.isGated === true
      ? [assets, release, index, packages, tags]
      : [assets, index, packages, release, tags];
  const seen = inOrder.filter(({ first }) => first !== undefined);
  return {
    name: 'reversible steps come first, and floating tags come last',
    ok: wrong.length === 0,
    detail:
      wrong.length === 0
        ? seen.map(({ name }) => name).join(', then ') || 'nothing was published'
        : wrong.map(([before, after]) => `${after.name} came before ${before.name}`).join('; '),
  };
}
