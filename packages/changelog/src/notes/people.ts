import { type ReferenceBase, renderFolded, renderPlain } from './text.ts';

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
/** More names than these are folded: nobody reads a paragraph of ninety. */
const maxShownPeople = 12;
const loginGrammar = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const trailer = /^co-authored-by:[ \t]*([^<>]{1,200}?)[ \t]*<([^<>\s]{1,254})>[ \t]*$/i;
// https://docs.github.com/account-and-profile/reference/email-addresses-reference#your-noreply-email-address
const noReply = /^(?:\d+\+)?([A-Za-z0-9-]+)(?:\[bot\])?@users\.noreply\.[\w.-]+$/i;
// An address that takes no mail is that of a program, but for those GitHub gives to people.
const programAddress = /^(?:no-?reply|noreply-[\w-]+|bot|actions?)@(?!users\.noreply\.)/i;
// Accounts of programs that are not apps, hence without "[bot]".
const programNames =
  /^(?:github|github-actions|web-flow|dependabot(?:-preview)?|renovate(?:-bot)?|pre-commit-ci|pyup-bot|snyk-bot|depfu|greenkeeper|copilot|semantic-release-bot|release-please|allcontributors)$/i;

/** The co-authors a commit message names; an account is known when the address is GitHub's own. */
export function readCoAuthors(message: string): Person[] {
  const people: Person[] = [];
  for (const line of message.split(/\r\n|\n|\r/)) {
    const found = line.length > 500 ? null : trailer.exec(line);
    if (found === null || people.length >= maxTrailers) continue;
    const address = found[2] ?? '';
    const login = noReply.exec(address)?.[1];
    const name = (found[1] ?? '').trim();
    if (name !== '' && !programAddress.test(address) && !isBot({ name, login })) people.push({ name, login });
  }
  return people;
}

/** Accounts of programs. */
export function isBot({ name, login }: Person): boolean {
  const isProgram = (text: string): boolean => /\[bot\]$/i.test(text) || programNames.test(text.trim());
  return login === undefined ? isProgram(name ?? '') : isProgram(login) || /\[bot\]$/i.test(name ?? '');
}

/** A link to the account, which tells nobody; else the name as plain text. */
export function renderPerson({ name, login }: Person, { repositoryUrl }: ReferenceBase): string {
  if (login === undefined) return renderPlain(name ?? '');
  if (!loginGrammar.test(login)) return renderPlain(login);
  return `[${login}](${new URL(repositoryUrl).origin}/${login})`;
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
  for (const { name, login } of known.values()) {
    if (name !== undefined) named.delete(name.trim().toLowerCase());
    if (login === undefined) continue;
    for (const key of named.keys())
      if (key.replace(/[^a-z0-9]/g, '') === login.toLowerCase()) named.delete(key);
  }
  const keyOf = ({ login, name }: Person): string => (login ?? name ?? '').toLowerCase();
  return [...known.values(), ...named.values()].sort((left, right) =>
    keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : 0,
  );
}

/**
 * The part of the notes that thanks; empty when nobody is known.
 * @param people those who are not named beside their changes; somebody who is all alone is not thanked
 */
export function renderCredits(
  people: readonly Person[],
  firstTimers: readonly FirstTimer[],
  base: ReferenceBase,
): string {
  const listed = listContributors(people);
  const first = firstTimers
    .filter(({ login }) => !isBot({ login }))
    .toSorted((left, right) => left.pullRequest - right.pullRequest)
    .map(
      ({ login, pullRequest }) =>
        `${renderPerson({ login }, base)} made their first contribution in [#${pullRequest}](${base.repositoryUrl}/pull/${pullRequest})`,
    );
  return [
    ...(first.length === 0 ? [] : [renderNames('New contributors', first, 'new contributors', '; ')]),
    ...(listed.length < 2
      ? []
      : [
          renderNames(
            'Contributors',
            listed.map((person) => renderPerson(person, base)),
            'contributors',
            ', ',
          ),
        ]),
  ].join('\n\n');
}

function renderNames(title: string, names: readonly string[], counted: string, separator: string): string {
  if (names.length <= maxShownPeople) return `**${title}:** ${names.join(separator)}`;
  return renderFolded(`${names.length} ${counted}`, names.join(separator));
}
