import { readdir, readFile, readlink } from 'node:fs/promises';

/** The inode of the loopback socket whose own port is `port` (proc(5), /proc/net/tcp). */
async function findSocket(port: number): Promise<string | undefined> {
  const table = await readFile('/proc/net/tcp', 'utf8');
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of table.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    if (fields[1] === local && fields[9] !== '0') return fields[9];
  }
  return undefined;
}

async function holdsSocket(pid: string, inode: string): Promise<boolean> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const name of names)
    if ((await readlink(`/proc/${pid}/fd/${name}`).catch(() => '')) === `socket:[${inode}]`) return true;
  return false;
}

/** Whether a process belongs to a step of a job: the runner marks them, and nothing else, with `github_…`. */
async function belongsToStep(pid: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  return environment.split('\0').some((entry) => entry.startsWith('RUNNER_TRACKING_ID=github_'));
}

/** The process group of a process; its name may contain blanks and parentheses. */
async function readGroup(pid: string): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] ?? 0);
}

/**
 * Ends, with SIGKILL, the process group of the step that holds the client's end of a connection. Needs /proc.
 * @returns whether there was one: what a daemon or the rehearsal itself asks is nobody's step
 */
export async function killClient(port: number): Promise<boolean> {
  const inode = await findSocket(port);
  if (inode === undefined) return false;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  for (const pid of pids) {
    if (!(await belongsToStep(pid)) || !(await holdsSocket(pid, inode))) continue;
    const group = await readGroup(pid);
    if (group <= 1) return false;
    process.kill(-group, 'SIGKILL');
    return true;
  }
  return false;
}
