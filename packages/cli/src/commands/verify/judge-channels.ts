import {
  type ComparedItem,
  compareWithPassport,
  type ServedItem,
} from '@slipway/sigstore/passport/compare-channels';
import type { FoundPassport } from './find-passport.ts';
import type { ObservedChannel, VerifiedChannel, VerifiedItem, VerifiedResult } from './verification.ts';

/** From the worst to the best. */
const severity: readonly VerifiedResult[] = [
  'differs',
  'other signer',
  'unsigned',
  'unreachable',
  'absent',
  'same',
];

const results: Readonly<Record<ComparedItem['result'], VerifiedResult>> = {
  ...{ same: 'same', differs: 'differs', missing: 'absent', unexpected: 'differs', unknown: 'unreachable' },
};

/** What is known of every item of every channel. The file of the passport is an item of the release. */
export function judgeChannels(
  found: FoundPassport,
  observed: readonly ObservedChannel[],
): readonly VerifiedChannel[] {
  const reference = observed.find(({ kind }) => kind === 'release')?.items ?? [];
  return observed.map((channel): VerifiedChannel => {
    const { kind, name, reason, isHidden = false } = channel;
    const own = kind === 'release' && found.asset !== undefined ? [found.asset] : [];
    if (channel.items === undefined)
      return { kind, name, result: 'unreachable', items: own, reason, isHidden };
    const compared =
      found.passport === undefined
        ? judgeUnsigned(channel.items, reference)
        : judgeSigned(found, found.passport, channel);
    const items = [...compared, ...own].map((item) => addFault(item, channel));
    return { kind, name, result: findWorst(items), items, reason: undefined, isHidden };
  });
}

function judgeSigned(
  { otherSigner }: FoundPassport,
  passport: NonNullable<FoundPassport['passport']>,
  channel: ObservedChannel,
): readonly VerifiedItem[] {
  const [compared] = compareWithPassport(passport, [channel]);
  return (compared?.items ?? []).map(({ name, result, expected, served }) => {
    const item = { name, expected, served };
    if (result === 'unexpected')
      return { ...item, result: 'differs', reason: 'The passport does not list it.' };
    if (result === 'same' && otherSigner !== undefined)
      return { ...item, result: 'other signer', reason: otherSigner };
    return { ...item, result: results[result], reason: undefined };
  });
}

/** Without a passport, all that can be told is whether the channels have the same bytes as the release. */
function judgeUnsigned(
  items: readonly ServedItem[],
  reference: readonly ServedItem[],
): readonly VerifiedItem[] {
  return items
    .filter(({ name }) => !name.endsWith('.intoto.jsonl'))
    .map(({ name, sha256: served }) => {
      const other = reference.find((item) => item.name === name && item.sha256 !== served);
      const expected = other?.sha256;
      return other === undefined
        ? { name, result: 'unsigned', expected: undefined, served, reason: 'No valid passport covers it.' }
        : {
            name,
            result: 'differs',
            expected,
            served,
            reason: 'The release has different bytes under this name.',
          };
    });
}

/** Wrong bytes are worse than whatever else is wrong. */
function addFault(item: VerifiedItem, { faults }: ObservedChannel): VerifiedItem {
  const fault = faults.get(item.name);
  return fault === undefined || item.result === 'differs' ? item : { ...item, ...fault };
}

function findWorst(items: readonly VerifiedItem[]): VerifiedResult {
  return severity.find((result) => items.some((item) => item.result === result)) ?? 'absent';
}
