import { renderPlain } from './text.ts';

/** Somebody who worked on a change; at least one of the two is known. */
export interface Person {
  readonly name?: string | undefined;
  /** Account on the server the repository is on. */
  readonly login?: string | undefined;
}

/** Who contributed for the first time, and with what. */
export interface FirstTimer {
  readonly login: string;
  readonly pullRequest: number;
}

const maxTrailers = 50;
const loginGrammar = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const trailer = /^co-authored-by:[ \t]*([^<>]{1,200}?)[ \t]*<([^<>\s]{1,254})>[ \t]*$/i;
// https://docs.github.com/account-and-profile/reference/email-addresses-reference#your-noreply-email-address
const noReply = /^(?:\d+\+)?([A-Za-z0-9-]+)@users\.noreply\.github\.com$/i;

/** The co-authors a commit message names; an account is known when the address is GitHub's own. */
export function readCoAuthors(message: string): Person[] {
  const people: Person[] = [];
  for (const line of message.split(/\r\n|\n|\r/)) {
    const found = line.length > 500 ? null : trailer.exec(line);
    if (found === null || people.length >= maxTrailers) continue;
    const login = noReply.exec(found[2] ?? '')?.[1];
    const name = (found[1] ?? '').trim();
    if (name !== '' && !isBot({ name, login })) people.push({ name, login });
  }
  return people;
}

/** Accounts of programs. */
export function isBot({ name, login }: Person): boolean {
  return /\[bot\]$/i.test(login ?? '') || /\[bot\]$/i.test(name ?? '');
}

/** A link to the account, which tells nobody; else the name as plain text. */
export function renderPerson({ name, login }: Person): string {
  if (login === undefined) return renderPlain(name ?? '');
  const app = /^([A-Za-z0-9-]+)\[bot\]$/.exec(login)?.[1];
  if (app !== undefined) return `[${renderPlain(login)}](https://github.com/apps/${app})`;
  if (!loginGrammar.test(login)) return renderPlain(login);
  return `[${renderPlain(login)}](https://github.com/${login})`;
}

/** Everybody once, without programs, in the order of the alphabet (code units of the lower-case name). */
function listContributors(people: readonly Person[]): Person[] {
  const known = new Map<string, Person>();
  const named = new Map<string, Person>();
  for (const person of people) {
    if (isBot(person)) continue;
    if (person.login !== undefined) {
      const key = person.login.toLowerCase();
      if (!known.has(key)) known.set(key, person);
    } else if (person.name !== undefined && person.name.trim() !== '') {
      named.set(person.name.trim().toLowerCase(), person);
    }
  }
  // Somebody who is known by an account is not listed again by name alone.
  for (const { name } of known.values()) if (name !== undefined) named.delete(name.trim().toLowerCase());
  const keyOf = ({ login, name }: Person): string => (login ?? name ?? '').toLowerCase();
  return [...known.values(), ...named.values()].sort((left, right) =>
    keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : 0,
  );
}

/** The part of the notes that thanks; empty when nobody is known. */
export function renderCredits(
  people: readonly Person[],
  firstTimers: readonly FirstTimer[],
  repositoryUrl: string,
): string {
  const listed = listContributors(people);
  const first = firstTimers
    .filter(({ login }) => !isBot({ login }))
    .toSorted((left, right) => left.pullRequest - right.pullRequest)
    .map(
      ({ login, pullRequest }) =>
        `- ${renderPerson({ login })} made their first contribution in [${renderPlain(`#${pullRequest}`)}](${repositoryUrl}/pull/${pullRequest})`,
    );
  return [
    ...(listed.length === 0 ? [] : [`### Contributors\n\n${listed.map(renderPerson).join(', ')}`]),
    ...(first.length === 0 ? [] : [`### New contributors\n\n${first.join('\n')}`]),
  ].join('\n\n');
}
