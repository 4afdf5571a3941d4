import type { PlannedUse } from './plan-run.ts';
import { checkCount, isVerification, linesOf, modeOf, phaseOf } from './planned-uses.ts';
import type { ReleaseCase } from './release-case.ts';

/** The passport is about what this run built, and the release has it. */
export function judgePassport(uses: readonly PlannedUse[]): string[] {
  const passports = uses.filter((use) => use.action === 'passport' && !isVerification(use));
  const [passport] = passports;
  const findings = checkCount(passports, true, 'the passport');
  if (passport === undefined) return findings;
  const images = uses.filter(
    (use) => use.action === 'docker-build-sign' && ['merge', 'all'].includes(modeOf(use)),
  );
  for (const [input, output] of [
    ['image', 'references'],
    ['platforms', 'platforms'],
  ] as const) {
    const wanted = images.map(({ outputs }) => outputs[output] ?? '').join('\n');
    const given = passport.inputs.get(input) ?? '';
    if (given !== wanted)
      findings.push(`job "${passport.jobId}" passes "${input}: ${given}" to passport instead of "${wanted}"`);
  }
  const name = passport.inputs.get('artifact-name') ?? 'release-passport';
  const drafts = uses.filter(
    (use) => use.action === 'release-notes' && ['all', 'draft'].includes(phaseOf(use)),
  );
  const attaches = drafts.some(
    ({ inputs }) =>
      linesOf(inputs.get('extra-artifacts') ?? '').includes(name) &&
      linesOf(inputs.get('extra-digests') ?? '').includes(passport.outputs['files'] ?? ''),
  );
  if (!attaches && drafts.length > 0)
    findings.push(`no job attaches the passport of job "${passport.jobId}" to the release with its digest`);
  return findings;
}

/** The last check compares the passport of this run with every channel, after all of them. */
export function judgeVerification(uses: readonly PlannedUse[], { draft }: ReleaseCase): string[] {
  const verifications = uses.filter(isVerification);
  const signed = uses.filter((use) => use.action === 'passport' && !isVerification(use));
  if (draft) return checkCount(verifications, false, 'the comparison of the channels');
  const channels: readonly (readonly [action: string, output: string])[] = [
    ...([
      ['pypi-publish', 'publication'],
      ['github-packages-publish', 'files'],
    ] as const),
    ...([
      ['release-notes', 'assets'],
      ['docker-build-sign', 'digest'],
    ] as const),
  ];
  return verifications.flatMap(({ jobId, inputs }) => {
    const evidence = inputs.get('evidence') ?? '';
    const digests = signed.map(({ outputs }) => outputs['files'] ?? '').join('\n');
    return [
      ...(inputs.get('digests') === digests
        ? []
        : [
            `job "${jobId}" compares the channels with "${inputs.get('digests') ?? ''}" instead of the passport`,
          ]),
      ...channels.flatMap(([action, output]) => {
        const last = uses.findLast((use) => use.action === action);
        const told = JSON.stringify(last?.outputs[output] ?? '').slice(1, -1);
        return last === undefined || evidence.includes(told)
          ? []
          : [`job "${jobId}" passes nothing of ${action} to the comparison of the channels`];
      }),
    ];
  });
}
