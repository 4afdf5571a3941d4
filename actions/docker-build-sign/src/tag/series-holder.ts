import type { Digest } from '@slipway/oci/digest';
import { resolveDigest } from '@slipway/oci/manifests';
import { listTags } from '@slipway/oci/tags';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { parseVersion } from '@slipway/python/version/parse-version';
import type { Context } from '../inputs.ts';
import type { Image } from '../open-image.ts';
import { explainUnsigned, policyWithoutToken } from '../sign/release-signature.ts';
import { readVersionTag, seriesOf } from './version-tags.ts';

/**
 * Whether the image under a tag that is a version and a series ("1.0") is another version of that series, which the tag moved on to
 * or will move on from: that version has a tag of its own with the same digest. Where images are signed, a workflow of this
 * repository has to have signed it, so that two tags of somebody else are not enough.
 * @param version of the release
 * @throws RemoteError E_OCI_*, E_HTTP_*, E_SIGSTORE_TRUST
 */
export async function isOfOtherVersion(
  context: Context,
  image: Image,
  { tag, digest }: { readonly tag: string; readonly digest: Digest },
  version: string,
): Promise<boolean> {
  const released = parseVersion(version, 'Input "version"');
  const others = (await listTags(image.repository))
    .flatMap((each) => {
      const found = readVersionTag(each, released);
      return found === undefined ? [] : [{ tag: each, version: found }];
    })
    .filter((each) => each.tag !== tag && compareVersions(each.version, released) !== 0)
    .filter((each) => seriesOf(each.version).includes(tag))
    // The series is with the highest of them as a rule.
    .sort((left, right) => compareVersions(right.version, left.version));
  for (const other of others) {
    if ((await resolveDigest(image.repository, other.tag)) !== digest) continue;
    if (!context.inputs.sign) return true;
    const policy = policyWithoutToken(context);
    const { ref, commit, workflow, ...signer } = policy.signer;
    const unsigned = await explainUnsigned(image, digest, { ...policy, signer });
    return unsigned === undefined;
  }
  return false;
}
