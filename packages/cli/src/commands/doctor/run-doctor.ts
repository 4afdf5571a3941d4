import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { recordSettings } from '@slipway/github/settings/record-settings';
import { parseRecordedSettings, type RecordedSettings } from '@slipway/github/settings/recorded-settings';
import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import { type MaintainerHost, runCommand } from '../../command-line/run-command.ts';
import { listCalledFiles } from '../../doctor/called-files.ts';
import type { Diagnosis } from '../../doctor/diagnosis.ts';
import { judgeEdition } from '../../doctor/edition.ts';
import { findFaults } from '../../doctor/faults/find-faults.ts';
import { readEnvironment } from '../../doctor/publishing-job.ts';
import { recordIndex } from '../../doctor/record-index.ts';
import { listPackages } from '../../doctor/settings/access-checks.ts';
import { judgeSettings } from '../../doctor/settings/judge-settings.ts';
import { chooseReleaseWorkflow } from '../../maintainer/choose-workflow.ts';
import { openCommandHttp, openUserRepository } from '../../maintainer/open-repository.ts';
import { openWorkingCopy, sampleTag, type WorkingCopy } from '../../maintainer/working-copy.ts';
import { referenceWorkflowPath } from '../../project/project-copy.ts';
import { readSettingsFile } from '../../settings/read-settings-file.ts';
import { type DoctorOptions, doctorTable, readDoctorOptions } from './doctor-options.ts';
import { isOpenFault, type JudgedDiagnosis, renderDiagnoses, renderFixScript } from './render-doctor.ts';

async function recordLive(
  options: DoctorOptions,
  copy: WorkingCopy,
  workflow: WorkflowText,
  host: MaintainerHost,
): Promise<Record<string, unknown>> {
  const index =
    copy.metadata.name === '' ? {} : await recordIndex(openCommandHttp(host).http, copy.metadata.name);
  const name = options.repository ?? copy.fullName;
  if (name === undefined) {
    host.writeError(
      'The project has no remote "origin" on GitHub. Pass --repo OWNER/REPO to check the settings there.\n\n',
    );
    return index;
  }
  const opened = openUserRepository(name, host);
  const environments = workflow.jobs.flatMap(({ environment }) =>
    environment === undefined ? [] : (readEnvironment(environment.text) ?? []),
  );
  host.writeError(
    `Asking GitHub about ${name} (${opened.source === 'none' ? 'without a token' : `token of ${opened.source}`}).\n\n`,
  );
  return {
    ...(await recordSettings(opened.repository, {
      environments: [...new Set(environments)],
      packages: listPackages({ fullName: name, workflow }),
    })),
    ...index,
  };
}

async function readSettings(
  options: DoctorOptions,
  copy: WorkingCopy,
  workflow: WorkflowText,
  host: MaintainerHost,
): Promise<RecordedSettings | undefined> {
  if (options.settings !== undefined) return readSettingsFile(options.settings);
  if (options.offline) return undefined;
  const recording = await recordLive(options, copy, workflow, host);
  const text = `${JSON.stringify(recording, null, 2)}\n`;
  if (options.record !== undefined) await writeFile(resolve(options.record), text);
  return parseRecordedSettings(text, 'The answer of GitHub');
}

function select(
  diagnoses: readonly Diagnosis[],
  { only, skipped }: DoctorOptions,
): readonly JudgedDiagnosis[] {
  return diagnoses
    .filter(({ id }) => only.length === 0 || only.includes(id))
    .map((each) => ({ ...each, skipped: skipped.get(each.id) }));
}

function summarize(diagnoses: readonly JudgedDiagnosis[]): Record<string, number> {
  const counts: Record<string, number> = { ok: 0, failed: 0, unseen: 0, 'not-applicable': 0 };
  for (const { state } of diagnoses) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** Git's ids of the folder with the workflows. */
async function readWorkflowTrees(
  { git }: WorkingCopy,
  branch = 'main',
): Promise<{ readonly here: string | undefined; readonly fromDefault: string | undefined }> {
  const read = (commit: string): Promise<string | undefined> =>
    git('rev-parse', '--verify', '--quiet', `${commit}:.github/workflows`);
  return { here: await read('HEAD'), fromDefault: await read(`refs/remotes/origin/${branch}`) };
}

async function diagnose(options: DoctorOptions, host: MaintainerHost): Promise<number> {
  const copy = await openWorkingCopy(options.directory, host);
  const workflow = await chooseReleaseWorkflow(copy, options.workflow);
  const recorded = await readSettings(options, copy, workflow, host);
  const fullName =
    options.repository ?? recorded?.fullName ?? copy.fullName ?? `{owner}/${basename(copy.directory)}`;
  const changelog = await copy.read('CHANGELOG.md');
  const called = await listCalledFiles(workflow, copy.read);
  const workflowTrees = await readWorkflowTrees(copy, recorded?.repository?.value?.defaultBranch);
  const reference = await readFile(join(slipwayDirectory, referenceWorkflowPath), 'utf8');
  const settings =
    recorded === undefined
      ? []
      : judgeSettings(recorded, {
          ...sampleTag(copy, options.nextVersion),
          ...{ fullName, workflow, called, project: copy.metadata.name, workflowTrees },
        });
  const diagnoses = select(
    [
      ...settings,
      ...findFaults({ workflow, changelog }),
      judgeEdition(workflow, readWorkflowText(referenceWorkflowPath, reference)),
    ],
    options,
  );
  if (options.json !== undefined) {
    const { path } = workflow;
    const result = {
      ...{ schema: 1, command: 'doctor', repository: fullName, commit: copy.commit ?? null, workflow: path },
      ...{ summary: summarize(diagnoses), checks: diagnoses },
    };
    await writeFile(resolve(options.json), `${JSON.stringify(result, null, 2)}\n`);
  }
  host.write(options.fix ? renderFixScript(diagnoses) : `${workflow.path}\n\n${renderDiagnoses(diagnoses)}`);
  if (diagnoses.some(isOpenFault)) return 1;
  return options.strict && diagnoses.some(({ state }) => state === 'unseen') ? 4 : 0;
}

/** `slipway doctor`. @returns the exit code */
export function runDoctor(words: readonly string[], host: MaintainerHost): Promise<number> {
  return runCommand(doctorTable, words, host, (given) => diagnose(readDoctorOptions(given), host));
}
