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
}

/** The case in words: `a draft of a pre-release without an image`. */
export function describeCase({ draft, marked, prerelease, image }: ReleaseCase): string {
  const version = prerelease ? 'a pre-release' : 'a final release';
  const mark = marked ? ' that is marked as a pre-release' : '';
  return `${draft ? 'a draft of ' : ''}${version}${mark}${image ? '' : ' without an image'}`;
}

/** Every case that tells something of its own; those that the inputs of the workflow cannot ask for are left out. */
export function listCases(inputs: ReadonlySet<string>): readonly ReleaseCase[] {
  const either = [false, true];
  const cases = either.flatMap((draft) =>
    either.flatMap((marked) => either.map((prerelease) => ({ draft, marked, prerelease, image: true }))),
  );
  const bare = { draft: false, marked: false, prerelease: false, image: false };
  return [...cases, bare].filter(
    ({ draft, marked }) => !(draft && !inputs.has('draft')) && !(marked && !inputs.has('prerelease')),
  );
}
