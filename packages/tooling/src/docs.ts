/**
 * `npm run docs` writes what is generated in the documentation: the tables of the actions' READMEs, the table of jobs, the index of
 * decisions, the page of errors, the diagram of the architecture, and the version that the bundles carry.
 */
import { parseArgs } from 'node:util';
import { repositoryRoot } from './bundles/bundles.ts';
import { refreshDecisions } from './pages/adr-index.ts';
import { refreshArchitecture } from './pages/architecture.ts';
import { refreshErrorPage } from './pages/error-page.ts';
import { refreshVersion } from './pages/product-version.ts';
import { refreshReadmes } from './pages/readme-tables.ts';
import { refreshJobTable } from './workflow-files.ts';

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, root: { type: 'string', default: repositoryRoot } },
});
const findings = [
  ...(await refreshReadmes(values.root, values.check)),
  ...(await refreshJobTable(values.root, values.check)),
  ...(await refreshDecisions(values.root, values.check)),
  ...(await refreshErrorPage(values.root, values.check)),
  ...(await refreshArchitecture(values.root, values.check)),
  ...(await refreshVersion(values.root, values.check)),
];
for (const finding of findings) (values.check ? console.error : console.log)(finding);
if (values.check && findings.length > 0) process.exitCode = 1;
