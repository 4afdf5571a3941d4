import type { SigstoreInstance } from '../instance.ts';

/** A signed image, and by whom. */
export interface SignedReference {
  /** `ghcr.io/owner/name@sha256:…`. */
  readonly reference: string;
  readonly identity: string;
  readonly issuer: string;
  readonly instance: SigstoreInstance;
  readonly formats: readonly ('bundle' | 'legacy')[];
}

/** A command that verifies the image. */
export interface VerifyCommand {
  /** Versions of cosign it is for, as a heading. */
  readonly for: 'cosign 2 and 3' | 'cosign 2.6.3 and later' | 'cosign 3';
  /** Words after `cosign`; a trusted root they name is a file in the working directory. */
  readonly args: readonly string[];
  /** The same for a POSIX shell, with what has to be fetched before. */
  readonly line: string;
}

// `gh` writes the trusted root of the public-good instance and then that of GitHub's, each in a line of its own:
// https://github.com/cli/cli/blob/trunk/pkg/cmd/attestation/trustedroot/trustedroot.go, `getTrustedRoot`.
const rootFile = 'trusted_root.json';
const fetchRoot = `gh attestation trusted-root | tail -n 1 > ${rootFile}`;

/** The words of cosign without a log: neither one of signatures nor one of certificates, and a time by an authority. */
const unlogged: readonly string[] = [
  ...['--insecure-ignore-tlog', '--insecure-ignore-sct', '--use-signed-timestamps'],
  ...['--trusted-root', rootFile],
];

function quote(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The commands of cosign for the forms an image was signed in, those for the most versions first. Versions 2.0 to 2.6.2
 * only read the older form, later ones both. Version 3 detects by itself that a log of API v2 returns no time. Source:
 * `cmd/cosign/cli/options/verify.go`, `certificate.go` and `cmd/cosign/cli/verify/verify.go` of 3.1.3 and 2.6.5.
 */
export function verifyCommands(signed: SignedReference): readonly VerifyCommand[] {
  const { reference, identity, issuer, instance, formats } = signed;
  const create = (versions: VerifyCommand['for'], flags: readonly string[] = []): VerifyCommand => {
    const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', issuer];
    const args = ['verify', ...who, ...flags, reference];
    const line = ['cosign', ...args].map(quote).join(' ');
    return { for: versions, args, line: flags.includes(rootFile) ? `${fetchRoot} && ${line}` : line };
  };
  if (instance.log === undefined) return [create('cosign 2.6.3 and later', unlogged)];
  if (instance.log.version === 2)
    return [create('cosign 3'), create('cosign 2.6.3 and later', ['--use-signed-timestamps'])];
  return [create(formats.includes('legacy') ? 'cosign 2 and 3' : 'cosign 2.6.3 and later')];
}
