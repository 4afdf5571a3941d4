import { parseArgs } from 'node:util';

/** The words of `npm run test:projects`, checked. */
export interface ProjectOptions {
  /** Folder with the projects. */
  readonly folder: string;
  /** Only these; all of them when empty. */
  readonly names: readonly string[];
  /** Kinds of bump; `tag` pushes the tag of the next version by hand. */
  readonly bumps: readonly string[];
  /** Only the bump, without builds. */
  readonly plan: boolean;
  /** Where the table is written, without an ending. */
  readonly out: string | undefined;
  readonly help: boolean;
}

export const projectHelp = `Usage: npm run test:projects -- FOLDER [name…] [options]

Rehearses releases of the projects in FOLDER and compares each with what git, PEP 440 and the project's own tags say is
right. FOLDER contains git repositories with their history and tags, and unpacked sdists. FOLDER/projects.json is optional:
{"demo": {"path": "packages/demo", "tagFormat": "demo-v{version}", "metadata": false}}. A run that was stopped continues.

  --plan          run the version bump alone, against the emulated GitHub: seconds a project
  --bump KIND     minor, auto, patch or major; tag releases at a tag pushed by hand. May be repeated.
                  Default: minor and auto; without --plan, tag for versions that come from tags
  --out FILE      write FILE.json and FILE.md; default: in ~/.cache/slipway-projects
`;

const known = new Set(['minor', 'auto', 'patch', 'major', 'tag']);

/** @throws Error with the words that are wrong */
export function parseProjectOptions(words: readonly string[]): ProjectOptions {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      plan: { type: 'boolean', default: false },
      bump: { type: 'string', multiple: true, default: [] },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [folder = '', ...names] = positionals;
  const wrong = values.bump.find((kind) => !known.has(kind));
  if (wrong !== undefined) throw new Error(`"${wrong}" is not a kind of bump.`);
  if (values.plan && values.bump.includes('tag')) throw new Error('--plan runs no release at a tag.');
  if (folder === '' && !values.help) throw new Error('Name the folder with the projects.');
  const defaults = values.plan ? ['minor', 'auto'] : ['minor', 'auto', 'tag'];
  const bumps = values.bump.length > 0 ? values.bump : defaults;
  return { folder, names, bumps, plan: values.plan, out: values.out, help: values.help };
}
