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

describe('input "allow"', () => {
  it('each entitlement is passed to buildx once', () => {
    const given = read({ allow: 'network.host\nsecurity.insecure\nnetwork.host\ndevice=vendor.com/gpu=all' });
    expect(given.allow).toEqual(['network.host', 'security.insecure', 'device=vendor.com/gpu=all']);
    const args = buildxArguments(given, {
      ...{ builder: 'own', secrets: [], layoutPath: '/t/i', metadataPath: '/t/m', rewriteTimestamps: false },
      description: { labels: new Map(), manifest: new Map(), index: new Map(), others: [] },
    });
    expect(args.join(' ')).toContain('--allow network.host --allow security.insecure --allow device=');
  });

  it.each(['network', 'security.insecure=yes', 'fs.read=/', '--push', 'Network.Host'])(
    'the entitlement %j is rejected',
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
    'the extra arguments %j require the entitlement "network.host"',
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

  it('a granted entitlement produces a warning', () => {
    const log = createMemoryLog();
    warnOfEntitlements([], log);
    checkInputs(read({ tags: 'edge', 'extra-args': '--network=none\n--build-context=host=./host' }));
    expect(log.lines).toEqual([]);
    warnOfEntitlements(['security.insecure'], log);
    expect(log.lines.join('\n')).toMatch(/"security\.insecure" \(can act as root on the builder\)/);
  });
});

describe('checkout token in the build context', () => {
  const config = '[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic eDp5\n';
  it.each([
    ['a token in .git/config produces a warning', { '.git/config': config }, true],
    [
      'a token produces a warning if .dockerignore does not exclude .git',
      { '.git/config': config, '.dockerignore': 'dist\n' },
      true,
    ],
    [
      'a token produces no warning if .dockerignore excludes .git',
      { '.git/config': config, '.dockerignore': '.git\n' },
      false,
    ],
    [
      'a checkout with "persist-credentials: false" produces no warning',
      { '.git/config': '[core]\n\tbare = false\n' },
      false,
    ],
    ['a context without a repository produces no warning', { Dockerfile: 'FROM scratch\n' }, false],
  ] as const)('%s', async (_what, files, isWarned) => {
    const [folder, log] = [temporaryFolder(), createMemoryLog()];
    writeFiles(folder, files);
    await warnOfContextToken(folder, log);
    expect(log.lines.filter((line) => line.includes('persist-credentials'))).toHaveLength(isWarned ? 1 : 0);
  });
});
