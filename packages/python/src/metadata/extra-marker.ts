import { type MarkerGroup, readMarker } from './canonical-marker.ts';

// "extra" is a text, and "extras" of lock files (PEP 751) a set.
const extraFirst = /^extras? (===?|!=|in|not in) "(.*)"$/;
const extraLast = /^"(.*)" (in|not in) extras?$/;

/**
 * Whether a requirement with this marker is only installed when an extra is asked for: whatever the environment, the marker does
 * not hold without one. https://packaging.python.org/specifications/dependency-specifiers/
 * @param marker the text after `;`; one that is not a marker may always hold
 */
export function needsExtra(marker: string): boolean {
  const read = readMarker(marker);
  return read !== undefined && !mayHoldWithoutExtra(read);
}

function mayHoldWithoutExtra(part: MarkerGroup | string): boolean {
  if (typeof part !== 'string')
    return part.joint === 'or' ? part.parts.some(mayHoldWithoutExtra) : part.parts.every(mayHoldWithoutExtra);
  const [, operator, value = ''] = extraFirst.exec(part) ?? [];
  // Without an extra, its name is the empty text, which every text contains.
  if (operator !== undefined)
    return operator === 'in' || (operator.startsWith('=') ? value === '' : value !== '' && operator === '!=');
  const [, within = '', containment] = extraLast.exec(part) ?? [];
  return containment === undefined || (containment === 'in') === (within === '');
}
