import { neutralizeLine } from '@slipway/core/neutralize';
import { type CoreMetadata, readField } from './parse-core-metadata.ts';

const maxLocalLength = 64;
const maxDomainLength = 253;
const maxLabelLength = 63;
/** Domains that no mail can reach (RFC 6761 and its registry), as `email_validator` has them. */
const reserved = new Set(['arpa', 'invalid', 'local', 'localhost', 'onion', 'test']);

/**
 * Sentences about addresses that PyPI rejects: it reads the first of each field with Python's `parseaddr`, and checks it with
 * `email_validator`, without asking whether mail is delivered.
 */
export function listEmailProblems(metadata: CoreMetadata): string[] {
  return ['Author-email', 'Maintainer-email'].flatMap((field) => {
    const value = readField(metadata, field);
    const address = value === undefined ? '' : readFirstAddress(value);
    const problem = address === '' ? undefined : findAddressProblem(address);
    return problem === undefined
      ? []
      : [`${field} begins with "${neutralizeLine(address, 120)}", which PyPI rejects: it ${problem}.`];
  });
}

/** The address of the first mailbox of a list (RFC 5322, 3.4); quoted names and comments may contain anything. */
function readFirstAddress(list: string): string {
  const plain = list.replace(/"(?:[^"\\]|\\.)*"/gs, '').replace(/\((?:[^()\\]|\\.)*\)/gs, '');
  const angle = /^[^<,]*<([^>]*)>/s.exec(plain);
  const address = (angle?.[1] ?? plain.split(/[,;]/)[0] ?? '').trim();
  // Python returns nothing for these, and what is not there is not checked.
  return /@.*@|@$/s.test(address) ? '' : address;
}

function findAddressProblem(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  if (at < 0) return 'has no "@"';
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (local === '') return 'has nothing before the "@"';
  if (!/^[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~.]+$/u.test(local) || /^\.|\.\.|\.$/.test(local))
    return 'has characters before the "@" that are not allowed there';
  if (local.length > maxLocalLength) return `has more than ${maxLocalLength} characters before the "@"`;
  return findDomainProblem(domain);
}

function findDomainProblem(domain: string): string | undefined {
  const labels = domain.toLowerCase().split('.');
  const isLabel = (label: string): boolean =>
    /^[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label) &&
    label.length <= maxLabelLength;
  if (!labels.every(isLabel) || domain.length > maxDomainLength)
    return 'has a domain that is not the name of a host';
  if (labels.length < 2) return 'has a domain without a period';
  const last = labels.at(-1) ?? '';
  if (reserved.has(last)) return `has a domain below ".${last}", which is reserved`;
  return /\d$/.test(last) ? 'has a domain that ends in a digit' : undefined;
}
