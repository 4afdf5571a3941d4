import { describe, expect, it } from 'vitest';
import { imageStatement } from '../src/image-statement.ts';
import { verifySignedStatement } from '../src/verify-bundle.ts';
import { type InstanceName, openSigningWorld } from './support/signing-world.ts';

const digest = `sha256:${'1'.repeat(64)}`;

describe.each<InstanceName>(['version 1', 'version 2', 'github'])('%s', (name) => {
  it('signs a statement that verifies', async () => {
    const place = await openSigningWorld();
    const { instance, trustedRoot } = place.instances[name];
    const bundle = await place.openSigner({ instance }).signStatement(imageStatement(digest));
    const verified = verifySignedStatement(bundle, trustedRoot, instance.trust);
    expect(verified.statement).toEqual(imageStatement(digest));
  });
});
