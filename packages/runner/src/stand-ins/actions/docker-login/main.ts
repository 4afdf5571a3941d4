import * as core from '@actions/core';
import { HttpClient } from '@actions/http-client';
import { addAuth } from './docker-config.ts';

const emulated = 'ghcr.io';

/** What `docker login` prints when a registry refuses. */
const refused = (registry: string, reason: string): Error =>
  new Error(`Error response from daemon: Get "https://${registry}/v2/": ${reason}`);

/**
 * Signs in to the registry as `docker login` does (Docker Registry HTTP API V2, "Token Authentication"), without the daemon, which does not
 * know the emulated registry. The words are those of docker/login-action v4 (src/docker.ts) and of Docker.
 */
async function login(): Promise<void> {
  const registry = core.getInput('registry') || 'docker.io';
  const username = core.getInput('username');
  const password = core.getInput('password');
  if (registry !== emulated || core.getInput('registry-auth') !== '') {
    core.notice(`Not shown: a rehearsal emulates ${emulated} only, and signs in nowhere else.`);
    return;
  }
  if (username === '' && password === '') throw new Error('Username and password required');
  if (username === '') throw new Error('Username required');
  if (password === '') throw new Error('Password required');
  core.setSecret(password);
  core.info(`Logging into ${registry}...`);
  await checkCredentials(registry, username, password);
  addAuth(registry, username, password);
  core.saveState('registry', registry);
  core.saveState('logout', core.getInput('logout'));
  core.info('Login Succeeded!');
}

async function checkCredentials(registry: string, username: string, password: string): Promise<void> {
  const client = new HttpClient('docker-login');
  const url = `https://${registry}/v2/`;
  const challenged = await client.get(url);
  await challenged.readBody();
  const challenge = String(challenged.message.headers['www-authenticate'] ?? '');
  const realm = /realm="([^"]+)"/.exec(challenge)?.[1];
  const service = /service="([^"]+)"/.exec(challenge)?.[1] ?? '';
  if (challenged.message.statusCode !== 401 || realm === undefined)
    throw refused(registry, `unexpected status ${challenged.message.statusCode}`);
  const query = new URLSearchParams({
    account: username,
    client_id: 'docker',
    offline_token: 'true',
    service,
  });
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  const answer = await client.get(`${realm}?${query}`, { authorization: `Basic ${basic}` });
  const text = await answer.readBody();
  if (answer.message.statusCode !== 200) throw refused(registry, 'denied: denied');
  const { token } = JSON.parse(text) as { readonly token?: string };
  const checked = await client.get(url, { authorization: `Bearer ${token ?? ''}` });
  await checked.readBody();
  if (checked.message.statusCode !== 200) throw refused(registry, 'unauthorized: authentication required');
}

await login().catch((cause: unknown) =>
  core.setFailed(cause instanceof Error ? cause.message : String(cause)),
);
