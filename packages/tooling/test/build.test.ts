import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';
import { readTree } from '../src/bundles/tree.ts';
import { runTool, type ToolResult } from '../src/tools/run-tool.ts';

const buildScript = join(repositoryRoot, 'packages/tooling/src/build.ts');
const build = (root: string, ...args: readonly string[]): Promise<ToolResult> =>
  runTool(process.execPath, [buildScript, '--root', root, ...args]);

const mainSource = `import { parse } from 'yaml';
import { greeting } from './greeting.ts';
const { parseTOML } = await import('toml-eslint-parser');
console.log(greeting + String(parse('42')), parseTOML('a = 1').type);
`;

async function writeRepository(root: string): Promise<void> {
  await mkdir(join(root, 'actions/greet/src'), { recursive: true });
  await mkdir(join(root, 'actions/broken/src'), { recursive: true });
  await cp(join(repositoryRoot, 'tsconfig.json'), join(root, 'tsconfig.json'));
  await symlink(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
  await writeFile(join(root, 'actions/greet/package.json'), '{"name":"greet","type":"module"}\n');
  await writeFile(join(root, 'actions/greet/src/main.ts'), mainSource);
  await writeFile(join(root, 'actions/greet/src/greeting.ts'), "export const greeting: string = 'hello ';\n");
  await writeFile(join(root, 'actions/broken/src/main.ts'), "export const count: number = 'three';\n");
}

describe('npm run build', { timeout: 120_000 }, () => {
  let home: string;
  let first: string;
  let second: string;
  let built: ToolResult;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'slipway-tooling-'));
    first = join(home, 'one');
    second = join(home, 'a longer folder name');
    await writeRepository(first);
    await writeRepository(second);
    await mkdir(join(first, 'dist/greet'), { recursive: true });
    await mkdir(join(first, 'dist/other'), { recursive: true });
    await writeFile(join(first, 'dist/greet/17.index.js'), 'a chunk of an earlier build');
    await writeFile(join(first, 'dist/other/index.js'), 'not mine');
    built = await build(first, 'greet');
  }, 120_000);

  afterAll(() => rm(home, { recursive: true, force: true }));

  it('an action is bundled while a different one does not compile', () => {
    expect(built.output).toMatch(/^dist\/greet: written/);
    expect(built.exitCode).toBe(0);
  });

  it('the file and the line of an action that does not compile are named', async () => {
    const { exitCode, output } = await build(first, 'broken');
    expect(exitCode).toBe(1);
    expect(output).toContain('actions/broken/src/main.ts(1,14)');
    expect(output).toContain("Type 'string' is not assignable to type 'number'");
  });

  it('an unknown action is rejected with the list of existing ones', async () => {
    const { exitCode, output } = await build(first, 'gret');
    expect(exitCode).toBe(1);
    expect(output).toContain('no action is called gret; there are: broken, greet');
  });

  it('a bundle runs and is declared as an ES module', async () => {
    const { output } = await runTool(process.execPath, [join(first, 'dist/greet/index.js')], { cwd: '/' });
    expect(output).toBe('hello 42 Program\n');
    expect(JSON.parse(await readFile(join(first, 'dist/greet/package.json'), 'utf8'))).toEqual({
      type: 'module',
    });
  });

  it('chunks of an earlier build are removed and other bundles are kept', async () => {
    const tree = await readTree(join(first, 'dist'));
    expect([...tree.keys()]).not.toContain('greet/17.index.js');
    expect([...tree.keys()]).toContain('other/index.js');
  });

  it('the packages of every chunk are listed with their license text', async () => {
    const text = await readFile(join(first, 'dist/greet/licenses.txt'), 'utf8');
    expect(text).toMatch(/^toml-eslint-parser \d+\.\d+\.\d+\nMIT\n\nMIT License/m);
    expect(text).toMatch(/^eslint-visitor-keys \d+\.\d+\.\d+\nApache-2\.0\n/m);
    expect(text).toMatch(/^yaml 2\.\d+\.\d+\nISC\n\nCopyright/m);
    expect(text).not.toMatch(/^@slipway/m);
  });

  it('a build in a different folder produces the same bytes', async () => {
    expect((await build(second, 'greet')).exitCode).toBe(0);
    const inFirst = await readTree(join(first, 'dist/greet'));
    const inSecond = await readTree(join(second, 'dist/greet'));
    expect([...inSecond.keys()]).toEqual([...inFirst.keys()]);
    for (const [path, bytes] of inFirst)
      expect(Buffer.compare(inSecond.get(path) ?? Buffer.of(), bytes)).toBe(0);
  });

  it('a check names changed and stale files and writes nothing', async () => {
    expect((await build(second, '--check', 'greet')).exitCode).toBe(0);
    await writeFile(
      join(second, 'actions/greet/src/greeting.ts'),
      "export const greeting: string = 'goodbye ';\n",
    );
    await writeFile(join(second, 'dist/greet/99.index.js'), 'nobody wrote this');
    const before = await readTree(join(second, 'dist'));
    const { exitCode, output } = await build(second, '--check', 'greet');
    expect(exitCode).toBe(1);
    expect(output).toContain('changed dist/greet/index.js');
    expect(output).toContain('stale dist/greet/99.index.js');
    expect(await readTree(join(second, 'dist'))).toEqual(before);
  });
});
