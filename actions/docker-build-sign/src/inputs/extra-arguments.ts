import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { type InputDefinition, list } from '@slipway/core/inputs';
import { neutralizeLine } from '@slipway/core/neutralize';

// Where the image goes, and what the action reads of the build.
const ownOptions = 'push load output tag metadata-file iidfile quiet progress call check print help'.split(
  ' ',
);
const shorthands: Readonly<Record<string, string>> = {
  o: 'output',
  t: 'tag',
  q: 'quiet',
  f: 'file',
  h: 'help',
};
const inputOptions: Readonly<Record<string, string>> = {
  allow: 'allow',
  attest: 'provenance" or "sbom',
  builder: 'builder',
  file: 'file',
  platform: 'platforms',
  provenance: 'provenance',
  sbom: 'sbom',
  secret: 'secrets',
  target: 'target',
};

/** The option that an argument sets; undefined for a value and for one that is let through. */
function findRefused(argument: string): string | undefined {
  if (argument.startsWith('--')) {
    const name = argument.slice(2).split('=', 1)[0] ?? '';
    return name === '' || ownOptions.includes(name) || name in inputOptions ? name : undefined;
  }
  if (!argument.startsWith('-')) return undefined;
  // Letters may be run together (`-qt name`); `-D` and the hidden `-m` and `-c` are let through, the latter take the rest as
  // their value.
  for (const letter of argument.slice(1)) {
    if (letter in shorthands) return shorthands[letter];
    if (letter !== 'D') return undefined;
  }
  return argument === '-' ? '-' : undefined;
}

/** The input `extra-args`: arguments of `docker buildx build` that leave alone what comes out and where it goes. */
export function extraArguments(): InputDefinition<readonly string[]> {
  const lines = list();
  return {
    ...lines,
    parse(text, name) {
      const given = lines.parse(text, name);
      for (const argument of given) {
        const refused = findRefused(argument);
        if (refused === undefined) continue;
        const input = inputOptions[refused];
        const shown = neutralizeLine(argument.split('=', 1)[0] ?? '', 60);
        throw new InputError(coreErrors.E_INPUT_INVALID, {
          message: `Input "${name}" has "${shown}", which this action sets itself.`,
          hint:
            input === undefined
              ? 'The action exports the image, pushes it by digest and tags it after signing. Remove the argument.'
              : `Use the input "${input}".`,
        });
      }
      // A line that is neither an option nor the value of one would be taken for the context.
      const stray = given.find(
        (argument, index) => !argument.startsWith('-') && !takesValue(given[index - 1]),
      );
      if (stray === undefined) return given;
      throw new InputError(coreErrors.E_INPUT_INVALID, {
        message: `Input "${name}": "${neutralizeLine(stray, 60)}" is neither an option nor an option's value.`,
        hint: 'Write one argument per line, such as "--build-context=base=./base". To set the folder to build, use the input "context".',
      });
    },
  };
}

// Options of `docker buildx build` without a value.
const switches = ['debug', 'no-cache', 'pull', 'compress', 'squash', 'rm', 'force-rm'];

function takesValue(before: string | undefined): boolean {
  if (before?.startsWith('--') === true) return !before.includes('=') && !switches.includes(before.slice(2));
  return before !== undefined && /^-D*[mc]$/.test(before);
}
