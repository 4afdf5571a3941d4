import { InputError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import { testPypiHost } from '@slipway/core/pypi-hosts';
import {
  imageIndexItem,
  type ServedChannel,
  type ServedItem,
} from '@slipway/sigstore/passport/compare-channels';
import { passportErrors } from '../errors.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the job of one channel says; undefined for a job that published nothing. */
type ReadChannel = (outputs: Fields) => ServedChannel | undefined;

/** By the names that `release-notes` has for them. */
const channels: Readonly<Record<string, ReadChannel>> = {
  release: readRelease,
  pypi: readPublication,
  'github-packages': readPackages,
  image: readImage,
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * What each channel serves, by the outputs of the jobs that published and read back. A channel whose job published nothing is not
 * among them; one whose job did not read back what it published has no items.
 * @throws InputError E_PASSPORT_EVIDENCE
 */
export function readEvidence(json: string): readonly ServedChannel[] {
  const evidence = parse(json);
  if (!isRecord(evidence)) throw unusable(`is not a JSON object: "${neutralizeLine(json, 80)}"`);
  const stranger = Object.keys(evidence).find((key) => !Object.hasOwn(channels, key));
  if (stranger !== undefined)
    throw unusable(
      `names "${neutralizeLine(stranger, 80)}", which is none of ${Object.keys(channels).join(', ')}`,
    );
  return Object.entries(channels).flatMap(([key, read]) => {
    const outputs = evidence[key];
    return (isRecord(outputs) ? read(outputs) : undefined) ?? [];
  });
}

function readRelease({ assets }: Fields): ServedChannel | undefined {
  if (textOf(assets) === '') return undefined;
  return { kind: 'release', name: 'GitHub Release', items: readItems(assets, 'name', 'sha256') };
}

/** The index that the job published to, by its own name: PyPI, TestPyPI, or the host of another. */
function readPublication({ publication }: Fields): ServedChannel | undefined {
  if (textOf(publication) === '') return undefined;
  const proof = parse(publication);
  if (!isRecord(proof))
    throw unusable(`has a publication that cannot be read: "${neutralizeLine(textOf(publication), 80)}"`);
  if (readList(proof['files']).length === 0) return undefined;
  const title = textOf(proof['repository']);
  return {
    kind: 'index',
    name: title === '' ? 'Package index' : neutralizeLine(title, 100),
    items: proof['verified'] === true ? readItems(proof['files'], 'name', 'sha256') : undefined,
    location: locateProject(proof, title),
  };
}

/** https://github.com/package-url/purl-spec/blob/main/types/pypi-definition.json: an index other than PyPI is a qualifier. */
function locateProject({ kind, projects }: Fields, title: string): string | undefined {
  const [project] = Array.isArray(projects) ? (projects as unknown[]) : [];
  const { name, version } = isRecord(project) ? project : {};
  if (textOf(name) === '' || textOf(version) === '') return undefined;
  const host = kind === 'testpypi' ? testPypiHost : title;
  const index = kind === 'pypi' ? '' : `?repository_url=${encodeURIComponent(`https://${host}`)}`;
  const normalized = textOf(name)
    .toLowerCase()
    .replace(/[-_.]+/g, '-');
  return `pkg:pypi/${normalized}@${encodeURIComponent(textOf(version))}${index}`;
}

/** Only what the job says it read back counts: the list itself is what it wanted to publish. */
function readPackages({
  files,
  'index-digest': digest,
  'package-url': pages,
}: Fields): ServedChannel | undefined {
  if (textOf(files) === '') return undefined;
  const published = readList(files).filter((file) =>
    ['published', 'present'].includes(textOf(file['state'])),
  );
  if (published.length === 0) return undefined;
  const isProven = published.every((file) => file['verified'] === true);
  return {
    kind: 'packages',
    // In "mode: index", there is no index in a registry, and the files are in one of the user's own.
    name: textOf(digest) === '' ? 'Package index' : 'GitHub Packages',
    items: isProven ? readItems(published, 'name', 'sha256') : undefined,
    location: textOf(pages).split('\n')[0] || undefined,
  };
}

/** The digest of the image, with those of its platforms; one that is its own platform is there once. */
function readImage({ digest, platforms }: Fields): ServedChannel | undefined {
  const index = textOf(digest);
  if (index === '') return undefined;
  const found = readItems(platforms, 'platform', 'digest').filter(({ sha256 }) => sha256 !== hexOf(index));
  return {
    kind: 'image',
    name: 'Container image',
    items: [{ name: imageIndexItem, sha256: hexOf(index) }, ...found],
  };
}

const hexOf = (text: string): string => text.replace(/^sha256:/, '');

function readItems(value: unknown, name: string, digest: string): readonly ServedItem[] {
  return readList(value).map((entry) => {
    const shown = textOf(entry[name]);
    const sha256 = hexOf(textOf(entry[digest]));
    if (shown === '') throw unusable(`has an entry without "${name}"`);
    return { name: shown, sha256: /^[0-9a-f]{64}$/.test(sha256) ? sha256 : undefined };
  });
}

/** @param value a list, or JSON of one: outputs of jobs are texts */
function readList(value: unknown): readonly Fields[] {
  const list = typeof value === 'string' ? parse(value) : value;
  if (!Array.isArray(list) || !list.every(isRecord))
    throw unusable(`has a list that cannot be read: "${neutralizeLine(String(value), 80)}"`);
  return list;
}

function parse(json: unknown): unknown {
  try {
    return JSON.parse(textOf(json));
  } catch {
    return undefined;
  }
}

function unusable(reason: string): InputError {
  return new InputError(passportErrors.E_PASSPORT_EVIDENCE, { message: `Input "evidence" ${reason}.` });
}
