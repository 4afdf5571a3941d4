import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { testPypiHost } from '@slipway/core/pypi-hosts';
import { quoteWord } from '@slipway/core/quote-word';
import { changelogErrors } from '../errors.ts';

/** What the publishing steps are able to prove, in the form of the notes. */
export interface ReleaseEvidence {
  /** Those that have the release; a channel that proves nothing is not in the notes. */
  readonly channels: readonly Channel[];
  /** Names of files whose PEP 740 provenance PyPI was seen to serve. */
  readonly attestedFiles: readonly string[];
  /** `sha256:` and hex, of the image that was seen in a registry. */
  readonly imageDigest?: string | undefined;
  /** Commands the image action printed, behind the login that they need. */
  readonly imageCommands: readonly string[];
  /** Whether build provenance was stored with GitHub. */
  readonly provenance: boolean;
  /** Workflow file that signed it, `octo/demo/.github/workflows/release.yml`; undefined if nobody said so. */
  readonly signer?: string | undefined;
}

/** A place that was seen to have the release. */
export interface Channel {
  readonly name: string;
  /** Lines to type; empty when only the owner of the channel knows how to write them. */
  readonly commands: readonly string[];
  /** Whether the digests of the files of this release were compared with its own. */
  readonly hasFiles: boolean;
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
const imageTag = /^[a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9._-]+)+:[A-Za-z0-9_][\w.-]{0,127}$/;
const signerPath = /^[\w.-]{1,100}\/[\w.-]{1,100}\/\.github\/workflows\/[\w.-]{1,200}\.ya?ml$/;
/** A line of printable ASCII that cannot end the block that it stands in. */
const shellLine = /^[ -_a-~]{1,1000}$/;
/** Projects of one release whose commands are printed. */
const maxCommands = 5;
const command = /^(?:cosign|gh|oras|slsa-verifier) [\w .,:;/@=^$*+?()[\]{}|'"\\-]{1,1000}$/;

/**
 * Reads the outputs of the publishing jobs: `{"pypi": {…}, "github-packages": {…}, "image": {…}, "provenance": {…}}`. A
 * channel whose outputs prove nothing (a job that was skipped has none) does not have the release.
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
  const stored = filesOf(packages['files']);
  refuseOtherBytes('PyPI', published, sha256ByName);
  refuseOtherBytes('GitHub Packages', stored, sha256ByName);
  const { signer, ...provenance } = fieldsOf(evidence, 'provenance');
  const isOurs = (file: Fields): boolean => sha256ByName.has(textOf(file['name']));
  const imageChannel = readImage(image);
  const channels = [
    readIndex(publication, published),
    readPackages(packages, isProven(stored.filter(isOurs))),
    imageChannel,
  ];
  return {
    channels: channels.filter((channel) => channel !== undefined),
    attestedFiles:
      publication?.['kind'] === 'pypi'
        ? published
            .filter((file) => typeof file['provenance'] === 'string' && isOurs(file))
            .map((file) => textOf(file['name']))
        : [],
    imageDigest: imageChannel && textOf(image['digest']),
    imageCommands: readImageCommands(image),
    provenance: Object.values(provenance).some((value) => textOf(value) !== ''),
    signer: signerPath.test(textOf(signer)) ? textOf(signer) : undefined,
  };
}

function readIndex(publication: Fields | undefined, files: readonly Fields[]): Channel | undefined {
  if (publication?.['verified'] !== true || files.length === 0) return undefined;
  const kind = publication['kind'];
  const name = kind === 'testpypi' ? 'TestPyPI' : kind === 'other' ? 'Package index' : 'PyPI';
  const releases = new Set<string>();
  for (const file of files) {
    const project = textOf(file['project']);
    const version = textOf(file['version']);
    if (projectName.test(project) && versionText.test(version)) releases.add(`${project}==${version}`);
  }
  // Another index has an address to be configured. TestPyPI has no dependencies that can be relied on, as its documentation says.
  const from = { pypi: '', testpypi: `--index-url https://${testPypiHost}/simple/ --no-deps ` }[String(kind)];
  const commands =
    from === undefined ? [] : [...releases].map((release) => `pip install ${from}${quoteWord(release)}`);
  return { name, commands: commands.slice(0, maxCommands), hasFiles: true };
}

/** Whether the job says of each file that it read it back. */
const isProven = (files: readonly Fields[]): boolean =>
  files.length > 0 && files.every((file) => file['verified'] === true);

function readPackages(outputs: Fields, hasFiles: boolean): Channel | undefined {
  const digests = textOf(outputs['index-digest']).split('\n');
  if (!digests.every((digest) => /^sha256:[0-9a-f]{64}$/.test(digest))) return undefined;
  const commands = textOf(outputs['install-command'])
    .split('\n')
    .filter((line) => shellLine.test(line))
    .slice(0, maxCommands)
    .flatMap((line) => addLogin(line, outputs['visibility']));
  return { name: 'GitHub Packages', commands, hasFiles };
}

function readImage(outputs: Fields): Channel | undefined {
  const digest = textOf(outputs['digest']);
  const named = `${textOf(outputs['references'])}\n${textOf(outputs['image'])}`;
  const reference = imageReference.exec(named)?.[0];
  if (digest === '' || reference?.endsWith(`@${digest}`) !== true) return undefined;
  // The tag of the version is what a reader types; it may be set only after the notes are out.
  const [tagged = reference] = textOf(outputs['tags'])
    .split('\n')
    .filter((tag) => imageTag.test(tag) && tag.startsWith(`${reference.split('@')[0]}:`));
  return {
    name: 'Container image',
    commands: addLogin(`docker pull ${tagged}`, outputs['visibility']),
    hasFiles: false,
  };
}

/**
 * The commands as they work for whoever reads the notes: alone only when a reader without a token was seen to get what they name,
 * else behind the login that they need. A command whose program has no login is not printed.
 */
function addLogin(line: string, visibility: unknown): string[] {
  const steps = line.split(' && ');
  if (visibility === 'public') return steps;
  const [, program, host] = /^(docker|oras) pull ([\w.:-]+)\//.exec(line) ?? [];
  return program === undefined ? [] : [`${program} login ${host}`, ...steps];
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
      hint: 'The channels have different bytes. Find out which job built the files a second time; do not publish.',
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
