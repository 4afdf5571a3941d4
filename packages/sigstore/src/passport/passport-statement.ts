import { isRecord } from '@slipway/core/is-record';
import type { InTotoStatement, InTotoSubject } from '../in-toto.ts';
import { type ProvenanceClaims, provenanceOfSubjects, provenanceType } from '../statements/provenance.ts';
import { invalid } from '../verify-bundle.ts';
import type { PassportFile, PassportFileKind, PassportImage, ReleasePassport } from './passport.ts';

const fileKinds: ReadonlySet<string> = new Set(['wheel', 'sdist', 'manifest', 'other']);

/**
 * The statement of a passport: the provenance (SLSA v1) of everything that the run made. Every verifier knows this predicate,
 * and `gh attestation verify` asks for it by default. The commit is a dependency of it, not a subject: verifiers that only know
 * SHA-2 reject a statement with any other digest among its subjects.
 * @param serverUrl of GitHub, without a slash at the end
 */
export function passportStatement(
  { files, image }: Pick<ReleasePassport, 'files' | 'image'>,
  claims: ProvenanceClaims,
  serverUrl: string,
): InTotoStatement {
  const sorted = [...files].sort((left, right) => (left.name < right.name ? -1 : 1));
  const subjects = [...sorted.map(subjectOf), ...(image === undefined ? [] : subjectsOfImage(image))];
  return provenanceOfSubjects(subjects, claims, serverUrl);
}

function subjectOf({ name, sha256, kind }: PassportFile): InTotoSubject {
  return { name, digest: { sha256 }, annotations: { kind } };
}

/** The name of a subject is unique in its statement: that of a platform is behind the name of the image. */
function subjectsOfImage({ name, digest, platforms }: PassportImage): InTotoSubject[] {
  const sha256Of = (text: string): { readonly sha256: string } => ({ sha256: text.replace(/^sha256:/, '') });
  return [
    { name, digest: sha256Of(digest), annotations: { kind: 'image' } },
    ...platforms.map((each) => ({
      name: `${name}#${each.platform}`,
      digest: sha256Of(each.digest),
      annotations: { kind: 'platform', platform: each.platform },
    })),
  ];
}

/** Whether a statement is meant as a passport; whether it is a whole one is for `readPassport`. */
export function isPassport({ predicateType, subject }: InTotoStatement): boolean {
  return predicateType === provenanceType && subject.some((each) => kindOf(each) === 'manifest');
}

/** Reads the statement of a passport whose signature was verified. @throws IntegrityError E_ATTESTATION_INVALID */
export function readPassport(statement: InTotoStatement): ReleasePassport {
  if (!isPassport(statement))
    throw invalid(
      `its statement is not a release passport (predicate ${statement.predicateType}, ${statement.subject.length} subjects)`,
    );
  const source = readSource(statement.predicate ?? {});
  const files: PassportFile[] = [];
  const names = new Set<string>();
  for (const subject of statement.subject) {
    const { name = '' } = subject;
    if (name === '' || names.has(name)) throw invalid(`its subject "${name}" has no name of its own`);
    names.add(name);
    const kind = kindOf(subject);
    if (fileKinds.has(kind)) files.push({ name, sha256: sha256Of(subject), kind: kind as PassportFileKind });
    else if (kind !== 'image' && kind !== 'platform')
      throw invalid(`its subject "${name}" is of no known kind`);
  }
  if (files.filter(({ kind }) => kind === 'manifest').length !== 1)
    throw invalid('its subjects contain more than one manifest of checksums');
  return { ...source, files, image: readImage(statement.subject) };
}

function readImage(subjects: readonly InTotoSubject[]): PassportImage | undefined {
  const images = subjects.filter((subject) => kindOf(subject) === 'image');
  const platforms = subjects.filter((subject) => kindOf(subject) === 'platform');
  const [image] = images;
  if (images.length > 1 || (image === undefined && platforms.length > 0))
    throw invalid(`its subjects contain ${images.length} images with ${platforms.length} platforms`);
  if (image === undefined) return undefined;
  return {
    name: image.name ?? '',
    digest: `sha256:${sha256Of(image)}`,
    platforms: platforms.map((subject) => ({
      platform: subject.annotations?.['platform'] ?? '',
      digest: `sha256:${sha256Of(subject)}`,
    })),
  };
}

const kindOf = ({ annotations }: InTotoSubject): string => String(annotations?.['kind'] ?? '');

function sha256Of({ name, digest }: InTotoSubject): string {
  const { sha256 } = digest;
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw invalid(`its subject "${name}" has no SHA-256`);
  return sha256;
}

/** The commit that the run was of: https://actions.github.io/buildtypes/workflow/v1, "Resolved dependencies". */
function readSource(
  predicate: Readonly<Record<string, unknown>>,
): Pick<ReleasePassport, 'repository' | 'ref' | 'commit'> {
  const definition = predicate['buildDefinition'];
  const dependencies = isRecord(definition) ? definition['resolvedDependencies'] : undefined;
  const [source] = Array.isArray(dependencies) ? (dependencies as unknown[]) : [];
  const uri = isRecord(source) ? source['uri'] : undefined;
  const digest = isRecord(source) ? source['digest'] : undefined;
  const commit = isRecord(digest) ? digest['gitCommit'] : undefined;
  const [, repository, ref] = /^git\+(https:\/\/[^@]+)@(refs\/.+)$/.exec(String(uri)) ?? [];
  if (repository === undefined || ref === undefined || typeof commit !== 'string')
    throw invalid('its statement does not name the repository, ref and commit that were built');
  return { repository, ref, commit };
}
