/** The phrases that the voice of the project avoids (`.github/VOICE.md`), each with the better form. */
export interface VoicePhrase {
  readonly pattern: RegExp;
  /** What to write instead. */
  readonly better: string;
}

/** Nouns that follow "is no" where English says "is not a". */
const kinds =
  'address|archive|branch|bundle|digest|directory|file|folder|host|image|index|JSON|label|list|manifest|name|number|option|package|path|port|project|release|tag|token|version|wheel|workflow';

export const voicePhrases: readonly VoicePhrase[] = [
  { pattern: /\bone a (?:line|row|job|file)\b/i, better: '"one per line"' },
  { pattern: /\bin (?:the|their|its) place of\b|\bin place of\b/i, better: '"instead of"' },
  { pattern: /\brun (?:all|the|that|this|these|failed)(?: \w+){0,2} again\b/i, better: '"re-run the job"' },
  { pattern: /\bstays? so\b/i, better: '"if the problem persists"' },
  {
    pattern: /\bfurther (?:files?|tags?|names?|ones?|inputs?|lines?|versions?|options?)\b/i,
    better: '"additional"',
  },
  { pattern: /\bhand(?:s|ed|ing)? (?:\w+ )?(?:on|out)\b/i, better: '"pass on", "return" or "issue"' },
  { pattern: /\bpages? for people\b/i, better: '"an HTML page"' },
  {
    pattern: /\bthe words of (?:the (?:call|index|program|registry|server|service)|GitHub)\b/i,
    better: '"the response of" or "the arguments of"',
  },
  {
    pattern: new RegExp(`(?<!\\bthere )\\b(?:is|are|was) no (?:${kinds})\\b|\\bthat (?:is|are) none\\b`, 'i'),
    better: '"is not a …"',
  },
  { pattern: /\bthere already\b/i, better: '"already exists"' },
  { pattern: /\bwhat (?:is|was) there\b/i, better: '"the existing …"' },
  {
    pattern: /\b(?:is|are|was|were) not there\b|\bor not there\b/i,
    better: '"does not exist" or "is missing"',
  },
  {
    pattern: /\beverything held\b|\b(?:do|does|did) not hold\b/i,
    better: '"passed", "failed" or "is not valid"',
  },
  { pattern: /\bthe own one\b/i, better: '"its own"' },
  { pattern: /\b\w+ alone(?=[.,;:)]|$)/i, better: '"only"' },
  {
    pattern:
      /\banother (?:bytes|contents?|digest|host|place|size|site|type|version) than\b|\bother (?:bytes|contents) than\b/i,
    better: '"different … than"',
  },
  { pattern: /(?<!\ball )\bother bytes\b/i, better: '"different bytes"' },
  { pattern: /\banew\b/i, better: '"again"' },
  {
    pattern: /\b(?:look|looks|looked|looking) (?:whether|at what|what)\b|\bnot looked at\b/i,
    better: '"check"',
  },
  { pattern: /\b(?:give|gives|gave) (?:no|another|other)\b/i, better: '"produce" or "return"' },
  {
    pattern: /\b(?:take|takes|took) (?:no|none of)\b(?! time)|\bdoes not take\b|\bno longer takes?\b/i,
    better: '"accept"',
  },
  { pattern: /\bat hand\b/i, better: '"available"' },
  { pattern: /\bbehind (?:its end|the (?:first|last|name|"))/i, better: '"after"' },
  { pattern: /\bstands? (?:beside|in between)\b/i, better: '"is next to" or "is in the way"' },
  { pattern: /\bbelongs? into\b/i, better: '"belongs in"' },
  { pattern: /\bfault never struck\b|\bkills? struck\b/i, better: '"was never triggered"' },
  {
    pattern:
      /\b(?:authoris|neutralis|normalis|organis|recognis|serialis|summaris)\w+|\blicences?\b|\bbehaviours?\b|\bcolours?\b/i,
    better: 'American spelling',
  },
];
