import { type Gateway, type GatewayOptions, startGateway } from '@slipway/gateway/gateway';
import type { EmulatorRequest, EmulatorResponse, Service } from '@slipway/gateway/service';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

/** A service of one function that remembers which requests it saw. */
export function serviceOf(
  hosts: readonly string[],
  handle: (request: EmulatorRequest) => Promise<EmulatorResponse>,
): Service & { readonly seen: string[] } {
  const seen: string[] = [];
  return {
    name: 'test',
    hosts,
    seen,
    handle(request) {
      seen.push(`${request.method} ${request.url.pathname}`);
      return handle(request);
    },
  };
}

/** A gateway with a directory of its own that is closed when the test is over. */
export async function openGateway(options: Omit<GatewayOptions, 'directory'>): Promise<Gateway> {
  const gateway = await startGateway({ directory: await temporaryDirectory(), ...options });
  onTestFinished(() => gateway.close());
  return gateway;
}
