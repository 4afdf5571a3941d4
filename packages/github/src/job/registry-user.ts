import type { JobEnvironment } from '@slipway/core/job-environment';

/** User and password for GitHub's registries: the token decides, and any name goes with it. */
export function registryUser(
  { actor }: JobEnvironment,
  token: string,
): { readonly username: string; readonly password: string } {
  return { username: actor === '' ? 'github-actions' : actor, password: token };
}
