import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { fetchEarlierArtifact } from '@slipway/github/artifacts/fetch-earlier-artifact';
import type { PassportPolicy } from '@slipway/sigstore/passport/verify-passport';
import { readPassportBundle, verifyPassport } from '@slipway/sigstore/passport/verify-passport';
import { passportErrors } from './errors.ts';
import type { Context } from './inputs.ts';
import type { PassportContents } from './read-contents.ts';

/** Where a passport is stored. */
export interface PassportPlace {
  /** Absolute. */
  readonly directory: string;
  readonly fileName: string;
  readonly artifact: string | undefined;
}

/**
 * The passport that an earlier attempt of this run stored: it may be attached to a draft already, and a second one would have
 * different bytes. It is left in the folder.
 * @returns its bundle; undefined when there is none
 * @throws IntegrityError E_PASSPORT_DIFFERS, E_ATTESTATION_INVALID; and as `fetchEarlierArtifact`
 */
export async function adoptEarlierPassport(
  context: Context,
  { directory, fileName, artifact }: PassportPlace,
  contents: PassportContents,
  policy: PassportPolicy,
) {
  if (artifact === undefined || context.job.runAttempt < 2) return undefined;
  const path = join(directory, fileName);
  await rm(path, { force: true });
  const withoutIt = 'The passport is signed again.';
  if (!(await fetchEarlierArtifact(context, { name: artifact, directory, withoutIt }))) return undefined;
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new IntegrityError(passportErrors.E_PASSPORT_DIFFERS, {
      message: `An earlier attempt of this run stored the artifact "${artifact}" without ${fileName}.`,
    });
  const bundle = readPassportBundle(text);
  const { passport } = verifyPassport(bundle, policy);
  if (!isDeepStrictEqual({ files: passport.files, image: passport.image }, contents)) {
    const found = passport.files.map(({ name, sha256 }) => `${name} ${sha256.slice(0, 12)}`).join(', ');
    throw new IntegrityError(passportErrors.E_PASSPORT_DIFFERS, {
      message: `An earlier attempt of this run signed a passport for different bytes (${found}). Nothing was signed.`,
    });
  }
  context.log.info(`Using ${fileName}, which an earlier attempt of this run signed.`);
  return bundle;
}
