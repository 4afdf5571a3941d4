"""Writes a valid wheel of about SIZE MiB with COUNT members into FOLDER: large_wheel.py FOLDER SIZE COUNT"""

import base64
import hashlib
import os
import sys
import zipfile

folder, size, count = sys.argv[1], int(sys.argv[2]) * 1024 * 1024, int(sys.argv[3])
info = "demo-1.2.0.dist-info"
path = os.path.join(folder, "demo-1.2.0-py3-none-any.whl")
rows = []


def add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(name, data)
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    rows.append(f"{name},sha256={digest},{len(data)}\n")


with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
    each = size // count
    for number in range(count):
        # What is random stays as large as it is; the rest nearly vanishes.
        random = os.urandom(each)
        add(archive, f"demo/part_{number // 500}/file_{number}.bin", random + b"0123456789abcdef" * (each // 16))
    add(archive, "demo/__init__.py", b"")
    add(archive, f"{info}/METADATA", b"Metadata-Version: 2.4\nName: demo\nVersion: 1.2.0\nSummary: A demo\n\n")
    add(
        archive,
        f"{info}/WHEEL",
        b"Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    )
    archive.writestr(f"{info}/RECORD", "".join(rows) + f"{info}/RECORD,,\n")
