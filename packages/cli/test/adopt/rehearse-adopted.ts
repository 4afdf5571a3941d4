import { runAdopt } from '../../src/commands/adopt/run-adopt.ts';

/** Adopts a workflow of a git working copy and rehearses the result. @returns "green", or the reason in the words of the report */
export async function rehearseAdopted(directory: string, path: string): Promise<string> {
  let output = '';
  const write = (text: string): void => {
    output += text;
  };
  const { PATH, HOME } = process.env;
  const exitCode = await runAdopt([directory, '--workflow', path], {
    variables: { PATH, HOME },
    ...{ write, writeError: write, signal: new AbortController().signal },
  });
  if (exitCode === 0) return 'green';
  const block = /is not ready to release\s+([\s\S]*?)\n\s*\n/.exec(output)?.[1];
  return (block ?? output.trim().split('\n').at(-1) ?? `exit code ${exitCode}`)
    .replaceAll(/\s+/g, ' ')
    .trim();
}
