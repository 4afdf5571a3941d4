import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { type BuildIdentifier, coversIdentifier } from '@slipway/python/distribution/build-identifier';
import { buildErrors } from '../errors.ts';

const maxShown = 20;

/**
 * Holds the wheels of a leg against the builds that were asked for: each build has its wheel, and each wheel belongs to one.
 * Without identifiers, a Python of the machine decided, and only wheels for every platform are rejected.
 * @throws InputError E_BUILD_FAILED
 */
export function judgeLeg(
  wheels: readonly { readonly fileName: string; readonly isPure: boolean }[],
  identifiers: readonly BuildIdentifier[],
): void {
  const names = wheels.map(({ fileName }) => fileName);
  const pure = wheels.filter(({ isPure }) => isPure).map(({ fileName }) => fileName);
  if (pure.length > 0) {
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: `The wheel works on every platform, so there is nothing to build for one: ${show(pure)}.`,
      hint: 'Set "native: refuse" in the job that builds the sdist, and leave out the jobs of the platforms.',
    });
  }
  if (names.length === 0)
    throw new InputError(buildErrors.E_BUILD_FAILED, { message: 'No wheel was built.' });
  const missing = identifiers.filter((each) => !names.some((name) => coversIdentifier(name, each)));
  const foreign =
    identifiers.length === 0
      ? []
      : names.filter((name) => !identifiers.some((each) => coversIdentifier(name, each)));
  const findings = [
    ...(missing.length === 0 ? [] : [`no wheel was built for ${show(missing.map(({ text }) => text))}`]),
    ...(foreign.length === 0 ? [] : [`nobody asked for ${show(foreign)}`]),
  ];
  if (findings.length === 0) return;
  throw new InputError(buildErrors.E_BUILD_FAILED, {
    message: `The wheels are not those of the leg: ${findings.join('; ')}.`,
    hint: 'Compare the "legs" input with the tags of the wheels.',
  });
}

const show = (names: readonly string[]): string =>
  `${neutralizeLine(names.slice(0, maxShown).join(', '), 1500)}${names.length > maxShown ? ` and ${names.length - maxShown} more` : ''}`;
