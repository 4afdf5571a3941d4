import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { InputDefinition } from '@slipway/core/inputs';
import { neutralizeLine } from '@slipway/core/neutralize';
import { splitFields } from './records.ts';

function refuse(name: string, text: string, expected: string): InputError {
  return new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Input "${name}" is "${neutralizeLine(text, 200)}"; ${expected}.`,
  });
}

/** Whether a text is a list of attributes that buildx takes for an attestation (`mode=max,builder-id=…`). */
function isAttributes(text: string): boolean {
  const fields = splitFields(text);
  return (
    fields?.every((field) => /^[a-z][a-z0-9-]*=./.test(field) && !/^(?:type|disabled)=/.test(field)) === true
  );
}

/** The input `provenance`: `true`, `false`, or the attributes of BuildKit's own. */
export function provenance(options: { readonly default: string }): InputDefinition<string> {
  return {
    kind: 'text',
    default: options.default,
    required: false,
    parse(text, name) {
      if (/^(?:true|false)$/i.test(text)) return text.toLowerCase();
      const mode = splitFields(text)?.find((field) => field.startsWith('mode='));
      if (isAttributes(text) && (mode === undefined || /^mode=(?:min|max)$/.test(mode))) return text;
      throw refuse(name, text, 'expected true, false, mode=min or mode=max');
    },
  };
}

/** The input `sbom`: `true`, attributes of BuildKit's scanner, or a path; undefined for none. */
export function sbom(): InputDefinition<string | undefined> {
  return {
    kind: 'text',
    default: undefined,
    required: false,
    parse(text, name) {
      if (text === '' || /^false$/i.test(text)) return undefined;
      if (/^true$/i.test(text)) return 'true';
      if (text.startsWith('generator=') && !isAttributes(text))
        throw refuse(name, text, 'expected true, generator=IMAGE, or the path of a file');
      return text;
    },
  };
}

/** Whether the input `sbom` asks BuildKit to scan the image; else it is the path of a file. */
function isScannerSetting(text: string): boolean {
  return text === 'true' || text.startsWith('generator=');
}

/** Whether the input `sbom` is the path of a file, which the signer attaches. */
export function namesSbomFile(sbom: string | undefined): sbom is string {
  return sbom !== undefined && !isScannerSetting(sbom);
}

/** What BuildKit is told to attest. */
export interface BuildKitAttestations {
  /** Value of `--provenance`; `false` keeps entries for no platform out of the index. */
  readonly provenance: string;
  /** Value of `--sbom`; undefined where nothing scans the image. */
  readonly sbom: string | undefined;
}

/** Tells BuildKit's part of two inputs from that of the signer. */
export function selectBuildKitAttestations(inputs: {
  readonly provenance: string;
  readonly sbom: string | undefined;
}): BuildKitAttestations {
  const { provenance: wanted, sbom: scan } = inputs;
  return {
    provenance: wanted === 'true' ? 'false' : wanted,
    sbom: scan !== undefined && isScannerSetting(scan) ? scan : undefined,
  };
}
