/** Run by the Python of a clean environment, with one JSON argument `{name, version, imports}`; prints what it did. */
export const smokeScript = `
import importlib, importlib.metadata as metadata, json, sys
facts = json.loads(sys.argv[1])
installed = metadata.distribution(facts["name"])
if installed.version != facts["version"]:
    raise SystemExit("ValueError: installed version is " + installed.version + ", not " + facts["version"])
for name in facts["imports"]:
    importlib.import_module(name)
    print("import " + name)
for point in installed.entry_points:
    if point.group in ("console_scripts", "gui_scripts"):
        if not callable(point.load()):
            raise SystemExit("TypeError: entry point " + point.name + " is not callable")
        print("entry point " + point.name)
`;
