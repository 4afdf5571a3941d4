import type { ErrorKind } from '@slipway/core/errors/define-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { cliErrors } from '../../errors.ts';
import type { VerifiedChannel, VerifiedItem } from './verification.ts';
import type { VerifyOptions } from './verify-options.ts';

/** A finding, in the shape of the problems of a rehearsal. */
export interface VerifyProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** What the command says in the end. */
export interface Conclusion {
  readonly exitCode: 0 | 1 | 4 | 5;
  readonly problems: readonly VerifyProblem[];
}

export interface ConclusionRequest extends Pick<VerifyOptions, 'required' | 'isStrict'> {
  readonly channels: readonly VerifiedChannel[];
  /** Why the release should not be used, though its bytes are right; undefined: it may. */
  readonly withdrawn: string | undefined;
}

const maxNamed = 10;

const problemOf = ({ code, hint }: ErrorKind, message: string): VerifyProblem => ({ code, message, hint });

/** Judges what was found. A channel that has nothing of the release is a finding only where it has to have it. */
export function conclude({ channels, required, isStrict, withdrawn }: ConclusionRequest): Conclusion {
  const problems = channels.flatMap((channel) => [
    ...listFaults(channel, cliErrors.E_VERIFY_DIFFERS, 'differs'),
    ...listFaults(channel, cliErrors.E_VERIFY_SIGNER, 'other signer'),
    ...listFaults(channel, cliErrors.E_VERIFY_UNSIGNED, 'unsigned'),
    ...listAbsent(channel, required),
    ...listUnreachable(channel, required),
  ]);
  const hidden = channels.filter(
    ({ kind, result, isHidden }) => result === 'unreachable' && isHidden && !required.includes(kind),
  );
  const unseen = hidden.map(({ name, reason = '' }) =>
    problemOf(cliErrors.E_VERIFY_UNREACHABLE, `${name} is not visible: ${reason}`),
  );
  const yanked = withdrawn === undefined ? [] : [problemOf(cliErrors.E_VERIFY_WITHDRAWN, withdrawn)];
  const all = [...problems, ...unseen, ...yanked];
  if (problems.length > 0) return { exitCode: 1, problems: all };
  if (unseen.length > 0 && isStrict) return { exitCode: 4, problems: all };
  return { exitCode: yanked.length > 0 ? 5 : 0, problems: all };
}

function listFaults(
  { name, items }: VerifiedChannel,
  kind: ErrorKind,
  result: VerifiedItem['result'],
): readonly VerifyProblem[] {
  const found = items.filter((item) => item.result === result);
  if (found.length === 0) return [];
  const shown = found
    .slice(0, maxNamed)
    .map((item) => `${neutralizeLine(item.name, 200)} (${describe(item)})`);
  const more = found.length > maxNamed ? ` and ${found.length - maxNamed} more` : '';
  return [problemOf(kind, `${name}: ${shown.join(', ')}${more}.`)];
}

function describe({ reason, expected, served }: VerifiedItem): string {
  if (reason !== undefined) return neutralizeLine(reason, 400).replace(/\.$/, '');
  return `SHA-256 ${served ?? 'unknown'} instead of ${expected ?? 'none'}`;
}

/** Part of a release is always wrong; none of it may be how the release was meant. */
function listAbsent(
  { kind, name, items, result }: VerifiedChannel,
  required: ConclusionRequest['required'],
): readonly VerifyProblem[] {
  const absent = items.filter((item) => item.result === 'absent');
  const isWholly = result === 'absent' && absent.length === items.length;
  if (isWholly && !required.includes(kind)) return [];
  if (!isWholly && absent.length === 0) return [];
  const shown = absent.slice(0, maxNamed).map((item) => neutralizeLine(item.name, 200));
  return [
    problemOf(
      cliErrors.E_VERIFY_ABSENT,
      `${name} does not have ${isWholly ? 'this release' : shown.join(', ')}.`,
    ),
  ];
}

function listUnreachable(
  { kind, name, items, result, reason, isHidden }: VerifiedChannel,
  required: ConclusionRequest['required'],
): readonly VerifyProblem[] {
  const unread = items.filter((item) => item.result === 'unreachable').slice(0, maxNamed);
  if (unread.length > 0)
    return [
      problemOf(
        cliErrors.E_VERIFY_UNREACHABLE,
        `${name}: ${unread.map((item) => neutralizeLine(item.name, 200)).join(', ')} cannot be read.`,
      ),
    ];
  if (result !== 'unreachable' || (isHidden && !required.includes(kind))) return [];
  return [problemOf(cliErrors.E_VERIFY_UNREACHABLE, `${name}: ${reason ?? 'no reason was given'}`)];
}
