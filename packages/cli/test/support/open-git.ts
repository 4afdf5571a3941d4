import { createGit, type Git } from '../../src/machine/git.ts';
import { createPrograms } from '../../src/machine/programs.ts';
import { temporaryFolder } from './fixture-project.ts';

/** Git as a rehearsal uses it. */
export function openGit(): Git {
  return createGit({
    run: createPrograms(new AbortController().signal),
    path: process.env['PATH'] ?? '',
    home: temporaryFolder(),
    configPath: '/dev/null',
    trackingId: 'test',
  });
}
