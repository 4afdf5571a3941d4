import { describe, expect, it } from 'vitest';
import { bumpFiles } from './bump-files.ts';

const setup = (head: string, version = 'version'): string =>
  `import os, re\nfrom setuptools import setup\n${head}\nsetup(name="demo", version=${version}, python_requires=">=3.9")\n`;
const literal = '"""Demo 0.0.1"""\n\n__version__ = "1.2.3"  # released\n__author__ = "x"\n';

describe('the version of a setup.py', () => {
  it.each([
    ['a constant', setup("VERSION = '1.2.3'", 'VERSION'), 'setup.py'],
    [
      'a constant in a function',
      setup('def main():\n    version = "1.2.3"\n    return version\nversion = main()'),
      'setup.py',
    ],
    [
      'options that are unpacked',
      "from setuptools import setup\nmeta = dict(name='demo', version='1.2.3')\nsetup(**meta)\n",
      'setup.py',
    ],
    [
      'a call below __main__',
      "import setuptools\nif __name__ == '__main__':\n    setuptools.setup(name='demo', version='1.2.3')\n",
      'setup.py',
    ],
    [
      're.search',
      setup(
        `with open(os.path.join("src", "demo", "__init__.py")) as f:\n    version = re.search(r'^__version__ *= *["\\']([^"\\']+)', f.read(), re.M).group(1)`,
      ),
      'src/demo/__init__.py',
    ],
    [
      're.compile and ast.literal_eval',
      setup(
        `import ast, io\n_re = re.compile(r'__version__\\s+=\\s+(.*)')\nwith io.open('src/demo/__init__.py', 'rb') as f:\n    version = str(ast.literal_eval(_re.search(f.read().decode('utf-8')).group(1).split('#')[0]))`,
      ),
      'src/demo/__init__.py',
    ],
    [
      'a named group',
      setup(
        `text = open('src/demo/__init__.py').read()\nversion = re.search(r'''__version__ = ['"](?P<v>[^'"]+)''', text)['v']`,
      ),
      'src/demo/__init__.py',
    ],
    [
      'a syntax tree',
      setup(
        `import ast\ndef get_version():\n    with open('src/demo/__init__.py') as f:\n        tree = ast.parse(f.read())\n    for node in tree.body:\n        if isinstance(node, ast.Assign):\n            for target in node.targets:\n                if getattr(target, 'id', None) == '__version__':\n                    return ast.literal_eval(node.value)\n    raise RuntimeError('none')`,
        'get_version()',
      ),
      'src/demo/__init__.py',
    ],
    [
      'a filtered syntax tree',
      setup(
        `import ast\nversion = None\nwith open('src/demo/__init__.py', 'rb') as f:\n    tree = ast.parse(f.read(), filename='x')\nassignments = filter(lambda x: isinstance(x, ast.Assign), tree.body)\nfor a in assignments:\n    if (len(a.targets) == 1 and isinstance(a.targets[0], ast.Name) and\n            a.targets[0].id == '__version__' and isinstance(a.value, ast.Str)):\n        version = a.value.s`,
      ),
      'src/demo/__init__.py',
    ],
    [
      'lines of a file',
      setup(
        `def read(path):\n    here = os.path.abspath(os.path.dirname(__file__))\n    with open(os.path.join(here, path)) as fp:\n        return fp.read()\ndef get_version(path):\n    for line in read(path).splitlines():\n        if line.startswith('__version__'):\n            delim = '"' if '"' in line else "'"\n            return line.split(delim)[1]\n    raise RuntimeError('no version')`,
        'get_version("src/demo/__init__.py")',
      ),
      'src/demo/__init__.py',
    ],
    [
      'exec into a dict',
      setup(
        `about = {}\nwith open('src/demo/__init__.py') as f:\n    exec(f.read(), about)`,
        'about["__version__"]',
      ),
      'src/demo/__init__.py',
    ],
    [
      'exec of compiled code',
      setup(
        `ns = {}\nexec(compile(open('src/demo/__init__.py').read(), 'x', 'exec'), None, ns)`,
        'ns.get("__version__")',
      ),
      'src/demo/__init__.py',
    ],
    [
      'exec into its own names',
      setup(`exec(open('src/demo/__init__.py').read())`, '__version__'),
      'src/demo/__init__.py',
    ],
    [
      'pathlib',
      setup(
        `from pathlib import Path\nROOT = Path(__file__).resolve().parent\nversion = re.findall(r'__version__ = "(.+)"', (ROOT / 'src' / 'demo' / '__init__.py').read_text())[0]`,
      ),
      'src/demo/__init__.py',
    ],
    [
      'an import',
      setup(
        `import sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), 'src'))\nimport demo`,
        'demo.__version__',
      ),
      'src/demo/__init__.py',
    ],
    [
      'importlib',
      setup(
        `import importlib.util\nspec = importlib.util.spec_from_file_location('v', 'src/demo/__init__.py')\nmodule = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(module)`,
        'module.__version__',
      ),
      'src/demo/__init__.py',
    ],
    [
      'runpy',
      setup(`import runpy`, `runpy.run_path('src/demo/__init__.py')['__version__']`),
      'src/demo/__init__.py',
    ],
    [
      'next over a generator',
      setup(
        `version = next(l for l in open('src/demo/__init__.py') if l.startswith('__version__')).split('"')[1]`,
      ),
      'src/demo/__init__.py',
    ],
    [
      'a helper with a default',
      setup(
        `def grep(name, path='src/demo/__init__.py'):\n    text = open(path).read()\n    return re.search(rf'{name} = "(.*)"', text, flags=re.MULTILINE | re.DOTALL).group(1).split('"')[0]`,
        "grep('__version__')",
      ),
      'src/demo/__init__.py',
    ],
    [
      'a fallback around a missing module',
      setup(
        `try:\n    from demo._scm import version\nexcept ImportError:\n    version = open('src/demo/__init__.py').read().partition('__version__ = "')[2].split('"')[0]`,
      ),
      'src/demo/__init__.py',
    ],
  ])('the version is found through %s', async (_, script, path) => {
    const files = { 'setup.py': script, 'src/demo/__init__.py': path === 'setup.py' ? '' : literal };
    const { version, edited } = await bumpFiles(files);
    const before = files[path as keyof typeof files];
    expect({ version, edited }).toEqual({
      version: '1.2.3',
      edited: { [path]: before.replace('1.2.3', '9.8.7') },
    });
  });

  it('the version is found in a file that contains nothing else', async () => {
    const files = {
      'setup.py': setup('version = open("VERSION.txt").read().strip()'),
      'VERSION.txt': '1.2.3\r\n',
    };
    expect((await bumpFiles(files)).edited).toEqual({ 'VERSION.txt': '9.8.7\r\n' });
  });

  it('the version is found in TOML, JSON and ini files that the script reads', async () => {
    const toml = {
      'setup.py': setup(
        'import tomllib\nwith open("Cargo.toml", "rb") as f:\n    version = tomllib.load(f)["package"]["version"]',
      ),
      'Cargo.toml': '[package]\nname = "x"\nversion = "1.2.3"\n',
    };
    expect((await bumpFiles(toml)).edited['Cargo.toml']).toContain('version = "9.8.7"');
    const json = {
      'setup.py': setup('import json\nversion = json.load(open("js/package.json"))["version"]'),
      'js/package.json': '{\n  "name": "x",\n  "version": "1.2.3"\n}\n',
    };
    expect((await bumpFiles(json)).edited).toEqual({
      'js/package.json': json['js/package.json'].replace('1.2.3', '9.8.7'),
    });
    const cfg = {
      'setup.py': setup(
        'import configparser\nc = configparser.ConfigParser()\nc.read("meta.cfg")\nversion = c["app"]["version"]',
      ),
      'meta.cfg': '[app]\nversion = 1.2.3\n',
    };
    expect((await bumpFiles(cfg)).edited).toEqual({ 'meta.cfg': '[app]\nversion = 9.8.7\n' });
  });

  it.each([
    ['joined numbers', 'VERSION = (1, 2, 3)\nversion = ".".join(map(str, VERSION))', 'VERSION = (9, 8, 7)'],
    ['a formatted tuple', 'INFO = 1, 2, 3\nversion = "%d.%d.%d" % INFO', 'INFO = 9, 8, 7'],
    ['strings of a tuple', "V = ('1', '2', '3')\nversion = '.'.join(V)", "V = ('9', '8', '7')"],
    ['a comprehension', 'V = [1, 2, 3]\nversion = ".".join(str(x) for x in V)', 'V = [9, 8, 7]'],
    [
      'named numbers',
      'MAJOR = 1\nMINOR = 2\nPATCH = "3"\nversion = f"{MAJOR}.{MINOR}.{PATCH}"',
      'MAJOR = 9\nMINOR = 8\nPATCH = "7"',
    ],
    ['texts that are added', 'A = "1.2"\nversion = A + ".3"', 'A = "9.8"\nversion = A + ".7"'],
    ['str.format', 'A, B, C = 1, 2, 3\nversion = "{}.{}.{}".format(A, B, C)', 'A, B, C = 9, 8, 7'],
  ])('a version made up of %s is edited in each place', async (_, head, expected) => {
    const { version, edited } = await bumpFiles({ 'setup.py': setup(head) });
    expect(version).toBe('1.2.3');
    const lines = [...expected.split('\n'), ...head.split('\n').slice(expected.split('\n').length)];
    expect(edited['setup.py']).toBe(setup(lines.join('\n')));
  });

  it('a last part with a suffix keeps one', async () => {
    const head =
      'MAJOR = 2026\nMINOR = 1\nPATCH = "0.dev0"\nshort = f"{MAJOR}.{MINOR}"\nversion = f"{short}.{PATCH}"';
    const { version, edited } = await bumpFiles({ 'setup.py': setup(head) }, { to: '2026.2.0b3' });
    expect(version).toBe('2026.1.0.dev0');
    expect(edited['setup.py']).toBe(setup(head.replace('MINOR = 1', 'MINOR = 2').replace('0.dev0', '0b3')));
  });

  it.each([
    ['7, 2, 1, "final", 0', '7.3rc2', '7, 3, 0, "candidate", 2'],
    ['7, 2, 1, "alpha", 3', '7.2.1', '7, 2, 1, "final", 0'],
    ['7, 2, 1, "candidate", 3', '7.2.1rc4', '7, 2, 1, "candidate", 4'],
  ])('the tuple (%s) that a function formats is edited to %s as a whole', async (tuple, to, expected) => {
    const head = `INFO = (${tuple})\ndef make(major, minor, micro, level="final", serial=0):\n    version = f"{major}.{minor}.{micro}"\n    if level != "final":\n        version += {"alpha": "a", "beta": "b", "candidate": "rc"}[level] + str(serial)\n    return version\n`;
    const { edited } = await bumpFiles({ 'setup.py': setup(head, 'make(*INFO)') }, { to });
    expect(edited['setup.py']).toBe(setup(head.replace(tuple, expected), 'make(*INFO)'));
  });

  it('a version that is put together with a word of the program is rejected', async () => {
    const head = 'N = 4\nSUFFIX = "dev"\nversion = "1.2." + SUFFIX + str(N)';
    await expect(bumpFiles({ 'setup.py': setup(head) })).rejects.toThrow(
      'is put together with "dev", which is not edited',
    );
  });

  it('numbers are not edited to a pre-release, which they cannot express', async () => {
    const head = 'A, B, C = 1, 2, 3\nversion = "{}.{}.{}".format(A, B, C)';
    await expect(bumpFiles({ 'setup.py': setup(head) }, { to: '2.0rc1' })).rejects.toMatchObject({
      code: 'E_VERSION_SPELLING',
    });
  });

  it.each([
    [
      'a program',
      'import subprocess\nversion = subprocess.check_output(["git", "describe"]).decode()',
      'is computed in a way that is not followed',
    ],
    [
      'the date',
      'from datetime import date\nversion = date.today().strftime("%Y.%m")',
      'is computed in a way that is not followed',
    ],
  ])('a version computed by %s is rejected with a reason', async (_, head, message) => {
    const error = await bumpFiles({ 'setup.py': setup(head) }).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'E_VERSION_SOURCE' });
    expect(String(error)).toContain('version that setup.py passes to setup()');
    expect(String(error)).toContain(message);
  });

  it.each([
    ['an endless loop', 'while True:\n    pass'],
    ['deep recursion', 'def f(n):\n    return f(n)\nversion = f(1)'],
    [
      'long loops',
      'for a in "x" * 9:\n    for b in range(10):\n        pass\nlines = [l for l in "a\\nb".splitlines()]',
    ],
    ['brackets that are nested deeply', `version = ${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
    ['a long sum', `version = ${'"1" + '.repeat(20_000)}"1"`],
    ['modules that import each other', 'from demo.a import *'],
  ])('the search ends for %s', async (_, head) => {
    const files = {
      'setup.py': setup(head),
      'demo/__init__.py': '',
      'demo/a.py': 'from .b import *\n',
      'demo/b.py': 'from .a import *\n',
    };
    await expect(bumpFiles(files)).rejects.toMatchObject({ code: 'E_VERSION_SOURCE' });
  });
});
