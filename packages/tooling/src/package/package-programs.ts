import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** The program that `bin` names. */
export const commandLine = 'packages/cli/src/main';

const standIns = 'packages/runner/src/stand-ins/actions';

/** The folder of the bundle in the package. */
export const bundleFolder = 'lib';

/** Programs that Slipway starts with Node, as paths from the top of the repository without their extension, sorted. */
export async function listPrograms(root: string): Promise<string[]> {
  const files = await readdir(join(root, standIns), { recursive: true });
  const parts = files.filter((file) => /^[^/\\]+[/\\](?:main|pre|post)\.ts$/.test(file)).sort();
  return [
    commandLine,
    ...parts.map((file) => posix.join(standIns, file.replaceAll('\\', '/').replace(/\.ts$/, ''))),
  ];
}

/**
 * The source of the one bundle with all programs: each is loaded when it is started, and what they share is there once.
 * @param folder of this source, relative to the top of the repository
 * @param oldest version of Node, as `20.19`
 */
export function writeEntry(programs: readonly string[], folder: string, oldest: string): string {
  const [major = '', minor = ''] = oldest.split('.');
  const lines = programs.map((path) => `  '${path}': () => import('${posix.relative(folder, path)}.ts'),`);
  return `const programs: Readonly<Record<string, () => Promise<unknown>>> = {
${lines.join('\n')}
};

export async function start(name: string): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < ${major} || (major === ${major} && minor < ${minor})) {
    console.error(\`Slipway needs Node ${oldest} or later; this is Node \${process.versions.node}.\`);
    process.exit(3);
  }
  await programs[name]?.();
}
`;
}

/** The file that starts a program of the bundle; it is at the place of the program's source. */
export function writeStarter(program: string): string {
  const bundle = posix.relative(posix.dirname(program), `${bundleFolder}/index.js`);
  return `#!/usr/bin/env node\nimport { start } from '${bundle}';\n\nawait start('${program}');\n`;
}
