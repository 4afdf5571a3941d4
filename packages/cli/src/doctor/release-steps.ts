import {
  type JobText,
  type Located,
  lineAt,
  type StepText,
  type WorkflowText,
} from '@slipway/runner/workflow-text/workflow-text';
import { isPrinting, splitScript } from './shell-lines.ts';

/** What a step does in a release. */
export type StepRole =
  | 'build'
  | 'publish'
  | 'image'
  | 'sign'
  | 'push'
  | 'release'
  | 'upload-artifact'
  | 'download-artifact';

/** A step, or a command line of its script, that has a role. */
export interface Act {
  readonly role: StepRole;
  readonly job: JobText;
  readonly step: StepText;
  readonly line: number;
  /** The action, or the command line. */
  readonly text: string;
}

const byAction: readonly (readonly [RegExp, StepRole])[] = [
  [/^(?:pypa\/gh-action-pypi-publish|[\w.-]+\/slipway\/actions\/pypi-publish)@/i, 'publish'],
  [/^[\w.-]+\/slipway\/actions\/github-packages-publish@/i, 'publish'],
  // The composite action: everything after the build.
  [/^[\w.-]+\/slipway\/actions\/publish@/i, 'publish'],
  [/^[\w.-]+\/slipway\/actions\/publish@/i, 'release'],
  [/^[\w.-]+\/slipway\/actions\/publish@/i, 'sign'],
  [/^[\w.-]+\/slipway\/actions\/python-build@/i, 'build'],
  [/^hynek\/build-and-inspect-python-package@/i, 'build'],
  [/^pypa\/cibuildwheel@/i, 'build'],
  [/^PyO3\/maturin-action@/i, 'build'],
  [/^docker\/build-push-action@|^docker\/bake-action@/i, 'image'],
  [/^[\w.-]+\/slipway\/actions\/docker-build-sign@/i, 'image'],
  [/^sigstore\/gh-action-sigstore-python@|^actions\/attest(?:-build-provenance)?@/i, 'sign'],
  [/^softprops\/action-gh-release@|^ncipollo\/release-action@|^actions\/create-release@/i, 'release'],
  [/^[\w.-]+\/slipway\/actions\/release-notes@/i, 'release'],
  [/^stefanzweifel\/git-auto-commit-action@|^EndBug\/add-and-commit@|^ad-m\/github-push-action@/i, 'push'],
  [/^[\w.-]+\/slipway\/actions\/version-bump@/i, 'push'],
  [/^python-semantic-release\/python-semantic-release@|^commitizen-tools\/commitizen-action@/i, 'push'],
  [/^actions\/upload-artifact@/i, 'upload-artifact'],
  [/^actions\/download-artifact@/i, 'download-artifact'],
];

const run = String.raw`(?:^|[;&|(]\s*|!\s+|\b(?:then|do|if|run|python3?\s+-m|uvx|pipx\s+run|xargs\b.*?)\s+)`;
const byCommand: readonly (readonly [RegExp, StepRole])[] = [
  [new RegExp(`${run}(?:poetry|uv|hatch|pdm|flit|maturin)\\s+build\\b`), 'build'],
  [/\bpython3?\s+-m\s+build\b|(?:^|\s)pyproject-build\b/, 'build'],
  [/\b(?:pipx\s+run|uvx|uv\s+tool\s+run)\s+(?:-\S+\s+)*build(?:==\S+)?(?:\s|$)/, 'build'],
  [/\bsetup\.py\s+(?:\S+\s+)*(?:sdist|bdist_wheel)\b/, 'build'],
  [new RegExp(`${run}(?:poetry|uv|hatch|pdm|flit|maturin)\\s+publish\\b`), 'publish'],
  [new RegExp(`${run}twine\\s+upload\\b`), 'publish'],
  [/\bdocker\s+push\b|\bdocker\s+(?:buildx\s+)?build\b.*--push\b/, 'image'],
  [/\bcosign\s+sign(?:-blob)?\b|\bsigstore\s+sign\b|\bgpg\b.*--detach-sign/, 'sign'],
  [/\bgit\s+(?:-\S+\s+\S+\s+)*push\b|\bsemantic-release\s+version\b|\bcz\s+bump\b.*--push/, 'push'],
  [/\bgh\s+release\s+(?:create|upload)\b/, 'release'],
];

/** Variables that hold a token for an upload: twine, flit, Poetry, uv and Hatch read them ("environment variables" in their documentation). */
const uploadVariable =
  /^(?:TWINE_PASSWORD|FLIT_PASSWORD|POETRY_PYPI_TOKEN_\w+|POETRY_HTTP_BASIC_\w+_PASSWORD|UV_PUBLISH_(?:TOKEN|PASSWORD)|HATCH_INDEX_AUTH|PDM_PUBLISH_PASSWORD)$/;

/** A file of the repository that is started. */
export const ownScript = /^(?:(?:ba)?sh\s+|python3?\s+)?(?:\.\/)?[\w.-]+\/[\w./-]+(?:\s|$)|^\.\/\S+/;

/** What a step does, by the actions and commands of the field. Text that is only printed does nothing. */
export function listActs(job: JobText, step: StepText): readonly Act[] {
  const acts: Act[] = [];
  const { uses, run: script } = step;
  if (uses !== undefined)
    for (const [pattern, role] of byAction)
      if (pattern.test(uses.text)) acts.push({ role, job, step, line: uses.line, text: uses.text });
  if (script !== undefined)
    for (const line of splitScript(script.text).lines) {
      if (isPrinting(line)) continue;
      for (const [pattern, role] of byCommand)
        if (pattern.test(line.text))
          acts.push({ role, job, step, line: lineAt(script, line.offset), text: line.text });
    }
  // A script of the repository that gets an upload token uploads, whatever it is called.
  if (
    script !== undefined &&
    !acts.some(({ role }) => role === 'publish') &&
    [...step.env.keys()].some((name) => uploadVariable.test(name))
  )
    for (const line of splitScript(script.text).lines)
      if (ownScript.test(line.text))
        acts.push({ role: 'publish', job, step, line: lineAt(script, line.offset), text: line.text });
  return acts;
}

/** Everything that the jobs of a workflow do, in the order of the file. */
export function listAllActs(workflow: WorkflowText): readonly Act[] {
  return workflow.jobs.flatMap((job) => job.steps.flatMap((step) => listActs(job, step)));
}

/** Every script of a workflow. */
export function listScripts(
  workflow: WorkflowText,
): readonly { readonly job: JobText; readonly step: StepText; readonly script: Located }[] {
  return workflow.jobs.flatMap((job) =>
    job.steps.flatMap((step) => (step.run === undefined ? [] : [{ job, step, script: step.run }])),
  );
}

/** A name for a step that a reader finds in the file. */
export const nameStep = ({ name, uses, index }: StepText): string =>
  `"${name ?? uses?.text ?? `step ${index + 1}`}"`;
