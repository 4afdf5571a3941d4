import { InputError, RemoteError } from '@slipway/core/errors/action-error';
import { getManifest } from '@slipway/oci/manifests';
import { listTags } from '@slipway/oci/tags';
import { waitUntil } from '@slipway/oci/wait-until';
import { packagesErrors } from './errors.ts';
import type { Context } from './inputs.ts';
import { connect, packageUrl, readCredentials } from './open-packages.ts';
import type { Visibility } from './published-release.ts';

// A registry that does not reject the request may not have replicated the package yet, and some report a private
// package as missing.
const patienceMs = 5000;

/** A package, and who was seen to read it. */
export interface SeenPackage {
  /** Below the registry. */
  readonly repositoryName: string;
  readonly visibility: Visibility;
}

/** Whether a reader without a token gets a manifest of a package. */
export async function seeVisibility(
  context: Context,
  repositoryName: string,
  reference: string,
): Promise<Visibility> {
  const repository = connect(context, undefined).repository(repositoryName);
  try {
    const read = () => getManifest(repository, reference);
    const found = await waitUntil(repository, read, (stored) => stored !== undefined, patienceMs);
    return found === undefined ? 'private' : 'public';
  } catch (cause) {
    const refused =
      cause instanceof RemoteError &&
      (cause.code === 'E_OCI_AUTHENTICATION' || cause.code === 'E_OCI_DENIED');
    if (refused) return 'private';
    throw cause;
  }
}

/**
 * Rejects existing packages with the wrong visibility before anything is written: a package that was public for a
 * minute may have been copied. New packages get their visibility with the first publication and are checked afterwards.
 * @throws InputError E_GHP_VISIBILITY, RemoteError E_OCI_*, E_HTTP_*
 */
export async function refuseOtherVisibility(context: Context, names: readonly string[]): Promise<void> {
  if (!context.inputs.visibility.startsWith('require-')) return;
  const registry = connect(context, await readCredentials(context));
  const seen: SeenPackage[] = [];
  for (const repositoryName of names) {
    const tag = (await listTags(registry.repository(repositoryName))).at(-1);
    if (tag === undefined) continue;
    seen.push({ repositoryName, visibility: await seeVisibility(context, repositoryName, tag) });
  }
  judgeVisibility(context, seen);
}

/** Says which packages have another visibility than was asked for. @throws InputError E_GHP_VISIBILITY when it is required */
export function judgeVisibility(context: Context, seen: readonly SeenPackage[]): void {
  const { inputs, log } = context;
  const wanted = inputs.visibility === 'require-private' ? 'private' : 'public';
  const others = seen.filter(({ visibility }) => visibility !== wanted);
  if (inputs.visibility === 'ignore' || others.length === 0) return;
  const names = others.map(({ repositoryName }) => packageUrl(context, repositoryName) ?? repositoryName);
  const message = `${names.join(', ')} ${wanted === 'public' ? 'is private, so readers need to log in' : 'is public'}.`;
  const hint =
    'GitHub has no API for this. On the package\'s page, open "Package settings" and choose "Change visibility". A public package cannot be made private again.';
  if (inputs.visibility === 'warn') log.warning(`${message} ${hint}`);
  else throw new InputError(packagesErrors.E_GHP_VISIBILITY, { message, hint });
}
