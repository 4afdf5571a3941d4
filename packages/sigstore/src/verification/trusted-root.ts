import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { EnvironmentError, RemoteError } from '@slipway/core/errors/action-error';
import type { JobEnvironment } from '@slipway/core/job-environment';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Http, Log } from '@slipway/core/ports';
import { sigstoreErrors } from '../errors.ts';
import { githubRoot } from '../generated/github-root.ts';
import { publicGoodRoot } from '../generated/public-good-root.ts';
import type { SigstoreInstance } from '../instance.ts';
import { type UpdateRepository, updateTrustedRoot } from './update-trusted-root.ts';

export interface TrustedRootOptions {
  /** File with a TrustedRoot message as JSON, as `cosign --trusted-root` takes it; for an instance of Sigstore of one's own. */
  readonly path?: string | undefined;
  readonly http: Http;
  /** Where the metadata of the public-good instance is kept between calls. */
  readonly cacheDirectory: string;
  readonly log: Log;
  /** Whose root it is. Default: that of the public-good instance. */
  readonly trust?: SigstoreInstance['trust'];
  /** Default: that of the instance. */
  readonly repository?: UpdateRepository;
}

/** The trusted root that a job of GitHub verifies with: that of `SIGSTORE_TRUSTED_ROOT`, else what is kept for the job. */
export function trustedRootOf(job: JobEnvironment): Pick<TrustedRootOptions, 'path' | 'cacheDirectory'> {
  return {
    path: job.variable('SIGSTORE_TRUSTED_ROOT'),
    cacheDirectory: join(job.temporaryDirectory, 'slipway-sigstore'),
  };
}

const repositories: Readonly<Record<SigstoreInstance['trust'], UpdateRepository>> = {
  'public-good': { url: 'https://tuf-repo-cdn.sigstore.dev', root: publicGoodRoot },
  github: { url: 'https://tuf-repo.github.com', root: githubRoot },
};

function parseTrustedRoot(text: string): TrustedRoot {
  const root = TrustedRoot.fromJSON(JSON.parse(text));
  const tellsTime = root.tlogs.length > 0 || root.timestampAuthorities.length > 0;
  if (root.certificateAuthorities.length === 0 || !tellsTime)
    throw new Error(
      'it contains no certificate authority, or neither a transparency log nor a timestamp authority',
    );
  const wrong = findUnusable(root);
  if (wrong !== undefined) throw new Error(`${wrong} has no key or no certificates`);
  return root;
}

/** What verification could not work with, and would stumble over later. */
function findUnusable({
  certificateAuthorities,
  timestampAuthorities,
  tlogs,
}: TrustedRoot): string | undefined {
  const isEmpty = ({ certChain }: TrustedRoot['certificateAuthorities'][number]): boolean =>
    certChain === undefined || !certChain.certificates.every(({ rawBytes }) => rawBytes.length > 0);
  const lacks = [...certificateAuthorities, ...timestampAuthorities].find(
    (authority) => isEmpty(authority) || authority.certChain?.certificates.length === 0,
  );
  if (lacks !== undefined) return `the authority "${lacks.uri}"`;
  const keyless = tlogs.find(({ publicKey }) => (publicKey?.rawBytes?.length ?? 0) === 0);
  return keyless === undefined ? undefined : `the log "${keyless.baseUrl}"`;
}

function reasonOf(cause: unknown): string {
  return neutralizeLine(cause instanceof Error ? cause.message : 'no reason given', 300);
}

/**
 * Loads what verification trusts. Without `path` it is the root of the instance, fetched and verified by
 * TUF from the first root that is embedded in this program: a mirror cannot replace it.
 * @throws EnvironmentError, RemoteError E_SIGSTORE_TRUST
 */
export async function loadTrustedRoot(options: TrustedRootOptions): Promise<TrustedRoot> {
  const { path, http, cacheDirectory, log, trust = 'public-good' } = options;
  const repository = options.repository ?? repositories[trust];
  if (path !== undefined && path !== '') {
    log.notice(`Verifying signatures with the trusted root in ${path} instead of the public Sigstore root`);
    try {
      return parseTrustedRoot(await readFile(path, 'utf8'));
    } catch (cause) {
      throw new EnvironmentError(sigstoreErrors.E_SIGSTORE_TRUST, {
        message: `The trusted root ${path} is not a valid TrustedRoot message in JSON: ${reasonOf(cause)}`,
        cause,
      });
    }
  }
  try {
    const directory = join(cacheDirectory, encodeURIComponent(new URL(repository.url).host));
    return parseTrustedRoot(await updateTrustedRoot(repository, http, directory));
  } catch (cause) {
    throw new RemoteError(sigstoreErrors.E_SIGSTORE_TRUST, {
      message: `The trusted root of Sigstore (${repository.url}) could not be fetched and verified: ${reasonOf(cause)}`,
      hint: 'Re-run the job. If the problem persists, check the clock of the machine and whether a proxy alters responses.',
      cause,
    });
  }
}
