import { type Document, isCollection, isScalar } from 'yaml';
import type { Path } from './workflow-view.ts';

/** What a mutation is about; the closing table counts by it. */
export type MutationKind =
  | 'condition'
  | 'expression'
  | 'needs'
  | 'input'
  | 'permission'
  | 'output'
  | 'environment'
  | 'concurrency'
  | 'trigger'
  | 'pin'
  | 'step'
  | 'job'
  | 'matrix'
  | 'limit'
  | 'variable'
  | 'script'
  | 'exchange';

/** One change of a workflow file, not yet carried out. */
export interface Mutation {
  readonly kind: MutationKind;
  /** Unique in its file, and the same after edits elsewhere in it. */
  readonly id: string;
  /** One sentence without its period. */
  readonly description: string;
  /** Every node that changes; nothing outside of these does. */
  readonly places: readonly Path[];
  apply(document: Document): void;
}

/** What every mutation is given besides its change. */
export type Label = Pick<Mutation, 'kind' | 'id' | 'description'>;

/** Removes a node; a mapping or sequence that becomes empty by it goes too, as a person would remove it. */
export function dropNode(label: Label, path: Path): Mutation {
  return {
    ...label,
    places: [path],
    apply(document) {
      document.deleteIn(path);
      const parent = path.slice(0, -1);
      const rest = document.getIn(parent);
      if (isCollection(rest) && rest.items.length === 0) document.deleteIn(parent);
    },
  };
}

/** Replaces a node, or adds it. A scalar keeps its style where the new value allows it, and loses its comment. */
export function setNode(label: Label, path: Path, value: unknown): Mutation {
  return {
    ...label,
    places: [path],
    apply(document) {
      const before = document.getIn(path, true);
      const node = document.createNode(value);
      if (isScalar(before) && isScalar(node) && typeof value === 'string' && before.type !== undefined)
        node.type = before.type;
      // A pair of a flow mapping that shows no value (`{ a }`) cannot take one through its parent.
      document.setIn(path, node);
    },
  };
}

/** Adds a node at a position of a sequence. */
export function insertNode(label: Label, sequence: Path, position: number, value: unknown): Mutation {
  return {
    ...label,
    places: [sequence],
    apply(document) {
      const items = document.getIn(sequence);
      if (!isCollection(items)) throw new Error(`${sequence.join('.')} is not a sequence.`);
      items.items.splice(position, 0, document.createNode(value) as never);
    },
  };
}

/** Exchanges two nodes of the same parent or of different ones. */
export function exchangeNodes(label: Label, first: Path, second: Path): Mutation {
  return {
    ...label,
    places: [first, second],
    apply(document) {
      const one = document.getIn(first, true);
      const other = document.getIn(second, true);
      document.setIn(first, other);
      document.setIn(second, one);
    },
  };
}
