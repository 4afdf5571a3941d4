import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import { runnerErrors } from '../errors.ts';
import type {
  InputText,
  JobText,
  KeySpans,
  Located,
  PermissionsText,
  StepText,
  WorkflowText,
} from './workflow-text.ts';

/** Bytes of a workflow file that is read; GitHub's own limit is 512 KiB. */
const maxCharacters = 1024 * 1024;

/** Reads nodes with the lines that they are on. */
class NodeReader {
  readonly #document: Document;
  readonly #counter: LineCounter;
  readonly #text: string;

  constructor(text: string, document: Document, counter: LineCounter) {
    this.#text = text;
    this.#document = document;
    this.#counter = counter;
  }

  /** The node that an alias stands for. */
  resolve(node: unknown): Node | undefined {
    const found = isAlias(node) ? node.resolve(this.#document) : node;
    return (found ?? undefined) as Node | undefined;
  }

  lineOf(node: unknown): number {
    const range = (node as Node | null | undefined)?.range;
    return range === null || range === undefined ? 1 : this.#counter.linePos(range[0]).line;
  }

  /** The last line that has a part of the node. */
  lastLineOf(node: unknown): number {
    const range = (node as Node | null | undefined)?.range;
    if (range === null || range === undefined) return 1;
    // A block scalar ends with the blank lines below it.
    const text = this.#text.slice(range[0], range[1]);
    return this.#counter.linePos(range[0] + Math.max(0, text.trimEnd().length - 1)).line;
  }

  pairs(
    node: unknown,
  ): readonly { readonly key: string; readonly pair: Pair; readonly value: Node | undefined }[] {
    const map = this.resolve(node);
    if (!isMap(map)) return [];
    return map.items.map((pair) => ({
      key: isScalar(pair.key) ? String(pair.key.value) : '',
      pair,
      value: this.resolve(pair.value),
    }));
  }

  keys(node: unknown): KeySpans {
    return new Map(
      this.pairs(node).map(({ key, pair }) => {
        const first = this.lineOf(pair.key);
        // The value as it is written: an alias is where it stands, not where its anchor is.
        const last = isScalar(pair.value) && pair.value.source === '' ? first : this.lastLineOf(pair.value);
        return [key, { first, last: Math.max(first, last) }];
      }),
    );
  }

  get(node: unknown, key: string): Node | undefined {
    return this.pairs(node).find((each) => each.key === key)?.value;
  }

  items(node: unknown): readonly Node[] {
    const list = this.resolve(node);
    return isSeq(list) ? list.items.flatMap((item) => this.resolve(item) ?? []) : [];
  }

  /** A plain value as text; undefined for a mapping or a list. */
  text(node: Node | undefined): Located | undefined {
    if (!isScalar(node) || node.value === null) return undefined;
    const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
    const written = isScalar(node) && typeof node.value !== 'string' ? node.source : undefined;
    return { text: written ?? String(node.value), line: this.lineOf(node) + (isBlock ? 1 : 0) };
  }

  texts(node: unknown): ReadonlyMap<string, Located> {
    return new Map(
      this.pairs(node).flatMap(({ key, value }) => {
        const text = this.text(value);
        return text === undefined ? [] : [[key, text] as const];
      }),
    );
  }

  /** A list of names, or one. */
  names(node: Node | undefined): readonly string[] {
    const one = this.text(node);
    return one === undefined ? this.items(node).flatMap((item) => this.text(item)?.text ?? []) : [one.text];
  }

  plain(node: Node | undefined): unknown {
    return node === undefined ? undefined : node.toJS(this.#document);
  }
}

function readPermissions(reader: NodeReader, node: Node | undefined): PermissionsText | undefined {
  if (node === undefined) return undefined;
  const all = reader.text(node)?.text;
  if (all === 'read-all' || all === 'write-all') return new Map([['*', all.slice(0, -4)]]);
  return new Map([...reader.texts(node)].map(([scope, { text }]) => [scope, text]));
}

function readStep(reader: NodeReader, job: string, node: Node, index: number): StepText {
  const text = (key: string): Located | undefined => reader.text(reader.get(node, key));
  return {
    job,
    index,
    span: { first: reader.lineOf(node), last: reader.lastLineOf(node) },
    keys: reader.keys(node),
    entries: { with: reader.keys(reader.get(node, 'with')), env: reader.keys(reader.get(node, 'env')) },
    id: text('id')?.text,
    name: text('name')?.text,
    uses: text('uses'),
    run: text('run'),
    if: text('if'),
    continueOnError: text('continue-on-error'),
    with: reader.texts(reader.get(node, 'with')),
    env: reader.texts(reader.get(node, 'env')),
  };
}

function readJob(reader: NodeReader, id: string, key: unknown, node: Node | undefined): JobText {
  const text = (name: string): Located | undefined => reader.text(reader.get(node, name));
  const environment = reader.get(node, 'environment');
  return {
    id,
    span: {
      first: reader.lineOf(key),
      last: node === undefined ? reader.lineOf(key) : reader.lastLineOf(node),
    },
    keys: reader.keys(node),
    name: text('name')?.text,
    needs: reader.names(reader.get(node, 'needs')),
    if: text('if'),
    uses: text('uses'),
    environment: reader.text(environment) ?? reader.text(reader.get(environment, 'name')),
    permissions: readPermissions(reader, reader.get(node, 'permissions')),
    continueOnError: text('continue-on-error'),
    hasMatrix: reader.get(reader.get(node, 'strategy'), 'matrix') !== undefined,
    outputs: reader.texts(reader.get(node, 'outputs')),
    steps: reader.items(reader.get(node, 'steps')).map((step, index) => readStep(reader, id, step, index)),
  };
}

function readTriggers(reader: NodeReader, on: Node | undefined): ReadonlyMap<string, unknown> {
  const names = reader.names(on);
  if (names.length > 0) return new Map(names.map((name) => [name, null]));
  return new Map(reader.pairs(on).map(({ key, value }) => [key, reader.plain(value)]));
}

function readInputs(reader: NodeReader, on: Node | undefined): ReadonlyMap<string, InputText> {
  const inputs = reader.get(reader.get(on, 'workflow_dispatch'), 'inputs');
  return new Map(
    reader
      .pairs(inputs)
      .map(({ key, pair, value }) => [
        key,
        { line: reader.lineOf(pair.key), type: reader.text(reader.get(value, 'type'))?.text ?? 'string' },
      ]),
  );
}

/**
 * Reads a workflow file with the lines of its parts.
 * @throws InputError E_WORKFLOW_INVALID for what is not YAML or has no jobs
 */
export function readWorkflowText(path: string, text: string): WorkflowText {
  if (text.length > maxCharacters)
    throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
      message: `${neutralizeLine(path, 200)} has ${text.length} characters, more than ${maxCharacters}.`,
    });
  const counter = new LineCounter();
  // An alias is resolved where it is used; a file in which aliases multiply is rejected by the parser's own bound.
  const document = parseDocument(text, { lineCounter: counter });
  const [error] = document.errors;
  const root = document.contents;
  const reader = new NodeReader(text, document, counter);
  const jobs = reader.get(root, 'jobs');
  if (error !== undefined || !isMap(jobs))
    throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
      message: `${neutralizeLine(path, 200)} cannot be read: ${error === undefined ? 'it has no "jobs"' : neutralizeLine(error.message.split('\n')[0] ?? '', 300)}.`,
      ...(error === undefined ? {} : { cause: error }),
    });
  const on = reader.get(root, 'on') ?? reader.get(root, 'true');
  return {
    path,
    text,
    triggers: readTriggers(reader, on),
    keys: reader.keys(root),
    triggerKeys: reader.keys(on),
    inputKeys: reader.keys(reader.get(reader.get(on, 'workflow_dispatch'), 'inputs')),
    inputs: readInputs(reader, on),
    permissions: readPermissions(reader, reader.get(root, 'permissions')),
    jobs: reader.pairs(jobs).map(({ key, pair, value }) => readJob(reader, key, pair.key, value)),
  };
}
