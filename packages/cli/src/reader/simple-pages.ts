import type { ServedFile, ServedProject } from './read-project.ts';

const jsonType = 'application/vnd.pypi.simple.v1+json';
const htmlType = 'application/vnd.pypi.simple.v1+html';
const plainType = 'text/html';

/** The format of a page, or undefined if the client accepts none of them. */
export type PageType = typeof jsonType | typeof htmlType | typeof plainType;

const forms: Readonly<Record<string, PageType>> = {
  [jsonType]: jsonType,
  'application/vnd.pypi.simple.latest+json': jsonType,
  [htmlType]: htmlType,
  'application/vnd.pypi.simple.latest+html': htmlType,
  [plainType]: plainType,
  'text/*': plainType,
  '*/*': plainType,
};

/** Chooses by `Accept` (PEP 691, RFC 9110 §12.5.1); what is written first wins among equals. */
export function choosePageType(accept: string): PageType | undefined {
  let best: { readonly type: PageType; readonly quality: number } | undefined;
  for (const part of (accept.trim() === '' ? '*/*' : accept).split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const type = forms[name];
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = q === undefined ? 1 : Number(q.slice(2));
    if (type !== undefined && quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

// pip quotes a colon in an address again, so the digest stands in it without its algorithm. The address is relative,
// because only the client knows the host.
const addressOf = ({ sha256, fileName }: ServedFile): string =>
  `../../files/${sha256}/${encodeURIComponent(fileName)}`;

function page(title: string, lines: readonly string[]): string {
  const head = `<meta name="pypi:repository-version" content="1.0"><title>${escapeHtml(title)}</title>`;
  return `<!DOCTYPE html>\n<html><head><meta charset="utf-8">${head}</head><body>\n${lines.join('\n')}\n</body></html>\n`;
}

/**
 * The page of a project (PEP 503, 592, 658, 691, 700, 714). The HTML form has both names of the metadata attribute; the
 * JSON form has only the new one, because pip 23.0 fails on an object under the old name.
 */
export function renderProject({ name, versions, files }: ServedProject, type: PageType): string {
  if (type === jsonType) {
    return JSON.stringify({
      meta: { 'api-version': '1.1' },
      name,
      versions,
      files: files.map((file) => ({
        filename: file.fileName,
        url: addressOf(file),
        hashes: { sha256: file.sha256 },
        size: file.size,
        ...(file.requiresPython === undefined ? {} : { 'requires-python': file.requiresPython }),
        ...(file.metadataSha256 === undefined ? {} : { 'core-metadata': { sha256: file.metadataSha256 } }),
        ...(file.createdAtMs === undefined
          ? {}
          : { 'upload-time': new Date(file.createdAtMs).toISOString() }),
      })),
    });
  }
  const lines = files.map((file) => {
    const { requiresPython, metadataSha256 } = file;
    const attributes = [
      `href="${escapeHtml(`${addressOf(file)}#sha256=${file.sha256}`)}"`,
      ...(requiresPython === undefined ? [] : [`data-requires-python="${escapeHtml(requiresPython)}"`]),
      ...(metadataSha256 === undefined
        ? []
        : [
            `data-core-metadata="sha256=${metadataSha256}"`,
            `data-dist-info-metadata="sha256=${metadataSha256}"`,
          ]),
    ];
    return `<a ${attributes.join(' ')}>${escapeHtml(file.fileName)}</a><br>`;
  });
  return page(`Links for ${name}`, lines);
}

/** The list of projects. */
export function renderProjectList(names: readonly string[], type: PageType): string {
  if (type === jsonType)
    return JSON.stringify({ meta: { 'api-version': '1.1' }, projects: names.map((name) => ({ name })) });
  return page(
    'Simple index',
    names.map((name) => `<a href="${encodeURIComponent(name)}/">${escapeHtml(name)}</a><br>`),
  );
}
