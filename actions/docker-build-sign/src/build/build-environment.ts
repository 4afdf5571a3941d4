export type Variables = Readonly<Record<string, string | undefined>>;

// Inputs and state of this action, files that give commands to the runner, the right to say who this job is, and switches of the
// program that runs this action. No step of a build needs any.
const withheld =
  /^(?:INPUT_.*|STATE_.*|ACTIONS_ID_TOKEN_REQUEST_.*|GITHUB_(?:ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)|NODE_OPTIONS|SOURCE_DATE_EPOCH)$/i;
// The service behind `type=gha` (moby/buildkit, cache/remotecache/gha).
const cacheService = /^ACTIONS_(?:RUNTIME_|CACHE_|RESULTS_)/i;

/**
 * The environment of buildx. It is not that of the steps of a Dockerfile, which see none of it; a bare build argument and a secret with
 * `env=` take their values from here.
 * @param usesGitHubCache whether a cache of the type `gha` is asked for; else its token stays out
 * @param sourceDate seconds since the epoch
 */
export function createBuildEnvironment(
  variables: Variables,
  usesGitHubCache: boolean,
  sourceDate: number,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined || withheld.test(name) || (cacheService.test(name) && !usesGitHubCache)) continue;
    environment[name] = value;
  }
  return {
    ...environment,
    SOURCE_DATE_EPOCH: String(sourceDate),
    BUILDX_METADATA_WARNINGS: 'true',
    // Links and hints for a terminal are no part of a build's log.
    DOCKER_CLI_HINTS: 'false',
  };
}
