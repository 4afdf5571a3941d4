/** The versions that one kind of bump may lead to. */
export interface ExpectedRelease {
  /** Any of them is right; empty when nothing is to be released. */
  readonly versions: readonly string[];
  /** Their tags in the style of the newest one. */
  readonly tags: readonly string[];
  readonly why: string;
  /** Why no release is possible. */
  readonly refusal: string | null;
}

/** What `oracle.py` says about a project. */
export interface ProjectFacts {
  readonly name: string | null;
  readonly backend: string;
  readonly source: 'static' | 'code' | 'tags' | 'computed' | 'none';
  /** What the version is read from. */
  readonly where: string;
  readonly treeVersion: string | null;
  readonly style: {
    readonly newest: string | null;
    readonly prefix: string | null;
    readonly last: { readonly tag: string; readonly version: string } | null;
    readonly foreign: number;
    readonly unread: readonly string[];
  };
  readonly commits: number;
  readonly level: string | null;
  readonly expected: { readonly refusal: string | null } & {
    readonly [kind: string]: ExpectedRelease | string | null | undefined;
  };
}

/** What a rehearsal or a bump of a project came to. */
export interface ReleaseOutcome {
  /** Exit code of the bundle or of `rehearse`. */
  readonly exitCode: number;
  /** Made by the bump; empty when none was. */
  readonly tag: string;
  readonly version: string;
  /** What the files say at the tag, read by the oracle; null when they say nothing. */
  readonly versionAtTag: string | null;
  /** METADATA of the built files, each `name version`; empty when nothing was built. */
  readonly built: readonly string[];
  /** Versions of the project on the emulated PyPI that were not there before. */
  readonly onPypi: readonly string[];
  readonly changedFiles: readonly string[];
  readonly problems: readonly { readonly code: string; readonly message: string; readonly hint: string }[];
  /** What was said without an error. */
  readonly notices: readonly string[];
  /** To all hosts of the emulated world. */
  readonly requests: number;
  readonly seconds: number;
}
