import { isPackaged } from '@slipway/core/files/own-files';
import { quoteWord } from '@slipway/core/quote-word';

/** How Slipway's commands are started: by their name where the package is installed, else from the clone. */
const ownStart = isPackaged ? 'slipway' : 'npm run slipway --';
const rehearsalStart = isPackaged ? 'slipway rehearse' : 'npm run rehearse';

/**
 * A command of Slipway as its reader can run it.
 * @param words the command and its arguments; folders have to be absolute, because the command may run in the clone
 */
export const ownCommand = (...words: readonly string[]): string =>
  [ownStart, ...words.map(quoteWord)].join(' ');

/** The synopsis of a command, for its help: it is not quoted. */
export const ownUsage = (synopsis: string): string => `${ownStart} ${synopsis}`;

/** The synopsis of `rehearse`, which has a script of its own in the clone. */
export const rehearsalUsage = (synopsis: string): string =>
  [rehearsalStart, ...(synopsis === '' || isPackaged ? [] : ['--']), synopsis].join(' ').trimEnd();
