/**
 * Doubles adversarial texts of up to a megabyte for everything that reads text from outside, and fails where the time grows
 * more than 2.5 times for each doubling: `npm run test:doubling -- [--only NAME] [--again]`. Goes on where an earlier call was
 * stopped, and tries only those readers again that failed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readers } from './readers.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, again: { type: 'boolean', default: false } },
});
const path = join(homedir(), '.cache', 'slipway-doubling', 'passed.json');
const mostMs = 15 * 60_000;
await mkdir(dirname(path), { recursive: true });

/** Runs one reader in a process of its own: one that never ends is stopped. */
async function tryReader(name: string): Promise<boolean> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('try-reader.ts', import.meta.url)), name], {
    stdio: 'inherit',
  });
  const timer = setTimeout(() => {
    console.log(`${name}: did not end within ${mostMs / 60_000} minutes`);
    child.kill('SIGKILL');
  }, mostMs);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  return code === 0;
}

const known = values.again ? '[]' : await readFile(path, 'utf8').catch(() => '[]');
const passed = new Set(JSON.parse(known) as string[]);
const failed: string[] = [];
const names = Object.keys(readers).filter((name) => values.only === undefined || name === values.only);
if (names.length === 0)
  throw new Error(`There is no reader "${values.only}": ${Object.keys(readers).join(', ')}`);
for (const [index, name] of names.entries()) {
  if (values.only === undefined && passed.has(name)) continue;
  const isFine = await tryReader(name);
  if (isFine) passed.add(name);
  else failed.push(name);
  await writeFile(path, JSON.stringify([...passed]));
  const done = Math.round(((index + 1) / names.length) * 30);
  console.log(`[${'#'.repeat(done).padEnd(30)}] ${name}: ${isFine ? 'linear' : 'FAILED'}`);
}
console.log(`${names.length - failed.length} of ${names.length} readers are linear`);
for (const name of failed) console.log(`not linear: ${name}`);
process.exitCode = failed.length === 0 ? 0 : 1;
