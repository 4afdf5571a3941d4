import type { JournalEntry } from './service.ts';

/** How often a host was asked; the `hosts` list of the report. */
export interface HostCount {
  readonly host: string;
  readonly requests: number;
}

/** The evidence of what was contacted, in the order the requests began to be answered. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  record(entry: Omit<JournalEntry, 'sequence'>): void;
  /** Calls back with every entry from now on, until the returned function is called. */
  listen(listener: (entry: JournalEntry) => void): () => void;
  /** Sorted by name; without hosts that were refused. @param client of one client only */
  hosts(client?: string): readonly HostCount[];
  /** Names of the hosts that were refused, sorted, each once. */
  refusedHosts(): readonly string[];
}

const secretParameters =
  /^(sig|signature|token|access_token|id_token|refresh_token|client_secret|secret|password|jwt|code|state|assertion|x-amz-(signature|credential|security-token))$/i;
// GitHub's and PyPI's token formats, and JSON Web Tokens.
const secretText =
  /\b(gh[opsur]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|pypi-[A-Za-z0-9_-]{16,}|eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)/g;

const mask = '***';

/** Takes credentials out of a path with its query; everything else stays as it was sent. */
export function redactPath(path: string): string {
  const [before = '', ...rest] = path.split('?');
  const query = rest.join('?');
  const parameters = query.split('&').map((parameter) => {
    const name = parameter.split('=', 1)[0] ?? '';
    return parameter.includes('=') && secretParameters.test(name) ? `${name}=${mask}` : parameter;
  });
  return `${before}${rest.length > 0 ? `?${parameters.join('&')}` : ''}`.replaceAll(secretText, mask);
}

/** Opens an empty journal. */
export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  const listeners = new Set<(entry: JournalEntry) => void>();
  return {
    entries,
    record(entry) {
      const recorded = { ...entry, path: redactPath(entry.path), sequence: entries.length + 1 };
      entries.push(recorded);
      for (const listener of listeners) listener(recorded);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hosts(client) {
      const counts = new Map<string, number>();
      for (const { host, outcome, client: from } of entries)
        if (outcome !== 'refused' && (client === undefined || from === client))
          counts.set(host, (counts.get(host) ?? 0) + 1);
      return [...counts].map(([host, requests]) => ({ host, requests })).sort(byHost);
    },
    refusedHosts() {
      const refused = entries.filter(({ outcome }) => outcome === 'refused').map(({ host }) => host);
      return [...new Set(refused)].sort();
    },
  };
}

function byHost(left: HostCount, right: HostCount): number {
  return left.host < right.host ? -1 : 1;
}
