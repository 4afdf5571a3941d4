import { formatSize } from '@slipway/core/text/format-size';
import { icon } from '../html/icons.ts';
import { type Content, html, type Markup } from '../html/markup.ts';
import { formatNumber } from '../html/numbers.ts';
import type { FileReport, RehearsalReport } from '../report.ts';

const places = [
  ['release', 'GitHub Release'],
  ['pypi', 'PyPI'],
  ['ghcr', 'GitHub Packages'],
] as const;

function renderChip(found: string | null, built: string, name: string): Content {
  if (found === null) return undefined;
  const mark = found === built ? icon('passed', 'same bytes in') : icon('failed', 'different bytes in');
  return html`<span class="nw">${mark}${name}</span>`;
}

const renderFile = ({ name, size, sha256, channels }: FileReport): Markup =>
  html`<li><div><strong class="any">${name}</strong> <span class="soft nw" title="${formatNumber(size)} bytes">${formatSize(size)}</span></div><div class="chips">${places.map(([place, label]) => renderChip(channels[place], sha256, label))}</div><code class="hash pick any">${sha256}</code></li>`;

/** Every built file, with its digest and the channels that serve it; and the image. */
export function renderFiles({ files, image }: RehearsalReport): Content {
  if (files.length === 0 && !image.rehearsed) return undefined;
  return html`<section id="files"><h2>Files</h2><p class="soft">Built once. A check mark means that the channel serves exactly these bytes.</p>
<ul class="card files">${files.map(renderFile)}${image.rehearsed && html`<li><div><strong>Container image</strong> <span class="soft any">${image.platforms.join(', ')}</span></div><div class="chips any">${image.tags.join(', ') || 'no tag'}</div><code class="hash pick any">${image.digest}</code></li>`}</ul></section>`;
}
