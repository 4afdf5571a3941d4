"""Reads archives as Python's tarfile and GNU tar do. Takes a folder of *.tar.gz; prints one JSON object: file -> reader -> members."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile


def describe(data):
    return [len(data), hashlib.sha256(data).hexdigest()]


def read_with_python(path):
    members = {}
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            if member.isdir():
                continue
            name = member.name
            if name in members:
                return "twice: " + repr(name)
            if member.isreg():
                members[name] = describe(archive.extractfile(member).read())
            elif member.issym() or member.islnk():
                members[name] = ["link", member.linkname]
            else:
                members[name] = ["type", repr(member.type)]
    return members


def read_with_gnu(path):
    folder = tempfile.mkdtemp(prefix="slipway-tar-")
    try:
        done = subprocess.run(
            ["tar", "-xzf", path, "-C", folder, "--no-same-owner", "--no-same-permissions"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        members = {}
        for root, folders, files in os.walk(folder):
            for each in folders:
                full = os.path.join(root, each)
                if os.path.islink(full):
                    files.append(each)
                else:
                    os.chmod(full, 0o700)
            for each in files:
                full = os.path.join(root, each)
                name = os.path.relpath(full, folder)
                if os.path.islink(full):
                    members[name] = ["link", os.readlink(full)]
                elif os.path.isfile(full):
                    os.chmod(full, 0o600)
                    with open(full, "rb") as file:
                        members[name] = describe(file.read())
                else:
                    members[name] = ["type", "special"]
        return {"exit": done.returncode, "error": done.stderr.decode("utf-8", "replace")[:300], "members": members}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def attempt(read, path):
    try:
        return read(path)
    except Exception as error:  # what a reader does not take is a result
        return "%s: %s" % (type(error).__name__, error)


folder = sys.argv[1]
views = {}
for name in sorted(os.listdir(folder)):
    if name.endswith(".tar.gz"):
        path = os.path.join(folder, name)
        views[name] = {"python": attempt(read_with_python, path), "gnu": attempt(read_with_gnu, path)}
json.dump(views, sys.stdout)
