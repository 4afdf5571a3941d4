import type { SigstoreInstance } from './instance.ts';

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
  readonly for: 'cosign 3' | 'cosign 2 and 3';
  readonly args: readonly string[];
  /** The same for a POSIX shell. */
  readonly line: string;
}

function quote(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function createCommand(name: VerifyCommand['for'], args: readonly string[]): VerifyCommand {
  return { for: name, args, line: ['cosign', ...args].map(quote).join(' ') };
}

/**
 * The commands of cosign for the forms an image was signed in; version 2 up to 2.6.2 reads the older one alone. A signature of GitHub's instance has no log and no log of
 * certificates; its trusted root is what `gh attestation trusted-root` prints for that instance.
 * Source: `cosign verify --help` of 3.1.3 and 2.6.5.
 */
export function verifyCommands(signed: SignedReference): readonly VerifyCommand[] {
  const { reference, identity, issuer, instance, formats } = signed;
  const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', issuer];
  const isLogged = instance.log !== undefined;
  const unlogged = [
    ...['--insecure-ignore-tlog', '--insecure-ignore-sct', '--use-signed-timestamps'],
    ...['--trusted-root', 'trusted_root.json'],
  ];
  if (isLogged && formats.includes('legacy'))
    return [createCommand('cosign 2 and 3', ['verify', ...who, reference])];
  return [createCommand('cosign 3', ['verify', ...who, ...(isLogged ? [] : unlogged), reference])];
}
