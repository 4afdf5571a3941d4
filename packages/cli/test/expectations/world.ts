import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import type { IndexedFile } from '@slipway/emulated-pypi/pypi';
import { packageRepository } from '@slipway/oci/pyoci/package-name';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion, type Version } from '@slipway/python/version/parse-version';
import type { Cell } from '../../src/expectations/cell.ts';
import { expectRelease, type ReleaseSubject } from '../../src/expectations/expect-release.ts';
import {
  type AskedIndex,
  findChannels,
  type WorkflowChannels,
} from '../../src/expectations/find-channels.ts';
import type { Outcome } from '../../src/expectations/judgement.ts';
import type { PackageContent, WorldState } from '../../src/expectations/observe-world.ts';
import { readWorkflow as readWorkflowFile } from '../../src/findings/read-workflow.ts';
import type { ReadWorkflow } from '../../src/findings/workflow-findings.ts';

const repository = 'octo-org/demo';
const workflowPath = '.github/workflows/release.yml';
export const referenceText = readFileSync(join(slipwayDirectory, workflowPath), 'utf8');

/** A workflow with what its steps use; `files` are further files of the repository. */
export async function readWorkflow(
  text: string,
  files: Readonly<Record<string, string>> = {},
): Promise<ReadWorkflow> {
  return readWorkflowFile(workflowPath, text, {
    repository,
    readFile: async (path) => files[path],
    readOwnFile: (path) => readFile(join(slipwayDirectory, path), 'utf8').catch(() => undefined),
  });
}

/** The channels of a workflow. */
export async function readChannels(
  text: string,
  files: Readonly<Record<string, string>> = {},
  index?: AskedIndex,
): Promise<WorkflowChannels> {
  return findChannels((await readWorkflow(text, files)).uses, repository, index);
}

const versions = {
  stable: '1.2.0',
  'pre-release': '1.1.1rc1',
  post: '1.1.0.post1',
  dev: '1.1.1.dev1',
} as const;

const digest = `sha256:${'d'.repeat(64)}`;
const commit = (letter: string): string => letter.repeat(40);
const built = [
  { kind: 'wheel' as const, suffix: '-py3-none-any.whl', sha256: 'a'.repeat(64) },
  { kind: 'sdist' as const, suffix: '.tar.gz', sha256: 'b'.repeat(64) },
];

function createBefore(cell: Cell): WorldState {
  const old: IndexedFile = {
    ...{
      project: 'demo',
      version: '1.1.0',
      filename: 'demo-1.1.0.tar.gz',
      sizeBytes: 1,
      sha256: 'c'.repeat(64),
    },
    ...{ uploadedVia: '', attestations: [] },
  };
  return {
    defaultBranch: 'main',
    branches: { main: commit('1'), '1.0.x': commit('9') },
    tags: cell.first ? {} : { 'v1.1.0': { type: 'annotated', object: commit('8'), commit: commit('7') } },
    pypi: cell.first ? [] : [old],
    testPypi: [],
    packages: [],
    releases: cell.first
      ? []
      : [{ id: 1, tagName: 'v1.1.0', draft: false, prerelease: false, body: '', assets: [] }],
    latestRelease: cell.first ? undefined : 'v1.1.0',
    passports: [],
    attestations: [],
    summaries: [],
    pullRequests: 0,
  };
}

/** The subject of a release of the sample in a cell. */
export function createSubject(cell: Cell, channels: WorkflowChannels, given?: string): ReleaseSubject {
  const version = parseVersion(given ?? versions[cell.kind], 'test');
  return {
    ...{ cell, channels, name: 'demo', version, tag: `v${formatVersion(version)}`, isTagGiven: false },
    ...{ repository, imageMissing: undefined, before: createBefore(cell) },
    lineTags: cell.first ? [] : ['v1.1.0'],
  };
}

const mustName = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('the version is known here');
  return value;
};

/** A signed summary of each channel. */
const summarize = (
  channels: readonly (readonly { readonly name: string; readonly sha256: string }[])[],
): WorldState['summaries'] =>
  channels.map((items, id) => ({
    ...{ id, result: 'PASSED' },
    subjects: items.map(({ name, sha256 }) => `${name} ${sha256}`).sort(),
  }));

/** The state that the rules of the reference workflow lead to, written down without the function under test. */
export function createOutcome(subject: ReleaseSubject): Outcome {
  const { cell, before, channels } = subject;
  const version: Version = mustName(subject.version);
  const text = formatVersion(version);
  const tag = mustName(subject.tag);
  const isPre = cell.kind === 'pre-release' || cell.kind === 'dev' || cell.prerelease;
  const files = built.map(({ kind, suffix, sha256 }) => ({
    name: `demo-${text}${suffix}`,
    sha256,
    size: 1,
    kind,
  }));
  const onPypi = channels.pypi !== undefined && !cell.draft && !isPre;
  const series = text === '1.2.0' ? ['1', '1.2', 'latest'] : ['1', '1.1', 'latest'];
  const imageTags = cell.draft ? [] : isPre ? [text] : [text, ...series];
  const packages: PackageContent[] = [
    ...(channels.packages !== undefined && !cell.draft
      ? [
          {
            name: packageRepository('octo-org/demo/pypi', 'demo'),
            tags: { [text]: 'sha256:e' },
            manifests: ['sha256:e'],
            files: { [text]: new Map(files.map(({ name, sha256 }) => [name, sha256])) },
          },
        ]
      : []),
    ...(channels.image !== undefined && cell.image
      ? [
          {
            name: repository,
            tags: Object.fromEntries(imageTags.map((name) => [name, digest])),
            manifests: [digest],
            files: {},
          },
        ]
      : []),
  ];
  const passportName = `demo-${text}.intoto.jsonl`;
  const release = {
    ...{ id: 2, tagName: tag, draft: cell.draft, prerelease: isPre },
    body: [
      ...(onPypi ? [`pip install demo==${text}`] : []),
      'ghcr.io/octo-org/demo/pypi/demo',
      ...(cell.image ? [digest] : []),
    ].join('\n'),
    assets: [
      ...files.map(({ name, sha256 }) => ({ name, sha256, size: 1, state: 'uploaded' })),
      ...(channels.manifests ?? []).map((name) => ({
        name,
        sha256: 'f'.repeat(64),
        size: 1,
        state: 'uploaded',
      })),
      ...(channels.passport === undefined
        ? []
        : [{ name: passportName, sha256: 'e'.repeat(64), size: 1, state: 'uploaded' }]),
    ],
  };
  const listed = [...files, { name: 'SHA256SUMS', sha256: 'f'.repeat(64), kind: 'manifest' as const }];
  const passport = {
    ...{ repository: `https://github.com/${repository}`, ref: `refs/tags/${tag}`, commit: commit('2') },
    files: listed.map(({ name, sha256, kind }) => ({ name, sha256, kind })),
    image:
      cell.image && channels.image !== undefined
        ? { name: `ghcr.io/${repository}`, digest, platforms: [] }
        : undefined,
  };
  const indexed = files.map(({ name, sha256 }) => ({
    ...{ project: 'demo', version: text, filename: name, sizeBytes: 1, sha256, uploadedVia: '' },
    attestations: [{}, {}],
  }));
  const after: WorldState = {
    ...before,
    branches: { ...before.branches, main: commit('2') },
    tags: { ...before.tags, [tag]: { type: 'annotated', object: commit('3'), commit: commit('2') } },
    pypi: [...before.pypi, ...(onPypi ? indexed : [])],
    packages,
    releases: channels.release === undefined ? before.releases : [...before.releases, release],
    passports:
      channels.passport === undefined ? [] : [{ releaseId: 2, name: passportName, passport, reason: '' }],
    attestations:
      channels.passport === undefined || cell.private ? [] : [listed.map(({ sha256 }) => `sha256:${sha256}`)],
    summaries:
      channels.passport?.verified !== true || cell.private || cell.draft
        ? []
        : summarize([
            release.assets,
            ...(onPypi ? [files] : []),
            ...(channels.packages === undefined ? [] : [files]),
            ...(passport.image === undefined
              ? []
              : [[{ name: 'index', sha256: digest.replace('sha256:', '') }]]),
          ]),
    latestRelease: cell.draft || isPre || channels.release === undefined ? before.latestRelease : tag,
  };
  return {
    ...{
      subject,
      expected: expectRelease(subject),
      after,
      files,
      workflowPath,
      usesSlipway: true,
      hosts: [],
      newCommits: [commit('2')],
    },
    imageDigest: cell.image && channels.image !== undefined ? digest : '',
    runs: [
      { workflowPath, ref: 'refs/heads/main', sha: commit('1') },
      { workflowPath, ref: `refs/tags/${tag}`, sha: commit('2') },
    ],
  };
}
