"""Says what a right release of a project is: oracle.py facts|version REPOSITORY [COMMIT] [--path FOLDER].

Written apart from Slipway and from its sources on purpose: git, tomllib and `packaging` decide. It prints one JSON object.
It reads committed files only and runs nothing of the project.
"""
import argparse
import ast
import configparser
import datetime
import json
import posixpath
import re
import subprocess
import sys
import tomllib

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

sys.path.insert(0, __file__.rpartition('/')[0])
from expected_version import expect  # noqa: E402
from release_commits import read_level  # noqa: E402
from tag_spelling import read_style  # noqa: E402

# Build requirements that take the version from git.
TAG_TOOLS = (
    'setuptools-scm',
    'hatch-vcs',
    'versioneer',
    'versioningit',
    'poetry-dynamic-versioning',
    'uv-dynamic-versioning',
    'vcs-versioning',
    'setuptools-git-versioning',
    'dunamai',
    'pbr',
    'incremental-vcs',
)


class Tree:
    """The files of one commit, below one folder."""

    def __init__(self, repository, commit, folder):
        self.repository, self.commit, self.folder = repository, commit, '' if folder == '.' else folder.strip('/')
        names = git(repository, 'ls-tree', '-r', '-z', '--name-only', commit).split('\0')
        self.all = {name for name in names if name}
        lead = f'{self.folder}/' if self.folder else ''
        self.names = {name[len(lead) :] for name in self.all if name.startswith(lead)}

    def read(self, name):
        path = posixpath.normpath(posixpath.join(self.folder, name))
        if path not in self.all:
            return None
        shown = subprocess.run(
            ['git', '-C', self.repository, 'cat-file', 'blob', f'{self.commit}:{path}'], capture_output=True
        )
        return shown.stdout.decode('utf-8', 'replace') if shown.returncode == 0 else None


def git(repository, *words):
    return subprocess.run(
        ['git', '-C', repository, *words], capture_output=True, check=True, encoding='utf-8', errors='replace'
    ).stdout


def parse(text):
    try:
        return Version(str(text))
    except InvalidVersion:
        return None


def at(table, dotted):
    for key in dotted.split('.'):
        table = table.get(key) if isinstance(table, dict) else None
    return table


def literal_of(tree, path, names):
    """The text that a Python file assigns to one of the names, also by way of another name or another file of the project."""
    text = tree.read(path)
    if text is None:
        return None
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return None
    values, imports = {}, {}
    for node in ast.walk(ast.Module(body, [])):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, 'target', None)]
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            for target in targets:
                if isinstance(target, ast.Name) and node.value is not None:
                    values.setdefault(target.id, node.value)
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                imports[alias.asname or alias.name] = (node.level, node.module or '', alias.name)
    return next((found for name in names if (found := follow(tree, path, name, values, imports))), None)


def follow(tree, path, name, values, imports, depth=0):
    value = values.get(name)
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value.strip(), path
    if isinstance(value, ast.Name) and depth < 5:
        return follow(tree, path, value.id, values, imports, depth + 1)
    if name in imports:
        level, module, original = imports[name]
        base = posixpath.dirname(path) if level else ''
        for _ in range(level - 1):
            base = posixpath.dirname(base)
        inner = posixpath.join(base, *module.split('.')) if module else base
        roots = [inner] if level else [inner, posixpath.join('src', inner), posixpath.join('lib', inner)]
        for root in roots:
            for candidate in (f'{root}.py', f'{root}/__init__.py'):
                if candidate in tree.names and candidate != path:
                    return literal_of(tree, candidate, [original])
    return None


def module_files(tree, name):
    """Where a module called so would be, the package before the module."""
    inner = name.replace('.', '/')
    folders = ['', 'src/', 'lib/', 'python/', 'Lib/']
    return [f for folder in folders for f in (f'{folder}{inner}/__init__.py', f'{folder}{inner}.py') if f in tree.names]


def read_dynamic(tree, project, document, backend):
    """(kind, version, where) of a version that no table holds."""
    tool = document.get('tool', {})
    requires = [canonicalize_name(re.split(r'[^\w.-]', r.strip())[0]) for r in at(document, 'build-system.requires') or []]
    hatch = at(tool, 'hatch.version') or {}
    if hatch.get('source') in ('vcs', 'uv-dynamic-versioning', 'versioningit', 'scikit-build'):
        return 'tags', None, f'hatch, {hatch["source"]}'
    if path := hatch.get('path'):
        found = literal_of(tree, path, ['__version__', 'VERSION', 'version', '__VERSION__'])
        pattern = hatch.get('pattern')
        if pattern and pattern not in (True, 'default'):
            match = re.search(pattern, tree.read(path) or '', re.M)
            found = (match['version'], path) if match else None
        return ('code', *found) if found else ('computed', None, path)
    if hatch:
        return 'computed', None, f'pyproject.toml, hatch source {hatch.get("source")}'
    if at(tool, 'setuptools.dynamic.version.attr'):
        module, _, name = at(tool, 'setuptools.dynamic.version.attr').rpartition('.')
        return follow_attr(tree, module, name, tool)
    if files := at(tool, 'setuptools.dynamic.version.file'):
        path = files if isinstance(files, str) else files[0]
        return 'code', (tree.read(path) or '').strip(), path
    if 'poetry-dynamic-versioning' in tool and tool['poetry-dynamic-versioning'].get('enable'):
        return 'tags', None, 'poetry-dynamic-versioning'
    pdm = at(tool, 'pdm.version') or {}
    if pdm.get('source') == 'scm':
        return 'tags', None, 'pdm, scm'
    if pdm.get('source') == 'file':
        found = literal_of(tree, pdm['path'], ['__version__', 'VERSION', 'version'])
        return ('code', *found) if found else ('computed', None, pdm['path'])
    if pdm.get('source') == 'call':
        return 'computed', None, 'pyproject.toml, pdm calls a function'
    provider = at(tool, 'scikit-build.metadata.version.provider') or ''
    if 'setuptools_scm' in provider or 'setuptools-scm' in provider:
        return 'tags', None, 'scikit-build-core, setuptools-scm'
    used = [each for each in TAG_TOOLS if each in requires or each.replace('-', '_') in tool]
    if used and ('setuptools' in backend or backend == ''):
        return 'tags', None, ', '.join(used)
    if 'flit' in backend:
        module = at(tool, 'flit.module.name') or at(tool, 'flit.metadata.module') or (project.get('name') or '').replace('-', '_')
        for path in module_files(tree, module):
            if found := literal_of(tree, path, ['__version__']):
                return 'code', *found
        return 'computed', None, f'module {module}'
    if 'maturin' in backend or backend == 'bootstrap':
        return read_cargo(tree, at(tool, 'maturin.manifest-path') or 'Cargo.toml')
    return read_setup(tree, project)


def follow_attr(tree, module, name, tool):
    where = at(tool, 'setuptools.package-dir') or {}
    folder = where.get('', '')
    for path in [*module_files(tree, module), *(f'{folder}/{f}' for f in (f'{module.replace(".", "/")}/__init__.py',))]:
        if path in tree.names and (found := literal_of(tree, path, [name])):
            return 'code', *found
    return 'computed', None, f'attr {module}.{name}'


def read_cargo(tree, path):
    package = (tomllib.loads(tree.read(path) or '')).get('package', {}).get('version')
    if isinstance(package, str):
        return 'code', package, path
    folder = posixpath.dirname(path)
    while True:
        cargo = posixpath.join(folder, 'Cargo.toml')
        version = at(tomllib.loads(tree.read(cargo) or ''), 'workspace.package.version')
        if version:
            return 'code', version, cargo
        if not folder:
            return 'computed', None, path
        folder = posixpath.dirname(folder)


def read_setup(tree, project):
    """setup.cfg and setup.py, as far as they say a version in so many letters."""
    cfg = configparser.RawConfigParser(strict=False)
    try:
        cfg.read_string(tree.read('setup.cfg') or '')
    except configparser.Error:
        pass
    setup = tree.read('setup.py') or ''
    if cfg.has_section('versioneer') or re.search(r'\bversioneer\.get_version|use_scm_version|\bpbr\s*=\s*True', setup):
        return 'tags', None, 'setup.py'
    version = cfg.get('metadata', 'version', fallback='').strip()
    if version.startswith('attr:'):
        module, _, name = version[5:].strip().rpartition('.')
        return follow_attr(tree, module, name, {})
    if version.startswith('file:'):
        path = version[5:].strip()
        return 'code', (tree.read(path) or '').strip(), path
    if parse(version):
        return 'static', version, 'setup.cfg'
    if setup:
        for node in ast.walk(ast.parse(setup)):
            for keyword in node.keywords if isinstance(node, ast.Call) else []:
                if keyword.arg == 'version':
                    if isinstance(keyword.value, ast.Constant):
                        return 'static', keyword.value.value, 'setup.py'
                    if isinstance(keyword.value, ast.Name):
                        found = literal_of(tree, 'setup.py', [keyword.value.id])
                        if found and parse(found[0]):
                            return 'code', *found
        return 'computed', None, 'setup.py'
    return 'none', None, 'no pyproject.toml, setup.cfg or setup.py'


def read_source(tree):
    """(name, backend, kind, version, where)"""
    document = tomllib.loads(tree.read('pyproject.toml') or '')
    project, poetry = document.get('project'), at(document, 'tool.poetry') or {}
    backend = at(document, 'build-system.build-backend') or ''
    setup_files = {'setup.py', 'setup.cfg'} & tree.names
    if at(document, 'tool.uv.package') is False and not setup_files:
        return (project or {}).get('name'), backend, 'none', None, 'pyproject.toml says that it is no package'
    # The metadata of flit 2.
    poetry = poetry or at(document, 'tool.flit.metadata') or {}
    if project is None and not poetry and not setup_files:
        return None, backend, 'none', None, 'pyproject.toml has no [project]'
    # uv: without a build system a workspace root is no package.
    if at(document, 'tool.uv.workspace') and 'build-system' not in document and not setup_files:
        return (project or {}).get('name'), backend, 'none', None, 'pyproject.toml is the root of a workspace'
    if poetry.get('package-mode') is False:
        return poetry.get('name'), backend, 'none', None, 'pyproject.toml says that it is no package'
    name = (project or {}).get('name') or poetry.get('name') or poetry.get('dist-name') or poetry.get('module') or read_setup_name(tree)
    dynamic = at(document, 'tool.poetry-dynamic-versioning.enable') and 'poetry_dynamic' in backend
    if not dynamic:
        for version in ((project or {}).get('version'), poetry.get('version')):
            if version:
                return name, backend, 'static', version, 'pyproject.toml'
    if project is None and not poetry:
        return name, backend or 'setuptools', *read_dynamic(tree, {}, document, backend)
    return name, backend, *read_dynamic(tree, project or poetry, document, backend)


def read_setup_name(tree):
    for path, pattern in (('setup.cfg', r'(?m)^name\s*=\s*([\w.-]+)'), ('setup.py', r'\bname\s*=\s*[\'"]([\w.-]+)')):
        if match := re.search(pattern, tree.read(path) or ''):
            return match[1]
    return None


def list_tags(repository, commit):
    """Newest first: names of all tags, and of those in the history of the commit."""
    words = ['for-each-ref', '--sort=-version:refname', '--sort=-creatordate', '--format=%(refname:strip=2)', 'refs/tags']
    return git(repository, *words).split('\n')[:-1], git(repository, *words, f'--merged={commit}').split('\n')[:-1]


def list_twins(repository, tag):
    return git(repository, 'tag', f'--points-at={tag}^{{commit}}').split('\n')[:-1]


def read_days(repository):
    words = ['for-each-ref', '--format=%(refname:strip=2) %(creatordate:short)', 'refs/tags']
    lines = [line.rpartition(' ') for line in git(repository, *words).split('\n')[:-1]]
    return {tag: [int(part) for part in day.split('-')] for tag, _, day in lines}


def guess(tree):
    """What files of usual names call the version, for one that a program computes; None unless they agree."""
    named = re.compile(r'(?:src/|lib/)?[^/]+/(?:__init__|_?_?version_?_?|__about__|about|_about)\.py')
    found = [literal_of(tree, path, ['__version__', 'VERSION', 'version']) for path in sorted(tree.names) if named.fullmatch(path)]
    versions = {parse(each[0]): each for each in found if each and parse(each[0])}
    return versions.popitem()[1] if len(versions) == 1 else (None, None)


def main():
    words = argparse.ArgumentParser()
    words.add_argument('mode', choices=['facts', 'version'])
    words.add_argument('repository')
    words.add_argument('commit', nargs='?', default='HEAD')
    words.add_argument('--path', default='.')
    given = words.parse_args()
    tree = Tree(given.repository, given.commit, given.path)
    name, backend, kind, version, where = read_source(tree)
    if kind == 'computed':
        version, path = guess(tree)
        where = f'{where}, {path}' if path else where
    found = {'name': name, 'backend': backend, 'source': kind, 'where': where, 'treeVersion': version}
    if given.mode == 'facts':
        every, reached = list_tags(given.repository, given.commit)
        style = read_style(every, reached, name or '', lambda tag: list_twins(given.repository, tag), read_days(given.repository))
        log = ['log', '-z', '--format=%H%n%B', *([f'{style.last.tag}..{given.commit}'] if style.last else [given.commit])]
        messages = git(given.repository, *log).split('\0')
        level = read_level([message.split('\n', 1) for message in messages if message])
        found |= {'style': style.describe(), 'commits': len(messages) - 1, 'level': level}
        found['expected'] = expect(kind, parse(version), style, level, list(datetime.datetime.now(datetime.UTC).timetuple()[:3]))
    print(json.dumps(found))


main()
