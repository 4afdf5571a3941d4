"""Runs `pypi-attestations` or `twine` against another instance of Sigstore and through a proxy.

Arguments: the name of the program, then its own. `SIGSTORE_TRUSTED_ROOT` and `SIGSTORE_SIGNING_CONFIG` are paths, `HTTPS_PROXY` a URL.
"""

import json
import os
import ssl
import sys
from pathlib import Path

import urllib3
from sigstore.models import ClientTrustConfig

config = json.dumps(
    {
        "mediaType": ClientTrustConfig.ClientTrustConfigType.CONFIG_0_1.value,
        "trustedRoot": json.loads(Path(os.environ["SIGSTORE_TRUSTED_ROOT"]).read_text()),
        "signingConfig": json.loads(Path(os.environ["SIGSTORE_SIGNING_CONFIG"]).read_text()),
    }
)
# The library knows the public-good instance only.
ClientTrustConfig.production = classmethod(lambda cls, offline=False: cls.from_json(config))

# The library that asks for ID tokens calls this function, which knows no proxy.
proxy = urllib3.ProxyManager(
    os.environ["HTTPS_PROXY"],
    ssl_context=ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"]),
)
urllib3.request = proxy.request

program = sys.argv.pop(1)
if program == "twine":
    from twine.__main__ import main
elif program == "pypi-attestations":
    from pypi_attestations._cli import main
else:
    sys.exit(f"unknown program: {program}")
sys.exit(main())
