import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { negotiate } from '../content-negotiation.ts';
import type { IndexStore } from '../index-store.ts';
import { canonicalName } from '../metadata/python-names.ts';
import { canonicalVersion, parseVersion } from '../metadata/python-version.ts';
import { answerConditionally, corsHeaders } from './conditional-answer.ts';

const offers = ['application/vnd.pypi.integrity.v1+json', 'application/json'] as const;

function refuse(status: number, message: string): EmulatorResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

/**
 * `GET /integrity/{project}/{version}/{filename}/provenance`: `provenance_for_file` of warehouse/api/integrity.py;
 * undefined when there is no such file.
 */
export function answerProvenance(
  store: IndexStore,
  request: EmulatorRequest,
  name: string,
  version: string,
  filename: string,
): EmulatorResponse | undefined {
  const parsed = parseVersion(version);
  const canonical = parsed === undefined ? version : canonicalVersion(parsed);
  const file = store.projects
    .get(canonicalName(name))
    ?.releases.find((release) => release.canonicalVersion === canonical)
    ?.files.find((candidate) => candidate.filename === filename);
  if (file === undefined) return undefined;
  const type = negotiate(request.headers['accept'], offers);
  if (type === undefined) return refuse(406, 'Request not acceptable');
  if (store.flags.disablePep740) return refuse(403, 'Attestations temporarily disabled');
  if (file.provenance === undefined) return refuse(404, `No provenance available for ${filename}`);
  const headers = {
    ...corsHeaders,
    'content-type': type,
    'cache-control': 'max-age=600, public',
    vary: 'Accept, Accept-Encoding',
  };
  return answerConditionally(request, headers, JSON.stringify(file.provenance));
}
