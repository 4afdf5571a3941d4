import { describe, expect, it } from 'vitest';
import { errorOf, imageName, imagePackage, openImageWorld } from './support/image-world.ts';

describe('an image', () => {
  it('is built, pushed by digest, signed whole, read back, and only then tagged', async () => {
    const of = await openImageWorld();
    const run = await of.run({ inputs: { platforms: 'linux/amd64,linux/arm64', version: 'v1.2.0' } });
    expect(errorOf(run), run.output).toBe('');
    console.log(run.output, run.outputs, run.summary);
  });
});
