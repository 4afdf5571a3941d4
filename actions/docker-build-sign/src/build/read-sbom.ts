import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { sbomStatement } from '@slipway/sigstore/statements/image-statement';
import { namesSbomFile } from '../inputs/attestation-inputs.ts';
import type { Context } from '../inputs.ts';

// What cosign and Rekor take with a statement around it.
const maxBytes = 16 * 1024 * 1024;

/**
 * The bill of materials that the input `sbom` names, as JSON; undefined without one.
 * @throws InputError E_INPUT_INVALID, E_SIGSTORE_SBOM
 */
export async function readSbom({ inputs, job }: Context): Promise<object | undefined> {
  const { sbom } = inputs;
  // The words for BuildKit's scanner name no file.
  if (!namesSbomFile(sbom)) return undefined;
  const path = resolve(job.workspace, sbom);
  const refuse = (what: string): InputError =>
    new InputError(coreErrors.E_INPUT_INVALID, {
      message: `Input "sbom": ${neutralizeLine(sbom, 200)} ${what}.`,
    });
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile() !== true) throw refuse('is not a file');
  if (stats.size > maxBytes) throw refuse(`has ${stats.size} bytes; at most ${maxBytes} bytes can be signed`);
  const document = parseObject(await readFile(path, 'utf8'));
  if (document === undefined) throw refuse('is not a JSON object');
  // Made for the image later; what cannot be one is said before anything is built.
  sbomStatement({ name: '', digest: '' }, document);
  return document;
}

function parseObject(text: string): object | undefined {
  try {
    // Tools of Windows begin a file with a byte order mark, which is no part of JSON (RFC 8259, section 8.1).
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}
