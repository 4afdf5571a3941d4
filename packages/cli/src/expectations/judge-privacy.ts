import type { Check } from '../report/check.ts';
import { expectNothing, type Outcome } from './judgement.ts';

// The services of Sigstore's public instance that learn the identity of the signer; its trusted root says nothing of anybody.
const publicSigstore = ['fulcio.sigstore.dev', 'rekor.sigstore.dev', 'timestamp.sigstore.dev'];

/**
 * The name of a private repository and its workflow stays out of the public log. Attestations for PyPI are the exception, which
 * takes them from the public instance alone (PEP 740).
 */
export function judgePrivacy({ subject, expected, hosts }: Outcome): readonly Check[] {
  const isAttested = expected.pypi.state === 'present' && expected.pypi.attested;
  if (!subject.cell.private || isAttested) return [];
  const asked = hosts.filter((host) => publicSigstore.includes(host));
  return [
    expectNothing('nothing about the private repository was sent to the public Sigstore instance', asked),
  ];
}
