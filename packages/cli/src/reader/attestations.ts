import { readFile } from 'node:fs/promises';
import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import { parseManifest } from '@slipway/core/files/checksum-manifest';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Http, Log } from '@slipway/core/ports';
import { sigstoreErrors } from '@slipway/sigstore/errors';
import { parseAttestation, parseBundle, toBundle } from '@slipway/sigstore/statements/attestation';
import {
  type VerifiedSigner,
  verifyBlobBundle,
  verifySignedStatement,
} from '@slipway/sigstore/verify-bundle';
import { cliErrors } from '../errors.ts';
import { openTrustedRoots } from './trusted-roots.ts';

type Bundle = ReturnType<typeof toBundle>;

/** What files are to be held against. */
export interface AttestationOptions {
  /** Paths of Sigstore bundles, of lines of them, or of the objects of PEP 740. */
  readonly paths: readonly string[];
  /** `owner/name`, whose workflow has to be the signer. */
  readonly repository: string;
  /** Path of a TrustedRoot message as JSON; default: that of the instance of Sigstore that each bundle is from. */
  readonly trustedRoot: string | undefined;
}

export interface AttestationParts {
  readonly http: Http;
  readonly log: Log;
  /** Where the metadata of the trusted root is kept between calls. */
  readonly cacheDirectory: string;
}

/** Digests that a workflow of the repository has signed. */
export interface Attestations {
  /** @returns the workflow that signed. @throws IntegrityError E_ATTESTATION_INVALID for a digest that none of them names */
  check(fileName: string, sha256: string): string;
}

const issuer = 'https://token.actions.githubusercontent.com';
const invalid = (path: string, reason: string, cause?: unknown): IntegrityError =>
  new IntegrityError(sigstoreErrors.E_ATTESTATION_INVALID, {
    message: `${neutralizeLine(path, 300)}: ${neutralizeLine(reason, 600)}`,
    hint: 'Do not use these files. Use the attestation of this exact release, or contact the publisher.',
    cause,
  });

/**
 * Reads and verifies attestations: signature, certificate, and entry in the transparency log, and that a workflow of
 * the repository signed. An invalid one is an error, even if others are valid.
 * @throws InputError E_GHP_USAGE for a file that cannot be read, E_MANIFEST_INVALID; IntegrityError
 * E_ATTESTATION_INVALID; EnvironmentError, RemoteError E_SIGSTORE_TRUST
 */
export async function loadAttestations(
  { paths, repository, trustedRoot: rootPath }: AttestationOptions,
  { http, log, cacheDirectory }: AttestationParts,
): Promise<Attestations> {
  const read = await Promise.all(paths.map(async (path) => [path, await readText(path)] as const));
  const findTrust = openTrustedRoots({ path: rootPath, http, cacheDirectory, log });
  /** Workflow by the digest that it signed. */
  const signed = new Map<string, string>();
  for (const [path, text] of read) {
    for (const bundle of parseBundles(path, text)) {
      try {
        if (bundle.dsseEnvelope !== undefined) {
          const { trust, trustedRoot } = await findTrust(bundle);
          const verified = verifySignedStatement(bundle, trustedRoot, trust);
          const workflow = checkSigner(path, verified, repository);
          for (const { digest } of verified.statement.subject)
            if (digest['sha256'] !== undefined) signed.set(digest['sha256'], workflow);
          continue;
        }
        const manifest = await readManifest(path);
        const workflow = checkSigner(
          path,
          verifyBlobBundle(bundle, manifest, (await findTrust(bundle)).trustedRoot),
          repository,
        );
        for (const { digest } of parseManifest(Buffer.from(manifest).toString('utf8')))
          signed.set(digest, workflow);
      } catch (cause) {
        if (!(cause instanceof IntegrityError) || cause.message.startsWith(path)) throw cause;
        throw invalid(path, cause.message, cause);
      }
    }
  }
  return {
    check(fileName, sha256) {
      const workflow = signed.get(sha256);
      if (workflow !== undefined) return workflow;
      throw new IntegrityError(sigstoreErrors.E_ATTESTATION_INVALID, {
        message: `No attestation covers ${neutralizeLine(fileName, 200)} with SHA-256 ${sha256}.`,
        hint: 'Do not use these files. Use the attestation of this exact release, or contact the publisher.',
      });
    },
  };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError(cliErrors.E_GHP_USAGE, { message: `${path} cannot be read.`, cause });
  }
}

/** A signature without a statement is one of the file it is named after: `SHA256SUMS.sigstore.json` of `SHA256SUMS`. */
async function readManifest(path: string): Promise<Uint8Array> {
  const [, named = ''] = /^(.*[/\\]?SHA256SUMS)\.(?:sigstore(?:\.json)?|bundle)$/.exec(path) ?? [];
  if (named === '')
    throw invalid(path, 'the signature is not next to the SHA256SUMS file that it is named after');
  return Buffer.from(await readText(named));
}

function parseBundles(path: string, text: string): readonly Bundle[] {
  const values = parseValues(path, text);
  const bundles = values.flatMap((value): Bundle[] => {
    const { attestation_bundles: groups, verification_material: material } = (value ?? {}) as {
      readonly attestation_bundles?: unknown;
      readonly verification_material?: unknown;
    };
    // The provenance object of PEP 740, as the integrity API of PyPI gives it.
    if (Array.isArray(groups)) {
      const attestations = groups.flatMap((group: { readonly attestations?: unknown }) =>
        Array.isArray(group?.attestations) ? (group.attestations as unknown[]) : [],
      );
      return attestations.map((each) => toBundle(parseAttestation(JSON.stringify(each))));
    }
    if (material !== undefined) return [toBundle(parseAttestation(JSON.stringify(value)))];
    return [parseBundle(JSON.stringify(value))];
  });
  if (bundles.length === 0) throw invalid(path, 'it contains no attestation');
  return bundles;
}

/** One value, or one on each line, as `gh attestation download` writes them. */
function parseValues(path: string, text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    try {
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line): unknown => JSON.parse(line));
    } catch (cause) {
      throw invalid(path, 'it is neither JSON nor JSON lines', cause);
    }
  }
}

/** Fulcio, "OID information": 8 is the issuer, 12 the repository of the source, 18 the workflow file that was started. */
function checkSigner(path: string, signer: VerifiedSigner, repository: string): string {
  const found = signer.extension(8);
  if (found !== issuer)
    throw invalid(
      path,
      `its certificate was issued for ${found ?? 'an unknown identity'}, not for a workflow`,
    );
  const source = signer.extension(12) ?? '';
  const wanted = `https://github.com/${repository}`;
  // GitHub takes the names of owners and repositories in any case.
  if (source.toLowerCase() !== wanted.toLowerCase())
    throw invalid(path, `it was signed for ${source === '' ? 'no repository' : source}, not for ${wanted}`);
  return signer.extension(18) ?? signer.identity;
}
