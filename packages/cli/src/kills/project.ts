import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Git } from '../machine/git.ts';
import { referenceWorkflowPath } from '../project/project-copy.ts';

const backend = `"""A build backend (PEP 517) that needs nothing but Python, so that a build takes no time."""
import base64, gzip, hashlib, io, os, pathlib, re, tarfile, zipfile

EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
VERSION = re.search(r'^version = "(.+)"', pathlib.Path("pyproject.toml").read_text(), re.M).group(1)
METADATA = f"Metadata-Version: 2.4\\nName: demo\\nVersion: {VERSION}\\nSummary: Demo\\n".encode()


def build_sdist(directory, config_settings=None):
    name = f"demo-{VERSION}"
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in ["PKG-INFO", "pyproject.toml", "backend.py", "demo.py"]:
            content = METADATA if path == "PKG-INFO" else pathlib.Path(path).read_bytes()
            info = tarfile.TarInfo(f"{name}/{path}")
            info.size, info.mtime = len(content), EPOCH
            tar.addfile(info, io.BytesIO(content))
    with open(os.path.join(directory, f"{name}.tar.gz"), "wb") as out:
        with gzip.GzipFile("", "wb", fileobj=out, mtime=EPOCH) as packed:
            packed.write(raw.getvalue())
    return f"{name}.tar.gz"


def build_wheel(directory, config_settings=None, metadata_directory=None):
    folder = f"demo-{VERSION}.dist-info"
    files = {
        "demo.py": pathlib.Path("demo.py").read_bytes(),
        f"{folder}/METADATA": METADATA,
        f"{folder}/WHEEL": b"Wheel-Version: 1.0\\nGenerator: demo\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    rows = [
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b'=').decode()},{len(content)}\\n"
        for path, content in files.items()
    ]
    files[f"{folder}/RECORD"] = ("".join(rows) + f"{folder}/RECORD,,\\n").encode()
    name = f"demo-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        for path, content in files.items():
            wheel.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), content)
    return name
`;

const files: Readonly<Record<string, string>> = {
  'pyproject.toml':
    '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n\n[project]\nname = "demo"\nversion = "1.1.0"\ndescription = "Demo"\n',
  'backend.py': backend,
  'demo.py': 'x = 1\n',
  'CHANGELOG.md':
    '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Something new.\n\n## [1.1.0] - 2026-01-15\n\n### Added\n\n- Something.\n\n[unreleased]: https://github.com/octo-org/demo/compare/v1.1.0...HEAD\n[1.1.0]: https://github.com/octo-org/demo/releases/tag/v1.1.0\n',
};

const identity = {
  GIT_AUTHOR_NAME: 'Mona Lisa',
  GIT_AUTHOR_EMAIL: 'mona@example.invalid',
  GIT_COMMITTER_NAME: 'Mona Lisa',
  GIT_COMMITTER_EMAIL: 'mona@example.invalid',
};

/** Puts a project that builds at once under git in an empty folder: one release, and one feature since. */
export async function prepareKillProject(
  git: Git,
  directory: string,
  workflow: string,
  withImage: boolean,
): Promise<void> {
  const commit = async (message: string): Promise<void> => {
    await git.read(directory, ['add', '--all', '--force', '.']);
    await git.read(directory, ['commit', '--quiet', '-m', message], { env: identity });
  };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  await git.read(directory, ['init', '--quiet', '--initial-branch=main', '.']);
  for (const [path, text] of Object.entries(files)) write(path, text);
  write(referenceWorkflowPath, workflow);
  if (withImage) write('Dockerfile', 'FROM scratch\nCOPY demo.py /demo.py\n');
  await commit('feat: begin');
  await git.read(directory, ['tag', '--annotate', '-m', 'v1.1.0', 'v1.1.0'], { env: identity });
  write('demo.py', 'x = 2\n');
  await commit('feat: something new');
}

const double = fileURLToPath(
  new URL('../../../../actions/docker-build-sign/test/support/buildx-double.ts', import.meta.url),
);

/** A folder with a `docker` that stands for buildx: it builds layouts without a daemon, and pushes nothing itself. */
export function prepareBuilder(directory: string, isThere: boolean): string {
  const script = isThere
    ? `case "$1" in buildx) shift; exec '${process.execPath}' '${double}' "$@";; version) echo 29.0.0;; *) exit 1;; esac`
    : 'exit 1';
  for (const name of isThere ? ['docker'] : ['docker', 'buildx', 'buildkitd']) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
  return directory;
}
