"""Fetches files of real projects: fetch_files.py FOLDER PER_PROJECT NAME...

Of each project, the newest releases of the last twelve months are looked at, and up to PER_PROJECT files of at most 20 MB are
taken: the sdist, and wheels of the kinds of platform of which there are fewest so far. Prints one JSON object a line. A file
that is there with the right digest is not fetched again. The index is read with pip's settings: its address, its certificates.
"""
import collections
import concurrent.futures
import datetime
import hashlib
import json
import os
import re
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request

from pip._internal.models.index import PyPI

MAX_BYTES = 20 * 1000 * 1000


def pip_setting(name):
    """A value of pip's configuration files or environment, or None."""
    if value := os.environ.get('PIP_' + name.upper().replace('-', '_')):
        return value
    asked = subprocess.run(
        [sys.executable, '-m', 'pip', 'config', 'get', 'global.' + name], capture_output=True, text=True
    )
    return asked.stdout.strip() or None


INDEX = (pip_setting('index-url') or PyPI.simple_url).rstrip('/')
OPENER = urllib.request.build_opener(
    urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=pip_setting('cert')))
)


def read(url, accept='*/*'):
    with OPENER.open(urllib.request.Request(url, headers={'Accept': accept}), timeout=180) as answer:
        return answer.read()


def kind_of(filename):
    """The platform of a file, without versions: manylinux_x86_64, macosx_arm64, sdist."""
    if not filename.endswith('.whl'):
        return 'sdist'
    platform = filename[:-4].split('-')[-1].split('.')[0]
    return re.sub(r'^(manylinux|musllinux|macosx|android|ios|pyodide|pyemscripten)\d*(_\d+)*_', r'\1_', platform)


def candidates(name):
    # PEP 691 and PEP 700: the JSON form of the simple index, with sizes and times.
    address = f'{INDEX}/{name}/'
    listing = json.loads(read(address, 'application/vnd.pypi.simple.v1+json'))
    oldest = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=365)
    found = []
    for entry in listing['files']:
        uploaded = entry.get('upload-time')
        if uploaded is None or entry.get('yanked') or not entry['filename'].endswith(('.whl', '.tar.gz')):
            continue
        if datetime.datetime.fromisoformat(uploaded.replace('Z', '+00:00')) < oldest:
            continue
        if entry.get('size', MAX_BYTES + 1) > MAX_BYTES:
            continue
        found.append(
            {
                'project': name,
                'filename': entry['filename'],
                'kind': kind_of(entry['filename']),
                'size': entry['size'],
                'uploaded': uploaded,
                'sha256': entry['hashes']['sha256'],
                'url': urllib.parse.urljoin(address, entry['url']),
            }
        )
    return found


def choose(found, count, seen):
    """Rare kinds first, then the newest; of equally new ones the smallest."""
    chosen = []
    by_kind = collections.defaultdict(list)
    for entry in sorted(found, key=lambda each: (each['uploaded'][:10], -each['size']), reverse=True):
        by_kind[entry['kind']].append(entry)
    for kind in sorted(by_kind, key=lambda each: (each != 'sdist', seen[each], each))[:count]:
        chosen.append(by_kind[kind][0])
        seen[kind] += 1
    return chosen


def fetch(entry, folder):
    path = os.path.join(folder, entry['filename'])
    if os.path.exists(path):
        with open(path, 'rb') as file:
            if hashlib.sha256(file.read()).hexdigest() == entry['sha256']:
                return entry
    data = read(entry['url'])
    if hashlib.sha256(data).hexdigest() != entry['sha256']:
        raise ValueError(f"{entry['filename']} has other bytes than the index says")
    with open(path + '.partial', 'wb') as file:
        file.write(data)
    os.replace(path + '.partial', path)
    return entry


def main(folder, per_project, names):
    os.makedirs(folder, exist_ok=True)
    seen = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        listings = {name: pool.submit(candidates, name) for name in names}
        chosen = []
        for name, listing in listings.items():
            try:
                chosen += choose(listing.result(), per_project, seen)
            except Exception as error:
                print(f'not listed: {name} ({error})', file=sys.stderr)
        fetched = {entry['filename']: pool.submit(fetch, entry, folder) for entry in chosen}
        for name, result in fetched.items():
            try:
                entry = dict(result.result())
                del entry['url']
                print(json.dumps(entry), flush=True)
            except Exception as error:
                print(f'not fetched: {name} ({error})', file=sys.stderr)


main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
