import type { Value } from '../values/value.ts';

/** How a block ended before its last statement. */
export type Signal =
  | { readonly kind: 'return'; readonly value: Value }
  | { readonly kind: 'break' | 'continue' };
