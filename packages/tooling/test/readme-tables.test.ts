import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseActionMetadata } from '../src/pages/action-metadata.ts';
import { refreshReadmes, renderTables, replaceBlock } from '../src/pages/readme-tables.ts';

const metadata = `name: demo
inputs:
  path:
    description: |
      Folder of the project,
      a | b
    default: .
  token:
    required: true
    description: Token
  scheme:
    required: true
    default: v
    description: Scheme
outputs:
  files:
    description: The file list
`;

describe('README tables', () => {
  it('the tables show default, requirement and description in the order of action.yml', () => {
    expect(renderTables(parseActionMetadata(metadata)).split('\n')).toEqual([
      '### Inputs',
      '',
      '| Input | Default | Description |',
      '|---|---|---|',
      '| `path` | `.` | Folder of the project, a \\| b |',
      '| `token` | **required** | Token |',
      '| `scheme` | `v` | Scheme |',
      '',
      '### Outputs',
      '',
      '| Output | Description |',
      '|---|---|',
      '| `files` | The file list |',
    ]);
  });

  it('only the text between the markers is replaced', () => {
    expect(replaceBlock('a\n<!-- api-start -->\nold\n<!-- api-end -->\nb\n', 'new')).toBe(
      'a\n<!-- api-start -->\nnew\n<!-- api-end -->\nb\n',
    );
    expect(replaceBlock('no markers', 'new')).toBeUndefined();
  });

  it('outdated tables are reported in a check and rewritten otherwise', async () => {
    const root = await mkdtemp(join(tmpdir(), 'slipway-docs-'));
    try {
      const readme = join(root, 'actions/demo/README.md');
      await mkdir(join(root, 'actions/demo'), { recursive: true });
      await writeFile(join(root, 'actions/demo/action.yml'), metadata);
      expect(await refreshReadmes(root, true)).toEqual(['actions/demo/README.md: is missing']);
      await writeFile(readme, '# Demo\n<!-- api-start -->\n<!-- api-end -->\n');
      expect(await refreshReadmes(root, true)).toEqual([expect.stringContaining('differ from action.yml')]);
      expect(await readFile(readme, 'utf8')).not.toContain('| `path` |');
      expect(await refreshReadmes(root, false)).toEqual(['actions/demo/README.md: written']);
      expect(await refreshReadmes(root, true)).toEqual([]);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
