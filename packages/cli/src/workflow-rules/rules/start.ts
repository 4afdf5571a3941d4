import { isMapping, isSequence } from '@slipway/runner/workflow/github-parser';
import { readMapping, readText } from '@slipway/runner/workflow/workflow-model';
import type { WrittenValue } from '../constant-text.ts';
import { passesFilter } from '../ref-filter.ts';
import type { WorkflowRule } from '../rule.ts';

/** Names of the events that start a workflow, in each of the three ways to write them. */
export function listEvents(on: WrittenValue | undefined): readonly string[] {
  if (on === undefined) return [];
  if (isMapping(on)) return [...readMapping(on).keys()];
  return isSequence(on) ? Array.from(on, String) : [readText(on) ?? ''];
}

const listPatterns = (token: WrittenValue | undefined): readonly string[] =>
  token === undefined ? [] : isSequence(token) ? Array.from(token, String) : [String(token)];

/** Why a push of a reference starts nothing; undefined when it does. */
function refusePush(push: ReadonlyMap<string, WrittenValue>, ref: string): string | undefined {
  const [kind, other] = ref.startsWith('refs/tags/') ? ['tags', 'branches'] : ['branches', 'tags'];
  const name = ref.split('/').slice(2).join('/');
  const wanted = push.get(kind);
  const ignored = push.get(`${kind}-ignore`);
  if (wanted !== undefined && !passesFilter(listPatterns(wanted), name))
    return `"${kind}" (${listPatterns(wanted).join(', ')}) does not match ${name}`;
  if (ignored !== undefined && passesFilter(listPatterns(ignored), name))
    return `"${kind}-ignore" (${listPatterns(ignored).join(', ')}) matches ${name}`;
  const isFiltered = push.has(other) || push.has(`${other}-ignore`);
  return wanted === undefined && ignored === undefined && isFiltered ? `it lists only ${other}` : undefined;
}

/** GitHub starts nothing for an event that the file of that very commit does not name. */
export const startRule: WorkflowRule = {
  name: 'the event of this release starts the workflow',
  isOfWhole: true,
  find({ model, event }) {
    const on = model.properties.get('on');
    const events = listEvents(on);
    if (!events.includes(event.name))
      return [`"on" does not list "${event.name}", so no run starts at ${event.ref}`];
    if (event.name !== 'push') return [];
    const reason = refusePush(readMapping(readMapping(on).get('push')), event.ref);
    return reason === undefined ? [] : [`a push of ${event.ref} starts no run: ${reason}`];
  },
};
