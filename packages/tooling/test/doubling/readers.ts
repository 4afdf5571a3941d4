import { readChangelogSections } from '@slipway/changelog/changelog/changelog-sections';
import { extractSection } from '@slipway/changelog/changelog/extract-section';
import { renderSection } from '@slipway/changelog/changelog/section-markdown';
import { recommendBump } from '@slipway/changelog/commits/conventional';
import { neutralizeMarkdown } from '@slipway/changelog/markdown/neutralize';
import { readCommitSections } from '@slipway/changelog/notes/change-entries';
import { readCoAuthors } from '@slipway/changelog/notes/people';
import { defaultTemplate, parseTemplate } from '@slipway/changelog/notes/template';
import { renderTitle } from '@slipway/changelog/notes/text';
import { promoteUnreleased } from '@slipway/changelog/promotion/promote-unreleased';
import { parseManifest } from '@slipway/core/files/checksum-manifest';
import { parseFileList } from '@slipway/core/files/parse-file-list';
import { excerpt } from '@slipway/core/http/read-response';
import { joinMarkdown, linkTo } from '@slipway/core/markdown';
import { escapeHtml, escapeMarkdown, neutralizeLine } from '@slipway/core/neutralize';
import { redactText, redactUrl } from '@slipway/core/redact';
import { parsePaxRecords } from '@slipway/core/tar/pax-records';
import { parseManifest as parseOciManifest } from '@slipway/oci/descriptor';
import { readNextLink } from '@slipway/oci/paging';
import { parseReference } from '@slipway/oci/reference';
import { parseChallenges } from '@slipway/oci/sign-in/challenge';
import { refuseLoginPage } from '@slipway/pypi/index/own-page';
import { readSimpleHtml } from '@slipway/pypi/index/simple-html';
import { readIndexProject } from '@slipway/pypi/index/simple-index';
import { readRefusalText } from '@slipway/pypi/upload/upload-answer';
import { readRows } from '@slipway/python/distribution/record-rows';
import { judgeDescription } from '@slipway/python/metadata/description';
import { listMetadataProblems } from '@slipway/python/metadata/list-metadata-problems';
import { normalizeRequirement } from '@slipway/python/metadata/normalize-requirement';
import { parseCoreMetadata } from '@slipway/python/metadata/parse-core-metadata';
import { locateByKind } from '@slipway/python/project/copies/locate-by-kind';
import { findCfgOption } from '@slipway/python/project/places/setup-cfg';
import { parseToml } from '@slipway/python/project/places/toml-document';
import { readVersionTuple } from '@slipway/python/project/places/version-tuple';
import { createStepCapture, noteStrayCommand } from '@slipway/runner/captures/step-capture';
import { createSecretMasker } from '@slipway/runner/secret-masker';
import { parseEnvFile } from '@slipway/runner/steps/env-file';
import { parseLogCommand } from '@slipway/runner/steps/log-command';
import type { Read } from './measure-growth.ts';

/** Something that reads text from outside. */
export interface Reader {
  readonly read: Read;
  /** What takes it past its first look. */
  readonly beginnings?: readonly string[];
}

const masker = createSecretMasker();
for (const secret of ['aaaa', 'secret\nof two lines', '----']) masker.add(secret);
const metadata = 'Metadata-Version: 2.4\nName: a\nVersion: 1\n';
const answer = (text: string, type: string) => ({
  status: 200,
  headers: { 'content-type': type },
  url: 'https://index.example/simple/a/',
  body: Buffer.from(text),
  text: () => text,
  json: (): unknown => JSON.parse(text),
});
const clock = { now: () => 0, sleep: async () => undefined };

/** Every parser and scanner of text that others wrote. */
export const readers: Readonly<Record<string, Reader>> = {
  'redaction of a text': { read: (text) => redactText(text, ['aaaa', '----', 'secret']) },
  'redaction of an address': { read: redactUrl, beginnings: ['https://'] },
  'excerpt of an answer': { read: excerpt },
  'one harmless line': { read: (text) => neutralizeLine(text, 2 ** 21) },
  'plain text in Markdown': { read: escapeMarkdown },
  'plain text in HTML': { read: escapeHtml },
  'a link in Markdown': { read: (text) => joinMarkdown(text, linkTo(text, `https://a/${text}`)) },
  'Markdown of others': {
    read: (text) => neutralizeMarkdown(text, { repositoryUrl: 'https://a/b/c', tag: 'v1' }),
    beginnings: ['# a\n\n', '- '],
  },
  'a manifest of checksums': {
    read: (text) => parseManifest(text),
    beginnings: [`${'0'.repeat(64)}  `, '\\'],
  },
  'a file list': { read: (text) => parseFileList(text), beginnings: ['[{"name":"'] },
  'records of pax': { read: (text) => parsePaxRecords(Buffer.from(text)), beginnings: ['20 path='] },
  'a commit message': {
    read: (message) => recommendBump([{ sha: 'a', message }]),
    beginnings: ['feat: ', 'feat(', 'a (#1)\n\n', 'Revert "', 'revert: a\n\nRefs: '],
  },
  'many commits': {
    read: (text) =>
      readCommitSections(
        text
          .split('\n')
          .slice(0, 5000)
          .map((message) => ({ sha: 'a', message })),
        { repositoryUrl: 'https://a/b/c' },
      ),
  },
  'co-authors': { read: readCoAuthors, beginnings: ['co-authored-by: '] },
  'a title': {
    read: (text) => renderTitle(text, { repositoryUrl: 'https://a/b/c' }),
    beginnings: ['@', '#1 ', 'a/b#'],
  },
  'a template of notes': {
    read: (text) => parseTemplate(text, [defaultTemplate], 'template'),
    beginnings: ['{{'],
  },
  'a section of a changelog': {
    read: (text) => extractSection(text, '1.0'),
    beginnings: ['## 1.0\n\n', '## [1.0', '# a\n\n', '1.0\n---\n\n', '**1.0**\n\n'],
  },
  'a section in reStructuredText': {
    read: (text) => extractSection(text, '1.0', 'rst'),
    beginnings: ['1.0\n===\n\n', '===\n1.0\n===\n\n', '.. _a:\n', '1.0\n===\n\nReleased '],
  },
  'a section in reStructuredText as Markdown': {
    read: (text) => renderSection(text, 'rst'),
    beginnings: ['- ', '.. note:: ', ':a:`', '.. code-block:: a\n\n', 'a::\n\n', '| '],
  },
  'a section without its line breaks': {
    read: (text) => renderSection(text, 'markdown'),
    beginnings: ['- ', '> '],
  },
  'sections of a changelog': { read: (text) => readChangelogSections(text), beginnings: ['### Added\n\n'] },
  'the unreleased part of a changelog': {
    read: (text) =>
      promoteUnreleased(text, { version: '1.0', date: '2026-01-01', formatTag: (version) => version }),
    beginnings: ['## Unreleased\n\n', '## 1.0 (unreleased)\n\n', '## 1.0rc1\n\n', '## [Unreleased](a\n'],
  },
  'the unreleased part in reStructuredText': {
    read: (text) =>
      promoteUnreleased(text, {
        version: '1.0',
        date: '2026-01-01',
        formatTag: (version) => version,
        format: 'rst',
      }),
    beginnings: ['Unreleased\n==========\n\n', '1.0 (unreleased)\n================\n\n.. note:: a\n'],
  },
  requirements: { read: normalizeRequirement, beginnings: ['a;', 'a['] },
  'core metadata': {
    read: (text) => listMetadataProblems(parseCoreMetadata(Buffer.from(text))),
    beginnings: [
      metadata,
      ...[
        'Requires-Dist: ',
        'Requires-Dist: a;',
        'Requires-Dist: a[',
        'Requires-Python: ',
        'Home-page: https://',
      ].map((line) => metadata + line),
      ...[
        'Project-URL: a, http://',
        'License-Expression: ',
        'Import-Name: ',
        'Description-Content-Type: ',
      ].map((line) => metadata + line),
    ],
  },
  'a description': {
    read: (description) => judgeDescription({ fields: [], description }),
    beginnings: ['.. csv-table:: a\n'],
  },
  'rows of RECORD': { read: (text) => readRows(text, 100_000), beginnings: ['"'] },
  TOML: { read: (text) => parseToml(text, 'uv.lock'), beginnings: ['a = "', 'a = '] },
  'setup.cfg': {
    read: (text) => findCfgOption(text, 'metadata', 'version'),
    beginnings: ['[metadata]\na', '[metadata]\na ='],
  },
  'a version tuple': { read: readVersionTuple, beginnings: ['1', '1,', "1, 'a"] },
  ...Object.fromEntries(
    [
      'a.py',
      'conf.py',
      'package.json',
      'CITATION.cff',
      'Chart.yaml',
      'Dockerfile',
      'README.md',
      'a.h',
      'CMakeLists.txt',
      'meson.build',
      'meta.yaml',
      'VERSION',
    ].map((path) => [
      `the version in ${path}`,
      {
        read: (text: string) => locateByKind(text, path, 'demo'),
        beginnings: ['a', 'version: 1', '__version__ = (1', 'project(version: ', 'demo==1', '{"version": "1'],
      },
    ]),
  ),
  'a simple index in HTML': {
    read: (text) => readSimpleHtml(text, 'https://a/'),
    beginnings: ['<a ', '<a href="'],
  },
  'a page of an index': {
    read: (text) =>
      readIndexProject(
        { http: { request: async () => answer(text, 'text/html') }, simpleUrl: 'https://a/', clock },
        'a',
      ),
    beginnings: ['<meta ', '<title>'],
  },
  'a page to log in': { read: (text) => refuseLoginPage(text, 'https://a/'), beginnings: ['<input '] },
  'a refusal of an index': {
    read: (text) => readRefusalText(answer(text, '')),
    beginnings: ['<html>', '{"message":"'],
  },
  challenges: { read: parseChallenges, beginnings: ['Bearer ', 'Bearer a=', 'Bearer a="'] },
  'a Link header': { read: readNextLink, beginnings: ['<', '<a>', '<a>; rel="'] },
  'a reference of an image': { read: parseReference, beginnings: ['ghcr.io/'] },
  'a manifest of OCI': { read: (text) => parseOciManifest(Buffer.from(text)) },
  'a log of a step': { read: (text) => masker.mask(text) },
  'a command of a log': {
    read: (text) => [parseLogCommand(text), noteStrayCommand(createStepCapture(), text)],
    beginnings: ['::error ', '##[error '],
  },
  'an environment file': { read: (text) => [...parseEnvFile(text)], beginnings: ['a<<b\n', 'a='] },
};
