/**
 * Run as a program of its own, so that it goes through the gateway by its environment as anybody's download would.
 * Reads a list of `{url, path}` from standard input, writes each answer to its path, and prints the statuses.
 */
import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

const wanted = JSON.parse(await text(process.stdin)) as { url: string; path: string }[];
const statuses = await Promise.all(
  wanted.map(async ({ url, path }) => {
    const response = await fetch(url, { headers: { 'user-agent': 'slipway-rehearsal' } });
    await writeFile(path, Buffer.from(await response.arrayBuffer()));
    return response.status;
  }),
);
console.log(JSON.stringify(statuses));
