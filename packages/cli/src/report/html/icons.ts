import { html, Markup } from '../html/markup.ts';

const shapes = {
  ok: 'M3 8.6l3.2 3.2L13 4.6',
  x: 'M4 4l8 8M12 4l-8 8',
  dash: 'M4 8h8',
  bang: 'M8 2.2L14.4 13.4H1.6zM8 6.4v3M8 11.4v.1',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  info: 'M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 108 1.8M8 7.4v3.4M8 5v.1',
} as const;

/** The shapes once, for `<use>`. */
export const sprite: Markup = new Markup(
  `<svg class="sprite" width="0" height="0" aria-hidden="true">${Object.entries(shapes)
    .map(([id, path]) => `<symbol id="${id}" viewBox="0 0 16 16"><path d="${path}"/></symbol>`)
    .join('')}</svg>`,
);

/** Results as the page names them, with the class of their color and their shape. */
const marks = {
  passed: ['ok', 'ok'],
  failed: ['bad', 'x'],
  skipped: ['skp', 'dash'],
  warning: ['warn', 'bang'],
  'to do': ['info', 'arrow'],
  note: ['skp', 'info'],
} as const satisfies Record<string, readonly [string, keyof typeof shapes]>;

export type Mark = keyof typeof marks;

/** A mark with its name. @param label other words for it; empty where text beside it says the same */
export function icon(mark: Mark, label: string = mark): Markup {
  const [color, shape] = marks[mark];
  const name = label === '' ? html`aria-hidden="true"` : html`role="img" aria-label="${label}"`;
  return html`<svg class="i ${color}" ${name}><use href="#${shape}"/></svg>`;
}

/** The mark of the result of a job or step. */
export const markOf = (result: string): Mark =>
  result === 'success' ? 'passed' : result === 'skipped' ? 'skipped' : 'failed';
