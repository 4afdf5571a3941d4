import type { Release } from './model.ts';

export interface RefChange {
  readonly ref: string;
  /** Forty zeros when the ref is new. */
  readonly before: string;
  /** Forty zeros when the ref was deleted. */
  readonly after: string;
}

interface EventOrigin {
  /** `owner/name`. */
  readonly repository: string;
  /** Login of who did it. */
  readonly actor: string;
  /** Whether a job token did it: GitHub starts no workflow then, a dispatch excepted. */
  readonly byJobToken: boolean;
}

/** What happened, for a caller that starts workflow runs from it. */
export interface GitHubEvents {
  readonly push: EventOrigin & RefChange;
  readonly release: EventOrigin & {
    readonly action: 'created' | 'published' | 'released' | 'prereleased' | 'edited' | 'deleted';
    readonly release: Release;
  };
  readonly workflow_dispatch: EventOrigin & {
    readonly workflowPath: string;
    readonly ref: string;
    readonly sha: string;
    readonly inputs: Readonly<Record<string, string>>;
    /** The number the answer gives to the run. */
    readonly runId: number;
  };
  readonly pull_request: EventOrigin & { readonly action: 'opened'; readonly number: number };
}

export type GitHubEventName = keyof GitHubEvents;
type Listener<Name extends GitHubEventName> = (event: GitHubEvents[Name]) => void;

/** Delivers events in the order they happened. */
export class EventHub {
  readonly #listeners = new Map<GitHubEventName, Set<(event: never) => void>>();

  /** @returns stops the listening */
  on<Name extends GitHubEventName>(name: Name, listener: Listener<Name>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<Name extends GitHubEventName>(name: Name, event: GitHubEvents[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<Name>)(event);
  }
}
