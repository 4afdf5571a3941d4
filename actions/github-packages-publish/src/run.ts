import { openDistributions } from '@slipway/github/artifacts/open-distributions';
import { checkDistributions } from '@slipway/python/distribution/check-distributions';
import { collectDistributions } from '@slipway/python/distribution/collect-distributions';
import type { Context } from './inputs.ts';
import { chooseRegistry, readCredentials } from './open-packages.ts';
import { publishToIndex } from './publish-to-index.ts';
import { publishToRegistry } from './publish-to-registry.ts';
import { createReport, reportFiles } from './report.ts';

/** Publishes the distributions of a folder, the very bytes, to the place of the mode, and reads them back. */
export async function runPackagesPublish(given: Context): Promise<void> {
  const context = chooseRegistry(given);
  const { inputs, log, signal } = context;
  // Before anything is fetched or asked: a token that may not go to the registry is known by its form.
  if (inputs.mode === 'ghcr') await readCredentials(context);
  const directory = await openDistributions(context, {
    artifacts: inputs['artifact-name'],
    folder: inputs['packages-dir'],
    promised: inputs.digests,
  });
  const collected = await collectDistributions(directory);
  const files = await checkDistributions(collected, { directory, promised: inputs.digests, log, signal });
  const report = createReport(context, files);
  try {
    await (inputs.mode === 'index' ? publishToIndex : publishToRegistry)(context, report);
  } finally {
    reportFiles(context, report);
  }
}
