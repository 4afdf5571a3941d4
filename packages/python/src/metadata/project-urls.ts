import { neutraliseLine } from '@slipway/core/neutralise';
import { type CoreMetadata, readField, readFields } from './parse-core-metadata.ts';

const longestLabel = 32;

const shown = (text: string): string => `"${neutraliseLine(text, 120)}"`;

/** Sentences about Project-URL, Home-page and Download-URL: labels that are there once, and addresses of the web, as PyPI wants them. */
export function findProjectUrlProblems(metadata: CoreMetadata): string[] {
  const problems: string[] = [];
  const labels = new Set<string>();
  for (const value of readFields(metadata, 'Project-URL')) {
    const comma = value.indexOf(',');
    const label = (comma < 0 ? value : value.slice(0, comma)).trim();
    const url = comma < 0 ? '' : value.slice(comma + 1).trim();
    if (labels.has(label)) problems.push(`Project-URL has the label ${shown(label)} twice.`);
    labels.add(label);
    if (label === '' || [...label].length > longestLabel)
      problems.push(`Project-URL ${shown(value)} needs a label of 1 to ${longestLabel} characters.`);
    if (!isWebAddress(url))
      problems.push(`Project-URL ${shown(label)} leads to ${shown(url)}, which is no http or https address.`);
  }
  for (const field of ['Home-page', 'Download-URL']) {
    const url = readField(metadata, field)?.trim() ?? '';
    // Old backends write UNKNOWN for nothing, and indexes read it so.
    if (url !== '' && url !== 'UNKNOWN' && !isWebAddress(url))
      problems.push(`${field} is ${shown(url)}, which is no http or https address.`);
  }
  return problems;
}

function isWebAddress(text: string): boolean {
  return /^https?:/i.test(text) && !/[\s<>"{}|\\^`]/.test(text);
}
