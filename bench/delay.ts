import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '@slipway/gateway/service';

/** A service whose every answer comes late. @param latencyMs asked at each request */
export function delay(service: Service, latencyMs: () => number): Service {
  return {
    ...service,
    async handle(request) {
      if (latencyMs() > 0) await sleep(latencyMs());
      return service.handle(request);
    },
  };
}
