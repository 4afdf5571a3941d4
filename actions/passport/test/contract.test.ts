import { readFileSync } from 'node:fs';
import { listContractFindings } from '@slipway/core/testing/contract';
import { expect, it } from 'vitest';
import { inputs, outputs } from '../src/inputs.ts';

it('action.yml of passport matches the inputs and outputs in the code', () => {
  const metadata = readFileSync(new URL('../action.yml', import.meta.url), 'utf8');
  expect(listContractFindings('passport', inputs, outputs, metadata)).toEqual([]);
});
