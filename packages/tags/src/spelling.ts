import type { PrePhase, Version } from '@slipway/python/version/parse-version';
import type { PreSpelling, VersionText } from './version-text.ts';

/** How a project spells versions in its tags. */
export interface Spelling {
  readonly separator: '.' | '_';
  /** The width that each part of the release is filled to with zeros; 1 for a part that is not filled. */
  readonly widths: readonly number[];
  readonly pre: PreSpelling;
}

const canonicalWords = { a: 'a', b: 'b', rc: 'rc' } as const;
const longWords = { a: 'alpha', b: 'beta', rc: 'rc' } as const;

/** PEP 440, "Normalization". */
export const canonicalSpelling: Spelling = {
  separator: '.',
  widths: [],
  pre: { before: '', between: '', words: canonicalWords },
};

/** Writes a version; the canonical form for a canonical spelling. Local parts are kept as they are. */
export function spellVersion({ epoch, release, pre, post, dev, local }: Version, spelling: Spelling): string {
  const { separator, widths } = spelling;
  const { before, between, words } = spelling.pre;
  return [
    epoch === 0n ? '' : `${epoch}!`,
    release.map((part, index) => String(part).padStart(widths[index] ?? 1, '0')).join(separator),
    pre === undefined ? '' : `${before}${words[pre.phase]}${between}${pre.number}`,
    post === undefined ? '' : `.post${post}`,
    dev === undefined ? '' : `.dev${dev}`,
    local.length === 0 ? '' : `+${local.join('.')}`,
  ].join('');
}

/** The habit of a project. @param texts of its releases, newest first */
export function findSpelling(texts: readonly VersionText[]): Spelling {
  const separator = texts.find(({ parts }) => parts.length > 1)?.separator ?? '.';
  // `1.0.b1` was typed once; a habit is that of Semantic Versioning, or the separator of a tag such as `rel_1_0_b1`.
  const usual = texts.filter(
    ({ pre }) => pre === undefined || ['', '-', separator.replace('.', '')].includes(pre.before),
  );
  return { separator, widths: findWidths(texts), pre: findPreSpelling(usual) };
}

// A calendar version such as `2026.08.17` shows its habit where a part is short enough to be filled; `2026.11.17` shows none.
function findWidths(texts: readonly VersionText[]): readonly number[] {
  const widths: number[] = [];
  const filled: number[] = [];
  for (const { parts } of texts)
    for (const [index, part] of parts.entries())
      if (/^0\d/.test(part)) filled[index] = Math.max(filled[index] ?? 0, part.length);
  for (const { parts } of texts) {
    for (const [index, part] of parts.entries()) {
      if (widths[index] !== undefined) continue;
      if (/^0\d/.test(part)) widths[index] = part.length;
      else if (part.length < (filled[index] ?? 2)) widths[index] = 1;
    }
  }
  return Array.from(widths, (width) => width ?? 1);
}

function findPreSpelling(texts: readonly VersionText[]): PreSpelling {
  const newest: Partial<Record<PrePhase, string>> = {};
  let habit: VersionText['pre'];
  for (const { version, pre } of texts) {
    if (version.pre === undefined || pre === undefined) continue;
    habit ??= pre;
    // A phase that was last written in another habit follows the new one.
    if (pre.before === habit.before) newest[version.pre.phase] ??= pre.word;
  }
  if (habit === undefined) return canonicalSpelling.pre;
  const isLong = habit.before === '-' || /^(?:alpha|beta)$/i.test(habit.word);
  const words = isLong ? longWords : canonicalWords;
  return { before: habit.before, between: habit.between, words: { ...words, ...newest } };
}
