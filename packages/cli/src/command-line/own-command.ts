import { quoteWord } from '@slipway/core/quote-word';

/** How Slipway's commands are started: from its clone, since it is not in a registry. */
const ownProgram = 'npm run slipway --';

/**
 * A command of Slipway as its reader can run it.
 * @param words the command and its arguments; folders have to be absolute, because the command runs in the clone
 */
export const ownCommand = (...words: readonly string[]): string =>
  [ownProgram, ...words.map(quoteWord)].join(' ');

/** The synopsis of a command, for its help: it is not quoted. */
export const ownUsage = (synopsis: string): string => `${ownProgram} ${synopsis}`;
