import type { JobText, StepText, WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import type { JudgedStep } from './step-fates.ts';

/** What the wheels of the old workflow were built with, that the new one reads from `pyproject.toml`. */
export interface WheelSettings {
  /** Id of the first job that builds wheels. */
  readonly job: string;
  /** Lines of TOML for `[tool.cibuildwheel]`; what has no constant value is a comment that names its line. */
  readonly toml: readonly string[];
  /** Platforms of the old workflow that no job of `wheels.yml` builds for. */
  readonly platforms: readonly string[];
}

const builder = /^(?:pypa\/cibuildwheel|PyO3\/maturin-action)@/i;
const command = /\bcibuildwheel\b|\bmaturin\s+build\b/;

/** Whether a step builds wheels of the machine that it runs on. */
export function buildsWheels({ uses, run, with: inputs }: StepText): boolean {
  if (uses !== undefined) return builder.test(uses.text) && inputs.get('command')?.text !== 'sdist';
  return run !== undefined && command.test(run.text) && !/--print-build-identifiers/.test(run.text);
}

const suppliers =
  /^(?:docker\/setup-qemu-action|dtolnay\/rust-toolchain|actions-rust-lang\/setup-rust-toolchain|actions-rs\/toolchain)@/i;

/** The steps of a job that builds wheels: `wheels.yml` builds them, and has no place for a step of the project. */
export function placeWheelSteps(steps: readonly JudgedStep[]): readonly JudgedStep[] {
  const builds = steps.findIndex(({ step }) => buildsWheels(step));
  if (builds < 0) return steps;
  const replaced = (each: JudgedStep, reason: string): JudgedStep => ({
    ...each,
    fate: { kind: 'replaced', by: 'build-wheels', reason },
  });
  return steps.map((each, index): JudgedStep => {
    const { step, fate } = each;
    if (buildsWheels(step) || /--print-build-identifiers/.test(step.run?.text ?? ''))
      return replaced(each, 'build-wheels does this');
    if (suppliers.test(step.uses?.text ?? ''))
      return replaced(each, 'each platform of build-wheels has a runner of its own');
    if (fate.kind !== 'kept') return each;
    const reason =
      index < builds
        ? 'the step prepares the machine that builds wheels, which is one of wheels.yml now: let "before-all" of [tool.cibuildwheel] in pyproject.toml do it, and remove the step'
        : 'the step runs where the wheels are built: let "test-command" of [tool.cibuildwheel] in pyproject.toml do it, and remove the step';
    return { ...each, fate: { kind: 'unplaced', line: step.span.first, reason } };
  });
}

const elsewhere = /\b(?:s390x|ppc64le|armv7l?|riscv64|i686|pyodide|wasm32|emscripten|ios|android|win32)\b/gi;
// Each job of wheels.yml builds for its own architecture; what a job uploads is not a setting of the build.
const ownOption = /^(?:archs|platform)$/;

/** `CIBW_ARCHS_LINUX` is `archs` of the table for Linux. */
function readOption(variable: string): { readonly table: string; readonly key: string } {
  const [, name = '', system] = /^CIBW_(\w+?)(?:_(LINUX|MACOS|WINDOWS))?$/.exec(variable) ?? [];
  return {
    table: system === undefined ? '' : `.${system.toLowerCase()}`,
    key: name.toLowerCase().replaceAll('_', '-'),
  };
}

/** Reads how the jobs built their wheels. @returns undefined when no job did */
export function readWheelSettings(
  workflow: WorkflowText,
  jobs: readonly JobText[],
): WheelSettings | undefined {
  const own = jobs.filter(({ steps }) => steps.some(buildsWheels));
  const [first] = own;
  if (first === undefined) return undefined;
  const lines = workflow.text.split('\n');
  const spans = [...[workflow.keys.get('env')].flatMap((span) => span ?? []), ...own.map(({ span }) => span)];
  const tables = new Map<string, string[]>();
  const add = (table: string, line: string): void =>
    void tables.set(table, [...(tables.get(table) ?? []), line]);
  for (const { first: start, last } of spans)
    for (let line = start; line <= last; line += 1) {
      const [, variable = '', raw = ''] =
        /^\s*(CIBW_[A-Z0-9_]+):\s*(.*?)\s*$/.exec(lines[line - 1] ?? '') ?? [];
      if (variable === '') continue;
      const { table, key } = readOption(variable);
      if (ownOption.test(key)) continue;
      const value = /^(["'])(.*)\1$/.exec(raw)?.[2] ?? raw.replace(/\s+#.*$/, '');
      const isConstant = !raw.includes('${{') && !/^[|>]/.test(raw) && raw !== '';
      add(
        isConstant ? table : '',
        isConstant ? `${key} = ${JSON.stringify(value)}` : `# ${key}: see ${variable} in line ${line}`,
      );
    }
  for (const { steps } of own)
    for (const step of steps.filter(buildsWheels))
      for (const [name, { text, line }] of step.with)
        if (!/^(?:output-dir|command|target|manylinux|sccache)$/.test(name))
          add('', `# ${name}: ${JSON.stringify(text)} in line ${line}`);
  const toml = [...tables]
    .toSorted(([left], [right]) => left.localeCompare(right))
    .flatMap(([table, own]) => [`[tool.cibuildwheel${table}]`, ...new Set(own)]);
  const text = own.map(({ span }) => lines.slice(span.first - 1, span.last).join('\n')).join('\n');
  const platforms = [...new Set([...text.matchAll(elsewhere)].map(([name]) => name.toLowerCase()))];
  return { job: first.id, toml, platforms };
}
