import type { PrePhase, Version } from '../../version/parse-version.ts';

/** One item of a version tuple: a number, or a string with its quotes. */
interface Item {
  readonly text: string;
  readonly value: string;
  readonly isNumber: boolean;
}

const itemForm = /\s*(?:(\d+)|(["'])([\w.+-]*)\2)\s*(?:,|$)/y;

function readItems(text: string): Item[] | undefined {
  const items: Item[] = [];
  for (itemForm.lastIndex = 0; itemForm.lastIndex < text.length; ) {
    const found = itemForm.exec(text);
    if (found === null) return undefined;
    const [whole, number, quote = '', string = ''] = found;
    const value = number ?? string;
    items.push({ text: number ?? `${quote}${string}${quote}`, value, isNumber: number !== undefined });
    if (!whole.trimEnd().endsWith(',') && itemForm.lastIndex < text.length) return undefined;
  }
  return items;
}

const phaseWords: Readonly<Record<string, string>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  candidate: 'rc',
  dev: '.dev',
  post: '.post',
  final: '',
  f: '',
};

/** The version that the items of a tuple stand for: `1, 3, 0, "rc", 1` is `1.3.0rc1`; undefined if it is none. */
export function readVersionTuple(text: string): string | undefined {
  const items = readItems(text);
  const [first] = items ?? [];
  if (items === undefined || !/^\d/.test(first?.value ?? '')) return undefined;
  const parts: string[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const { value, isNumber } = items[at] ?? { value: '', isNumber: true };
    const word = phaseWords[value.toLowerCase()];
    if (isNumber || word === undefined) {
      if (value !== '') parts.push(`${parts.length === 0 ? '' : '.'}${value}`);
      continue;
    }
    const next = items[at + 1];
    const number = next !== undefined && /^\d+$/.test(next.value) ? next.value : undefined;
    if (word !== '') parts.push(`${word}${number ?? '0'}`);
    if (number !== undefined) at += 1;
  }
  return parts.join('');
}

/** @returns undefined if the tuple has no room for what the version needs */
export function writeVersionTuple(
  version: Version,
  sample: string,
  hasCandidates = false,
): string | undefined {
  const items = readItems(sample) ?? [];
  const numbers = items.findIndex(({ value }) => !/^\d+$/.test(value));
  const length = numbers < 0 ? items.length : numbers;
  const [first, second] = [items[length], items[length + 1]];
  const separator = /,(\s*)\S/.exec(sample)?.[1] ?? ' ';
  const quote = items.find(({ isNumber }) => !isNumber)?.text[0] ?? '"';
  const quoteLike = (text: string, like: Item | undefined): string =>
    like === undefined || like.isNumber ? text : `${like.text[0]}${text}${like.text[0]}`;
  const release = [...version.release];
  while (release.length < length) release.push(0n);
  if (version.epoch !== 0n || release.slice(length).some((part) => part !== 0n)) {
    // A longer release is written in full only where nothing follows it.
    if (version.epoch !== 0n || first !== undefined) return undefined;
  } else release.length = length;
  const written = release.map((part, index) => quoteLike(String(part), items[index] ?? items[0]));
  const join = (...more: string[]): string => [...written, ...more].join(`,${separator}`);
  const suffix = describeSuffix(version);
  if (suffix === undefined) return undefined;
  const isPhase = first !== undefined && phaseWords[first.value.toLowerCase()] !== undefined;
  if (suffix.kind === 'final') {
    if (!isPhase || first === undefined) return join(...(first?.value === '' ? [first.text] : []));
    const word = `${quote}${finalWord(first.value)}${quote}`;
    return second === undefined ? join(word) : join(word, quoteLike('0', second));
  }
  // `"final"` makes room for a word and a number, whether the number is written now or not.
  if (isPhase && first.value !== '') {
    const word = phraseFor(suffix.kind, first.value, hasCandidates);
    return join(`${quote}${word}${quote}`, quoteLike(String(suffix.number), second));
  }
  return join(`${quote}${suffix.kind}${suffix.number}${quote}`);
}

interface Suffix {
  readonly kind: PrePhase | 'post' | 'dev' | 'final';
  readonly number: bigint;
}

// A tuple has one place for what follows the release.
function describeSuffix({ pre, post, dev, local }: Version): Suffix | undefined {
  const all: Suffix[] = [
    ...(pre === undefined ? [] : [{ kind: pre.phase, number: pre.number }]),
    ...(post === undefined ? [] : [{ kind: 'post' as const, number: post }]),
    ...(dev === undefined ? [] : [{ kind: 'dev' as const, number: dev }]),
  ];
  if (all.length > 1 || local.length > 0) return undefined;
  return all[0] ?? { kind: 'final', number: 0n };
}

const longWords: Readonly<Record<string, string>> = {
  a: 'alpha',
  b: 'beta',
  rc: 'rc',
  post: 'post',
  dev: 'dev',
};

// `sys.version_info` has whole words, and so have most tuples that are modelled on it.
function phraseFor(kind: Suffix['kind'], sample: string, hasCandidates: boolean): string {
  if (kind === 'rc')
    return sample === 'candidate' || hasCandidates ? 'candidate' : sample === 'c' ? 'c' : 'rc';
  return /^(?:a|b|c|f)$/.test(sample) ? kind : (longWords[kind] ?? kind);
}

const finalWord = (sample: string): string =>
  /^(?:a|b|c|f)$/.test(sample) ? 'f' : sample.toUpperCase() === sample ? 'FINAL' : 'final';
