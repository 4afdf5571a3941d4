/**
 * `npm run lists`: writes the lists that PyPI keeps and changes, with their source and date: today the classifiers, which PyPI
 * takes from the distribution `trove-classifiers`. Fetched with pip's settings.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../bundles/bundles.ts';
import { runOrThrow } from '../tools/install-tools.ts';
import { runTool } from '../tools/run-tool.ts';

const target = join(repositoryRoot, 'packages/python/src/metadata/lists/classifiers.json');
const script = `
import importlib.metadata, json, sys
sys.path.insert(0, sys.argv[1])
import trove_classifiers
version = next(d.version for d in importlib.metadata.distributions(path=[sys.argv[1]]) if d.name == 'trove-classifiers')
print(json.dumps({
    'source': f'trove-classifiers {version}',
    'classifiers': sorted(trove_classifiers.classifiers),
    'deprecated': dict(sorted(trove_classifiers.deprecated_classifiers.items())),
}))
`;

const folder = await mkdtemp(join(tmpdir(), 'slipway-lists-'));
try {
  await runOrThrow('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, 'trove-classifiers']);
  const { exitCode, output } = await runTool('python3', ['-c', script, folder]);
  if (exitCode !== 0) throw new Error(output);
  const { source, ...lists } = JSON.parse(output) as { readonly source: string };
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(target, `${JSON.stringify({ source, date, ...lists }, null, 1)}\n`);
  console.log(`${target}: ${source}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
