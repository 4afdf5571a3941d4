import type { AttestedFile } from '../in-toto.ts';

/** What a file of a release is: what installers take, what lists the digests, or anything beside them. */
export type PassportFileKind = 'wheel' | 'sdist' | 'manifest' | 'other';

export interface PassportFile extends AttestedFile {
  readonly kind: PassportFileKind;
}

/** One platform of the image. */
export interface PassportPlatform {
  /** `linux/arm64/v8`. */
  readonly platform: string;
  /** `sha256:<hex>` of its manifest. */
  readonly digest: string;
}

export interface PassportImage {
  /** `ghcr.io/owner/name`, without tag or digest. */
  readonly name: string;
  /** `sha256:<hex>` of the index, or of the manifest of an image for one platform. */
  readonly digest: string;
  /** In the order of the index. */
  readonly platforms: readonly PassportPlatform[];
}

/** Everything that one release consists of, by digest, as it was before anything of it was public. */
export interface ReleasePassport {
  /** `https://github.com/owner/name`. */
  readonly repository: string;
  /** `refs/tags/v1.2.0`. */
  readonly ref: string;
  /** The commit behind the tag. */
  readonly commit: string;
  /** Sorted by name; the manifest (`SHA256SUMS`) is one of them. */
  readonly files: readonly PassportFile[];
  /** Undefined for a release without an image. */
  readonly image: PassportImage | undefined;
}
