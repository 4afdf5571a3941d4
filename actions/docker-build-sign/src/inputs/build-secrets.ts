import { InputError } from '@slipway/core/errors/action-error';
import { imageErrors } from '../errors.ts';
import { type InputRecord, splitFields } from './records.ts';

/** A secret of the build, for `RUN --mount=type=secret,id=…`. */
export interface BuildSecret {
  readonly id: string;
  readonly source:
    | { readonly kind: 'value'; readonly value: string }
    /** Name of a variable. */
    | { readonly kind: 'env'; readonly name: string }
    /** Path, from the workspace. */
    | { readonly kind: 'file'; readonly path: string };
}

function refuse(line: number, what: string, hint?: string): InputError {
  // Never what stands there: a part of it may be the secret.
  return new InputError(imageErrors.E_DOCKER_SECRET, {
    message: `Input "secrets", line ${line}: ${what}.`,
    hint,
  });
}

const severalLinesHint =
  'A secret that is not set in the repository is empty. Each line of a multi-line value would be parsed as a separate secret. Pass it in a variable ("id=ID,env=NAME"), or write "ID=…" with a quote before the ID and one after the last line.';

const idPattern = /^[A-Za-z0-9_][A-Za-z0-9_./@:-]{0,127}$/;

/**
 * Reads the input `secrets`. A record is `ID=VALUE` as docker/build-push-action has it, or, where it begins with `id=`, what
 * `docker buildx build --secret` takes: `id=ID,env=NAME` or `id=ID,src=PATH`, in CSV. So a value may begin with anything.
 * @throws InputError E_DOCKER_SECRET for all that is neither: a build that goes on without its secret fails later, or does not
 */
export function readSecrets(records: readonly InputRecord[]): readonly BuildSecret[] {
  const seen = new Set<string>();
  return records.map((record) => {
    const secret = record.text.startsWith('id=') ? readFields(record) : readValue(record);
    if (seen.has(secret.id)) throw refuse(record.line, 'the ID is repeated');
    seen.add(secret.id);
    return secret;
  });
}

/**
 * Rejects what looks like the rest of an unquoted multi-line value: the secret would only be its first line, and
 * whatever is parsed as an ID is public.
 */
function readValue({ text, line }: InputRecord): BuildSecret {
  const at = text.indexOf('=');
  // With a blank before the "=" it is no ID: a file of settings ("name = value") is written so.
  const id = text.slice(0, Math.max(0, at));
  if (at < 1) throw refuse(line, '"=" is missing after the ID', severalLinesHint);
  if (!idPattern.test(id))
    throw refuse(line, 'the text before the first "=" is not a valid ID', severalLinesHint);
  const value = text.slice(at + 1);
  // The last line of base64 ends in "=" or "==", and that of base32 in up to six.
  if (/^=*$/.test(value)) throw refuse(line, 'the value after the first "=" is empty', severalLinesHint);
  return { id, source: { kind: 'value', value } };
}

const keysOf: Readonly<Record<string, 'id' | 'type' | 'env' | 'src'>> = {
  id: 'id',
  type: 'type',
  env: 'env',
  src: 'src',
  source: 'src',
};

function readFields({ text, line }: InputRecord): BuildSecret {
  const fields = splitFields(text);
  if (fields === undefined) throw refuse(line, 'its quotes are not valid CSV');
  const given = new Map<string, string>();
  for (const field of fields) {
    const at = field.indexOf('=');
    const key = keysOf[field.slice(0, Math.max(0, at)).trim().toLowerCase()];
    if (key === undefined) throw refuse(line, 'a part is not id=, env= or src=');
    if (given.has(key)) throw refuse(line, `"${key}=" is repeated`);
    given.set(key, field.slice(at + 1));
  }
  const id = given.get('id') ?? '';
  if (!idPattern.test(id)) throw refuse(line, 'the text after "id=" is not a valid ID');
  const type = given.get('type');
  if (type !== undefined && type !== 'env' && type !== 'file')
    throw refuse(line, '"type=" must be env or file');
  // With "type=env" buildx takes the name of the variable from "src=" too.
  const env = given.get('env') ?? (type === 'env' ? given.get('src') : undefined);
  const src = type === 'env' && !given.has('env') ? undefined : given.get('src');
  if ((env ?? '') === '' ? (src ?? '') === '' : src !== undefined)
    throw refuse(line, 'it needs env=NAME or src=PATH (write a literal value as ID=VALUE)');
  if (env !== undefined && env !== '') return { id, source: { kind: 'env', name: env } };
  return { id, source: { kind: 'file', path: src ?? '' } };
}
