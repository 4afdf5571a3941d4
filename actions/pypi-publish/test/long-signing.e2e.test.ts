import { expect, it } from 'vitest';
import { sdist, wheel } from './support/distributions.ts';
import { errorOf, openPublishWorld } from './support/publish-world.ts';

const wheels = 199;
// The signer asks for the next certificate 90 s before the end of one: of this life, it lasts for two seconds.
const certificateLifetimeMs = 92_000;

it('200 files are signed with several certificates, and every signature is within its validity period', async () => {
  const of = await openPublishWorld({ certificateLifetimeMs });
  for (let index = 0; index < wheels; index += 1)
    of.add(wheel({ tags: `cp${310 + index}-cp${310 + index}-manylinux_2_28_x86_64` }));
  const run = await of.run();
  expect(errorOf(run), run.output.slice(-2000)).toBe('');
  const files = of.pypi.listFiles();
  // One more wheel is there from the start, beside the sdist.
  expect(files).toHaveLength(wheels + 2);
  expect(files.map(({ filename }) => filename)).toContain(sdist().name);
  // PyPI verified each when it took the file: a signature behind the end of its certificate would have been refused.
  expect(files.every(({ attestations }) => attestations.length === 2)).toBe(true);
  const requests = of.world.journal.entries.filter(
    ({ host, status }) => host === 'fulcio.sigstore.dev' && status === 200,
  );
  expect(requests.length).toBeGreaterThan(1);
  expect(requests.length).toBeLessThan(wheels);
  const used = new Set(
    files.flatMap(({ attestations }) =>
      attestations.map(
        (attestation) =>
          (attestation as { verification_material: { certificate: string } }).verification_material
            .certificate,
      ),
    ),
  );
  expect(used.size).toBe(requests.length);
});
