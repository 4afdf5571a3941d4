import { type Check, inGroup } from '../report/check.ts';
import { judgeGate } from './gate/judge-gate.ts';
import { judgeImage, judgeRegistry } from './judge-image.ts';
import { judgeIndexes } from './judge-index.ts';
import { judgePackages } from './judge-packages.ts';
import { judgePrivacy } from './judge-privacy.ts';
import { judgeRelease } from './judge-release.ts';
import { judgeRepository } from './judge-repository.ts';
import type { Outcome } from './judgement.ts';
import { judgePassport } from './passport/judge-passport.ts';

/** Holds the world after a release against what the release calls for: one check for everything that must be, or must not be. */
export function judgeOutcome(outcome: Outcome): readonly Check[] {
  return [
    ...inGroup('Tag and commit', judgeRepository(outcome)),
    ...inGroup('GitHub Release', judgeRelease(outcome)),
    ...inGroup('PyPI', judgeIndexes(outcome)),
    ...inGroup('GitHub Packages', judgePackages(outcome)),
    ...inGroup('Container image', judgeImage(outcome)),
    ...inGroup('GitHub Packages', judgeRegistry(outcome)),
    ...inGroup(
      'GitHub Release',
      judgePassport(outcome).map((check) => ({ ...check, proof: 'signed' as const })),
    ),
    ...inGroup('Whole release', [...judgeGate(outcome), ...judgePrivacy(outcome)]),
  ];
}
