import { count } from '@slipway/core/text/count';
import type { ComparedChannel } from '@slipway/sigstore/passport/compare-channels';
import type { Context } from '../inputs.ts';

/** Reports every file of every channel, and names the channels of which nothing is known. */
export function reportComparison(
  { summary, setOutput, log }: Context,
  compared: readonly ComparedChannel[],
): void {
  setOutput(
    'verification',
    JSON.stringify(compared.map(({ kind, name, result, items }) => ({ kind, name, result, items }))),
  );
  summary.addTable(
    ['Channel', 'Served', 'SHA-256', 'Result'],
    compared.flatMap(({ name, result, items }) =>
      result === 'unreachable'
        ? [[name, 'not read back', '', result]]
        : items.map((item) => [name, item.name, item.served ?? '', item.result]),
    ),
  );
  for (const { name, result } of compared)
    if (result === 'unreachable')
      log.warning(
        `${name} was not compared with the passport: its job published files and did not read them back.`,
      );
  const same = compared.filter(({ result }) => result === 'same').length;
  const result = `${same} of ${count(compared.length, 'channel')} ${same === 1 ? 'serves' : 'serve'} what the passport lists`;
  summary.setTitle(result);
  setOutput('result-markdown', result);
}
