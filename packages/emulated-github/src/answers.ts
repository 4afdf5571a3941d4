import type { EmulatorResponse } from '@slipway/gateway/service';

/** A refusal in GitHub's words; the server turns it into the answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.fields = fields;
  }
}

const documentation = 'https://docs.github.com/rest';

/** The body GitHub gives to an error: message, where to read on, and the status as a string. */
export function refusalBody(refusal: Refusal): Record<string, unknown> {
  return {
    message: refusal.message,
    ...refusal.fields,
    documentation_url: refusal.fields['documentation_url'] ?? documentation,
    status: String(refusal.status),
  };
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** 422 with the list of fields that did not hold. */
export function validationFailed(...errors: readonly Readonly<Record<string, string>>[]): Refusal {
  return new Refusal(422, 'Validation Failed', { errors });
}

/** 422 "Invalid request." as GitHub answers to a body that does not match its schema. */
export function invalidRequest(...problems: readonly string[]): Refusal {
  return new Refusal(422, `Invalid request.\n\n${problems.join('\n')}`);
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): EmulatorResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function empty(status = 204): EmulatorResponse {
  return { status, headers: {}, body: '' };
}
