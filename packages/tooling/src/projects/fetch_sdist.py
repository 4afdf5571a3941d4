"""Fetches one sdist and unpacks its project: fetch_sdist.py NAME VERSION SHA256 FOLDER.

Downloading with pip itself would run the project's build to learn its metadata, so the index is read here, but with pip's
settings: its index address, its certificates.
"""
import hashlib
import io
import json
import os
import ssl
import subprocess
import sys
import tarfile
import urllib.parse
import urllib.request

from pip._internal.models.index import PyPI


def pip_setting(name):
    """A value of pip's configuration files or environment, or None."""
    if value := os.environ.get('PIP_' + name.upper().replace('-', '_')):
        return value
    asked = subprocess.run(
        [sys.executable, '-m', 'pip', 'config', 'get', 'global.' + name], capture_output=True, text=True
    )
    return asked.stdout.strip() or None


def main(name, version, sha256, folder):
    index = (pip_setting('index-url') or PyPI.simple_url).rstrip('/')
    trusted = ssl.create_default_context(cafile=pip_setting('cert'))
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusted))
    # PEP 691: the JSON form of the simple index.
    page = urllib.request.Request(f'{index}/{name}/', headers={'Accept': 'application/vnd.pypi.simple.v1+json'})
    with opener.open(page, timeout=60) as answer:
        listing = json.load(answer)
    sdists = [entry for entry in listing['files'] if entry['filename'].endswith(f'-{version}.tar.gz')]
    if not sdists:
        sys.exit(f'the index has no sdist of {name} {version}')
    chosen = sdists[0]
    with opener.open(urllib.parse.urljoin(page.full_url, chosen['url']), timeout=60) as answer:
        data = answer.read()
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        sys.exit(f'{chosen["filename"]} has SHA-256 {found}, expected {sha256}')
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        # PEP 706: keeps owners, permissions and links of the archive from reaching the file system.
        archive.extractall(folder, filter='data')


main(*sys.argv[1:])
