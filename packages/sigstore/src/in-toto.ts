/** What is signed: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md. */
export interface InTotoStatement {
  /** Version 1 is what is signed here; `cosign attest` still writes 0.1, whose fields are the same. */
  readonly _type: 'https://in-toto.io/Statement/v1' | 'https://in-toto.io/Statement/v0.1';
  readonly subject: readonly InTotoSubject[];
  readonly predicateType: string;
  /** `null` is what PyPI's own tools write for a predicate without content. */
  readonly predicate: Readonly<Record<string, unknown>> | null;
}

export interface InTotoSubject {
  readonly name?: string;
  /** Algorithm to lower-case hexadecimal digits. */
  readonly digest: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A file a statement is about. */
export interface AttestedFile {
  /** Without a directory. */
  readonly name: string;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** The value of `_type` in what is signed here. */
export const statementType = 'https://in-toto.io/Statement/v1';
/** That of `cosign attest`: https://github.com/in-toto/attestation/blob/main/spec/v0.1.0/README.md. */
export const olderStatementType = 'https://in-toto.io/Statement/v0.1';
/** The payload type of an envelope (DSSE) around a statement. */
export const statementPayloadType = 'application/vnd.in-toto+json';

/** The subject for one file. */
export function subjectOfFile(file: AttestedFile): InTotoSubject {
  return { name: file.name, digest: { sha256: file.sha256 } };
}
