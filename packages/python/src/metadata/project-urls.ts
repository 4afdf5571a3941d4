import { neutralizeLine } from '@slipway/core/neutralize';
import { type CoreMetadata, readField, readFields } from './parse-core-metadata.ts';

const maxLabelLength = 32;

const shown = (text: string): string => `"${neutralizeLine(text, 120)}"`;

/**
 * Checks Project-URL, Home-page and Download-URL: unique labels, and web URLs.
 * @param pypiProblems collects what PyPI requires beyond the specification
 */
export function judgeProjectUrls(metadata: CoreMetadata, problems: string[], pypiProblems: string[]): void {
  const labels = new Set<string>();
  for (const value of readFields(metadata, 'Project-URL')) {
    const comma = value.indexOf(',');
    const label = (comma < 0 ? value : value.slice(0, comma)).trim();
    const url = comma < 0 ? '' : value.slice(comma + 1).trim();
    if (labels.has(label)) problems.push(`Project-URL has the label ${shown(label)} twice.`);
    labels.add(label);
    if (label === '' || [...label].length > maxLabelLength)
      pypiProblems.push(`Project-URL ${shown(value)} needs a label of 1 to ${maxLabelLength} characters.`);
    if (!isWebAddress(url))
      pypiProblems.push(
        `Project-URL ${shown(label)} points to ${shown(url)}, which PyPI does not accept as an http or https address.`,
      );
  }
  for (const field of ['Home-page', 'Download-URL']) {
    const url = readField(metadata, field)?.trim() ?? '';
    // Old backends write UNKNOWN for an empty value, and indexes read it so.
    if (url !== '' && url !== 'UNKNOWN' && !isWebAddress(url))
      pypiProblems.push(`${field} is ${shown(url)}, which PyPI does not accept as an http or https address.`);
  }
}

// An authority that can be parsed, as far as its port is concerned (RFC 3986, 3.2).
const authorityWithPort =
  /^(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9a-f]{2})+@)?(?:(?:[\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*|\[[0-9a-f:.]+\]):?([0-9]{1,5})?$/i;
const highestPort = 65_535;

/**
 * Whether PyPI accepts a text as a URL: it encodes characters that are not allowed in a path or a query, except brackets, and
 * does not check a fragment or an authority that it cannot parse (`is_valid_uri` of warehouse, with the library rfc3986).
 */
function isWebAddress(text: string): boolean {
  const parts = /^https?:(?:\/\/([^\\/?#]*))?([^#]*)/i.exec(text);
  if (parts === null) return false;
  const [, authority = '', pathAndQuery = ''] = parts;
  const port = authorityWithPort.exec(authority)?.[1] ?? '0';
  return Number(port) <= highestPort && !/[[\]]/.test(pathAndQuery);
}
