import { lineAt } from '@slipway/runner/workflow-text/workflow-text';
import { listAllActs, listScripts } from '../release-steps.ts';
import { edit, type Fault, type FaultContext, type FaultKind, quote } from './fault.ts';

const heading = /^##\s*\[[^\]]+\].*$/gm;
/** Patterns for headings of Keep a Changelog in a script: quoted, or between the slashes of sed and awk. */
const patterns = [/r?(['"])(\^?##[^'"\n]*\\\[[^'"\n]*)\1/g, /\/(\^?##[^/\n]*\\\[[^/\n]*)\//g];
const sample = '## [Unreleased]\n\n## [1.0.0] - 2026-01-02\n';
const maxHeadingLength = 200;

/** A pattern of the script as one of this language; undefined for one that is not plain enough to try. */
function compile(pattern: string): RegExp | undefined {
  if (pattern.length > 200 || /\([^)]*[+*][^)]*\)[+*{]/.test(pattern)) return undefined;
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}

function findPatterns({ workflow, changelog }: FaultContext): Fault[] {
  const headings = ((changelog ?? '').match(heading) ?? []).map((line) => line.slice(0, maxHeadingLength));
  const lines = headings.some((line) => /\[unreleased\]/i.test(line))
    ? headings
    : (sample.match(heading) ?? []);
  const unreleased = lines.find((line) => /\[unreleased\]/i.test(line)) ?? '';
  return listScripts(workflow).flatMap(({ job, script }) =>
    patterns.flatMap((pattern) =>
      [...script.text.matchAll(pattern)].flatMap((match) => {
        const text = match.at(-1) ?? '';
        const regular = compile(text);
        const first = regular === undefined ? undefined : lines.find((line) => regular.test(line));
        if (regular === undefined || first === unreleased || /\$|\{/.test(text.replace(/\$$/, ''))) return [];
        return [
          {
            job: job.id,
            line: lineAt(script, match.index),
            seen: `The pattern ${quote(text)} does not match ${quote(unreleased)}; ${first === undefined ? 'it matches nothing' : `it matches ${quote(first)} first`}.`,
          },
        ];
      }),
    ),
  );
}

/** Numbers of a heading, for the order only. */
const numbersOf = (line: string): readonly number[] =>
  (/\[v?(\d+(?:\.\d+)*)/.exec(line)?.[1] ?? '').split('.').filter(Boolean).map(Number);

function isHigher(left: readonly number[], right: readonly number[]): boolean {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** The changelog shows that the script has put versions over the wrong sections. */
function findDisorder({ workflow, changelog }: FaultContext): Fault[] {
  const isEdited = listScripts(workflow).some(({ script }) =>
    /\bsed\b[^\n]*CHANGELOG|CHANGELOG[^\n]*['"]w/i.test(script.text),
  );
  const versions = ((changelog ?? '').match(heading) ?? [])
    .map((line) => ({ line, numbers: numbersOf(line) }))
    .filter(({ numbers }) => numbers.length > 0);
  const wrong = versions.find(({ numbers }, index) => {
    const before = versions[index - 1];
    return before !== undefined && !isHigher(before.numbers, numbers);
  });
  if (!isEdited || wrong === undefined) return [];
  return [
    { job: '', line: 1, seen: `The headings of the changelog are out of order at ${quote(wrong.line)}.` },
  ];
}

export const notesOfWrongSection: FaultKind = {
  id: 'WF01',
  title: 'The release notes come from the section of this version.',
  severity: 'blocks',
  otherwise: 'The notes are those of an older version, and the heading of that version is overwritten.',
  fix: edit('Let version-bump move the unreleased section, and release-notes read it.'),
  find: (context) => {
    const found = findPatterns(context);
    return found.length === 0 ? [] : [...found, ...findDisorder(context)];
  },
};

const claims: readonly (readonly [words: RegExp, what: string, proof: RegExp])[] = [
  [/sha-?256|checksums?/i, 'checksums', /sha256sum[^\n]*>|shasum[^\n]*>|SHA256SUMS|actions\/checksums@/i],
  [/\breproducib/i, 'reproducible builds', /SOURCE_DATE_EPOCH|reproducible:|diffoscope/],
  [
    /\bsigned\b|\bsignatures?\b/i,
    'signatures',
    /cosign\s+sign|sigstore|actions\/attest|docker-build-sign@|gh-action-pypi-publish@|gpg\b/i,
  ],
];

function findClaims({ workflow }: FaultContext): Fault[] {
  const bodies = listAllActs(workflow)
    .filter(({ role }) => role === 'release')
    .flatMap(({ job, step }) =>
      [step.with.get('body'), step.run].flatMap((text) => (text === undefined ? [] : [{ job, text }])),
    );
  return bodies.flatMap(({ job, text }) =>
    claims.flatMap(([words, what, proof]) => {
      const match = words.exec(text.text);
      const outside = workflow.text.replace(text.text, '');
      const scripts = listScripts(workflow)
        .map(({ script }) => script.text)
        .join('\n');
      if (match === null || proof.test(scripts) || proof.test(outside.replaceAll(/^\s*echo .*$/gm, '')))
        return [];
      const row = text.text.slice(text.text.lastIndexOf('\n', match.index) + 1).split('\n')[0] ?? '';
      return [
        {
          job: job.id,
          line: lineAt(text, match.index),
          seen: `The notes promise ${what} (${quote(row)}), and no step makes them.`,
        },
      ];
    }),
  );
}

export const unprovenClaims: FaultKind = {
  id: 'WF13',
  title: 'The notes promise only what a step has made and verified.',
  severity: 'blocks',
  otherwise: 'Readers rely on a promise that nothing backs.',
  fix: edit(
    'Remove the claim, or let release-notes write the notes from the results of the publishing jobs.',
  ),
  find: findClaims,
};
