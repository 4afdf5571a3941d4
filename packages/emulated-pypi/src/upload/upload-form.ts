import { HttpFailure } from '../http-failure.ts';
import {
  type CoreMetadata,
  InvalidMetadata,
  type MetadataError,
  parseFormMetadata,
} from '../metadata/metadata.ts';
import { objectToMetadata } from '../metadata/metadata-policy.ts';
import { projectNamePattern } from '../metadata/python-names.ts';
import { pythonRepr } from '../metadata/python-text.ts';
import type { FormPart } from './multipart.ts';

/** The form of an upload after `sanitize` and `UploadForm`. */
export interface UploadForm {
  readonly name: string;
  readonly fileType: 'sdist' | 'bdist_wheel';
  readonly pythonVersion: string;
  readonly comment: string;
  /** Lower case; "" for one that was not sent. */
  readonly digests: { readonly md5: string; readonly sha256: string; readonly blake2b256: string };
  readonly values: ReadonlyMap<string, readonly string[]>;
}

const metadataPage = 'https://packaging.python.org/specifications/core-metadata';
const localVersionPage =
  'https://packaging.python.org/en/latest/specifications/version-specifiers/#local-version-identifiers';
/** `_error_message_order`: these come first because they influence the others. */
const firstFields = ['metadata-version', 'name', 'version'];

/** `sanitize` of warehouse/forklift/decorators.py. @throws HttpFailure */
export function sanitizeForm(parts: readonly FormPart[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const { name, filename, bytes } of parts) {
    if (name === 'content' || name === 'gpg_signature') continue;
    if (filename !== undefined) throw new HttpFailure(400, `${name}: Should not be a tuple.`);
    values.set(name, [...(values.get(name) ?? []), Buffer.from(bytes).toString('utf8')]);
  }
  for (const [name, sent] of values) {
    const last = sent.at(-1) ?? '';
    if (last.includes('\0')) values.set(name, [last.replaceAll('\0', '\\x00')]);
    else if (last.trim() === 'UNKNOWN') values.delete(name);
  }
  return values;
}

function refuseField(field: string, reason: string): never {
  throw new HttpFailure(400, `Invalid value for ${field}. Error: ${reason}`);
}

function checkName(name: string | undefined): string {
  const isGiven = name !== undefined && name !== '';
  if (isGiven && projectNamePattern.test(name)) return name;
  const value = name ?? '';
  const shown = value.length > 60 ? `${value.slice(0, 30)}...${value.slice(-30)}` : value;
  const reason = isGiven
    ? "Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'."
    : 'This field is required.';
  throw new HttpFailure(
    400,
    `${pythonRepr(shown)} is an invalid value for Name. Error: ${reason} See ${metadataPage} for more information.`,
  );
}

/** `UploadForm.validate` of warehouse/forklift/forms.py and its messages in `file_upload`. @throws HttpFailure */
export function validateForm(values: ReadonlyMap<string, readonly string[]>): UploadForm {
  const first = (field: string): string => values.get(field)?.[0] ?? '';
  const name = checkName(values.get('name')?.[0]);
  const sha256 = first('sha256_digest');
  const blake2b256 = first('blake2_256_digest');
  const fileType = first('filetype');
  // The fields in the order of their names: the first with an error is the one that is told.
  if (blake2b256.trim() !== '' && !/^[a-f0-9]{64}$/i.test(blake2b256))
    refuseField('blake2_256_digest', 'Use a valid, hex-encoded, BLAKE2 message digest.');
  if (fileType === '') refuseField('filetype', 'This field is required.');
  if (fileType !== 'sdist' && fileType !== 'bdist_wheel') refuseField('filetype', 'Use a known file type.');
  if (sha256.trim() !== '' && !/^[a-f0-9]{64}$/i.test(sha256))
    refuseField('sha256_digest', 'Use a valid, hex-encoded, SHA256 message digest.');
  const pythonVersion = first('pyversion');
  if (fileType !== 'sdist' && pythonVersion === '')
    refuseField('pyversion', 'Python version is required for binary distribution uploads.');
  if (fileType === 'sdist' && pythonVersion !== '' && pythonVersion !== 'source')
    refuseField('pyversion', "Use 'source' as Python version for an sdist.");
  const md5 = first('md5_digest');
  if (md5 === '' && sha256 === '' && blake2b256 === '')
    throw new HttpFailure(400, 'Error: Include at least one message digest.');
  return {
    name,
    fileType,
    pythonVersion: fileType === 'sdist' ? 'source' : pythonVersion,
    comment: first('comment'),
    digests: {
      md5: md5.toLowerCase(),
      sha256: sha256.toLowerCase(),
      blake2b256: blake2b256.toLowerCase(),
    },
    values,
  };
}

function chooseError(errors: readonly MetadataError[]): MetadataError {
  const fields = errors.map(({ field }) => field);
  const field = firstFields.find((name) => fields.includes(name)) ?? [...fields].sort()[0];
  return errors.find((error) => error.field === field) ?? { field: '', message: '' };
}

/** `metadata.parse` with the one message `file_upload` makes of its errors. @throws HttpFailure */
export function validateMetadata(values: ReadonlyMap<string, readonly string[]>): CoreMetadata {
  try {
    const metadata = parseFormMetadata(values);
    const errors = [...objectToMetadata(metadata)];
    if (errors.length > 0) throw new InvalidMetadata(errors);
    return metadata;
  } catch (error) {
    if (!(error instanceof InvalidMetadata)) throw error;
    const { field, message } = chooseError(error.errors);
    const isLocal =
      field === 'version' && error.errors.some((other) => other.message.includes('use of local versions'));
    throw new HttpFailure(
      400,
      `${message}${message.endsWith('.') ? '' : '.'} See ${isLocal ? localVersionPage : metadataPage} for more information.`,
    );
  }
}
