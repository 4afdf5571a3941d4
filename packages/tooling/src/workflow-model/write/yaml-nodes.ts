import { Pair, Scalar, type ScalarTag, YAMLMap, YAMLSeq } from 'yaml';
import { stringifyString } from 'yaml/util';

/** A comment, one string per line. */
export type Comment = readonly string[];

/** One key of a mapping. */
export interface Entry {
  readonly key: string;
  readonly node: Scalar | YAMLMap | YAMLSeq;
  /** Written above the key. */
  readonly comment?: Comment | undefined;
  /** An empty line above the key, and above its comment. */
  readonly apart?: boolean;
}

/** A folded block scalar with given line breaks, which reads as one line. */
export class BrokenText extends Scalar<string> {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join(' '));
    this.lines = lines;
  }
}

/**
 * The tag that writes strings. The library breaks long plain and folded text at the last space that fits, even inside an
 * expression. This tag keeps the line breaks of `BrokenText` and adds none of its own.
 */
export const ownBreaks: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  identify: (value) => typeof value === 'string',
  resolve: (value) => value,
  stringify(item, context, onComment, onChompKeep) {
    if (item instanceof BrokenText) return ['>-', ...item.lines].join(`\n${context.indent}`);
    // `actualString`, as in the library's own tag: text that would read as a number, a boolean or null is quoted.
    const unbroken = { ...context, actualString: true, options: { ...context.options, lineWidth: 0 } };
    return stringifyString(item as Scalar<string>, unbroken, onComment, onChompKeep);
  },
};

// The library writes a line that is one space as `#`, and an empty line as an empty line.
const toYamlComment = (comment: Comment): string => comment.map((line) => ` ${line}`).join('\n');

/** A scalar with an optional trailing comment. */
export function scalar(value: string | number | boolean | null, comment?: string): Scalar {
  const node = new Scalar<unknown>(value);
  if (comment !== undefined) node.comment = ` ${comment}`;
  return node;
}

/** Text in double quotes, even where YAML does not need them. */
export function quoted(value: string): Scalar {
  const node = new Scalar(value);
  node.type = Scalar.QUOTE_DOUBLE;
  return node;
}

/** A mapping of the entries that are defined. */
export function mapping(...entries: readonly (Entry | undefined)[]): YAMLMap {
  const map = new YAMLMap();
  for (const entry of entries) {
    if (entry === undefined) continue;
    const key = new Scalar(entry.key);
    if (entry.comment !== undefined) key.commentBefore = toYamlComment(entry.comment);
    if (entry.apart === true) key.spaceBefore = true;
    map.items.push(new Pair(key, entry.node));
  }
  if (map.items.length === 0) map.flow = true;
  return map;
}

/** A list in brackets, on one line if it fits. */
export function flowList(items: readonly Scalar[]): YAMLSeq {
  const list = blockList(items);
  list.flow = true;
  return list;
}

/** A list with one item per line. */
export function blockList(items: readonly (Scalar | YAMLMap)[]): YAMLSeq {
  const list = new YAMLSeq();
  list.items.push(...items);
  return list;
}
