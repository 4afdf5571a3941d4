import { type CommandWords, defineCommand, refuseWords } from '../../command-line/command-table.ts';
import { checkOutputFile } from '../../command-line/output-files.ts';

/** The words of `withdraw`, checked. */
export interface WithdrawOptions {
  /** `owner/name`. */
  readonly repository: string;
  readonly tag: string;
  readonly reason: string;
  /** Tag of the release to go back to; default: the highest stable one below. */
  readonly to: string | undefined;
  readonly applyTags: boolean;
  readonly json: string | undefined;
}

export const withdrawTable = defineCommand({
  usage: 'withdraw OWNER/REPO@TAG --reason TEXT [options]',
  description: `Prints what to do about a bad release, in the right order, with its names, links and commands. Nothing is changed, except
with "--apply tags": then the moving tags of the image that point to this release are set back to the previous stable one.
This needs a token that may write packages, in GH_TOKEN or GITHUB_TOKEN.`,
  options: {
    reason: { value: 'TEXT', help: 'one line for users: what is wrong' },
    to: { value: 'TAG', help: 'release to go back to', preset: 'the highest stable one below' },
    apply: { value: 'tags', help: 'set the moving image tags back' },
    json: { value: 'FILE', help: 'write the steps as JSON' },
  },
  maxPositionals: 1,
  exitCodes: {
    0: 'nothing is left to do, except what only some cases need',
    1: 'a tag could not be set back, or a service could not be read',
    2: 'the arguments are invalid, or there is no such release',
    3: 'GitHub rejected the token',
    6: 'steps are left: those that only a person can do, or "--apply tags"',
  },
});

const maxReasonLength = 500;

/** @throws InputError E_COMMAND_USAGE */
export function readWithdrawOptions({
  values,
  positionals,
}: CommandWords<typeof withdrawTable.options>): WithdrawOptions {
  const [first = ''] = positionals;
  const named = /^([\w.-]+\/[\w.-]+)@(.+)$/.exec(first);
  if (named === null)
    throw refuseWords(
      first === '' ? 'the release is missing' : `"${first}" is not a release`,
      'Pass it as OWNER/REPO@TAG.',
    );
  const reason = (values.reason ?? '').trim();
  if (reason === '' || reason.length > maxReasonLength || /[\r\n]/.test(reason))
    throw refuseWords(
      '--reason is missing or too long',
      `Pass one line of at most ${maxReasonLength} characters.`,
    );
  const apply = values.apply;
  if (apply !== undefined && apply !== 'tags')
    throw refuseWords(`--apply ${apply} is not available`, 'Use --apply tags.');
  checkOutputFile('--json', values.json, refuseWords);
  return {
    repository: named[1] ?? '',
    tag: (named[2] ?? '').replace(/^refs\/tags\//, ''),
    reason,
    to: values.to?.replace(/^refs\/tags\//, ''),
    applyTags: apply === 'tags',
    json: values.json,
  };
}
