/** Which request a fault strikes; what is left out matches everything. */
export interface FaultMatcher {
  readonly host?: string;
  readonly method?: string;
  /** Tested against path and query. */
  readonly path?: RegExp;
  /** The first matching request that is struck, counted from 1. Default 1. */
  readonly nth?: number;
  /** How many matching requests in a row are struck. Default 1; `Infinity` for all. */
  readonly times?: number;
}

/** What happens instead of the plain answer. */
export type FaultEffect =
  /** The host is treated as one the gateway does not know. */
  | { readonly kind: 'unknown-host' }
  /** No connection comes about: the proxy answers 502, as a proxy does when the host cannot be reached. */
  | { readonly kind: 'refuse' }
  /** The connection is reset and the service never sees the request. */
  | { readonly kind: 'reset-before' }
  /** The connection is reset after that many bytes of the body; the service never sees the request. */
  | { readonly kind: 'reset-during'; readonly afterBytes: number }
  /** The service does its work; the connection is reset before the first byte of its answer. */
  | { readonly kind: 'reset-after-commit' }
  /** No answer; after `forMs` the connection is reset. Default: until the gateway closes. */
  | { readonly kind: 'stall'; readonly forMs?: number }
  /** Another answer; `committed`: the service did its work all the same. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly committed?: boolean;
    }
  /** The head of the right answer with half of its body, then the end of the connection. */
  | { readonly kind: 'truncate' }
  /** A page for people with status 200, as a captive portal sends; the service does not run. */
  | { readonly kind: 'html' }
  /**
   * The request is held at a moment until `act` has ended: before the service sees it, with half of its body there (as `before`
   * where it has none), or when the service has done its work and nothing of the answer was sent.
   */
  | {
      readonly kind: 'hold';
      readonly at: 'before' | 'during' | 'after-commit';
      /** @returns whether the connection is reset; otherwise the request goes on as if nothing had been. */
      readonly act: (request: HeldRequest) => Promise<boolean>;
    };

/** A request that waits, with the port of its client. */
export interface HeldRequest extends FaultTarget {
  readonly clientPort: number;
}

export interface Fault {
  readonly on: FaultMatcher;
  readonly effect: FaultEffect;
}

/** The part of a request a fault is chosen by. */
export interface FaultTarget {
  readonly host: string;
  readonly method: string;
  readonly path: string;
}

/** The faults of one gateway with their counters. */
export interface FaultPlan {
  /** For a new connection: only `refuse` and `unknown-host` strike there, and only their host is looked at. */
  strikeConnection(host: string): FaultEffect | undefined;
  /** For a request: the first fault that matches and is due; every matching fault counts the request. */
  strikeRequest(target: FaultTarget): FaultEffect | undefined;
  /** Adds a fault from now on. */
  add(fault: Fault): void;
  /** Takes every fault away: what comes from now on is answered plainly. */
  lift(): void;
  /** How many times any fault has struck: a rehearsal whose fault never struck has shown nothing. */
  readonly strikes: number;
}

function strikesConnection(effect: FaultEffect): boolean {
  return effect.kind === 'refuse' || effect.kind === 'unknown-host';
}

function matches(matcher: FaultMatcher, target: FaultTarget): boolean {
  return (
    (matcher.host === undefined || matcher.host === target.host) &&
    (matcher.method === undefined || matcher.method === target.method) &&
    (matcher.path === undefined || matcher.path.test(target.path))
  );
}

/** Opens a plan; faults are tried in the order given. */
export function createFaultPlan(faults: readonly Fault[] = []): FaultPlan {
  const planned = faults.map((fault) => ({ fault, seen: 0 }));
  let strikes = 0;
  const choose = (accepts: (fault: Fault) => boolean): FaultEffect | undefined => {
    let chosen: FaultEffect | undefined;
    for (const entry of planned) {
      if (!accepts(entry.fault)) continue;
      entry.seen += 1;
      const { nth = 1, times = 1 } = entry.fault.on;
      if (chosen === undefined && entry.seen >= nth && entry.seen < nth + times) chosen = entry.fault.effect;
    }
    if (chosen !== undefined) strikes += 1;
    return chosen;
  };
  return {
    strikeConnection: (host) =>
      choose(({ on, effect }) => strikesConnection(effect) && (on.host === undefined || on.host === host)),
    strikeRequest: (target) => choose(({ on, effect }) => !strikesConnection(effect) && matches(on, target)),
    add(fault) {
      planned.push({ fault, seen: 0 });
    },
    lift() {
      planned.length = 0;
    },
    get strikes() {
      return strikes;
    },
  };
}
