import { InputError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import {
  type ChannelKind,
  imageIndexItem,
  type ServedChannel,
  type ServedItem,
} from '@slipway/sigstore/passport/compare-channels';
import { passportErrors } from '../errors.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Channel {
  readonly kind: ChannelKind;
  readonly name: string;
  /** What its job read back; undefined when it did not publish. */
  readonly read: (outputs: Fields) => readonly ServedItem[] | undefined;
}

/** By the names that `release-notes` has for them. */
const channels: Readonly<Record<string, Channel>> = {
  release: {
    kind: 'release',
    name: 'GitHub Release',
    read: ({ assets }) => (textOf(assets) === '' ? undefined : readList(assets, 'name', 'sha256')),
  },
  pypi: { kind: 'index', name: 'PyPI', read: readPublication },
  'github-packages': {
    kind: 'packages',
    name: 'GitHub Packages',
    // The digest of the index is only there once the files were read back.
    read: ({ files, 'index-digest': digest }) =>
      textOf(digest) === '' ? undefined : readList(files, 'name', 'sha256'),
  },
  image: { kind: 'image', name: 'Container image', read: readImage },
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * What each channel serves, by the outputs of the jobs that published and read back. A channel whose job did not publish is
 * not among them.
 * @throws InputError E_PASSPORT_EVIDENCE
 */
export function readEvidence(json: string): readonly ServedChannel[] {
  const evidence = parse(json);
  if (!isRecord(evidence)) throw unusable(`is not a JSON object: "${neutralizeLine(json, 80)}"`);
  const stranger = Object.keys(evidence).find((key) => channels[key] === undefined);
  if (stranger !== undefined)
    throw unusable(
      `names "${neutralizeLine(stranger, 80)}", which is none of ${Object.keys(channels).join(', ')}`,
    );
  return Object.entries(channels).flatMap(([key, { kind, name, read }]): ServedChannel[] => {
    const outputs = evidence[key];
    const items = isRecord(outputs) ? read(outputs) : undefined;
    return items === undefined ? [] : [{ kind, name, items }];
  });
}

function readPublication({ publication }: Fields): readonly ServedItem[] | undefined {
  const proof = parse(textOf(publication));
  if (!isRecord(proof) || proof['verified'] !== true) return undefined;
  return readList(proof['files'], 'name', 'sha256');
}

/** The digest of the image, with those of its platforms; one that is its own platform is there once. */
function readImage({ digest, platforms }: Fields): readonly ServedItem[] | undefined {
  const index = textOf(digest);
  if (index === '') return undefined;
  const found = readList(platforms, 'platform', 'digest').filter(({ sha256 }) => sha256 !== hexOf(index));
  return [{ name: imageIndexItem, sha256: hexOf(index) }, ...found];
}

const hexOf = (text: string): string => text.replace(/^sha256:/, '');

/** @param value a list, or JSON of one: outputs of jobs are texts */
function readList(value: unknown, name: string, digest: string): readonly ServedItem[] {
  const list = typeof value === 'string' ? parse(value) : value;
  if (!Array.isArray(list)) return [];
  return (list as unknown[]).map((entry) => {
    const shown = isRecord(entry) ? textOf(entry[name]) : '';
    const sha256 = isRecord(entry) ? hexOf(textOf(entry[digest])) : '';
    if (shown === '') throw unusable(`has an entry without "${name}"`);
    return { name: shown, sha256: /^[0-9a-f]{64}$/.test(sha256) ? sha256 : undefined };
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function unusable(reason: string): InputError {
  return new InputError(passportErrors.E_PASSPORT_EVIDENCE, { message: `Input "evidence" ${reason}.` });
}
