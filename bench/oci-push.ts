/** `node bench/oci-push.ts <layout> <registry>/<repository>`: pushes the image of a layout by its digest, in a process of its own. */
import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import type { Log } from '@slipway/core/ports';
import { openLayout } from '@slipway/oci/layout/layout';
import { pushLayout } from '@slipway/oci/layout/push-layout';
import { parseReference } from '@slipway/oci/reference';
import { openRegistry } from '@slipway/oci/registry';

const [path = '', name = ''] = process.argv.slice(2);
const nothing = (): void => undefined;
const log: Log = {
  debug: nothing,
  info: nothing,
  notice: nothing,
  warning: console.error,
  group: (_, body) => body(),
  mask: nothing,
};
const { registry, repository } = parseReference(name);
const clock = systemClock;
const http = createHttp({ log, clock, userAgent: 'slipway-bench', environment: {} });
const connection = openRegistry({ http, clock, log, registry, credentials: undefined });
const layout = await openLayout(path);
const [root] = layout.entries;
if (root === undefined) throw new Error(`${path} lists no image`);
const { blobs } = await pushLayout(connection.repository(repository), layout, root);
const sent = [...blobs.values()].filter((state) => state === 'uploaded').length;
if (sent !== blobs.size) throw new Error(`${sent} of ${blobs.size} blobs were sent`);
