import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pypiUploadHost } from '@slipway/core/pypi-hosts';
import { parseForm } from '@slipway/emulated-pypi/upload/multipart';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, openPublishWorld, type PublishWorld, type SeenForm } from './support/publish-world.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'] ?? '';
const uv = process.env['SLIPWAY_UV'] ?? '';
const poetry = process.env['SLIPWAY_POETRY'] ?? '';
const hasPython = python !== '' && uv !== '';
if (!hasPython) {
  console.log(
    'not shown: uploads of twine and uv, installations and pypi-attestations (SLIPWAY_PYTHON_PEERS or SLIPWAY_UV is not set)',
  );
}
if (poetry === '') console.log('not shown: installation by poetry (SLIPWAY_POETRY is not set)');

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'slipway-clients-'));
const built = join(home, 'built');

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
}

function run(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = home,
): Promise<Ended> {
  const folder = mkdtempSync(join(home, 'home-'));
  const settings = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    UV_NO_CONFIG: '1',
    UV_CACHE_DIR: join(folder, 'uv'),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_CACHE_DIR: '1',
  };
  const child = spawn(file, args, { cwd, env: { ...settings, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += String(chunk);
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

/** A program that has to end well; the output is told when it does not. */
async function succeed(...call: Parameters<typeof run>): Promise<string> {
  const { exitCode, output } = await run(...call);
  if (exitCode !== 0) throw new Error(`${call[0]} ended with ${exitCode}:\n${output}`);
  return output;
}

beforeAll(async () => {
  if (!hasPython) return;
  mkdirSync(built);
  const environment = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  await succeed(python, [fixture('build_distributions.py'), built], environment);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A world whose folder of distributions holds what was built. */
async function openBuilt(): Promise<PublishWorld> {
  const of = await openPublishWorld();
  for (const name of readdirSync(of.distributions)) rmSync(join(of.distributions, name));
  cpSync(built, of.distributions, { recursive: true });
  return of;
}

const builtFiles = (of: PublishWorld): string[] =>
  readdirSync(of.distributions)
    .sort()
    .map((name) => join(of.distributions, name));

type Fields = ReadonlyMap<string, readonly string[]>;

/** The fields of each form by the name of its file; the bytes of the file as their digest. */
function readForms(forms: readonly SeenForm[]): ReadonlyMap<string, Fields> {
  return new Map(
    forms.map(({ contentType, body }) => {
      const fields = new Map<string, string[]>();
      let file = '';
      for (const { name, filename, bytes } of parseForm(contentType, body)) {
        if (filename !== undefined) file = filename;
        const value = filename === undefined ? Buffer.from(bytes).toString('utf8') : digestOf(bytes);
        fields.set(name, [...(fields.get(name) ?? []), value]);
      }
      return [file, fields];
    }),
  );
}

/** A field that another client sends otherwise, and why that is right. */
interface KnownDifference {
  readonly field: string;
  readonly reason: string;
  /** What the other one sends for this value of ours; undefined for nothing. */
  readonly theirs: (
    ours: readonly string[] | undefined,
    file: string,
  ) => readonly string[] | undefined | 'any';
}

const attested: KnownDifference = {
  field: 'attestations',
  reason: 'neither of the others signs by itself',
  theirs: () => undefined,
};
const runAddress: KnownDifference = {
  field: 'comment',
  reason: 'the address of the run is shown beside the file; the others say nothing',
  theirs: () => undefined,
};
const secondDigest: KnownDifference = {
  field: 'blake2_256_digest',
  reason: 'one digest is enough for the index, which computes the others itself',
  theirs: () => 'any',
};

const differencesOf: Readonly<Record<'twine' | 'uv', readonly KnownDifference[]>> = {
  twine: [
    attested,
    runAddress,
    secondDigest,
    {
      field: 'keywords',
      reason: 'the one string of the metadata is sent as it is; twine takes it apart and joins it anew',
      theirs: (ours) => ours?.map((text) => text.split(',').join(', ')),
    },
  ],
  uv: [attested, runAddress, secondDigest],
};

function compareForms(
  ours: Fields,
  theirs: Fields,
  file: string,
  known: readonly KnownDifference[],
): string[] {
  const findings: string[] = [];
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const difference = known.find(({ field }) => field === name);
    const own = ours.get(name);
    const expected = difference === undefined ? own : difference.theirs(own, file);
    if (expected === 'any') continue;
    const found = theirs.get(name);
    if (JSON.stringify(expected) !== JSON.stringify(found))
      findings.push(
        `${file} ${name}: ${JSON.stringify(expected)} became ${JSON.stringify(found)}`.slice(0, 600),
      );
  }
  return findings;
}

describe.skipIf(!hasPython)('upload form', () => {
  it('the upload form has the same fields as twine and uv except for listed differences', async () => {
    const own = await openBuilt();
    const published = await own.run();
    expect([published.exitCode, published.output]).toEqual([0, published.output]);
    const ours = readForms(own.forms);
    expect([...ours.keys()].sort()).toEqual(readdirSync(built).sort());
    // The comparison means something: what is hard to carry is there.
    for (const fields of ours.values()) {
      expect(fields.get('description')?.[0]).toMatch(/[^\r]\n.*\r\n/s);
      for (const name of [
        'requires_dist',
        'project_urls',
        'classifiers',
        'license_file',
        'provides_extra',
        'dynamic',
      ])
        expect([name, fields.get(name)?.length ?? 0]).not.toEqual([name, 0]);
    }

    const url = `https://${pypiUploadHost}/legacy/`;
    const clients = {
      twine: (token: string) => [
        join(dirname(python), 'twine'),
        ...['upload', '--non-interactive', '--repository-url', url, '-u', '__token__', '-p', token],
      ],
      uv: (token: string) => [uv, 'publish', '--publish-url', url, '--token', token],
    };
    for (const client of ['twine', 'uv'] as const) {
      const of = await openBuilt();
      const [file = '', ...args] = clients[client](of.pypi.addToken('alice'));
      await succeed(file, [...args, ...builtFiles(of)], of.world.env);
      const theirs = readForms(of.forms);
      const findings = [...ours].flatMap(([name, fields]) =>
        compareForms(fields, theirs.get(name) ?? new Map(), name, differencesOf[client]),
      );
      expect([client, findings]).toEqual([client, []]);
    }
  });
});

describe.skipIf(!hasPython)('published project', () => {
  it('a published project is installed with pip (also by hash), uv and poetry', async () => {
    const of = await openBuilt();
    expect((await of.run()).exitCode).toBe(0);
    const { env } = of.world;
    const wheel = readdirSync(built).find((name) => name.endsWith('.whl')) ?? '';
    const sha256 = digestOf(readFileSync(join(built, wheel)));
    const print = ['-c', 'import demo; print(demo.__version__)'];
    const venv = async (name: string): Promise<string> => {
      await succeed(python, ['-m', 'venv', join(home, name)], {});
      return join(home, name, 'bin/python');
    };

    const downloads = join(home, 'downloads');
    await succeed(python, ['-m', 'pip', 'download', '--no-deps', '-d', downloads, 'demo==1.2.0'], env);
    expect(digestOf(readFileSync(join(downloads, wheel)))).toBe(sha256);

    const withPip = await venv('with-pip');
    await succeed(withPip, ['-m', 'pip', 'install', 'demo==1.2.0'], env);
    expect(await succeed(withPip, print, {})).toBe('1.2.0\n');

    const requirements = join(home, 'requirements.txt');
    const install = ['-m', 'pip', 'install', '--require-hashes', '--force-reinstall', '-r', requirements];
    writeFileSync(requirements, `demo==1.2.0 --hash=sha256:${sha256}\n`);
    await succeed(withPip, install, env);
    writeFileSync(requirements, `demo==1.2.0 --hash=sha256:${'0'.repeat(64)}\n`);
    expect((await run(withPip, install, env)).output).toContain('DO NOT MATCH THE HASHES');

    const withUv = await venv('with-uv');
    await succeed(uv, ['pip', 'install', '--python', withUv, 'demo==1.2.0'], env);
    expect(await succeed(withUv, print, {})).toBe('1.2.0\n');

    if (poetry === '') return;
    const project = join(home, 'with-poetry');
    mkdirSync(project);
    writeFileSync(
      join(project, 'pyproject.toml'),
      '[project]\nname = "user"\nversion = "1"\nrequires-python = ">=3.8,<4"\n[tool.poetry]\npackage-mode = false\n',
    );
    const settings = {
      ...env,
      POETRY_VIRTUALENVS_IN_PROJECT: 'true',
      POETRY_CACHE_DIR: join(home, 'poetry'),
    };
    await succeed(poetry, ['add', '--no-interaction', 'demo==1.2.0'], settings, project);
    expect(await succeed(join(project, '.venv/bin/python'), print, {})).toBe('1.2.0\n');
    expect(readFileSync(join(project, 'poetry.lock'), 'utf8')).toContain(sha256);
  });

  it('pypi-attestations verifies a published file, and rejects it for a different repository', async () => {
    const of = await openBuilt();
    expect((await of.run()).exitCode).toBe(0);
    const verify = (name: string, repository: string): Promise<Ended> =>
      run(
        python,
        [
          fixture('verify_published.py'),
          of.trustedRoot,
          ...['verify', 'pypi', '--repository', `https://github.com/${repository}`, `pypi:${name}`],
        ],
        of.world.env,
      );
    for (const name of readdirSync(built)) {
      const { exitCode, output } = await verify(name, 'Octo/demo');
      expect([exitCode, output]).toEqual([0, output]);
      expect(output).toContain(`OK: ${name}`);
      expect(await verify(name, 'Octo/other')).toMatchObject({ exitCode: 1 });
    }
    const reads = of.world.journal.entries.filter(({ path }) => path.startsWith('/integrity/'));
    expect(reads.length).toBeGreaterThanOrEqual(4);
  });
});
