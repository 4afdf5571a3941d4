import { type Content, html, type Markup } from '../html/markup.ts';

/** A table that becomes a list of labeled rows on a phone. Its cells lose their roles there, so that they are given. */
export function renderTable(
  kind: string,
  columns: readonly string[],
  rows: readonly (readonly [Content, ...Content[]])[],
): Markup {
  return html`<div class="card"><table class="st ${kind}" role="table"><thead role="rowgroup"><tr role="row">${columns.map(
    (column) => html`<th role="columnheader" scope="col">${column}</th>`,
  )}</tr></thead><tbody role="rowgroup">${rows.map(
    ([name, ...cells]) =>
      html`<tr role="row"><th role="rowheader" scope="row" class="any">${name}</th>${cells.map(
        (cell, index) =>
          cells.length === 1 && columns.length > 2
            ? html`<td role="cell" class="any" colspan="${columns.length - 1}">${cell}</td>`
            : html`<td role="cell" class="any" data-l="${columns[index + 1] ?? ''}"><div>${cell}</div></td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}
