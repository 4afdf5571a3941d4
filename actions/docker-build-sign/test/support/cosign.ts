import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What a run of cosign ended with. */
export interface Verdict {
  readonly holds: boolean;
  readonly said: string;
}

/** A version of cosign that verifies with the trust of an emulated instance. */
export interface Cosign {
  readonly name: string;
  /** Adds what this version needs to trust the instance, and runs it. */
  verify(args: readonly string[]): Promise<Verdict>;
}

interface TrustedRootJson {
  readonly tlogs: readonly { readonly publicKey: { readonly rawBytes: string } }[];
  readonly ctlogs: readonly { readonly publicKey: { readonly rawBytes: string } }[];
  readonly certificateAuthorities: readonly {
    readonly certChain: { readonly certificates: readonly { readonly rawBytes: string }[] };
  }[];
}

const run = promisify(execFile);

function renderPem(label: string, base64: string): string {
  return `-----BEGIN ${label}-----\n${base64.replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;
}

/**
 * The keys and certificates of an instance as files, and the variables by which cosign 2 finds them: up to 2.6.2 it reads no
 * trusted root where it verifies the older format.
 */
export function writeKeys(trustedRoot: object, home: string): Readonly<Record<string, string>> {
  const root = trustedRoot as TrustedRootJson;
  const keep = (file: string, text: string): string => {
    writeFileSync(join(home, file), text);
    return join(home, file);
  };
  const [tlog] = root.tlogs;
  const [ctlog] = root.ctlogs;
  const certificates = root.certificateAuthorities.flatMap(({ certChain }) => certChain.certificates);
  return {
    SIGSTORE_REKOR_PUBLIC_KEY: keep('rekor.pem', renderPem('PUBLIC KEY', tlog?.publicKey.rawBytes ?? '')),
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: keep(
      'ctlog.pem',
      renderPem('PUBLIC KEY', ctlog?.publicKey.rawBytes ?? ''),
    ),
    SIGSTORE_ROOT_FILE: keep(
      'fulcio.pem',
      certificates.map(({ rawBytes }) => renderPem('CERTIFICATE', rawBytes)).join(''),
    ),
  };
}

/** @param environment of the world: its proxy and certificates; empty for a registry on loopback */
export function openCosign(options: {
  readonly name: string;
  readonly program: string;
  readonly directory: string;
  readonly trustedRoot: object;
  readonly environment: Readonly<Record<string, string>>;
}): Cosign {
  const { name, program, directory, environment, trustedRoot } = options;
  const home = join(directory, name.replaceAll(/\W/g, '-'));
  mkdirSync(home, { recursive: true });
  const rootPath = join(home, 'root.json');
  writeFileSync(rootPath, JSON.stringify(trustedRoot));
  const trust = name.startsWith('cosign 2') ? writeKeys(trustedRoot, home) : {};
  return {
    name,
    async verify(args) {
      const [command = '', ...rest] = args;
      const trusted = name === 'cosign 2.5' ? [] : ['--trusted-root', rootPath];
      try {
        const { stdout, stderr } = await run(program, [command, ...trusted, ...rest], {
          env: { HOME: home, ...environment, ...trust },
        });
        return { holds: true, said: `${stdout}${stderr}` };
      } catch (cause) {
        const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
        return { holds: false, said: `${stdout}${stderr}` };
      }
    },
  };
}
