import { InputError } from '@slipway/core/errors/action-error';
import { findNearest } from '@slipway/core/inputs/find-nearest';
import type { NamedFault } from '@slipway/gateway/named-fault';
import { tryParseVersion } from '@slipway/python/version/parse-version';
import { findNamedFault, namedFaults } from '@slipway/world/named-faults';
import { type OptionTable, readOptions, renderOptions } from '../command-line/option-table.ts';
import { checkOutputFile } from '../command-line/output-files.ts';
import { rehearsalUsage } from '../command-line/own-command.ts';
import { cliErrors } from '../errors.ts';
import type { AskedIndex } from '../expectations/find-channels.ts';
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
  /** The package index that is asked for; undefined: that of the workflow. */
  readonly index?: AskedIndex | undefined;
  /** What the release waits for; undefined: as the workflow says. */
  readonly gate?: 'environment' | 'release' | undefined;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly fault: NamedFault | undefined;
  /** The names of the faults are asked for, and nothing else. */
  readonly listFaults?: boolean;
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

const options = {
  project: { value: 'DIR', help: 'top folder of a git working copy', preset: 'the bundled sample' },
  workflow: { value: 'FILE', help: 'path inside the project', preset: '.github/workflows/release.yml' },
  bump: {
    value: 'KIND',
    help: 'auto, major, minor, patch, pre, a, b, rc, post, dev, release',
    preset: 'that of the workflow',
  },
  version: { value: 'V', help: 'exact version to release instead of a bump' },
  tag: { value: 'TAG', help: 'release this tag, as if it had been pushed by hand' },
  package: { value: 'NAME', help: 'package to release in a repository with several, by name or directory' },
  index: { value: 'NAME', help: 'package index to publish to: pypi, testpypi or none', preset: 'pypi' },
  gate: {
    value: 'GATE',
    help: 'environment, or release: the run stops at a draft, which a person publishes (docs/environments.md)',
    preset: 'as the workflow says',
  },
  draft: { help: 'keep the GitHub release as a draft' },
  prerelease: { help: 'mark the GitHub release as a pre-release' },
  fault: { value: 'NAME', help: 'inject a failure into one service; "list" prints the names' },
  'rerun-all': { help: 'after the release, re-run all its jobs and check that nothing changed' },
  settings: { value: 'FILE', help: 'recorded settings of GitHub and PyPI (docs/settings.md)' },
  json: { value: 'FILE', help: 'write the report as JSON' },
  html: { value: 'FILE', help: 'write the report as an HTML page' },
  open: { help: 'open the page in your browser' },
  keep: { value: 'DIR', help: 'work in this empty folder and keep its files' },
  stub: {
    value: 'ACTION',
    multiple: true,
    help: 'replace an action of others, such as owner/action=name=value with its outputs; can be repeated',
  },
  'allow-dirty': { help: 'rehearse the committed tree even if the working copy has changes' },
  help: { help: 'show this help', short: 'h' },
} as const satisfies OptionTable;

export const rehearseHelp = `Usage: ${rehearsalUsage('[options]')}

Performs a complete release of a Python project on this machine: the real workflow file, the shipped actions, and emulated
services on loopback. Nothing is published, and the project's folder is never modified.

${renderOptions(options)}
Exit code: 0 all checks passed, or there is nothing to release; 1 the release or a check failed; 2 the options or the project
are invalid; 3 a required program is missing.
`;

/** The names of all faults with what each does. */
export const faultList: string = namedFaults.map(({ name, summary }) => `  ${name}: ${summary}\n`).join('');

const usage = (message: string, hint: string): InputError =>
  new InputError(cliErrors.E_REHEARSE_USAGE, { message, hint });

function readWish(bump?: string, version?: string, tag?: string): ReleaseWish {
  const given = [bump, version, tag].filter((value) => value !== undefined);
  if (given.length > 1)
    throw usage('only one of --bump, --version and --tag can be used', 'Remove the others.');
  if (given.includes('')) throw usage('--bump, --version and --tag need a value', 'Add the value.');
  if (bump !== undefined) return { kind: 'bump', bump };
  if (version !== undefined) {
    if (tryParseVersion(version) === undefined)
      throw usage(
        `--version "${version}" is not valid under PEP 440`,
        'Pass a version such as 1.2.0 or 2.0.0rc1.',
      );
    return { kind: 'version', version };
  }
  return tag === undefined ? { kind: 'default' } : { kind: 'tag', tag: tag.replace(/^refs\/tags\//, '') };
}

function readFault(name: string | undefined): NamedFault | undefined {
  if (name === undefined || name === 'list') return undefined;
  const fault = findNamedFault(name);
  if (fault !== undefined) return fault;
  const nearest = findNearest(
    name,
    namedFaults.map((known) => known.name),
  );
  throw usage(
    `unknown fault "${name}"`,
    nearest === undefined
      ? '"--fault list" prints the names of all faults.'
      : `Did you mean ${nearest}? "--fault list" prints all names.`,
  );
}

function readIndex(name: string | undefined): AskedIndex | undefined {
  if (name === undefined || name === 'pypi' || name === 'testpypi' || name === 'none') return name;
  throw usage(`unknown index "${name}"`, 'Use pypi, testpypi or none.');
}

function readGate(gate: string | undefined, isDraft: boolean): RehearseOptions['gate'] {
  if (gate === 'release' && isDraft)
    throw usage(
      '--draft and --gate release cannot be used together',
      'A draft stays one; leave out --draft.',
    );
  if (gate === undefined || gate === 'environment' || gate === 'release') return gate;
  throw usage(`unknown gate "${gate}"`, 'Use environment or release.');
}

/** Reads the words after `rehearse`. @throws InputError E_REHEARSE_USAGE */
export function parseRehearseOptions(words: readonly string[]): RehearseOptions {
  const { values } = readOptions(words, options, 0, usage);
  const { project, workflow, json, html, keep, settings, fault } = values;
  checkOutputFile('--json', json, usage);
  checkOutputFile('--html', html, usage);
  return {
    ...{ project, workflow, json, html, keep, settings },
    wish: readWish(values.bump, values.version, values.tag),
    package: values.package,
    index: readIndex(values.index),
    gate: readGate(values.gate, values.draft),
    draft: values.draft,
    prerelease: values.prerelease,
    fault: readFault(fault),
    listFaults: fault === 'list',
    rerunAll: values['rerun-all'],
    open: values.open,
    allowDirty: values['allow-dirty'],
    stubs: readStubs(values.stub ?? []),
    help: values.help,
  };
}
