import { describe, expect, it } from 'vitest';
import { readActionTexts, readMarkdownTexts, readSourceTexts } from '../src/rules/readable-texts.ts';
import { findAvoidedPhrases, findVoiceFaults } from '../src/rules/voice.ts';
import { voicePhrases } from '../src/rules/voice-phrases.ts';

/** One text that each phrase is found in, and one close to it that is left alone, in the order of the phrases. */
const examples: readonly (readonly [avoided: string, allowed: string])[] = [
  ['Further names, one a line.', 'Additional names, one per line. This is one a reader expects.'],
  ['Give the folder in place of the file.', 'Replace it in the same place.'],
  ['Run the failed jobs again.', 'Re-run the failed jobs. The job runs again.'],
  ['If it stays so, update BuildKit.', 'If the problem persists, update BuildKit. The tag stays.'],
  ['Further files are accepted.', 'See the page for further information.'],
  ['The registry does not hand it out.', 'The registry does not return it. Compare the files by hand.'],
  ['It answered with a page for people.', 'It answered with an HTML page. This page is for maintainers.'],
  ['The words of the registry are quoted above.', 'It counts the words of a greeting.'],
  ['1.x is no version.', '1.x is not a version. There is no version 1.x.'],
  ['It is there already.', 'It already exists. Open the page there.'],
  ['Remove what is there.', 'Delete the existing tag. Read what is new.'],
  ['The folder must be empty or not there.', 'The folder must be empty or not exist.'],
  ['The signature does not hold.', 'The signature is not valid. The job holds a lock.'],
  ['The own one is kept.', 'Its own draft is kept.'],
  ['It runs on one platform alone.', 'It runs on one platform only. A name stands alone in a line.'],
  ['It has another digest than the file.', 'It has a different digest than the file. Choose another day.'],
  ['It sends other bytes.', 'It sends different bytes. All other bytes are unchanged.'],
  ['The image is signed anew.', 'The image is signed again. Renewed.'],
  ['It was not looked at.', 'It was not checked. Look at the log.'],
  ['A second build gave another image.', 'A second build produced a different image. It gave up.'],
  ['PyPI takes no such file.', 'PyPI accepts no such file. The build takes no time.'],
  ['The action is not at hand.', 'The action is not available. The attempt at handling it failed.'],
  ['There is data behind its end.', 'There is data after its end. The proxy is behind the firewall.'],
  ['A proxy stands in between.', 'A proxy is in the way. It stands alone in a line.'],
  ['It belongs into the job.', 'It belongs in the job.'],
  ['The fault never struck.', 'The fault was never triggered. The compiler is on strike.'],
  ['The name is normalised.', 'The name is normalized. The organization is the owner.'],
];

describe('voice phrases', () => {
  it('every phrase has an example', () => {
    expect(examples).toHaveLength(voicePhrases.length);
  });

  it.each(examples.map(([avoided, allowed], at) => [avoided, allowed, voicePhrases[at]] as const))(
    'the phrase in "%s" is found, and "%s" is left alone',
    (avoided, allowed, phrase) => {
      expect(phrase?.pattern.test(avoided)).toBe(true);
      expect(findAvoidedPhrases(allowed)).toEqual([]);
    },
  );

  it('a finding names the phrase and the better form', () => {
    expect(findAvoidedPhrases('Built anew.')).toEqual(['"anew": write "again"']);
  });
});

describe('readable texts', () => {
  it('a paragraph of Markdown is read as one text, without code', () => {
    const markdown =
      '# Title\n\nOne sentence over\ntwo `lines`.\n- an item\n\n```sh\nnot read\n```\n<!-- nor this -->\n| a | b |\n';
    expect(readMarkdownTexts(markdown)).toEqual([
      { line: 1, text: '# Title' },
      { line: 3, text: 'One sentence over two ``.' },
      { line: 5, text: '- an item' },
      { line: 11, text: '| a | b |' },
    ]);
  });

  it('the descriptions of an action are read with their lines', () => {
    const yaml =
      'name: Demo\ndescription: Builds it.\ninputs:\n  a:\n    description: >-\n      Of two\n      lines.\n';
    expect(readActionTexts(yaml)).toEqual([
      { line: 2, text: 'Builds it.' },
      { line: 5, text: 'Of two lines.' },
    ]);
  });

  it('strings and templates of a source are read, and comments and single words are not', () => {
    const source =
      "import 'a b';\n// a comment\nconst word = 'word';\nlog(`It is ${word} now`, 'two words');\n";
    expect(readSourceTexts('a.ts', source)).toEqual([
      { line: 4, text: 'It is … now' },
      { line: 4, text: 'two words' },
    ]);
  });
});

describe('findVoiceFaults', () => {
  const source = "export const message = 'Built anew.';\n";

  it('a checked source, Markdown and an action are searched', () => {
    expect(findVoiceFaults('packages/core/src/a.ts', source)).toEqual([
      'packages/core/src/a.ts:1: "anew": write "again"',
    ]);
    expect(findVoiceFaults('docs/a.md', 'It is\nbuilt anew.')).toEqual([
      'docs/a.md:1: "anew": write "again"',
    ]);
    expect(findVoiceFaults('actions/a/action.yml', 'description: Built anew.')).toHaveLength(1);
  });

  it('emulated services, tests and the page of bad examples are not searched', () => {
    expect(findVoiceFaults('packages/emulated-pypi/src/a.ts', source)).toEqual([]);
    expect(findVoiceFaults('packages/core/test/a.ts', source)).toEqual([]);
    expect(findVoiceFaults('.github/VOICE.md', 'Built anew.')).toEqual([]);
  });
});
