import { type Attached, type Attachment, attachBlobs } from '../src/attachments/attach.ts';
import type { SettleOptions } from '../src/attachments/shared-list.ts';
import type { Repository } from '../src/registry.ts';

/** Attaches one blob, and waits until its entry has settled. */
export async function attachBlob(
  repository: Repository,
  attachment: Attachment,
  options: SettleOptions = {},
): Promise<Attached> {
  const { attached, settle } = await attachBlobs(repository, [attachment]);
  await settle(options);
  const [first] = attached;
  if (first === undefined) throw new Error('one attachment gave none');
  return first;
}
