import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { InputRecord } from './records.ts';

/** A value of `ARG` in the Dockerfile. */
export interface BuildArgument {
  readonly name: string;
  /** Undefined: that of the environment; without one there, the default of the Dockerfile. */
  readonly value: string | undefined;
}

/** Reads the input `build-args`. @throws InputError E_INPUT_INVALID */
export function readBuildArguments(records: readonly InputRecord[], input: string): readonly BuildArgument[] {
  const seen = new Set<string>();
  return records.map(({ text, line }) => {
    const at = text.indexOf('=');
    const name = (at < 0 ? text : text.slice(0, at)).trim();
    const problem = !/^[^\s"'=]+$/.test(name)
      ? 'is neither NAME=VALUE nor NAME'
      : seen.has(name)
        ? 'repeats a name'
        : undefined;
    if (problem !== undefined) {
      throw new InputError(coreErrors.E_INPUT_INVALID, {
        message: `Input "${input}", line ${line}: "${neutralizeLine(name, 60)}" ${problem}.`,
      });
    }
    seen.add(name);
    return { name, value: at < 0 ? undefined : text.slice(at + 1) };
  });
}

const secretWord = /(?:^|_)(?:TOKEN|PASSWORD|PASSWD|PASSPHRASE|SECRET|KEY|APIKEY|CREDENTIALS?)(?:_|$)/i;

/** Names of build arguments that look like secrets; those of public keys do not. */
export function listSecretLikeNames(buildArguments: readonly BuildArgument[]): readonly string[] {
  return buildArguments
    .map(({ name }) => name)
    .filter((name) => secretWord.test(name) && !/PUBLIC/i.test(name));
}
