import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { type InputDefinition, text } from '@slipway/core/inputs';
import { neutralizeLine } from '@slipway/core/neutralize';

// Levels that BuildKit accepts (moby/buildkit, README, "Image/Registry"); it has none for uncompressed layers.
const maxLevels: Readonly<Record<string, number | undefined>> = {
  uncompressed: undefined,
  gzip: 9,
  estargz: 9,
  zstd: 22,
};

function refuse(input: string, problem: string): InputError {
  return new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Input "${input}" ${problem}.`,
    hint: `Write ${Object.keys(maxLevels).join(', ')}, optionally followed by ",compression-level=N" and ",force-compression=true".`,
  });
}

/** Takes `zstd,compression-level=3` or `compression=zstd,compression-level=3` apart, as in "outputs" of other tools. */
function parseFields(words: string, input: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const word of words.split(',').map((each) => each.trim())) {
    const [, key = 'compression', value = ''] = /^(?:([^=]*)=)?(.*)$/.exec(word) ?? [];
    if (fields.has(key)) throw refuse(input, `sets "${neutralizeLine(key, 40)}" twice`);
    fields.set(key, value);
  }
  return fields;
}

/**
 * The input `compression`: how BuildKit compresses the layers, as fields of its exporter (`compression=zstd`, …). Empty leaves it
 * to BuildKit, which writes gzip. @throws InputError E_INPUT_INVALID
 */
export function compression(): InputDefinition<readonly string[]> {
  const words = text({ default: '' });
  return {
    ...words,
    parse(given, input) {
      const value = words.parse(given, input).trim();
      if (value === '') return [];
      const fields = parseFields(value, input);
      const kind = fields.get('compression') ?? '';
      if (!Object.hasOwn(maxLevels, kind))
        throw refuse(
          input,
          `is "${neutralizeLine(value, 100)}"; the compression "${neutralizeLine(kind, 40)}" does not exist`,
        );
      for (const [key, setting] of fields) {
        if (key === 'compression') continue;
        const max = maxLevels[kind];
        const isLevel = key === 'compression-level' && max !== undefined && /^\d{1,2}$/.test(setting);
        if (key === 'force-compression' && /^(?:true|false)$/.test(setting)) continue;
        if (isLevel && Number(setting) <= max) continue;
        throw refuse(
          input,
          key === 'compression-level' && max !== undefined
            ? `has the level "${neutralizeLine(setting, 40)}"; ${kind} has the levels 0 to ${max}`
            : `has "${neutralizeLine(`${key}=${setting}`, 80)}", which ${kind} does not support`,
        );
      }
      return [...fields].map(([key, setting]) => `${key}=${setting}`);
    },
  };
}
