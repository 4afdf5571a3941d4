import { bumpOfKind, type Cell } from '../expectations/cell.ts';
import type { RehearsalReport } from '../report/report.ts';
import type { RehearsalSetting } from './rehearsal-setting.ts';
import type { RehearsalHost } from './rehearse.ts';
import type { RehearseOptions } from './rehearse-options.ts';
import { performRehearsal } from './run-rehearsal.ts';

/** One cell to be rehearsed with the bundled sample, in this process. */
export interface CellRehearsal {
  readonly cell: Cell;
  /** Instead of the bundled `release.yml`. */
  readonly workflowText?: string | undefined;
  /** The programs of `PATH` decide whether images can be built. */
  readonly host: RehearsalHost;
  /** The rehearsal works in this empty folder and leaves it. Default: a temporary folder that is removed. */
  readonly keep?: string | undefined;
  /** Existing folder for what package managers download, shared by several rehearsals. */
  readonly downloads?: string | undefined;
  /** What the release waits for. Default: as the workflow says. */
  readonly gate?: RehearseOptions['gate'];
  /** Told of the world just before a person publishes the draft. */
  readonly onGate?: RehearsalSetting['onGate'];
  /** Told of the world as the runs have left it. */
  readonly onReleased?: RehearsalSetting['onReleased'];
}

/**
 * Rehearses a workflow in one cell with the bundled sample. Whatever goes wrong is in the report, whose `ok` says whether
 * everything held.
 * @throws the reason of the signal
 */
export async function rehearseCell(rehearsal: CellRehearsal): Promise<RehearsalReport> {
  const { cell, workflowText, host, keep, downloads, gate, onGate, onReleased } = rehearsal;
  const options = {
    ...{
      project: undefined,
      workflow: undefined,
      wish: { kind: 'bump', bump: bumpOfKind[cell.kind] } as const,
    },
    ...{ draft: cell.draft, prerelease: cell.prerelease, fault: undefined, json: undefined, html: undefined },
    ...{
      index: cell.index,
      gate,
      keep,
      allowDirty: false,
      help: false,
      open: false,
      rerunAll: false,
      settings: undefined,
    },
  };
  const setting = {
    private: cell.private,
    first: cell.first,
    image: cell.image,
    workflowText,
    downloads,
    onGate,
    onReleased,
  };
  const { report } = await performRehearsal(options, host, setting);
  return report;
}
