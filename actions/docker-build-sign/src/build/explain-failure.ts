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
    "The runner's disk is full. Delete unneeded files before this step, or build fewer platforms on one runner.",
  ],
  [
    /exec format error/i,
    'The build started a program for a different platform, which this runner cannot emulate. Add a docker/setup-qemu-action step, or build each platform on a native runner ("mode: stage", then "merge").',
  ],
  [
    /toomanyrequests|429 Too Many Requests/i,
    "The base image's registry limits anonymous downloads. Sign in to it before this step.",
  ],
  [
    /insufficient_scope|pull access denied|\b40[13] (?:Unauthorized|Forbidden)|unauthorized:|\bdenied:/i,
    'A base image or a cache requires authentication. Add a docker/login-action step before this one, and check the image name.',
  ],
  [
    /no match for platform in manifest|does not provide the specified platform/i,
    'A base image does not exist for one of the platforms. Remove that platform, or choose a different base image.',
  ],
  [
    /unknown operating system or architecture|invalid platform|unknown platform/i,
    'Correct the platform in the input "platforms" or after "FROM --platform". Write it like linux/arm64.',
  ],
  [
    /failed to read dockerfile|unable to prepare context|could not find (?:the )?dockerfile/i,
    'The Dockerfile or the context was not found. Check "file" (relative to the workspace) and "context", and run actions/checkout before this step.',
  ],
  [
    /dockerfile parse error|unknown instruction|failed to parse stage name|dockerfile has no stages/i,
    'The Dockerfile is not valid. The error above names the line.',
  ],
  [/target stage .* could not be found/i, 'The Dockerfile has no stage with the name in the input "target".'],
  [
    /exporter "?oci"? could not be found|OCI exporter is not supported/i,
    'This builder cannot write OCI layouts. Add a docker/setup-buildx-action step before this one.',
  ],
  [
    /failed to (?:compute cache key|calculate checksum of ref).*not found/i,
    'A file that the Dockerfile copies is not in the context. Check the path, the input "context" and .dockerignore.',
  ],
  [
    /secret [^:]*: not found|failed to .*secret/i,
    'The Dockerfile requires a secret that is not in "secrets" or could not be read.',
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
    `The build failed${place === '' ? '' : ` at ${place}`}: ${cause === '' ? 'it produced no output' : cause}.`,
    ...(step.length === 0 ? [] : [`Failed step: ${step.join(' / ')}`]),
  ].join(' ');
  const find = (text: string): string | undefined => known.find(([words]) => words.test(text))?.[1];
  return {
    message: cutText(neutralizeLine(message, maxMessageLength), maxMessageLength),
    // What a step printed says more than that it failed, and less than the error of the builder.
    hint: find(cause) ?? find(step.join('\n')),
  };
}
