/** What is known of a description. */
interface Metadata {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly description: string | undefined;
}

const dangerousDirective = /^\.\. +(raw|include|csv-table::[^\n]*\n +:file|literalinclude)::/m;
const markdownHeading = /^#{1,6} \S/m;
const markdownFence = /^(```|~~~)/m;

/**
 * The rules of PyPI for the description that need no renderer: content types, and what reStructuredText may not hold there.
 * Whether reStructuredText renders can only be proven by docutils (`twine check`); the usual slips are warnings here.
 */
export function checkReadme({ fields, description }: Metadata): {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
} {
  const problems: string[] = [];
  const warnings: string[] = [];
  const contentType = fields.find(([name]) => name.toLowerCase() === 'description-content-type')?.[1];
  const kind = (contentType ?? 'text/x-rst').split(';')[0]?.trim().toLowerCase() ?? '';
  if (description === undefined || description.trim() === '' || description.trim() === 'UNKNOWN') {
    warnings.push('has no description; the page of the project will be empty');
  } else if (contentType === undefined) {
    warnings.push('has a description without a content type, which is taken for reStructuredText');
  }
  if (kind === 'text/x-rst' && description !== undefined) {
    const directive = dangerousDirective.exec(description)?.[1];
    if (directive !== undefined) {
      problems.push(
        `has the directive "${directive}" in its description, with which PyPI does not render it`,
      );
    }
    if (markdownHeading.test(description) || markdownFence.test(description)) {
      warnings.push('has a description that looks like Markdown and is declared as reStructuredText');
    }
  }
  return { problems, warnings };
}
