/** Tries one reader, whose name is the argument, with all texts. */
import { listTexts } from './adversarial-texts.ts';
import { measureGrowth } from './measure-growth.ts';
import { readers } from './readers.ts';

const maxFactor = 2.5;
/** What is slow by chance once is not three times in a row. */
const maxTries = 3;

const reader = readers[process.argv[2] ?? ''];
if (reader === undefined) throw new Error(`There is no reader "${process.argv[2]}"`);
for (const { name, make } of listTexts(reader.beginnings)) {
  let growth = await measureGrowth(reader.read, make);
  for (let tries = 1; growth.factor > maxFactor && tries < maxTries; tries += 1) {
    const next = await measureGrowth(reader.read, make);
    if (next.factor < growth.factor) growth = next;
  }
  if (growth.factor <= maxFactor) continue;
  const times = growth.times.map(([length, ms]) => `${length / 1024} Ki: ${Math.round(ms)} ms`).join(', ');
  console.log(`  ${name}: ${growth.factor.toFixed(1)} times for each doubling (${times})`);
  process.exitCode = 1;
}
