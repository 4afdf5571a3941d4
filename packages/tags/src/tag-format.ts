import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { tagErrors } from './errors.ts';
import { escapeText, matchName } from './project-names.ts';
import { isTagName } from './tag-name.ts';

/** A format that somebody has set: what stands before the version. */
export interface TagFormat {
  /** `{name}-v{version}`, as it was written. */
  readonly template: string;
  /** Texts between the names: `["", "-v"]` for `{name}-v{version}`. */
  readonly literals: readonly string[];
}

/** The inputs of an action that choose a format; undefined and `auto` leave it to the existing tags. */
export interface FormatInputs {
  readonly 'tag-format'?: string | undefined;
  readonly 'tag-prefix'?: string | undefined;
}

const automatic = (text: string | undefined): boolean => text === undefined || text === 'auto';

/**
 * The format that the inputs ask for; undefined when the existing tags decide. An empty `tag-prefix` is the format `{version}`.
 * @throws InputError E_TAG_FORMAT
 */
export function parseFormatInputs(inputs: FormatInputs): TagFormat | undefined {
  const { 'tag-format': format, 'tag-prefix': prefix } = inputs;
  const short = automatic(prefix) ? undefined : parseTagFormat(`${prefix}{version}`, 'tag-prefix');
  if (automatic(format) || format === undefined) return short;
  const long = parseTagFormat(format, 'tag-format');
  if (short === undefined || short.template === long.template) return long;
  throw new InputError(tagErrors.E_TAG_FORMAT, {
    message: `"tag-format" and "tag-prefix" contradict each other: "${show(long.template)}" and "${show(prefix ?? '')}".`,
    hint: 'Set one of them. "tag-prefix" is the short form of "{prefix}{version}".',
  });
}

const show = (text: string): string => neutralizeLine(text, 120);

/**
 * Parses a template: any text with `{version}` at its end, and `{name}` for the name of the project.
 * @param input that it was given as, for the error
 * @throws InputError E_TAG_FORMAT
 */
export function parseTagFormat(template: string, input = 'tag-format'): TagFormat {
  const problem = findProblem(template);
  if (problem !== undefined) {
    throw new InputError(tagErrors.E_TAG_FORMAT, {
      message: `The input "${input}" is "${show(input === 'tag-prefix' ? template.slice(0, -9) : template)}", which ${problem}.`,
    });
  }
  return { template, literals: template.slice(0, -'{version}'.length).split('{name}') };
}

function findProblem(template: string): string | undefined {
  if (!template.endsWith('{version}')) return 'does not end in {version}';
  const unknown = template
    .replaceAll('{name}', 'n')
    .slice(0, -'{version}'.length)
    .match(/\{[^}]*\}?|\}/)?.[0];
  if (unknown !== undefined) return `has the unknown placeholder ${show(unknown)}; use {name} and {version}`;
  const text = fillFormat({ literals: template.slice(0, -9).split('{name}') }, 'n');
  // A digit there would be read as part of the version.
  if (/[0-9]$/.test(text)) return 'has a digit before {version}';
  return isTagName(`${text}1.0`) ? undefined : 'is not allowed in the name of a tag (git check-ref-format)';
}

/** What a format writes before the version. */
export function fillFormat({ literals }: Pick<TagFormat, 'literals'>, name: string): string {
  return literals.join(name);
}

/** A regular expression of what a format may have written before a version, with any of `names` and in any of their spellings. */
export function matchFormat({ literals }: TagFormat, names: readonly string[]): RegExp {
  const escaped = literals.map(escapeText);
  const name = names.length === 0 ? '(?!)' : `(?:${names.map(matchName).join('|')})`;
  return new RegExp(`^${escaped.join(name)}(?=\\d)`);
}
