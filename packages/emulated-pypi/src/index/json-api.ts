import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import type { IndexStore } from '../index-store.ts';
import { canonicalName } from '../metadata/python-names.ts';
import { canonicalVersion, compareVersions, isPrerelease, parseVersion } from '../metadata/python-version.ts';
import type { Project, Release, StoredFile } from '../model.ts';
import type { IndexSite } from '../pages.ts';
import { answerConditionally, corsHeaders } from './conditional-answer.ts';
import { fileUrl, isoTime } from './simple-index.ts';

function describeFile(site: IndexSite, release: Release, file: StoredFile) {
  return {
    filename: file.filename,
    packagetype: file.packageType,
    python_version: file.pythonVersion,
    has_sig: false,
    comment_text: file.comment,
    md5_digest: file.md5,
    digests: { md5: file.md5, sha256: file.sha256, blake2b_256: file.blake2b256 },
    'core-metadata': file.metadataSha256 === undefined ? false : { sha256: file.metadataSha256 },
    size: file.sizeBytes,
    downloads: -1,
    upload_time: isoTime(file.uploadedAtMs).slice(0, 19),
    upload_time_iso_8601: isoTime(file.uploadedAtMs),
    url: fileUrl(site, file),
    requires_python: release.metadata.values.get('requires_python')?.[0] ?? null,
    yanked: release.yankedReason !== undefined,
    yanked_reason: release.yankedReason || null,
  };
}

function describeFiles(site: IndexSite, release: Release) {
  return [...release.files]
    .sort((left, right) => (left.filename < right.filename ? -1 : 1))
    .map((file) => describeFile(site, release, file));
}

function describeInfo(site: IndexSite, project: Project, release: Release) {
  const { values, urls } = release.metadata;
  const text = (form: string): string | null => values.get(form)?.[0] ?? null;
  const list = (form: string): readonly string[] | null => values.get(form) ?? null;
  const page = `https://${site.indexHost}/project/${project.name}/`;
  // `Release.urls` of warehouse/packaging/models.py.
  const links = {
    ...(text('home_page') === null ? {} : { Homepage: text('home_page') }),
    ...Object.fromEntries(urls),
    ...(text('download_url') === null ? {} : { Download: text('download_url') }),
  };
  return {
    name: project.name,
    version: release.version,
    summary: text('summary'),
    description_content_type: text('description_content_type'),
    description: text('description') ?? '',
    keywords: text('keywords'),
    license: text('license'),
    license_expression: text('license_expression'),
    license_files: list('license_file'),
    classifiers: [...(list('classifiers') ?? [])].sort(),
    author: text('author'),
    author_email: text('author_email'),
    maintainer: text('maintainer'),
    maintainer_email: text('maintainer_email'),
    requires_python: text('requires_python'),
    platform: text('platform'),
    downloads: { last_day: -1, last_week: -1, last_month: -1 },
    package_url: page,
    project_url: page,
    project_urls: Object.keys(links).length > 0 ? links : null,
    release_url: `${page}${release.version}/`,
    requires_dist: list('requires_dist'),
    provides_extra: list('provides_extra'),
    docs_url: null,
    bugtrack_url: null,
    home_page: text('home_page'),
    download_url: text('download_url'),
    yanked: release.yankedReason !== undefined,
    yanked_reason: release.yankedReason || null,
    dynamic: list('dynamic'),
  };
}

/** `_json_data` of warehouse/legacy/api/json.py. */
function describe(site: IndexSite, project: Project, release: Release, withReleases: boolean) {
  const newestFirst = [...project.releases].sort((left, right) =>
    compareVersions(right.metadata.version, left.metadata.version),
  );
  return {
    info: describeInfo(site, project, release),
    urls: describeFiles(site, release),
    vulnerabilities: [],
    last_serial: project.lastSerial,
    ownership: {
      roles: [...project.owners].sort().map((user) => ({ role: 'Owner', user })),
      organization: null,
    },
    ...(withReleases
      ? {
          releases: Object.fromEntries(
            newestFirst.map((other) => [other.version, describeFiles(site, other)]),
          ),
        }
      : {}),
  };
}

/** `latest_release_factory`: not yanked before yanked, final before pre-release, then the highest. */
function findLatest(project: Project): Release | undefined {
  const rank = ({ yankedReason, metadata }: Release): number =>
    (yankedReason === undefined ? 0 : 2) + (isPrerelease(metadata.version) ? 1 : 0);
  return [...project.releases].sort(
    (left, right) =>
      rank(left) - rank(right) || compareVersions(right.metadata.version, left.metadata.version),
  )[0];
}

function findRelease(project: Project, version: string): Release | undefined {
  const parsed = parseVersion(version);
  const canonical = parsed === undefined ? version : canonicalVersion(parsed);
  return project.releases.find((release) => release.canonicalVersion === canonical);
}

/** `GET /pypi/{name}/json` and `/pypi/{name}/{version}/json`; undefined when there is no such release. */
export function answerJson(
  store: IndexStore,
  site: IndexSite,
  request: EmulatorRequest,
  name: string,
  version: string | undefined,
): EmulatorResponse | undefined {
  const normalized = canonicalName(name);
  const project = store.views.view('json', normalized, store.projects.get(normalized));
  if (project === undefined || project.status === 'quarantined') return undefined;
  const release = version === undefined ? findLatest(project) : findRelease(project, version);
  if (release === undefined) return undefined;
  if (name !== normalized) {
    const path = `/pypi/${normalized}/${version === undefined ? '' : `${version}/`}json`;
    return { status: 301, headers: { ...corsHeaders, location: `https://${site.indexHost}${path}` } };
  }
  const headers = {
    ...corsHeaders,
    'content-type': 'application/json',
    'cache-control': 'max-age=900, public',
    'x-pypi-last-serial': String(project.lastSerial),
  };
  const value = describe(site, project, release, version === undefined);
  return answerConditionally(request, headers, `${JSON.stringify(value)}\n`);
}
