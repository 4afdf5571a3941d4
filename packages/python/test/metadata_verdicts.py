"""Reads METADATA files as a JSON list of base64 texts and answers what `packaging` and `twine check` say to each.

Answer: a list of [packaging, twine], each null for accepted or a sentence. `twine check` gets a wheel around each text.
"""

import base64
import contextlib
import io
import json
import logging
import pathlib
import sys
import tempfile
import zipfile

from packaging.metadata import Metadata
from packaging.version import InvalidVersion
from twine.commands.check import check
from twine.exceptions import InvalidDistribution

logging.disable(logging.CRITICAL)


def ask_packaging(data):
    try:
        Metadata.from_email(data, validate=True)
    except ExceptionGroup as group:
        return "; ".join(sorted(str(error) for error in group.exceptions))
    return None


def ask_twine(folder, data):
    path = folder / "demo-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        wheel.writestr("demo-1.0.dist-info/METADATA", data)
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            failed = check([str(path)])
    except InvalidDistribution as error:
        return str(error)
    except InvalidVersion as error:
        # A metadata version that is none ends the program.
        return str(error)
    return output.getvalue() if failed else None


with tempfile.TemporaryDirectory() as name:
    texts = [base64.b64decode(text) for text in json.load(sys.stdin)]
    answers = [[ask_packaging(text), ask_twine(pathlib.Path(name), text)] for text in texts]
json.dump(answers, sys.stdout)
