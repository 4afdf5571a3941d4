import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { listSecretLikeNames } from '../inputs/build-arguments.ts';
import { warnOfEntitlements } from '../inputs/entitlements.ts';
import type { Context, Inputs } from '../inputs.ts';
import { createBuildEnvironment } from './build-environment.ts';
import { type BuildPorts, type BuildResult, buildImage } from './build-image.ts';
import { canRewriteTimestamps } from './builder-description.ts';
import { compareImages } from './compare-images.ts';
import { warnOfContextToken } from './context-token.ts';
import { withBuilder } from './find-builder.ts';
import { gatherFacts } from './gather-facts.ts';
import { describeImage } from './image-annotations.ts';
import { withSecrets } from './prepare-secrets.ts';
import { findSourceDate } from './source-date.ts';

// A git repository or an archive that BuildKit fetches (docker/buildx, `build.IsRemoteURL`).
const isRemote = (context: string): boolean => /^(?:https?|ssh|git):\/\/|^git@|^github\.com\//.test(context);

/**
 * Builds the image of the inputs into an OCI layout, twice if requested, and passes it to `use`. The builder and the
 * secrets are removed before; the layout is removed when `use` has ended, however it did.
 * @param version of the release in canonical form; empty if the image has none
 * @throws as `withBuilder`, `withSecrets`, `buildImage` and `compareImages`; InputError E_INPUT_INVALID for a missing
 * context
 */
export async function withBuiltImage<Result>(
  context: Context,
  version: string,
  use: (image: BuildResult) => Promise<Result>,
): Promise<Result> {
  const { inputs, job } = context;
  await checkContext(inputs, job.workspace);
  warnOfSecrets(context);
  warnOfEntitlements(inputs.allow, context.log);
  if (!isRemote(inputs.context))
    await warnOfContextToken(resolve(job.workspace, inputs.context), context.log);
  const directory = await mkdtemp(join(job.temporaryDirectory, 'docker-build-'));
  try {
    return await use(await buildInto(context, version, directory));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function buildInto(context: Context, version: string, directory: string): Promise<BuildResult> {
  const { inputs, job, log, exec, signal, variables } = context;
  const sourceDate = await findSourceDate(context);
  const facts = await gatherFacts(context, version, sourceDate);
  const description = describeImage(facts, inputs.labels, inputs.annotations);
  const usesGitHubCache = [...inputs['cache-from'], ...inputs['cache-to']].some((each) =>
    /\btype=gha\b/.test(each),
  );
  const environment = createBuildEnvironment(variables, usesGitHubCache, sourceDate);
  const ports: BuildPorts = { exec, log, signal, environment, workspace: job.workspace };
  const secretPorts = {
    log,
    environment,
    workspace: job.workspace,
    temporaryDirectory: job.temporaryDirectory,
  };
  return withSecrets(inputs.secrets, secretPorts, (secrets) =>
    withBuilder(inputs.builder, ports, async (builder) => {
      const rewriteTimestamps = canRewriteTimestamps(builder);
      if (!rewriteTimestamps)
        log.notice(
          `BuildKit ${builder.version} does not set the timestamps of files in the layers (0.13 and later do), so re-runs may produce a different digest.`,
        );
      const build = async (name: string, title: string, withoutCache: boolean): Promise<BuildResult> => {
        const folder = join(directory, name);
        await mkdir(folder);
        const task = {
          builder,
          directory: folder,
          title,
          description,
          secrets,
          rewriteTimestamps,
          withoutCache,
        };
        return buildImage(inputs, task, ports);
      };
      const built = await build('first', 'Build', false);
      if (inputs.reproducible === 'check') {
        await compareImages(built, await build('second', 'Second build, without the cache', true));
        log.info('The second build, without the cache, produced the same image.');
      }
      return built;
    }),
  );
}

async function checkContext({ context, file }: Inputs, workspace: string): Promise<void> {
  if (isRemote(context)) return;
  const isFolder = (await stat(resolve(workspace, context)).catch(() => undefined))?.isDirectory() === true;
  const dockerfile = file ?? join(context, 'Dockerfile');
  const isThere = isRemote(dockerfile) || (await stat(resolve(workspace, dockerfile)).catch(() => undefined));
  if (isFolder && isThere) return;
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: isFolder
      ? `No Dockerfile was found at "${neutralizeLine(dockerfile, 200)}".`
      : `Input "context" is "${neutralizeLine(context, 200)}", which is not a folder.`,
    hint: 'Paths are relative to the workspace. Run actions/checkout before this step.',
  });
}

function warnOfSecrets({ inputs, log }: Context): void {
  const names = listSecretLikeNames(inputs['build-args']);
  if (names.length === 0) return;
  log.warning(
    `Build arguments are recorded in the image and its provenance. Do not pass secrets in them: ${neutralizeLine(names.join(', '), 300)}. Use "secrets" and "RUN --mount=type=secret".`,
  );
}
