import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pythonErrors } from '../errors.ts';

export type PrePhase = 'a' | 'b' | 'rc';

/** A parsed PEP 440 version. Numbers have no limit. */
export interface Version {
  readonly epoch: bigint;
  /** At least one part. */
  readonly release: readonly bigint[];
  readonly pre: { readonly phase: PrePhase; readonly number: bigint } | undefined;
  readonly post: bigint | undefined;
  readonly dev: bigint | undefined;
  /** Segments after `+`: numbers, and words in lower case. */
  readonly local: readonly (bigint | string)[];
}

// PEP 440, appendix B, without surrounding blanks; digits are ASCII.
const form =
  /^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)(?:[-_.]?(?<phase>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>[0-9]+)?)?(?:-(?<implicit>[0-9]+)|(?<postWord>[-_.]?(?:post|rev|r)[-_.]?(?<post>[0-9]+)?))?(?<devWord>[-_.]?dev[-_.]?(?<dev>[0-9]+)?)?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i;

const phases: Readonly<Record<string, PrePhase>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
};

// Longer than any published version; the limit keeps hostile input cheap.
const maxVersionLength = 256;

/** Undefined for a text that is not a version. */
export function tryParseVersion(text: string): Version | undefined {
  if (text.length > maxVersionLength) return undefined;
  const found = form.exec(text)?.groups;
  if (found === undefined) return undefined;
  const count = (digits: string | undefined): bigint => BigInt(digits ?? '0');
  const { phase } = found;
  const post = found['implicit'] ?? (found['postWord'] === undefined ? undefined : (found['post'] ?? '0'));
  return {
    epoch: count(found['epoch']),
    release: (found['release'] ?? '').split('.').map(BigInt),
    pre:
      phase === undefined
        ? undefined
        : { phase: phases[phase.toLowerCase()] ?? 'rc', number: count(found['pre']) },
    post: post === undefined ? undefined : BigInt(post),
    dev: found['devWord'] === undefined ? undefined : count(found['dev']),
    local: (found['local'] ?? '')
      .toLowerCase()
      .split(/[-_.]/)
      .filter((segment) => segment !== '')
      .map((segment) => (/^[0-9]+$/.test(segment) ? BigInt(segment) : segment)),
  };
}

/** @param what where the text is from, for the error  @throws InputError E_VERSION_INVALID */
export function parseVersion(text: string, what = 'The version'): Version {
  const version = tryParseVersion(text);
  if (version === undefined) {
    throw new InputError(pythonErrors.E_VERSION_INVALID, {
      message: `${what} is "${neutralizeLine(text, 120)}", which is not a version of PEP 440.`,
    });
  }
  return version;
}
