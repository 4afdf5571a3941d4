"""A build backend of PEP 517 without dependencies; the file "behavior" of the project says what it does wrong."""
import base64, hashlib, io, os, pathlib, sys, tarfile, time, zipfile

VERSION = "1.2.0"
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))


def behaves(word):
    return word in pathlib.Path("behavior").read_text().split()


def metadata(extra=""):
    return f"Metadata-Version: 2.4\nName: demo\nVersion: {VERSION}\nSummary: Demo\n{extra}"


def build_sdist(directory, config_settings=None):
    print("::error::from the build")
    if behaves("fail"):
        sys.exit("the compiler is on strike")
    leaked = [name for name in os.environ if name.split("_")[0] in ("GITHUB", "ACTIONS", "INPUT", "RUNNER", "NODE", "LD")]
    facts = f"leaked={leaked} epoch={EPOCH} zone={os.environ.get('TZ')} passed={os.environ.get('MY_FLAG')}"
    print(facts)
    name = f"demo-{VERSION}.tar.gz"
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        for path in ["pyproject.toml", "backend.py", "behavior"]:
            add(tar, path, pathlib.Path(path).read_bytes())
        add(tar, "PKG-INFO", metadata().encode())
        if behaves("path"):
            add(tar, "where.txt", os.getcwd().encode())
        if behaves("stamped"):
            add(tar, "stamp.txt", str(time.time_ns()).encode())
    import gzip
    with open(os.path.join(directory, name), "wb") as out, gzip.GzipFile("", "wb", fileobj=out, mtime=int(time.time_ns() // 1000 % 2**31) if behaves("moving") else EPOCH) as packed:
        packed.write(raw.getvalue())
    return name


def add(tar, path, content):
    info = tarfile.TarInfo(f"demo-{VERSION}/{path}")
    info.size, info.mtime = len(content), EPOCH
    tar.addfile(info, io.BytesIO(content))


def build_wheel(directory, config_settings=None, metadata_directory=None):
    tag = "cp39-cp39-linux_x86_64" if behaves("native") else "py3-none-any"
    name = f"demo-{VERSION}-{tag}.whl"
    folder = f"demo-{VERSION}.dist-info"
    files = {
        "demo.py": b"x = 1\n",
        f"{folder}/METADATA": metadata("Requires-Dist: evil\n" if behaves("hidden") else "").encode(),
        f"{folder}/WHEEL": f"Wheel-Version: 1.0\nGenerator: demo\nRoot-Is-Purelib: true\nTag: {tag}\n".encode(),
    }
    rows = []
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.append(f"{path},sha256={digest},{len(content)}\n")
    files[f"{folder}/RECORD"] = ("".join(rows) + f"{folder}/RECORD,,\n").encode()
    if behaves("record"):
        files["demo.py"] = b"x = 2\n"
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        for path, content in files.items():
            wheel.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), content)
    return name
