/** Inspects the distribution that the first argument names, as `python-build` and `pypi-publish` do, in a process of its own. */
import { inspectDistribution } from '@slipway/python/distribution/inspect-distribution';

const { problems, members } = await inspectDistribution(process.argv[2] ?? '');
console.log(`${members.length} members, ${problems.length} problems: ${problems.join('; ').slice(0, 500)}`);
process.exitCode = problems.length === 0 ? 0 : 1;
