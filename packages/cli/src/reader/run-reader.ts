import { systemClock } from '@slipway/core/clock';
import { neutralizeLine } from '@slipway/core/neutralize';
import { inspectDistribution } from '@slipway/python/distribution/inspect-distribution';
import { readFields } from '@slipway/python/metadata/parse-core-metadata';
import { guardCommand } from '../command-line/exit-code.ts';
import { loadAttestations } from './attestations.ts';
import { downloadRelease } from './download.ts';
import { describeServedIndex, listInstallCommands } from './install/install-lines.ts';
import { indexEnvironment, runWithIndex } from './install/run-with-index.ts';
import { openHttp, openNamespace } from './open-namespace.ts';
import { createReaderLog } from './reader-log.ts';
import {
  downloadHelp,
  type NamespaceOptions,
  parseDownloadOptions,
  parseServeOptions,
  serveHelp,
} from './reader-options.ts';
import { startIndex } from './serve.ts';
import { findTrustCache } from './trusted-roots.ts';

/** What a reading command gets from the process it runs in. */
export interface ReaderHost {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly write: (text: string) => void;
  readonly signal: AbortSignal;
}

const open = (options: NamespaceOptions, { variables, signal, write }: ReaderHost) =>
  openNamespace({ ...options, variables, signal, log: createReaderLog(write), clock: systemClock });

const guard = (host: ReaderHost, body: () => Promise<number>): Promise<number> =>
  guardCommand(
    host.signal,
    ({ code, message, hint }) => host.write(`${code}: ${neutralizeLine(message)}\n${neutralizeLine(hint)}\n`),
    body,
  );

/** `Requires-Dist` of the first file whose metadata can be read, wheels first: those of an sdist may be dynamic. */
async function readRequirements(paths: readonly string[]): Promise<readonly string[] | undefined> {
  for (const path of paths.toSorted(
    (left, right) => Number(right.endsWith('.whl')) - Number(left.endsWith('.whl')),
  )) {
    const metadata = await inspectDistribution(path).then(
      (distribution) => distribution.metadata,
      () => undefined,
    );
    if (metadata !== undefined) return readFields(metadata, 'Requires-Dist');
  }
  return undefined;
}

/** `slipway download`. @returns the exit code */
export function runDownload(words: readonly string[], host: ReaderHost): Promise<number> {
  return guard(host, async () => {
    const options = parseDownloadOptions(words, host.variables);
    if (options === undefined) {
      host.write(downloadHelp);
      return 0;
    }
    const { attestations: wanted } = options;
    const log = createReaderLog(host.write);
    const attestations =
      wanted === undefined
        ? undefined
        : await loadAttestations(wanted, {
            http: openHttp({ ...host, log, clock: systemClock }),
            log,
            cacheDirectory: findTrustCache(host.variables),
          });
    const files = await downloadRelease(open(options, host), options, attestations);
    for (const { fileName, sha256, isNew, signer } of files) {
      host.write(`${sha256}  ${fileName}${isNew ? '' : ' (already exists)'}\n`);
      if (signer !== undefined) host.write(`  signed by ${neutralizeLine(signer, 300)}\n`);
    }
    const commands = listInstallCommands({
      ...options,
      fileNames: files.map(({ fileName }) => fileName),
      requirements: await readRequirements(files.map(({ path }) => path)),
    });
    host.write(`\n${commands.join('\n')}\n`);
    return 0;
  });
}

/** `slipway serve`: until a signal ends it, or with a command until that ends. @returns the exit code */
export function runServe(words: readonly string[], host: ReaderHost): Promise<number> {
  return guard(host, async () => {
    const options = parseServeOptions(words, host.variables);
    if (options === undefined) {
      host.write(serveHelp);
      return 0;
    }
    const index = await startIndex(open(options, host), options, createReaderLog(host.write));
    if (options.command !== undefined) {
      try {
        const environment = indexEnvironment(host.variables, index.url);
        return await runWithIndex(options.command, environment, host.signal);
      } finally {
        await index.close();
      }
    }
    host.write(`Serving ${options.registry}/${options.namespace} at ${index.url}\n`);
    host.write(`\n${describeServedIndex({ ...options, url: index.url })}`);
    await new Promise<void>((done) => {
      if (host.signal.aborted) done();
      host.signal.addEventListener('abort', () => done(), { once: true });
    });
    await index.close();
    return 0;
  });
}
