import { neutralizeLine } from '@slipway/core/neutralize';
import { type CoreMetadata, readField } from './parse-core-metadata.ts';

const contentTypes = new Set(['text/plain', 'text/x-rst', 'text/markdown']);

const shown = (text: string): string => `"${neutralizeLine(text, 120)}"`;

/** Checks Description-Content-Type: three types, in UTF-8, and two variants of Markdown. */
export function judgeContentType(metadata: CoreMetadata, problems: string[], warnings: string[]): void {
  const type = readField(metadata, 'Description-Content-Type');
  if (type === undefined) {
    if (metadata.description !== undefined)
      warnings.push(
        'Description-Content-Type is missing, so PyPI treats the description as reStructuredText.',
      );
    return;
  }
  const [media = '', ...parameters] = type.split(';').map((part) => part.trim());
  if (!contentTypes.has(media.toLowerCase())) {
    problems.push(
      `Description-Content-Type ${shown(type)} is not supported; expected one of ${[...contentTypes].join(', ')}.`,
    );
  }
  for (const parameter of parameters) {
    const [key = '', value = ''] = parameter.split('=').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
    if (key.toLowerCase() === 'charset' && value.toUpperCase() !== 'UTF-8')
      problems.push(`Description-Content-Type has the charset ${shown(value)}; it must be UTF-8.`);
    if (
      key.toLowerCase() === 'variant' &&
      media.toLowerCase() === 'text/markdown' &&
      !/^(GFM|CommonMark)$/.test(value)
    ) {
      problems.push(
        `Description-Content-Type has the variant ${shown(value)}; it must be GFM or CommonMark.`,
      );
    }
  }
}
