/**
 * `npm run test:projects -- FOLDER [name…] [options]`: rehearses releases of the real projects in a folder, and writes a table of
 * what came of them beside what is right.
 */
import { watchSignals } from '@slipway/cli/machine/signals';
import { type ProjectOptions, parseProjectOptions, projectHelp } from './projects/project-options.ts';
import { runProjects } from './projects/run-projects.ts';

async function run(words: readonly string[]): Promise<number> {
  let options: ProjectOptions;
  try {
    options = parseProjectOptions(words);
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n\n${projectHelp}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(projectHelp);
    return 0;
  }
  const screen = {
    isTerminal: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? 120,
    write: (text: string) => void process.stdout.write(text),
  };
  return runProjects(options, screen, watchSignals());
}

process.exitCode = await run(process.argv.slice(2));
