import { describe, expect, it } from 'vitest';
import { checkRealm } from '../../src/sign-in/realm.ts';

const check = (registry: string, realm: string) => (): void =>
  checkRealm({ registry, origin: `https://${registry}` }, realm);

describe('checkRealm', () => {
  it.each([
    ['registry-1.docker.io', 'https://auth.docker.io/token'],
    ['registry.gitlab.com', 'https://gitlab.com/jwt/auth'],
    ['registry.shop.co.uk', 'https://token.shop.co.uk/token'],
    ['rg.fr-par.scw.cloud', 'https://api.scaleway.com/registry-internal/v1/regions/fr-par/tokens'],
    ['octo.azurecr.io', 'https://octo.azurecr.io/oauth2/token'],
    ['europe-west1-docker.pkg.dev', 'https://europe-west1-docker.pkg.dev/v2/token'],
    ['1.dkr.ecr.eu-west-1.amazonaws.com', 'https://1.dkr.ecr.eu-west-1.amazonaws.com/token'],
    ['octo.github.io', 'https://octo.github.io/token'],
    ['localhost:5000', 'https://localhost:5001/token'],
    ['192.0.2.1:5000', 'https://192.0.2.1:5001/token'],
    ['[2001:db8::1]:5000', 'https://[2001:db8::1]/token'],
  ])('the registry %s may use the token service %s', (registry, realm) => {
    expect(check(registry, realm)).not.toThrow();
  });

  it.each([
    ['ghcr.io', 'https://ghcr.io.evil.example/token'],
    ['registry.shop.co.uk', 'https://token.evil.co.uk/token'],
    ['registry.shop.co.uk', 'https://co.uk/token'],
    ['registry.shop.com.au', 'https://token.evil.com.au/token'],
    ['octo.github.io', 'https://evil.github.io/token'],
    ['octo.azurecr.io', 'https://evil.azurecr.io/oauth2/token'],
    ['europe-west1-docker.pkg.dev', 'https://evil.pkg.dev/v2/token'],
    ['1.dkr.ecr.eu-west-1.amazonaws.com', 'https://evil.s3.amazonaws.com/token'],
    ['api.scaleway.com', 'https://evil.scw.cloud/token'],
    ['192.0.2.1:5000', 'https://192.0.2.2:5000/token'],
    ['192.0.2.1:5000', 'https://198.51.2.1/token'],
  ])('the registry %s may not use the token service %s', (registry, realm) => {
    expect(check(registry, realm)).toThrow(/belongs to a different site/);
  });

  it('a token service over plain HTTP is rejected', () => {
    expect(check('ghcr.io', 'http://ghcr.io/token')).toThrow(/does not use https/);
  });
});
