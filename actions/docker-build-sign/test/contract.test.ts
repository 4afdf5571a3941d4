import { readFileSync } from 'node:fs';
import { listContractFindings } from '@slipway/core/testing/contract';
import { expect, it } from 'vitest';
import { inputs, outputs } from '../src/inputs.ts';

it('says in action.yml what the code does', () => {
  const metadata = readFileSync(new URL('../action.yml', import.meta.url), 'utf8');
  expect(listContractFindings('docker-build-sign', inputs, outputs, metadata)).toEqual([]);
});
