import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { changelogErrors } from '../errors.ts';

/** A piece of a template: text as written, or the name of what goes there. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: string };

const placeholder = /\{\{([^{}]*)\}\}/g;

/** The order of the notes when no template is given. GitHub prints the title of the release above, as a heading. */
export const defaultTemplate = `{{header}}

## What's changed

{{changes}}

{{credits}}

{{install}}

{{verification}}

{{assets}}

{{compare}}

{{footer}}`;

/**
 * Splits a template at its placeholders, `{{name}}`; what a placeholder stands for is not looked at again.
 * @throws InputError E_NOTES_TEMPLATE for a placeholder that is none of `names`
 */
export function parseTemplate(template: string, names: readonly string[], what: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let position = 0;
  for (const found of template.matchAll(placeholder)) {
    const name = (found[1] ?? '').trim();
    if (!names.includes(name)) {
      throw new InputError(changelogErrors.E_NOTES_TEMPLATE, {
        message: `The ${what} has the placeholder "{{${neutralizeLine(name, 80)}}}", which is not known.`,
        hint: `Known are: ${names.map((known) => `{{${known}}}`).join(', ')}.`,
      });
    }
    if (found.index > position) parts.push({ kind: 'text', text: template.slice(position, found.index) });
    parts.push({ kind: 'placeholder', name });
    position = found.index + found[0].length;
  }
  if (position < template.length) parts.push({ kind: 'text', text: template.slice(position) });
  return parts;
}

/** Puts values in; a placeholder without a value takes the blank lines after it away with it. */
export function fillTemplate(parts: readonly TemplatePart[], values: ReadonlyMap<string, string>): string {
  let text = '';
  let swallow = false;
  for (const part of parts) {
    if (part.kind === 'text') {
      text += swallow ? part.text.replace(/^\s*\n/, '') : part.text;
      swallow = false;
      continue;
    }
    const value = values.get(part.name) ?? '';
    text += value;
    swallow = value === '' && (text === '' || text.endsWith('\n'));
  }
  return text.trim();
}
