import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import type { Outcome } from '../../src/expectations/judgement.ts';
import { type OutcomeFault, withWorld } from './outcome-faults.ts';

function changePassport(
  outcome: Outcome,
  change: (passport: ReleasePassport) => ReleasePassport | undefined,
): Outcome {
  return withWorld(outcome, ({ passports }) => ({
    passports: passports.map((each) => {
      const passport = each.passport === undefined ? undefined : change(each.passport);
      return { ...each, passport, reason: passport === undefined ? 'it is not a bundle' : '' };
    }),
  }));
}

const isVerified: OutcomeFault['when'] = (cell) => !cell.private && !cell.draft;

/** What can go wrong with the passport of a release. */
export const passportFaults: readonly OutcomeFault[] = [
  {
    title: 'no passport was attached',
    change: (outcome) => withWorld(outcome, () => ({ passports: [] })),
    red: /has one signed passport/,
  },
  {
    title: 'the passport does not verify',
    change: (outcome) => changePassport(outcome, () => undefined),
    red: /has one signed passport/,
  },
  {
    title: 'a second passport was attached',
    change: (outcome) =>
      withWorld(outcome, ({ passports }) => ({
        passports: passports.flatMap((each) => [each, { ...each, name: 'other.intoto.jsonl' }]),
      })),
    red: /has one signed passport|no unexpected assets/,
  },
  {
    title: 'the passport is for another commit',
    change: (outcome) => changePassport(outcome, (passport) => ({ ...passport, commit: '9'.repeat(40) })),
    red: /passport lists exactly what was built/,
  },
  {
    title: 'the passport does not know the image',
    when: ({ image }) => image,
    change: (outcome) => changePassport(outcome, (passport) => ({ ...passport, image: undefined })),
    red: /passport lists exactly what was built/,
  },
  {
    title: 'the passport lists other checksums than those that are attached',
    change: (outcome) =>
      changePassport(outcome, (passport) => ({
        ...passport,
        files: passport.files.map((file) =>
          file.kind === 'manifest' ? { ...file, sha256: '0'.repeat(64) } : file,
        ),
      })),
    red: /every channel serves what the passport lists/,
  },
  {
    title: 'GitHub has no attestation of a public release',
    when: (cell) => !cell.private,
    change: (outcome) => withWorld(outcome, () => ({ attestations: [] })),
    red: /stored as an attestation/,
  },
  {
    title: 'a channel has no verification summary',
    when: isVerified,
    change: (outcome) => withWorld(outcome, ({ summaries }) => ({ summaries: summaries.slice(1) })),
    red: /every channel has a signed summary/,
  },
  {
    title: 'a verification summary says that a channel differs',
    when: isVerified,
    change: (outcome) =>
      withWorld(outcome, ({ summaries }) => ({
        summaries: summaries.map((each, index) => (index === 0 ? { ...each, result: 'FAILED' } : each)),
      })),
    red: /every channel has a signed summary/,
  },
  {
    title: 'a draft has a verification summary',
    when: (cell) => cell.draft,
    change: (outcome) =>
      withWorld(outcome, () => ({ summaries: [{ id: 1, result: 'PASSED', subjects: ['a b'] }] })),
    red: /there is no verification summary/,
  },
];
