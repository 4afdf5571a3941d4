/** How a field of the core metadata is sent and since when it exists. */
export interface MetadataField {
  /** The field of the upload form. */
  readonly form: string;
  /** Its name in the messages, lower case as `packaging` has it. */
  readonly email: string;
  readonly kind: 'text' | 'list' | 'keywords' | 'urls';
  readonly added: string;
}

function field(form: string, kind: MetadataField['kind'], added: string, email?: string): MetadataField {
  return { form, kind, added, email: email ?? form.replaceAll('_', '-') };
}

/** Versions `packaging` 26.2 and `SUPPORTED_METADATA_VERSIONS` of warehouse/forklift/metadata.py know, oldest first. */
export const metadataVersions = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5'] as const;

/** `_RAW_TO_EMAIL_MAPPING` of `packaging.metadata` with the form names of `_override` in warehouse/forklift/metadata.py. */
export const metadataFields: readonly MetadataField[] = [
  field('metadata_version', 'text', '1.0'),
  field('name', 'text', '1.0'),
  field('version', 'text', '1.0'),
  field('dynamic', 'list', '2.2'),
  field('platform', 'list', '1.0'),
  field('supported_platform', 'list', '1.1'),
  field('summary', 'text', '1.0'),
  field('description', 'text', '1.0'),
  field('description_content_type', 'text', '2.1'),
  field('keywords', 'keywords', '1.0'),
  field('home_page', 'text', '1.0'),
  field('download_url', 'text', '1.1'),
  field('author', 'text', '1.0'),
  field('author_email', 'text', '1.0'),
  field('maintainer', 'text', '1.2'),
  field('maintainer_email', 'text', '1.2'),
  field('license', 'text', '1.0'),
  field('license_expression', 'text', '2.4'),
  field('license_file', 'list', '2.4'),
  field('classifiers', 'list', '1.1', 'classifier'),
  field('requires_dist', 'list', '1.2'),
  field('requires_python', 'text', '1.2'),
  field('requires_external', 'list', '1.2'),
  field('project_urls', 'urls', '1.2', 'project-url'),
  field('provides_extra', 'list', '2.1'),
  field('provides_dist', 'list', '1.2'),
  field('obsoletes_dist', 'list', '1.2'),
  field('import_name', 'list', '2.5'),
  field('import_namespace', 'list', '2.5'),
  field('requires', 'list', '1.1'),
  field('provides', 'list', '1.1'),
  field('obsoletes', 'list', '1.1'),
];
