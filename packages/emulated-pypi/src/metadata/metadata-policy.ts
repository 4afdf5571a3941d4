import trove from '../generated/classifiers.json' with { type: 'json' };
import type { CoreMetadata, MetadataError } from './metadata.ts';
import { pythonListRepr, pythonRepr } from './python-text.ts';
import { versionText } from './python-version.ts';
import { parseRequirement } from './requirement.ts';

const classifiers = new Set(trove.classifiers);
const deprecated = new Map<string, readonly string[]>(Object.entries(trove.deprecated));

// `SUBAUTHORITY_MATCHER` of rfc3986/misc.py.
const authorityWithPort =
  /^(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9a-f]{2})+@)?(?:(?:[\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*|\[[0-9a-f:.]+\]):?([0-9]{1,5})?$/i;

function isWebAddress(text: string): boolean {
  // `is_valid_uri` of warehouse/utils/http.py with `require_authority=False`. `from_string` of rfc3986 encodes what must not stand
  // in a path or a query, but for brackets; `normalize` drops an authority that cannot be taken apart; fragments are not looked at.
  const parts = /^https?:(?:\/\/([^\\/?#]*))?([^#]*)/i.exec(text);
  if (parts === null) return false;
  const [, authority = '', pathAndQuery = ''] = parts;
  return Number(authorityWithPort.exec(authority)?.[1] ?? '0') <= 65_535 && !/[[\]]/.test(pathAndQuery);
}

function objectToEmail(field: string): string | undefined {
  // `email.utils.parseaddr`, then `email_validator` without deliverability.
  const address = (
    /<(?<address>[^>]*)>/.exec(field)?.groups?.['address'] ??
    field.split(',')[0] ??
    ''
  ).trim();
  if (address === '') return undefined;
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = address.slice(at + 1);
  let reason: string | undefined;
  if (at < 0) reason = 'An email address must have an @-sign.';
  else if (local === '') reason = 'There must be something before the @-sign.';
  else if (domain === '') reason = 'There must be something after the @-sign.';
  else if (!/^[\p{L}\p{N}!#$%&'*+\-/=?^_`{|}~.]+$/u.test(local) || /^\.|\.\.|\.$/.test(local))
    reason = 'The email address contains invalid characters before the @-sign.';
  else if (!/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u.test(domain))
    reason = 'The part after the @-sign contains invalid characters.';
  else if (!domain.includes('.')) reason = 'The part after the @-sign is not valid. It should have a period.';
  return reason === undefined ? undefined : `${pythonRepr(address)} is not a valid email address: ${reason}`;
}

function* objectToClassifiers(values: readonly string[]): Iterable<MetadataError> {
  const given = [...new Set(values)].sort();
  for (const value of given)
    if (!classifiers.has(value) && !deprecated.has(value))
      yield { field: 'classifier', message: `${pythonRepr(value)} is not a valid classifier.` };
  for (const value of given) {
    const successors = deprecated.get(value);
    if (successors === undefined) continue;
    const advice = successors.length > 0 ? `, use one of ${pythonListRepr(successors)} instead.` : '.';
    yield {
      field: 'classifier',
      message: `The classifier ${pythonRepr(value)} has been deprecated${advice}`,
    };
  }
}

function* objectToUrls({ values, urls }: CoreMetadata): Iterable<MetadataError> {
  for (const [form, field] of [
    ['home_page', 'home-page'],
    ['download_url', 'download-url'],
  ] as const) {
    const url = values.get(form)?.[0];
    if (url !== undefined && !isWebAddress(url))
      yield { field, message: `${pythonRepr(url)} is not a valid url.` };
  }
  for (const [label, url] of urls) {
    let message: string | undefined;
    if (label === '') message = 'Must have a label';
    else if ([...label].length > 32) message = `${pythonRepr(label)} must be 32 characters or less.`;
    else if (url === '') message = 'Must have a URL';
    else if (!isWebAddress(url)) message = `${pythonRepr(url)} is not a valid url`;
    if (message !== undefined) yield { field: 'project-url', message };
  }
}

function* objectToDependencies({ values }: CoreMetadata): Iterable<MetadataError> {
  for (const [form, field] of [
    ['provides_dist', 'provides-dist'],
    ['obsoletes_dist', 'obsoletes-dist'],
  ] as const)
    for (const text of values.get(form) ?? []) {
      const requirement = parseRequirement(text);
      if (requirement === undefined) yield { field, message: `${pythonRepr(text)} is invalid` };
      else if (requirement.url !== undefined)
        yield { field, message: `Can't have direct dependency: ${pythonRepr(text)}` };
    }
  for (const text of values.get('requires_dist') ?? []) {
    const requirement = parseRequirement(text);
    if (requirement?.url !== undefined)
      yield { field: 'requires-dist', message: `Can't have direct dependency: ${requirement.text}` };
  }
}

/** `_validate_metadata` of warehouse/forklift/metadata.py: what PyPI asks beyond the specification, in its order. */
export function* objectToMetadata(metadata: CoreMetadata): Iterable<MetadataError> {
  const { values, version } = metadata;
  if (version.local !== undefined)
    yield {
      field: 'version',
      message: `The use of local versions in '${versionText(version)}' is not allowed.`,
    };
  if ([...(values.get('summary')?.[0] ?? '')].length > 512)
    yield { field: 'summary', message: "'summary' field must be 512 characters or less." };
  for (const [form, field] of [
    ['author_email', 'author-email'],
    ['maintainer_email', 'maintainer-email'],
  ] as const) {
    const message = objectToEmail(values.get(form)?.[0] ?? '');
    if (message !== undefined) yield { field, message };
  }
  yield* objectToClassifiers(values.get('classifiers') ?? []);
  yield* objectToUrls(metadata);
  yield* objectToDependencies(metadata);
  if (values.has('license') && values.has('license_expression'))
    yield {
      field: 'license',
      message:
        'License is deprecated when License-Expression is present. Only License-Expression should be present.',
    };
}
