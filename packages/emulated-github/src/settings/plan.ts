/** What the owner of a repository pays for; it decides about private repositories alone. */
export type Plan = 'free' | 'pro' | 'team' | 'enterprise';

interface PlannedRepository {
  readonly private: boolean;
  readonly plan: Plan;
}

/** Required reviewers and wait timers (GitHub Docs, "Deployments and environments"). */
export const mayAskForReview = (repository: PlannedRepository): boolean =>
  !repository.private || repository.plan === 'enterprise';

/** "Deployment branches and tags"; where the plan has none, those of a repository that was public before are ignored. */
export const mayRestrictRefs = (repository: PlannedRepository): boolean =>
  !repository.private || repository.plan !== 'free';

/** Artifact attestations (GitHub Docs, "Using artifact attestations"): private repositories need Enterprise Cloud. */
export const mayAttest = (repository: PlannedRepository): boolean =>
  !repository.private || repository.plan === 'enterprise';

/** Rulesets and branch protection (GitHub Docs, "About rulesets"): private repositories need a paid plan. */
export const mayHaveRules = (repository: PlannedRepository): boolean =>
  !repository.private || repository.plan !== 'free';
