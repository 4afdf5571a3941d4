import { isSpecifierSet } from './specifier.ts';

/** A dependency after PEP 508. */
export interface Requirement {
  readonly name: string;
  readonly url: string | undefined;
  /** As `packaging` prints it. */
  readonly text: string;
}

const markerVariables =
  'python_version|python_full_version|os_name|os\\.name|sys_platform|sys\\.platform|platform_release|platform_system|platform_version|platform\\.version|platform_machine|platform\\.machine|platform_python_implementation|python_implementation|implementation_name|implementation_version|extras|extra|dependency_groups';
const markerToken = new RegExp(
  `^\\s*(?:(?<open>\\()|(?<close>\\))|(?<value>"[^"]*"|'[^']*'|(?:${markerVariables})\\b)|(?<joint>and\\b|or\\b)|(?<operator>===|==|~=|!=|<=|>=|<|>|in\\b|not\\s+in\\b))`,
);

function tokens(text: string): readonly string[] | undefined {
  const kinds: string[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const match = markerToken.exec(rest);
    if (match === null) return undefined;
    kinds.push(Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] ?? '');
    rest = rest.slice(match[0].length);
  }
  return kinds;
}

/** Whether a text is a marker of PEP 508. */
function isMarker(text: string): boolean {
  const kinds = tokens(text);
  if (kinds === undefined) return false;
  let position = 0;
  const take = (kind: string): boolean => {
    if (kinds[position] !== kind) return false;
    position += 1;
    return true;
  };
  const atom = (): boolean =>
    take('open') ? expression() && take('close') : take('value') && take('operator') && take('value');
  const expression = (): boolean => {
    if (!atom()) return false;
    while (take('joint')) if (!atom()) return false;
    return true;
  };
  return expression() && position === kinds.length;
}

/** `packaging.requirements.Requirement`; undefined when it raises `InvalidRequirement`. */
export function parseRequirement(text: string): Requirement | undefined {
  const head =
    /^\s*(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[(?<extras>[^\]]*)\])?\s*(?<rest>.*)$/s.exec(
      text,
    )?.groups;
  if (head === undefined) return undefined;
  const { name = '', extras, rest = '' } = head;
  const extraNames = (extras ?? '').split(',').map((extra) => extra.trim());
  const extraPattern = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
  if (extras !== undefined && extras.trim() !== '' && !extraNames.every((extra) => extraPattern.test(extra)))
    return undefined;
  const shown = extras === undefined || extras.trim() === '' ? '' : `[${[...extraNames].sort().join(',')}]`;
  if (rest.startsWith('@')) {
    // A marker after an address is set off by a blank: ";" may be part of an address.
    const match = /^@\s*(?<url>\S+)(?:\s+;(?<marker>.*))?\s*$/s.exec(rest)?.groups;
    const { url = '', marker } = match ?? {};
    if (url === '' || (marker !== undefined && !isMarker(marker))) return undefined;
    const suffix = marker === undefined ? '' : ` ; ${marker.trim()}`;
    return { name, url, text: `${name}${shown}@ ${url}${suffix}` };
  }
  const [specifiers = '', ...markers] = rest.split(';');
  const bare = /^\((?<inner>.*)\)$/s.exec(specifiers.trim())?.groups?.['inner'] ?? specifiers.trim();
  if (bare !== '' && !isSpecifierSet(bare)) return undefined;
  if (markers.length > 0 && !isMarker(markers.join(';'))) return undefined;
  return { name, url: undefined, text: text.trim() };
}
