import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import type { Context } from '../src/inputs.ts';
import { chooseRegistry, packageUrl, readCredentials } from '../src/open-packages.ts';

function context(inputs: Readonly<Record<string, unknown>>, serverUrl = 'https://github.com'): Context {
  const job = { serverUrl, owner: 'Octo', repository: 'Octo/demo', actor: 'ada', variable: () => undefined };
  return {
    inputs: { registry: 'ghcr.io', token: '', ...inputs },
    job,
    log: createMemoryLog(),
  } as unknown as Context;
}

describe('the page of a package', () => {
  it('the page of a package is below the repository, with the rest of its name encoded', () => {
    expect(packageUrl(context({}), 'octo/demo/pypi/demo')).toBe(
      'https://github.com/Octo/demo/pkgs/container/demo%2Fpypi%2Fdemo',
    );
  });

  it.each([
    ['another owner', {}, 'other/demo'],
    ['another registry', { registry: 'registry.example' }, 'octo/demo'],
  ])('the page of a package is unknown for %s', (_what, inputs, name) => {
    expect(packageUrl(context(inputs), name)).toBeUndefined();
  });
});

describe('the registry', () => {
  it('the registry defaults to that of the server', () => {
    expect(chooseRegistry(context({ registry: '' })).inputs.registry).toBe('ghcr.io');
    expect(chooseRegistry(context({ registry: '' }, 'https://acme.ghe.com')).inputs.registry).toBe(
      'containers.acme.ghe.com',
    );
    expect(chooseRegistry(context({ registry: 'registry.example' })).inputs.registry).toBe(
      'registry.example',
    );
    expect(() => chooseRegistry(context({ registry: 'https://registry.example/' }))).toThrow(
      expect.objectContaining({ code: 'E_OCI_REFERENCE' }),
    );
  });

  it('the registry is read without credentials if there is no token', async () => {
    expect(await readCredentials(context({}))).toBeUndefined();
  });
});
