import { findBlock } from '@slipway/changelog/notes/draft-block';
import { IntegrityError } from '@slipway/core/errors/action-error';
import type { FileEntry } from '@slipway/core/files/file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Release } from '@slipway/github/releases';
import { createFileNamer } from '@slipway/github/releases/asset-name';
import { type ComparedItem, compareWithPassport } from '@slipway/sigstore/passport/compare-channels';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import { passportErrors } from '../errors.ts';

const maxNamed = 10;

function describe({ name, result, expected, served }: ComparedItem): string {
  const shown = neutralizeLine(name, 200);
  if (result === 'differs') return `${shown} has SHA-256 ${served} instead of ${expected}`;
  return result === 'unexpected' ? `${shown} was added` : `${shown} is ${result}`;
}

/**
 * Refuses a release whose assets are not those of the draft: one that was swapped, deleted or added. Files that the draft itself
 * remembers beside those of the build are part of it.
 * @throws IntegrityError E_PASSPORT_RELEASE with every asset
 */
export function refuseChangedAssets(
  { tagName, body, assets }: Release,
  passport: ReleasePassport,
  own: FileEntry,
): void {
  const remembered = findBlock(body, tagName)?.extra ?? [];
  const nameFile = createFileNamer([...passport.files, own, ...remembered].map(({ name }) => name));
  const items = assets.map(({ name, sha256, state }) => ({
    name: nameFile(name),
    // What was not uploaded completely has no bytes that count.
    sha256: state === 'uploaded' ? sha256 : undefined,
  }));
  const isRemembered = ({ name, served }: ComparedItem): boolean =>
    remembered.some((file) => file.name === name && file.sha256 === served);
  const [compared] = compareWithPassport(passport, [{ kind: 'release', name: tagName, items }], own);
  const wrong = (compared?.items ?? []).filter(
    (item) => item.result !== 'same' && !(item.result === 'unexpected' && isRemembered(item)),
  );
  if (wrong.length === 0) return;
  const named = wrong.slice(0, maxNamed).map(describe).join('; ');
  const more = wrong.length > maxNamed ? `; and ${wrong.length - maxNamed} more` : '';
  throw new IntegrityError(passportErrors.E_PASSPORT_RELEASE, {
    message: `The release ${neutralizeLine(tagName, 120)} does not have the assets that were drafted: ${named}${more}. Nothing was published by this run.`,
  });
}
