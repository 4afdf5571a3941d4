/** `node docs.ts` writes the tables of inputs and outputs into the actions' READMEs; `--check` only says which are out of date. */
import { parseArgs } from 'node:util';
import { repositoryRoot } from './bundles.ts';
import { refreshReadmes } from './readme-tables.ts';

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, root: { type: 'string', default: repositoryRoot } },
});
const findings = await refreshReadmes(values.root, values.check);
for (const finding of findings) (values.check ? console.error : console.log)(finding);
if (values.check && findings.length > 0) process.exitCode = 1;
