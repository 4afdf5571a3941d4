import { type JobText, lineAt, type StepText } from '@slipway/runner/workflow-text/workflow-text';
import { listActs, ownScript, type StepRole } from '../doctor/release-steps.ts';
import { splitScript } from '../doctor/shell-lines.ts';

/** Jobs of the release workflow that take over what an old step did. */
export type Successor =
  | 'version-bump'
  | 'build-python-package'
  | 'build-wheels'
  | 'build-docker-image'
  | 'sign-passport'
  | 'draft-github-release'
  | 'publish-to-pypi';

/**
 * What becomes of a step in a job that releases. `support` prepares the machine for other steps, and stays with those that stay.
 * `unplaced`: it releases and does something else in one script, so that it can neither stay nor go.
 */
export type StepFate =
  | { readonly kind: 'replaced'; readonly by: Successor; readonly reason: string }
  | { readonly kind: 'dropped'; readonly reason: string }
  | { readonly kind: 'support' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'unplaced'; readonly line: number; readonly reason: string };

/** A step with what becomes of it. */
export interface JudgedStep {
  readonly step: StepText;
  readonly fate: StepFate;
  readonly roles: ReadonlySet<StepRole>;
}

const successors: Readonly<Record<StepRole, Successor | undefined>> = {
  build: 'build-python-package',
  publish: 'publish-to-pypi',
  image: 'build-docker-image',
  sign: 'sign-passport',
  push: 'version-bump',
  release: 'draft-github-release',
  'upload-artifact': undefined,
  'download-artifact': undefined,
};

const replacedActions: readonly (readonly [RegExp, Successor, string])[] = [
  [
    /^docker\/(?:setup-qemu|setup-buildx|metadata|login)-action@/i,
    'build-docker-image',
    'docker-build-sign prepares the builder, the labels and the tags itself',
  ],
  [
    /^(?:anothrNick\/github-tag-action|mathieudutour\/github-tag-action|phips28\/gh-action-bump-version|googleapis\/release-please-action|google-github-actions\/release-please-action|crazy-max\/ghaction-import-gpg)@/i,
    'version-bump',
    'version-bump makes the commit and the tag',
  ],
  [/^sigstore\/cosign-installer@/i, 'build-docker-image', 'docker-build-sign signs without cosign'],
  [
    /^(?:release-drafter\/release-drafter|mikepenz\/release-changelog-builder-action|requarks\/changelog-action|metcalfc\/changelog-generator|orhun\/git-cliff-action|svenstaro\/upload-release-action|actions\/upload-release-asset|marvinpinto\/action-automatic-releases)@/i,
    'draft-github-release',
    'release-notes writes the notes and uploads the files',
  ],
];

const supportActions =
  /^(?:actions\/(?:checkout|setup-[\w-]+)|astral-sh\/setup-uv|pdm-project\/setup-pdm|snok\/install-poetry|abatilo\/actions-poetry|Gr1N\/setup-poetry|step-security\/harden-runner|pypa\/hatch|actions\/create-github-app-token|tibdex\/github-app-token)@/i;

/** Programs that only prepare, compute, print or look. */
const plainCommand =
  /^(?:\[\[?|\(\(|if|elif|else|fi|then|for|while|until|do|done|case|esac|in|;;|\{|\}|\(|\)|function\b|local|return|exit|true|false|:|!|set|shopt|export|unset|read|trap|source|\.|cd|pushd|popd|echo|printf|cat|ls|find|sed|grep|egrep|awk|cut|tr|head|tail|sort|uniq|wc|tee|xargs|basename|dirname|date|sleep|mkdir|cp|mv|rm|touch|chmod|test|which|command|env|jq|yq|curl|wget|tar|unzip|zip|sha256sum|shasum|md5sum|git|gh|time|tree|diff|cmp|file|stat|du|sudo apt(?:-get)?|apt-get)(?=\s|$|;|\()/;
const pythonTool =
  /^(?:sudo\s+)?(?:\.?[\w./-]*\/)?(?:python[\d.]*|py|pip[\d.]*|pipx|uvx?|poetry|hatch|pdm|flit|twine|cz|semantic-release|bump2version|bump-my-version|bumpver|docker|cosign|sigstore|gpg|virtualenv|check-wheel-contents|check-manifest|auditwheel|abi3audit|towncrier|maturin|cibuildwheel)(?=\s|$)/;
const assignment = /^(?:[A-Za-z_]\w*\+?=|[A-Za-z_]\w*\(\)|"\$|\$\{?\w|&&|\|\||\||['")}\]])/;

const installsTools =
  /\bpip[\d.]*\s+install\b|\bpipx\s+install\b|\buv\s+(?:sync|venv|pip\s+install|tool\s+install|python\s+install)\b|\bpoetry\s+(?:install|config|self)\b|\bpdm\s+(?:install|sync)\b|\bvirtualenv\b|-m\s+venv\b|install\.python-poetry|astral\.sh\/uv|\bapt-get\b|\bapt\s/;
const checksFiles =
  /\btwine\s+check\b|\bcheck-wheel-contents\b|\bls\b.*\bdist\b|^ls\b|\bcheck-manifest\b|\bsha256sum\b|\bauditwheel\b|\babi3audit\b/;

/** Whether a line writes where other steps could read it: only outputs, variables and the summary are not. */
const writesFile = (line: string): boolean =>
  /\bsed\s+(?:-\w+\s+)*-\w*i|\btee\b(?!.*GITHUB_)|(?<![0-9&>])>>?(?!>)\s*(?!&|\s*"?\$\{?GITHUB_(?:OUTPUT|ENV|PATH|STEP_SUMMARY)|\s*\/dev\/)/.test(
    line.replaceAll(/"(?:\\.|[^"\\])*"|'[^']*'/g, (quoted) => (/GITHUB_/.test(quoted) ? quoted : '""')),
  );

/** Variables that a step sets for the steps after it. */
const listVariables = (script: string): readonly string[] =>
  [...script.matchAll(/([A-Za-z_]\w*)=[^\n]*>>[^\n]*GITHUB_ENV/g)].map(([, name = '']) => name);
/** What the jobs of the release compute themselves. */
const ownVariable = /VERSION|TAG|RELEASE|NOTES|CHANGELOG|COMMIT|SHA$/i;

const bumpsVersion =
  /\b(?:poetry|hatch|uv|pdm)\s+version\s+\S|\bcz\s+bump\b|\bbump2version\b|\bbump-my-version\b|\bbumpver\b|\bsemantic-release\b|\bgit\s+(?:-\S+\s+\S+\s+)*(?:tag|commit|push|config|add)\b|\bsed\b.*\bversion\b/i;

function isPlain(text: string): boolean {
  return plainCommand.test(text) || pythonTool.test(text) || assignment.test(text);
}

function judgeScript(job: JobText, step: StepText): StepFate {
  const script = step.run;
  if (script === undefined) return { kind: 'kept' };
  const lines = splitScript(script.text).lines;
  const roles = new Set(listActs(job, step).map(({ role }) => role));
  const isAny = (pattern: RegExp): boolean => lines.some(({ text }) => pattern.test(text));
  const role = (['publish', 'image', 'release', 'push', 'build', 'sign'] as const).find((each) =>
    roles.has(each),
  );
  const stranger = lines.find(({ text }) => !isPlain(text));
  if (role !== undefined) {
    const by = successors[role] ?? 'build-python-package';
    if (stranger !== undefined)
      return {
        kind: 'unplaced',
        line: lineAt(script, stranger.offset),
        reason:
          role === 'publish' && ownScript.test(stranger.text) && !isAny(/\b(?:upload|publish)\s/)
            ? `"${stranger.text.slice(0, 60)}" gets the upload token, and what else it does is not known here: write its commands into the workflow, with the upload in a step of its own`
            : `the script releases, and also runs "${stranger.text.slice(0, 60)}": move that into a step of its own`,
      };
    return { kind: 'replaced', by, reason: `${by} does this` };
  }
  if (stranger !== undefined) return { kind: 'kept' };
  if (lines.length > 0 && lines.every(({ text }) => installsTools.test(text) || assignment.test(text)))
    return { kind: 'support' };
  const writes = lines.some(({ text }) => writesFile(text));
  const variables = listVariables(script.text);
  if (variables.length > 0 && variables.every((name) => name === 'SOURCE_DATE_EPOCH'))
    return {
      kind: 'replaced',
      by: 'build-python-package',
      reason: 'python-build sets SOURCE_DATE_EPOCH to the time of the commit',
    };
  // The build, or a step that stays, may read it.
  if (variables.some((name) => !ownVariable.test(name) && name !== 'SOURCE_DATE_EPOCH'))
    return { kind: 'kept' };
  if (/>>[^\n]*GITHUB_PATH/.test(script.text)) return { kind: 'support' };
  if (
    isAny(/\bpytest\b|\bunittest\b|\btox\b|\bnox\b|-m\s+\w*test/) ||
    isAny(/\bpython[\d.]*\s+(?!-c|-m\s+(?:pip|venv|build|twine)|-\s|-$)/)
  )
    return { kind: 'kept' };
  if (isAny(bumpsVersion))
    return {
      kind: 'replaced',
      by: 'version-bump',
      reason: 'version-bump writes the version, the commit and the tag',
    };
  if (isAny(checksFiles) && !writes)
    return {
      kind: 'replaced',
      by: 'build-python-package',
      reason: 'python-build judges the files, and every job compares their digests',
    };
  if (writes || isAny(/\b(?:curl|wget|gh|docker|apt-get|mkdir|cp|mv|rm|touch)\b/)) return { kind: 'kept' };
  return {
    kind: 'replaced',
    by: 'version-bump',
    reason: 'the version, the tag and the notes are computed by version-bump and release-notes',
  };
}

/** What becomes of a step in a job that releases. */
export function judgeStep(job: JobText, step: StepText): StepFate {
  const uses = step.uses?.text;
  if (uses === undefined) return judgeScript(job, step);
  const known = replacedActions.find(([pattern]) => pattern.test(uses));
  if (known !== undefined) return { kind: 'replaced', by: known[1], reason: known[2] };
  if (/^actions\/cache(?:\/\w+)?@|^Swatinem\/rust-cache@/i.test(uses))
    return { kind: 'dropped', reason: 'a release restores no cache: a pull request could have filled it' };
  if (/^re-actors\/alls-green@/i.test(uses)) return { kind: 'dropped', reason: 'the jobs need each other' };
  if (supportActions.test(uses)) return { kind: 'support' };
  const role = listActs(job, step)[0]?.role;
  if (role === 'upload-artifact' || role === 'download-artifact') return { kind: 'support' };
  if (
    role === 'publish' &&
    /test\.pypi/i.test(step.with.get('repository-url')?.text ?? step.with.get('repository_url')?.text ?? '')
  )
    return {
      kind: 'dropped',
      reason: 'TestPyPI is not part of a release: a rehearsal shows what would be published',
    };
  const by = role === undefined ? undefined : successors[role];
  return by === undefined ? { kind: 'kept' } : { kind: 'replaced', by, reason: `${by} does this` };
}
