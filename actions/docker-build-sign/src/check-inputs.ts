import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { namesSbomFile } from './inputs/attestation-inputs.ts';
import { refuseHostNetwork } from './inputs/entitlements.ts';
import { parsePlatforms } from './inputs/platforms.ts';
import type { Inputs } from './inputs.ts';
import { imageTag } from './tag/image-tags.ts';

function refuse(message: string, hint?: string): InputError {
  return new InputError(coreErrors.E_INPUT_INVALID, { message, hint });
}

/**
 * Checks the inputs against each other, before anything is built or requested.
 * @throws InputError E_INPUT_INVALID, E_INPUT_MISSING, E_VERSION_INVALID, E_DOCKER_TAG
 */
export function checkInputs(inputs: Inputs): void {
  const { mode, digests, version } = inputs;
  if (version !== undefined) imageTag(version);
  checkDigests(mode, digests);
  if (mode !== 'promote') checkSbom(inputs);
  if (mode === 'merge' || mode === 'promote') return;
  refuseHostNetwork(inputs['extra-args'], inputs.allow);
  if (inputs.context.startsWith('-')) {
    throw refuse(
      `Input "context" is "${neutralizeLine(inputs.context, 100)}"; expected a folder or the address of a git repository.`,
    );
  }
  if (inputs['rekor-version'] === '2' && !inputs['signature-formats'].includes('bundle')) {
    throw refuse(
      'Input "signature-formats" is only "legacy", which version 2 of the log ("rekor-version") does not support.',
      'Add "bundle", or remove "rekor-version".',
    );
  }
  if (mode === 'all') checkAnnotationPlatforms(inputs);
}

/** A document is attached in a signed bundle or not at all. */
function checkSbom({ sbom, sign, 'signature-formats': formats }: Inputs): void {
  if (!namesSbomFile(sbom)) return;
  const what = `Input "sbom" names the file ${neutralizeLine(sbom, 200)}, which is attached as a signed bundle`;
  if (!sign)
    throw refuse(
      `${what}, but "sign" is false.`,
      'Remove "sbom" here, or remove "sign: false". A signing job with "mode: merge" can attach the file.',
    );
  if (!formats.includes('bundle'))
    throw refuse(
      `${what}, but "signature-formats" is only "legacy".`,
      'Add "bundle" to "signature-formats", or remove "sbom".',
    );
}

function checkDigests(mode: Inputs['mode'], digests: readonly string[]): void {
  if ((mode === 'all' || mode === 'stage') && digests.length > 0)
    throw refuse(`Input "digests" is only valid with mode "merge" or "promote", but the mode is "${mode}".`);
  if (mode === 'merge' && digests.length === 0) {
    throw new InputError(coreErrors.E_INPUT_MISSING, {
      message: 'Mode "merge" requires the digests of the single-platform images in "digests".',
    });
  }
  if (mode === 'promote' && digests.length !== 1) {
    throw new InputError(digests.length === 0 ? coreErrors.E_INPUT_MISSING : coreErrors.E_INPUT_INVALID, {
      message: `Mode "promote" requires exactly one digest in "digests", but got ${digests.length}.`,
    });
  }
}

/** A platform that is not built is a slip, unless jobs that build one each share their inputs. */
function checkAnnotationPlatforms({ annotations, platforms }: Inputs): void {
  if (platforms.length === 0) return;
  for (const { places, key } of annotations) {
    for (const { platform } of places) {
      if (platform === undefined || platforms.includes(parsePlatforms(platform, 'annotations').join()))
        continue;
      throw refuse(
        `Input "annotations": "${neutralizeLine(key, 100)}" is for ${neutralizeLine(platform, 60)}, which is not among the platforms.`,
      );
    }
  }
}
