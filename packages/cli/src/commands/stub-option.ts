import { InputError } from '@slipway/core/errors/action-error';
import type { StandIn } from '@slipway/runner/stand-ins/stand-in';
import { createStub } from '@slipway/runner/stand-ins/stub';
import { cliErrors } from '../errors.ts';

/** Outputs by the name of the action, in lower case. */
export type Stubs = ReadonlyMap<string, Readonly<Record<string, string>>>;

const form = /^(?<action>[\w.-]+\/[\w.-]+(?:\/[\w./-]+)?)(?:@[^=]*)?(?:=(?<outputs>.*))?$/s;
// What these do is what is rehearsed.
const slipway = /^[\w.-]+\/slipway(?:\/|$)/i;

function refuse(text: string, problem: string): InputError {
  return new InputError(cliErrors.E_REHEARSE_USAGE, {
    message: `--stub ${text}: ${problem}.`,
    hint: 'Use --stub OWNER/ACTION, or --stub OWNER/ACTION=NAME=VALUE,NAME=VALUE with the outputs that later steps read.',
  });
}

/** Reads every `--stub OWNER/ACTION[=NAME=VALUE,…]`. @throws InputError E_REHEARSE_USAGE */
export function readStubs(words: readonly string[]): Stubs {
  const stubs = new Map<string, Record<string, string>>();
  for (const word of words) {
    const { action = '', outputs = '' } = form.exec(word)?.groups ?? {};
    if (action === '') throw refuse(word, 'it does not name an action');
    if (slipway.test(action)) throw refuse(word, 'an action of Slipway is what is rehearsed');
    const name = action.toLowerCase();
    if (stubs.has(name)) throw refuse(word, 'the action has a stub already');
    const pairs = outputs === '' ? [] : outputs.split(',');
    const entries = pairs.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      if (at < 1) throw refuse(word, `the output "${pair}" is not NAME=VALUE`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    });
    stubs.set(name, Object.fromEntries(entries));
  }
  return stubs;
}

/** The stand-ins that the user asked for. */
export function createStubs(stubs: Stubs = new Map()): ReadonlyMap<string, StandIn> {
  return new Map([...stubs].map(([name, outputs]) => [name, createStub(outputs)]));
}
