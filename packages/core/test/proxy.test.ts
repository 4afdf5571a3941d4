import { describe, expect, it } from 'vitest';
import { chooseProxy } from '../src/http/proxy.ts';

const proxy = 'http://proxy.example:3128';

describe('chooseProxy', () => {
  it.each([
    ['https://host.example/', 'host.example'],
    ['https://HOST.example/', 'Host.Example'],
    ['https://host.example./', 'host.example'],
    ['https://a.host.example/', 'host.example'],
    ['https://a.b.host.example/', '.host.example'],
    ['https://host.example/', '.host.example'],
    ['https://a.host.example/', '*.host.example'],
    ['https://host.example/', '*'],
    ['https://host.example/', 'other.example, host.example'],
    ['https://host.example/', 'other.example host.example'],
    ['https://host.example/', 'host.example:443'],
    ['http://host.example/', 'host.example:80'],
    ['https://host.example:8443/', 'host.example:8443'],
    ['http://127.0.0.1:8080/', '127.0.0.1'],
    ['http://[::1]:8080/', '::1'],
    ['http://[::1]:8080/', '[::1]'],
    ['http://[::1]:8080/', '[::1]:8080'],
    ['http://[2001:db8::1]/', '2001:DB8::1'],
  ])('the address %s bypasses the proxy when NO_PROXY is "%s"', (address, exceptions) => {
    const variables = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: exceptions };
    expect(chooseProxy(variables, address)).toBeUndefined();
  });

  it.each([
    ['https://host.example/', ''],
    ['https://host.example/', ' , '],
    ['https://host.example/', '.'],
    ['https://host.example/', ':443'],
    ['https://nothost.example/', 'host.example'],
    ['https://host.example.org/', 'host.example'],
    ['https://host.example/', 'a.host.example'],
    ['https://host.example:8443/', 'host.example:443'],
    ['https://host.example/', 'host.example:8443'],
    ['http://[::1]:8080/', '[::1]:8081'],
    ['http://[::2]/', '::1'],
  ])('the address %s uses the proxy when NO_PROXY is "%s"', (address, exceptions) => {
    const variables = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: exceptions };
    expect(chooseProxy(variables, address)?.href).toBe(`${proxy}/`);
  });

  it('the proxy depends on the URL scheme, and the lowercase variable wins', () => {
    const variables = {
      HTTP_PROXY: 'http://plain.example',
      HTTPS_PROXY: 'http://upper.example',
      https_proxy: proxy,
    };
    expect(chooseProxy(variables, 'http://host.example/')?.hostname).toBe('plain.example');
    expect(chooseProxy(variables, 'https://host.example/')?.href).toBe(`${proxy}/`);
    expect(chooseProxy({ HTTPS_PROXY: proxy }, 'http://host.example/')).toBeUndefined();
  });

  it('the proxy password never appears in an error', () => {
    expect(() =>
      chooseProxy({ HTTPS_PROXY: 'ftp://user:hush@host.example' }, 'https://host.example/'),
    ).toThrow(/^(?!.*hush).*"ftp:\/\/host\.example/);
  });
});
