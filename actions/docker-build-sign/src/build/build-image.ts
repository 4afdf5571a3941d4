import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError, InputError } from '@slipway/core/errors/action-error';
import { imageErrors } from '../errors.ts';
import { type BuildMetadata, parseBuildMetadata } from './build-metadata.ts';
import { type BuildRun, type BuildWishes, buildxArguments } from './buildx-arguments.ts';
import { explainFailure } from './explain-failure.ts';
import type { Builder, BuildxPorts } from './find-builder.ts';
import { type BuiltImage, readBuilt } from './read-built.ts';

/** An image that was built, with what the builder said about it. */
export interface BuildResult extends BuiltImage {
  readonly metadata: BuildMetadata;
}

export interface BuildPorts extends BuildxPorts {
  readonly workspace: string;
}

/** One build: where it runs, and an empty folder for what comes out. */
export interface BuildTask
  extends Pick<BuildRun, 'description' | 'secrets' | 'withoutCache' | 'rewriteTimestamps'> {
  readonly builder: Builder;
  readonly directory: string;
  /** Of the group in the log: a noun phrase. */
  readonly title: string;
}

// What is behind is in nobody's way of reading a log; a build may print without end.
const maxLoggedLines = 50_000;
const keptLines = 60;

/**
 * Builds an image into an OCI layout on disk, and checks that it is what was asked for. Nothing is pushed.
 * @throws InputError E_DOCKER_BUILD with the last words of the build; IntegrityError E_DOCKER_RESULT; EnvironmentError E_TOOL_MISSING
 */
export async function buildImage(
  wishes: BuildWishes,
  task: BuildTask,
  ports: BuildPorts,
): Promise<BuildResult> {
  const layoutPath = join(task.directory, 'image.tar');
  const metadataPath = join(task.directory, 'metadata.json');
  const args = buildxArguments(wishes, { ...task, builder: task.builder.name, layoutPath, metadataPath });
  await ports.log.group(task.title, () => runBuild(args, task.builder, ports));
  const metadata = parseBuildMetadata(await readFile(metadataPath, 'utf8').catch(() => ''));
  for (const { text, place, url } of metadata.warnings)
    ports.log.warning([place, text, url === '' ? '' : `(${url})`].filter((part) => part !== '').join(' '));
  const built = await readBuilt(layoutPath, metadata.digest, wishes.platforms);
  return { ...built, metadata };
}

async function runBuild(args: readonly string[], { buildx }: Builder, ports: BuildPorts): Promise<void> {
  const { exec, log, signal, environment, workspace } = ports;
  const [file, ...first] = buildx;
  const last: string[] = [];
  let lines = 0;
  try {
    await exec.run(file, [...first, ...args], {
      cwd: workspace,
      env: environment,
      signal,
      maxOutputBytes: 64 * 1024,
      onLine: (line) => {
        last.push(line);
        if (last.length > keptLines) last.shift();
        lines += 1;
        if (lines <= maxLoggedLines) log.info(line);
        else if (lines === maxLoggedLines + 1)
          log.info(`(more than ${maxLoggedLines} lines; the rest is omitted)`);
      },
    });
  } catch (cause) {
    if (!(cause instanceof EnvironmentError) || cause.code !== 'E_EXEC_FAILED') throw cause;
    // Not the error of the program as a cause: it quotes the arguments, among them the values of build arguments.
    const how = /" (failed with exit code \d+|was terminated by SIG[A-Z0-9]+)/.exec(cause.message)?.[1] ?? '';
    const { message, hint } = explainFailure(last.length === 0 ? [`buildx ${how}`] : last);
    throw new InputError(imageErrors.E_DOCKER_BUILD, { message, hint });
  }
}
