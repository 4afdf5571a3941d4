const scopes = /^(?:deps|dependencies|dep)(?:[-_/ ].*)?$/i;
const subjects: readonly RegExp[] = [
  // Dependabot: "Bump x from 1 to 2", "Bump the x group with 3 updates", "Update x requirement from ~=1 to ~=2".
  /^(?:\[[^\]]*\] *)?(?:bumps?|updates?|upgrades?|pins?|rolls?) .*\bfrom \S+ to \S+/i,
  /^bumps? the .+ group\b/i,
  // Renovate: "Update dependency x to v3", "Update x action to v4", "Pin dependencies", "Lock file maintenance".
  /^(?:bumps?|updates?|upgrades?|pins?|rolls?) (?:dependency )?\S+(?: (?:action|docker tag|digest|monorepo|orb|packages?))* to v?\d\S*/i,
  /^(?:bumps?|updates?|upgrades?|pins?|rolls?|replaces?) (?:all |non-major |major |minor |patch )*(?:dependency|dependencies|deps)\b/i,
  /^lock ?file maintenance\b/i,
  /^(?:\[pre-commit\.ci\] *)?pre-commit autoupdate\b/i,
];

/**
 * Whether a title is that of an update of dependencies, by Dependabot, Renovate, pre-commit.ci or in their words. The body of
 * such a commit quotes the changelog of somebody else.
 */
export function isDependencyUpdate(
  type: string | undefined,
  scope: string | undefined,
  subject: string,
): boolean {
  if (type === 'deps' || (scope !== undefined && scopes.test(scope))) return true;
  return subjects.some((pattern) => pattern.test(subject));
}
