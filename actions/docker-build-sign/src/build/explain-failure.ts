import { cutText, neutralizeLine } from '@slipway/core/neutralize';

/** A failed build in words; without a hint the catalogue's own holds. */
export interface FailureWords {
  readonly message: string;
  readonly hint: string | undefined;
}

// Words of BuildKit, buildx and runc, and what to do about them; the first that is found counts.
const known: readonly (readonly [words: RegExp, hint: string])[] = [
  [
    /no space left on device/i,
    'The disk of the runner is full: remove what is not needed before this step, or build fewer platforms on one runner.',
  ],
  [
    /exec format error/i,
    'A program of another platform was started, and nothing emulates it: add a step with docker/setup-qemu-action, or build each platform on a runner of its own kind ("mode: stage", then "merge").',
  ],
  [
    /toomanyrequests|429 Too Many Requests/i,
    'The registry of a base image limits how much it gives to whom it does not know: sign in to it before this step.',
  ],
  [
    /insufficient_scope|pull access denied|\b40[13] (?:Unauthorized|Forbidden)|unauthorized:|\bdenied:/i,
    'A base image or a cache needs a sign-in: add a step with docker/login-action before this one, and check the name of the image.',
  ],
  [
    /no match for platform in manifest|does not provide the specified platform/i,
    'A base image does not exist for one of the platforms: leave that platform out, or choose another base image.',
  ],
  [
    /unknown operating system or architecture|invalid platform|unknown platform/i,
    'Correct the platform, in the input "platforms" or behind "FROM --platform": it is written as in linux/arm64.',
  ],
  [
    /failed to read dockerfile|unable to prepare context|could not find (?:the )?dockerfile/i,
    'The Dockerfile or the context is not there: check "file" (seen from the workspace) and "context", and that a checkout comes before this step.',
  ],
  [
    /dockerfile parse error|unknown instruction|failed to parse stage name|dockerfile has no stages/i,
    'The Dockerfile cannot be read; the line is named above.',
  ],
  [/target stage .* could not be found/i, 'No stage of the Dockerfile has the name in the input "target".'],
  [
    /exporter "?oci"? could not be found|OCI exporter is not supported/i,
    'This builder cannot write OCI layouts: add a step with docker/setup-buildx-action before this one.',
  ],
  [
    /failed to (?:compute cache key|calculate checksum of ref).*not found/i,
    'A file that the Dockerfile copies is not in the context: check the path, the input "context", and .dockerignore.',
  ],
  [
    /secret [^:]*: not found|failed to .*secret/i,
    'The Dockerfile asks for a secret that "secrets" does not have, or that this action could not read.',
  ],
];

const quotedLines = 6;
const maxMessageLength = 1500;
const stepRuler = '------';

/**
 * What the step that failed printed: buildx repeats it between two rulers at the end of its output, with the instruction in
 * front (moby/buildkit, util/progress/progressui).
 */
function readStep(lines: readonly string[]): readonly string[] {
  const end = lines.lastIndexOf(stepRuler);
  const start = lines.lastIndexOf(stepRuler, end - 1);
  if (start < 0 || end <= start) return [];
  const [instruction = '', ...output] = lines.slice(start + 1, end).map((line) => line.trim());
  return [instruction.replace(/^> /, ''), ...output.slice(-quotedLines)];
}

/** Where in the Dockerfile it happened: `Dockerfile:3`, above the lines that are quoted from there. */
function readPlace(lines: readonly string[]): string {
  const at = lines.findLastIndex(
    (line, index) => /^\S+:\d+$/.test(line) && /^-{20}$/.test(lines[index + 1] ?? ''),
  );
  return lines[at] ?? '';
}

/** Says why a build failed, by the last lines of its output (neutralized, without secrets). */
export function explainFailure(lines: readonly string[]): FailureWords {
  const error = lines.findLast((line) => line.startsWith('ERROR: ')) ?? lines.at(-1) ?? '';
  const cause = error.replace(/^(?:ERROR: |failed to build: |failed to solve: )+/, '').trim();
  const step = readStep(lines);
  const place = readPlace(lines);
  const message = [
    `The build failed${place === '' ? '' : ` at ${place}`}: ${cause === '' ? 'it said nothing' : cause}.`,
    ...(step.length === 0 ? [] : [`The step: ${step.join(' / ')}`]),
  ].join(' ');
  const find = (text: string): string | undefined => known.find(([words]) => words.test(text))?.[1];
  return {
    message: cutText(neutralizeLine(message, maxMessageLength), maxMessageLength),
    // What a step printed says more than that it failed, and less than the error of the builder.
    hint: find(cause) ?? find(step.join('\n')),
  };
}
