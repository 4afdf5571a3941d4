import { neutralizeLine } from '@slipway/core/neutralize';
import type { MetadataFindings } from './list-metadata-problems.ts';
import { type CoreMetadata, readField } from './parse-core-metadata.ts';

const dangerousDirective = /^\.\. +(raw|include|literalinclude)::/im;
// Its options are right below it, indented, and the first of them may follow a title of several lines.
const tableFromFile = /^\.\. +csv-table::[^\n]*(?:\n[ \t]+\S[^\n]*)*?\n[ \t]+:(?:file|url):/im;
const rawRole = /^\.\. +role:: *([a-z0-9][\w.+:-]*) *\( *raw *\)/gim;
/** The whole text is searched for each. */
const maxRoles = 100;
const markdownHeading = /^#{1,6} \S/m;
const markdownFence = /^(```|~~~)/m;

/**
 * PyPI's rules for the description that need no renderer: content types, and what reStructuredText must not contain there. Only
 * docutils can prove that reStructuredText renders (`twine check`); common mistakes are warnings here.
 * @returns ends of sentences that begin with the name of the file
 */
export function judgeDescription(metadata: CoreMetadata): MetadataFindings {
  const { description } = metadata;
  const contentType = readField(metadata, 'Description-Content-Type');
  const kind = (contentType ?? 'text/x-rst').split(';')[0]?.trim().toLowerCase() ?? '';
  const problems: string[] = [];
  const warnings: string[] = [];
  if (description !== undefined && isBlank(description, kind)) {
    problems.push('has a description of blank lines only, which PyPI rejects because it renders to nothing');
  } else if (description === undefined || description.trim() === '' || description.trim() === 'UNKNOWN') {
    warnings.push("has no description, so the project's page will be empty");
  } else if (contentType === undefined) {
    warnings.push('has a description without a content type, so PyPI treats it as reStructuredText');
  }
  if (kind === 'text/x-rst' && description !== undefined) {
    const culprit = findRawContent(description);
    if (culprit !== undefined)
      problems.push(`has ${culprit} in its description, which PyPI refuses to render`);
    if (markdownHeading.test(description) || markdownFence.test(description)) {
      warnings.push('has a description that looks like Markdown but is declared as reStructuredText');
    }
  }
  return { problems, warnings };
}

/** Whether a description exists and renders to nothing; plain text always renders. */
function isBlank(description: string, kind: string): boolean {
  if (description === '') return false;
  // CommonMark treats all blanks except these as text.
  if (kind === 'text/markdown') return /^[ \t\r\n]*$/.test(description);
  return kind === 'text/x-rst' && /^[^\S\uFEFF]*$/.test(description);
}

function findRawContent(description: string): string | undefined {
  const directive = dangerousDirective.exec(description)?.[1];
  if (directive !== undefined) return `the directive "${directive}"`;
  if (tableFromFile.test(description)) return 'the directive "csv-table" with a file';
  // A role breaks the page only where it is used.
  const text = description.toLowerCase();
  const names = new Set<string>();
  for (const [, name = ''] of text.matchAll(rawRole)) if (names.size < maxRoles) names.add(name);
  for (const name of names) {
    if (text.includes(`:${name}:\``) || text.includes(`\`:${name}:`))
      return `the role "${neutralizeLine(name, 80)}" for raw text`;
  }
  return undefined;
}
