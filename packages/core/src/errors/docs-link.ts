import { version } from '../version.ts';

/** Page of Slipway's documentation that explains an error code. */
export const docsLink = (code: string): string =>
  `https://github.com/slipway-actions/slipway/blob/v${version}/docs/errors.md#${code.toLowerCase()}`;
