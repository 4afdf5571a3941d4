import { describe, expect, it } from 'vitest';
import { parseRehearseOptions } from '../../src/commands/rehearse-options.ts';

const read = (...words: string[]) => parseRehearseOptions(words.flatMap((word) => ['--stub', word])).stubs;

describe('the option --stub', () => {
  it('several actions with and without outputs are read', () => {
    expect(read('Slackapi/slack-github-action', 'a/b/c@v1=x=1,y=a=b')).toEqual(
      new Map([
        ['slackapi/slack-github-action', {}],
        ['a/b/c', { x: '1', y: 'a=b' }],
      ]),
    );
  });

  it.each([
    ['slack', /does not name an action/],
    ['a/b=x', /the output "x" is not NAME=VALUE/],
    ['slipway-actions/slipway/actions/pypi-publish', /an action of Slipway is what is rehearsed/],
  ])('the value %s is rejected', (word, reason) => {
    expect(() => read(word)).toThrow(reason);
  });

  it('two stubs for one action are rejected', () => {
    expect(() => read('a/b', 'A/b')).toThrow(/has a stub already/);
  });
});
