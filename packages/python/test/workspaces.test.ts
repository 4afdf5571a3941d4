import { describe, expect, it } from 'vitest';
import { discoverProject } from '../src/project/discover-project.ts';
import { bumpFiles } from './bump-files.ts';
import { projectTree } from './project-files.ts';

type Files = Readonly<Record<string, string>>;

const member = (name: string, version: string, dependencies: readonly string[] = []): string =>
  `[project]\nname = "${name}"\nversion = "${version}"\ndependencies = ${JSON.stringify(dependencies)}\n[build-system]\nbuild-backend = "hatchling.build"\n`;
const members: Files = {
  'packages/liba/pyproject.toml': member('liba', '1.2.0'),
  'packages/lib.B/pyproject.toml': member('Lib_B', '1.2.0', [
    'LibA[x]==1.2.0',
    'liba-extra==1.2.0',
    'liba>=1.2.0',
    'other==1.2.0',
    'liba==1.1.0',
  ]),
  'packages/old/pyproject.toml': member('old', '0.1'),
};
const workspace = '[tool.uv.workspace]\nmembers = ["packages/*"]\nexclude = ["packages/old"]\n';

const lock = (version: string): string => `version = 1
revision = 3

[manifest]
members = ["lib-b", "liba"]

[[package]]
name = "dep"
version = "1.2.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "lib-b"
version = "1.2.0"
source = { editable = "packages/lib.B" }
dependencies = [{ name = "liba" }]

[package.metadata]
requires-dist = [{ name = "liba", specifier = "==${version}" }, { name = "dep", specifier = "==1.2.0" }]

[[package]]
name = "liba"
version = "${version}"
source = { editable = "packages/liba" }

[[package]]
name = "root"
source = { virtual = "." }
`;

describe('the root of a workspace', () => {
  it.each<[string, string]>([
    [
      'package = false',
      `[project]\nname = "root"\nversion = "0"\n[build-system]\nrequires = []\n[tool.uv]\npackage = false\n${workspace}`,
    ],
    ['no [project]', workspace],
    ['no [build-system]', `[project]\nname = "root"\nversion = "0"\n${workspace}`],
  ])(
    'a workspace root with %s is rejected, and its members are named with their paths',
    async (_, pyproject) => {
      const error = await discoverProject(projectTree({ ...members, 'pyproject.toml': pyproject })).catch(
        (cause: unknown) => cause,
      );
      expect(error).toMatchObject({ code: 'E_WORKSPACE_ROOT', hint: expect.stringContaining('"path"') });
      expect(String(error)).toContain(
        'Its members are Lib_B ("path: packages/lib.B"), liba ("path: packages/liba").',
      );
    },
  );

  it('a Poetry root is rejected, and the packages that it depends on by their path are named', async () => {
    const pyproject =
      '[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\npython = "^3.9"\nliba = { path = "packages/liba", develop = true }\n[tool.poetry.group.dev.dependencies]\nold = { path = "./packages/old" }\n';
    await expect(discoverProject(projectTree({ ...members, 'pyproject.toml': pyproject }))).rejects.toThrow(
      'pyproject.toml sets [tool.poetry] package-mode = false. Its members are liba ("path: packages/liba"), old ("path: packages/old").',
    );
  });

  it('the patterns of the members are named where the files cannot be listed', async () => {
    const { read } = projectTree({ 'pyproject.toml': workspace });
    await expect(discoverProject({ read })).rejects.toThrow('Its members are packages/*.');
  });

  it.each<[string, string]>([
    ['is a package too', `${member('root', '1.2.0')}${workspace}`],
    ['says so', `[project]\nname = "root"\nversion = "1.2.0"\n[tool.uv]\npackage = true\n${workspace}`],
  ])('a workspace root that %s is released', async (_, pyproject) => {
    expect((await bumpFiles({ ...members, 'pyproject.toml': pyproject })).version).toBe('1.2.0');
  });
});

describe('a folder without a project', () => {
  it.each<[string, Files]>([
    ['no project file', {}],
    ['settings of tools only', { 'pyproject.toml': '[tool.ruff]\nline-length = 99\n' }],
  ])('a folder with %s is rejected, and the projects below it are named', async (_, files) => {
    const error = await discoverProject(projectTree({ ...members, ...files })).catch(
      (cause: unknown) => cause,
    );
    expect(error).toMatchObject({ code: 'E_PROJECT_MISSING' });
    expect(String(error)).toContain(
      'Projects were found at "path: packages/lib.B", "path: packages/liba", "path: packages/old".',
    );
  });
});

describe('a member of a workspace', () => {
  const files: Files = { ...members, 'pyproject.toml': workspace, 'uv.lock': lock('1.2.0') };
  const folder = 'packages/liba';

  it('a member is bumped with its entry in the lock file and with exact pins of its siblings', async () => {
    const { edited } = await bumpFiles(files, { folder, to: '1.3.0' });
    expect(edited).toEqual({
      'pyproject.toml': member('liba', '1.3.0'),
      '../../uv.lock': lock('1.3.0'),
      '../../packages/lib.B/pyproject.toml': files['packages/lib.B/pyproject.toml']?.replace(
        'LibA[x]==1.2.0',
        'LibA[x]==1.3.0',
      ),
    });
  });

  it('a member that nobody pins leaves its siblings unchanged', async () => {
    const { edited } = await bumpFiles(files, { folder: 'packages/lib.B', to: '1.3.0' });
    expect(Object.keys(edited)).toEqual(['../../uv.lock', 'pyproject.toml']);
    expect(edited['../../uv.lock']).toBe(
      lock('1.2.0').replace('name = "lib-b"\nversion = "1.2.0"', 'name = "lib-b"\nversion = "1.3.0"'),
    );
  });

  it('a member moves with the project when its project file is an additional file', async () => {
    const root = `${member('root', '1.2.0', ['liba==1.2.0'])}${workspace}`;
    const rootLock = lock('1.2.0').replace('name = "root"\n', 'name = "root"\nversion = "1.2.0"\n');
    const { edited } = await bumpFiles(
      { ...files, 'pyproject.toml': root, 'uv.lock': rootLock },
      { to: '1.3.0', extraFiles: ['packages/liba/pyproject.toml'] },
    );
    expect(edited).toEqual({
      'pyproject.toml': root.replaceAll('1.2.0', '1.3.0'),
      'packages/liba/pyproject.toml': member('liba', '1.3.0'),
      'packages/lib.B/pyproject.toml': files['packages/lib.B/pyproject.toml']?.replace(
        'LibA[x]==1.2.0',
        'LibA[x]==1.3.0',
      ),
      'uv.lock': lock('1.3.0').replace('name = "root"\n', 'name = "root"\nversion = "1.3.0"\n'),
    });
  });

  it('a lock file without the version is not edited', async () => {
    const dynamic = lock('1.2.0')
      .replace('name = "liba"\nversion = "1.2.0"\n', 'name = "liba"\n')
      .replace('"==1.2.0" }, {', '">=1" }, {');
    const { edited } = await bumpFiles({ ...files, 'uv.lock': dynamic }, { folder });
    expect(edited).not.toHaveProperty(['../../uv.lock']);
  });

  it('poetry.lock is not edited, because its hash does not cover the version', async () => {
    const poetry = '[tool.poetry]\nname = "x"\nversion = "1.2.3"\n';
    const { edited } = await bumpFiles({
      'pyproject.toml': poetry,
      'poetry.lock': '[[package]]\nname = "x"\nversion = "1.2.3"\n',
    });
    expect(Object.keys(edited)).toEqual(['pyproject.toml']);
  });
});

describe('a crate', () => {
  const pyproject =
    '[build-system]\nbuild-backend = "maturin"\n[project]\nname = "demo"\ndynamic = ["version"]\n';
  const cargoLock = (own: string, core = own): string =>
    `version = 4\n\n[[package]]\nname = "core"\nversion = "${core}"\n\n[[package]]\nname = "demo"\nversion = "0.1.0"\nsource = "registry+https://example.com"\n\n[[package]]\nname = "demo"\nversion = "${own}"\ndependencies = ["core"]\n`;

  it.each([
    ['0.1.1rc1', '0.1.1-rc.1'],
    ['0.2.0a3.dev4', '0.2.0-alpha.3.dev.4'],
    ['0.1.0.post1', '0.1.0-post.1'],
    ['1', '1.0.0'],
  ])('a crate is bumped to %s in the spelling of Cargo, with its entry in Cargo.lock', async (to, cargo) => {
    const manifest = '[package]\nname = "demo"\nversion = "0.1.0"\n[dependencies]\nserde = "0.1.0"\n';
    const { edited } = await bumpFiles(
      { 'pyproject.toml': pyproject, 'Cargo.toml': manifest, 'Cargo.lock': cargoLock('0.1.0', '0.3.0') },
      { to },
    );
    expect(edited).toEqual({
      'Cargo.toml': manifest.replace('version = "0.1.0"', `version = "${cargo}"`),
      'Cargo.lock': cargoLock(cargo, '0.3.0'),
    });
  });

  it('a crate keeps the style of its pre-releases', async () => {
    const { version, edited } = await bumpFiles(
      { 'pyproject.toml': pyproject, 'Cargo.toml': '[package]\nname = "demo"\nversion = "0.7.0-beta1"\n' },
      { to: '0.7.0b2' },
    );
    expect(version).toBe('0.7.0b1');
    expect(edited['Cargo.toml']).toContain('"0.7.0-beta2"');
  });

  it('a crate that inherits its version moves the workspace and every crate that inherits it', async () => {
    const files = {
      'pyproject.toml': `${pyproject}[tool.maturin]\nmanifest-path = "crates/py/Cargo.toml"\n`,
      'Cargo.toml':
        '[workspace]\nmembers = ["crates/*"]\n[workspace.package]\nversion = "0.1.0"\n[workspace.dependencies]\ncore = { path = "crates/core", version = "=0.1.0" }\nserde = { version = "0.1.0" }\n',
      'crates/py/Cargo.toml': '[package]\nname = "demo"\nversion.workspace = true\n',
      'crates/core/Cargo.toml': '[package]\nname = "core"\nversion = { workspace = true }\n',
      'Cargo.lock': cargoLock('0.1.0'),
    };
    const { edited } = await bumpFiles(files, { to: '0.2.0b1' });
    expect(edited).toEqual({
      'Cargo.toml': files['Cargo.toml']
        .replace('[workspace.package]\nversion = "0.1.0"', '[workspace.package]\nversion = "0.2.0-beta.1"')
        .replace('=0.1.0', '=0.2.0-beta.1'),
      'Cargo.lock': cargoLock('0.2.0-beta.1'),
    });
  });

  it('a crate moves with the same version in pyproject.toml and stays with a different one', async () => {
    const fixed = '[build-system]\nbuild-backend = "maturin"\n[project]\nname = "demo"\nversion = "0.1.0"\n';
    const manifest = (version: string) => `[package]\nname = "demo"\nversion = "${version}"\n`;
    const same = await bumpFiles(
      { 'pyproject.toml': fixed, 'Cargo.toml': manifest('0.1.0') },
      { to: '0.2.0' },
    );
    expect(same.edited['Cargo.toml']).toBe(manifest('0.2.0'));
    const other = await bumpFiles(
      { 'pyproject.toml': fixed, 'Cargo.toml': manifest('3.0.0') },
      { to: '0.2.0' },
    );
    expect(Object.keys(other.edited)).toEqual(['pyproject.toml']);
  });

  it('a Cargo workspace above the project is found', async () => {
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["py"]\n[workspace.package]\nversion = "0.1.0"\n',
      'Cargo.lock': cargoLock('0.1.0', '0.3.0'),
      'py/Cargo.toml': '[package]\nname = "demo"\nversion.workspace = true\n',
      'py/pyproject.toml': pyproject,
    };
    const { edited } = await bumpFiles(files, { folder: 'py', to: '0.1.1' });
    expect(Object.keys(edited)).toEqual(['../Cargo.lock', '../Cargo.toml']);
  });
});
