import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inspectDistribution } from '../src/distribution/inspect-distribution.ts';
import { listMetadataProblems } from '../src/metadata/list-metadata-problems.ts';
import { type CoreMetadata, parseCoreMetadata, readField } from '../src/metadata/parse-core-metadata.ts';
import { headers } from './metadata-headers.ts';
import { metadataBytes } from './metadata-texts.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];
if (python === undefined)
  console.log('not shown: metadata against packaging and twine check (SLIPWAY_PYTHON_PEERS is not set)');
const program = fileURLToPath(new URL('metadata_verdicts.py', import.meta.url));

type Verdict = 'accepted' | 'refused';

/** What is thought of one text, with the reasons for whoever looks at a difference. */
interface Judgement {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly metadata: CoreMetadata | undefined;
}

function judge(bytes: Uint8Array): Judgement {
  try {
    const metadata = parseCoreMetadata(bytes);
    const { problems, warnings } = listMetadataProblems(metadata);
    return {
      verdict: problems.length === 0 ? 'accepted' : 'refused',
      reasons: problems,
      warnings,
      metadata,
    };
  } catch (error) {
    return { verdict: 'refused', reasons: [String(error)], warnings: [], metadata: undefined };
  }
}

async function askPython(texts: readonly Buffer[]): Promise<[string | null, string | null][]> {
  const child = spawn(python ?? '', ['-W', 'ignore', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(texts.map((bytes) => bytes.toString('base64'))));
  return JSON.parse(await text(child.stdout));
}

/** A difference that is meant: it explains a verdict of ours when everything that was said falls under it. */
interface Difference {
  readonly reason: string;
  readonly ours: Verdict;
  /** Sentences of the side that refuses. */
  readonly sentence: RegExp;
}

const differences: readonly Difference[] = [
  {
    reason: 'PyPI takes no newer version, which packaging may know before',
    ours: 'refused',
    sentence: /^PyPI does not accept Metadata-Version 2\.\d+/,
  },
  { reason: 'PyPI has a list of classifiers', ours: 'refused', sentence: /^The classifier "/ },
  { reason: 'PyPI checks addresses', ours: 'refused', sentence: /^(?:Author|Maintainer)-email begins with/ },
  {
    reason: 'setuptools wrote License-File before it was standardised; it is passed over, also by twine',
    ours: 'accepted',
    sentence: /^license-file introduced in metadata version 2\.4/,
  },
  {
    reason: 'only docutils can tell whether reStructuredText renders',
    ours: 'accepted',
    sentence: /^Checking [^:]*: FAILED\n$/,
  },
  {
    reason: 'the names of fields have no case, whatever twine looks for',
    ours: 'accepted',
    sentence: /METADATA missing 'Metadata-Version'/,
  },
  {
    reason: 'an index drops a field it does not know, so it is a warning',
    ours: 'accepted',
    sentence: /unrecognized (?:or malformed )?field:? '(?:x-own|license-note)'/,
  },
  {
    reason: 'PyPI takes no requirement with an address',
    ours: 'refused',
    sentence: /points to an address/,
  },
  { reason: 'PyPI takes 512 characters', ours: 'refused', sentence: /^Summary has \d+ characters/ },
  {
    reason: 'PyPI wants addresses of the web, with a label of 1 to 32 characters',
    ours: 'refused',
    sentence: /does not accept as an http or https address|needs a label/,
  },
  {
    reason: 'PyPI refuses License beside License-Expression (PEP 639)',
    ours: 'refused',
    sentence: /^License and License-Expression cannot be combined/,
  },
];

const splitSentences = (said: string): string[] =>
  said
    .replace(/^InvalidDistribution: |^Invalid distribution metadata: /, '')
    .split('; ')
    .filter((sentence) => sentence !== '');

/** The reason for which a difference is meant; undefined for one that nobody meant. */
function explain(ours: Judgement, theirs: string | null): string | undefined {
  const said = ours.verdict === 'refused' ? ours.reasons : splitSentences(theirs ?? '');
  const found = said.map((sentence) =>
    differences.find((each) => each.ours === ours.verdict && each.sentence.test(sentence)),
  );
  return found.every((each) => each !== undefined) ? found[0]?.reason : undefined;
}

async function compare(texts: readonly Buffer[]): Promise<Map<string, number>> {
  const answers = await askPython(texts);
  const met = new Map<string, number>();
  const unmeant: unknown[] = [];
  for (const [index, bytes] of texts.entries()) {
    const ours = judge(bytes);
    for (const [peer, said] of Object.entries({
      packaging: answers[index]?.[0] ?? null,
      twine: answers[index]?.[1] ?? null,
    })) {
      const theirs = said === null ? 'accepted' : 'refused';
      const reason = ours.verdict === theirs ? `both have ${theirs} (${peer})` : explain(ours, said);
      if (reason === undefined)
        unmeant.push({ peer, text: bytes.toString('latin1'), ours: ours.reasons, theirs: said });
      else met.set(reason, (met.get(reason) ?? 0) + 1);
    }
  }
  expect(unmeant).toEqual([]);
  return met;
}

/** Sound metadata with one of the values that fields are tried with. */
function singleFaults(): Buffer[] {
  const sound = {
    'Metadata-Version': '2.5',
    Name: 'demo',
    Version: '1.0',
    'Description-Content-Type': 'text/plain',
  };
  return Object.entries(headers).flatMap(([name, values]) =>
    values.map((value) => {
      const lines = Object.entries({ ...sound, [name]: value }).map(([field, each]) => `${field}: ${each}`);
      return Buffer.from(`${lines.join('\n')}\n\nText\n`);
    }),
  );
}

describe.skipIf(python === undefined)('metadata validation compared with packaging and twine', () => {
  it('1,500 metadata texts are judged like packaging and twine judge them, except for listed differences', async () => {
    const texts = [...singleFaults(), ...fc.sample(metadataBytes, { numRuns: 1500, seed: 20_261_125 })];
    const met = await compare(texts);
    const unmet = differences.filter(({ reason }) => !met.has(reason)).map(({ reason }) => reason);
    expect(unmet).toEqual([]);
    for (const peer of ['packaging', 'twine']) {
      for (const verdict of ['accepted', 'refused'])
        expect(met.get(`both have ${verdict} (${peer})`)).toBeGreaterThan(100);
    }
  });
});

// One of each kind of backend and age: flit, hatchling, setuptools, maturin, scikit-build, poetry; pure, abi3 and native.
const realWheels = [
  'attrs==25.3.0',
  'idna==3.10',
  'packaging==25.0',
  'pydantic-core==2.33.2',
  'six==1.17.0',
  'numpy==2.2.6',
  'tomlkit==0.13.2',
  'cryptography==44.0.3',
  'pillow==11.2.1',
];

describe.skipIf(python === undefined)('wheels from the index', () => {
  it('a real wheel has no problems and the version of its file name', { timeout: 600_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-wheels-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', '-d', folder];
    const { status, stderr } = spawnSync(python ?? '', [...args, ...realWheels], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, stderr]);
    const names = readdirSync(folder);
    expect(names).toHaveLength(realWheels.length);
    for (const name of names) {
      const { problems, version, metadata } = await inspectDistribution(join(folder, name));
      expect([name, problems]).toEqual([name, []]);
      expect(name.split('-')[1]).toBe(version);
      expect(readField(metadata, 'Name')).toBeDefined();
    }
  });
});
