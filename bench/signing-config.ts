/** The configuration with which the clients of others sign: the public hosts of Fulcio and of Rekor v1, without a timestamp authority. */
export function createSigningConfig(): object {
  const service = (url: string) => ({
    url,
    majorApiVersion: 1,
    operator: 'emulated',
    validFor: { start: new Date(Date.now() - 3_600_000).toISOString() },
  });
  return {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: [service('https://fulcio.sigstore.dev')],
    rekorTlogUrls: [service('https://rekor.sigstore.dev')],
    rekorTlogConfig: { selector: 'ANY' },
    tsaConfig: { selector: 'ANY' },
  };
}
