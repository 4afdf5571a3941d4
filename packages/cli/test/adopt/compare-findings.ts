import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface ZizmorFinding {
  readonly ident: string;
  readonly determinations: { readonly severity: string };
}

/** Findings of zizmor in one workflow by audit and severity, without the network. @throws Error when zizmor does not answer */
function countFindings(zizmor: string, path: string, text: string): ReadonlyMap<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-zizmor-'));
  try {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const words = ['--offline', '--no-exit-codes', '--no-progress', '--format', 'json', file];
    const { stdout, stderr } = spawnSync(zizmor, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    if (stdout === '') throw new Error(`zizmor said nothing about ${path}: ${stderr}`);
    const counts = new Map<string, number>();
    for (const { ident, determinations } of JSON.parse(stdout) as readonly ZizmorFinding[]) {
      const kind = `${ident} (${determinations.severity})`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What zizmor finds before and after an adoption. */
export interface FindingsChange {
  readonly before: number;
  readonly after: number;
  /** Audits with more findings than before. */
  readonly worse: readonly string[];
}

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((all, count) => all + count, 0);

// The actions of Slipway have the tag of their release in the reference workflow: `--pin` writes the commit.
const pinOwn = (text: string): string =>
  text.replaceAll(/(\/slipway\/[\w./-]+)@v\d[\w.]*$/gm, `$1@${'0'.repeat(40)} # v0`);

/** Compares what zizmor finds in an old workflow and in the adopted one, with Slipway's own actions pinned. */
export function compareFindings(zizmor: string, path: string, old: string, adopted: string): FindingsChange {
  const [before, after] = [
    countFindings(zizmor, path, old),
    countFindings(zizmor, path, pinOwn(adopted)),
  ] as const;
  const worse = [...after].flatMap(([kind, count]) =>
    count > (before.get(kind) ?? 0) ? [`${kind} ${before.get(kind) ?? 0} -> ${count}`] : [],
  );
  return { before: sum(before), after: sum(after), worse };
}
