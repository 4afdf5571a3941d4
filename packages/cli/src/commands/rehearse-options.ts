import { parseArgs } from 'node:util';
import { InputError } from '@slipway/core/errors/action-error';
import type { NamedFault } from '@slipway/gateway/named-fault';
import { findNamedFault, namedFaults } from '@slipway/world/named-faults';
import { cliErrors } from '../errors.ts';
import { checkOutputFile } from './output-files.ts';
import { readStubs, type Stubs } from './stub-option.ts';

/** What the rehearsed release is asked to do. */
export type ReleaseWish =
  | { readonly kind: 'default' }
  | { readonly kind: 'bump'; readonly bump: string }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'tag'; readonly tag: string };

/** The words of `rehearse`, checked. */
export interface RehearseOptions {
  /** Undefined: the bundled sample. */
  readonly project: string | undefined;
  /** Undefined: `.github/workflows/release.yml`. */
  readonly workflow: string | undefined;
  readonly wish: ReleaseWish;
  /** The package to release, in a repository of several; undefined: the root, or the one that the tag names. */
  readonly package?: string | undefined;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly fault: NamedFault | undefined;
  /** After the release, all jobs of its run are started again. */
  readonly rerunAll: boolean;
  /** File with recorded settings; undefined: those that the set-up help describes. */
  readonly settings: string | undefined;
  readonly json: string | undefined;
  readonly html: string | undefined;
  /** The page is opened in the browser; without `html` it is written into a temporary folder. */
  readonly open: boolean;
  /** Everything the rehearsal wrote is in this folder and stays. */
  readonly keep: string | undefined;
  readonly allowDirty: boolean;
  /** Actions of others that are replaced by what does nothing. */
  readonly stubs?: Stubs;
  readonly help: boolean;
}

export const rehearseHelp = `Usage: npm run rehearse -- [options]

Performs a complete release of a Python project on this machine: the real workflow file, the shipped actions, and emulated
services on loopback. Nothing is published, and the project's folder is never modified.

  --project DIR      top folder of a git working copy (default: the bundled sample)
  --workflow FILE    path inside the project (default: .github/workflows/release.yml)
  --bump KIND        auto, major, minor, patch, pre, a, b, rc, post, dev, release
  --version V        exact version to release instead of a bump
  --tag TAG          release this tag, as if it had been pushed by hand
  --package NAME     package to release in a repository with several, by name or directory
  --draft            keep the GitHub release as a draft
  --prerelease       mark the GitHub release as a pre-release
  --fault NAME       inject a failure into one service (an unknown name prints the list)
  --rerun-all        after the release, re-run all its jobs and check that nothing changed
  --settings FILE    recorded settings of GitHub and PyPI (docs/settings.md)
  --json FILE        write the report as JSON
  --html FILE        write the report as an HTML page
  --open             open the page in your browser
  --keep DIR         work in this empty folder and keep its files
  --allow-dirty      rehearse the committed tree even if the working copy has changes
  --stub ACTION      replace an action of others, such as owner/action=name=value with its outputs; can be repeated
  --engine own       the built-in runner, the only engine

Exit code: 0 all checks passed, or there is nothing to release; 1 the release or a check failed; 2 the options or the project
are invalid; 3 a required program is missing.
`;

const usage = (message: string, hint?: string): InputError =>
  new InputError(cliErrors.E_REHEARSE_USAGE, { message, hint });

function readWish(bump?: string, version?: string, tag?: string): ReleaseWish {
  const given = [bump, version, tag].filter((value) => value !== undefined);
  if (given.length > 1)
    throw usage('Only one of --bump, --version and --tag can be used.', 'Remove the others.');
  if (given.includes('')) throw usage('--bump, --version and --tag require a value.');
  if (bump !== undefined) return { kind: 'bump', bump };
  if (version !== undefined) return { kind: 'version', version };
  return tag === undefined ? { kind: 'default' } : { kind: 'tag', tag: tag.replace(/^refs\/tags\//, '') };
}

function readFault(name: string | undefined): NamedFault | undefined {
  if (name === undefined) return undefined;
  const fault = findNamedFault(name);
  if (fault !== undefined) return fault;
  const list = namedFaults.map((known) => `  ${known.name}: ${known.summary}`).join('\n');
  throw usage(`Unknown fault "${name}".`, `Available faults:\n${list}`);
}

/** Reads the words after `rehearse`. @throws InputError E_REHEARSE_USAGE */
export function parseRehearseOptions(words: readonly string[]): RehearseOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const parse = () =>
    parseArgs({
      args: [...words],
      options: {
        project: text,
        workflow: text,
        bump: text,
        version: text,
        tag: text,
        package: text,
        draft: flag,
        prerelease: flag,
        fault: text,
        'rerun-all': flag,
        engine: text,
        settings: text,
        json: text,
        html: text,
        open: flag,
        keep: text,
        stub: { ...text, multiple: true },
        'allow-dirty': flag,
        help: { ...flag, short: 'h' },
      },
    });
  let values: ReturnType<typeof parse>['values'];
  try {
    ({ values } = parse());
  } catch (cause) {
    throw new InputError(cliErrors.E_REHEARSE_USAGE, {
      message: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
  const { engine = 'own', project, workflow, json, html, keep } = values;
  checkOutputFile('--json', json);
  checkOutputFile('--html', html);
  if (engine !== 'own') {
    throw usage(
      `--engine ${engine} is not available. Rehearsals always use the built-in runner.`,
      engine === 'act'
        ? 'Remove --engine. To run the same workflow with act, use "npm run test:peers".'
        : 'Remove --engine, or use --engine own.',
    );
  }
  return {
    project,
    workflow,
    wish: readWish(values.bump, values.version, values.tag),
    package: values.package,
    draft: values.draft,
    prerelease: values.prerelease,
    fault: readFault(values.fault),
    rerunAll: values['rerun-all'],
    settings: values.settings,
    json,
    html,
    open: values.open,
    keep,
    allowDirty: values['allow-dirty'],
    stubs: readStubs(values.stub ?? []),
    help: values.help,
  };
}
