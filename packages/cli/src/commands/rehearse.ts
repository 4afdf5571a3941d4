import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '@slipway/core/errors/action-error';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { shortRef } from '@slipway/core/text/short-ref';
import { checkRuns } from '../captures/check-runs.ts';
import { checkIdle, findIdleReason, findStrayReason } from '../checks/check-idle.ts';
import { checkOutcome } from '../checks/check-outcome.ts';
import { measureIndexTime } from '../checks/index-time.ts';
import { assessRelease, prepareAssessment } from '../expectations/assess-release.ts';
import { findIrreversibleJobs } from '../expectations/find-channels.ts';
import { observeWorld } from '../expectations/observe-world.ts';
import { findUnusedRights } from '../findings/permission-findings.ts';
import { findWorkflowFaults } from '../findings/workflow-findings.ts';
import { createGit } from '../machine/git.ts';
import { inspectMachine, type Machine } from '../machine/machine.ts';
import { createPrograms } from '../machine/programs.ts';
import type { Workspace } from '../machine/workspace.ts';
import { findReleasedPackage } from '../project/find-package.ts';
import { inspectProject, type Project } from '../project/project.ts';
import { copyProject, referenceWorkflowPath } from '../project/project-copy.ts';
import { prepareSample, sampleRepository } from '../project/sample.ts';
import { applySettings, createStepEnvironment, hostProject } from '../release/hosted-project.ts';
import { prepareImages } from '../release/rehearse-images.ts';
import { gatherFacts } from '../release/release-facts.ts';
import { openGate } from '../release/release-gate.ts';
import { type FinishedRun, runRelease } from '../release/run-release.ts';
import { chooseFirstRun } from '../release/start-event.ts';
import { assembleReport } from '../report/assemble-report.ts';
import { createAttemptLog } from '../report/attempt-reports.ts';
import type { Check } from '../report/check.ts';
import { reportDiff } from '../report/diff-report.ts';
import { reportImage } from '../report/image-report.ts';
import { reportJobs } from '../report/job-reports.ts';
import { listProblems, problemOf } from '../report/problems.ts';
import type { Problem, RehearsalReport } from '../report/report.ts';
import { createRunClock } from '../report/run-clock.ts';
import { describeDeployment } from '../settings/deployment-notes.ts';
import { listTags, prepareSetup } from '../settings/prepare-setup.ts';
import { readSettingsFile } from '../settings/read-settings-file.ts';
import { describeSetup } from '../settings/setup-help.ts';
import { createProgress } from '../terminal/progress.ts';
import { describeTitle, type Screen } from '../terminal/screen.ts';
import { checkTurns } from '../what-if/check-turns.ts';
import { beginDesign, type DesignVerdict } from '../workflow-rules/check-design.ts';
import type { RehearsalSetting } from './rehearsal-setting.ts';
import type { RehearseOptions } from './rehearse-options.ts';
import { createStubs } from './stub-option.ts';

/** What a rehearsal gets from the process it runs in. */
export interface RehearsalHost {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly screen: Screen;
  /** Ends the rehearsal; the caller closes the workspace afterwards. */
  readonly signal: AbortSignal;
  /** What the machine has, when somebody has begun to look. Default: it is looked at. */
  readonly machine?: Promise<Machine>;
  /** Told of every check as soon as it is known. */
  readonly onCheck?: (check: Check) => void;
  /** The options of the call, for the report. */
  readonly command?: readonly string[];
}

/**
 * Rehearses one release from the committed tree to the installed wheel.
 * @throws InputError for a wrong call or project, EnvironmentError for what the machine lacks, the reason of `signal`
 */
export async function rehearse(
  options: RehearseOptions,
  host: RehearsalHost,
  workspace: Workspace,
  setting: RehearsalSetting = {},
): Promise<RehearsalReport> {
  const startedMs = Date.now();
  const clock = createRunClock(startedMs);
  const { signal, screen } = host;
  const path = host.variables['PATH'] ?? '';
  const program = createPrograms(signal);
  const home = workspace.folder('tools');
  const configPath = join(home, 'gitconfig');
  await writeFile(configPath, '[safe]\n\tdirectory = *\n');
  const git = createGit({ run: program, path, home, configPath, trackingId: workspace.trackingId });
  const recorded = await readSettingsFile(options.settings);
  const { isPrivate, ownerType } = recorded?.repository?.value ?? {};
  const machine = await (host.machine ?? inspectMachine(program, host.variables, home));
  const reference =
    setting.workflowText ?? (await readFile(join(slipwayDirectory, referenceWorkflowPath), 'utf8'));
  const project = await openProject();
  const copy = await copyProject({
    git,
    project,
    gitDirectory: workspace.folder('copy.git'),
    workflow: options.workflow,
    referenceWorkflow: reference,
    wish: options.wish,
  });
  const forwarded: [startedAtMs: number, endedAtMs: number][] = [];
  const hosted = await hostProject(
    workspace,
    machine,
    project.repository,
    copy,
    options.fault?.faults ?? [],
    (from, to) => forwarded.push([from, to]),
    { isPrivate: setting.private ?? isPrivate, ownerType },
  );
  const { world, repository } = hosted;
  const progress = createProgress(screen, host.onCheck);
  const indexTime = measureIndexTime(world.journal);
  const images = await prepareImages(workspace, machine, program, path, signal).catch(
    async (cause: unknown) => {
      await world.close();
      throw cause;
    },
  );
  let design: DesignVerdict | undefined;
  try {
    for (const note of copy.notes) progress.note(note);
    const environment = {
      ...createStepEnvironment(workspace, machine, path, hosted, setting.downloads),
      ...images.environment,
    };
    const first = await chooseFirstRun(git, repository, copy, options);
    const { metadata, folder } = await findReleasedPackage(git, repository.gitDirectory, first.sha, options);
    const setup = prepareSetup(
      {
        tags: await listTags(git, copy),
        ownTag: options.wish.kind === 'tag' ? options.wish.tag : undefined,
        project: metadata.name,
        ...{ folder, fullName: repository.fullName, defaultBranch: repository.defaultBranch },
        workflowPath: copy.workflowPath,
        index: options.index === 'testpypi' ? 'testpypi' : undefined,
      },
      recorded,
    );
    const { isFirst } = setup;
    applySettings(hosted, metadata.name, setup.settings, isFirst, setup.help.index);
    progress.title(describeTitle(metadata));
    progress.help(describeSetup(setup.help));
    for (const note of setup.notes) progress.note(note);
    const settingNotes = [...setup.notes];
    const parts = { git, hosted, copy, commit: first.sha };
    // What is wrong with the file itself is mostly for the run to tell; what it does not tell must not pass.
    let unread: Problem | undefined;
    const preparation = await prepareAssessment(parts, {
      ...{ isFirst, folder, name: metadata.name, index: options.index ?? 'pypi' },
      except: options.wish.kind === 'tag' ? options.wish.tag : undefined,
    }).catch((cause: unknown) => {
      if (!(cause instanceof ActionError)) throw cause;
      unread = problemOf(cause);
      return undefined;
    });
    const faults = preparation === undefined ? [] : findWorkflowFaults(preparation.workflow);
    design = beginDesign({
      ...{ ...parts, faults, setup },
      machine: { directory: workspace.folder('planned'), path },
      event: { name: first.eventName, ref: first.ref },
    });
    const attempts = createAttemptLog(git, hosted, preparation?.before ?? (await observeWorld(git, hosted)));
    const gate = await openGate(options, { ...parts, ...setting, look: attempts.newest, progress });
    const readyAt = clock.now();
    const finished: FinishedRun[] = [];
    const failures: Problem[] = [];
    let runaway = false;
    try {
      ({ runaway } = await runRelease({
        hosted,
        workspace,
        git,
        program,
        environment,
        standIns: new Map([...images.standIns, ...createStubs(options.stubs)]),
        first,
        ...gate.request,
        reporter: clock.watch(progress.reporter),
        onAttempt: attempts.note,
        onRun: ({ ref }, attempt, jobs) =>
          progress.run(`${shortRef(ref)}${attempt === 1 ? '' : `, attempt ${attempt}`}`, jobs),
        onNotShown: (note) => {
          if (settingNotes.includes(note)) return;
          settingNotes.push(note);
          progress.note(note);
        },
        onDeployment: (verdict) => {
          for (const note of describeDeployment(verdict)) {
            settingNotes.push(note);
            progress.note(note);
          }
        },
        finished,
        signal,
        chooseRerun: (failedAttempts) => {
          if (options.fault === undefined || failedAttempts > 1) return undefined;
          world.gateway.faults.lift();
          return 'failed-jobs';
        },
        rerunAll: options.rerunAll,
      }));
    } catch (cause) {
      signal.throwIfAborted();
      // Inputs that the workflow does not accept are the caller's fault; anything else is a failure of the release.
      if (!(cause instanceof ActionError) || cause.code === 'E_WORKFLOW_INPUTS') throw cause;
      failures.push(problemOf(cause));
    }
    if (failures.length === 0 && unread !== undefined) failures.push(unread);
    const checkedAt = clock.now();
    const designed = await design.tell(progress);
    await setting.onReleased?.(hosted, finished);
    const facts = gatherFacts(finished, repository);
    const idle = findIdleReason(finished, failures);
    const missing = images.whatIsMissing();
    const image = reportImage(hosted, facts, missing);
    const assessed = idle === undefined ? preparation : undefined;
    const outcome =
      assessed === undefined
        ? undefined
        : await assessRelease({
            ...{ ...parts, preparation: assessed, options, facts, finished, isFirst, gate: gate.seen() },
            ...{ versionBefore: metadata.version, name: metadata.name || facts.name, folder },
            imageMissing: images.missing,
            after: attempts.newest(),
            hosts: world.journal.hosts().map(({ host }) => host),
          });
    const reports = reportJobs(finished, clock, world.journal);
    const { jobs } = reports;
    const notShown = images.missing === undefined ? [] : (assessed?.channels.image?.jobs ?? []);
    const asked = { isDraft: options.draft, isTagGiven: options.wish.kind === 'tag' };
    const rights = assessed && { jobs, uses: assessed.workflow.uses, ...asked, notShown };
    const unused = rights === undefined ? [] : findUnusedRights(rights);
    // Neither needs what the other finds.
    const [turns, state] =
      outcome === undefined
        ? [[], []]
        : await Promise.all([
            checkTurns(finished, outcome, progress),
            checkOutcome({
              ...{ findings: unused, outcome, facts, copy, hosted, environment, program, signal, progress },
              ...{ directory: workspace.folder('outsider'), versionBefore: metadata.version },
              ...{ trackingId: workspace.trackingId, onNotShown: (note) => settingNotes.push(note) },
            }),
          ]);
    const quiet = idle === undefined ? [] : await checkIdle(preparation, parts, progress);
    const checks = [...designed, ...turns, ...state, ...quiet, ...checkRuns(finished, world, progress)];
    const problems = [
      ...failures,
      ...listProblems({
        ...{ finished, runaway, checks, world },
        tag: failures.length > 0 || idle !== undefined ? 'no request was expected' : facts.tag,
        faultName: options.fault?.name,
      }),
    ];
    const total = clock.now();
    return assembleReport({
      ...{ startedMs, machine, hosted, copy, facts, outcome, checks, problems, image, idle, jobs: reports },
      stray: findStrayReason(finished, failures),
      command: host.command ?? [],
      project: {
        name: metadata.name || facts.name,
        backend: metadata.backend,
        // At a tag pushed by hand the files hold the new version already.
        versionBefore: options.wish.kind === 'tag' ? '' : metadata.version || facts.previousVersion,
        versionAfter: facts.version,
        tag: facts.tag,
        commit: facts.commit || facts.releasedCommit,
      },
      seconds: { total, own: Math.max(0, total - indexTime.stop(forwarded)) },
      phases: [
        { name: 'Set up', startedSeconds: 0, seconds: readyAt },
        { name: 'Checks', startedSeconds: checkedAt, seconds: total - checkedAt },
      ],
      setup: setup.help,
      irreversibleJobs: findIrreversibleJobs(preparation?.workflow.uses ?? [], options.index),
      findings: [...faults, ...unused],
      notes: [
        ...copy.notes,
        ...settingNotes,
        ...(missing === undefined ? [] : [`The image was not rehearsed: ${missing}.`]),
        ...finished.flatMap(({ result }) => result.notes),
      ],
      attempts: attempts.attempts,
      diff: await reportDiff(git, repository.gitDirectory, first.sha, facts.commit),
      fault:
        options.fault === undefined
          ? null
          : { name: options.fault.name, struck: world.gateway.faults.strikes },
    });
  } finally {
    progress.end();
    await design?.settled();
    await images.close();
    await world.close();
  }

  async function openProject(): Promise<Project> {
    if (options.project !== undefined) return inspectProject(git, options.project, options.allowDirty);
    const directory = workspace.folder('demo');
    await prepareSample(git, directory, reference, setting);
    return { ...(await inspectProject(git, directory, false)), repository: sampleRepository };
  }
}
