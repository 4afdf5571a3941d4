"""Reads forms as JSON lists from standard input and answers what `packaging` says to each, as PyPI puts it together."""

import json
import sys

from packaging.metadata import _RAW_TO_EMAIL_MAPPING, InvalidMetadata, Metadata

FIRST = ["metadata-version", "name", "version"]
OVERRIDE = {
    "platforms": "platform",
    "supported_platforms": "supported_platform",
    "license_files": "license_file",
    "import_names": "import_name",
    "import_namespaces": "import_namespace",
}
RAW = {OVERRIDE.get(name, name): name for name in _RAW_TO_EMAIL_MAPPING}
LISTS = {
    "classifiers", "requires_dist", "provides_extra", "dynamic", "license_files", "import_names", "platforms",
}


def verdict(form):
    raw = {}
    for name, value in form.items():
        raw[RAW[name]] = [value] if RAW[name] in LISTS else value
    try:
        Metadata.from_raw(raw)
    except ExceptionGroup as group:
        fields = {}
        for error in group.exceptions:
            assert isinstance(error, InvalidMetadata)
            fields.setdefault(error.field, str(error))
        for name in [*FIRST, *sorted(fields)]:
            if name in fields:
                return name
    return None


print(json.dumps([verdict(form) for form in json.load(sys.stdin)]))
