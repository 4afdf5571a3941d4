import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { type InputDefinition, list } from '@slipway/core/inputs';
import { neutralizeLine } from '@slipway/core/neutralize';
import { isDigest } from '@slipway/oci/digest';
import { isTag } from '@slipway/oci/reference';

/** `bundle`: what cosign 3 reads; `legacy`: what every cosign reads. */
export type SignatureFormat = 'bundle' | 'legacy';

/** An input with one or both signature formats, separated by commas or one per line. */
export function signatureFormats(options: {
  readonly default: string;
}): InputDefinition<readonly SignatureFormat[]> {
  return {
    kind: 'list',
    default: options.default,
    required: false,
    parse(text, name) {
      const words = text
        .split(/[,\r\n]+/)
        .map((word) => word.trim())
        .filter((word) => word !== '');
      const wrong = words.find((word) => word !== 'bundle' && word !== 'legacy');
      if (wrong !== undefined || words.length === 0) {
        throw new InputError(coreErrors.E_INPUT_INVALID, {
          message: `Input "${name}" has "${neutralizeLine(wrong ?? text, 100)}"; expected bundle, legacy, or both.`,
        });
      }
      return [...new Set(words)] as SignatureFormat[];
    },
  };
}

function checkedList(what: string, isRight: (item: string) => boolean): InputDefinition<readonly string[]> {
  const lines = list();
  return {
    ...lines,
    parse(text, name) {
      const items = lines.parse(text, name);
      const wrong = items.find((item) => !isRight(item));
      if (wrong === undefined) return [...new Set(items)];
      throw new InputError(coreErrors.E_INPUT_INVALID, {
        message: `Input "${name}": "${neutralizeLine(wrong, 160)}" is not ${what}.`,
      });
    },
  };
}

/** An input of digests, each once. */
export const digestList = (): InputDefinition<readonly string[]> =>
  checkedList('a digest of the form "sha256:" with 64 hex digits', isDigest);

/** An input of tags, each once. */
export const tagList = (): InputDefinition<readonly string[]> =>
  checkedList('a tag (at most 128 of A-Z a-z 0-9 _ . -)', isTag);
