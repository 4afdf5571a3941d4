import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { negotiate } from '../content-negotiation.ts';
import type { IndexStore } from '../index-store.ts';
import { canonicalName } from '../metadata/python-names.ts';
import { compareVersions } from '../metadata/python-version.ts';
import type { Project, Release, StoredFile } from '../model.ts';
import type { IndexSite } from '../pages.ts';
import { answerConditionally, corsHeaders } from './conditional-answer.ts';

const apiVersion = '1.4';
const offers = [
  'text/html',
  'application/vnd.pypi.simple.v1+html',
  'application/vnd.pypi.simple.v1+json',
] as const;
const json = offers[2];

/** Where a file is downloaded. */
export function fileUrl(site: IndexSite, file: StoredFile): string {
  return `https://${site.filesHost}/packages/${file.path}`;
}

/** `isoformat() + "Z"` of a naive Python datetime: microseconds only when there are any. */
export function isoTime(atMs: number): string {
  const text = new Date(atMs).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : `${text.slice(0, -1)}000Z`;
}

interface FileOfRelease {
  readonly release: Release;
  readonly file: StoredFile;
}

function filesOf(project: Project): readonly FileOfRelease[] {
  if (project.status === 'quarantined') return [];
  return project.releases
    .flatMap((release) => release.files.map((file) => ({ release, file })))
    .sort(
      (left, right) =>
        compareVersions(left.release.metadata.version, right.release.metadata.version) ||
        (left.file.filename < right.file.filename ? -1 : 1),
    );
}

function describeFile(site: IndexSite, project: Project, { release, file }: FileOfRelease) {
  const metadata: false | { readonly sha256: string } =
    file.metadataSha256 === undefined ? false : { sha256: file.metadataSha256 };
  return {
    filename: file.filename,
    url: fileUrl(site, file),
    hashes: { sha256: file.sha256 },
    'requires-python': release.metadata.values.get('requires_python')?.[0] ?? null,
    size: file.sizeBytes,
    'upload-time': isoTime(file.uploadedAtMs),
    yanked: release.yankedReason === undefined ? false : release.yankedReason || true,
    'data-dist-info-metadata': metadata,
    'core-metadata': metadata,
    provenance:
      file.provenance === undefined
        ? null
        : `https://${site.indexHost}/integrity/${project.normalizedName}/${release.version}/${file.filename}/provenance`,
  };
}

/** `_simple_detail` of warehouse/packaging/utils.py. */
function describeProject(site: IndexSite, project: Project) {
  const files = filesOf(project);
  return {
    meta: { 'api-version': apiVersion, '_last-serial': project.lastSerial },
    name: project.normalizedName,
    'project-status': { status: project.status },
    versions: [...new Set(files.map(({ release }) => release.version))],
    files: files.map((file) => describeFile(site, project, file)),
  };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');
}

function renderAnchor(file: ReturnType<typeof describeFile>): string {
  const metadata = file['core-metadata'];
  const attributes = [
    `href="${escapeHtml(file.url)}#sha256=${file.hashes.sha256}"`,
    file['requires-python'] === null ? '' : `data-requires-python="${escapeHtml(file['requires-python'])}"`,
    file.yanked === false ? '' : `data-yanked="${file.yanked === true ? '' : escapeHtml(file.yanked)}"`,
    metadata === false
      ? ''
      : `data-dist-info-metadata="sha256=${metadata.sha256}" data-core-metadata="sha256=${metadata.sha256}"`,
    file.provenance === null ? '' : `data-provenance="${escapeHtml(file.provenance)}"`,
  ];
  return `    <a ${attributes.filter((attribute) => attribute !== '').join(' ')}>${escapeHtml(file.filename)}</a><br />`;
}

// templates/api/simple/detail.html and index.html of warehouse.
function page(title: string, metas: readonly string[], body: readonly string[], serial?: number): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '  <head>',
    `    <meta name="pypi:repository-version" content="${apiVersion}">`,
    ...metas,
    `    <title>${escapeHtml(title)}</title>`,
    '  </head>',
    '  <body>',
    ...body,
    '  </body>',
    '</html>',
    ...(serial === undefined ? [] : [`<!--SERIAL ${serial}-->`]),
  ].join('\n');
}

function renderProject(description: ReturnType<typeof describeProject>): string {
  const title = `Links for ${description.name}`;
  const status = `    <meta name="pypi:project-status" content="${description['project-status'].status}">`;
  const body = [`    <h1>${title}</h1>`, ...description.files.map(renderAnchor)];
  return page(title, [status], body, description.meta['_last-serial']);
}

function respond(
  request: EmulatorRequest,
  serial: number,
  value: unknown,
  html: () => string,
): EmulatorResponse {
  const type = negotiate(request.headers['accept'], offers) ?? offers[0];
  const headers = {
    ...corsHeaders,
    'content-type': type === json ? type : `${type}; charset=UTF-8`,
    'cache-control': 'max-age=600, public',
    vary: 'Accept, Accept-Encoding',
    'x-pypi-last-serial': String(serial),
  };
  return answerConditionally(request, headers, type === json ? `${JSON.stringify(value)}\n` : html());
}

/** `GET /simple/`: `simple_index` of warehouse/api/simple.py. */
export function answerSimpleIndex(store: IndexStore, request: EmulatorRequest): EmulatorResponse {
  const projects = [...store.projects.values()]
    .filter(({ status }) => status !== 'quarantined')
    .sort((left, right) => (left.normalizedName < right.normalizedName ? -1 : 1));
  const value = {
    meta: { 'api-version': apiVersion, '_last-serial': store.serial },
    projects: projects.map(({ name, lastSerial }) => ({ name, '_last-serial': lastSerial })),
  };
  const links = projects.map(
    ({ name, normalizedName }) => `    <a href="/simple/${normalizedName}/">${escapeHtml(name)}</a>`,
  );
  return respond(request, store.serial, value, () => page('Simple index', [], links));
}

/** `GET /simple/{name}/`: `simple_detail`; undefined when there is no such project. */
export function answerSimpleProject(
  store: IndexStore,
  site: IndexSite,
  request: EmulatorRequest,
  name: string,
): EmulatorResponse | undefined {
  const normalized = canonicalName(name);
  const project = store.views.view('simple', normalized, store.projects.get(normalized));
  if (project === undefined) return undefined;
  if (name !== normalized)
    return {
      status: 301,
      headers: { ...corsHeaders, location: `https://${site.indexHost}/simple/${normalized}/` },
    };
  const description = describeProject(site, project);
  return respond(request, project.lastSerial, description, () => renderProject(description));
}
