import { describe, expect, it } from 'vitest';
import {
  describeServer,
  isInstallationToken,
  isIssuerOf,
  nameServer,
  ownsHost,
  refuseForeignHost,
  refuseMissingArtifacts,
} from '../src/job/server.ts';

const jobOf = (serverUrl: string) => ({ serverUrl });
const publicJob = jobOf('https://github.com');
const tenantJob = jobOf('https://acme.ghe.com');
const enterpriseJob = jobOf('https://ghes.example.com');

describe('describeServer', () => {
  it.each([
    ['https://github.com', 'github.com', 'ghcr.io', 'https://token.actions.githubusercontent.com', true],
    [
      'https://acme.ghe.com',
      'data-residency',
      'containers.acme.ghe.com',
      'https://token.actions.acme.ghe.com',
      true,
    ],
    [
      'https://ghes.example.com',
      'enterprise-server',
      'containers.ghes.example.com',
      'https://ghes.example.com/_services/token',
      false,
    ],
    [
      'https://ghes.example.com:8443',
      'enterprise-server',
      'containers.ghes.example.com:8443',
      'https://ghes.example.com:8443/_services/token',
      false,
    ],
    // A host that only ends like ghe.com is not GitHub's.
    [
      'https://evil-ghe.com',
      'enterprise-server',
      'containers.evil-ghe.com',
      'https://evil-ghe.com/_services/token',
      false,
    ],
    [
      'https://github.localhost',
      'enterprise-server',
      'containers.github.localhost',
      'https://github.localhost/_services/token',
      true,
    ],
  ])(
    'the registry, issuer and artifact support are derived from %s',
    (serverUrl, kind, registry, issuer, hasArtifacts) => {
      expect(describeServer(jobOf(serverUrl))).toEqual({
        kind,
        host: new URL(serverUrl).host,
        registry,
        idTokenIssuer: issuer,
        hasArtifacts,
      });
    },
  );

  it('a server is named by its host and marked as an Enterprise Server if it is one', () => {
    expect(nameServer(describeServer(tenantJob))).toBe('acme.ghe.com');
    expect(nameServer(describeServer(enterpriseJob))).toBe('the GitHub Enterprise Server ghes.example.com');
  });
});

describe('ownsHost', () => {
  it.each([
    [publicJob, 'github.com', true],
    [publicJob, 'api.github.com', true],
    [publicJob, 'ghcr.io', true],
    [publicJob, 'GHCR.io', true],
    [publicJob, 'notgithub.com', false],
    [publicJob, 'github.com.example.com', false],
    [publicJob, 'registry.example.com', false],
    [publicJob, 'sub.ghcr.io', false],
    [tenantJob, 'acme.ghe.com', true],
    [tenantJob, 'containers.acme.ghe.com', true],
    [tenantJob, 'api.acme.ghe.com', true],
    [tenantJob, 'containers.other.ghe.com', false],
    [tenantJob, 'ghe.com', false],
    [tenantJob, 'ghcr.io', false],
    [tenantJob, 'github.com', false],
    [enterpriseJob, 'containers.ghes.example.com', true],
    [enterpriseJob, 'example.com', false],
    [enterpriseJob, 'ghcr.io', false],
  ])('the job %j compared with the host %s is %j', (job, host, expected) => {
    expect(ownsHost(describeServer(job), host)).toBe(expected);
  });
});

describe('isIssuerOf', () => {
  const base = 'https://token.actions.githubusercontent.com';
  it.each([
    [publicJob, base, true],
    [publicJob, `${base}/acme-corp`, true],
    [publicJob, `${base}/`, false],
    [publicJob, `${base}/a/b`, false],
    [publicJob, `https://evil.example/${base}/acme`, false],
    [publicJob, undefined, false],
    [tenantJob, 'https://token.actions.acme.ghe.com', true],
    [tenantJob, 'https://token.actions.acme.ghe.com/slug', false],
    [tenantJob, base, false],
    [enterpriseJob, 'https://ghes.example.com/_services/token', true],
    [enterpriseJob, 'https://ghes.example.com', false],
  ])('the job %j compared with the issuer %s is %j', (job, issuer, expected) => {
    expect(isIssuerOf(describeServer(job), issuer)).toBe(expected);
  });
});

describe('job token', () => {
  it.each([
    ['ghs_abc', true],
    [`v1.${'0a'.repeat(20)}`, true],
    ['ghp_abc', false],
    ['github_pat_abc', false],
    ['xghs_abc', false],
    ['', false],
  ])('the token "%s" is classified as an installation token: %j', (token, expected) => {
    expect(isInstallationToken(token)).toBe(expected);
  });

  it('a job token is not sent to the host of a different server, and both hosts are named', () => {
    const call = () => refuseForeignHost(tenantJob, 'ghs_abc', 'ghcr.io', 'Leave "registry" unset.');
    expect(call).toThrow('The token of this job is for acme.ghe.com and was not sent to ghcr.io.');
    expect(call).toThrow(
      expect.objectContaining({ code: 'E_GITHUB_FOREIGN_HOST', hint: 'Leave "registry" unset.' }),
    );
  });

  it('a job token is accepted for its own server, and any other token for any host', () => {
    expect(() => refuseForeignHost(tenantJob, 'ghs_abc', 'containers.acme.ghe.com', '')).not.toThrow();
    expect(() => refuseForeignHost(tenantJob, 'ghp_abc', 'ghcr.io', '')).not.toThrow();
  });
});

describe('workflow artifact support', () => {
  it('artifacts are rejected only on an Enterprise Server', () => {
    expect(() => refuseMissingArtifacts(publicJob, 'python-dist')).not.toThrow();
    expect(() => refuseMissingArtifacts(tenantJob, 'python-dist')).not.toThrow();
    expect(() => refuseMissingArtifacts(enterpriseJob, 'python-dist')).toThrow(
      expect.objectContaining({ code: 'E_GITHUB_SERVER', message: expect.stringContaining('python-dist') }),
    );
  });
});
