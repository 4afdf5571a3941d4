import { describe, expect, it } from 'vitest';
import { colors } from '../../src/report/html/style.ts';

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(left: string, right: string): number {
  const [dark = 0, light = 0] = [luminance(left), luminance(right)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

type Color = keyof typeof colors;
const texts: readonly (readonly [Color, Color])[] = [
  ...(['bg', 'card', 'inset', 'add', 'del', 'bad-bg'] as const).map((ground) => ['text', ground] as const),
  ...(['bg', 'card', 'inset'] as const).flatMap((ground) =>
    (['soft', 'link'] as const).map((text) => [text, ground] as const),
  ),
  ...(['ok', 'bad', 'warn', 'skip'] as const).map((text) => [text, 'card'] as const),
  ...([
    ['ok', 'ok-bg'],
    ['bad', 'bad-bg'],
    ['warn', 'warn-bg'],
    ['bad', 'inset'],
    ['warn', 'inset'],
  ] as const),
];

describe('the colors of the page', () => {
  it.each([0, 1] as const)('every text of theme %s has a contrast of 4.5:1 with its ground', (theme) => {
    const low = texts.filter(([text, ground]) => contrast(colors[text][theme], colors[ground][theme]) < 4.5);
    expect(low).toEqual([]);
  });

  it.each([0, 1] as const)('the edges of theme %s have a contrast of 3:1 with the card', (theme) => {
    expect(contrast(colors.edge[theme], colors.card[theme])).toBeGreaterThanOrEqual(3);
  });
});
