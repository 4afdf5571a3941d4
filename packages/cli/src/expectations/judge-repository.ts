import { shortRef } from '@slipway/core/text/short-ref';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import { readProjectTags } from '@slipway/tags/project-tags';
import { describeTags, formatTag } from '@slipway/tags/tag-style';
import type { Check } from '../report/check.ts';
import { expectNothing, type Outcome } from './judgement.ts';

/** The tag, the commit, the branches, and the run that started at the tag. */
export function judgeRepository(outcome: Outcome): readonly Check[] {
  const { subject, after, runs, workflowPath } = outcome;
  const { before, isTagGiven } = subject;
  const created = Object.keys(after.tags).filter((tag) => before.tags[tag] === undefined);
  const tag = subject.tag ?? created[0];
  const found = tag === undefined ? undefined : after.tags[tag];
  const checks: Check[] = [];
  const title = tag === undefined ? 'the release has a tag' : `tag ${tag} exists`;
  checks.push({ name: title, ok: found !== undefined, detail: found?.commit ?? 'no such tag' });
  if (found !== undefined && !isTagGiven)
    checks.push({
      name: `tag ${tag} was created as an annotated tag`,
      ok: found.type === 'annotated',
      detail: found.type,
    });
  const changed = [
    ...Object.keys(after.tags)
      .filter((name) => name !== tag || isTagGiven)
      .filter((name) => after.tags[name]?.object !== before.tags[name]?.object)
      .map((name) => (before.tags[name] === undefined ? `created ${name}` : `moved ${name}`)),
    ...Object.keys(before.tags)
      .filter((name) => after.tags[name] === undefined)
      .map((name) => `deleted ${name}`),
  ];
  checks.push(expectNothing('no other tag was created, moved or deleted', changed));
  checks.push(judgeBranches(outcome, found?.commit));
  const atTag = runs.filter(({ ref }) => tag !== undefined && ref === `refs/tags/${tag}`);
  const atCommit = atTag.filter(({ sha }) => sha === found?.commit);
  checks.push({
    name: `${workflowPath} ran at ${tag ?? 'the tag'}`,
    ok:
      atTag.length > 0 &&
      atCommit.length === atTag.length &&
      atTag.every((run) => run.workflowPath === workflowPath),
    detail: runs.map((run) => `${run.workflowPath} at ${shortRef(run.ref)}`).join(', ') || 'no run',
  });
  const strayed = runs.filter(
    (run) => run.workflowPath !== workflowPath || !isExpectedRef(outcome, run.ref, tag),
  );
  checks.push(
    expectNothing(
      'no other run was started',
      strayed.map((run) => `${run.workflowPath} at ${run.ref}`),
    ),
  );
  if (found !== undefined && tag !== undefined && !isTagGiven) checks.push(...judgeOrder(outcome, tag));
  return checks;
}

const isExpectedRef = ({ after, subject }: Outcome, ref: string, tag: string | undefined): boolean =>
  ref === `refs/tags/${tag}` || (!subject.isTagGiven && ref === `refs/heads/${after.defaultBranch}`);

/** The default branch gained the commit of the release, if it needed one, and no branch changed otherwise. */
function judgeBranches({ subject, after, newCommits }: Outcome, tagged: string | undefined): Check {
  const { before, isTagGiven } = subject;
  const { defaultBranch } = after;
  const changed = [...new Set([...Object.keys(before.branches), ...Object.keys(after.branches)])].filter(
    (name) => before.branches[name] !== after.branches[name],
  );
  const others = changed.filter((name) => name !== defaultBranch).map((name) => `${name} changed`);
  const head = after.branches[defaultBranch];
  const isMoved = changed.includes(defaultBranch);
  const isRelease = !isTagGiven && newCommits.length === 1 && head === tagged;
  const wrong = [
    ...others,
    ...(isMoved && !isRelease
      ? [`${defaultBranch} has ${newCommits.length} new commits; its head is ${head ?? 'missing'}`]
      : []),
    ...(!isMoved && !isTagGiven && tagged !== undefined && head !== tagged
      ? [`${defaultBranch} does not have the tagged commit ${tagged}`]
      : []),
  ];
  return {
    name: isTagGiven
      ? 'no branch changed'
      : `branch ${defaultBranch} has the release commit, and no other branch changed`,
    ok: wrong.length === 0,
    detail: wrong.length === 0 ? (isMoved ? (head ?? '') : 'unchanged') : wrong.join('; '),
  };
}

/** The new version is higher than those of this line, and its tag is written as theirs are. */
function judgeOrder({ subject }: Outcome, tag: string): Check[] {
  const { version, lineTags, name, folder } = subject;
  if (version === undefined) return [];
  const project = { name: name === '' ? undefined : name, package: folder };
  const before = lineTags.filter((each) => each !== tag).map((each) => ({ name: each }));
  const { releases, style } = readProjectTags({ ...project, tags: before });
  const [highest] = releases;
  if (highest === undefined) return [];
  // A format that the workflow sets is another than that of the tags on purpose.
  const isAsWritten = subject.hasTagFormat === true || formatTag(style, version) === tag;
  return [
    {
      name: `${formatVersion(version)} is higher than every released version of its series`,
      ok: compareVersions(version, highest.version) > 0,
      detail: `the highest is ${highest.name}`,
    },
    {
      name: `tag ${tag} has the style of the earlier tags`,
      ok: isAsWritten,
      detail: describeTags(style, highest.name, tag),
    },
  ];
}
