import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { ActionError, EnvironmentError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { isProjectName, normalizeName } from '@slipway/python/names';
import { cliErrors } from '../errors.ts';
import { type Answer, createFailureAnswers, textAnswer } from './answers.ts';
import { createFileCache, type FileCache } from './file-cache.ts';
import type { Namespace } from './open-namespace.ts';
import { isOwnHost, loopback } from './own-host.ts';
import { ProjectMemory } from './project-memory.ts';
import { readProject, type ServedFile } from './read-project.ts';
import type { ServeOptions } from './reader-options.ts';
import { choosePageType, renderProject, renderProjectList } from './simple-pages.ts';

/** A running index. */
export interface LocalIndex {
  /** Of the simple API, with a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Answers the simple API from a namespace. */
class IndexPages {
  readonly #options: ServeOptions;
  readonly #cache: FileCache;
  readonly #projects: ProjectMemory;

  constructor(namespace: Namespace, options: ServeOptions, cache: FileCache) {
    this.#projects = new ProjectMemory((name, known) => readProject(namespace, name, known), Date.now);
    this.#options = options;
    this.#cache = cache;
  }

  async answer(target: string, accept: string, method: string): Promise<Answer> {
    const path = decodeURIComponent(new URL(target, 'http://localhost').pathname);
    if (path === '/' || path === '/simple') return { status: 302, headers: { location: '/simple/' } };
    const [, project] = /^\/simple\/([^/]+)(?:\/|$)/.exec(path) ?? [];
    const [, sha256, fileName] = /^\/files\/([0-9a-f]{64})\/([^/]+)$/.exec(path) ?? [];
    if (sha256 !== undefined && fileName !== undefined) return this.#answerFile(sha256, fileName, method);
    if (path !== '/simple/' && (project === undefined || !isProjectName(project)))
      return textAnswer(404, 'Not found.');
    const type = choosePageType(accept);
    if (type === undefined) return textAnswer(406, 'Accept the JSON or HTML format of the simple API.');
    const headers = {
      'content-type': type === 'text/html' ? 'text/html; charset=utf-8' : type,
      vary: 'accept',
    };
    if (project === undefined)
      return { status: 200, headers, body: renderProjectList(this.#options.projects, type) };
    const name = normalizeName(project);
    if (path !== `/simple/${name}/`) return { status: 301, headers: { location: `/simple/${name}/` } };
    const { projects, fallback } = this.#options;
    if (projects.length > 0 && !projects.includes(name)) {
      if (fallback === undefined) return textAnswer(404, `${name} is not served here.`);
      return { status: 302, headers: { location: `${fallback}${name}/` } };
    }
    const found = await this.#projects.read(name);
    if (found === undefined) return textAnswer(404, `${name} has no release.`);
    const files = found.files.map((file) =>
      this.#cache.isMetadataNear(file) ? file : { ...file, metadataSha256: undefined },
    );
    return { status: 200, headers, body: renderProject({ ...found, files }, type) };
  }

  // The address holds everything, so that one from a lock file works in a new process.
  async #answerFile(sha256: string, name: string, method: string): Promise<Answer> {
    const isMetadata = name.endsWith('.metadata');
    const fileName = isMetadata ? name.slice(0, -'.metadata'.length) : name;
    const project = normalizeName(fileName.split('-', 1)[0] ?? '');
    const { projects } = this.#options;
    if (projects.length > 0 && !projects.includes(project))
      return textAnswer(404, `${project} is not served here.`);
    const served = await this.#projects.read(project);
    const file: ServedFile | undefined = served?.files.find(
      (each) => each.sha256 === sha256 && each.fileName === fileName,
    );
    if (file === undefined || (isMetadata && file.metadataSha256 === undefined))
      return textAnswer(404, `${neutralizeLine(name, 200)} does not exist.`);
    const headers = { 'content-type': 'application/octet-stream' };
    if (isMetadata) return { status: 200, headers, body: await this.#cache.readMetadata(project, file) };
    const answer = { status: 200, headers: { ...headers, 'content-length': String(file.size) } };
    if (method === 'HEAD') return answer;
    const arriving = this.#cache.open(project, file);
    await arriving.begin();
    return { ...answer, open: () => arriving.read() };
  }
}

async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const { status, headers = {}, body, open } = answer;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...length });
  if (open === undefined || request.method === 'HEAD')
    response.end(request.method === 'HEAD' ? undefined : body);
  else await pipeline(open, response);
}

/**
 * Serves a namespace on this machine's own address.
 * @throws EnvironmentError E_GHP_PORT when the port is taken, E_FILE_UNREADABLE when nothing can be kept on disk
 */
export async function startIndex(namespace: Namespace, options: ServeOptions, log: Log): Promise<LocalIndex> {
  const cache = await createFileCache(namespace);
  const pages = new IndexPages(namespace, options, cache);
  const describe = createFailureAnswers(options.projects, log);
  const server = createServer((request, response) => {
    const respond = async (): Promise<void> => {
      const { port } = server.address() as AddressInfo;
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        await send(request, response, textAnswer(405, 'This index is read-only.'));
      } else if (!isOwnHost(request.headers.host, port)) {
        await send(request, response, textAnswer(403, 'Request this index at its own address.'));
      } else {
        const answer = await pages
          .answer(request.url ?? '/', request.headers.accept ?? '', request.method)
          .catch((failure: unknown) => describe(failure));
        await send(request, response, answer);
      }
    };
    respond().catch((failure: unknown) => {
      // The head is sent, so that the end of the connection is all that can tell the client.
      if (failure instanceof ActionError) describe(failure);
      response.destroy();
    });
  });
  try {
    await new Promise<void>((done, fail) => {
      server.once('error', fail).listen(options.port, loopback, done);
    });
  } catch (cause) {
    await cache.close();
    throw new EnvironmentError(cliErrors.E_GHP_PORT, {
      message: `Port ${options.port} cannot be opened.`,
      cause,
    });
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${loopback}:${port}/simple/`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      await cache.close();
    },
  };
}
