import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Python of the environment with the clients of others, which `npm run test:peers` installs. */
export function findPeerPython(): string {
  const cache = process.env['SLIPWAY_PEERS'] ?? join(homedir(), '.cache/slipway-peers');
  return process.env['SLIPWAY_PYTHON_PEERS'] ?? join(cache, 'venv/bin/python');
}
