import type { MappingToken, TemplateToken } from '@actions/workflow-parser/templates/tokens/index';

/** One step of a job or of a composite action; tokens are evaluated when the step runs. */
export interface StepModel {
  readonly id: string;
  readonly if: string;
  readonly name: TemplateToken | undefined;
  readonly env: TemplateToken | undefined;
  readonly continueOnError: TemplateToken | undefined;
  readonly timeoutMinutes: TemplateToken | undefined;
  readonly run: TemplateToken | undefined;
  readonly shell: TemplateToken | undefined;
  readonly workingDirectory: TemplateToken | undefined;
  readonly uses: string | undefined;
  readonly with: TemplateToken | undefined;
}

/** One job as written, before its matrix is expanded. */
export interface JobModel {
  readonly id: string;
  readonly if: string;
  readonly needs: readonly string[];
  readonly properties: ReadonlyMap<string, TemplateToken>;
  /** File of a called workflow. */
  readonly uses: string | undefined;
  readonly steps: readonly StepModel[];
}

export interface WorkflowModel {
  /** `.github/workflows/release.yml`. */
  readonly path: string;
  readonly properties: ReadonlyMap<string, TemplateToken>;
  readonly jobs: readonly JobModel[];
}

/** The values of a mapping by key; empty when the token is no mapping. */
export function readMapping(token: TemplateToken | undefined): Map<string, TemplateToken> {
  const entries = new Map<string, TemplateToken>();
  if (token === undefined || !('find' in token)) return entries;
  for (const { key, value } of token as MappingToken) entries.set(String(key), value);
  return entries;
}

/** A plain text of the file; undefined when absent. */
export function readText(token: TemplateToken | undefined): string | undefined {
  return token === undefined ? undefined : String(token);
}

/** Joins a step as written with the identifier and condition that GitHub's parser gave it. */
export function readStep(
  token: TemplateToken,
  converted: { id: string; if?: { expression: string } },
): StepModel {
  const properties = readMapping(token);
  return {
    id: converted.id,
    if: converted.if?.expression ?? 'success()',
    name: properties.get('name'),
    env: properties.get('env'),
    continueOnError: properties.get('continue-on-error'),
    timeoutMinutes: properties.get('timeout-minutes'),
    run: properties.get('run'),
    shell: properties.get('shell'),
    workingDirectory: properties.get('working-directory'),
    uses: readText(properties.get('uses')),
    with: properties.get('with'),
  };
}
