"""Prints the name and version in the metadata of every distribution below a folder: built_versions.py FOLDER.

One JSON list of "file name version". What is no distribution is passed over.
"""
import email
import json
import pathlib
import sys
import tarfile
import zipfile


def read_metadata(path):
    if path.suffix == '.whl':
        with zipfile.ZipFile(path) as wheel:
            name = next(each for each in wheel.namelist() if each.endswith('.dist-info/METADATA') and each.count('/') == 1)
            return wheel.read(name)
    with tarfile.open(path) as sdist:
        name = next(each for each in sdist.getnames() if each.endswith('/PKG-INFO') and each.count('/') == 1)
        return sdist.extractfile(name).read()


def main(folder):
    found = []
    for path in sorted(pathlib.Path(folder).rglob('*')):
        if not path.name.endswith(('.whl', '.tar.gz')) or not path.is_file():
            continue
        try:
            metadata = email.message_from_bytes(read_metadata(path))
        except (tarfile.TarError, zipfile.BadZipFile, StopIteration):
            continue
        found.append(f'{path.name} {metadata["Name"]} {metadata["Version"]}')
    print(json.dumps(found))


main(sys.argv[1])
