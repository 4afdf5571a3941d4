import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import { codeSpan, neutralizeLine } from '@slipway/core/neutralize';
import { changelogErrors } from '../errors.ts';
import { renderTable } from './text.ts';

/** What the publishing steps are able to prove, in the form of the notes. */
export interface ReleaseEvidence {
  readonly channels: readonly Channel[];
  /** Names of files whose PEP 740 provenance the index was seen to serve. */
  readonly attestedFiles: readonly string[];
  /** Commands the image action printed, behind the login that they need. */
  readonly imageCommands: readonly string[];
  /** Whether build provenance was stored with GitHub. */
  readonly provenance: boolean;
}

/** A row of the table of channels. */
export interface Channel {
  readonly name: string;
  /** Whether something proves that the channel has the files. */
  readonly isProven: boolean;
  /** One line to type; undefined when only the owner of the channel knows how to write it. */
  readonly command: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

export const noEvidence: ReleaseEvidence = {
  channels: [],
  attestedFiles: [],
  imageCommands: [],
  provenance: false,
};

const known = ['pypi', 'github-packages', 'image', 'provenance'];
const projectName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/;
const versionText = /^[A-Za-z0-9.!+_-]{1,100}$/;
const imageReference = /(?<![\w./-])[a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}\b/;
const command = /^(?:cosign|gh|oras|slsa-verifier) [\w .,:;/@=^$*+?()[\]{}|'"\\-]{1,1000}$/;

/**
 * Reads the outputs of the publishing jobs: `{"pypi": {…}, "github-packages": {…}, "image": {…}, "provenance": {…}}`. A
 * channel that is named but whose outputs prove nothing (a job that was skipped has none) is a channel without the release.
 * @param sha256ByName hex, of the files of this release: evidence of other bytes under one of their names is refused
 * @throws InputError E_NOTES_EVIDENCE; IntegrityError E_NOTES_EVIDENCE
 */
export function readEvidence(json: string, sha256ByName: ReadonlyMap<string, string>): ReleaseEvidence {
  const evidence = parseObject(json);
  if (evidence === undefined) {
    throw new InputError(changelogErrors.E_NOTES_EVIDENCE, {
      message: `The evidence is not a JSON object: "${neutralizeLine(json, 80)}".`,
    });
  }
  const stranger = Object.keys(evidence).find((key) => !known.includes(key));
  if (stranger !== undefined) {
    throw new InputError(changelogErrors.E_NOTES_EVIDENCE, {
      message: `The evidence names "${neutralizeLine(stranger, 80)}", which is none of ${known.join(', ')}.`,
    });
  }
  const publication = parseObject(fieldsOf(evidence, 'pypi')['publication']);
  const packages = fieldsOf(evidence, 'github-packages');
  const image = fieldsOf(evidence, 'image');
  const published = filesOf(publication?.['files']);
  for (const [channel, files] of [
    ['PyPI', published],
    ['GitHub Packages', filesOf(packages['files'])],
  ] as const) {
    refuseOtherBytes(channel, files, sha256ByName);
  }
  return {
    channels: [
      ...(Object.hasOwn(evidence, 'pypi') ? [readIndex(publication, published)] : []),
      ...(Object.hasOwn(evidence, 'github-packages') ? [readPackages(packages)] : []),
      ...(Object.hasOwn(evidence, 'image') ? [readImage(image)] : []),
    ],
    attestedFiles: published
      .filter((file) => typeof file['provenance'] === 'string' && sha256ByName.has(String(file['name'])))
      .map((file) => String(file['name'])),
    imageCommands: readImageCommands(image),
    provenance: Object.values(fieldsOf(evidence, 'provenance')).some((value) => textOf(value) !== ''),
  };
}

function readIndex(publication: Fields | undefined, files: readonly Fields[]): Channel {
  const kind = publication?.['kind'];
  const name = kind === 'testpypi' ? 'TestPyPI' : kind === 'other' ? 'Package index' : 'PyPI';
  const project = textOf(files[0]?.['project']);
  const version = textOf(files[0]?.['version']);
  const isProven =
    publication?.['verified'] === true && projectName.test(project) && versionText.test(version);
  // Another index than PyPI has an address to be configured.
  const command = isProven && kind === 'pypi' ? `pip install ${project}==${version}` : undefined;
  return { name, isProven, command };
}

function readPackages(outputs: Fields): Channel {
  const isProven = /^sha256:[0-9a-f]{64}$/.test(textOf(outputs['index-digest']));
  const [install = ''] = textOf(outputs['install-command']).split('\n');
  const isPrinted = isProven && install !== '';
  return {
    name: 'GitHub Packages',
    isProven,
    command: isPrinted ? addLogin(install, outputs['visibility']) : undefined,
  };
}

function readImage(outputs: Fields): Channel {
  const digest = textOf(outputs['digest']);
  const named = `${textOf(outputs['references'])}\n${textOf(outputs['image'])}`;
  const reference = imageReference.exec(named)?.[0];
  const isProven = digest !== '' && reference?.endsWith(`@${digest}`) === true;
  const pull = isProven ? addLogin(`docker pull ${reference}`, outputs['visibility']) : undefined;
  return { name: 'Container image', isProven, command: pull };
}

/**
 * The command as it works for whoever reads the notes: alone only when a reader without a token was seen to get what it names,
 * else behind the login that it needs. A command whose program has no login is not printed.
 */
function addLogin(line: string, visibility: unknown): string | undefined {
  if (visibility === 'public') return line;
  const [, program, host] = /^(docker|oras) pull ([\w.:-]+)\//.exec(line) ?? [];
  return program === undefined ? undefined : `${program} login ${host} && ${line}`;
}

/** What cosign reads of a registry takes the login of Docker. */
function readImageCommands(image: Fields): readonly string[] {
  const lines = textOf(image['verify-commands'])
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => command.test(line));
  const [host] = imageReference.exec(textOf(image['references']))?.[0].split('/') ?? [];
  if (lines.length === 0 || host === undefined || image['visibility'] === 'public') return lines;
  return [`docker login ${host}`, ...lines];
}

function refuseOtherBytes(
  channel: string,
  files: readonly Fields[],
  sha256ByName: ReadonlyMap<string, string>,
): void {
  for (const file of files) {
    const name = textOf(file['name']);
    const own = sha256ByName.get(name);
    if (own === undefined || own === file['sha256']) continue;
    throw new IntegrityError(changelogErrors.E_NOTES_EVIDENCE, {
      message: `${channel} is said to have ${neutralizeLine(name, 200)} with SHA-256 ${neutralizeLine(textOf(file['sha256']), 80)}; the file of this release has ${own}.`,
      hint: 'The channels do not hold the same bytes. Find out which job built anew; do not publish.',
    });
  }
}

/** An object, or JSON of one: outputs of jobs are texts. */
function parseObject(value: unknown): Fields | undefined {
  let parsed = value;
  if (typeof value === 'string') {
    try {
      parsed = JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    ? (parsed as Fields)
    : undefined;
}

function fieldsOf(evidence: Fields, key: string): Fields {
  return (Object.hasOwn(evidence, key) ? parseObject(evidence[key]) : undefined) ?? {};
}

function filesOf(value: unknown): readonly Fields[] {
  const list = typeof value === 'string' ? parseList(value) : value;
  return Array.isArray(list)
    ? list.filter((entry): entry is Fields => typeof entry === 'object' && entry !== null)
    : [];
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Where to get the release; a channel without proof says so. Empty when no channel is known. */
export function renderInstallTable(channels: readonly Channel[]): string {
  if (channels.length === 0) return '';
  const rows = channels.map(({ name, isProven, command: line }) => [
    name,
    line === undefined ? (isProven ? 'published' : 'not published') : codeSpan(line),
  ]);
  return `## Install\n\n${renderTable(['Channel', 'Command'], rows)}`;
}
