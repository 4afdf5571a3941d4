import { arch, release as systemRelease, type as systemType } from 'node:os';
import { version as slipwayVersion } from '@slipway/core/version';
import { describeIdle } from '../checks/check-idle.ts';
import { describeExpectation } from '../expectations/describe-expectation.ts';
import type { Outcome } from '../expectations/judgement.ts';
import { readStoredFiles } from '../expectations/read-layers.ts';
import type { Finding } from '../findings/finding.ts';
import type { Machine } from '../machine/machine.ts';
import type { ProjectCopy } from '../project/project-copy.ts';
import type { HostedProject } from '../release/hosted-project.ts';
import type { ReleaseFacts } from '../release/release-facts.ts';
import type { SetupHelp } from '../settings/setup-help.ts';
import { emptyReport, reportFiles } from './build-report.ts';
import { reportChannels, reportChecks } from './channel-reports.ts';
import type { Check } from './check.ts';
import type { JobReports } from './job-reports.ts';
import type { AttemptReport, DiffReport, Problem, RehearsalReport } from './report.ts';

/** Everything that a rehearsal knows when it ends. */
export interface ReportParts {
  readonly startedMs: number;
  readonly command: readonly string[];
  readonly machine: Machine;
  readonly hosted: HostedProject;
  readonly copy: ProjectCopy;
  readonly project: RehearsalReport['project'];
  readonly seconds: RehearsalReport['seconds'];
  readonly phases: RehearsalReport['phases'];
  readonly setup: SetupHelp;
  readonly jobs: JobReports;
  readonly irreversibleJobs: readonly string[];
  readonly image: RehearsalReport['image'];
  readonly facts: ReleaseFacts;
  readonly outcome: Outcome | undefined;
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  /** Why nothing was released; undefined when something was, or was to be. */
  readonly idle: string | undefined;
  /** Why the pushed tag is not a release; undefined for the tag of a release. */
  readonly stray?: string | undefined;
  readonly notes: readonly string[];
  readonly attempts: readonly AttemptReport[];
  readonly diff: readonly DiffReport[];
  readonly fault: RehearsalReport['fault'];
}

/** Puts the report together. */
export function assembleReport(parts: ReportParts): RehearsalReport {
  const { hosted, copy, facts, outcome, machine, project, problems } = parts;
  const { repository, world } = hosted;
  const files = reportFiles(
    facts.files,
    facts.release,
    hosted.pypi.listFiles(),
    readStoredFiles(hosted.registry),
  );
  return {
    ...emptyReport(),
    ok: problems.length === 0 && facts.succeeded,
    startedAt: new Date(parts.startedMs).toISOString(),
    tools: {
      slipway: slipwayVersion,
      node: process.versions.node,
      python: machine.pythonVersion,
      git: machine.gitVersion,
      system: `${systemType()} ${systemRelease()}, ${arch()}`,
    },
    command: parts.command,
    repository: {
      fullName: repository.fullName,
      branch: copy.branch,
      workflow: copy.workflowPath,
      private: repository.private,
    },
    project,
    seconds: parts.seconds,
    phases: parts.phases,
    setup: parts.setup,
    ...parts.jobs,
    irreversibleJobs: parts.irreversibleJobs,
    files,
    image: parts.image,
    checks: reportChecks(parts.checks),
    channels: reportChannels({
      ...{ project, files, image: parts.image, checks: parts.checks },
      fullName: repository.fullName,
      expected: outcome?.expected,
      states: parts.attempts.at(-1)?.channels ?? [],
    }),
    attempts: parts.attempts,
    diff: parts.diff,
    findings: parts.findings,
    expectations: outcome === undefined ? [] : describeExpectation(outcome.subject, outcome.expected),
    hosts: world.journal.hosts(),
    problems,
    nothingToRelease: describeIdle(parts.idle) ?? parts.stray ?? null,
    notes: [...new Set(parts.notes)],
    release: previewRelease(facts.release),
    fault: parts.fault,
  };
}

function previewRelease(release: ReleaseFacts['release']): RehearsalReport['release'] {
  if (release === undefined) return null;
  return {
    tag: release.tagName,
    title: release.name ?? release.tagName,
    draft: release.draft,
    prerelease: release.prerelease,
    notes: release.body ?? '',
    assets: release.assets.map(({ name }) => name),
  };
}
