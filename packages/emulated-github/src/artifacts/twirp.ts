import type { EmulatorResponse } from '@slipway/gateway/service';

/** https://twitchtv.github.io/twirp/docs/errors.html: each code has one HTTP status. */
const statuses = {
  already_exists: 409,
  bad_route: 404,
  failed_precondition: 412,
  invalid_argument: 400,
  malformed: 400,
  not_found: 404,
  permission_denied: 403,
  unauthenticated: 401,
} as const;

export type TwirpCode = keyof typeof statuses;

/** An error answer of a Twirp method. */
export class TwirpError extends Error {
  override readonly name = 'TwirpError';
  readonly code: TwirpCode;

  constructor(code: TwirpCode, message: string) {
    super(message);
    this.code = code;
  }

  toResponse(): EmulatorResponse {
    return respond(statuses[this.code], { code: this.code, msg: this.message });
  }
}

/** A JSON answer of a Twirp method. */
export function respond(status: number, value: unknown): EmulatorResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** What a field of a request message holds; 64-bit numbers travel as strings in proto3 JSON. */
export type FieldKind = 'string' | 'int32' | 'int64' | 'timestamp';

export type MessageShape = Readonly<Record<string, FieldKind>>;
type Values<S extends MessageShape> = {
  readonly [K in keyof S]: (S[K] extends 'string' ? string : number) | undefined;
};

function readField(name: string, kind: FieldKind, value: unknown): string | number {
  const wrong = new TwirpError(
    'malformed',
    `the json request could not be decoded: invalid value for field ${name}`,
  );
  if (kind === 'string') {
    if (typeof value !== 'string') throw wrong;
    return value;
  }
  const number = kind === 'timestamp' ? Date.parse(String(value)) : Number(value);
  if (typeof value === 'object' || value === '' || !Number.isSafeInteger(number)) throw wrong;
  return number;
}

/**
 * Reads a proto3 JSON message strictly: a field the service does not know is an error, as it is for the real one
 * (https://protobuf.dev/programming-guides/json/ "unknown fields"). Both spellings of a name are taken. Times come as
 * milliseconds.
 *
 * @throws TwirpError malformed
 */
export function readMessage<S extends MessageShape>(bytes: Uint8Array, shape: S): Values<S> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new TwirpError('malformed', 'the json request could not be decoded');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new TwirpError('malformed', 'the json request could not be decoded');
  const values: Record<string, string | number> = {};
  for (const [spelling, value] of Object.entries(parsed)) {
    const name = spelling.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (kind === undefined)
      throw new TwirpError('malformed', `the json request could not be decoded: unknown field "${spelling}"`);
    if (value !== null) values[name] = readField(name, kind, value);
  }
  return values as Values<S>;
}

/**
 * The value of a field a method cannot do without.
 *
 * @throws TwirpError invalid_argument
 */
export function requireField<T>(name: string, value: T | undefined): T {
  if (value === undefined || value === '') throw new TwirpError('invalid_argument', `${name} is required`);
  return value;
}
