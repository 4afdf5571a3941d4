import { readList, readObject, readOptional, readString, type Value } from './value-reader.ts';

/** A project as PyPI's simple API shows it, PEP 691, 700 and 792. */
export interface IndexProjectAnswer {
  /** `active`, `archived`, `quarantined`. */
  readonly status: string;
  readonly versions: readonly string[];
  readonly files: readonly string[];
}

/** `pypi.project`: the answer of the simple API. @throws InputError E_SETTINGS_INVALID */
export function readIndexProject(at: Value): IndexProjectAnswer {
  const field = readObject(at);
  return {
    status:
      readOptional(field('project-status'), (statusAt) => readString(readObject(statusAt)('status'))) ??
      'active',
    versions: (readOptional(field('versions'), readList) ?? []).map(readString),
    files: readList(field('files')).map((fileAt) => readString(readObject(fileAt)('filename'))),
  };
}

/** Who published a file, as PyPI recorded it: the publisher that was registered, and the certificate of the run. */
export interface ProvenanceAnswer {
  /** `owner/name`. */
  readonly repository: string;
  readonly workflow: string;
  /** Empty: the publisher accepts any. */
  readonly environment: string;
  /** Base64 of the certificate's DER; undefined without an attestation. */
  readonly certificate: string | undefined;
}

/** `pypi.provenance`: the answer of the integrity API (PEP 740). @throws InputError E_SETTINGS_INVALID */
export function readProvenanceAnswer(at: Value): readonly ProvenanceAnswer[] {
  return readList(readObject(at)('attestation_bundles')).flatMap((bundleAt) => {
    const bundle = readObject(bundleAt);
    const publisher = readObject(bundle('publisher'));
    if (publisher('kind').value !== 'GitHub') return [];
    const [first] = readOptional(bundle('attestations'), readList) ?? [];
    const material = first === undefined ? undefined : readObject(first)('verification_material');
    return [
      {
        repository: readString(publisher('repository')),
        workflow: readString(publisher('workflow')),
        environment: readOptional(publisher('environment'), readString) ?? '',
        certificate:
          material === undefined
            ? undefined
            : readOptional(material, (value) => readOptional(readObject(value)('certificate'), readString)),
      },
    ];
  });
}
