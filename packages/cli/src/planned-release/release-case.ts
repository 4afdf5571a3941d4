/** One kind of release that a maintainer can ask a workflow for. */
export interface ReleaseCase {
  /** The release on GitHub stays a draft. */
  readonly draft: boolean;
  /** It is marked as a pre-release, whatever its version says. */
  readonly marked: boolean;
  /** The version is one of a pre-release (PEP 440). */
  readonly prerelease: boolean;
  /** The project has a Dockerfile. */
  readonly image: boolean;
  /** The package index that is asked for; undefined for PyPI, which is the default. */
  readonly index?: 'testpypi' | 'none' | undefined;
}

/** The release is uploaded to the index that it is asked for. */
export const isUploaded = ({ draft, marked, prerelease, index }: ReleaseCase): boolean =>
  !draft && index !== 'none' && (index === 'testpypi' || (!marked && !prerelease));

/** The case in words: `a draft of a pre-release without an image`. */
export function describeCase({ draft, marked, prerelease, image, index }: ReleaseCase): string {
  const version = prerelease ? 'a pre-release' : 'a final release';
  const mark = marked ? ' that is marked as a pre-release' : '';
  const place = index === undefined ? '' : index === 'none' ? ' to no index' : ' to TestPyPI';
  return `${draft ? 'a draft of ' : ''}${version}${mark}${image ? '' : ' without an image'}${place}`;
}

/** Every case that tells something of its own; those that the inputs of the workflow cannot ask for are left out. */
export function listCases(inputs: ReadonlySet<string>): readonly ReleaseCase[] {
  const either = [false, true];
  const cases: readonly ReleaseCase[] = either.flatMap((draft) =>
    either.flatMap((marked) => either.map((prerelease) => ({ draft, marked, prerelease, image: true }))),
  );
  const bare: ReleaseCase = { draft: false, marked: false, prerelease: false, image: false };
  const elsewhere: readonly ReleaseCase[] = [
    { draft: false, marked: false, prerelease: true, image: true, index: 'testpypi' },
    { draft: false, marked: false, prerelease: false, image: true, index: 'none' },
  ];
  return [...cases, bare, ...elsewhere].filter(
    ({ draft, marked, index }) =>
      !(draft && !inputs.has('draft')) &&
      !(marked && !inputs.has('prerelease')) &&
      !(index !== undefined && !inputs.has('index')),
  );
}
