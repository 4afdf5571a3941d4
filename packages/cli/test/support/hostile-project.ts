import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { git, temporaryFolder, writeFiles } from './fixture-project.ts';

const sample = fileURLToPath(new URL('../../sample', import.meta.url));

/** A word that is never shown whole: no report gets wider or longer by it. */
export const longWord = 'W'.repeat(10_000);
/** Right-to-left override: what follows is read backwards. */
const override = '\u202e';

/** Markup, scripts, addresses, controls and commands, as one line. `mark` tells where a finding comes from. */
const attack = (mark: string): string =>
  [
    `<script>alert("${mark}")</script>`,
    `<img src=x onerror=alert("${mark}")>`,
    `</style></pre></details><style>*{display:none}</style>`,
    `[click](javascript:alert("${mark}"))`,
    `${override}${mark}`,
    '\u001b[31m\u001b[2J',
    '@everyone',
  ].join(' ');

/** Lines that a runner takes for commands when a step prints them. */
const commands = [
  '::error title=E_OWNED::owned by a log',
  '::set-output name=files::[]',
  '::add-mask::demo',
  '::stop-commands::owned',
  '##[error]owned by a log',
  '##vso[task.setvariable variable=owned]1',
];

const hook = `
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LINES = ${JSON.stringify([...commands, attack('log'), longWord])}


class Hook(BuildHookInterface):
    def initialize(self, version, build_data):
        for line in LINES:
            print(line, flush=True)
`;

const changelog = `## [Unreleased]

### Added

- A thing ${attack('changelog')}
- ${longWord}
- ::error::owned by a changelog

`;

/** Commits as anybody can make them, by an author whose name is markup. */
function commit(folder: string, subject: string, body: string): void {
  const name = `Eve & [x](javascript:alert("author")) ${override}::error::owned by an author`;
  git(
    folder,
    ...['-c', `user.name=${name}`, '-c', 'user.email=eve@example.invalid'],
    ...['commit', '--quiet', '-m', subject, '-m', body],
  );
}

/** The sample, released once as 1.1.0, in which every text that a stranger could write is an attack. */
export function createHostileProject(workflow: string): string {
  const folder = join(temporaryFolder(), 'demo');
  mkdirSync(folder);
  cpSync(sample, folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '-m', 'feat: greet');
  git(folder, 'tag', '--annotate', '-m', '1.1.0', '1.1.0');
  const pyproject = readFileSync(join(folder, 'pyproject.toml'), 'utf8');
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const old = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8');
  const at = old.search(/^## /m);
  writeFiles(folder, {
    '.github/workflows/release.yml': workflow.replace(
      '- name: Build the package\n',
      `- name: ${JSON.stringify(`Build ${attack('step')}`)}\n`,
    ),
    'hatch_build.py': hook,
    'pyproject.toml': `${pyproject.replace(
      /^description = .*$/m,
      `description = ${JSON.stringify(`Greets ${attack('description').replaceAll('\u001b', '')}`)}\nauthors = [{ name = ${JSON.stringify(`Eve ${override}<script>alert("metadata")</script>`)} }]`,
    )}\n[tool.hatch.build.hooks.custom]\n`,
    'README.md': `${readme}\n${attack('readme')}\n`,
    'CHANGELOG.md': `${old.slice(0, at)}${changelog}${old.slice(at).replace(/^## \[?Unreleased\]?[^\n]*\n(?:[\s\S]*?)(?=^## )/m, '')}`,
  });
  writeFileSync(join(folder, 'src/demo/notes <b>&amp;.txt'), 'a file with a name\n');
  git(folder, 'add', '--all');
  commit(
    folder,
    `feat: a thing ${attack('subject').replaceAll('\u001b', '')}`,
    `${attack('body')}\n\n${longWord}`,
  );
  git(folder, 'remote', 'add', 'origin', 'https://github.com/octo-org/demo.git');
  return folder;
}
