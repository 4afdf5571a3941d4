import type { ReleaseExpectation, ReleaseSubject } from './expect-release.ts';
import { joinWords, nameRelease } from './judgement.ts';

/** One row of the table of expectations. */
export interface ExpectationRow {
  readonly channel: string;
  readonly state: 'present' | 'absent' | 'not shown' | 'not part of this workflow';
  /** What must be there, or why nothing must be, in words. */
  readonly expected: string;
}

/** The table of what every channel must hold after the release. */
export function describeExpectation(
  subject: ReleaseSubject,
  { pypi, testPypi, packages, image, release, passport }: ReleaseExpectation,
): readonly ExpectationRow[] {
  const name = nameRelease(subject);
  const index = (channel: string, wanted: ReleaseExpectation['pypi']): ExpectationRow =>
    wanted.state === 'present'
      ? {
          channel,
          state: 'present',
          expected: `the files of ${name}, ${wanted.attested ? 'each with two attestations' : 'without attestations'}`,
        }
      : describeEmpty(channel, wanted);
  return [
    {
      channel: 'Git',
      state: 'present',
      expected: `${subject.isTagGiven ? 'tag' : 'annotated tag'} ${subject.tag ?? 'of the new version'}, and a run at it`,
    },
    release.state === 'present'
      ? {
          channel: 'GitHub Release',
          state: 'present',
          expected: [
            release.draft ? 'draft' : 'published',
            release.prerelease ? 'marked as a pre-release' : 'marked as a final release',
            release.latest ? 'shown as the latest' : 'not shown as the latest',
          ].join(', '),
        }
      : describeEmpty('GitHub Release', release),
    index('PyPI', pypi),
    ...(testPypi.state === 'not part of this workflow' ? [] : [index('TestPyPI', testPypi)]),
    packages.state === 'present'
      ? { channel: 'GitHub Packages', state: 'present', expected: `the files of ${name}` }
      : describeEmpty('GitHub Packages', packages),
    image.state === 'present'
      ? {
          channel: 'Container image',
          state: 'present',
          expected: [
            'pushed',
            image.signed ? 'signed' : 'not signed',
            image.tags === undefined
              ? 'tagged'
              : image.tags.length === 0
                ? 'no tag'
                : `tagged ${joinWords(image.tags)} and nothing else`,
          ].join(', '),
        }
      : describeEmpty('Container image', image),
    ...(passport.state === 'not part of this workflow'
      ? []
      : [
          passport.state === 'present'
            ? {
                channel: 'Passport',
                state: 'present' as const,
                expected: `attached to the release${passport.stored ? ', stored as an attestation' : ''}${passport.verified ? ', with a summary for each channel' : ''}`,
              }
            : describeEmpty('Passport', passport),
        ]),
  ];
}

function describeEmpty(
  channel: string,
  wanted:
    | { readonly state: 'absent' | 'not shown'; readonly because: string }
    | { readonly state: 'not part of this workflow' },
): ExpectationRow {
  if (wanted.state === 'not part of this workflow') return { channel, state: wanted.state, expected: '' };
  const expected = wanted.state === 'absent' ? `nothing, because ${wanted.because}` : wanted.because;
  return { channel, state: wanted.state, expected };
}
