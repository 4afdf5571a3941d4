/** One kind of release that a maintainer can ask a workflow for. */
export interface ReleaseCase {
  /** The release on GitHub stays a draft. */
  readonly draft: boolean;
  /** It stays one because a person is to publish it. */
  readonly gate?: 'release' | undefined;
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
export function describeCase({ gate, draft, marked, prerelease, image, index }: ReleaseCase): string {
  const version = prerelease ? 'a pre-release' : 'a final release';
  const mark = marked ? ' that is marked as a pre-release' : '';
  const place = index === undefined ? '' : index === 'none' ? ' to no index' : ' to TestPyPI';
  return `${draft ? (gate === undefined ? 'a draft of ' : 'a draft to be published by a person of ') : ''}${version}${mark}${image ? '' : ' without an image'}${place}`;
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
  const gated: ReleaseCase = { draft: true, gate: 'release', marked: false, prerelease: false, image: true };
  return [...cases, bare, ...elsewhere, gated].filter(
    ({ draft, gate, marked, index }) =>
      !(draft && !inputs.has(gate === undefined ? 'draft' : 'gate')) &&
      !(marked && !inputs.has('prerelease')) &&
      !(index !== undefined && !inputs.has('index')),
  );
}
