import { ActionError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { ChannelKind } from '@slipway/sigstore/passport/compare-channels';
import { isRefusal } from '../../reader/unseen-package.ts';
import type { ObservedChannel } from './verification.ts';

/**
 * Reads a channel. A service that is down, refuses, or answers with something else makes the channel unreachable: the others are
 * still compared.
 * @throws what is not an error of the service
 */
export async function observe(
  kind: ChannelKind,
  name: string,
  read: () => Promise<Omit<ObservedChannel, 'kind' | 'name'>>,
): Promise<ObservedChannel> {
  try {
    return { kind, name, ...(await read()) };
  } catch (cause) {
    if (!(cause instanceof ActionError) || cause.blame === 'input') throw cause;
    const reason = neutralizeLine(`${cause.code}: ${cause.message}`, 600);
    const isHidden = isRefusal(cause);
    return { kind, name, items: undefined, faults: new Map(), reason, isHidden };
  }
}
