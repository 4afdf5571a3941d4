/** The voice of what people read: phrases that it avoids, wherever a person meets them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReadableText, readActionTexts, readMarkdownTexts, readSourceTexts } from './readable-texts.ts';
import { listSourceFiles } from './source-files.ts';
import { voicePhrases } from './voice-phrases.ts';

/** Folders of sources whose texts are checked. Emulated services use the words of the real ones. */
const checkedSources = [
  'actions',
  'packages/changelog',
  'packages/cli',
  'packages/core',
  'packages/github',
  'packages/oci',
  'packages/pypi',
  'packages/python',
  'packages/runner',
  'packages/sigstore',
  'packages/tags',
  'packages/tooling/src/workflow-model',
];

/** The page that shows the phrases, and what others wrote. */
const exemptFiles = new Set(['.github/VOICE.md', 'THIRD_PARTY_NOTICES.md']);

/** What people read in a file; undefined if its texts are not checked. */
function readTexts(path: string, content: string): ReadableText[] | undefined {
  if (exemptFiles.has(path) || path.includes('/test/') || path.includes('/fixtures/')) return undefined;
  if (path.endsWith('.md')) return readMarkdownTexts(content);
  if (path.endsWith('/action.yml')) return readActionTexts(content);
  const isChecked = checkedSources.some((folder) => path.startsWith(`${folder}/`));
  return isChecked && path.endsWith('.ts') ? readSourceTexts(path, content) : undefined;
}

/** The avoided phrases in one text, as `"phrase": write …`. */
export function findAvoidedPhrases(text: string): string[] {
  return voicePhrases.flatMap(({ pattern, better }) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [`"${found}": write ${better}`];
  });
}

/** The findings in one file, as `path:line: "phrase": write …`. */
export function findVoiceFaults(path: string, content: string): string[] {
  return (readTexts(path, content) ?? []).flatMap(({ line, text }) =>
    findAvoidedPhrases(text).map((finding) => `${path}:${line}: ${finding}`),
  );
}

/** Every avoided phrase below `root` in Markdown, in descriptions of actions and in the checked sources. */
export async function checkVoice(root: string): Promise<string[]> {
  const paths = (await listSourceFiles(root)).filter((path) => /\.(?:md|ts)$|\/action\.yml$/.test(path));
  const findings = await Promise.all(
    paths.map(async (path) => findVoiceFaults(path, await readFile(join(root, path), 'utf8'))),
  );
  return findings.flat();
}
