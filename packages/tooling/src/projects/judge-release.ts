import type { ExpectedRelease, ProjectFacts, ReleaseOutcome } from './release-facts.ts';

export type Verdict = 'released right' | 'rightly refused' | 'wrong' | 'wrongly refused' | 'failed later';

export interface Judgement {
  readonly verdict: Verdict;
  /** One line: what was found, or what is wrong. */
  readonly detail: string;
}

/** PEP 440 without the spellings that mean the same: zeros at the end and before a number, case, separators. */
export function normalizeVersion(text: string): string {
  const [, epoch = '0', release = '', rest = ''] =
    /^(?:v)?(?:(\d+)!)?(\d+(?:\.\d+)*)(.*)$/i.exec(text.trim()) ?? [];
  const numbers = release.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  while (numbers.length > 1 && numbers.at(-1) === '0') numbers.pop();
  return `${epoch}!${numbers.join('.')}${rest.toLowerCase().replaceAll(/[-_.]/g, '')}`;
}

const isSame = (left: string, right: string): boolean => normalizeVersion(left) === normalizeVersion(right);

/** Names of files: what a message must have for its reader to know where to look. */
const filePattern = /[\w./-]*\w\.(?:toml|cfg|py|txt|md|rst|lock|json|yml)\b|\bVERSION\b/;

function judgeRefusal(
  facts: ProjectFacts,
  expected: ExpectedRelease | undefined,
  { problems }: ReleaseOutcome,
): Judgement {
  const [problem] = problems;
  const said = problem === undefined ? 'ended without an error code' : `${problem.code}: ${problem.message}`;
  const right = facts.expected.refusal ?? expected?.refusal;
  if (right == null || problem === undefined) return { verdict: 'wrongly refused', detail: said };
  const isAboutTags = expected?.refusal != null && facts.expected.refusal === null;
  const names = filePattern.test(`${problem.message} ${problem.hint}`);
  if (problem.hint === '' || !(names || isAboutTags))
    return { verdict: 'wrongly refused', detail: `names no file or no way out (${right}): ${said}` };
  return { verdict: 'rightly refused', detail: `${right}: ${said} ${problem.hint}` };
}

function listFaults(
  facts: ProjectFacts,
  { versions, tags }: ExpectedRelease,
  { tag, version, versionAtTag, built, onPypi }: ReleaseOutcome,
): string[] {
  const faults: string[] = [];
  if (!versions.some((right) => isSame(right, version)))
    faults.push(`version ${version} instead of ${versions.join(' or ')}`);
  if (tags.length > 0 && !tags.includes(tag)) faults.push(`tag ${tag} instead of ${tags.join(' or ')}`);
  if (facts.source !== 'tags' && versionAtTag !== null && !isSame(versionAtTag, version))
    faults.push(`${facts.where} says ${versionAtTag} at the tag`);
  for (const file of built)
    if (!isSame(file.split(' ').at(-1) ?? '', version)) faults.push(`METADATA of ${file}`);
  for (const each of onPypi) if (!isSame(each, version)) faults.push(`PyPI has ${each}`);
  return faults;
}

/** Compares what happened with what the oracle expects. `isWhole`: the release had to be built and published too. */
export function judgeRelease(
  facts: ProjectFacts,
  kind: string,
  outcome: ReleaseOutcome,
  isWhole: boolean,
): Judgement {
  // A tag that is pushed by hand is that of the next minor version.
  const entry = facts.expected[kind === 'tag' ? 'minor' : kind];
  const expected = entry === undefined || entry === null || typeof entry === 'string' ? undefined : entry;
  if (outcome.tag === '' && outcome.exitCode !== 0) return judgeRefusal(facts, expected, outcome);
  if (expected === undefined)
    return { verdict: 'wrong', detail: `released ${outcome.version}, but ${facts.expected.refusal}` };
  if (outcome.tag === '') {
    const said = outcome.notices.join(' ');
    if (expected.versions.length === 0)
      return { verdict: 'released right', detail: `nothing to release: ${said}` };
    return { verdict: 'wrong', detail: `released nothing instead of ${expected.versions.join()}: ${said}` };
  }
  if (expected.versions.length === 0)
    return { verdict: 'wrong', detail: `released ${outcome.version}, but ${expected.why}` };
  const faults = listFaults(facts, expected, outcome);
  if (faults.length > 0) return { verdict: 'wrong', detail: faults.join('; ') };
  const [problem] = outcome.problems;
  if (isWhole && (outcome.exitCode !== 0 || outcome.onPypi.length === 0)) {
    const said =
      problem === undefined ? 'the rehearsal failed' : `${problem.code}: ${problem.message} ${problem.hint}`;
    return { verdict: 'failed later', detail: said };
  }
  return { verdict: 'released right', detail: outcome.changedFiles.join(', ') };
}
