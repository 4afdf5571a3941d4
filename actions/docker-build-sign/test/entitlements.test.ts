import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { readGivenInputs } from '@slipway/core/testing/read-given-inputs';
import { describe, expect, it } from 'vitest';
import { buildxArguments } from '../src/build/buildx-arguments.ts';
import { warnOfContextToken } from '../src/build/context-token.ts';
import { checkInputs } from '../src/check-inputs.ts';
import { warnOfEntitlements } from '../src/inputs/entitlements.ts';
import { type Inputs, inputs } from '../src/inputs.ts';
import { temporaryFolder, writeFiles } from './support/build-context.ts';

const read = (given: Readonly<Record<string, string>>): Inputs => readGivenInputs(inputs, given);

describe('the input "allow"', () => {
  it('hands entitlements to buildx, each once', () => {
    const given = read({ allow: 'network.host\nsecurity.insecure\nnetwork.host\ndevice=vendor.com/gpu=all' });
    expect(given.allow).toEqual(['network.host', 'security.insecure', 'device=vendor.com/gpu=all']);
    const args = buildxArguments(given, {
      ...{ builder: 'own', secrets: [], layoutPath: '/t/i', metadataPath: '/t/m', rewriteTimestamps: false },
      description: { labels: new Map(), manifest: new Map(), index: new Map(), others: [] },
    });
    expect(args.join(' ')).toContain('--allow network.host --allow security.insecure --allow device=');
  });

  it.each(['network', 'security.insecure=yes', 'fs.read=/', '--push', 'Network.Host'])(
    'refuses %j',
    (text) => {
      expect(() => read({ allow: text })).toThrow(
        expect.objectContaining({
          code: 'E_INPUT_INVALID',
          message: `Input "allow": "${text}" is not an entitlement.`,
        }),
      );
    },
  );

  it.each(['--network\nhost', '--network=host', '--pull\n--network=host'])(
    'has to have "network.host" for %j in "extra-args"',
    (text) => {
      const given = { tags: 'edge', 'extra-args': text };
      expect(() => checkInputs(read(given))).toThrow(
        expect.objectContaining({
          code: 'E_INPUT_INVALID',
          message: expect.stringContaining('--network host'),
        }),
      );
      expect(() => checkInputs(read({ ...given, allow: 'security.insecure' }))).toThrow(/network\.host/);
      checkInputs(read({ ...given, allow: 'network.host' }));
    },
  );

  it('is warned of, and needs no warning when it is empty or the network is that of a step', () => {
    const log = createMemoryLog();
    warnOfEntitlements([], log);
    checkInputs(read({ tags: 'edge', 'extra-args': '--network=none\n--build-context=host=./host' }));
    expect(log.lines).toEqual([]);
    warnOfEntitlements(['security.insecure'], log);
    expect(log.lines.join('\n')).toMatch(/"security\.insecure" \(may do whatever root can on the builder\)/);
  });
});

describe('a token that the checkout left in the context', () => {
  const config = '[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic eDp5\n';
  it.each([
    ['is warned of', { '.git/config': config }, true],
    [
      'is warned of beside other rules of .dockerignore',
      { '.git/config': config, '.dockerignore': 'dist\n' },
      true,
    ],
    [
      'is no matter where .dockerignore leaves .git out',
      { '.git/config': config, '.dockerignore': '.git\n' },
      false,
    ],
    ['is not there with "persist-credentials: false"', { '.git/config': '[core]\n\tbare = false\n' }, false],
    ['is not there without a repository', { Dockerfile: 'FROM scratch\n' }, false],
  ] as const)('%s', async (_what, files, isWarned) => {
    const [folder, log] = [temporaryFolder(), createMemoryLog()];
    writeFiles(folder, files);
    await warnOfContextToken(folder, log);
    expect(log.lines.filter((line) => line.includes('persist-credentials'))).toHaveLength(isWarned ? 1 : 0);
  });
});
