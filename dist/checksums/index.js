import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 3313:
/***/ ((module) => {

module.exports = Pend;

function Pend() {
  this.pending = 0;
  this.max = Infinity;
  this.listeners = [];
  this.waiting = [];
  this.error = null;
}

Pend.prototype.go = function(fn) {
  if (this.pending < this.max) {
    pendGo(this, fn);
  } else {
    this.waiting.push(fn);
  }
};

Pend.prototype.wait = function(cb) {
  if (this.pending === 0) {
    cb(this.error);
  } else {
    this.listeners.push(cb);
  }
};

Pend.prototype.hold = function() {
  return pendHold(this);
};

function pendHold(self) {
  self.pending += 1;
  var called = false;
  return onCb;
  function onCb(err) {
    if (called) throw new Error("callback called twice");
    called = true;
    self.error = self.error || err;
    self.pending -= 1;
    if (self.waiting.length > 0 && self.pending < self.max) {
      pendGo(self, self.waiting.shift());
    } else if (self.pending === 0) {
      var listeners = self.listeners;
      self.listeners = [];
      listeners.forEach(cbListener);
    }
  }
  function cbListener(listener) {
    listener(self.error);
  }
}

function pendGo(self, fn) {
  fn(pendHold(self));
}


/***/ }),

/***/ 4006:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const pico = __nccwpck_require__(8016);
const utils = __nccwpck_require__(4059);

function picomatch(glob, options, returnState = false) {
  // default to os.platform()
  if (options && (options.windows === null || options.windows === undefined)) {
    // don't mutate the original options object
    options = { ...options, windows: utils.isWindows() };
  }

  return pico(glob, options, returnState);
}

Object.assign(picomatch, pico);
module.exports = picomatch;


/***/ }),

/***/ 5595:
/***/ ((module) => {



const WIN_SLASH = '\\\\/';
const WIN_NO_SLASH = `[^${WIN_SLASH}]`;

const DEFAULT_MAX_EXTGLOB_RECURSION = 0;

/**
 * Posix glob regex
 */

const DOT_LITERAL = '\\.';
const PLUS_LITERAL = '\\+';
const QMARK_LITERAL = '\\?';
const SLASH_LITERAL = '\\/';
const ONE_CHAR = '(?=.)';
const QMARK = '[^/]';
const END_ANCHOR = `(?:${SLASH_LITERAL}|$)`;
const START_ANCHOR = `(?:^|${SLASH_LITERAL})`;
const DOTS_SLASH = `${DOT_LITERAL}{1,2}${END_ANCHOR}`;
const NO_DOT = `(?!${DOT_LITERAL})`;
const NO_DOTS = `(?!${START_ANCHOR}${DOTS_SLASH})`;
const NO_DOT_SLASH = `(?!${DOT_LITERAL}{0,1}${END_ANCHOR})`;
const NO_DOTS_SLASH = `(?!${DOTS_SLASH})`;
const QMARK_NO_DOT = `[^.${SLASH_LITERAL}]`;
const STAR = `${QMARK}*?`;
const SEP = '/';

const POSIX_CHARS = {
  DOT_LITERAL,
  PLUS_LITERAL,
  QMARK_LITERAL,
  SLASH_LITERAL,
  ONE_CHAR,
  QMARK,
  END_ANCHOR,
  DOTS_SLASH,
  NO_DOT,
  NO_DOTS,
  NO_DOT_SLASH,
  NO_DOTS_SLASH,
  QMARK_NO_DOT,
  STAR,
  START_ANCHOR,
  SEP
};

/**
 * Windows glob regex
 */

const WINDOWS_CHARS = {
  ...POSIX_CHARS,

  SLASH_LITERAL: `[${WIN_SLASH}]`,
  QMARK: WIN_NO_SLASH,
  STAR: `${WIN_NO_SLASH}*?`,
  DOTS_SLASH: `${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$)`,
  NO_DOT: `(?!${DOT_LITERAL})`,
  NO_DOTS: `(?!(?:^|[${WIN_SLASH}])${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
  NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}(?:[${WIN_SLASH}]|$))`,
  NO_DOTS_SLASH: `(?!${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
  QMARK_NO_DOT: `[^.${WIN_SLASH}]`,
  START_ANCHOR: `(?:^|[${WIN_SLASH}])`,
  END_ANCHOR: `(?:[${WIN_SLASH}]|$)`,
  SEP: '\\'
};

/**
 * POSIX Bracket Regex
 */

const POSIX_REGEX_SOURCE = {
  __proto__: null,
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  ascii: '\\x00-\\x7F',
  blank: ' \\t',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '\\x21-\\x7E',
  lower: 'a-z',
  print: '\\x20-\\x7E ',
  punct: '\\-!"#$%&\'()\\*+,./:;<=>?@[\\]^_`{|}~',
  space: ' \\t\\r\\n\\v\\f',
  upper: 'A-Z',
  word: 'A-Za-z0-9_',
  xdigit: 'A-Fa-f0-9'
};

module.exports = {
  DEFAULT_MAX_EXTGLOB_RECURSION,
  MAX_LENGTH: 1024 * 64,
  POSIX_REGEX_SOURCE,

  // regular expressions
  REGEX_BACKSLASH: /\\(?![*+?^${}(|)[\]])/g,
  REGEX_NON_SPECIAL_CHARS: /^[^@![\].,$*+?^{}()|\\/]+/,
  REGEX_SPECIAL_CHARS: /[-*+?.^${}(|)[\]]/,
  REGEX_SPECIAL_CHARS_BACKREF: /(\\?)((\W)(\3*))/g,
  REGEX_SPECIAL_CHARS_GLOBAL: /([-*+?.^${}(|)[\]])/g,
  REGEX_REMOVE_BACKSLASH: /(?:\[.*?[^\\]\]|\\(?=.))/g,

  // Replace globs with equivalent patterns to reduce parsing time.
  REPLACEMENTS: {
    __proto__: null,
    '***': '*',
    '**/**': '**',
    '**/**/**': '**'
  },

  // Digits
  CHAR_0: 48, /* 0 */
  CHAR_9: 57, /* 9 */

  // Alphabet chars.
  CHAR_UPPERCASE_A: 65, /* A */
  CHAR_LOWERCASE_A: 97, /* a */
  CHAR_UPPERCASE_Z: 90, /* Z */
  CHAR_LOWERCASE_Z: 122, /* z */

  CHAR_LEFT_PARENTHESES: 40, /* ( */
  CHAR_RIGHT_PARENTHESES: 41, /* ) */

  CHAR_ASTERISK: 42, /* * */

  // Non-alphabetic chars.
  CHAR_AMPERSAND: 38, /* & */
  CHAR_AT: 64, /* @ */
  CHAR_BACKWARD_SLASH: 92, /* \ */
  CHAR_CARRIAGE_RETURN: 13, /* \r */
  CHAR_CIRCUMFLEX_ACCENT: 94, /* ^ */
  CHAR_COLON: 58, /* : */
  CHAR_COMMA: 44, /* , */
  CHAR_DOT: 46, /* . */
  CHAR_DOUBLE_QUOTE: 34, /* " */
  CHAR_EQUAL: 61, /* = */
  CHAR_EXCLAMATION_MARK: 33, /* ! */
  CHAR_FORM_FEED: 12, /* \f */
  CHAR_FORWARD_SLASH: 47, /* / */
  CHAR_GRAVE_ACCENT: 96, /* ` */
  CHAR_HASH: 35, /* # */
  CHAR_HYPHEN_MINUS: 45, /* - */
  CHAR_LEFT_ANGLE_BRACKET: 60, /* < */
  CHAR_LEFT_CURLY_BRACE: 123, /* { */
  CHAR_LEFT_SQUARE_BRACKET: 91, /* [ */
  CHAR_LINE_FEED: 10, /* \n */
  CHAR_NO_BREAK_SPACE: 160, /* \u00A0 */
  CHAR_PERCENT: 37, /* % */
  CHAR_PLUS: 43, /* + */
  CHAR_QUESTION_MARK: 63, /* ? */
  CHAR_RIGHT_ANGLE_BRACKET: 62, /* > */
  CHAR_RIGHT_CURLY_BRACE: 125, /* } */
  CHAR_RIGHT_SQUARE_BRACKET: 93, /* ] */
  CHAR_SEMICOLON: 59, /* ; */
  CHAR_SINGLE_QUOTE: 39, /* ' */
  CHAR_SPACE: 32, /*   */
  CHAR_TAB: 9, /* \t */
  CHAR_UNDERSCORE: 95, /* _ */
  CHAR_VERTICAL_LINE: 124, /* | */
  CHAR_ZERO_WIDTH_NOBREAK_SPACE: 65279, /* \uFEFF */

  /**
   * Create EXTGLOB_CHARS
   */

  extglobChars(chars) {
    return {
      '!': { type: 'negate', open: '(?:(?!(?:', close: `))${chars.STAR})` },
      '?': { type: 'qmark', open: '(?:', close: ')?' },
      '+': { type: 'plus', open: '(?:', close: ')+' },
      '*': { type: 'star', open: '(?:', close: ')*' },
      '@': { type: 'at', open: '(?:', close: ')' }
    };
  },

  /**
   * Create GLOB_CHARS
   */

  globChars(win32) {
    return win32 === true ? WINDOWS_CHARS : POSIX_CHARS;
  }
};


/***/ }),

/***/ 8265:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const constants = __nccwpck_require__(5595);
const utils = __nccwpck_require__(4059);

/**
 * Constants
 */

const {
  MAX_LENGTH,
  POSIX_REGEX_SOURCE,
  REGEX_NON_SPECIAL_CHARS,
  REGEX_SPECIAL_CHARS_BACKREF,
  REPLACEMENTS
} = constants;

/**
 * Helpers
 */

const expandRange = (args, options) => {
  if (typeof options.expandRange === 'function') {
    return options.expandRange(...args, options);
  }

  args.sort();
  const value = `[${args.join('-')}]`;

  try {
    /* eslint-disable-next-line no-new */
    new RegExp(value);
  } catch (ex) {
    return args.map(v => utils.escapeRegex(v)).join('..');
  }

  return value;
};

/**
 * Create the message for a syntax error
 */

const syntaxError = (type, char) => {
  return `Missing ${type}: "${char}" - use "\\\\${char}" to match literal characters`;
};

const splitTopLevel = input => {
  const parts = [];
  let bracket = 0;
  let paren = 0;
  let quote = 0;
  let value = '';
  let escaped = false;

  for (const ch of input) {
    if (escaped === true) {
      value += ch;
      escaped = false;
      continue;
    }

    if (ch === '\\') {
      value += ch;
      escaped = true;
      continue;
    }

    if (ch === '"') {
      quote = quote === 1 ? 0 : 1;
      value += ch;
      continue;
    }

    if (quote === 0) {
      if (ch === '[') {
        bracket++;
      } else if (ch === ']' && bracket > 0) {
        bracket--;
      } else if (bracket === 0) {
        if (ch === '(') {
          paren++;
        } else if (ch === ')' && paren > 0) {
          paren--;
        } else if (ch === '|' && paren === 0) {
          parts.push(value);
          value = '';
          continue;
        }
      }
    }

    value += ch;
  }

  parts.push(value);
  return parts;
};

const isPlainBranch = branch => {
  let escaped = false;

  for (const ch of branch) {
    if (escaped === true) {
      escaped = false;
      continue;
    }

    if (ch === '\\') {
      escaped = true;
      continue;
    }

    if (/[?*+@!()[\]{}]/.test(ch)) {
      return false;
    }
  }

  return true;
};

const normalizeSimpleBranch = branch => {
  let value = branch.trim();
  let changed = true;

  while (changed === true) {
    changed = false;

    if (/^@\([^\\()[\]{}|]+\)$/.test(value)) {
      value = value.slice(2, -1);
      changed = true;
    }
  }

  if (!isPlainBranch(value)) {
    return;
  }

  return value.replace(/\\(.)/g, '$1');
};

const hasRepeatedCharPrefixOverlap = branches => {
  const values = branches.map(normalizeSimpleBranch).filter(Boolean);

  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      const a = values[i];
      const b = values[j];
      const char = a[0];

      if (!char || a !== char.repeat(a.length) || b !== char.repeat(b.length)) {
        continue;
      }

      if (a === b || a.startsWith(b) || b.startsWith(a)) {
        return true;
      }
    }
  }

  return false;
};

const parseRepeatedExtglob = (pattern, requireEnd = true) => {
  if ((pattern[0] !== '+' && pattern[0] !== '*') || pattern[1] !== '(') {
    return;
  }

  let bracket = 0;
  let paren = 0;
  let quote = 0;
  let escaped = false;

  for (let i = 1; i < pattern.length; i++) {
    const ch = pattern[i];

    if (escaped === true) {
      escaped = false;
      continue;
    }

    if (ch === '\\') {
      escaped = true;
      continue;
    }

    if (ch === '"') {
      quote = quote === 1 ? 0 : 1;
      continue;
    }

    if (quote === 1) {
      continue;
    }

    if (ch === '[') {
      bracket++;
      continue;
    }

    if (ch === ']' && bracket > 0) {
      bracket--;
      continue;
    }

    if (bracket > 0) {
      continue;
    }

    if (ch === '(') {
      paren++;
      continue;
    }

    if (ch === ')') {
      paren--;

      if (paren === 0) {
        if (requireEnd === true && i !== pattern.length - 1) {
          return;
        }

        return {
          type: pattern[0],
          body: pattern.slice(2, i),
          end: i
        };
      }
    }
  }
};

const buildCharClassStar = chars => {
  const source = chars.length === 1
    ? utils.escapeRegex(chars[0])
    : `[${chars.map(ch => utils.escapeRegex(ch)).join('')}]`;

  return `${source}*`;
};

const getStarExtglobSequenceChars = pattern => {
  let index = 0;
  const chars = [];

  while (index < pattern.length) {
    const match = parseRepeatedExtglob(pattern.slice(index), false);

    if (!match || match.type !== '*') {
      return;
    }

    const branches = splitTopLevel(match.body).map(branch => branch.trim());
    if (branches.length !== 1) {
      return;
    }

    const branch = normalizeSimpleBranch(branches[0]);
    if (!branch || branch.length !== 1) {
      return;
    }

    chars.push(branch);
    index += match.end + 1;
  }

  if (chars.length < 1) {
    return;
  }

  return chars;
};

const repeatedExtglobRecursion = pattern => {
  let depth = 0;
  let value = pattern.trim();
  let match = parseRepeatedExtglob(value);

  while (match) {
    depth++;
    value = match.body.trim();
    match = parseRepeatedExtglob(value);
  }

  return depth;
};

const analyzeRepeatedExtglob = (body, options) => {
  if (options.maxExtglobRecursion === false) {
    return { risky: false };
  }

  const max =
    typeof options.maxExtglobRecursion === 'number'
      ? options.maxExtglobRecursion
      : constants.DEFAULT_MAX_EXTGLOB_RECURSION;

  const branches = splitTopLevel(body).map(branch => branch.trim());

  if (branches.length > 1) {
    if (
      branches.some(branch => branch === '') ||
      branches.some(branch => /^[*?]+$/.test(branch)) ||
      hasRepeatedCharPrefixOverlap(branches)
    ) {
      return { risky: true };
    }
  }

  // A repeated extglob is "risky" (prone to catastrophic backtracking) when a
  // branch is itself a `*(...)` sequence, since that nests an unbounded quantifier
  // inside the outer `+(...)`/`*(...)`. When *every* branch reduces to single
  // characters we can emit one flat, ReDoS-safe character class that preserves the
  // meaning of ALL branches (e.g. `+(*(a)|*(b))` -> `[ab]*`), rather than dropping
  // every branch but the first.
  const safeChars = [];
  let sawStarSequence = false;
  let combinable = true;

  for (const branch of branches) {
    const chars = getStarExtglobSequenceChars(branch);
    if (chars) {
      sawStarSequence = true;
      safeChars.push(...chars);
      continue;
    }

    const literal = normalizeSimpleBranch(branch);
    if (literal && literal.length === 1) {
      safeChars.push(literal);
      continue;
    }

    combinable = false;

    if (repeatedExtglobRecursion(branch) > max) {
      return { risky: true };
    }
  }

  if (sawStarSequence) {
    return combinable
      ? { risky: true, safeOutput: buildCharClassStar([...new Set(safeChars)]) }
      : { risky: true };
  }

  return { risky: false };
};

/**
 * Parse the given input string.
 * @param {String} input
 * @param {Object} options
 * @return {Object}
 */

const parse = (input, options) => {
  if (typeof input !== 'string') {
    throw new TypeError('Expected a string');
  }

  input = REPLACEMENTS[input] || input;

  const opts = { ...options };
  const max = typeof opts.maxLength === 'number' ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;

  let len = input.length;
  if (len > max) {
    throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
  }

  const bos = { type: 'bos', value: '', output: opts.prepend || '' };
  const tokens = [bos];

  const capture = opts.capture ? '' : '?:';

  // create constants based on platform, for windows or posix
  const PLATFORM_CHARS = constants.globChars(opts.windows);
  const EXTGLOB_CHARS = constants.extglobChars(PLATFORM_CHARS);

  const {
    DOT_LITERAL,
    PLUS_LITERAL,
    SLASH_LITERAL,
    ONE_CHAR,
    DOTS_SLASH,
    NO_DOT,
    NO_DOT_SLASH,
    NO_DOTS_SLASH,
    QMARK,
    QMARK_NO_DOT,
    STAR,
    START_ANCHOR
  } = PLATFORM_CHARS;

  const globstar = opts => {
    return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
  };

  const nodot = opts.dot ? '' : NO_DOT;
  const qmarkNoDot = opts.dot ? QMARK : QMARK_NO_DOT;
  let star = opts.bash === true ? globstar(opts) : STAR;

  if (opts.capture) {
    star = `(${star})`;
  }

  // minimatch options support
  if (typeof opts.noext === 'boolean') {
    opts.noextglob = opts.noext;
  }

  const state = {
    input,
    index: -1,
    start: 0,
    dot: opts.dot === true,
    consumed: '',
    output: '',
    prefix: '',
    backtrack: false,
    negated: false,
    brackets: 0,
    braces: 0,
    parens: 0,
    quotes: 0,
    globstar: false,
    tokens
  };

  input = utils.removePrefix(input, state);
  len = input.length;

  const extglobs = [];
  const braces = [];
  const stack = [];
  let prev = bos;
  let value;

  /**
   * Tokenizing helpers
   */

  const eos = () => state.index === len - 1;
  const peek = state.peek = (n = 1) => input[state.index + n];
  const advance = state.advance = () => input[++state.index] || '';
  const remaining = () => input.slice(state.index + 1);
  const consume = (value = '', num = 0) => {
    state.consumed += value;
    state.index += num;
  };

  const append = token => {
    state.output += token.output != null ? token.output : token.value;
    consume(token.value);
  };

  const negate = () => {
    let count = 1;

    while (peek() === '!' && (peek(2) !== '(' || peek(3) === '?')) {
      advance();
      state.start++;
      count++;
    }

    if (count % 2 === 0) {
      return false;
    }

    state.negated = true;
    state.start++;
    return true;
  };

  const increment = type => {
    state[type]++;
    stack.push(type);
  };

  const decrement = type => {
    state[type]--;
    stack.pop();
  };

  /**
   * Push tokens onto the tokens array. This helper speeds up
   * tokenizing by 1) helping us avoid backtracking as much as possible,
   * and 2) helping us avoid creating extra tokens when consecutive
   * characters are plain text. This improves performance and simplifies
   * lookbehinds.
   */

  const push = tok => {
    if (prev.type === 'globstar') {
      const isBrace = state.braces > 0 && (tok.type === 'comma' || tok.type === 'brace');
      const isExtglob = tok.extglob === true || (extglobs.length && (tok.type === 'pipe' || tok.type === 'paren'));

      if (tok.type !== 'slash' && tok.type !== 'paren' && !isBrace && !isExtglob) {
        state.output = state.output.slice(0, -prev.output.length);
        prev.type = 'star';
        prev.value = '*';
        prev.output = star;
        state.output += prev.output;
      }
    }

    if (extglobs.length && tok.type !== 'paren') {
      extglobs[extglobs.length - 1].inner += tok.value;
    }

    if (tok.value || tok.output) append(tok);
    if (prev && prev.type === 'text' && tok.type === 'text') {
      prev.output = (prev.output || prev.value) + tok.value;
      prev.value += tok.value;
      return;
    }

    tok.prev = prev;
    tokens.push(tok);
    prev = tok;
  };

  const extglobOpen = (type, value) => {
    const token = { ...EXTGLOB_CHARS[value], conditions: 1, inner: '' };

    token.prev = prev;
    token.parens = state.parens;
    token.output = state.output;
    token.startIndex = state.index;
    token.tokensIndex = tokens.length;
    const output = (opts.capture ? '(' : '') + token.open;

    increment('parens');
    push({ type, value, output: state.output ? '' : ONE_CHAR });
    push({ type: 'paren', extglob: true, value: advance(), output });
    extglobs.push(token);
  };

  const extglobClose = token => {
    const literal = input.slice(token.startIndex, state.index + 1);
    const body = input.slice(token.startIndex + 2, state.index);
    const analysis = analyzeRepeatedExtglob(body, opts);

    if ((token.type === 'plus' || token.type === 'star') && analysis.risky) {
      const safeOutput = analysis.safeOutput
        ? (token.output ? '' : ONE_CHAR) + (opts.capture ? `(${analysis.safeOutput})` : analysis.safeOutput)
        : undefined;
      const open = tokens[token.tokensIndex];

      open.type = 'text';
      open.value = literal;
      open.output = safeOutput || utils.escapeRegex(literal);

      for (let i = token.tokensIndex + 1; i < tokens.length; i++) {
        tokens[i].value = '';
        tokens[i].output = '';
        delete tokens[i].suffix;
      }

      state.output = token.output + open.output;
      state.backtrack = true;

      push({ type: 'paren', extglob: true, value, output: '' });
      decrement('parens');
      return;
    }

    let output = token.close + (opts.capture ? ')' : '');
    let rest;

    if (token.type === 'negate') {
      let extglobStar = star;

      if (token.inner && token.inner.length > 1 && token.inner.includes('/')) {
        extglobStar = globstar(opts);
      }

      if (extglobStar !== star || eos() || /^\)+$/.test(remaining())) {
        output = token.close = `)$))${extglobStar}`;
      }

      if (token.inner.includes('*') && (rest = remaining()) && /^\.[^\\/.]+$/.test(rest)) {
        // Any non-magical string (`.ts`) or even nested expression (`.{ts,tsx}`) can follow after the closing parenthesis.
        // In this case, we need to parse the string and use it in the output of the original pattern.
        // Suitable patterns: `/!(*.d).ts`, `/!(*.d).{ts,tsx}`, `**/!(*-dbg).@(js)`.
        //
        // Disabling the `fastpaths` option due to a problem with parsing strings as `.ts` in the pattern like `**/!(*.d).ts`.
        const expression = parse(rest, { ...options, fastpaths: false }).output;

        output = token.close = `)${expression})${extglobStar})`;
      }

      if (token.prev.type === 'bos') {
        state.negatedExtglob = true;
      }
    }

    push({ type: 'paren', extglob: true, value, output });
    decrement('parens');
  };

  /**
   * Fast paths
   */

  if (opts.fastpaths !== false && !/(^[*!]|[/()[\]{}"])/.test(input)) {
    let backslashes = false;

    let output = input.replace(REGEX_SPECIAL_CHARS_BACKREF, (m, esc, chars, first, rest, index) => {
      if (first === '\\') {
        backslashes = true;
        return m;
      }

      if (first === '?') {
        if (esc) {
          return esc + first + (rest ? QMARK.repeat(rest.length) : '');
        }
        if (index === 0) {
          return qmarkNoDot + (rest ? QMARK.repeat(rest.length) : '');
        }
        return QMARK.repeat(chars.length);
      }

      if (first === '.') {
        return DOT_LITERAL.repeat(chars.length);
      }

      if (first === '*') {
        if (esc) {
          return esc + first + (rest ? star : '');
        }
        return star;
      }
      return esc ? m : `\\${m}`;
    });

    if (backslashes === true) {
      if (opts.unescape === true) {
        output = output.replace(/\\/g, '');
      } else {
        output = output.replace(/\\+/g, m => {
          return m.length % 2 === 0 ? '\\\\' : (m ? '\\' : '');
        });
      }
    }

    if (output === input && opts.contains === true) {
      state.output = input;
      return state;
    }

    state.output = utils.wrapOutput(output, state, options);
    return state;
  }

  /**
   * Tokenize input until we reach end-of-string
   */

  while (!eos()) {
    value = advance();

    if (value === '\u0000') {
      continue;
    }

    /**
     * Escaped characters
     */

    if (value === '\\') {
      const next = peek();

      if (next === '/' && opts.bash !== true) {
        continue;
      }

      if (next === '.' || next === ';') {
        continue;
      }

      if (!next) {
        value += '\\';
        push({ type: 'text', value });
        continue;
      }

      // collapse slashes to reduce potential for exploits
      const match = /^\\+/.exec(remaining());
      let slashes = 0;

      if (match && match[0].length > 2) {
        slashes = match[0].length;
        state.index += slashes;
        if (slashes % 2 !== 0) {
          value += '\\';
        }
      }

      if (opts.unescape === true) {
        value = advance();
      } else {
        value += advance();
      }

      if (state.brackets === 0) {
        push({ type: 'text', value });
        continue;
      }
    }

    /**
     * If we're inside a regex character class, continue
     * until we reach the closing bracket.
     */

    if (state.brackets > 0 && (value !== ']' || prev.value === '[' || prev.value === '[^')) {
      if (opts.posix !== false && value === ':') {
        const inner = prev.value.slice(1);
        if (inner.includes('[')) {
          prev.posix = true;

          if (inner.includes(':')) {
            const idx = prev.value.lastIndexOf('[');
            const pre = prev.value.slice(0, idx);
            const rest = prev.value.slice(idx + 2);
            const posix = POSIX_REGEX_SOURCE[rest];
            if (posix) {
              prev.value = pre + posix;
              state.backtrack = true;
              advance();

              if (!bos.output && tokens.indexOf(prev) === 1) {
                bos.output = ONE_CHAR;
              }
              continue;
            }
          }
        }
      }

      if ((value === '[' && peek() !== ':') || (value === '-' && peek() === ']')) {
        value = `\\${value}`;
      }

      if (value === ']' && (prev.value === '[' || prev.value === '[^')) {
        value = `\\${value}`;
      }

      if (opts.posix === true && value === '!' && prev.value === '[') {
        value = '^';
      }

      prev.value += value;
      append({ value });
      continue;
    }

    /**
     * If we're inside a quoted string, continue
     * until we reach the closing double quote.
     */

    if (state.quotes === 1 && value !== '"') {
      value = utils.escapeRegex(value);
      prev.value += value;
      append({ value });
      continue;
    }

    /**
     * Double quotes
     */

    if (value === '"') {
      state.quotes = state.quotes === 1 ? 0 : 1;
      if (opts.keepQuotes === true) {
        push({ type: 'text', value });
      }
      continue;
    }

    /**
     * Parentheses
     */

    if (value === '(') {
      increment('parens');
      push({ type: 'paren', value });
      continue;
    }

    if (value === ')') {
      if (state.parens === 0 && opts.strictBrackets === true) {
        throw new SyntaxError(syntaxError('opening', '('));
      }

      const extglob = extglobs[extglobs.length - 1];
      if (extglob && state.parens === extglob.parens + 1) {
        extglobClose(extglobs.pop());
        continue;
      }

      push({ type: 'paren', value, output: state.parens ? ')' : '\\)' });
      decrement('parens');
      continue;
    }

    /**
     * Square brackets
     */

    if (value === '[') {
      if (opts.nobracket === true || !remaining().includes(']')) {
        if (opts.nobracket !== true && opts.strictBrackets === true) {
          throw new SyntaxError(syntaxError('closing', ']'));
        }

        value = `\\${value}`;
      } else {
        increment('brackets');
      }

      push({ type: 'bracket', value });
      continue;
    }

    if (value === ']') {
      if (opts.nobracket === true || (prev && prev.type === 'bracket' && prev.value.length === 1)) {
        push({ type: 'text', value, output: `\\${value}` });
        continue;
      }

      if (state.brackets === 0) {
        if (opts.strictBrackets === true) {
          throw new SyntaxError(syntaxError('opening', '['));
        }

        push({ type: 'text', value, output: `\\${value}` });
        continue;
      }

      decrement('brackets');

      const prevValue = prev.value.slice(1);
      if (prev.posix !== true && prevValue[0] === '^' && !prevValue.includes('/')) {
        value = `/${value}`;
      }

      prev.value += value;
      append({ value });

      // when literal brackets are explicitly disabled
      // assume we should match with a regex character class
      if (opts.literalBrackets === false || utils.hasRegexChars(prevValue)) {
        continue;
      }

      const escaped = utils.escapeRegex(prev.value);
      state.output = state.output.slice(0, -prev.value.length);

      // when literal brackets are explicitly enabled
      // assume we should escape the brackets to match literal characters
      if (opts.literalBrackets === true) {
        state.output += escaped;
        prev.value = escaped;
        continue;
      }

      // when the user specifies nothing, try to match both
      prev.value = `(${capture}${escaped}|${prev.value})`;
      state.output += prev.value;
      continue;
    }

    /**
     * Braces
     */

    if (value === '{' && opts.nobrace !== true) {
      increment('braces');

      const open = {
        type: 'brace',
        value,
        output: '(',
        outputIndex: state.output.length,
        tokensIndex: state.tokens.length
      };

      braces.push(open);
      push(open);
      continue;
    }

    if (value === '}') {
      const brace = braces[braces.length - 1];

      if (opts.nobrace === true || !brace) {
        push({ type: 'text', value, output: value });
        continue;
      }

      let output = ')';

      if (brace.dots === true) {
        const arr = tokens.slice();
        const range = [];

        for (let i = arr.length - 1; i >= 0; i--) {
          tokens.pop();
          if (arr[i].type === 'brace') {
            break;
          }
          if (arr[i].type !== 'dots') {
            range.unshift(arr[i].value);
          }
        }

        output = expandRange(range, opts);
        state.backtrack = true;
      }

      if (brace.comma !== true && brace.dots !== true) {
        const out = state.output.slice(0, brace.outputIndex);
        const toks = state.tokens.slice(brace.tokensIndex);
        brace.value = brace.output = '\\{';
        value = output = '\\}';
        state.output = out;
        for (const t of toks) {
          state.output += (t.output || t.value);
        }
      }

      push({ type: 'brace', value, output });
      decrement('braces');
      braces.pop();
      continue;
    }

    /**
     * Pipes
     */

    if (value === '|') {
      if (extglobs.length > 0) {
        extglobs[extglobs.length - 1].conditions++;
      }
      push({ type: 'text', value });
      continue;
    }

    /**
     * Commas
     */

    if (value === ',') {
      let output = value;

      const brace = braces[braces.length - 1];
      if (brace && stack[stack.length - 1] === 'braces') {
        brace.comma = true;
        output = '|';
      }

      push({ type: 'comma', value, output });
      continue;
    }

    /**
     * Slashes
     */

    if (value === '/') {
      // if the beginning of the glob is "./", advance the start
      // to the current index, and don't add the "./" characters
      // to the state. This greatly simplifies lookbehinds when
      // checking for BOS characters like "!" and "." (not "./")
      if (prev.type === 'dot' && state.index === state.start + 1) {
        state.start = state.index + 1;
        state.consumed = '';
        state.output = '';
        tokens.pop();
        prev = bos; // reset "prev" to the first token
        continue;
      }

      push({ type: 'slash', value, output: SLASH_LITERAL });
      continue;
    }

    /**
     * Dots
     */

    if (value === '.') {
      if (state.braces > 0 && prev.type === 'dot') {
        if (prev.value === '.') prev.output = DOT_LITERAL;
        const brace = braces[braces.length - 1];
        prev.type = 'dots';
        prev.output += value;
        prev.value += value;
        brace.dots = true;
        continue;
      }

      if ((state.braces + state.parens) === 0 && prev.type !== 'bos' && prev.type !== 'slash') {
        push({ type: 'text', value, output: DOT_LITERAL });
        continue;
      }

      push({ type: 'dot', value, output: DOT_LITERAL });
      continue;
    }

    /**
     * Question marks
     */

    if (value === '?') {
      const isGroup = prev && prev.value === '(';
      if (!isGroup && opts.noextglob !== true && peek() === '(' && peek(2) !== '?') {
        extglobOpen('qmark', value);
        continue;
      }

      if (prev && prev.type === 'paren') {
        const next = peek();
        let output = value;

        if ((prev.value === '(' && !/[!=<:]/.test(next)) || (next === '<' && !/<([!=]|\w+>)/.test(remaining()))) {
          output = `\\${value}`;
        }

        push({ type: 'text', value, output });
        continue;
      }

      if (opts.dot !== true && (prev.type === 'slash' || prev.type === 'bos')) {
        push({ type: 'qmark', value, output: QMARK_NO_DOT });
        continue;
      }

      push({ type: 'qmark', value, output: QMARK });
      continue;
    }

    /**
     * Exclamation
     */

    if (value === '!') {
      if (opts.noextglob !== true && peek() === '(') {
        if (peek(2) !== '?' || !/[!=<:]/.test(peek(3))) {
          extglobOpen('negate', value);
          continue;
        }
      }

      if (opts.nonegate !== true && state.index === 0) {
        negate();
        continue;
      }
    }

    /**
     * Plus
     */

    if (value === '+') {
      if (opts.noextglob !== true && peek() === '(' && peek(2) !== '?') {
        extglobOpen('plus', value);
        continue;
      }

      if ((prev && prev.value === '(') || opts.regex === false) {
        push({ type: 'plus', value, output: PLUS_LITERAL });
        continue;
      }

      if ((prev && (prev.type === 'bracket' || prev.type === 'paren' || prev.type === 'brace')) || state.parens > 0) {
        push({ type: 'plus', value });
        continue;
      }

      push({ type: 'plus', value: PLUS_LITERAL });
      continue;
    }

    /**
     * Plain text
     */

    if (value === '@') {
      if (opts.noextglob !== true && peek() === '(' && peek(2) !== '?') {
        push({ type: 'at', extglob: true, value, output: '' });
        continue;
      }

      push({ type: 'text', value });
      continue;
    }

    /**
     * Plain text
     */

    if (value !== '*') {
      if (value === '$' || value === '^') {
        value = `\\${value}`;
      }

      const match = REGEX_NON_SPECIAL_CHARS.exec(remaining());
      if (match) {
        value += match[0];
        state.index += match[0].length;
      }

      push({ type: 'text', value });
      continue;
    }

    /**
     * Stars
     */

    if (prev && (prev.type === 'globstar' || prev.star === true)) {
      prev.type = 'star';
      prev.star = true;
      prev.value += value;
      prev.output = star;
      state.backtrack = true;
      state.globstar = true;
      consume(value);
      continue;
    }

    let rest = remaining();
    if (opts.noextglob !== true && /^\([^?]/.test(rest)) {
      extglobOpen('star', value);
      continue;
    }

    if (prev.type === 'star') {
      if (opts.noglobstar === true) {
        consume(value);
        continue;
      }

      const prior = prev.prev;
      const before = prior.prev;
      const isStart = prior.type === 'slash' || prior.type === 'bos';
      const afterStar = before && (before.type === 'star' || before.type === 'globstar');

      if (opts.bash === true && (!isStart || (rest[0] && rest[0] !== '/'))) {
        push({ type: 'star', value, output: '' });
        continue;
      }

      const isBrace = state.braces > 0 && (prior.type === 'comma' || prior.type === 'brace');
      const isExtglob = extglobs.length && (prior.type === 'pipe' || prior.type === 'paren');
      if (!isStart && prior.type !== 'paren' && !isBrace && !isExtglob) {
        push({ type: 'star', value, output: '' });
        continue;
      }

      // strip consecutive `/**/`
      while (rest.slice(0, 3) === '/**') {
        const after = input[state.index + 4];
        if (after && after !== '/') {
          break;
        }
        rest = rest.slice(3);
        consume('/**', 3);
      }

      // A globstar followed only by balanced closing parens is at the logical end of patterns like
      // `test(/utils/**)` and `test?(/utils/**)`. Treat it as EOS so the trailing `/**` can match its
      // parent path, except in negated extglobs where that would change the exclusion semantics.
      const isEnd = eos() || (
        state.parens > 0
        && rest === ')'.repeat(state.parens)
        && !extglobs.some(extglob => extglob.type === 'negate')
      );

      if (prior.type === 'bos' && eos()) {
        prev.type = 'globstar';
        prev.value += value;
        prev.output = globstar(opts);
        state.output = prev.output;
        state.globstar = true;
        consume(value);
        continue;
      }

      if (prior.type === 'slash' && prior.prev.type !== 'bos' && !afterStar && isEnd) {
        state.output = state.output.slice(0, -(prior.output + prev.output).length);
        prior.output = `(?:${prior.output}`;

        prev.type = 'globstar';
        prev.output = globstar(opts) + (opts.strictSlashes ? ')' : '|$)');
        prev.value += value;
        state.globstar = true;
        state.output += prior.output + prev.output;
        consume(value);
        continue;
      }

      if (prior.type === 'slash' && prior.prev.type !== 'bos' && rest[0] === '/') {
        const end = rest[1] !== void 0 ? '|$' : '';

        state.output = state.output.slice(0, -(prior.output + prev.output).length);
        prior.output = `(?:${prior.output}`;

        prev.type = 'globstar';
        prev.output = `${globstar(opts)}${SLASH_LITERAL}|${SLASH_LITERAL}${end})`;
        prev.value += value;

        state.output += prior.output + prev.output;
        state.globstar = true;

        consume(value + advance());

        push({ type: 'slash', value: '/', output: '' });
        continue;
      }

      if (prior.type === 'bos' && rest[0] === '/') {
        prev.type = 'globstar';
        prev.value += value;
        prev.output = `(?:^|${SLASH_LITERAL}|${globstar(opts)}${SLASH_LITERAL})`;
        state.output = prev.output;
        state.globstar = true;
        consume(value + advance());
        push({ type: 'slash', value: '/', output: '' });
        continue;
      }

      // remove single star from output
      state.output = state.output.slice(0, -prev.output.length);

      // reset previous token to globstar
      prev.type = 'globstar';
      prev.output = globstar(opts);
      prev.value += value;

      // reset output with globstar
      state.output += prev.output;
      state.globstar = true;
      consume(value);
      continue;
    }

    const token = { type: 'star', value, output: star };

    if (opts.bash === true) {
      token.output = '.*?';
      if (prev.type === 'bos' || prev.type === 'slash') {
        token.output = nodot + token.output;
      }
      push(token);
      continue;
    }

    if (prev && (prev.type === 'bracket' || prev.type === 'paren') && opts.regex === true) {
      token.output = value;
      push(token);
      continue;
    }

    if (state.index === state.start || prev.type === 'slash' || prev.type === 'dot') {
      if (prev.type === 'dot') {
        state.output += NO_DOT_SLASH;
        prev.output += NO_DOT_SLASH;

      } else if (opts.dot === true) {
        state.output += NO_DOTS_SLASH;
        prev.output += NO_DOTS_SLASH;

      } else {
        state.output += nodot;
        prev.output += nodot;
      }

      if (peek() !== '*') {
        state.output += ONE_CHAR;
        prev.output += ONE_CHAR;
      }
    }

    push(token);
  }

  while (state.brackets > 0) {
    if (opts.strictBrackets === true) throw new SyntaxError(syntaxError('closing', ']'));
    state.output = utils.escapeLast(state.output, '[');
    decrement('brackets');
  }

  while (state.parens > 0) {
    if (opts.strictBrackets === true) throw new SyntaxError(syntaxError('closing', ')'));
    state.output = utils.escapeLast(state.output, '(');
    decrement('parens');
  }

  while (state.braces > 0) {
    if (opts.strictBrackets === true) throw new SyntaxError(syntaxError('closing', '}'));
    state.output = utils.escapeLast(state.output, '{');
    decrement('braces');
  }

  if (opts.strictSlashes !== true && (prev.type === 'star' || prev.type === 'bracket')) {
    push({ type: 'maybe_slash', value: '', output: `${SLASH_LITERAL}?` });
  }

  // rebuild the output if we had to backtrack at any point
  if (state.backtrack === true) {
    state.output = '';

    for (const token of state.tokens) {
      state.output += token.output != null ? token.output : token.value;

      if (token.suffix) {
        state.output += token.suffix;
      }
    }
  }

  return state;
};

/**
 * Fast paths for creating regular expressions for common glob patterns.
 * This can significantly speed up processing and has very little downside
 * impact when none of the fast paths match.
 */

parse.fastpaths = (input, options) => {
  const opts = { ...options };
  const max = typeof opts.maxLength === 'number' ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
  const len = input.length;
  if (len > max) {
    throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
  }

  input = REPLACEMENTS[input] || input;

  // create constants based on platform, for windows or posix
  const {
    DOT_LITERAL,
    SLASH_LITERAL,
    ONE_CHAR,
    DOTS_SLASH,
    NO_DOT,
    NO_DOTS,
    NO_DOTS_SLASH,
    STAR,
    START_ANCHOR
  } = constants.globChars(opts.windows);

  const nodot = opts.dot ? NO_DOTS : NO_DOT;
  const slashDot = opts.dot ? NO_DOTS_SLASH : NO_DOT;
  const capture = opts.capture ? '' : '?:';
  const state = { negated: false, prefix: '' };
  let star = opts.bash === true ? '.*?' : STAR;

  if (opts.capture) {
    star = `(${star})`;
  }

  const globstar = opts => {
    if (opts.noglobstar === true) return star;
    return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
  };

  const create = str => {
    switch (str) {
      case '*':
        return `${nodot}${ONE_CHAR}${star}`;

      case '.*':
        return `${DOT_LITERAL}${ONE_CHAR}${star}`;

      case '*.*':
        return `${nodot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;

      case '*/*':
        return `${nodot}${star}${SLASH_LITERAL}${ONE_CHAR}${slashDot}${star}`;

      case '**':
        return nodot + globstar(opts);

      case '**/*':
        return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${ONE_CHAR}${star}`;

      case '**/*.*':
        return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;

      case '**/.*':
        return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${DOT_LITERAL}${ONE_CHAR}${star}`;

      default: {
        const match = /^(.*?)\.(\w+)$/.exec(str);
        if (!match) return;

        const source = create(match[1]);
        if (!source) return;

        return source + DOT_LITERAL + match[2];
      }
    }
  };

  const output = utils.removePrefix(input, state);
  let source = create(output);

  if (source && opts.strictSlashes !== true) {
    source += `${SLASH_LITERAL}?`;
  }

  return source;
};

module.exports = parse;


/***/ }),

/***/ 8016:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const scan = __nccwpck_require__(1781);
const parse = __nccwpck_require__(8265);
const utils = __nccwpck_require__(4059);
const constants = __nccwpck_require__(5595);
const isObject = val => val && typeof val === 'object' && !Array.isArray(val);

/**
 * Creates a matcher function from one or more glob patterns. The
 * returned function takes a string to match as its first argument,
 * and returns true if the string is a match. The returned matcher
 * function also takes a boolean as the second argument that, when true,
 * returns an object with additional information.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch(glob[, options]);
 *
 * const isMatch = picomatch('*.!(*a)');
 * console.log(isMatch('a.a')); //=> false
 * console.log(isMatch('a.b')); //=> true
 *
 * // For environments without `node.js`, `picomatch/posix` provides you a dependency-free matcher, without automatic OS detection.
 * const picomatch = require('picomatch/posix');
 * // the same API, defaulting to posix paths
 * const isMatch = picomatch('a/*');
 * console.log(isMatch('a\\b')); //=> false
 * console.log(isMatch('a/b')); //=> true
 *
 * // you can still configure the matcher function to accept windows paths
 * const isMatch = picomatch('a/*', { options: windows });
 * console.log(isMatch('a\\b')); //=> true
 * console.log(isMatch('a/b')); //=> true
 * ```
 * @name picomatch
 * @param {String|Array} `globs` One or more glob patterns.
 * @param {Object=} `options`
 * @return {Function=} Returns a matcher function.
 * @api public
 */

const picomatch = (glob, options, returnState = false) => {
  if (Array.isArray(glob)) {
    const fns = glob.map(input => picomatch(input, options, returnState));
    const arrayMatcher = str => {
      for (const isMatch of fns) {
        const state = isMatch(str);
        if (state) return state;
      }
      return false;
    };
    return arrayMatcher;
  }

  const isState = isObject(glob) && glob.tokens && glob.input;

  if (glob === '' || (typeof glob !== 'string' && !isState)) {
    throw new TypeError('Expected pattern to be a non-empty string');
  }

  const opts = options || {};
  const posix = opts.windows;
  const regex = isState
    ? picomatch.compileRe(glob, options)
    : picomatch.makeRe(glob, options, false, true);

  const state = regex.state;
  delete regex.state;

  let isIgnored = () => false;
  if (opts.ignore) {
    const ignoreOpts = { ...options, ignore: null, onMatch: null, onResult: null };
    isIgnored = picomatch(opts.ignore, ignoreOpts, returnState);
  }

  const matcher = (input, returnObject = false) => {
    const { isMatch, match, output } = picomatch.test(input, regex, options, { glob, posix });
    const result = { glob, state, regex, posix, input, output, match, isMatch };

    if (typeof opts.onResult === 'function') {
      opts.onResult(result);
    }

    if (isMatch === false) {
      result.isMatch = false;
      return returnObject ? result : false;
    }

    if (isIgnored(input)) {
      if (typeof opts.onIgnore === 'function') {
        opts.onIgnore(result);
      }
      result.isMatch = false;
      return returnObject ? result : false;
    }

    if (typeof opts.onMatch === 'function') {
      opts.onMatch(result);
    }
    return returnObject ? result : true;
  };

  if (returnState) {
    matcher.state = state;
  }

  return matcher;
};

/**
 * Test `input` with the given `regex`. This is used by the main
 * `picomatch()` function to test the input string.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.test(input, regex[, options]);
 *
 * console.log(picomatch.test('foo/bar', /^(?:([^/]*?)\/([^/]*?))$/));
 * // { isMatch: true, match: [ 'foo/', 'foo', 'bar' ], output: 'foo/bar' }
 * ```
 * @param {String} `input` String to test.
 * @param {RegExp} `regex`
 * @return {Object} Returns an object with matching info.
 * @api public
 */

picomatch.test = (input, regex, options, { glob, posix } = {}) => {
  if (typeof input !== 'string') {
    throw new TypeError('Expected input to be a string');
  }

  if (input === '') {
    return { isMatch: false, output: '' };
  }

  const opts = options || {};
  const format = opts.format || (posix ? utils.toPosixSlashes : null);
  let match = input === glob;
  let output = (match && format) ? format(input) : input;

  if (match === false) {
    output = format ? format(input) : input;
    match = output === glob;
  }

  if (match === false || opts.capture === true) {
    if (opts.matchBase === true || opts.basename === true) {
      match = picomatch.matchBase(input, regex, options, posix);
    } else {
      match = regex.exec(output);
    }
  }

  return { isMatch: Boolean(match), match, output };
};

/**
 * Match the basename of a filepath.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.matchBase(input, glob[, options]);
 * console.log(picomatch.matchBase('foo/bar.js', '*.js'); // true
 * ```
 * @param {String} `input` String to test.
 * @param {RegExp|String} `glob` Glob pattern or regex created by [.makeRe](#makeRe).
 * @return {Boolean}
 * @api public
 */

picomatch.matchBase = (input, glob, options, posix = options && options.windows) => {
  const regex = glob instanceof RegExp ? glob : picomatch.makeRe(glob, options);
  return regex.test(utils.basename(input, { windows: posix }));
};

/**
 * Returns true if **any** of the given glob `patterns` match the specified `string`.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.isMatch(string, patterns[, options]);
 *
 * console.log(picomatch.isMatch('a.a', ['b.*', '*.a'])); //=> true
 * console.log(picomatch.isMatch('a.a', 'b.*')); //=> false
 * ```
 * @param {String|Array} str The string to test.
 * @param {String|Array} patterns One or more glob patterns to use for matching.
 * @param {Object} [options] See available [options](#options).
 * @return {Boolean} Returns true if any patterns match `str`
 * @api public
 */

picomatch.isMatch = (str, patterns, options) => picomatch(patterns, options)(str);

/**
 * Parse a glob pattern to create the source string for a regular
 * expression.
 *
 * ```js
 * const picomatch = require('picomatch');
 * const result = picomatch.parse(pattern[, options]);
 * ```
 * @param {String} `pattern`
 * @param {Object} `options`
 * @return {Object} Returns an object with useful properties and output to be used as a regex source string.
 * @api public
 */

picomatch.parse = (pattern, options) => {
  if (Array.isArray(pattern)) return pattern.map(p => picomatch.parse(p, options));
  return parse(pattern, { ...options, fastpaths: false });
};

/**
 * Scan a glob pattern to separate the pattern into segments.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.scan(input[, options]);
 *
 * const result = picomatch.scan('!./foo/*.js');
 * console.log(result);
 * { prefix: '!./',
 *   input: '!./foo/*.js',
 *   start: 3,
 *   base: 'foo',
 *   glob: '*.js',
 *   isBrace: false,
 *   isBracket: false,
 *   isGlob: true,
 *   isExtglob: false,
 *   isGlobstar: false,
 *   negated: true }
 * ```
 * @param {String} `input` Glob pattern to scan.
 * @param {Object} `options`
 * @return {Object} Returns an object with
 * @api public
 */

picomatch.scan = (input, options) => scan(input, options);

/**
 * Compile a regular expression from the `state` object returned by the
 * [parse()](#parse) method.
 *
 * ```js
 * const picomatch = require('picomatch');
 * const state = picomatch.parse('*.js');
 * // picomatch.compileRe(state[, options]);
 *
 * console.log(picomatch.compileRe(state));
 * //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
 * ```
 * @param {Object} `state`
 * @param {Object} `options`
 * @param {Boolean} `returnOutput` Intended for implementors, this argument allows you to return the raw output from the parser.
 * @param {Boolean} `returnState` Adds the state to a `state` property on the returned regex. Useful for implementors and debugging.
 * @return {RegExp}
 * @api public
 */

picomatch.compileRe = (state, options, returnOutput = false, returnState = false) => {
  if (returnOutput === true) {
    return state.output;
  }

  const opts = options || {};
  const prepend = opts.contains ? '' : '^';
  const append = opts.contains ? '' : '$';

  let source = `${prepend}(?:${state.output})${append}`;
  if (state && state.negated === true) {
    source = `^(?!${source}).*$`;
  }

  const regex = picomatch.toRegex(source, options);
  if (returnState === true) {
    regex.state = state;
  }

  return regex;
};

/**
 * Create a regular expression from a parsed glob pattern.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.makeRe(state[, options]);
 *
 * const result = picomatch.makeRe('*.js');
 * console.log(result);
 * //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
 * ```
 * @param {String} `state` The object returned from the `.parse` method.
 * @param {Object} `options`
 * @param {Boolean} `returnOutput` Implementors may use this argument to return the compiled output, instead of a regular expression. This is not exposed on the options to prevent end-users from mutating the result.
 * @param {Boolean} `returnState` Implementors may use this argument to return the state from the parsed glob with the returned regular expression.
 * @return {RegExp} Returns a regex created from the given pattern.
 * @api public
 */

picomatch.makeRe = (input, options = {}, returnOutput = false, returnState = false) => {
  if (!input || typeof input !== 'string') {
    throw new TypeError('Expected a non-empty string');
  }

  let parsed = { negated: false, fastpaths: true };

  if (options.fastpaths !== false && (input[0] === '.' || input[0] === '*')) {
    parsed.output = parse.fastpaths(input, options);
  }

  if (!parsed.output) {
    parsed = parse(input, options);
  }

  return picomatch.compileRe(parsed, options, returnOutput, returnState);
};

/**
 * Create a regular expression from the given regex source string.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.toRegex(source[, options]);
 *
 * const { output } = picomatch.parse('*.js');
 * console.log(picomatch.toRegex(output));
 * //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
 * ```
 * @param {String} `source` Regular expression source string.
 * @param {Object} `options`
 * @return {RegExp}
 * @api public
 */

picomatch.toRegex = (source, options) => {
  try {
    const opts = options || {};
    return new RegExp(source, opts.flags || (opts.nocase ? 'i' : ''));
  } catch (err) {
    if (options && options.debug === true) throw err;
    return /$^/;
  }
};

/**
 * Picomatch constants.
 * @return {Object}
 */

picomatch.constants = constants;

/**
 * Expose "picomatch"
 */

module.exports = picomatch;


/***/ }),

/***/ 1781:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const utils = __nccwpck_require__(4059);
const {
  CHAR_ASTERISK,             /* * */
  CHAR_AT,                   /* @ */
  CHAR_BACKWARD_SLASH,       /* \ */
  CHAR_COMMA,                /* , */
  CHAR_DOT,                  /* . */
  CHAR_EXCLAMATION_MARK,     /* ! */
  CHAR_FORWARD_SLASH,        /* / */
  CHAR_LEFT_CURLY_BRACE,     /* { */
  CHAR_LEFT_PARENTHESES,     /* ( */
  CHAR_LEFT_SQUARE_BRACKET,  /* [ */
  CHAR_PLUS,                 /* + */
  CHAR_QUESTION_MARK,        /* ? */
  CHAR_RIGHT_CURLY_BRACE,    /* } */
  CHAR_RIGHT_PARENTHESES,    /* ) */
  CHAR_RIGHT_SQUARE_BRACKET  /* ] */
} = __nccwpck_require__(5595);

const isPathSeparator = code => {
  return code === CHAR_FORWARD_SLASH || code === CHAR_BACKWARD_SLASH;
};

const depth = token => {
  if (token.isPrefix !== true) {
    token.depth = token.isGlobstar ? Infinity : 1;
  }
};

/**
 * Quickly scans a glob pattern and returns an object with a handful of
 * useful properties, like `isGlob`, `path` (the leading non-glob, if it exists),
 * `glob` (the actual pattern), `negated` (true if the path starts with `!` but not
 * with `!(`) and `negatedExtglob` (true if the path starts with `!(`).
 *
 * ```js
 * const pm = require('picomatch');
 * console.log(pm.scan('foo/bar/*.js'));
 * { isGlob: true, input: 'foo/bar/*.js', base: 'foo/bar', glob: '*.js' }
 * ```
 * @param {String} `str`
 * @param {Object} `options`
 * @return {Object} Returns an object with tokens and regex source string.
 * @api public
 */

const scan = (input, options) => {
  const opts = options || {};

  const length = input.length - 1;
  const scanToEnd = opts.parts === true || opts.tokens === true || opts.scanToEnd === true;
  const slashes = [];
  const tokens = [];
  const parts = [];

  let str = input;
  let index = -1;
  let start = 0;
  let lastIndex = 0;
  let isBrace = false;
  let isBracket = false;
  let isGlob = false;
  let isExtglob = false;
  let isGlobstar = false;
  let braceEscaped = false;
  let backslashes = false;
  let negated = false;
  let negatedExtglob = false;
  let finished = false;
  let braces = 0;
  let prev;
  let code;
  let token = { value: '', depth: 0, isGlob: false };

  const eos = () => index >= length;
  const peek = () => str.charCodeAt(index + 1);
  const advance = () => {
    prev = code;
    return str.charCodeAt(++index);
  };

  while (index < length) {
    code = advance();
    let next;

    if (code === CHAR_BACKWARD_SLASH) {
      backslashes = token.backslashes = true;
      code = advance();

      if (code === CHAR_LEFT_CURLY_BRACE) {
        braceEscaped = true;
      }
      continue;
    }

    if (braceEscaped === true || code === CHAR_LEFT_CURLY_BRACE) {
      braces++;

      while (eos() !== true && (code = advance())) {
        if (code === CHAR_BACKWARD_SLASH) {
          backslashes = token.backslashes = true;
          advance();
          continue;
        }

        if (code === CHAR_LEFT_CURLY_BRACE) {
          braces++;
          continue;
        }

        if (braceEscaped !== true && code === CHAR_DOT && (code = advance()) === CHAR_DOT) {
          isBrace = token.isBrace = true;
          isGlob = token.isGlob = true;
          finished = true;

          if (scanToEnd === true) {
            continue;
          }

          break;
        }

        if (braceEscaped !== true && code === CHAR_COMMA) {
          isBrace = token.isBrace = true;
          isGlob = token.isGlob = true;
          finished = true;

          if (scanToEnd === true) {
            continue;
          }

          break;
        }

        if (code === CHAR_RIGHT_CURLY_BRACE) {
          braces--;

          if (braces === 0) {
            braceEscaped = false;
            isBrace = token.isBrace = true;
            finished = true;
            break;
          }
        }
      }

      if (scanToEnd === true) {
        continue;
      }

      break;
    }

    if (code === CHAR_FORWARD_SLASH) {
      slashes.push(index);
      tokens.push(token);
      token = { value: '', depth: 0, isGlob: false };

      if (finished === true) continue;
      if (prev === CHAR_DOT && index === (start + 1)) {
        start += 2;
        continue;
      }

      lastIndex = index + 1;
      continue;
    }

    if (opts.noext !== true) {
      const isExtglobChar = code === CHAR_PLUS
        || code === CHAR_AT
        || code === CHAR_ASTERISK
        || code === CHAR_QUESTION_MARK
        || code === CHAR_EXCLAMATION_MARK;

      if (isExtglobChar === true && peek() === CHAR_LEFT_PARENTHESES) {
        isGlob = token.isGlob = true;
        isExtglob = token.isExtglob = true;
        finished = true;
        if (code === CHAR_EXCLAMATION_MARK && index === start) {
          negatedExtglob = true;
        }

        if (scanToEnd === true) {
          let parens = 0;

          while (eos() !== true && (code = advance())) {
            if (code === CHAR_BACKWARD_SLASH) {
              backslashes = token.backslashes = true;
              advance();
              continue;
            }

            if (code === CHAR_LEFT_PARENTHESES) {
              parens++;
              continue;
            }

            if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
              finished = true;
              break;
            }
          }
          continue;
        }
        break;
      }
    }

    if (code === CHAR_ASTERISK) {
      if (prev === CHAR_ASTERISK) isGlobstar = token.isGlobstar = true;
      isGlob = token.isGlob = true;
      finished = true;

      if (scanToEnd === true) {
        continue;
      }
      break;
    }

    if (code === CHAR_QUESTION_MARK) {
      isGlob = token.isGlob = true;
      finished = true;

      if (scanToEnd === true) {
        continue;
      }
      break;
    }

    if (code === CHAR_LEFT_SQUARE_BRACKET) {
      while (eos() !== true && (next = advance())) {
        if (next === CHAR_BACKWARD_SLASH) {
          backslashes = token.backslashes = true;
          advance();
          continue;
        }

        if (next === CHAR_RIGHT_SQUARE_BRACKET) {
          isBracket = token.isBracket = true;
          isGlob = token.isGlob = true;
          finished = true;
          break;
        }
      }

      if (scanToEnd === true) {
        continue;
      }

      break;
    }

    if (opts.nonegate !== true && code === CHAR_EXCLAMATION_MARK && index === start) {
      negated = token.negated = true;
      start++;
      continue;
    }

    if (opts.noparen !== true && code === CHAR_LEFT_PARENTHESES) {
      isGlob = token.isGlob = true;

      if (scanToEnd === true) {
        let parens = 1;

        while (eos() !== true && (code = advance())) {
          if (code === CHAR_BACKWARD_SLASH) {
            backslashes = token.backslashes = true;
            advance();
            continue;
          }

          if (code === CHAR_LEFT_PARENTHESES) {
            parens++;
            continue;
          }

          if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
            finished = true;
            break;
          }
        }
        continue;
      }
      break;
    }

    if (isGlob === true) {
      finished = true;

      if (scanToEnd === true) {
        continue;
      }

      break;
    }
  }

  if (opts.noext === true) {
    isExtglob = false;
    isGlob = false;
  }

  let base = str;
  let prefix = '';
  let glob = '';

  if (start > 0) {
    prefix = str.slice(0, start);
    str = str.slice(start);
    lastIndex -= start;
  }

  if (base && isGlob === true && lastIndex > 0) {
    base = str.slice(0, lastIndex);
    glob = str.slice(lastIndex);
  } else if (isGlob === true) {
    base = '';
    glob = str;
  } else {
    base = str;
  }

  if (base && base !== '' && base !== '/' && base !== str) {
    if (isPathSeparator(base.charCodeAt(base.length - 1))) {
      base = base.slice(0, -1);
    }
  }

  if (opts.unescape === true) {
    if (glob) glob = utils.removeBackslashes(glob);

    if (base && backslashes === true) {
      base = utils.removeBackslashes(base);
    }
  }

  const state = {
    prefix,
    input,
    start,
    base,
    glob,
    isBrace,
    isBracket,
    isGlob,
    isExtglob,
    isGlobstar,
    negated,
    negatedExtglob
  };

  if (opts.tokens === true) {
    state.maxDepth = 0;
    if (!isPathSeparator(code)) {
      tokens.push(token);
    }
    state.tokens = tokens;
  }

  if (opts.parts === true || opts.tokens === true) {
    let prevIndex;

    for (let idx = 0; idx < slashes.length; idx++) {
      const n = prevIndex !== undefined ? prevIndex + 1 : start;
      const i = slashes[idx];
      const value = input.slice(n, i);
      if (opts.tokens) {
        if (idx === 0 && start !== 0) {
          tokens[idx].isPrefix = true;
          tokens[idx].value = prefix;
        } else {
          tokens[idx].value = value;
        }
        depth(tokens[idx]);
        state.maxDepth += tokens[idx].depth;
      }
      if (i >= start) {
        parts.push(value);
        prevIndex = i;
      }
    }

    const n = prevIndex !== undefined ? prevIndex + 1 : start;
    const value = input.slice(n);
    parts.push(value);

    if (opts.tokens && prevIndex && prevIndex + 1 < input.length) {
      tokens[tokens.length - 1].value = value;
      depth(tokens[tokens.length - 1]);
      state.maxDepth += tokens[tokens.length - 1].depth;
    }

    state.slashes = slashes;
    state.parts = parts;
  }

  return state;
};

module.exports = scan;


/***/ }),

/***/ 4059:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

/*global navigator*/


const {
  REGEX_BACKSLASH,
  REGEX_REMOVE_BACKSLASH,
  REGEX_SPECIAL_CHARS,
  REGEX_SPECIAL_CHARS_GLOBAL
} = __nccwpck_require__(5595);

exports.isObject = val => val !== null && typeof val === 'object' && !Array.isArray(val);
exports.hasRegexChars = str => REGEX_SPECIAL_CHARS.test(str);
exports.isRegexChar = str => str.length === 1 && exports.hasRegexChars(str);
exports.escapeRegex = str => str.replace(REGEX_SPECIAL_CHARS_GLOBAL, '\\$1');
exports.toPosixSlashes = str => str.replace(REGEX_BACKSLASH, '/');

exports.isWindows = () => {
  if (typeof navigator !== 'undefined' && navigator.platform) {
    const platform = navigator.platform.toLowerCase();
    return platform === 'win32' || platform === 'windows';
  }

  if (typeof process !== 'undefined' && process.platform) {
    return process.platform === 'win32';
  }

  return false;
};

exports.removeBackslashes = str => {
  return str.replace(REGEX_REMOVE_BACKSLASH, match => {
    return match === '\\' ? '' : match;
  });
};

exports.escapeLast = (input, char, lastIdx) => {
  const idx = input.lastIndexOf(char, lastIdx);
  if (idx === -1) return input;
  if (input[idx - 1] === '\\') return exports.escapeLast(input, char, idx - 1);
  return `${input.slice(0, idx)}\\${input.slice(idx)}`;
};

exports.removePrefix = (input, state = {}) => {
  let output = input;
  if (output.startsWith('./')) {
    output = output.slice(2);
    state.prefix = './';
  }
  return output;
};

exports.wrapOutput = (input, state = {}, options = {}) => {
  const prepend = options.contains ? '' : '^';
  const append = options.contains ? '' : '$';

  let output = `${prepend}(?:${input})${append}`;
  if (state.negated === true) {
    output = `(?:^(?!${output}).*$)`;
  }
  return output;
};

exports.basename = (path, { windows } = {}) => {
  const segs = path.split(windows ? /[\\/]/ : '/');
  const last = segs[segs.length - 1];

  if (last === '') {
    return segs[segs.length - 2];
  }

  return last;
};


/***/ }),

/***/ 4248:
/***/ ((module) => {

// Adapted from https://github.com/brianloveswords/buffer-crc32/blob/v0.2.13/index.js
const CRC_TABLE = new Int32Array([
  0x00000000, 0x77073096, 0xee0e612c, 0x990951ba, 0x076dc419, 0x706af48f, 0xe963a535, 0x9e6495a3,
  0x0edb8832, 0x79dcb8a4, 0xe0d5e91e, 0x97d2d988, 0x09b64c2b, 0x7eb17cbd, 0xe7b82d07, 0x90bf1d91,
  0x1db71064, 0x6ab020f2, 0xf3b97148, 0x84be41de, 0x1adad47d, 0x6ddde4eb, 0xf4d4b551, 0x83d385c7,
  0x136c9856, 0x646ba8c0, 0xfd62f97a, 0x8a65c9ec, 0x14015c4f, 0x63066cd9, 0xfa0f3d63, 0x8d080df5,
  0x3b6e20c8, 0x4c69105e, 0xd56041e4, 0xa2677172, 0x3c03e4d1, 0x4b04d447, 0xd20d85fd, 0xa50ab56b,
  0x35b5a8fa, 0x42b2986c, 0xdbbbc9d6, 0xacbcf940, 0x32d86ce3, 0x45df5c75, 0xdcd60dcf, 0xabd13d59,
  0x26d930ac, 0x51de003a, 0xc8d75180, 0xbfd06116, 0x21b4f4b5, 0x56b3c423, 0xcfba9599, 0xb8bda50f,
  0x2802b89e, 0x5f058808, 0xc60cd9b2, 0xb10be924, 0x2f6f7c87, 0x58684c11, 0xc1611dab, 0xb6662d3d,
  0x76dc4190, 0x01db7106, 0x98d220bc, 0xefd5102a, 0x71b18589, 0x06b6b51f, 0x9fbfe4a5, 0xe8b8d433,
  0x7807c9a2, 0x0f00f934, 0x9609a88e, 0xe10e9818, 0x7f6a0dbb, 0x086d3d2d, 0x91646c97, 0xe6635c01,
  0x6b6b51f4, 0x1c6c6162, 0x856530d8, 0xf262004e, 0x6c0695ed, 0x1b01a57b, 0x8208f4c1, 0xf50fc457,
  0x65b0d9c6, 0x12b7e950, 0x8bbeb8ea, 0xfcb9887c, 0x62dd1ddf, 0x15da2d49, 0x8cd37cf3, 0xfbd44c65,
  0x4db26158, 0x3ab551ce, 0xa3bc0074, 0xd4bb30e2, 0x4adfa541, 0x3dd895d7, 0xa4d1c46d, 0xd3d6f4fb,
  0x4369e96a, 0x346ed9fc, 0xad678846, 0xda60b8d0, 0x44042d73, 0x33031de5, 0xaa0a4c5f, 0xdd0d7cc9,
  0x5005713c, 0x270241aa, 0xbe0b1010, 0xc90c2086, 0x5768b525, 0x206f85b3, 0xb966d409, 0xce61e49f,
  0x5edef90e, 0x29d9c998, 0xb0d09822, 0xc7d7a8b4, 0x59b33d17, 0x2eb40d81, 0xb7bd5c3b, 0xc0ba6cad,
  0xedb88320, 0x9abfb3b6, 0x03b6e20c, 0x74b1d29a, 0xead54739, 0x9dd277af, 0x04db2615, 0x73dc1683,
  0xe3630b12, 0x94643b84, 0x0d6d6a3e, 0x7a6a5aa8, 0xe40ecf0b, 0x9309ff9d, 0x0a00ae27, 0x7d079eb1,
  0xf00f9344, 0x8708a3d2, 0x1e01f268, 0x6906c2fe, 0xf762575d, 0x806567cb, 0x196c3671, 0x6e6b06e7,
  0xfed41b76, 0x89d32be0, 0x10da7a5a, 0x67dd4acc, 0xf9b9df6f, 0x8ebeeff9, 0x17b7be43, 0x60b08ed5,
  0xd6d6a3e8, 0xa1d1937e, 0x38d8c2c4, 0x4fdff252, 0xd1bb67f1, 0xa6bc5767, 0x3fb506dd, 0x48b2364b,
  0xd80d2bda, 0xaf0a1b4c, 0x36034af6, 0x41047a60, 0xdf60efc3, 0xa867df55, 0x316e8eef, 0x4669be79,
  0xcb61b38c, 0xbc66831a, 0x256fd2a0, 0x5268e236, 0xcc0c7795, 0xbb0b4703, 0x220216b9, 0x5505262f,
  0xc5ba3bbe, 0xb2bd0b28, 0x2bb45a92, 0x5cb36a04, 0xc2d7ffa7, 0xb5d0cf31, 0x2cd99e8b, 0x5bdeae1d,
  0x9b64c2b0, 0xec63f226, 0x756aa39c, 0x026d930a, 0x9c0906a9, 0xeb0e363f, 0x72076785, 0x05005713,
  0x95bf4a82, 0xe2b87a14, 0x7bb12bae, 0x0cb61b38, 0x92d28e9b, 0xe5d5be0d, 0x7cdcefb7, 0x0bdbdf21,
  0x86d3d2d4, 0xf1d4e242, 0x68ddb3f8, 0x1fda836e, 0x81be16cd, 0xf6b9265b, 0x6fb077e1, 0x18b74777,
  0x88085ae6, 0xff0f6a70, 0x66063bca, 0x11010b5c, 0x8f659eff, 0xf862ae69, 0x616bffd3, 0x166ccf45,
  0xa00ae278, 0xd70dd2ee, 0x4e048354, 0x3903b3c2, 0xa7672661, 0xd06016f7, 0x4969474d, 0x3e6e77db,
  0xaed16a4a, 0xd9d65adc, 0x40df0b66, 0x37d83bf0, 0xa9bcae53, 0xdebb9ec5, 0x47b2cf7f, 0x30b5ffe9,
  0xbdbdf21c, 0xcabac28a, 0x53b39330, 0x24b4a3a6, 0xbad03605, 0xcdd70693, 0x54de5729, 0x23d967bf,
  0xb3667a2e, 0xc4614ab8, 0x5d681b02, 0x2a6f2b94, 0xb40bbe37, 0xc30c8ea1, 0x5a05df1b, 0x2d02ef8d,
]);

function crc32(buf) {
  let crc = -1;
  for (let x of buf) {
    crc = CRC_TABLE[(crc ^ x) & 0xff] ^ (crc >>> 8);
  }
  return (crc ^ -1) >>> 0;
}

module.exports = crc32;


/***/ }),

/***/ 3502:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

// This was adapted from https://github.com/andrewrk/node-fd-slicer by Andrew Kelley under the MIT License.
var fs = __nccwpck_require__(9896);
var util = __nccwpck_require__(9023);
var stream = __nccwpck_require__(2203);
var Readable = stream.Readable;
var PassThrough = stream.PassThrough;
var Pend = __nccwpck_require__(3313);
var EventEmitter = (__nccwpck_require__(4434).EventEmitter);

exports.BufferSlicer = BufferSlicer;
exports.FdSlicer = FdSlicer;

util.inherits(FdSlicer, EventEmitter);
function FdSlicer(fd) {
  EventEmitter.call(this);

  this.fd = fd;
  this.pend = new Pend();
  this.pend.max = 1;
  this.refCount = 0;
}

FdSlicer.prototype.read = function(buffer, offset, length, position, callback) {
  var self = this;
  self.pend.go(function(cb) {
    fs.read(self.fd, buffer, offset, length, position, function(err, bytesRead, buffer) {
      cb();
      callback(err, bytesRead, buffer);
    });
  });
};

FdSlicer.prototype.createReadStream = function(options) {
  return new ReadStream(this, options);
};

FdSlicer.prototype.ref = function() {
  this.refCount += 1;
};

FdSlicer.prototype.unref = function() {
  var self = this;
  self.refCount -= 1;
  if (self.refCount < 0) throw new Error("invalid unref");
  if (self.refCount > 0) return;

  fs.close(self.fd, onCloseDone);

  function onCloseDone(err) {
    if (err) {
      self.emit('error', err);
    } else {
      self.emit('close');
    }
  }
};

util.inherits(ReadStream, Readable);
function ReadStream(context, options) {
  options = options || {};
  Readable.call(this, options);

  this.context = context;
  this.context.ref();

  this.start = options.start || 0;
  this.endOffset = options.end;
  this.pos = this.start;
}

ReadStream.prototype._read = function(n) {
  var self = this;

  var toRead = Math.min(self._readableState.highWaterMark, n);
  if (self.endOffset != null) {
    toRead = Math.min(toRead, self.endOffset - self.pos);
  }
  if (toRead <= 0) {
    self.push(null);
    this._cleanup();
    return;
  }
  self.context.pend.go(function(cb) {
    var buffer = Buffer.allocUnsafe(toRead);
    fs.read(self.context.fd, buffer, 0, toRead, self.pos, function(err, bytesRead) {
      if (err) {
        self.destroy(err);
      } else if (bytesRead === 0) {
        self.push(null);
        self._cleanup();
      } else {
        self.pos += bytesRead;
        self.push(buffer.slice(0, bytesRead));
      }
      cb();
    });
  });
};

ReadStream.prototype._destroy = function(err, cb) {
  // Node 14+ calls this automatically at EOF.
  this._cleanup();
  cb(err);
};

ReadStream.prototype._cleanup = function() {
  if (this.context != null) {
    this.context.unref();
    this.context = null;
  }
};

util.inherits(BufferSlicer, EventEmitter);
function BufferSlicer(buffer) {
  EventEmitter.call(this);

  this.refCount = 0;
  this.buffer = buffer;
}

BufferSlicer.prototype.read = function(buffer, offset, length, position, callback) {
  if (!(0 <= offset && offset <= buffer.length)) throw new RangeError("offset outside buffer: 0 <= " + offset + " <= " + buffer.length);
  if (position < 0) throw new RangeError("position is negative: " + position);
  if (offset + length > buffer.length) {
    // The caller's buffer can't hold all the bytes they're trying to read.
    // Clamp the length instead of giving an error.
    // The callback will be informed of fewer than expected bytes written.
    length = buffer.length - offset;
  }
  if (position + length > this.buffer.length) {
    // Clamp any attempt to read past the end of the source buffer.
    length = this.buffer.length - position;
  }
  if (length <= 0) {
    // After any clamping, we're fully out of bounds or otherwise have nothing to do.
    // This isn't an error; it's just zero bytes written.
    setImmediate(function() {
      callback(null, 0);
    });
    return;
  }
  this.buffer.copy(buffer, offset, position, position + length);
  setImmediate(function() {
    callback(null, length);
  });
};

BufferSlicer.prototype.createReadStream = function(options) {
  options = options || {};
  var readStream = new PassThrough(options);
  readStream.start = options.start || 0;
  readStream.endOffset = options.end;
  // by the time this function returns, we'll be done.
  readStream.pos = readStream.endOffset || this.buffer.length;

  var entireSlice = this.buffer.slice(readStream.start, readStream.pos);
  // Cut the buffer into smaller slices for better memory usage when streaming into a zlib inflate stream.
  // See https://github.com/thejoshwolfe/yauzl/issues/87
  var maxChunkSize = 0x10000;
  var offset = 0;
  while (true) {
    var nextOffset = offset + maxChunkSize;
    if (nextOffset >= entireSlice.length) {
      // last chunk
      if (offset < entireSlice.length) {
        readStream.write(entireSlice.slice(offset, entireSlice.length));
      }
      break;
    }
    readStream.write(entireSlice.slice(offset, nextOffset));
    offset = nextOffset;
  }

  readStream.end();
  return readStream;
};

BufferSlicer.prototype.ref = function() {
  this.refCount += 1;
};

BufferSlicer.prototype.unref = function() {
  this.refCount -= 1;

  if (this.refCount < 0) {
    throw new Error("invalid unref");
  }
};


/***/ }),

/***/ 663:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;
var fs = __nccwpck_require__(9896);
var zlib = __nccwpck_require__(3106);
var fd_slicer = __nccwpck_require__(3502);
var util = __nccwpck_require__(9023);
var EventEmitter = (__nccwpck_require__(4434).EventEmitter);
var Transform = (__nccwpck_require__(2203).Transform);
var PassThrough = (__nccwpck_require__(2203).PassThrough);
var Writable = (__nccwpck_require__(2203).Writable);

// Node 20 added zlib.crc32.
const crc32 = typeof zlib.crc32 === "function" ? zlib.crc32 : __nccwpck_require__(4248);

__webpack_unused_export__ = open;
__webpack_unused_export__ = fromFd;
__webpack_unused_export__ = fromBuffer;
__webpack_unused_export__ = fromRandomAccessReader;
exports.sO = openPromise;
__webpack_unused_export__ = fromFdPromise;
__webpack_unused_export__ = fromBufferPromise;
__webpack_unused_export__ = fromRandomAccessReaderPromise;

__webpack_unused_export__ = dosDateTimeToDate;
__webpack_unused_export__ = getFileNameLowLevel;
__webpack_unused_export__ = validateFileName;
__webpack_unused_export__ = parseExtraFields;
__webpack_unused_export__ = ZipFile;
__webpack_unused_export__ = Entry;
__webpack_unused_export__ = LocalFileHeader;
__webpack_unused_export__ = RandomAccessReader;

function openPromise(path, options) {
  return new Promise((resolve, reject) => {
    open(path, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}
function fromFdPromise(fd, options) {
  return new Promise((resolve, reject) => {
    fromFd(fd, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}
function fromBufferPromise(buffer, options) {
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}
function fromRandomAccessReaderPromise(reader, totalSize, options) {
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(reader, totalSize, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}

function open(path, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  if (options.autoClose == null) options.autoClose = true;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  if (callback == null) callback = defaultCallback;
  fs.open(path, "r", function(err, fd) {
    if (err) return callback(err);
    fromFd(fd, options, function(err, zipfile) {
      if (err) fs.close(fd, defaultCallback);
      callback(err, zipfile);
    });
  });
}

function fromFd(fd, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  if (options.autoClose == null) options.autoClose = false;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  if (callback == null) callback = defaultCallback;
  fs.fstat(fd, function(err, stats) {
    if (err) return callback(err);
    var reader = new fd_slicer.FdSlicer(fd);
    fromRandomAccessReader(reader, stats.size, options, callback);
  });
}

function fromBuffer(buffer, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  options.autoClose = false;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  var reader = new fd_slicer.BufferSlicer(buffer);
  fromRandomAccessReader(reader, buffer.length, options, callback);
}

function fromRandomAccessReader(reader, totalSize, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  if (options.autoClose == null) options.autoClose = true;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  var decodeStrings = !!options.decodeStrings;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  if (callback == null) callback = defaultCallback;
  if (typeof totalSize !== "number") throw new Error("expected totalSize parameter to be a number");
  if (totalSize > Number.MAX_SAFE_INTEGER) {
    throw new Error("zip file too large. only file sizes up to 2^52 are supported due to JavaScript's Number type being an IEEE 754 double.");
  }

  // the matching unref() call is in zipfile.close()
  reader.ref();

  // eocdr means End of Central Directory Record.
  // search backwards for the eocdr signature.
  // the last field of the eocdr is a variable-length comment.
  // the comment size is encoded in a 2-byte field in the eocdr, which we can't find without trudging backwards through the comment to find it.
  // as a consequence of this design decision, it's possible to have ambiguous zip file metadata if a coherent eocdr was in the comment.
  // we search backwards for a eocdr signature, and hope that whoever made the zip file was smart enough to forbid the eocdr signature in the comment.
  var eocdrWithoutCommentSize = 22;
  var zip64EocdlSize = 20; // Zip64 end of central directory locator
  var maxCommentSize = 0xffff; // 2-byte size
  var bufferSize = Math.min(zip64EocdlSize + eocdrWithoutCommentSize + maxCommentSize, totalSize);
  var buffer = newBuffer(bufferSize);
  var bufferReadStart = totalSize - buffer.length;
  readAndAssertNoEof(reader, buffer, 0, bufferSize, bufferReadStart, function(err) {
    if (err) return callback(err);
    for (var i = bufferSize - eocdrWithoutCommentSize; i >= 0; i -= 1) {
      if (buffer.readUInt32LE(i) !== 0x06054b50) continue;
      // found eocdr
      var eocdrBuffer = buffer.subarray(i);

      // 0 - End of central directory signature = 0x06054b50
      // 4 - Number of this disk
      var diskNumber = eocdrBuffer.readUInt16LE(4);
      // 6 - Disk where central directory starts
      // 8 - Number of central directory records on this disk
      // 10 - Total number of central directory records
      var entryCount = eocdrBuffer.readUInt16LE(10);
      // 12 - Size of central directory (bytes)
      // 16 - Offset of start of central directory, relative to start of archive
      var centralDirectoryOffset = eocdrBuffer.readUInt32LE(16);
      // 20 - Comment length
      var commentLength = eocdrBuffer.readUInt16LE(20);
      var expectedCommentLength = eocdrBuffer.length - eocdrWithoutCommentSize;
      if (commentLength !== expectedCommentLength) {
        return callback(new Error("Invalid comment length. Expected: " + expectedCommentLength + ". Found: " + commentLength + ". Are there extra bytes at the end of the file? Or is the end of central dir signature `PK☺☻` in the comment?"));
      }
      // 22 - Comment
      // the encoding is always cp437.
      var comment = decodeStrings ? decodeBuffer(eocdrBuffer.subarray(22), false)
                                  : eocdrBuffer.subarray(22);

      // Look for a Zip64 end of central directory locator
      if (i - zip64EocdlSize >= 0 && buffer.readUInt32LE(i - zip64EocdlSize) === 0x07064b50) {
        // ZIP64 format
        var zip64EocdlBuffer = buffer.subarray(i - zip64EocdlSize, i - zip64EocdlSize + zip64EocdlSize);
        // 0 - zip64 end of central dir locator signature = 0x07064b50
        // 4 - number of the disk with the start of the zip64 end of central directory
        // 8 - relative offset of the zip64 end of central directory record
        var zip64EocdrOffset = readUInt64LE(zip64EocdlBuffer, 8);
        // 16 - total number of disks

        // ZIP64 end of central directory record
        var zip64EocdrBuffer = newBuffer(56);
        return readAndAssertNoEof(reader, zip64EocdrBuffer, 0, zip64EocdrBuffer.length, zip64EocdrOffset, function(err) {
          if (err) return callback(err);

          // 0 - zip64 end of central dir signature                           4 bytes  (0x06064b50)
          if (zip64EocdrBuffer.readUInt32LE(0) !== 0x06064b50) {
            return callback(new Error("invalid zip64 end of central directory record signature"));
          }
          // 4 - size of zip64 end of central directory record                8 bytes
          // 12 - version made by                                             2 bytes
          // 14 - version needed to extract                                   2 bytes
          // 16 - number of this disk                                         4 bytes
          diskNumber = zip64EocdrBuffer.readUInt32LE(16);
          if (diskNumber !== 0) {
            // Check this only after zip64 overrides. See #118.
            return callback(new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
          }
          // 20 - number of the disk with the start of the central directory  4 bytes
          // 24 - total number of entries in the central directory on this disk         8 bytes
          // 32 - total number of entries in the central directory            8 bytes
          entryCount = readUInt64LE(zip64EocdrBuffer, 32);
          // 40 - size of the central directory                               8 bytes
          // 48 - offset of start of central directory with respect to the starting disk number     8 bytes
          centralDirectoryOffset = readUInt64LE(zip64EocdrBuffer, 48);
          // 56 - zip64 extensible data sector                                (variable size)
          return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options.autoClose, options.lazyEntries, decodeStrings, options.validateEntrySizes, options.strictFileNames));
        });
      }

      // Not ZIP64 format
      if (diskNumber !== 0) {
        return callback(new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
      }
      return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options.autoClose, options.lazyEntries, decodeStrings, options.validateEntrySizes, options.strictFileNames));

    }

    // Not a zip file.
    callback(new Error("End of central directory record signature not found. Either not a zip file, or file is truncated."));
  });
}

util.inherits(ZipFile, EventEmitter);
function ZipFile(reader, centralDirectoryOffset, fileSize, entryCount, comment, autoClose, lazyEntries, decodeStrings, validateEntrySizes, strictFileNames) {
  var self = this;
  EventEmitter.call(self);
  self.reader = reader;
  // forward close events
  self.reader.on("error", function(err) {
    // error closing the fd
    emitError(self, err);
  });
  self.reader.once("close", function() {
    self.emit("close");
  });
  self.readEntryCursor = centralDirectoryOffset;
  self.fileSize = fileSize;
  self.entryCount = entryCount;
  self.comment = comment;
  self.entriesRead = 0;
  self.autoClose = !!autoClose;
  self.lazyEntries = !!lazyEntries;
  self.decodeStrings = !!decodeStrings;
  self.validateEntrySizes = !!validateEntrySizes;
  self.strictFileNames = !!strictFileNames;
  self.isOpen = true;
  self.emittedError = false;
  self.hasEachEntryBeenCalled = false;

  if (!self.lazyEntries) self._readEntry();
}
ZipFile.prototype.close = function() {
  if (!this.isOpen) return;
  this.isOpen = false;
  this.reader.unref();
};

function emitErrorAndAutoClose(self, err) {
  if (self.autoClose) self.close();
  emitError(self, err);
}
function emitError(self, err) {
  if (self.emittedError) return;
  self.emittedError = true;
  self.emit("error", err);
}

ZipFile.prototype.readEntry = function() {
  if (!this.lazyEntries) throw new Error("readEntry() called without lazyEntries:true");
  this._readEntry();
};
ZipFile.prototype._readEntry = function() {
  var self = this;
  if (self.entryCount === self.entriesRead) {
    // done with metadata
    setImmediate(function() {
      if (self.autoClose) self.close();
      if (self.emittedError) return;
      self.emit("end");
    });
    return;
  }
  if (self.emittedError) return;
  var buffer = newBuffer(46);
  readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
    if (err) return emitErrorAndAutoClose(self, err);
    if (self.emittedError) return;
    var entry = new Entry();
    // 0 - Central directory file header signature
    var signature = buffer.readUInt32LE(0);
    if (signature !== 0x02014b50) return emitErrorAndAutoClose(self, new Error("invalid central directory file header signature: 0x" + signature.toString(16)));
    // 4 - Version made by
    entry.versionMadeBy = buffer.readUInt16LE(4);
    // 6 - Version needed to extract (minimum)
    entry.versionNeededToExtract = buffer.readUInt16LE(6);
    // 8 - General purpose bit flag
    entry.generalPurposeBitFlag = buffer.readUInt16LE(8);
    // 10 - Compression method
    entry.compressionMethod = buffer.readUInt16LE(10);
    // 12 - File last modification time
    entry.lastModFileTime = buffer.readUInt16LE(12);
    // 14 - File last modification date
    entry.lastModFileDate = buffer.readUInt16LE(14);
    // 16 - CRC-32
    entry.crc32 = buffer.readUInt32LE(16);
    // 20 - Compressed size
    entry.compressedSize = buffer.readUInt32LE(20);
    // 24 - Uncompressed size
    entry.uncompressedSize = buffer.readUInt32LE(24);
    // 28 - File name length (n)
    entry.fileNameLength = buffer.readUInt16LE(28);
    // 30 - Extra field length (m)
    entry.extraFieldLength = buffer.readUInt16LE(30);
    // 32 - File comment length (k)
    entry.fileCommentLength = buffer.readUInt16LE(32);
    // 34 - Disk number where file starts
    // 36 - Internal file attributes
    entry.internalFileAttributes = buffer.readUInt16LE(36);
    // 38 - External file attributes
    entry.externalFileAttributes = buffer.readUInt32LE(38);
    // 42 - Relative offset of local file header
    entry.relativeOffsetOfLocalHeader = buffer.readUInt32LE(42);

    if (entry.generalPurposeBitFlag & 0x40) return emitErrorAndAutoClose(self, new Error("strong encryption is not supported"));

    self.readEntryCursor += 46;

    buffer = newBuffer(entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength);
    readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
      if (err) return emitErrorAndAutoClose(self, err);
      if (self.emittedError) return;
      // 46 - File name
      entry.fileNameRaw = buffer.subarray(0, entry.fileNameLength);
      // 46+n - Extra field
      var fileCommentStart = entry.fileNameLength + entry.extraFieldLength;
      entry.extraFieldRaw = buffer.subarray(entry.fileNameLength, fileCommentStart);
      // 46+n+m - File comment
      entry.fileCommentRaw = buffer.subarray(fileCommentStart, fileCommentStart + entry.fileCommentLength);

      // Parse the extra fields, which we need for processing other fields.
      try {
        entry.extraFields = parseExtraFields(entry.extraFieldRaw);
      } catch (err) {
        return emitErrorAndAutoClose(self, err);
      }

      // Interpret strings according to bit flags, extra fields, and options.
      if (self.decodeStrings) {
        var isUtf8 = (entry.generalPurposeBitFlag & 0x800) !== 0;
        entry.fileComment = decodeBuffer(entry.fileCommentRaw, isUtf8);
        entry.fileName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, self.strictFileNames);
        var errorMessage = validateFileName(entry.fileName);
        if (errorMessage != null) return emitErrorAndAutoClose(self, new Error(errorMessage));
      } else {
        entry.fileComment = entry.fileCommentRaw;
        entry.fileName = entry.fileNameRaw;
      }
      // Maintain API compatibility. See https://github.com/thejoshwolfe/yauzl/issues/47
      entry.comment = entry.fileComment;

      self.readEntryCursor += buffer.length;
      self.entriesRead += 1;

      // Check for the Zip64 Extended Information Extra Field.
      for (var i = 0; i < entry.extraFields.length; i++) {
        var extraField = entry.extraFields[i];
        if (extraField.id !== 0x0001) continue;
        // Found it.

        var zip64EiefBuffer = extraField.data;
        var index = 0;
        // 0 - Original Size          8 bytes
        if (entry.uncompressedSize === 0xffffffff) {
          if (index + 8 > zip64EiefBuffer.length) {
            return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include uncompressed size"));
          }
          entry.uncompressedSize = readUInt64LE(zip64EiefBuffer, index);
          index += 8;
        }
        // 8 - Compressed Size        8 bytes
        if (entry.compressedSize === 0xffffffff) {
          if (index + 8 > zip64EiefBuffer.length) {
            return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include compressed size"));
          }
          entry.compressedSize = readUInt64LE(zip64EiefBuffer, index);
          index += 8;
        }
        // 16 - Relative Header Offset 8 bytes
        if (entry.relativeOffsetOfLocalHeader === 0xffffffff) {
          if (index + 8 > zip64EiefBuffer.length) {
            return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include relative header offset"));
          }
          entry.relativeOffsetOfLocalHeader = readUInt64LE(zip64EiefBuffer, index);
          index += 8;
        }
        // 24 - Disk Start Number      4 bytes

        break;
      }

      // validate file size
      if (self.validateEntrySizes && entry.compressionMethod === 0) {
        var expectedCompressedSize = entry.uncompressedSize;
        if (entry.isEncrypted()) {
          // traditional encryption prefixes the file data with a header
          expectedCompressedSize += 12;
        }
        if (entry.compressedSize !== expectedCompressedSize) {
          var msg = "compressed/uncompressed size mismatch for stored file: " + entry.compressedSize + " != " + entry.uncompressedSize;
          return emitErrorAndAutoClose(self, new Error(msg));
        }
      }

      self.emit("entry", entry);

      if (!self.lazyEntries) self._readEntry();
    });
  });
};

ZipFile.prototype.eachEntry = function() {
  const self = this;
  if (!self.lazyEntries) throw new Error("eachEntry() requires lazyEntries: true");
  if (self.hasEachEntryBeenCalled) throw new Error("eachEntry() must only be called once per ZipFile");
  self.hasEachEntryBeenCalled = true;

  let pendingResolveReject = null;
  self.on("entry", onEntry);
  self.on("end", onEnd);
  self.on("error", onError);
  function cleanup() {
    self.removeListener("entry", onEntry);
    self.removeListener("end", onEnd);
    self.removeListener("error", onError);
    if (self.autoClose) self.close();
  }

  function onEntry(entry) {
    let {resolve} = pendingResolveReject;
    pendingResolveReject = null;
    resolve({value: entry});
  }
  function onEnd() {
    let {resolve} = pendingResolveReject;
    pendingResolveReject = null;
    cleanup();
    resolve({done: true});
  }
  function onError(err) {
    let {reject} = pendingResolveReject;
    pendingResolveReject = null;
    cleanup();
    reject(err);
  }

  return {
    [Symbol.asyncIterator]() {
      // Called once by `for await...of`.
      return this;
    },
    next() {
      // Called on each iteration in a `for await...of`.
      const promise = new Promise((resolve, reject) => {
        if (pendingResolveReject != null) throw new Error("next() called before previous Promise was resolved.");
        pendingResolveReject = {resolve, reject};
      });
      self.readEntry();
      return promise;
    },
    return(value) {
      // Called when breaking, returning, throwing out of a `for await...of`.
      cleanup();
      return Promise.resolve({done: true, value});
    },
    throw(value) {
      // Almost never called. Something about `yield*` maybe?
      cleanup();
      return Promise.reject(value);
    },
  };
};

ZipFile.prototype.openReadStream = function(entry, options, callback) {
  var self = this;
  // parameter validation
  var relativeStart = 0;
  var relativeEnd = entry.compressedSize;
  if (callback == null) {
    callback = options;
    options = null;
  }
  if (options == null) {
    options = {};
  } else {
    if (options.decodeFileData === false) {
      // new, simple option
      if (options.decrypt != null) {
        throw new Error("cannot use options.decrypt when options.decodeFileData === false");
      }
      if (options.decompress != null) {
        throw new Error("cannot use options.decompress when options.decodeFileData === false");
      }
      // start and end are allowed
    } else {
      // old, complicated options
      if (options.decrypt != null) {
        if (!entry.isEncrypted()) {
          throw new Error("options.decrypt can only be specified for encrypted entries. See also option decodeFileData.");
        }
        if (options.decrypt !== false) throw new Error("invalid options.decrypt value: " + options.decrypt);
        if (entry.isCompressed()) {
          if (options.decompress !== false) throw new Error("entry is encrypted and compressed, and options.decompress !== false. See also option decodeFileData.");
        }
      }
      if (options.decompress != null) {
        if (!entry.isCompressed()) {
          throw new Error("options.decompress can only be specified for compressed entries. See also option decodeFileData.");
        }
        if (!(options.decompress === false || options.decompress === true)) {
          throw new Error("invalid options.decompress value: " + options.decompress);
        }
        decompress = options.decompress;
      }
    }
    if (options.start != null) {
      relativeStart = options.start;
      if (relativeStart < 0) throw new Error("options.start < 0");
      if (relativeStart > entry.compressedSize) throw new Error("options.start > entry.compressedSize");
    }
    if (options.end != null) {
      relativeEnd = options.end;
      if (relativeEnd < 0) throw new Error("options.end < 0");
      if (relativeEnd > entry.compressedSize) throw new Error("options.end > entry.compressedSize");
      if (relativeEnd < relativeStart) throw new Error("options.end < options.start");
    }
  }
  var rawMode = (
    options.decodeFileData === false || // Explicitly requested raw.
    (
      (entry.compressionMethod === 0 || // Naturally without compression.
        (entry.compressionMethod === 8 && options.decompress === false) // Deprecated compression bypass option.
      ) &&
      (!entry.isEncrypted() || // Naturally without encryption.
        options.decrypt === false // Deprecated encryption bypass option.
      )
    )
  );
  if (options.start != null || options.end != null) {
    // Ensure slicing deals with raw data.
    if (!rawMode) throw new Error("start/end range require options.decodeFileData === false for non-trivial encoded entries.");
  }

  // any further errors can either be caused by the zipfile,
  // or were introduced in a minor version of yauzl,
  // so should be passed to the client rather than thrown.
  if (!self.isOpen) return callback(new Error("closed"));
  if (entry.isEncrypted() && !rawMode) {
    if (options.decrypt !== false) return callback(new Error("entry is encrypted, and options.decodeFileData !== false"));
  }
  var decompress;
  if (rawMode) {
    decompress = false;
  } else if (entry.compressionMethod === 8) {
    // 8 - The file is Deflated
    decompress = options.decodeFileData !== true;
  } else {
    return callback(new Error("unsupported compression method: " + entry.compressionMethod));
  }

  self.readLocalFileHeader(entry, {minimal: true}, function(err, localFileHeader) {
    if (err) return callback(err);
    self.openReadStreamLowLevel(
      localFileHeader.fileDataStart, entry.compressedSize,
      relativeStart, relativeEnd,
      decompress, entry.uncompressedSize,
      callback);
  });
};

ZipFile.prototype.openReadStreamLowLevel = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, callback) {
  var self = this;

  var fileDataEnd = fileDataStart + compressedSize;
  var readStream = self.reader.createReadStream({
    start: fileDataStart + relativeStart,
    end: fileDataStart + relativeEnd,
  });
  var endpointStream = readStream;
  if (decompress) {
    var destroyed = false;
    var inflateFilter = zlib.createInflateRaw();
    readStream.on("error", function(err) {
      // setImmediate here because errors can be emitted during the first call to pipe()
      setImmediate(function() {
        if (!destroyed) inflateFilter.emit("error", err);
      });
    });
    readStream.pipe(inflateFilter);

    if (self.validateEntrySizes) {
      endpointStream = new AssertByteCountStream(uncompressedSize);
      inflateFilter.on("error", function(err) {
        // forward zlib errors to the client-visible stream
        setImmediate(function() {
          if (!destroyed) endpointStream.emit("error", err);
        });
      });
      inflateFilter.pipe(endpointStream);
    } else {
      // the zlib filter is the client-visible stream
      endpointStream = inflateFilter;
    }
    // this is part of yauzl's API, so implement this function on the client-visible stream
    installDestroyFn(endpointStream, function() {
      destroyed = true;
      if (inflateFilter !== endpointStream) inflateFilter.unpipe(endpointStream);
      readStream.unpipe(inflateFilter);
      // TODO: the inflateFilter may cause a memory leak. see Issue #27.
      readStream.destroy();
    });
  }
  callback(null, endpointStream);
};

ZipFile.prototype.readLocalFileHeader = function(entry, options, callback) {
  var self = this;
  if (callback == null) {
    callback = options;
    options = null;
  }
  if (options == null) options = {};

  self.reader.ref();
  var buffer = newBuffer(30);
  readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader, function(err) {
    try {
      if (err) return callback(err);
      // 0 - Local file header signature = 0x04034b50
      var signature = buffer.readUInt32LE(0);
      if (signature !== 0x04034b50) {
        return callback(new Error("invalid local file header signature: 0x" + signature.toString(16)));
      }

      var fileNameLength = buffer.readUInt16LE(26);
      var extraFieldLength = buffer.readUInt16LE(28);
      var fileDataStart = entry.relativeOffsetOfLocalHeader + 30 + fileNameLength + extraFieldLength;
      // We now have enough information to do this bounds check.
      if (fileDataStart + entry.compressedSize > self.fileSize) {
        return callback(new Error("file data overflows file bounds: " +
            fileDataStart + " + " + entry.compressedSize + " > " + self.fileSize));
      }

      if (options.minimal) {
        return callback(null, {fileDataStart: fileDataStart});
      }

      var localFileHeader = new LocalFileHeader();
      localFileHeader.fileDataStart = fileDataStart;

      // 4 - Version needed to extract (minimum)
      localFileHeader.versionNeededToExtract = buffer.readUInt16LE(4);
      // 6 - General purpose bit flag
      localFileHeader.generalPurposeBitFlag = buffer.readUInt16LE(6);
      // 8 - Compression method
      localFileHeader.compressionMethod = buffer.readUInt16LE(8);
      // 10 - File last modification time
      localFileHeader.lastModFileTime = buffer.readUInt16LE(10);
      // 12 - File last modification date
      localFileHeader.lastModFileDate = buffer.readUInt16LE(12);
      // 14 - CRC-32
      localFileHeader.crc32 = buffer.readUInt32LE(14);
      // 18 - Compressed size
      localFileHeader.compressedSize = buffer.readUInt32LE(18);
      // 22 - Uncompressed size
      localFileHeader.uncompressedSize = buffer.readUInt32LE(22);
      // 26 - File name length (n)
      localFileHeader.fileNameLength = fileNameLength;
      // 28 - Extra field length (m)
      localFileHeader.extraFieldLength = extraFieldLength;
      // 30 - File name
      // 30+n - Extra field

      buffer = newBuffer(fileNameLength + extraFieldLength);
      self.reader.ref();
      readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader + 30, function(err) {
        try {
          if (err) return callback(err);
          localFileHeader.fileName = buffer.subarray(0, fileNameLength);
          localFileHeader.extraField = buffer.subarray(fileNameLength);
          return callback(null, localFileHeader);
        } finally {
          self.reader.unref();
        }
      });
    } finally {
      self.reader.unref();
    }
  });
};

ZipFile.prototype.openReadStreamPromise = function(entry, options) {
  return new Promise((resolve, reject) => {
    this.openReadStream(entry, options, function(err, readStream) {
      if (err) return reject(err);
      resolve(readStream);
    });
  });
};
ZipFile.prototype.openReadStreamLowLevelPromise = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize) {
  return new Promise((resolve, reject) => {
    this.openReadStream(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, function(err, readStream) {
      if (err) return reject(err);
      resolve(readStream);
    });
  });
};
ZipFile.prototype.readLocalFileHeaderPromise = function(entry, options) {
  return new Promise((resolve, reject) => {
    this.readLocalFileHeader(entry, options, function(err, localFileHeader) {
      if (err) return reject(err);
      resolve(localFileHeader);
    });
  });
};

function Entry() {
}
Entry.prototype.getLastModDate = function(options) {
  if (options == null) options = {};

  if (!options.forceDosFormat) {
    // Check extended fields.
    for (var i = 0; i < this.extraFields.length; i++) {
      var extraField = this.extraFields[i];
      if (extraField.id === 0x5455) {
        // Info-ZIP "universal timestamp" extended field (`0x5455` aka `"UT"`).
        // See the Info-ZIP source code unix/unix.c:set_extra_field() and zipfile.c:ef_scan_ut_time().
        var data = extraField.data;
        if (data.length < 5) continue; // Too short.
        // The flags define which of the three fields are present: mtime, atime, ctime.
        // We only care about mtime.
        // Also, ctime is never included in practice.
        // And also, atime is only included in the local file header for some reason
        // despite the flags lying about its inclusion in the central header.
        var flags = data[0];
        var HAS_MTIME = 1;
        if (!(flags & HAS_MTIME)) continue; // This will realistically never happen.
        // Although the positions of all of the fields shift around depending on the presence of other fields,
        // mtime is always first if present, and that's the only one we care about.
        var posixTimestamp = data.readInt32LE(1);
        return new Date(posixTimestamp * 1000);
      } else if (extraField.id === 0x000a) {
        var data = extraField.data;
        if (data.length !== 32) continue; // The length is always the same.
        // 4 bytes reserved
        // 2 bytes Tag
        if (data.readUInt16LE(4) !== 1) continue; // Tag1 is actually the only defined Tag.
        // 2 bytes Size
        if (data.readUInt16LE(6) !== 24) continue; // Size is always 24.
        // 8 bytes Mtime
        var hundredNanoSecondsSince1601 = data.readUInt32LE(8) + 4294967296 * data.readInt32LE(12);
        // Convert from NTFS to POSIX milliseconds.
        // The big number below is the milliseconds between year 1601 and year 1970
        // (i.e. the negative POSIX timestamp of 1601-01-01 00:00:00Z)
        var millisecondsSince1970 = hundredNanoSecondsSince1601 / 10000 - 11644473600000;
        // Note on numeric precision: JavaScript Number objects lose precision above Number.MAX_SAFE_INTEGER,
        // and NTFS timestamps are typically much bigger than that limit.
        // (MAX_SAFE_INTEGER would represent 1629-07-17T23:58:45.475Z.)
        // However, we're losing precision in the conversion from 100nanosecond units to millisecond units anyway,
        // and the time at which we also lose 1-millisecond precision is year 275760, the JavaScript Date limit (by design).
        // Up through the year 2057, this conversion only drops 4 bits of precision,
        // which is well under the 13-14 bits ratio between the milliseconds and 100nanoseconds.
        return new Date(millisecondsSince1970);
      }
    }
  }

  // Fallback to non-extended encoding.
  return dosDateTimeToDate(this.lastModFileDate, this.lastModFileTime, options.timezone);
};

Entry.prototype.canDecodeFileData = function() {
  return (
    !this.isEncrypted() &&
    (this.compressionMethod === 0 || this.compressionMethod === 8)
  );
};
Entry.prototype.isEncrypted = function() {
  return (this.generalPurposeBitFlag & 0x1) !== 0;
};
Entry.prototype.isCompressed = function() {
  return this.compressionMethod === 8;
};

function LocalFileHeader() {
}

function dosDateTimeToDate(date, time, timezone) {
  var day = date & 0x1f; // 1-31
  var month = (date >> 5 & 0xf) - 1; // 1-12, 0-11
  var year = (date >> 9 & 0x7f) + 1980; // 0-128, 1980-2108

  var millisecond = 0;
  var second = (time & 0x1f) * 2; // 0-29, 0-58 (even numbers)
  var minute = time >> 5 & 0x3f; // 0-59
  var hour = time >> 11 & 0x1f; // 0-23

  if (timezone == null || timezone === "local") {
    return new Date(year, month, day, hour, minute, second, millisecond);
  } else if (timezone === "UTC") {
    return new Date(Date.UTC(year, month, day, hour, minute, second, millisecond));
  } else {
    throw new Error("unrecognized options.timezone: " + options.timezone);
  }
}

function getFileNameLowLevel(generalPurposeBitFlag, fileNameBuffer, extraFields, strictFileNames) {
  var fileName = null;

  // check for Info-ZIP Unicode Path Extra Field (0x7075)
  // see https://github.com/thejoshwolfe/yauzl/issues/33
  for (var i = 0; i < extraFields.length; i++) {
    var extraField = extraFields[i];
    if (extraField.id === 0x7075) {
      if (extraField.data.length < 6) {
        // too short to be meaningful
        continue;
      }
      // Version       1 byte      version of this extra field, currently 1
      if (extraField.data.readUInt8(0) !== 1) {
        // > Changes may not be backward compatible so this extra
        // > field should not be used if the version is not recognized.
        continue;
      }
      // NameCRC32     4 bytes     File Name Field CRC32 Checksum
      var oldNameCrc32 = extraField.data.readUInt32LE(1);
      if (crc32(fileNameBuffer) !== oldNameCrc32) {
        // > If the CRC check fails, this UTF-8 Path Extra Field should be
        // > ignored and the File Name field in the header should be used instead.
        continue;
      }
      // UnicodeName   Variable    UTF-8 version of the entry File Name
      fileName = decodeBuffer(extraField.data.subarray(5), true);
      break;
    }
  }

  if (fileName == null) {
    // The typical case.
    var isUtf8 = (generalPurposeBitFlag & 0x800) !== 0;
    fileName = decodeBuffer(fileNameBuffer, isUtf8);
  }

  if (!strictFileNames) {
    // Allow backslash.
    fileName = fileName.replace(/\\/g, "/");
  }
  return fileName;
}

function validateFileName(fileName) {
  if (fileName.indexOf("\\") !== -1) {
    return "invalid characters in fileName: " + fileName;
  }
  if (/^[a-zA-Z]:/.test(fileName) || /^\//.test(fileName)) {
    return "absolute path: " + fileName;
  }
  if (fileName.split("/").indexOf("..") !== -1) {
    return "invalid relative path: " + fileName;
  }
  // all good
  return null;
}

function parseExtraFields(extraFieldBuffer) {
  var extraFields = [];
  var i = 0;
  while (i < extraFieldBuffer.length - 3) {
    var headerId = extraFieldBuffer.readUInt16LE(i + 0);
    var dataSize = extraFieldBuffer.readUInt16LE(i + 2);
    var dataStart = i + 4;
    var dataEnd = dataStart + dataSize;
    if (dataEnd > extraFieldBuffer.length) throw new Error("extra field length exceeds extra field buffer size");
    var dataBuffer = extraFieldBuffer.subarray(dataStart, dataEnd);
    extraFields.push({
      id: headerId,
      data: dataBuffer,
    });
    i = dataEnd;
  }
  return extraFields;
}

function readAndAssertNoEof(reader, buffer, offset, length, position, callback) {
  if (length === 0) {
    // fs.read will throw an out-of-bounds error if you try to read 0 bytes from a 0 byte file
    return setImmediate(function() { callback(null, newBuffer(0)); });
  }
  reader.read(buffer, offset, length, position, function(err, bytesRead) {
    if (err) return callback(err);
    if (bytesRead < length) {
      return callback(new Error("unexpected EOF"));
    }
    callback();
  });
}

util.inherits(AssertByteCountStream, Transform);
function AssertByteCountStream(byteCount) {
  Transform.call(this);
  this.actualByteCount = 0;
  this.expectedByteCount = byteCount;
}
AssertByteCountStream.prototype._transform = function(chunk, encoding, cb) {
  this.actualByteCount += chunk.length;
  if (this.actualByteCount > this.expectedByteCount) {
    var msg = "too many bytes in the stream. expected " + this.expectedByteCount + ". got at least " + this.actualByteCount;
    return cb(new Error(msg));
  }
  cb(null, chunk);
};
AssertByteCountStream.prototype._flush = function(cb) {
  if (this.actualByteCount < this.expectedByteCount) {
    var msg = "not enough bytes in the stream. expected " + this.expectedByteCount + ". got only " + this.actualByteCount;
    return cb(new Error(msg));
  }
  cb();
};

util.inherits(RandomAccessReader, EventEmitter);
function RandomAccessReader() {
  EventEmitter.call(this);
  this.refCount = 0;
}
RandomAccessReader.prototype.ref = function() {
  this.refCount += 1;
};
RandomAccessReader.prototype.unref = function() {
  var self = this;
  self.refCount -= 1;

  if (self.refCount > 0) return;
  if (self.refCount < 0) throw new Error("invalid unref");

  self.close(onCloseDone);

  function onCloseDone(err) {
    if (err) return self.emit('error', err);
    self.emit('close');
  }
};
RandomAccessReader.prototype.createReadStream = function(options) {
  if (options == null) options = {};
  var start = options.start;
  var end = options.end;
  if (start === end) {
    var emptyStream = new PassThrough();
    setImmediate(function() {
      emptyStream.end();
    });
    return emptyStream;
  }
  var stream = this._readStreamForRange(start, end);

  var destroyed = false;
  var refUnrefFilter = new RefUnrefFilter(this);
  stream.on("error", function(err) {
    setImmediate(function() {
      if (!destroyed) refUnrefFilter.emit("error", err);
    });
  });
  installDestroyFn(refUnrefFilter, function() {
    stream.unpipe(refUnrefFilter);
    refUnrefFilter.unref();
    stream.destroy();
  });

  var byteCounter = new AssertByteCountStream(end - start);
  refUnrefFilter.on("error", function(err) {
    setImmediate(function() {
      if (!destroyed) byteCounter.emit("error", err);
    });
  });
  installDestroyFn(byteCounter, function() {
    destroyed = true;
    refUnrefFilter.unpipe(byteCounter);
    refUnrefFilter.destroy();
  });

  return stream.pipe(refUnrefFilter).pipe(byteCounter);
};
RandomAccessReader.prototype._readStreamForRange = function(start, end) {
  throw new Error("not implemented");
};
RandomAccessReader.prototype.read = function(buffer, offset, length, position, callback) {
  var readStream = this.createReadStream({start: position, end: position + length});
  var writeStream = new Writable();
  var written = 0;
  writeStream._write = function(chunk, encoding, cb) {
    chunk.copy(buffer, offset + written, 0, chunk.length);
    written += chunk.length;
    cb();
  };
  writeStream.on("finish", callback);
  readStream.on("error", function(error) {
    callback(error);
  });
  readStream.pipe(writeStream);
};
RandomAccessReader.prototype.close = function(callback) {
  setImmediate(callback);
};

util.inherits(RefUnrefFilter, PassThrough);
function RefUnrefFilter(context) {
  PassThrough.call(this);
  this.context = context;
  this.context.ref();
  this.unreffedYet = false;
}
RefUnrefFilter.prototype._flush = function(cb) {
  this.unref();
  cb();
};
RefUnrefFilter.prototype.unref = function(cb) {
  if (this.unreffedYet) return;
  this.unreffedYet = true;
  this.context.unref();
};

var cp437 = '\u0000☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼ !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ';
function decodeBuffer(buffer, isUtf8) {
  if (isUtf8) {
    return buffer.toString("utf8");
  } else {
    var result = "";
    for (var i = 0; i < buffer.length; i++) {
      result += cp437[buffer[i]];
    }
    return result;
  }
}

function readUInt64LE(buffer, offset) {
  // There is no native function for this, because we can't actually store 64-bit integers precisely.
  // after 53 bits, JavaScript's Number type (IEEE 754 double) can't store individual integers anymore.
  // but since 53 bits is a whole lot more than 32 bits, we do our best anyway.
  // As of 2020, Node has added support for BigInt, which obviates this whole function,
  // but yauzl hasn't been updated to depend on BigInt (yet?).
  var lower32 = buffer.readUInt32LE(offset);
  var upper32 = buffer.readUInt32LE(offset + 4);
  // we can't use bitshifting here, because JavaScript bitshifting only works on 32-bit integers.
  return upper32 * 0x100000000 + lower32;
  // as long as we're bounds checking the result of this function against the total file size,
  // we'll catch any overflow errors, because we already made sure the total file size was within reason.
}

// Node 10 deprecated new Buffer().
var newBuffer;
if (typeof Buffer.allocUnsafe === "function") {
  newBuffer = function(len) {
    return Buffer.allocUnsafe(len);
  };
} else {
  newBuffer = function(len) {
    return new Buffer(len);
  };
}

// Node 8 introduced a proper destroy() implementation on writable streams.
function installDestroyFn(stream, fn) {
  if (typeof stream.destroy === "function") {
    // New API.
    stream._destroy = function(err, cb) {
      fn();
      if (cb != null) cb(err);
    };
  } else {
    // Old API.
    stream.destroy = fn;
  }
}

function defaultCallback(err) {
  if (err) throw err;
}


/***/ }),

/***/ 5513:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   hi: () => (/* binding */ isSignature),
/* harmony export */   pT: () => (/* binding */ leaveOutCompanions),
/* harmony export */   qd: () => (/* binding */ bundleEnding)
/* harmony export */ });
/** Behind the name of a manifest: its signature. */
const bundleEnding = '.sigstore.json';
/** Signatures and signed statements: they cover the manifest, or are different each time they are made. */
const signature = /\.(?:asc|sig|sigstore(?:\.json)?|attestation|intoto\.jsonl|provenance)$/;
/** Documents about the files, which a build may or may not hand on with them. */
const document = /\.(?:cdx|spdx)\.(?:json|xml)$|(?:^|\/)sbom\.json$/;
/** A manifest never lists it. */
const isSignature = (name) => signature.test(name);
/**
 * The files to list. A bill of materials that the build did not hand on is beside the files and not one of them.
 * @param names relative to the folder of the manifest
 */
function leaveOutCompanions(names, promised) {
    if (promised === undefined)
        return [...names];
    const listed = new Set(promised.map(({ name }) => name));
    return names.filter((name) => listed.has(name.split('/').at(-1) ?? '') || !document.test(name));
}


/***/ }),

/***/ 8922:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Q: () => (/* binding */ inputs_inputs),
  V: () => (/* binding */ outputs)
});

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(7276);
// EXTERNAL MODULE: ./packages/core/src/files/parse-file-list.ts
var parse_file_list = __nccwpck_require__(4630);
;// CONCATENATED MODULE: ./packages/core/src/inputs/list-inputs.ts




/** Lines, without blank lines and comments (`#` as the first character). */
function readLines(text) {
    return text
        .split(/\r\n|\r|\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
}
/** One item per line. */
function list(options = {}) {
    return { kind: 'list', default: options.default, required: options.required === true, parse: readLines };
}
/** One `NAME=VALUE` per line; each name may occur once. */
function keyValues() {
    return {
        kind: 'key-values',
        default: undefined,
        required: false,
        parse(text, name) {
            const values = new Map();
            for (const line of readLines(text)) {
                const at = line.indexOf('=');
                const key = line.slice(0, Math.max(0, at)).trim();
                const problem = at < 1 || key === '' ? 'is not NAME=VALUE' : values.has(key) ? 'repeats a name' : undefined;
                if (problem !== undefined) {
                    throw new InputError(coreErrors.E_INPUT_INVALID, {
                        // Do not show the value, which may be a secret; the name is enough to correct it.
                        message: `Input "${name}": the line "${neutralizeLine(at < 1 ? line.slice(0, 40) : key, 100)}" ${problem}.`,
                    });
                }
                values.set(key, line.slice(at + 1));
            }
            return values;
        },
    };
}
/** The JSON lists of files with their digests that different jobs output, one per line; undefined if empty. */
function fileList() {
    return {
        ...fileLists(),
        parse(text, name) {
            const lists = fileLists().parse(text, name);
            return lists.length === 0 ? undefined : joinFileLists(lists, `Input "${name}"`);
        },
    };
}
/** The same, list by list, in the order of the lines. No file is in two of them. */
function fileLists() {
    return {
        kind: 'file-list',
        default: undefined,
        required: false,
        parse(text, name) {
            const what = `Input "${name}"`;
            const lines = readLines(text);
            if (lines.length === 0)
                return [];
            // One list may itself be written on several lines.
            const isOne = !lines.every((line) => line.startsWith('[') && line.endsWith(']'));
            const lists = (isOne ? [text] : lines).map((line) => (0,parse_file_list/* parseFileList */.i$)(line, what));
            (0,parse_file_list/* joinFileLists */.gn)(lists, what);
            return lists;
        },
    };
}

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 3 modules
var core = __nccwpck_require__(235);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/core/src/inputs/find-nearest.ts
var find_nearest = __nccwpck_require__(4111);
;// CONCATENATED MODULE: ./packages/core/src/inputs/scalar-inputs.ts





function reject(name, text, expected, guess = '') {
    return new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: `Input "${name}" is "${(0,neutralize/* neutralizeLine */.a0)(text, 200)}"; ${expected}.${guess}`,
    });
}
function defineText(kind, options) {
    return {
        kind,
        default: options.default,
        required: options.required === true,
        mayBeEmpty: options.mayBeEmpty === true,
        parse: (text) => (text === '' && options.default === undefined ? undefined : text),
    };
}
/** Any text. */
function scalar_inputs_text(options = {}) {
    return defineText('text', options);
}
/** A text that is masked before anything else happens with it. */
function secret(options = {}) {
    return defineText('secret', options);
}
/** `true` or `false` in the words of the YAML 1.2 core schema, as `getBooleanInput` reads them. */
function flag(options) {
    return {
        kind: 'flag',
        default: String(options.default),
        required: false,
        parse(given, name) {
            if ((0,core/* getInput */.V4)(name) === '')
                return options.default;
            try {
                return (0,core/* getBooleanInput */.Vt)(name);
            }
            catch {
                throw reject(name, given, 'expected true or false');
            }
        },
    };
}
/** One of a few words. */
function choice(words, options = {}) {
    return {
        kind: 'choice',
        default: options.default,
        required: options.required === true,
        parse(given, name) {
            const found = words.find((word) => word === given);
            if (found !== undefined)
                return found;
            if (given === '' && options.default === undefined)
                return undefined;
            const nearest = (0,find_nearest/* findNearest */.q)(given, words);
            const guess = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
            throw reject(name, given, `expected one of ${words.join(', ')}`, guess);
        },
    };
}
/** A whole number within bounds. */
function integer(options) {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
    return {
        kind: 'integer',
        default: String(options.default),
        required: false,
        parse(given, name) {
            const value = /^-?\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
            if (value >= min && value <= max)
                return value;
            const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
            throw reject(name, given, `expected a whole number ${bounds}`);
        },
    };
}

;// CONCATENATED MODULE: ./actions/checksums/src/inputs.ts

/** The inputs, as `action.yml` describes them. */
const inputs_inputs = (0,inputs/* defineInputs */.pf)({
    files: list(),
    manifest: scalar_inputs_text({ default: 'SHA256SUMS' }),
    algorithm: list({ default: 'sha256' }),
    mode: choice(['write', 'verify', 'collect'], { default: 'write' }),
    'base-dir': scalar_inputs_text({ default: '.' }),
    'artifact-name': list(),
    digests: fileLists(),
    expected: list(),
    sign: flag({ default: false }),
    transparency: choice(['auto', 'public', 'private'], { default: 'auto' }),
});
const outputs = ['manifest', 'files', 'bundle'];


/***/ }),

/***/ 8435:
/***/ ((module, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5128);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8922);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6269);



await (0,_slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__/* .runAction */ .C)({ name: 'checksums', inputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .inputs */ .Q, outputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .outputs */ .V, main: _run_js__WEBPACK_IMPORTED_MODULE_2__/* .runChecksums */ .A });

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 6269:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  A: () => (/* binding */ runChecksums)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
;// CONCATENATED MODULE: ./packages/core/src/files/checksum-manifest.ts



/** Lengths of the digests in hex digits, and the names of the BSD form. */
const digestForms = {
    sha256: { length: 64, label: 'SHA256' },
    sha512: { length: 128, label: 'SHA512' },
    blake2b512: { length: 128, label: 'BLAKE2b' },
};
const escapes = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };
const unescapes = { '\\': '\\', n: '\n', r: '\r' };
/**
 * The manifest as `sha256sum` of GNU coreutils (9.0 and later) writes it: two blanks, names as given, and a backslash before a
 * line whose name contains a backslash or a line break, which is then escaped.
 */
function renderManifest(entries) {
    return entries
        .map(({ name, digest }) => {
        const escaped = name.replace(/[\\\n\r]/g, (character) => escapes[character] ?? character);
        return `${escaped === name ? '' : '\\'}${digest}  ${escaped}\n`;
    })
        .join('');
}
/**
 * Reads a manifest: the form above, with `*` for binary mode, or the BSD form (`--tag`). A byte order mark, CRLF, upper-case
 * digits, blank lines and comments are accepted.
 * @param platform decides which names leave the folder: outside Windows, a backslash or a colon is an ordinary part of a name
 * @throws InputError E_MANIFEST_INVALID naming each line that is malformed, duplicated or leaves the folder
 */
function parseManifest(text, algorithm = 'sha256', platform = process.platform) {
    const entries = [];
    const problems = [];
    const seen = new Set();
    for (const [index, raw] of text
        .replace(/^\uFEFF/, '')
        .split('\n')
        .entries()) {
        const line = raw.replace(/\r$/, '');
        if (line.trim() === '' || line.startsWith('#'))
            continue;
        const entry = parseLine(line, algorithm);
        const problem = entry === undefined ? 'is not a checksum' : findNameProblem(entry.name, seen, platform);
        if (problem !== undefined)
            problems.push(`line ${index + 1} ${problem}: "${(0,neutralize/* neutralizeLine */.a0)(line, 120)}"`);
        else if (entry !== undefined) {
            seen.add(entry.name);
            entries.push(entry);
        }
    }
    if (problems.length > 0 || entries.length === 0) {
        const shown = problems.length === 0 ? 'it lists no files' : problems.slice(0, 10).join('; ');
        const more = problems.length > 10 ? ` and ${problems.length - 10} more` : '';
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_MANIFEST_INVALID, {
            message: `The manifest cannot be used: ${shown}${more}.`,
        });
    }
    return entries;
}
function parseLine(line, algorithm) {
    const { length, label } = digestForms[algorithm];
    const escaped = line.startsWith('\\');
    const rest = escaped ? line.slice(1) : line;
    const isDigest = (digest) => digest.length === length && /^[0-9a-f]+$/i.test(digest);
    const bsd = rest.startsWith(`${label} (`) ? rest.lastIndexOf(') = ') : -1;
    const digest = bsd < 0 ? rest.slice(0, length) : rest.slice(bsd + 4);
    const separator = bsd < 0 ? rest.slice(length, length + 2) : '  ';
    const name = bsd < 0 ? rest.slice(length + 2) : rest.slice(label.length + 2, bsd);
    if (!isDigest(digest) || (separator !== '  ' && separator !== ' *') || name === '')
        return undefined;
    const plain = escaped ? unescapeName(name) : name;
    return plain === undefined ? undefined : { name: plain, digest: digest.toLowerCase() };
}
function unescapeName(name) {
    let valid = true;
    const plain = name.replace(/\\(.?)/gs, (_whole, character) => {
        const found = unescapes[character];
        if (found === undefined)
            valid = false;
        return found ?? '';
    });
    return valid ? plain : undefined;
}
function findNameProblem(name, seen, platform) {
    if (seen.has(name))
        return 'repeats a file';
    if (name.includes('\0'))
        return 'contains an invalid file name';
    const [absolute, separator] = platform === 'win32' ? [/^(?:[/\\]|[a-z]:)/i, /[\\/]/] : [/^\//, /\//];
    if (absolute.test(name) || name.split(separator).includes('..'))
        return 'points outside the folder';
    return undefined;
}

// EXTERNAL MODULE: ./node_modules/picomatch/index.js
var picomatch = __nccwpck_require__(4006);
var picomatch_default = /*#__PURE__*/__nccwpck_require__.n(picomatch);
;// CONCATENATED MODULE: ./packages/core/src/find-link.ts


/**
 * The first part of a path below `directory` that is a symbolic link, relative to it with `/` between folders; undefined if no
 * part is a link, or if the path does not exist that far. The directory itself may be a link, because it was named on purpose.
 * @param name relative, with `/` between folders (on Windows `\` as well)
 */
async function findLink(directory, name) {
    const separator = process.platform === 'win32' ? /[\\/]/ : '/';
    const parts = name.split(separator).filter((part) => part !== '' && part !== '.');
    for (const end of parts.keys()) {
        const part = parts.slice(0, end + 1).join('/');
        const entry = await (0,promises_.lstat)((0,external_node_path_.join)(directory, part)).catch(() => undefined);
        if (entry === undefined)
            return undefined;
        if (entry.isSymbolicLink())
            return part;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./packages/core/src/files/expand-globs.ts







/**
 * Paths of the matching files, relative to `directory` with `/` between folders, sorted by code unit. A leading `!` excludes
 * matches. Folders are omitted. Links are listed but not followed, so that the reader can reject them.
 * @throws InputError E_INPUT_INVALID for a pattern that leaves the folder, E_FILES_MISSING for one that matches nothing,
 * E_FILE_UNREADABLE for one whose fixed part goes through a link
 */
async function expandGlobs(patterns, directory) {
    for (const pattern of patterns) {
        const plain = pattern.replace(/^!/, '');
        if ((0,external_node_path_.isAbsolute)(plain) || plain.split(/[\\/]/).includes('..')) {
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
                message: `The pattern "${(0,neutralize/* neutralizeLine */.a0)(pattern)}" points outside the folder "${(0,neutralize/* neutralizeLine */.a0)(directory)}".`,
                hint: 'Use patterns relative to that folder.',
            });
        }
    }
    const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
    const isExcluded = excluded.length === 0 ? () => false : picomatch_default()(excluded, matching);
    const matched = new Set();
    for (const pattern of patterns.filter((each) => !each.startsWith('!'))) {
        const plain = pattern.replace(/^\.\//, '');
        const matches = picomatch_default()(plain, matching);
        const { base } = picomatch_default().scan(plain, { parts: false });
        const link = await findLink(directory, base);
        if (link !== undefined && link !== plain) {
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_FILE_UNREADABLE, {
                message: `"${(0,neutralize/* neutralizeLine */.a0)(link)}" is a symbolic link, so "${(0,neutralize/* neutralizeLine */.a0)(pattern)}" points outside the folder.`,
            });
        }
        const files = (await walk(directory, base)).filter((path) => matches(path) && !isExcluded(path));
        if (files.length === 0) {
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_FILES_MISSING, {
                message: `No file in "${(0,neutralize/* neutralizeLine */.a0)(directory)}" matches "${(0,neutralize/* neutralizeLine */.a0)(pattern)}".`,
            });
        }
        for (const file of files)
            matched.add(file);
    }
    return [...matched].sort();
}
// With `s`, because `**` would otherwise skip names that contain a line break.
const matching = { dot: true, flags: 's' };
/** Everything below a folder except folders, relative to `directory`; a base that is a file yields itself. */
async function walk(directory, base) {
    const start = (0,external_node_path_.join)(directory, base);
    // The folder itself may be a link: it was named on purpose.
    const entry = await (base === '' ? promises_.stat : promises_.lstat)(start).catch(() => undefined);
    if (entry === undefined)
        return [];
    if (!entry.isDirectory())
        return [base];
    const entries = await (0,promises_.readdir)(start, { recursive: true, withFileTypes: true });
    return (entries
        .filter((each) => !each.isDirectory())
        .map((each) => (0,external_node_path_.relative)(directory, (0,external_node_path_.join)(each.parentPath, each.name)))
        // Only where it separates: elsewhere a backslash is part of a name.
        .map((path) => (external_node_path_.sep === '/' ? path : path.replaceAll(external_node_path_.sep, '/'))));
}

// EXTERNAL MODULE: ./packages/core/src/files/parse-file-list.ts
var parse_file_list = __nccwpck_require__(4630);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __nccwpck_require__(5919);
;// CONCATENATED MODULE: ./packages/core/src/hash/hash-worker.ts
/**
 * Hashes one file. Its text is passed to workers, so it refers to nothing outside itself. Two buffers take turns: while one is
 * hashed, a thread of the platform fills the other.
 */
async function hashOneFile({ path, algorithms }) {
    const { constants } = process.getBuiltinModule('node:fs');
    const { open } = process.getBuiltinModule('node:fs/promises');
    const { createHash } = process.getBuiltinModule('node:crypto');
    const bufferBytes = 2 * 1024 * 1024;
    try {
        // Do not follow a link, and do not wait for a pipe; both flags are unknown on Windows.
        const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
        const file = await open(path, flags);
        try {
            const before = await file.stat({ bigint: true });
            if (!before.isFile())
                return { kind: 'not-a-file', what: before.isDirectory() ? 'a folder' : 'a device or pipe' };
            const length = Number(before.size < bufferBytes ? before.size + 1n : bufferBytes);
            const buffers = [Buffer.allocUnsafeSlow(length), Buffer.allocUnsafeSlow(length)];
            const hashes = algorithms.map((name) => [name, createHash(name)]);
            let size = 0;
            let turn = 0;
            let reading = file.read(buffers[0], 0, length, null);
            for (;;) {
                const { bytesRead, buffer } = await reading;
                if (bytesRead === 0)
                    break;
                turn = 1 - turn;
                reading = file.read(buffers[turn], 0, length, null);
                for (const [, each] of hashes)
                    each.update(buffer.subarray(0, bytesRead));
                size += bytesRead;
            }
            const after = await file.stat({ bigint: true });
            if (after.mtimeNs !== before.mtimeNs || Number(after.size) !== size)
                return { kind: 'changed' };
            const digests = Object.fromEntries(hashes.map(([name, each]) => [name, each.digest('hex')]));
            return { kind: 'hashed', size, digests };
        }
        finally {
            await file.close();
        }
    }
    catch (cause) {
        const { code, message } = cause;
        return code === 'ELOOP'
            ? { kind: 'not-a-file', what: 'a symbolic link' }
            : { kind: 'failed', reason: code ?? message };
    }
}
/**
 * The program of a worker that answers each request. It travels as text: a bundle is one file, and a path to a second one
 * would not survive it.
 */
const workerProgram = `const hash = ${hashOneFile.toString()};
const { parentPort } = process.getBuiltinModule('node:worker_threads');
parentPort.on('message', (request) => hash(request).then((answer) => parentPort.postMessage(answer)));`;

;// CONCATENATED MODULE: ./packages/core/src/hash.ts







const maxWorkers = 4;
// About 20 ms on one core.
const quickBytes = 32 * 1024 * 1024;
/** Hashes one file. @throws like `hashFiles` */
async function hashFile(path, options = {}) {
    const [file] = await hashFiles([path], options);
    if (file === undefined)
        throw new Error('one path returns one file');
    return file;
}
/**
 * Hashes files in their order, as many at a time as there are processors; memory does not grow with their sizes.
 * @throws InputError E_FILE_UNREADABLE for anything except a regular file (links are not followed), and for a file that changes
 * while it is read
 */
async function hashFiles(paths, options = {}) {
    const { signal } = options;
    signal?.throwIfAborted();
    const algorithms = [...new Set(['sha256', ...(options.algorithms ?? [])])];
    if (await isQuick(paths)) {
        const quick = [];
        for (const path of paths) {
            signal?.throwIfAborted();
            quick.push(readAnswer(path, await hashOneFile({ path, algorithms })));
        }
        return quick;
    }
    const results = [];
    const queue = paths.entries();
    const workers = [];
    const drain = async () => {
        const worker = startWorker();
        workers.push(worker);
        for (const [index, path] of queue) {
            signal?.throwIfAborted();
            results[index] = readAnswer(path, await ask(worker, { path, algorithms }, signal));
        }
    };
    try {
        const count = Math.min(paths.length, (0,external_node_os_.availableParallelism)(), maxWorkers);
        await Promise.all(Array.from({ length: count }, drain));
    }
    finally {
        await Promise.all(workers.map((worker) => worker.terminate()));
    }
    return results;
}
/** Whether hashing takes less time than starting a worker. */
async function isQuick(paths) {
    let bytes = 0;
    for (const path of paths) {
        // A missing or irregular file is reported when it is read.
        bytes += (await (0,promises_.lstat)(path).catch(() => undefined))?.size ?? 0;
        if (bytes > quickBytes)
            return false;
    }
    return true;
}
function startWorker() {
    return new external_node_worker_threads_.Worker(workerProgram, { eval: true, env: {} });
}
function ask(worker, request, signal) {
    return new Promise((resolve, reject) => {
        const settle = (act) => {
            worker.off('message', answer).off('error', fail).off('exit', end);
            signal?.removeEventListener('abort', abort);
            act();
        };
        const answer = (message) => settle(() => resolve(message));
        const fail = (cause) => settle(() => reject(cause));
        const end = () => fail(new Error('the hash worker exited early'));
        const abort = () => fail(signal?.reason);
        worker.on('message', answer).on('error', fail).on('exit', end);
        signal?.addEventListener('abort', abort, { once: true });
        worker.postMessage(request);
    });
}
function readAnswer(path, answer) {
    const shown = (0,neutralize/* neutralizeLine */.a0)(path, 300);
    switch (answer.kind) {
        case 'hashed': {
            const { sha256 = '' } = answer.digests;
            return { path, size: answer.size, sha256, digests: answer.digests };
        }
        case 'not-a-file':
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_FILE_UNREADABLE, {
                message: `"${shown}" is not a regular file (${answer.what}).`,
            });
        case 'changed':
            throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_FILE_UNREADABLE, {
                message: `"${shown}" changed while it was being read.`,
                hint: 'Another process is writing to this folder. Hash the files after they are complete.',
            });
        case 'failed':
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_FILE_UNREADABLE, {
                message: `"${shown}" cannot be read: ${answer.reason}.`,
            });
    }
}

// EXTERNAL MODULE: ./packages/core/src/text/count.ts
var count = __nccwpck_require__(542);
;// CONCATENATED MODULE: ./packages/core/src/text/format-size.ts
const units = ['kB', 'MB', 'GB', 'TB'];
/** `178 B`, `2.5 kB`, `48.1 MB`: decimal, with a blank that does not break. */
function formatSize(bytes) {
    if (bytes < 1_000)
        return `${bytes}\u00A0B`;
    let value = bytes / 1_000;
    let unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
        value /= 1_000;
        unit += 1;
    }
    return `${value.toFixed(1)}\u00A0${units[unit]}`;
}

// EXTERNAL MODULE: ./packages/github/src/artifacts/fetch-artifact.ts + 7 modules
var fetch_artifact = __nccwpck_require__(8847);
;// CONCATENATED MODULE: ./actions/checksums/src/algorithms.ts


const algorithms_forms = new Map([
    ['sha256', { algorithm: 'sha256', fileName: 'SHA256SUMS' }],
    ['sha512', { algorithm: 'sha512', fileName: 'SHA512SUMS' }],
    ['blake2b', { algorithm: 'blake2b512', fileName: 'B2SUMS' }],
]);
/** Every form that there is. */
const manifestForms = [...algorithms_forms.values()];
/** Reads the input `algorithm`; words may stand on one line. SHA-256 is always there. @throws InputError E_INPUT_INVALID */
function readAlgorithms(lines) {
    const chosen = new Set();
    for (const word of [
        'sha256',
        ...lines.flatMap((line) => line.split(/[\s,]+/)).filter((each) => each !== ''),
    ]) {
        const form = algorithms_forms.get(word.toLowerCase());
        if (form === undefined) {
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
                message: `Input "algorithm" names "${word}"; expected ${[...algorithms_forms.keys()].join(', ')}.`,
            });
        }
        chosen.add(form);
    }
    return [...chosen];
}

// EXTERNAL MODULE: ./actions/checksums/src/companions.ts
var companions = __nccwpck_require__(5513);
;// CONCATENATED MODULE: ./actions/checksums/src/place-entries.ts





/**
 * The entries of a manifest by the names of the files in its folder. `sha256sum dist/*` writes the folder before the name, and
 * `find` writes `./`: where there is no such file in the folder, the part that names the folder itself is left out.
 * @param base the folder as it was given, relative to the workspace
 * @param directory the same as an absolute path
 * @throws InputError E_MANIFEST_INVALID for a file that is listed in two spellings
 */
async function placeEntries(entries, base, directory) {
    const prefix = `${external_node_path_.posix.normalize(base.replaceAll('\\', '/')).replace(/\/$/, '')}/`;
    const place = async ({ name, digest }) => {
        const plain = external_node_path_.posix.normalize(name);
        if (!plain.startsWith(prefix) || (await exists((0,external_node_path_.join)(directory, plain))))
            return { name: plain, digest };
        return { name: plain.slice(prefix.length), digest };
    };
    const placed = await Promise.all(entries.map(place));
    const names = new Set();
    for (const { name } of placed) {
        // Of two lines about one file, the other one would be believed by another program.
        if (names.has(name)) {
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_MANIFEST_INVALID, {
                message: `The manifest lists "${(0,neutralize/* neutralizeLine */.a0)(name, 200)}" twice, in two spellings.`,
            });
        }
        names.add(name);
    }
    return placed;
}
async function exists(path) {
    return (await (0,promises_.lstat)(path).catch(() => undefined)) !== undefined;
}

;// CONCATENATED MODULE: ./actions/checksums/src/verify-checksums.ts






/**
 * Holds the files on disk against manifests, both ways: each manifest has to list every file that another lists or that is
 * present, with its digest.
 * @param present names on disk that have to be in the manifests
 * @param hash hashes files by their names, in the algorithms of the manifests
 * @returns the listed files, in the order of the first manifest
 * @throws IntegrityError E_FILES_DIFFER naming every file that is missing, different, not listed or behind a link
 */
async function verifyChecksums(listings, present, baseDirectory, hash) {
    const findings = [];
    const there = [];
    const listed = new Set(listings.flatMap(({ entries }) => entries.map(({ name }) => name)));
    for (const name of listed) {
        const problem = await findProblem(baseDirectory, name);
        if (problem === undefined)
            there.push(name);
        else
            findings.push(`${problem}: ${(0,neutralize/* neutralizeLine */.a0)(name, 200)}`);
    }
    const files = await hash(there);
    for (const listing of listings)
        findings.push(...compareListing(listing, files, [...listed, ...present]));
    if (findings.length > 0) {
        throw new action_error/* IntegrityError */.cs(core_errors/* coreErrors */.F.E_FILES_DIFFER, {
            message: `The files do not match the manifest: ${findings.join('; ')}.`,
            hint: 'Do not publish them. Build again, and verify against the manifest of that build.',
        });
    }
    return files;
}
function compareListing({ manifest, form, entries }, files, expected) {
    const digests = new Map(entries.map(({ name, digest }) => [name, digest]));
    const findings = [];
    for (const { name, digests: found } of files) {
        const digest = digests.get(name);
        if (digest !== undefined && digest !== found[form.algorithm]) {
            findings.push(`different: ${(0,neutralize/* neutralizeLine */.a0)(name, 200)} (${manifest} lists ${digest}, found ${found[form.algorithm]})`);
        }
    }
    for (const name of new Set(expected)) {
        if (!digests.has(name))
            findings.push(`not listed in ${manifest}: ${(0,neutralize/* neutralizeLine */.a0)(name, 200)}`);
    }
    return findings;
}
async function findProblem(baseDirectory, name) {
    const link = await findLink(baseDirectory, name);
    if (link !== undefined)
        return link === name ? 'a symbolic link' : 'inside a linked folder';
    const entry = await (0,promises_.lstat)((0,external_node_path_.join)(baseDirectory, name)).catch(() => undefined);
    if (entry === undefined)
        return 'missing';
    return entry.isFile() ? undefined : 'not a regular file';
}

;// CONCATENATED MODULE: ./actions/checksums/src/run.ts

















/** Writes or verifies the checksums of a set of files. */
async function runChecksums(context) {
    const { inputs, job } = context;
    const baseDirectory = (0,external_node_path_.resolve)(job.workspace, inputs['base-dir']);
    if (inputs.sign && inputs.mode !== 'write') {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: `Input "sign" is "true" and "mode" is "${inputs.mode}". Only a manifest that this step writes can be signed.`,
        });
    }
    if (inputs.mode === 'collect') {
        // It knows the names of distributions, which no other mode reads.
        const { collectLists } = await __nccwpck_require__.e(/* import() */ 444).then(__nccwpck_require__.bind(__nccwpck_require__, 8444));
        return collectLists(context);
    }
    if (inputs.expected.length > 0) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: `Input "expected" is for "mode: collect", and "mode" is "${inputs.mode}".`,
        });
    }
    const forms = readAlgorithms(inputs.algorithm);
    for (const name of inputs['artifact-name'])
        await (0,fetch_artifact/* fetchArtifact */.t)(context, { name, directory: baseDirectory, promised: promisedFiles(context) });
    const files = await (inputs.mode === 'write' ? writeManifests : verifyManifests)(context, baseDirectory, forms);
    const manifest = (0,external_node_path_.join)(baseDirectory, inputs.manifest);
    handOn(context, manifest, files);
    if (!inputs.sign)
        return;
    await refuseLink(baseDirectory, `${inputs.manifest}${companions/* bundleEnding */.qd}`);
    // Most of the bundle, which a manifest without a signature does not load.
    const { signManifest } = await Promise.all(/* import() */[__nccwpck_require__.e(142), __nccwpck_require__.e(340)]).then(__nccwpck_require__.bind(__nccwpck_require__, 5340));
    const bundle = await signManifest(context, manifest);
    context.setOutput('bundle', (0,external_node_path_.relative)(job.workspace, bundle).replaceAll('\\', '/'));
}
/** What earlier jobs listed; undefined if nobody did. */
const promisedFiles = ({ inputs }) => inputs.digests.length === 0 ? undefined : (0,parse_file_list/* joinFileLists */.gn)(inputs.digests);
async function writeManifests(context, baseDirectory, forms) {
    const { inputs, log } = context;
    if (inputs.files.length === 0) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_MISSING, {
            message: 'Input "files" is empty, so there are no checksums to write.',
        });
    }
    const names = (0,companions/* leaveOutCompanions */.pT)(await listFiles(context, baseDirectory), promisedFiles(context));
    const files = await hashNamed(names, baseDirectory, forms, context);
    const found = toFileList(files);
    const promised = promisedFiles(context);
    if (promised !== undefined)
        (0,parse_file_list/* compareFileList */.mn)(promised, found);
    for (const form of forms) {
        const name = nameManifest(inputs.manifest, form);
        await refuseLink(baseDirectory, name);
        await (0,promises_.writeFile)((0,external_node_path_.join)(baseDirectory, name), renderManifest(toEntries(files, form)));
        log.info(`${name}: ${files.length} files`);
    }
    return found;
}
async function verifyManifests(context, baseDirectory, forms) {
    const { inputs, log } = context;
    const listings = [];
    for (const form of forms) {
        const manifest = nameManifest(inputs.manifest, form);
        await refuseLink(baseDirectory, manifest);
        const text = await readManifest((0,external_node_path_.join)(baseDirectory, manifest));
        const entries = parseManifest(text, form.algorithm);
        listings.push({
            manifest,
            form,
            entries: await placeEntries(entries, inputs['base-dir'], baseDirectory),
        });
    }
    const present = inputs.files.length === 0 ? [] : await listFiles(context, baseDirectory);
    const files = await verifyChecksums(listings, present, baseDirectory, (names) => hashNamed(names, baseDirectory, forms, context));
    const found = toFileList(files);
    const promised = promisedFiles(context);
    if (promised !== undefined)
        (0,parse_file_list/* compareFileList */.mn)(promised, found);
    for (const { manifest } of listings)
        log.info(`${manifest}: ${files.length} files match`);
    return found;
}
/**
 * The files that match the patterns. A manifest of an earlier run is never part of the release, even if a pattern matches it, and
 * neither is a signature, which may be one of the manifest.
 */
async function listFiles({ inputs }, baseDirectory) {
    const manifests = new Set(manifestForms.map((form) => nameManifest(inputs.manifest, form)));
    return (await expandGlobs(inputs.files, baseDirectory)).filter((name) => !manifests.has(name) && !(0,companions/* isSignature */.hi)(name));
}
function nameManifest(manifest, { algorithm, fileName }) {
    const path = manifest.replaceAll('\\', '/');
    return algorithm === 'sha256' ? external_node_path_.posix.normalize(path) : external_node_path_.posix.join((0,external_node_path_.dirname)(path), fileName);
}
/** A manifest behind a link would be read, or written over, somewhere else. */
async function refuseLink(baseDirectory, name) {
    const link = await findLink(baseDirectory, name);
    if (link === undefined)
        return;
    throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_FILE_UNREADABLE, {
        message: `"${(0,neutralize/* neutralizeLine */.a0)(link, 200)}" is a symbolic link. The manifest "${(0,neutralize/* neutralizeLine */.a0)(name, 200)}" is not read through links.`,
    });
}
async function readManifest(path) {
    try {
        return await (0,promises_.readFile)(path, 'utf8');
    }
    catch (cause) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_FILES_MISSING, {
            message: `The manifest "${path}" does not exist.`,
            cause,
        });
    }
}
async function hashNamed(names, baseDirectory, forms, { signal }) {
    const paths = names.map((name) => (0,external_node_path_.join)(baseDirectory, name));
    const hashed = await hashFiles(paths, { algorithms: forms.map(({ algorithm }) => algorithm), signal });
    return hashed.map((file, index) => ({ ...file, name: names[index] ?? '' }));
}
function toEntries(files, { algorithm }) {
    return files.map(({ name, digests }) => ({ name, digest: digests[algorithm] ?? '' }));
}
function toFileList(files) {
    const list = files
        .map(({ name, sha256, size }) => ({ name: (0,external_node_path_.basename)(name), sha256, size, kind: (0,parse_file_list/* kindOfFile */.yK)(name) }))
        .sort((left, right) => (left.name < right.name ? -1 : 1));
    const twice = list.find(({ name }, index) => list[index + 1]?.name === name);
    if (twice !== undefined) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: `Two files are named "${twice.name}". A release cannot contain both.`,
            hint: 'Rename one of them, or exclude it with "!pattern".',
        });
    }
    return list;
}
function handOn({ setOutput, summary, inputs, job }, manifestPath, files) {
    setOutput('manifest', (0,external_node_path_.relative)(job.workspace, manifestPath).replaceAll('\\', '/'));
    setOutput('files', (0,parse_file_list/* renderFileList */.zW)(files));
    const isNew = inputs.mode === 'write';
    const listed = (0,count/* count */.U)(files.length, 'file');
    summary.setTitle(isNew ? `Wrote ${inputs.manifest} for ${listed}` : `Verified ${listed} against ${inputs.manifest}`);
    summary.addTable(['File', 'Size', 'Result'], files.map(({ name, size }) => [name, formatSize(size), isNew ? 'listed' : '✓ matches']), [1]);
}


/***/ }),

/***/ 5336:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Hi: () => (/* binding */ RemoteError),
/* harmony export */   cs: () => (/* binding */ IntegrityError),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   eG: () => (/* binding */ EnvironmentError),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/**
 * A failure of a known kind. `message` says what happened and the value seen, `hint` what to change, and `cause` is always kept.
 */
class ActionError extends Error {
    /** `E_…`, with an entry of its own in `docs/errors.md`. */
    code;
    kind;
    blame;
    hint;
    constructor(kind, blame, options = {}) {
        super(options.message ?? kind.message, options.cause === undefined ? {} : { cause: options.cause });
        this.name = new.target.name;
        this.code = kind.code;
        this.kind = kind;
        this.blame = blame;
        this.hint = options.hint ?? kind.hint;
    }
}
/** The caller supplied something invalid: an input, a project file, a tag. */
class InputError extends ActionError {
    constructor(kind, options = {}) {
        super(kind, 'input', options);
    }
}
/** The machine or the job lacks something: a tool, a permission, a token. */
class EnvironmentError extends ActionError {
    constructor(kind, options = {}) {
        super(kind, 'environment', options);
    }
}
/** A service rejected a request, stalled, or returned a response that differs from its documentation. */
class RemoteError extends ActionError {
    status;
    url;
    requestId;
    retryable;
    retryAfterMs;
    constructor(kind, options = {}) {
        super(kind, 'remote', options);
        this.status = options.status;
        this.url = options.url;
        this.requestId = options.requestId;
        this.retryable = options.retryable ?? false;
        this.retryAfterMs = options.retryAfterMs;
    }
}
/** Bytes differ from the promised bytes. Never retried, never overridden. */
class IntegrityError extends ActionError {
    constructor(kind, options = {}) {
        super(kind, 'integrity', options);
    }
}


/***/ }),

/***/ 1040:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ coreErrors)
/* harmony export */ });
/* harmony import */ var _define_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(700);

/** Errors of inputs, programs, files and HTTP, which every package may raise. */
const coreErrors = (0,_define_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_DIGEST_MISMATCH: {
        message: 'A file does not have the expected digest.',
        hint: 'Do not publish it. Build again and compare.',
    },
    E_EXEC_FAILED: {
        message: 'A program failed.',
        hint: 'See its output above for the cause.',
    },
    E_FILES_DIFFER: {
        message: 'The files do not match the expected list.',
        hint: 'Pass the "files" output of the job that built them, and nothing else.',
    },
    E_FILES_MISSING: {
        message: 'No files matched.',
        hint: 'Check the pattern and the folder, and that an earlier step created the files.',
    },
    E_FILE_SYSTEM: {
        message: 'The machine failed to read or write a file.',
        hint: 'Check the disk space, permissions and limits of this machine, then re-run the job.',
    },
    E_FILE_UNREADABLE: {
        message: 'A file cannot be read.',
        hint: 'Check the path. Links, folders, pipes and devices are not read.',
    },
    E_HTTP_BODY_TOO_LARGE: {
        message: 'The response was larger than allowed.',
        hint: 'Check the address. A different service may be answering.',
    },
    E_HTTP_DEADLINE: {
        message: 'A service did not respond in time.',
        hint: 'Re-run the job. Completed steps are detected and skipped.',
    },
    E_HTTP_MALFORMED: {
        message: 'A service sent a response that is not in the documented form.',
        hint: 'A proxy or an outage page may be in the way. Re-run the job later.',
    },
    E_HTTP_NETWORK: {
        message: 'A service could not be reached.',
        hint: 'Check the network, the proxy settings and the status page of the service, then re-run the job.',
    },
    E_HTTP_REDIRECT: {
        message: 'The server redirected to a location that Slipway does not follow.',
        hint: 'Use the final address.',
    },
    E_HTTP_STATUS: {
        message: 'A service rejected a request.',
        hint: 'The response of the service is quoted above.',
    },
    E_INPUT_INVALID: {
        message: 'An input has an invalid value.',
        hint: 'Compare the input with the table in the README of the action.',
    },
    E_INPUT_MISSING: {
        message: 'A required input is empty.',
        hint: 'Set the input in the "with:" block of the step.',
    },
    E_INPUT_UNKNOWN: {
        message: 'Unknown input.',
        hint: 'Check the spelling against the README of the action.',
    },
    E_INTERRUPTED: {
        message: 'The job was canceled.',
        hint: 'Re-run the job. Completed steps are detected and skipped.',
    },
    E_MANIFEST_INVALID: {
        message: 'The checksum file is not valid.',
        hint: 'Create it with "sha256sum" or with the "checksums" action.',
    },
    E_NOT_IN_JOB: {
        message: 'The variables of a workflow job are missing or invalid.',
        hint: 'Run the action as a step of a workflow, or in a rehearsal.',
    },
    E_PROXY: {
        message: 'The proxy or certificate settings of this machine are not valid.',
        hint: 'Correct the variable named above.',
    },
    E_TOOL_MISSING: {
        message: 'A required program was not found.',
        hint: 'Install it, or add it to PATH.',
    },
});


/***/ }),

/***/ 700:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ defineErrors)
/* harmony export */ });
/** Declares the failures of one package or action: a row per code, which every error names in its constructor. */
function defineErrors(rows) {
    const kinds = Object.entries(rows).map(([code, texts]) => [code, { code, ...texts }]);
    return Object.fromEntries(kinds);
}


/***/ }),

/***/ 142:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ describeFileSystemError)
/* harmony export */ });
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2430);
/* harmony import */ var _action_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5336);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1040);



/** What the machine lacks, by the errno(3) codes that report it, and what to do about it. */
const reasons = {
    ENOSPC: ['the disk is full', 'Free disk space or use a runner with a larger disk, then re-run the job.'],
    EDQUOT: ['the disk quota is used up', 'Free disk space or raise the quota, then re-run the job.'],
    EFBIG: ['the file would be larger than this machine allows', 'Raise the limit on file sizes (ulimit -f).'],
    EROFS: ['the file system is read-only', 'Choose a folder that can be written to.'],
    EACCES: ['permission denied', 'Give the user of the job access to the file and its folder.'],
    EPERM: ['operation not permitted', 'Give the user of the job access to the file and its folder.'],
    EMFILE: ['too many open files', 'Raise the limit on open files (ulimit -n), then re-run the job.'],
    ENFILE: ['too many open files on this machine', 'Re-run the job on a machine with less load.'],
    ENAMETOOLONG: ['the path is too long', 'Use a workspace with a shorter path.'],
    EIO: ['the disk failed', 'Re-run the job on a different machine.'],
    ESTALE: ['the network file system lost the file', 'Re-run the job.'],
};
/** System calls on files, as Node names them; sockets and programs have errors of their own. */
const fileCalls = /^(?:access|append|chmod|chown|close|copyfile|cp|f?stat|f?truncate|fdatasync|fsync|futime|link|lstat|lutime|mkdir|mkdtemp|open|opendir|read|readlink|realpath|rename|rm|rmdir|scandir|symlink|unlink|utime|write)/;
/**
 * The error for a failure of the file system that the caller's code did not cause: a full disk, a missing permission, too many
 * open files. Undefined for anything else.
 */
function describeFileSystemError(failure) {
    if (!(failure instanceof Error))
        return undefined;
    const { code = '', syscall = '', path } = failure;
    const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
    if (reason === undefined || !fileCalls.test(syscall))
        return undefined;
    const [what, hint] = reason;
    const where = path === undefined ? '' : ` of "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .neutralizeLine */ .a0)(path, 400)}"`;
    return new _action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .EnvironmentError */ .eG(_core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .coreErrors */ .F.E_FILE_SYSTEM, {
        message: `${syscall}${where} failed: ${what} (${code}).`,
        hint,
        cause: failure,
    });
}


/***/ }),

/***/ 4630:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   gn: () => (/* binding */ joinFileLists),
/* harmony export */   i$: () => (/* binding */ parseFileList),
/* harmony export */   mn: () => (/* binding */ compareFileList),
/* harmony export */   yK: () => (/* binding */ kindOfFile),
/* harmony export */   zW: () => (/* binding */ renderFileList)
/* harmony export */ });
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5336);
/* harmony import */ var _errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1040);
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2430);



const kinds = new Set(['wheel', 'sdist', 'other']);
function compareNames(left, right) {
    return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
function isFileEntry(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const { name, sha256, size, kind } = value;
    return (typeof name === 'string' &&
        // A name must never be a path, because it is joined to a folder later.
        /^[^/\\\0]+$/.test(name) &&
        name !== '.' &&
        name !== '..' &&
        typeof sha256 === 'string' &&
        /^[0-9a-f]{64}$/.test(sha256) &&
        Number.isSafeInteger(size) &&
        size >= 0 &&
        kinds.has(kind));
}
/**
 * Reads the JSON form of a file list; the result is sorted by name.
 * @param what names the text in an error, e.g. `Input "digests"`
 * @throws InputError E_INPUT_INVALID; an empty or truncated text is never read as an empty list
 */
function parseFileList(json, what = 'The file list') {
    let value;
    try {
        value = JSON.parse(json);
    }
    catch (cause) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_INVALID, {
            message: `${what} is not valid JSON (${json.length} characters): "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(json, 80)}".`,
            hint: 'Pass the "files" output of an action unchanged; GitHub empties an output that contains a secret and truncates one that is too long.',
            cause,
        });
    }
    if (!Array.isArray(value))
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_INVALID, { message: `${what} is not a list of files.` });
    const wrong = value.findIndex((entry) => !isFileEntry(entry));
    if (wrong >= 0) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_INVALID, {
            message: `${what}: entry ${wrong + 1} does not have the form {name, sha256, size, kind}: "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(JSON.stringify(value[wrong]) ?? '', 200)}".`,
        });
    }
    const entries = value
        .map(({ name, sha256, size, kind }) => ({ name, sha256, size, kind }))
        .sort(compareNames);
    const twice = entries.find(({ name }, index) => entries[index + 1]?.name === name);
    if (twice !== undefined) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_INVALID, {
            message: `${what} lists "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(twice.name)}" twice.`,
        });
    }
    return entries;
}
/**
 * Joins the lists of several jobs; the result is sorted by name.
 * @throws InputError E_INPUT_INVALID for a name that two lists contain, even with the same digest: only one job may build a file
 */
function joinFileLists(lists, what = 'The file lists') {
    const joined = lists.flat().sort(compareNames);
    const twice = joined.filter(({ name }, index) => joined[index + 1]?.name === name).map(({ name }) => name);
    if (twice.length > 0) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_INVALID, {
            message: `${what}: several jobs list ${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)([...new Set(twice)].slice(0, 10).join(', '), 500)}.`,
            hint: 'Each file must come from exactly one job. Check that the jobs build different wheels, and pass each list once.',
        });
    }
    return joined;
}
/** The JSON form: one line, keys in a fixed order, sorted by name. */
function renderFileList(files) {
    return JSON.stringify([...files].sort(compareNames).map(({ name, sha256, size, kind }) => ({ name, sha256, size, kind })));
}
/**
 * Compares the files found with the files promised.
 * @throws IntegrityError E_FILES_DIFFER naming every missing, unexpected and different file
 */
function compareFileList(promised, found) {
    const findings = [];
    const byName = new Map(found.map((file) => [file.name, file]));
    for (const { name, sha256, size } of promised) {
        const other = byName.get(name);
        byName.delete(name);
        if (other === undefined)
            findings.push(`missing: ${name}`);
        else if (other.sha256 !== sha256)
            findings.push(`different: ${name} (expected sha256 ${sha256}, found ${other.sha256})`);
        else if (other.size !== size)
            findings.push(`different: ${name} (expected ${size} bytes, found ${other.size})`);
    }
    for (const name of byName.keys())
        findings.push(`unexpected: ${name}`);
    if (findings.length > 0) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .IntegrityError */ .cs(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_FILES_DIFFER, {
            message: `The files do not match the list: ${findings.map((text) => (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(text)).join('; ')}.`,
        });
    }
}
/** The kind of a file with this name (PEP 427, PEP 625). */
function kindOfFile(name) {
    if (name.endsWith('.whl'))
        return 'wheel';
    return name.endsWith('.tar.gz') ? 'sdist' : 'other';
}


/***/ }),

/***/ 7276:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ko: () => (/* binding */ readInputs),
/* harmony export */   Q1: () => (/* binding */ listSecretInputs),
/* harmony export */   _: () => (/* binding */ readInputText),
/* harmony export */   pf: () => (/* binding */ defineInputs)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(235);
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5336);
/* harmony import */ var _errors_core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1040);
/* harmony import */ var _inputs_find_nearest_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4111);
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2430);







/** Keeps the exact type of a schema. */
function defineInputs(schema) {
    return schema;
}
/** The text of one input, trimmed. An empty one has the default, unless it may be empty and the workflow has set it so. */
function readInputText(name, { default: fallback = '', mayBeEmpty }) {
    const isSet = process.env[`INPUT_${name.toUpperCase()}`] !== undefined;
    return (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4)(name) || (mayBeEmpty === true && isSet ? '' : fallback);
}
/** The secrets among the inputs, so that they can be masked before any of them can be in a message. */
function listSecretInputs(schema) {
    return Object.entries(schema)
        .filter(([, { kind }]) => kind === 'secret')
        .map(([name, definition]) => readInputText(name, definition))
        .filter((value) => value !== '');
}
/**
 * Reads every input of a schema from the variables of this process.
 * @throws InputError E_INPUT_UNKNOWN for a variable that belongs to no input, E_INPUT_MISSING, E_INPUT_INVALID
 */
function readInputs(schema) {
    refuseUnknownInputs(schema);
    const values = {};
    for (const [name, definition] of Object.entries(schema)) {
        const text = readInputText(name, definition);
        if (text === '' && definition.required) {
            throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .coreErrors */ .F.E_INPUT_MISSING, { message: `Input "${name}" is required but empty.` });
        }
        values[name] = definition.parse(text, name);
    }
    return values;
}
// `getInput` reads what it is asked for: without this, a misspelled input would silently be its default.
function refuseUnknownInputs(schema) {
    const names = Object.keys(schema);
    const known = new Set(names.map((name) => `INPUT_${name.toUpperCase()}`));
    for (const variable of Object.keys(process.env)
        .filter((name) => name.startsWith('INPUT_') && !known.has(name))
        .sort()) {
        const given = variable.slice('INPUT_'.length).toLowerCase();
        const nearest = (0,_inputs_find_nearest_js__WEBPACK_IMPORTED_MODULE_3__/* .findNearest */ .q)(given, names);
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .coreErrors */ .F.E_INPUT_UNKNOWN, {
            message: `Unknown input "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_4__/* .neutralizeLine */ .a0)(given, 100)}".`,
            hint: nearest === undefined ? `Valid inputs: ${names.join(', ')}.` : `Did you mean "${nearest}"?`,
        });
    }
}


/***/ }),

/***/ 4111:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ findNearest)
/* harmony export */ });
/** Edit distance (insertions, deletions, replacements), abandoned beyond `limit`. */
function measureDistance(left, right, limit) {
    if (Math.abs(left.length - right.length) > limit)
        return limit + 1;
    let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
    for (const [row, character] of [...left].entries()) {
        const current = [row + 1];
        for (let column = 0; column < right.length; column += 1) {
            const replaced = (previous[column] ?? 0) + (character === right[column] ? 0 : 1);
            current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
        }
        previous = current;
    }
    return previous[right.length] ?? limit + 1;
}
/** The known word that `word` most likely stands for; undefined if none is similar. */
function findNearest(word, known) {
    const wanted = word.toLowerCase().replaceAll('_', '-').slice(0, 100);
    // Two swapped letters count as two replacements.
    const limit = Math.max(wanted.length > 2 ? 2 : 1, Math.floor(wanted.length / 3));
    let nearest;
    for (const candidate of known) {
        const distance = measureDistance(wanted, candidate.toLowerCase(), limit);
        if (distance <= limit && distance < (nearest?.distance ?? limit + 1))
            nearest = { word: candidate, distance };
    }
    return nearest?.word;
}


/***/ }),

/***/ 2712:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   UF: () => (/* binding */ joinMarkdown),
/* harmony export */   _: () => (/* binding */ renderInline),
/* harmony export */   uM: () => (/* binding */ linkTo)
/* harmony export */ });
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2430);

/** Characters that end a link, a cell or a line of Markdown, and that WHATWG URL does not escape. */
const breaksLink = /[()<>|\\`[\]"']/g;
function encodeCharacter(character) {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
/** A link with untrusted text; only the text if the URL is not `http` or `https`. */
function linkTo(text, address) {
    const label = (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text);
    const url = URL.parse(address);
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
        return { markdown: label, text };
    const target = url.href.replace(breaksLink, encodeCharacter);
    return { markdown: `[${label}](${target})`, text: `${text} (${url.href})` };
}
/** A digest or another text of letters, digits and `:._/@-` as code; any other text is only text. */
const codeOf = (text) => /^[\w:./@-]+$/.test(text) ? { markdown: `\`${text}\``, text } : { markdown: (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text), text };
/** Concatenates texts and links. */
function joinMarkdown(...parts) {
    return {
        markdown: parts.map((part) => (typeof part === 'string' ? escapePart(part) : part.markdown)).join(''),
        text: parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
    };
}
/** `escapeMarkdown` trims its input, but blanks between the parts matter. */
function escapePart(part) {
    const words = part.trim();
    const before = part.trimStart() === part ? '' : ' ';
    const after = words === '' || part.trimEnd() === part ? '' : ' ';
    return before + (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(words) + after;
}
/** Inline Markdown of either kind. */
function renderInline(text) {
    return typeof text === 'string' ? (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text) : text.markdown;
}


/***/ }),

/***/ 2430:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   a0: () => (/* binding */ neutralizeLine)
/* harmony export */ });
/* unused harmony exports cutText, replaceInvisible, codeSpan */
// Everything that a terminal or a log viewer interprets instead of showing: C0 and C1 controls, bidirectional overrides and
// isolates (Unicode UAX #9), zero-width characters, line and paragraph separators, and the byte order mark. A zero-width
// non-joiner at a place where the code below inserts one is kept, so that a normalized text is not changed again.
const invisible = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
/(?!(?<=:|##)\u200C)[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ECMA-48 sequences begin with ESC
const escapeSequence = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/gu;
const defaultLineLength = 2048;
const cutMark = '… (cut)';
/** Cuts a text to at most `longest` UTF-16 units, never inside a surrogate pair, and marks the cut. */
function cutText(text, longest) {
    if (text.length <= longest)
        return text;
    const end = Math.max(0, longest - cutMark.length);
    const last = text.charCodeAt(end - 1);
    return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}${cutMark}`;
}
/** A line of a file or a diff as it can be shown in a code block: what is not visible is U+FFFD, and spaces stay. */
const replaceInvisible = (line) => line.replace(escapeSequence, '').replace(/\t/g, ' ').replace(invisible, '\uFFFD');
/**
 * Untrusted text as one harmless line: nothing in it ends a line, moves a cursor, hides text, or is read as a workflow command
 * (`::name::` at the start of a line, `##[name]` anywhere).
 * @param longest maximum length of the result in UTF-16 units
 */
function neutralizeLine(text, longest = defaultLineLength) {
    // Text far beyond the cut does not have to be scanned.
    const part = text.length > longest * 4 ? text.slice(0, longest * 4) : text;
    const shown = part
        .replace(escapeSequence, '')
        .replace(/\r\n|[\r\n\u2028\u2029]/g, ' ')
        .replace(/\t/g, ' ')
        .replace(invisible, '\uFFFD')
        .replace(/:(?=:)/g, ':\u200C')
        .replaceAll('##[', '##\u200C[');
    return cutText(shown.trim(), longest);
}
// CommonMark, "ASCII punctuation": each may be escaped by a backslash; these have a meaning inside a line or a table cell.
const markdownSpecial = /[\\`*_{}[\]<>()#+!|~&$-]/g;
// A URL that GitHub would link (GFM 0.29 §6.9). It is shown as code, so that you can copy the exact URL.
const bareAddress = /((?:https?|ftp):\/\/[^\s<>`{}]+|\bwww\.[^\s<>`{}]+)/i;
/** Untrusted text as plain text inside a line of GitHub's Markdown: no markup, no link, no mention, no reference. */
function escapeMarkdown(text) {
    return neutralizeLine(text)
        .split(bareAddress)
        .map((part, index) => (index % 2 === 1 ? codeSpan(part) : escapeWords(part)))
        .join('');
}
function escapeWords(text) {
    return (text
        .replace(markdownSpecial, '\\$&')
        // A zero-width non-joiner breaks mentions and issue numbers, and is invisible.
        .replace(/@(?=[\w-])/g, '@\u200C')
        .replace(/\\#(?=\d)/g, '\\#\u200C')
        // The hyphen is already escaped.
        .replace(/\bGH\\-(?=\d)/gi, 'GH\u200C\\-'));
}
/** Untrusted text as plain text inside an HTML element of GitHub's Markdown, where a backslash escapes nothing. */
function escapeHtml(text) {
    return neutralizeLine(text)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replace(/@(?=[\w-])/g, '@\u200C')
        .replace(/#(?=\d)/g, '#\u200C');
}
/** Untrusted text as inline code; pipes are escaped so that it can be in a table cell. */
function codeSpan(text) {
    const shown = neutralizeLine(text);
    if (shown === '')
        return '';
    // CommonMark §6.1: the fence is longer than any run of backticks inside.
    const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    const padding = /^`|`$/.test(shown) ? ' ' : '';
    return `${fence}${padding}${shown.replaceAll('|', '\\|')}${padding}${fence}`;
}


/***/ }),

/***/ 796:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ redactUrl),
/* harmony export */   R: () => (/* binding */ redactText)
/* harmony export */ });
const mask = '***';
// GitHub's and PyPI's token formats.
const tokenText = /(?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|pypi-[A-Za-z0-9_-]{16,})/g;
/** Character runs that may contain a JSON Web Token (RFC 7515 §7.1): base64url in parts. Each run is read once. */
const dottedRuns = /[A-Za-z0-9_.-]+/g;
const webTokenStart = /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]/;
const authorization = /\b(basic|bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi;
// RFC 3986, "userinfo": the part of a URL before the host.
const addressCredentials = /(?<=[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,500}@/gi;
/** Masks everything that has the form of a known token. */
function maskTokens(text) {
    return text.replaceAll(dottedRuns, maskWebTokens).replaceAll(tokenText, mask);
}
/** Masks the tokens in one run: a part that begins like a token (`{"` in base64), with the two parts after it. */
function maskWebTokens(run) {
    const parts = run.split('.');
    const shown = [];
    for (let index = 0; index < parts.length; index += 1) {
        const part = parts[index] ?? '';
        const start = (parts[index + 1] ?? '') === '' || index + 2 >= parts.length ? -1 : part.search(webTokenStart);
        shown.push(start < 0 ? part : part.slice(0, start) + mask);
        if (start >= 0)
            index += 2;
    }
    return shown.join('.');
}
/** A URL without user, password, query and fragment, which is safe in a log or an error. */
function redactUrl(url) {
    const parsed = URL.parse(url);
    if (parsed === null)
        return mask;
    const query = parsed.search === '' ? '' : '?…';
    return maskTokens(`${parsed.protocol}//${parsed.host}${parsed.pathname}${query}`);
}
// Masking shorter values would mask ordinary words and hide nothing.
const minSecretLength = 4;
/** The forms in which a secret may occur in a text. A text may be shown line by line, so each line of a secret is a form of its own. */
function* spellSecret(secret) {
    const bytes = Buffer.from(secret);
    yield bytes.toString('base64').replace(/=+$/, '');
    yield bytes.toString('base64url');
    yield JSON.stringify(secret).slice(1, -1);
    // Lone surrogates cannot be percent-encoded.
    const encoded = encodeURIComponent(bytes.toString());
    yield encoded;
    yield encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
    yield encoded.replaceAll('%20', '+');
    for (const line of secret.split(/\r?\n/))
        yield line;
    yield secret;
}
/**
 * Masks every given secret in a text (also in base64, JSON and percent encoding), everything that has the form of a known
 * token, and the user and password in URLs.
 */
function redactText(text, secrets = []) {
    const spellings = new Set();
    for (const secret of secrets) {
        for (const spelling of spellSecret(secret))
            if (spelling.length >= minSecretLength)
                spellings.add(spelling);
    }
    return maskTokens(maskAll(text, spellings))
        .replaceAll(authorization, `$1 ${mask}`)
        .replaceAll(addressCredentials, `${mask}@`);
}
/** Masks everything that a needle covers. All are searched in the original text, because one may overlap or contain another one. */
function maskAll(text, needles) {
    const ranges = [];
    for (const needle of needles) {
        for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1))
            ranges.push([at, at + needle.length]);
    }
    ranges.sort(([left], [right]) => left - right);
    let masked = '';
    let done = 0;
    for (const [start, end] of ranges) {
        if (start >= done)
            masked += text.slice(done, start) + mask;
        done = Math.max(done, end);
    }
    return masked + text.slice(done);
}


/***/ }),

/***/ 5128:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 3 modules
var core = __nccwpck_require__(235);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/core/src/redact.ts
var src_redact = __nccwpck_require__(796);
;// CONCATENATED MODULE: ./packages/core/src/action-log.ts



// The runner would mask every occurrence, ordinary words included.
const minSecretLength = 4;
/**
 * The log of an action, written by `@actions/core`. Every text is untrusted: it is redacted and made one harmless line first,
 * because the library prints a line that begins like a workflow command as it is.
 */
function createActionLog() {
    const secrets = new Set();
    const redact = (text) => (0,src_redact/* redactText */.R)(text, secrets);
    const clean = (text) => (0,neutralize/* neutralizeLine */.a0)(redact(text));
    return {
        debug: (message) => (0,core/* debug */.Yz)(clean(message)),
        info: (message) => {
            for (const line of message.split('\n'))
                (0,core/* info */.pq)(clean(line));
        },
        notice: (message) => (0,core/* notice */.lm)(clean(message)),
        warning: (message) => (0,core/* warning */.$e)(clean(message)),
        error: (message, title) => (0,core/* error */.z3)(message.split('\n').map(clean).join('\n'), { title: clean(title) }),
        detail: (message) => (0,core/* info */.pq)(`  ${clean(message)}`),
        redact,
        async group(name, body) {
            (0,core/* startGroup */.Oh)(clean(name));
            try {
                return await body();
            }
            finally {
                (0,core/* endGroup */.N4)();
            }
        },
        mask(secret) {
            if (secret.length < minSecretLength) {
                if (secret !== '')
                    (0,core/* warning */.$e)(`A secret of ${secret.length} characters is too short to be masked.`);
                return;
            }
            if (secrets.has(secret))
                return;
            secrets.add(secret);
            // The runner masks line by line.
            for (const line of new Set([secret, ...secret.split(/\r?\n/)])) {
                if (line.length >= minSecretLength)
                    (0,core/* setSecret */.Pq)(line);
            }
        },
    };
}

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./packages/core/src/clock.ts

/** The time of the machine. */
const systemClock = {
    now: () => Date.now(),
    async sleep(milliseconds, signal) {
        await (0,promises_namespaceObject.setTimeout)(Math.max(0, milliseconds), undefined, signal === undefined ? {} : { signal });
    },
};

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
;// CONCATENATED MODULE: ./packages/core/src/command-files.ts




/**
 * Adds an output to the file of the runner, immediately and synchronously, so that it survives however the process
 * ends.
 * @throws EnvironmentError E_NOT_IN_JOB if the runner provides no file
 */
function writeOutput(name, value) {
    requireCommandFile('GITHUB_OUTPUT', name);
    (0,core/* setOutput */.uH)(name, value);
}
/** Likewise a value that the step after the job can read. */
function writeState(name, value) {
    requireCommandFile('GITHUB_STATE', name);
    (0,core/* saveState */.LZ)(name, value);
}
// Without the variable, `@actions/core` prints `::set-output` or `::save-state`, which the runner no longer obeys.
function requireCommandFile(variable, name) {
    const path = process.env[variable] ?? '';
    if (path !== '' && (0,external_node_fs_.existsSync)(path))
        return;
    const what = path === '' ? 'is not set' : `is "${path}", which does not exist`;
    throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_NOT_IN_JOB, {
        message: `${variable} ${what}; cannot write "${name}".`,
    });
}

;// CONCATENATED MODULE: ./packages/core/src/http/connect-failure.ts
/** A connection that could not be established: nothing of the request was sent. */
class ConnectFailure extends Error {
    /** Whether a retry may succeed; a proxy that asks for a password or forbids a host gives the same response again. */
    passing;
    /** What to change, if known. */
    hint;
    constructor(message, options = {}) {
        super(message, options.cause === undefined ? {} : { cause: options.cause });
        this.name = 'ConnectFailure';
        this.passing = options.passing ?? true;
        this.hint = options.hint;
    }
}
/** The failed connection among the causes of a failure. */
function findConnectFailure(failure) {
    for (let cause = failure; cause instanceof Error; cause = cause.cause)
        if (cause instanceof ConnectFailure)
            return cause;
    return undefined;
}

;// CONCATENATED MODULE: ./packages/core/src/http/read-response.ts




/** How much of a response an error quotes. */
const excerptLength = 300;
/** Headers in which services return the ID of a request. */
const requestIdHeaders = ['x-github-request-id', 'x-request-id', 'x-served-by', 'x-ms-request-id'];
/** The ID that a service assigned to a request, for its support. */
function readRequestId(headers) {
    return requestIdHeaders.map((name) => headers[name]).find((value) => value !== undefined);
}
/** Reads the body of a response up to a limit, or streams it to `sink`. */
async function readBody(answer, url, maxBytes, sink) {
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
        answer.discard();
        throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
            message: `${(0,src_redact/* redactUrl */.B)(url)} returned the encoding "${(0,neutralize/* neutralizeLine */.a0)(encoding, 40)}", which was not requested.`,
            url: (0,src_redact/* redactUrl */.B)(url),
        });
    }
    const chunks = [];
    let bytes = 0;
    for await (const chunk of answer.body) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) {
            answer.discard();
            throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_BODY_TOO_LARGE, {
                message: `${(0,src_redact/* redactUrl */.B)(url)} returned more than ${maxBytes} bytes.`,
                status: answer.status,
                url: (0,src_redact/* redactUrl */.B)(url),
            });
        }
        if (sink === undefined)
            chunks.push(chunk);
        else
            await sink(chunk);
    }
    return sink === undefined ? Buffer.concat(chunks) : new Uint8Array();
}
/** The response for the caller. */
function createResponse({ status, headers }, url, body) {
    const text = () => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
    return {
        status,
        headers,
        url,
        body,
        text,
        json() {
            try {
                return JSON.parse(text());
            }
            catch (cause) {
                throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
                    message: `${(0,src_redact/* redactUrl */.B)(url)} returned status ${status} with a body that is not JSON: "${excerpt(text())}".`,
                    status,
                    url: (0,src_redact/* redactUrl */.B)(url),
                    requestId: readRequestId(headers),
                    cause,
                });
            }
        },
    };
}
/** How much text is scanned for an excerpt; a token that is cut at its end is not shown. */
const maxLookedAt = 64 * 1024;
/** The beginning of a response, escaped and without tokens. */
function excerpt(text) {
    return (0,neutralize/* neutralizeLine */.a0)((0,src_redact/* redactText */.R)(text.slice(0, maxLookedAt)), excerptLength);
}

;// CONCATENATED MODULE: ./packages/core/src/http/redirects.ts



const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const maxRedirects = 5;
// Headers that authenticate the caller; they are meant only for the origin that they were given for.
const credentialHeaders = new Set([
    'authorization',
    'cookie',
    'proxy-authorization',
    'private-token',
    'x-api-key',
]);
function refuse(from, what) {
    return new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_REDIRECT, {
        message: `${(0,src_redact/* redactUrl */.B)(from)} redirects ${what}. Slipway does not follow this redirect.`,
        url: (0,src_redact/* redactUrl */.B)(from),
    });
}
/**
 * The next step of a redirect; undefined if the response is not a redirect.
 * @param followed how many redirects were followed before
 * @throws RemoteError E_HTTP_REDIRECT if it leaves https, loops, or the request does not follow redirects
 */
function planRedirect(request, current, answer, followed) {
    const mode = request.redirect ?? (request.method === 'GET' || request.method === 'HEAD' ? 'follow' : 'error');
    if (mode === 'manual' || !redirectStatuses.has(answer.status))
        return undefined;
    if (request.acceptedStatuses?.includes(answer.status) === true)
        return undefined;
    const target = URL.parse(answer.headers['location'] ?? '', current.url);
    if (target === null)
        throw refuse(current.url, 'to an invalid address');
    const shown = (0,src_redact/* redactUrl */.B)(target.href);
    if (mode === 'error')
        throw refuse(current.url, `to ${shown}`);
    if (followed >= maxRedirects)
        throw refuse(current.url, `for the ${followed + 1}th time, to ${shown}`);
    const origin = new URL(current.url);
    if (origin.protocol === 'https:' && target.protocol !== 'https:')
        throw refuse(current.url, `from https to ${shown}`);
    if (target.origin === origin.origin)
        return { url: target.href, headers: current.headers };
    const withheld = new Set([
        ...credentialHeaders,
        ...(request.secretHeaders ?? []).map((name) => name.toLowerCase()),
    ]);
    const headers = Object.entries(current.headers).filter(([name]) => !withheld.has(name.toLowerCase()));
    return { url: target.href, headers: Object.fromEntries(headers) };
}

;// CONCATENATED MODULE: ./packages/core/src/http/retry.ts

const firstDelayMs = 500;
const maxDelayMs = 20_000;
// RFC 9110 and RFC 6585: statuses for which the same request may succeed later.
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);
/**
 * Whether GitHub rejected the request because of its rate limits: 403 or 429 with these headers.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function isRateLimited({ status, headers }) {
    if (status === 429)
        return true;
    return status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0');
}
/** Whether to retry after a response. A request that was rejected unread is retried even if it is not idempotent. */
function mayRetryAnswer(head, idempotent) {
    return isRateLimited(head) || (idempotent && passingStatuses.has(head.status));
}
/** Whether a broken exchange may be retried: without a connection, nothing was sent. */
function mayRetryFailure(failure, idempotent) {
    const unconnected = findConnectFailure(failure);
    return unconnected === undefined ? idempotent : unconnected.passing;
}
/**
 * How long the service asks to wait, in milliseconds: `Retry-After` (RFC 9110 §10.2.3) or the reset of GitHub's limit.
 * Undefined if it asks for nothing (zero, a time in the past, neither a number nor a date): the ordinary backoff then applies.
 */
function readRequestedDelayMs(head, nowMs) {
    const delayMs = readRetryAfterMs(head, nowMs) ?? readResetMs(head, nowMs);
    return delayMs !== undefined && delayMs > 0 ? Math.min(delayMs, Number.MAX_SAFE_INTEGER) : undefined;
}
function readRetryAfterMs({ headers }, nowMs) {
    const after = headers['retry-after']?.trim() ?? '';
    if (/^\d+$/.test(after))
        return Number(after) * 1000;
    // `Date.parse` accepts too much: "-5", "5 minutes". RFC 9110 §5.6.7: each form begins with a day of the week, and one has no
    // zone.
    if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(after))
        return undefined;
    const date = Date.parse(/GMT$/.test(after) ? after : `${after} GMT`);
    return Number.isNaN(date) ? undefined : date - nowMs;
}
function readResetMs({ status, headers }, nowMs) {
    const reset = headers['x-ratelimit-reset']?.trim() ?? '';
    const isUsedUp = (status === 403 || status === 429) && headers['x-ratelimit-remaining'] === '0';
    return isUsedUp && /^\d+$/.test(reset) ? Number(reset) * 1000 - nowMs : undefined;
}
/** Exponential backoff with full jitter: a random part of a limit that doubles. `random` returns 0 to 1. */
function chooseDelayMs(attempt, random) {
    return Math.round(random() * Math.min(maxDelayMs, firstDelayMs * 2 ** attempt));
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(7075);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __nccwpck_require__(1692);
;// CONCATENATED MODULE: ./packages/core/src/http/certificates.ts




/**
 * The authorities to trust if the environment names a file of them (`SSL_CERT_FILE`, as OpenSSL, Go and Python read it);
 * undefined if Node's own rules (its list and `NODE_EXTRA_CA_CERTS`) are enough.
 * @throws EnvironmentError E_PROXY for a file that cannot be read, or if verification is disabled
 */
function readTrustedAuthorities(variables) {
    if (variables['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_PROXY, {
            message: 'NODE_TLS_REJECT_UNAUTHORIZED is "0": certificates would not be verified, so tokens could be sent to anyone.',
            hint: 'Unset it, and set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to the certificate of your proxy.',
        });
    }
    const path = variables['SSL_CERT_FILE'];
    if (path === undefined || path === '')
        return undefined;
    // Node read it at startup, which takes a fraction of the time of passing every authority.
    if (path === process.env['NODE_EXTRA_CA_CERTS'])
        return undefined;
    const extra = variables['NODE_EXTRA_CA_CERTS'];
    const files = [path, ...(extra === undefined || extra === '' || extra === path ? [] : [extra])];
    // Node 22.15 knows what it trusts; before, that is its own list and `NODE_EXTRA_CA_CERTS`.
    const { getCACertificates } = external_node_tls_;
    const trusted = getCACertificates?.('default') ?? external_node_tls_.rootCertificates;
    return [...trusted, ...files.map(readPem)];
}
/**
 * Makes every client of this process trust what `readTrustedAuthorities` names, also those with connections of their own. Node
 * 24.5 can do that; before, they only know `NODE_EXTRA_CA_CERTS`.
 * @throws as readTrustedAuthorities
 */
function trustAuthoritiesEverywhere(variables = process.env) {
    const authorities = readTrustedAuthorities(variables);
    if (authorities !== undefined && 'setDefaultCACertificates' in tls)
        tls.setDefaultCACertificates(authorities);
}
function readPem(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, 'utf8');
    }
    catch (cause) {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_PROXY, {
            message: `The certificate file "${path}" cannot be read.`,
            hint: 'Correct or unset SSL_CERT_FILE and NODE_EXTRA_CA_CERTS.',
            cause,
        });
    }
}

// EXTERNAL MODULE: external "node:async_hooks"
var external_node_async_hooks_ = __nccwpck_require__(6698);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(7030);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(7067);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");
;// CONCATENATED MODULE: ./packages/core/src/http/proxy-tunnel.ts




/** RFC 7617: user and password of the proxy's address. */
function readCredentials({ username, password }) {
    if (username === '' && password === '')
        return {};
    const credentials = [username, password].map(decodePart).join(':');
    return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
/** A percent sign that encodes nothing is taken literally, as in curl. */
function decodePart(part) {
    try {
        return decodeURIComponent(part);
    }
    catch {
        return part;
    }
}
/**
 * Opens a connection through an HTTP proxy with CONNECT (RFC 9110 §9.3.6).
 * @param signal ends it at any point
 * @throws ConnectFailure if the proxy rejects the request
 */
function openProxyTunnel(target, proxy, secureContext, signal) {
    const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
    const open = proxy.protocol === 'https:' ? external_node_https_namespaceObject.request : external_node_http_.request;
    return new Promise((resolve, reject) => {
        const request = open({
            method: 'CONNECT',
            host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
            port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : Number(proxy.port),
            path: authority,
            headers: { host: authority, ...readCredentials(proxy) },
            agent: false,
            ...(secureContext === undefined ? {} : { secureContext }),
        });
        const abort = () => void request.destroy(signal.reason instanceof Error ? signal.reason : undefined);
        const settle = (outcome) => {
            signal.removeEventListener('abort', abort);
            outcome();
        };
        request.once('connect', (response, socket, head) => {
            const status = response.statusCode ?? 0;
            if (status < 200 || status > 299) {
                socket.on('error', () => undefined).destroy();
                settle(() => reject(proxy_tunnel_refuse(proxy, authority, status, response.statusMessage ?? '')));
                return;
            }
            if (head.byteLength > 0)
                socket.unshift(head);
            // It belongs to the caller from here on, who may not be listening yet.
            socket.on('error', () => undefined);
            settle(() => resolve(socket));
        });
        request.on('error', (cause) => settle(() => reject(cause)));
        request.once('close', () => settle(() => reject(new Error('the proxy closed the connection'))));
        if (signal.aborted)
            abort();
        else
            signal.addEventListener('abort', abort, { once: true });
        request.end();
    });
}
function proxy_tunnel_refuse(proxy, authority, status, text) {
    const shown = `${proxy.protocol}//${proxy.host}`;
    const message = `the proxy ${shown} rejected CONNECT ${authority} with status ${status}${text === '' ? '' : ` ${(0,neutralize/* neutralizeLine */.a0)(text, 100)}`}`;
    if (status === 407) {
        return new ConnectFailure(message, {
            passing: false,
            hint: 'Add the proxy user and password to HTTPS_PROXY, percent-encoded: http://user:password@host:port.',
        });
    }
    // RFC 9110 §15.5: the same request gets the same response, except after a timeout (408) or a rate limit (429).
    const passing = status < 400 || status > 499 || status === 408 || status === 429;
    return new ConnectFailure(message, {
        passing,
        ...(passing ? {} : { hint: `Allow ${authority} in the proxy, or add the host to NO_PROXY.` }),
    });
}

;// CONCATENATED MODULE: ./packages/core/src/http/connect.ts





/** Maximum time for a connection including name lookup, proxy and TLS. */
const maxConnectMs = 30_000;
// undici makes connections for itself and passes nothing of the exchange to the connector. It does so in the same asynchronous
// context, so the exchange can be found there.
const waiting = new external_node_async_hooks_.AsyncLocalStorage();
/** Runs `send` so that connections made within it end with `wait.signal` and report their steps. */
function whileWaiting(wait, send) {
    return waiting.run(wait, send);
}
/**
 * Makes connections for undici; a time limit and the signal of the exchange apply to every step. undici's own proxy client
 * reconnects endlessly to a proxy that drops connections, and obeys neither limit (nodejs/undici#3897).
 */
function createConnector(settings) {
    return ({ hostname, protocol, port }, callback) => {
        const secure = protocol === 'https:';
        const target = { host: hostname, port: Number(port) || (secure ? 443 : 80), secure };
        const wait = waiting.getStore() ?? { signal: new AbortController().signal, step: undefined };
        connect(target, settings, wait).then((socket) => callback(null, socket), 
        // undici retries by itself for some error codes, but never for an error without a code.
        (cause) => callback(describeFailure(target, wait.step, cause), null));
    };
}
function describeFailure({ host, port }, step, cause) {
    return cause instanceof ConnectFailure
        ? cause
        : new ConnectFailure(`no connection to ${host}:${port}${step === undefined ? '' : ` (${step})`}`, {
            cause,
        });
}
async function connect(target, { secureContext, proxy }, wait) {
    const bound = new AbortController();
    const timer = setTimeout(() => bound.abort(new Error(`did not finish within ${maxConnectMs} ms`)), maxConnectMs);
    const signal = AbortSignal.any([wait.signal, bound.signal]);
    let socket;
    try {
        if (proxy === undefined) {
            wait.step = 'connecting';
            socket = await untilReady((0,external_node_net_.connect)(target), 'connect', signal);
        }
        else {
            wait.step = `connecting through the proxy ${proxy.protocol}//${proxy.host}`;
            socket = await openProxyTunnel(target, proxy, secureContext, signal);
        }
        if (target.secure) {
            wait.step = 'TLS handshake';
            socket = await speakTls(target, socket, secureContext, signal);
        }
        socket.setKeepAlive(true, 60_000).setNoDelay(true);
        wait.step = undefined;
        return socket;
    }
    catch (cause) {
        socket?.destroy();
        throw cause;
    }
    finally {
        clearTimeout(timer);
    }
}
async function speakTls({ host, port }, socket, secureContext, signal) {
    const secured = (0,external_node_tls_.connect)({
        socket,
        // RFC 6066, section 3: an IP address is not a server name.
        ...((0,external_node_net_.isIP)(host) === 0 ? { servername: host } : { host }),
        ALPNProtocols: ['http/1.1'],
        ...(secureContext === undefined ? {} : { secureContext }),
    });
    try {
        return await untilReady(secured, 'secureConnect', signal);
    }
    catch (cause) {
        // Typed as an Error; it is an error code (Node's documentation, "X509 certificate error codes").
        const refused = secured.authorizationError;
        if (typeof refused !== 'string')
            throw cause;
        throw new ConnectFailure(`the certificate of ${host}:${port} is not trusted`, {
            passing: false,
            ...(/ISSUER|SIGNED|SIGNATURE|CHAIN/.test(refused)
                ? { hint: 'Set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to the certificate of its authority.' }
                : {}),
            cause,
        });
    }
}
/** Waits for the event that makes a socket usable; destroys the socket if the signal fires first. */
function untilReady(socket, event, signal) {
    return new Promise((resolve, reject) => {
        const abort = () => void socket.destroy(asError(signal.reason));
        const settle = (outcome) => {
            signal.removeEventListener('abort', abort);
            outcome();
        };
        socket.once(event, () => settle(() => resolve(socket)));
        // Keep this listener: an error without a listener would end the process.
        socket.on('error', (cause) => settle(() => reject(cause)));
        socket.once('close', () => settle(() => reject(new Error('the server closed the connection'))));
        if (signal.aborted)
            abort();
        else
            signal.addEventListener('abort', abort, { once: true });
    });
}
const asError = (reason) => (reason instanceof Error ? reason : new Error(String(reason)));

;// CONCATENATED MODULE: ./packages/core/src/http/proxy.ts



/** A setting of the environment: lower case wins, as in curl. */
function readSetting(variables, name) {
    return variables[name.toLowerCase()] || variables[name] || '';
}
/** A host without the brackets of an IPv6 address and without the dot of a root. */
const plainHost = (host) => host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
/** Host and port of an entry; an address with several colons and no brackets is IPv6 without a port. */
function splitEntry(entry) {
    const [, host, port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
    return { host: plainHost(host ?? entry), port };
}
function isExcepted(url, exceptions) {
    const defaultPort = url.protocol === 'https:' ? '443' : '80';
    const wanted = plainHost(url.hostname);
    return exceptions
        .split(/[\s,]+/)
        .filter((entry) => entry !== '')
        .some((entry) => {
        if (entry === '*')
            return true;
        const { host, port } = splitEntry(entry);
        if (port !== undefined && port !== (url.port || defaultPort))
            return false;
        const suffix = host.replace(/^\*?\./, '');
        return suffix !== '' && (wanted === suffix || wanted.endsWith(`.${suffix}`));
    });
}
/**
 * The proxy for a URL by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (hosts and their subdomains, addresses, a port if given,
 * `*` for all); undefined for a direct connection.
 * @throws EnvironmentError E_PROXY for a setting that is not the URL of an HTTP proxy
 */
function chooseProxy(variables, address) {
    const url = new URL(address);
    const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const setting = readSetting(variables, name);
    if (setting === '' || isExcepted(url, readSetting(variables, 'NO_PROXY')))
        return undefined;
    const proxy = URL.parse(setting);
    if (proxy === null || (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')) {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_PROXY, {
            message: `${name} is "${proxy === null ? '(not an address)' : (0,src_redact/* redactUrl */.B)(setting)}", which is not the address of an HTTP proxy.`,
        });
    }
    return proxy;
}

;// CONCATENATED MODULE: ./packages/core/src/http/transport.ts






// undici has its own timeouts; here the signal of the attempt limits the time, and long uploads are allowed.
const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
/**
 * The transport of a process: proxy by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case, authorities by
 * `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE`.
 * @throws EnvironmentError E_PROXY
 */
async function createTransport(variables) {
    const ca = readTrustedAuthorities(variables);
    // One context for all connections: a context per connection would read every authority again, which takes longer than a
    // handshake.
    const secureContext = ca === undefined ? undefined : (0,external_node_tls_.createSecureContext)({ ca });
    // A large module, loaded at the first request.
    const { Agent, request } = await __nccwpck_require__.e(/* import() */ 752).then(__nccwpck_require__.t.bind(__nccwpck_require__, 6752, 19));
    const agents = new Map();
    const choose = (url) => {
        const proxy = chooseProxy(variables, url);
        const key = proxy?.href ?? '';
        const agent = agents.get(key) ?? new Agent({ connect: createConnector({ secureContext, proxy }), ...timeouts });
        agents.set(key, agent);
        return agent;
    };
    return async ({ method, url, headers, body, signal }) => {
        const size = typeof body === 'object' && 'open' in body ? { 'content-length': String(body.size) } : {};
        const dispatcher = choose(url);
        const answer = await untilAborted(signal, () => request(url, {
            method,
            // Compressed responses would need two limits; the few large ones are streamed anyway.
            headers: { 'accept-encoding': 'identity', ...headers, ...size },
            body: openBody(body),
            dispatcher,
            signal,
        }));
        return {
            status: answer.statusCode,
            headers: joinHeaders(answer.headers),
            body: answer.body,
            discard: () => {
                answer.body.on('error', () => undefined);
                answer.body.destroy();
            },
        };
    };
}
/**
 * Sends, and ends with the signal even before there is a connection, for which undici waits regardless of its signal. A
 * canceled exchange is never written, even if its connection is established later.
 */
async function untilAborted(signal, send) {
    signal.throwIfAborted();
    const wait = { signal, step: undefined };
    let give = () => undefined;
    const aborted = new Promise((_, reject) => {
        give = () => {
            const cause = signal.reason;
            reject(wait.step === undefined
                ? cause
                : new ConnectFailure(`no connection was made (${wait.step})`, { cause }));
        };
        signal.addEventListener('abort', give, { once: true });
    });
    try {
        return await Promise.race([whileWaiting(wait, send), aborted]);
    }
    catch (failure) {
        // undici's own message is omitted.
        throw findConnectFailure(failure) ?? failure;
    }
    finally {
        signal.removeEventListener('abort', give);
    }
}
function openBody(body) {
    if (body === undefined)
        return null;
    return typeof body === 'object' && 'open' in body
        ? external_node_stream_.Readable.from(body.open(), { objectMode: false })
        : body;
}
function joinHeaders(headers) {
    const joined = Object.create(null);
    for (const [name, value] of Object.entries(headers)) {
        if (value !== undefined)
            joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    }
    return joined;
}

;// CONCATENATED MODULE: ./packages/core/src/http.ts









const defaultAttemptTimeoutMs = 60_000;
const defaultDeadlineMs = 300_000;
const defaultResponseBytes = 32 * 1024 * 1024;
const defaultAttempts = 8;
/** An HTTP client that retries idempotent requests until a deadline, and reports precisely why it gave up. */
function createHttp(options) {
    const { log, clock } = options;
    const random = options.random ?? Math.random;
    let transport;
    return {
        async request(request) {
            transport ??= createTransport(options.environment);
            const send = await transport;
            const startedMs = clock.now();
            const { deadlineMs = defaultDeadlineMs, maxAttempts = defaultAttempts } = request;
            for (let attempt = 1;; attempt += 1) {
                const remainingMs = deadlineMs - (clock.now() - startedMs);
                const outcome = await attemptRequest(send, request, options, Math.max(1, remainingMs));
                if (!('error' in outcome))
                    return outcome;
                const delayMs = outcome.delayMs ?? chooseDelayMs(attempt, random);
                const leftMs = deadlineMs - (clock.now() - startedMs) - delayMs;
                if (!outcome.retry || attempt >= maxAttempts)
                    throw outcome.error;
                if (leftMs <= 0)
                    throw exceedDeadline(request, outcome, deadlineMs, delayMs, attempt);
                log.debug(`${outcome.error.message} Retrying in ${delayMs} ms.`);
                await clock.sleep(delayMs, joinSignals(request.signal, options.signal));
            }
        },
    };
}
function joinSignals(...signals) {
    return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}
async function attemptRequest(send, request, options, remainingMs) {
    const cancelled = joinSignals(request.signal, options.signal);
    const timeoutMs = Math.min(request.attemptTimeoutMs ?? defaultAttemptTimeoutMs, remainingMs);
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), timeoutMs);
    const progress = { sunk: false, sinkFailure: undefined };
    try {
        return await followRedirects(send, request, options, joinSignals(cancelled, timeout.signal), progress);
    }
    catch (cause) {
        if (cancelled.aborted)
            throw cancelled.reason;
        if (progress.sinkFailure !== undefined)
            throw progress.sinkFailure.cause;
        if (cause instanceof action_error/* ActionError */.lZ && !(cause instanceof action_error/* RemoteError */.Hi && cause.retryable))
            throw cause;
        const error = cause instanceof action_error/* RemoteError */.Hi ? cause : describeBroken(request, cause, timeout.signal, timeoutMs);
        // Bytes that were written to a sink cannot be taken back.
        const retry = !progress.sunk && mayRetryFailure(cause, isIdempotent(request));
        return { error, retry, delayMs: undefined };
    }
    finally {
        clearTimeout(timer);
    }
}
async function followRedirects(send, request, options, signal, progress) {
    let step = {
        url: request.url,
        headers: { 'user-agent': options.userAgent, ...request.headers },
    };
    for (let followed = 0;; followed += 1) {
        const { method, body } = request;
        const answer = await send({ method, url: step.url, headers: step.headers, body, signal });
        const next = planRedirect(request, step, answer, followed);
        options.log.debug(`${method} ${(0,src_redact/* redactUrl */.B)(step.url)} returned ${answer.status}`);
        if (next !== undefined) {
            answer.discard();
            step = next;
            continue;
        }
        const { status } = answer;
        const good = status >= 200 && status < 300;
        const accepted = good ||
            request.acceptedStatuses?.includes(status) === true ||
            (status < 400 && request.redirect === 'manual');
        const sink = good ? request.sink : undefined;
        const bytes = await readBody(answer, step.url, request.maxResponseBytes ?? defaultResponseBytes, sink === undefined
            ? undefined
            : async (chunk) => {
                progress.sunk = true;
                try {
                    await sink(chunk);
                }
                catch (cause) {
                    progress.sinkFailure = { cause };
                    throw cause;
                }
            });
        const response = createResponse(answer, step.url, bytes);
        return accepted ? response : rejectStatus(request, response, options.clock.now());
    }
}
function rejectStatus(request, response, nowMs) {
    const retry = mayRetryAnswer(response, isIdempotent(request));
    const delayMs = readRequestedDelayMs(response, nowMs);
    const requestId = readRequestId(response.headers);
    const error = new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_STATUS, {
        message: `${label(request)} returned status ${response.status}${requestId === undefined ? '' : ` (request ${(0,neutralize/* neutralizeLine */.a0)(requestId, 80)})`}: "${excerpt(response.text())}".`,
        status: response.status,
        url: (0,src_redact/* redactUrl */.B)(request.url),
        requestId,
        retryable: retry,
        retryAfterMs: delayMs,
    });
    return { error, retry, delayMs };
}
function exceedDeadline(request, { error }, deadlineMs, delayMs, attempts) {
    // Distinguish a service that was never reached from a slow one.
    const unconnected = findConnectFailure(error) !== undefined;
    return new action_error/* RemoteError */.Hi(unconnected ? core_errors/* coreErrors */.F.E_HTTP_NETWORK : core_errors/* coreErrors */.F.E_HTTP_DEADLINE, {
        message: `${label(request)} did not succeed within ${Math.round(deadlineMs / 1000)} s (${attempts} attempts, ${Math.round(delayMs / 1000)} s until the next retry). Last error: ${error.message}`,
        status: error.status,
        url: error.url,
        requestId: error.requestId,
        retryable: true,
        cause: error,
    });
}
function isIdempotent({ idempotent, method }) {
    return idempotent ?? (method !== 'POST' && method !== 'PATCH');
}
const label = ({ method, url }) => `${method} ${(0,src_redact/* redactUrl */.B)(url)}`;
/** The error for an exchange without a response. @param timeout fired when it took too long */
function describeBroken(request, cause, timeout, timeoutMs) {
    const unconnected = findConnectFailure(cause);
    const late = timeout.aborted;
    const what = unconnected === undefined
        ? late
            ? `received no response within ${timeoutMs} ms`
            : `failed: ${http_describeFailure(cause)}`
        : `failed: ${late ? `within ${timeoutMs} ms, ` : ''}${http_describeFailure(unconnected)}`;
    return new action_error/* RemoteError */.Hi(late && unconnected === undefined ? core_errors/* coreErrors */.F.E_HTTP_DEADLINE : core_errors/* coreErrors */.F.E_HTTP_NETWORK, {
        message: `${label(request)} ${what}.`,
        hint: unconnected?.hint,
        url: (0,src_redact/* redactUrl */.B)(request.url),
        retryable: unconnected?.passing ?? true,
        cause,
    });
}
/** Names and codes along the chain of causes: "fetch failed" by itself helps nobody. */
function http_describeFailure(failure) {
    const parts = [];
    for (let cause = failure; cause instanceof Error && parts.length < 4; cause = cause.cause) {
        const { code } = cause;
        parts.push(typeof code === 'string' ? `${code} ${cause.message}` : cause.message);
    }
    return (0,neutralize/* neutralizeLine */.a0)((0,src_redact/* redactText */.R)(parts.join(', ')), 400);
}

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(7276);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
;// CONCATENATED MODULE: ./packages/core/src/job-environment.ts



/**
 * Reads the variables of the runner.
 * @throws EnvironmentError E_NOT_IN_JOB for a repository that is not `owner/name`
 */
function readJobEnvironment(variables) {
    const read = (name, fallback = '') => variables[name] || fallback;
    const count = (name) => Number.parseInt(read(name, '0'), 10) || 0;
    const address = (name, fallback) => read(name, fallback).replace(/\/+$/, '');
    const repository = read('GITHUB_REPOSITORY');
    const [owner = '', name = '', ...rest] = repository.split('/');
    if (repository !== '' && (owner === '' || name === '' || rest.length > 0)) {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_NOT_IN_JOB, {
            message: `GITHUB_REPOSITORY is "${repository}", which is not "owner/name".`,
        });
    }
    const refType = read('GITHUB_REF_TYPE');
    return {
        repository,
        owner,
        name,
        serverUrl: address('GITHUB_SERVER_URL', 'https://github.com'),
        apiUrl: address('GITHUB_API_URL', 'https://api.github.com'),
        graphqlUrl: address('GITHUB_GRAPHQL_URL', 'https://api.github.com/graphql'),
        ref: read('GITHUB_REF'),
        refName: read('GITHUB_REF_NAME'),
        refType: refType === 'branch' || refType === 'tag' ? refType : undefined,
        sha: read('GITHUB_SHA'),
        runId: count('GITHUB_RUN_ID'),
        runAttempt: count('GITHUB_RUN_ATTEMPT'),
        runNumber: count('GITHUB_RUN_NUMBER'),
        jobId: read('GITHUB_JOB'),
        workflow: read('GITHUB_WORKFLOW'),
        workflowRef: read('GITHUB_WORKFLOW_REF'),
        eventName: read('GITHUB_EVENT_NAME'),
        eventPath: read('GITHUB_EVENT_PATH'),
        actor: read('GITHUB_ACTOR'),
        workspace: read('GITHUB_WORKSPACE', process.cwd()),
        temporaryDirectory: read('RUNNER_TEMP', (0,external_node_os_.tmpdir)()),
        runnerEnvironment: read('RUNNER_ENVIRONMENT', 'self-hosted'),
        variable: (wanted) => variables[wanted] || undefined,
    };
}

;// CONCATENATED MODULE: ./packages/core/src/version.ts
/** Version of Slipway, as the root `package.json` has it. Written by `npm run docs`. */
const version = '0.1.0';

;// CONCATENATED MODULE: ./packages/core/src/errors/docs-link.ts

/** Page of Slipway's documentation that explains an error code. */
const docsLink = (code) => `https://github.com/slipway-actions/slipway/blob/v${version}/docs/errors.md#${code.toLowerCase()}`;

// EXTERNAL MODULE: ./packages/core/src/errors/file-system-error.ts
var file_system_error = __nccwpck_require__(142);
// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __nccwpck_require__(2712);
;// CONCATENATED MODULE: ./packages/core/src/report-failure.ts




/** The failures inside an AggregateError, each once; any other failure as a single item. */
function unroll(failure) {
    if (failure instanceof AggregateError && failure.errors.length > 0)
        return failure.errors.flatMap(unroll);
    return [failure];
}
function* walkCauses(failure) {
    const seen = new Set([failure]);
    let cause = failure instanceof Error ? failure.cause : undefined;
    while (cause instanceof Error && !seen.has(cause)) {
        seen.add(cause);
        yield cause;
        cause = cause.cause;
    }
}
/**
 * Reports what went wrong: a known failure with its code, the value seen and what to change; any other failure as a bug, with
 * its stack.
 * @param hints what to change, by code, in place of the general hint of the code
 * @param summary told of it, too
 */
function reportFailure(log, failure, hints = {}, summary) {
    for (const thrown of unroll(failure)) {
        const each = (0,file_system_error/* describeFileSystemError */.t)(thrown) ?? thrown;
        if (each instanceof action_error/* ActionError */.lZ) {
            // A hint of this occurrence says more than one for all errors of the kind.
            const hint = each.hint === each.kind.hint ? (hints[each.code] ?? each.hint) : each.hint;
            log.error([each.message, hint, docsLink(each.code)].join('\n'), each.code);
            for (const cause of walkCauses(each))
                log.detail(`caused by ${cause.name}: ${cause.message}`);
            const link = (0,markdown/* linkTo */.uM)('More about this error', docsLink(each.code));
            const title = each.kind.message.replace(/\.$/, '');
            summary?.setFailure({ title, message: log.redact(each.message), fix: log.redact(hint), link });
            continue;
        }
        const error = each instanceof Error ? each : new Error(String(each));
        log.error(`${error.name}: ${error.message} (this is a bug, please report it)`, 'unexpected error');
        summary?.setFailure({
            title: 'Unexpected error',
            message: log.redact(`${error.name}: ${error.message}.`),
            fix: 'This is a bug, please report it.',
            link: undefined,
        });
        for (const line of (error.stack ?? '').split('\n').slice(1))
            log.detail(line.trim());
        for (const cause of walkCauses(error))
            log.detail(`caused by ${cause.name}: ${cause.message}`);
    }
}

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return __awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return __awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./packages/core/src/summary.ts




// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const maxSummaryBytes = 1024 * 1024;
const fullNotice = '\nThe rest of this summary was cut off because it exceeds the size limit of GitHub.\n';
const maxTableRows = 1000;
/** A table of GitHub's Markdown. */
function renderMarkdownTable(headers, rows, numbers) {
    const line = (cells) => `| ${cells.map(markdown/* renderInline */._).join(' | ')} |`;
    const shown = rows.slice(0, maxTableRows).map((row) => headers.map((_, index) => row[index] ?? ''));
    const rest = rows.length - shown.length;
    return [
        line(headers),
        `|${headers.map((_, index) => (numbers.includes(index) ? '--:' : '---')).join('|')}|`,
        ...shown.map(line),
        ...(rest > 0 ? ['', `… and ${rest} more.`] : []),
    ].join('\n');
}
/**
 * An empty summary. Its blocks are Markdown that was escaped here and enter the buffer of `@actions/core` raw: the methods of
 * the library write HTML and escape nothing. There is one buffer, so there is one summary in a process at a time.
 */
function createSummary() {
    summary.emptyBuffer();
    let isFull = false;
    let isWriting = false;
    let title;
    let failure;
    const blocks = [];
    // Only whole blocks enter, so that the text is valid Markdown.
    const flush = (block) => {
        if (isFull)
            return;
        const text = `${summary.isEmptyBuffer() ? '' : '\n'}${block}\n`;
        const free = maxSummaryBytes - Buffer.byteLength(fullNotice) - measureUsed();
        isFull = Buffer.byteLength(text) > free;
        if (!isFull)
            summary.addRaw(text);
        else if (free >= 0)
            summary.addRaw(fullNotice);
    };
    // The title is known last: what follows it does not enter the buffer before.
    const fill = () => {
        if (failure !== undefined)
            for (const block of renderFailure(failure))
                flush(block);
        else if (title !== undefined)
            flush(`### ${(0,markdown/* renderInline */._)(title)}`);
        title = undefined;
        failure = undefined;
        for (const block of blocks.splice(0))
            flush(block);
    };
    const add = (block) => void blocks.push(block);
    const isWritable = () => {
        if (findFile() === undefined || isWriting)
            return false;
        fill();
        return !summary.isEmptyBuffer();
    };
    return {
        setTitle: (text) => {
            title = text;
        },
        setFailure: (text) => {
            failure ??= text;
        },
        addHeading: (text, level) => add(`${'#'.repeat(level)} ${(0,neutralize/* escapeMarkdown */.FV)(text)}`),
        addTable(headers, rows, numbers = []) {
            // A header without rows says nothing.
            if (rows.length > 0)
                add(renderMarkdownTable(headers, rows, numbers));
        },
        addParagraph: (text) => add((0,markdown/* renderInline */._)(text)),
        addDetails: (title, markdown) => add(`<details>\n<summary>${(0,neutralize/* escapeHtml */.ZD)(title)}</summary>\n\n${markdown}\n\n</details>`),
        addMarkdown: add,
        async write() {
            if (!isWritable())
                return;
            isWriting = true;
            await summary.write().finally(() => {
                isWriting = false;
            });
        },
        writeNow() {
            const path = findFile();
            if (path === undefined || !isWritable())
                return;
            (0,external_node_fs_.appendFileSync)(path, summary.stringify());
            summary.emptyBuffer();
        },
    };
}
/** One sentence more than the log needs: the page that explains the failure. */
function renderFailure({ title, message, fix, link }) {
    return [
        `### ✕ ${(0,neutralize/* escapeMarkdown */.FV)(title)}`,
        (0,markdown/* renderInline */._)((0,markdown/* joinMarkdown */.UF)(message.replace(/[^.!?:…]$/, '$&.'), ' ', fix, ...(link === undefined ? [] : [' ', link]))),
    ];
}
const findFile = () => process.env['GITHUB_STEP_SUMMARY'] || undefined;
/** Bytes of the summary so far, written or not. */
function measureUsed() {
    const path = findFile();
    const written = path === undefined ? 0 : ((0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.size ?? 0);
    return written + Buffer.byteLength(summary.stringify());
}

;// CONCATENATED MODULE: ./packages/core/src/run-action.ts












// The runner sends SIGINT, SIGTERM 7.5 s later, and kills after 2.5 s more.
const cancellationGraceMs = 7000;
const postMark = 'isPost';
/**
 * Runs an action: reads and masks its inputs, runs its part, reports a failure once, writes the summary, and sets the exit
 * code. It never throws.
 */
async function runAction(definition) {
    const log = createActionLog();
    const summary = createSummary();
    const isPost = (0,core/* getState */.Gu)(postMark) === 'true';
    // The result of the action does not change if the summary cannot be written.
    const warnOfSummary = (failure) => log.warning(`The job summary could not be written: ${describe(failure)}`);
    const writeSummaryNow = () => {
        try {
            summary.writeNow();
        }
        catch (failure) {
            warnOfSummary(failure);
        }
    };
    const fail = (failure) => {
        // What is left to do after a job cannot undo its result.
        if (isPost)
            log.warning(`The post step failed: ${describe(failure)}`);
        else {
            reportFailure(log, failure, definition.hints, summary);
            process.exitCode = 1;
        }
    };
    const cancellation = watchCancellation(() => {
        fail(cancellation.reason);
        writeSummaryNow();
    });
    endOnStrayFailure((failure) => {
        fail(failure);
        writeSummaryNow();
    });
    try {
        for (const secret of (0,inputs/* listSecretInputs */.Q1)(definition.inputs))
            log.mask(secret);
        const context = createContext(definition, log, cancellation, summary);
        if (isPost)
            await definition.post?.(context);
        else {
            if (definition.post !== undefined)
                context.state.set(postMark, 'true');
            await log.group('Inputs', async () => listInputs(definition.inputs, log));
            await definition.main(context);
        }
    }
    catch (failure) {
        fail(cancellation.aborted && !isPost ? cancellation.reason : failure);
    }
    finally {
        await summary.write().catch(warnOfSummary);
    }
    endSoon();
}
function createContext(definition, log, signal, summary) {
    return {
        inputs: (0,inputs/* readInputs */.Ko)(definition.inputs),
        log,
        http: createHttp({
            log,
            clock: systemClock,
            userAgent: `slipway-${definition.name}/${version}`,
            environment: process.env,
            signal,
        }),
        clock: systemClock,
        signal,
        job: readJobEnvironment(process.env),
        setOutput: writeOutput,
        summary,
        state: {
            get: (name) => (0,core/* getState */.Gu)(name) || undefined,
            set: writeState,
        },
    };
}
function listInputs(schema, log) {
    for (const [name, definition] of Object.entries(schema)) {
        const text = (0,inputs/* readInputText */._)(name, definition);
        if (text === '')
            continue;
        log.info(`${name}: ${definition.kind === 'secret' ? '(secret)' : text.replaceAll('\n', ', ')}`);
    }
}
function watchCancellation(beforeExit) {
    const controller = new AbortController();
    const cancel = (signal) => {
        if (controller.signal.aborted)
            return;
        controller.abort(new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_INTERRUPTED, { message: `The job was canceled (${signal}).` }));
        setTimeout(() => {
            beforeExit();
            process.exit(1);
        }, cancellationGraceMs).unref();
    };
    process.on('SIGINT', cancel);
    process.on('SIGTERM', cancel);
    return controller.signal;
}
/** A failure that nobody waits for, in a promise or a callback, ends the action; it must not end without its summary. */
function endOnStrayFailure(report) {
    const end = (failure) => {
        report(failure);
        endSoon();
    };
    process.on('unhandledRejection', end);
    process.on('uncaughtException', end);
}
function describe(failure) {
    return failure instanceof Error ? failure.message : String(failure);
}
// An idle connection would keep the process for as long as its server does; what was written is flushed first.
function endSoon() {
    process.stdout.write('', () => process.exit());
}


/***/ }),

/***/ 542:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ count)
/* harmony export */ });
/** A number with its noun: `1 file`, `5,373 files`. */
function count(number, noun, plural = `${noun}s`) {
    return `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;
}


/***/ }),

/***/ 8847:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  t: () => (/* binding */ fetchArtifact)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/file-system-error.ts
var file_system_error = __nccwpck_require__(142);
// EXTERNAL MODULE: ./packages/core/src/files/parse-file-list.ts
var parse_file_list = __nccwpck_require__(4630);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/github/src/errors.ts
var errors = __nccwpck_require__(3570);
// EXTERNAL MODULE: ./packages/github/src/job/server.ts
var server = __nccwpck_require__(2194);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
;// CONCATENATED MODULE: ./packages/core/src/is-record.ts
/** Whether a JSON value is an object, not an array or null. */
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// EXTERNAL MODULE: ./packages/core/src/redact.ts
var redact = __nccwpck_require__(796);
// EXTERNAL MODULE: ./packages/github/src/job/id-token.ts
var id_token = __nccwpck_require__(8380);
;// CONCATENATED MODULE: ./packages/github/src/artifacts/artifact-service.ts







const service = 'twirp/github.actions.results.api.v1.ArtifactService';
/** What GitHub answers for an artifact whose time is over: https://docs.github.com/rest/actions/artifacts. */
const goneStatuses = [404, 410];
/** The error for an artifact that was there and cannot be fetched any more. @param message without a full stop */
function refuseGone(message) {
    return new action_error/* InputError */.dz(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT_EXPIRED, {
        message: `${message}. The artifact has expired or was deleted: GitHub keeps artifacts for 90 days, or for the retention period of the repository.`,
    });
}
/** Whether an answer is about the artifact; the service has a 404 for runs, and for methods, too. */
function isGone(response) {
    return response.status === 410 || /\bartifact\b/i.test(response.text());
}
/** Opens the artifact service of the job's run. @throws InputError E_GITHUB_ARTIFACT outside of a job */
function openArtifactService({ http, job: calling }) {
    const resultsUrl = calling.variable('ACTIONS_RESULTS_URL');
    const runtimeToken = calling.variable('ACTIONS_RUNTIME_TOKEN');
    if (resultsUrl === undefined || runtimeToken === undefined) {
        throw new action_error/* InputError */.dz(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT, {
            message: 'There is no artifact service here (ACTIONS_RESULTS_URL and ACTIONS_RUNTIME_TOKEN are not set).',
            hint: 'Name the folder of the files instead of an artifact, or run this in a workflow job on GitHub.',
        });
    }
    const [run, job] = readScope(runtimeToken);
    return async (method, message) => {
        const response = await http.request({
            method: 'POST',
            url: new URL(`${service}/${method}`, resultsUrl).href,
            headers: { authorization: `Bearer ${runtimeToken}`, 'content-type': 'application/json' },
            body: JSON.stringify({ workflow_run_backend_id: run, workflow_job_run_backend_id: job, ...message }),
            // Both methods only read.
            idempotent: true,
            acceptedStatuses: goneStatuses,
        });
        if (goneStatuses.includes(response.status)) {
            const said = `GitHub answered ${method} with ${response.status}: ${(0,neutralize/* neutralizeLine */.a0)((0,redact/* redactText */.R)(response.text()), 200)}`;
            if (isGone(response))
                throw refuseGone(said);
            // An attempt of the run that the service does not know was its own fault before: actions/download-artifact#486.
            throw new action_error/* RemoteError */.Hi(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT, {
                message: `${said}.`,
                status: response.status,
                url: response.url,
            });
        }
        const answer = response.json();
        if (isRecord(answer))
            return answer;
        throw malformed(`${method} of the artifact service`, 'a JSON object', answer);
    };
}
/**
 * The newest artifact of a name: a later attempt of a job stores its own. GitHub lists what the other attempts of the run stored
 * after "Re-run failed jobs", each with the ids of its own attempt and job, and finds it by those alone
 * (`downloadArtifactInternal` of `@actions/artifact`).
 * @throws InputError E_GITHUB_ARTIFACT_EXPIRED; RemoteError E_HTTP_MALFORMED, E_HTTP_*
 */
async function findArtifact(call, name) {
    const { artifacts = [] } = await call('ListArtifacts', { name_filter: name });
    if (!Array.isArray(artifacts) || !artifacts.every(isRecord))
        throw malformed('ListArtifacts of the artifact service', 'a list of artifacts', artifacts);
    const [newest] = artifacts
        .filter((artifact) => artifact['name'] === name)
        .map((artifact) => ({ artifact, number: readNumber(artifact) }))
        // Two may have been stored within a second; numbers grow (`getArtifactInternal`).
        .sort((left, right) => right.number - left.number);
    if (newest === undefined)
        return undefined;
    const { artifact: found, number: id } = newest;
    if (found['expired'] === true)
        throw refuseGone(`The artifact "${(0,neutralize/* neutralizeLine */.a0)(name, 100)}" is marked as expired`);
    // Protobuf's JSON form writes 64-bit numbers as text.
    const size = Number(found['size'] ?? 0);
    const digest = found['digest'] ?? '';
    if (!Number.isSafeInteger(size) || size < 0)
        throw malformed('ListArtifacts of the artifact service', 'a size', found['size']);
    if (typeof digest !== 'string' || !/^(?:sha256:[0-9a-f]{64})?$/i.test(digest))
        throw malformed('ListArtifacts of the artifact service', 'a digest "sha256:…"', digest);
    const ids = {
        workflow_run_backend_id: readId(found, 'workflow_run_backend_id', 'workflowRunBackendId'),
        workflow_job_run_backend_id: readId(found, 'workflow_job_run_backend_id', 'workflowJobRunBackendId'),
    };
    return {
        id,
        size,
        digest: digest.replace(/^sha256:/i, '').toLowerCase(),
        async sign() {
            const answer = await call('GetSignedArtifactURL', { ...ids, name });
            const url = answer['signed_url'] ?? answer['signedUrl'];
            if (typeof url === 'string' && URL.canParse(url))
                return { url };
            throw new action_error/* RemoteError */.Hi(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT, {
                message: `GitHub returned no address for the artifact ${(0,neutralize/* neutralizeLine */.a0)(name, 100)}.`,
            });
        },
    };
}
/** `database_id`: protobuf's JSON form writes 64-bit numbers as text. */
function readNumber(artifact) {
    const number = Number(artifact['database_id'] ?? artifact['databaseId']);
    if (Number.isSafeInteger(number) && number > 0)
        return number;
    throw malformed('ListArtifacts of the artifact service', 'a "database_id"', artifact['database_id']);
}
/** An id of the service in either form of protobuf's JSON. */
function readId(artifact, snake, camel) {
    const id = artifact[snake] ?? artifact[camel];
    if (typeof id === 'string' && id !== '')
        return id;
    throw malformed('ListArtifacts of the artifact service', `a "${snake}"`, id);
}
function malformed(what, wanted, seen) {
    return new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
        message: `${what} answered with something that is not ${wanted}: "${(0,neutralize/* neutralizeLine */.a0)(JSON.stringify(seen) ?? 'nothing', 200)}".`,
    });
}
// `Actions.Results:<run>:<job>` is one of the scopes; the client of GitHub reads it in the same way.
function readScope(token) {
    const { scp } = (0,id_token/* decodeClaims */.Y)(token);
    for (const scope of typeof scp === 'string' ? scp.split(' ') : []) {
        const [kind, run, job] = scope.split(':');
        if (kind === 'Actions.Results' && run !== undefined && job !== undefined)
            return [run, job];
    }
    throw new action_error/* RemoteError */.Hi(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT, {
        message: 'The token of the job has no scope for the artifacts of its run.',
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./packages/github/src/artifacts/download-file.ts



const maxAttempts = 4;
/**
 * Downloads a file; a download that broke off starts over. Whatever the disk refuses is thrown as the file system says it.
 * @returns its SHA-256 in hex
 * @throws RemoteError E_HTTP_*, and failures of the file system
 */
async function downloadFile({ http, url, path, maxBytes }) {
    for (let attempt = 1;; attempt += 1) {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        const file = await (0,promises_.open)(path, 'w');
        try {
            await http.request({
                method: 'GET',
                url,
                maxResponseBytes: maxBytes,
                attemptTimeoutMs: 15 * 60_000,
                deadlineMs: 30 * 60_000,
                sink: async (chunk) => {
                    hash.update(chunk);
                    await writeAll(file, chunk);
                },
            });
            return hash.digest('hex');
        }
        catch (cause) {
            if (!(cause instanceof action_error/* RemoteError */.Hi) || !cause.retryable || attempt >= maxAttempts)
                throw cause;
        }
        finally {
            // A network file system may tell of a full disk only here.
            await file.close();
        }
    }
}
/** One call may write a part only. */
async function writeAll(file, chunk) {
    for (let done = 0; done < chunk.byteLength;)
        done += (await file.write(chunk, done, chunk.byteLength - done)).bytesWritten;
}

;// CONCATENATED MODULE: ./packages/github/src/artifacts/with-archive.ts







/**
 * Downloads the archive of an artifact, holds it against the digest that GitHub has for it, and hands it on.
 * @param use gets the path of the archive and the temporary folder
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS; InputError E_GITHUB_ARTIFACT_EXPIRED; RemoteError E_GITHUB_ARTIFACT, E_HTTP_*;
 * and failures of the file system
 */
async function withArchive({ http }, artifact, use) {
    const shown = (0,neutralize/* neutralizeLine */.a0)(artifact.name, 100);
    const { url } = await artifact.sign();
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(artifact.within, '.artifact-'));
    try {
        const path = (0,external_node_path_.join)(folder, 'archive.zip');
        const maxBytes = artifact.size > 0 ? artifact.size : artifact.maxBytes;
        const digest = await downloadFile({ http, url, path, maxBytes }).catch((cause) => {
            if (!(cause instanceof action_error/* RemoteError */.Hi) || !goneStatuses.includes(cause.status ?? 0))
                throw cause;
            throw refuseGone(`The artifact ${shown} is listed, but its content is missing (${cause.status})`);
        });
        if (artifact.digest !== '' && digest !== artifact.digest) {
            throw new action_error/* IntegrityError */.cs(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT_DIFFERS, {
                message: `The artifact ${shown} did not arrive with the SHA-256 GitHub has for it: ${digest} instead of ${artifact.digest}.`,
            });
        }
        return await use(path, folder);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}

;// CONCATENATED MODULE: ./packages/github/src/artifacts/zip-bounds.ts





/** GitHub's limit for one artifact: https://docs.github.com/actions/reference/limits. */
const maxArchiveBytes = 10 * 2 ** 30;
/** Files beside the distributions (checksums, signatures, bills of materials) are not promised; together they are no larger. */
const maxCompanionBytes = 64 * 2 ** 20;
/** Nobody packs distributions better than this; what does is made to fill a disk. */
const maxRatio = 50;
const ratioFreeBytes = 64 * 2 ** 20;
/** APPNOTE.TXT 4.3.7: the shortest header before a file's data, without its name. */
const minLocalHeaderBytes = 30;
const refuse = (reason) => new action_error/* IntegrityError */.cs(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT_DIFFERS, {
    message: `The artifact is refused, and nothing of it was written: ${reason}.`,
});
/** Most bytes that an archive of the promised files may have, whatever else belongs to them. */
function boundArchive(promised) {
    return maxCompanionBytes + promised.reduce((sum, { size }) => sum + size + 2048, 0);
}
/**
 * Judges an archive by its directory alone: no two files may share bytes, and none may be larger than promised.
 * @param archiveBytes size of the archive itself
 * @param promised undefined when nothing is known about the files
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS, E_FILES_DIFFER
 */
function assertBounds(files, archiveBytes, promised) {
    let end = 0;
    for (const file of files.toSorted((left, right) => left.offset - right.offset)) {
        if (file.offset < end)
            throw refuse(`"${(0,neutralize/* neutralizeLine */.a0)(file.name, 200)}" shares its bytes with another file`);
        end = file.offset + minLocalHeaderBytes + Buffer.byteLength(file.name) + file.compressedSize;
        if (end > archiveBytes)
            throw refuse(`"${(0,neutralize/* neutralizeLine */.a0)(file.name, 200)}" is longer than the archive`);
    }
    if (promised !== undefined)
        assertPromised(files, promised);
    const unpacked = files.reduce((sum, { size }) => sum + size, 0);
    const wanted = new Set(promised?.map(({ name }) => name));
    const others = files.filter(({ name }) => !wanted.has(name)).reduce((sum, { size }) => sum + size, 0);
    if (promised !== undefined && others > maxCompanionBytes) {
        throw refuse(`the files beside the promised ones have ${others} bytes; at most ${maxCompanionBytes} are read`);
    }
    if (promised === undefined && unpacked > ratioFreeBytes && unpacked > archiveBytes * maxRatio) {
        throw refuse(`its ${archiveBytes} bytes unpack to ${unpacked}, more than ${maxRatio} times as many`);
    }
}
function assertPromised(files, promised) {
    const byName = new Map(promised.map((file) => [file.name, file]));
    const findings = [];
    for (const { name, size } of files) {
        const wanted = byName.get(name);
        if (wanted !== undefined && wanted.size !== size)
            findings.push(`different: ${name} (promised ${wanted.size} bytes, found ${size})`);
        else if (wanted === undefined && (0,parse_file_list/* kindOfFile */.yK)(name) !== 'other')
            findings.push(`not promised: ${name}`);
    }
    if (findings.length === 0)
        return;
    throw new action_error/* IntegrityError */.cs(core_errors/* coreErrors */.F.E_FILES_DIFFER, {
        message: `The artifact does not contain the expected files: ${findings.map((text) => (0,neutralize/* neutralizeLine */.a0)(text)).join('; ')}. Nothing was written.`,
    });
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
;// CONCATENATED MODULE: external "node:stream/promises"
const external_node_stream_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __nccwpck_require__(8522);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __nccwpck_require__(663);
;// CONCATENATED MODULE: ./packages/github/src/artifacts/zip-entries.ts












const maxFiles = 1000;
const symbolicLink = 0o120_000;
const typeMask = 0o170_000;
/**
 * Reads a ZIP of files without folders. Its directory is judged as a whole before anything is unpacked: a name with a slash,
 * a backslash or a control character, a name twice (in any case of its letters), a link, an encrypted file, files that share
 * bytes, and sizes other than the promised ones are refused.
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS, E_FILES_DIFFER; EnvironmentError E_FILE_SYSTEM
 */
async function readFlatZip(zipPath, { directory, promised } = {}) {
    const archive = await openArchive(zipPath);
    const files = [];
    try {
        const entries = [];
        const names = new Set();
        for await (const entry of archive.eachEntry()) {
            assertFlat(entry, names);
            entries.push(entry);
        }
        const listed = entries.map((entry) => ({
            name: entry.fileName,
            compressedSize: entry.compressedSize,
            size: entry.uncompressedSize,
            offset: entry.relativeOffsetOfLocalHeader,
        }));
        assertBounds(listed, (await (0,promises_.stat)(zipPath)).size, promised);
        for (const entry of entries)
            files.push(await readEntry(archive, entry, directory));
    }
    catch (cause) {
        if (cause instanceof action_error/* IntegrityError */.cs)
            throw cause;
        throw ((0,file_system_error/* describeFileSystemError */.t)(cause) ??
            new action_error/* IntegrityError */.cs(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT_DIFFERS, {
                message: `The archive of the artifact cannot be read: ${(0,neutralize/* neutralizeLine */.a0)(String(cause), 200)}.`,
                cause,
            }));
    }
    finally {
        archive.close();
    }
    return files.sort((left, right) => (left.name < right.name ? -1 : 1));
}
async function readEntry(archive, entry, directory) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let size = 0;
    let sum = 0;
    async function* measure(source) {
        for await (const chunk of source) {
            hash.update(chunk);
            sum = (0,external_node_zlib_.crc32)(chunk, sum);
            size += chunk.byteLength;
            yield chunk;
        }
    }
    // Ends with an error when there are more or fewer bytes than the directory says.
    const stream = await archive.openReadStreamPromise(entry);
    if (directory === undefined)
        await (0,external_node_stream_promises_namespaceObject.pipeline)(stream, measure, drain);
    // `wx`: a file that is there is never overwritten.
    else
        await (0,external_node_stream_promises_namespaceObject.pipeline)(stream, measure, (0,external_node_fs_.createWriteStream)((0,external_node_path_.join)(directory, entry.fileName), { flags: 'wx' }));
    if (sum !== entry.crc32) {
        throw new action_error/* IntegrityError */.cs(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT_DIFFERS, {
            message: `The file "${(0,neutralize/* neutralizeLine */.a0)(entry.fileName, 200)}" of the artifact is damaged (CRC-32).`,
        });
    }
    return { name: entry.fileName, size, sha256: hash.digest('hex') };
}
async function drain(source) {
    for await (const _ of source)
        ;
}
async function openArchive(path) {
    try {
        return await yauzl/* openPromise */.sO(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
    }
    catch (cause) {
        throw ((0,file_system_error/* describeFileSystemError */.t)(cause) ??
            new action_error/* IntegrityError */.cs(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT_DIFFERS, {
                message: 'The artifact is not a ZIP archive.',
                cause,
            }));
    }
}
function assertFlat(entry, names) {
    const { fileName } = entry;
    const mode = (entry.externalFileAttributes >>> 16) & typeMask;
    const key = fileName.normalize('NFC').toLowerCase();
    const reason = 
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    /[/\\\u0000-\u001F]/.test(fileName) || fileName === '' || fileName === '.' || fileName === '..'
        ? 'is not a plain file name'
        : mode === symbolicLink
            ? 'is a symbolic link'
            : entry.isEncrypted()
                ? 'is encrypted'
                : names.has(key)
                    ? 'is there twice'
                    : names.size >= maxFiles
                        ? `is one of more than ${maxFiles} files`
                        : undefined;
    names.add(key);
    if (reason === undefined)
        return;
    throw new action_error/* IntegrityError */.cs(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT_DIFFERS, {
        message: `The artifact is refused: "${(0,neutralize/* neutralizeLine */.a0)(fileName, 200)}" ${reason}.`,
    });
}

;// CONCATENATED MODULE: ./packages/github/src/artifacts/fetch-artifact.ts












/**
 * Fetches an artifact of this run into a folder and proves its digest. All files arrive, or none. GitHub's client does not read
 * here: it unpacks while it downloads, and writes outside the folder when an archive names such a file.
 * @throws InputError E_GITHUB_ARTIFACT_ABSENT when the run has none of this name, E_GITHUB_ARTIFACT_EXPIRED when it had one, and
 * E_GITHUB_ARTIFACT outside of a job or when a file of it is in the folder already;
 * IntegrityError E_GITHUB_ARTIFACT_DIFFERS, E_FILES_DIFFER; EnvironmentError E_FILE_SYSTEM; RemoteError E_GITHUB_ARTIFACT, E_HTTP_*
 */
async function fetchArtifact(calling, request) {
    const { name, directory } = request;
    const shown = (0,neutralize/* neutralizeLine */.a0)(name, 100);
    (0,server/* refuseMissingArtifacts */.id)(calling.job, name);
    const artifact = await findArtifact(openArtifactService(calling), name);
    if (artifact === undefined) {
        throw new action_error/* InputError */.dz(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT_ABSENT, {
            message: `This run has no artifact "${shown}": no job of it stored one, or it has expired (GitHub deletes artifacts after 90 days, or after the retention period of the repository).`,
        });
    }
    assertSize(artifact, shown, request.promised);
    try {
        await (0,promises_.mkdir)(directory, { recursive: true });
        return await withArchive(calling, { ...artifact, name, within: directory, maxBytes: boundOf(request.promised) }, async (archive, folder) => {
            const files = await unpack(archive, folder, request);
            calling.log.info(`Fetched the artifact ${shown}: ${files.map((file) => file.name).join(', ')}`);
            return files;
        });
    }
    catch (cause) {
        throw (0,file_system_error/* describeFileSystemError */.t)(cause) ?? cause;
    }
}
const boundOf = (promised) => promised === undefined ? maxArchiveBytes : Math.min(maxArchiveBytes, boundArchive(promised));
/** An artifact that cannot be the promised files is not even fetched. */
function assertSize({ size }, shown, promised) {
    const most = boundOf(promised);
    if (size <= most)
        return;
    throw new action_error/* IntegrityError */.cs(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT_DIFFERS, {
        message: `The artifact ${shown} has ${size} bytes, and ${promised === undefined ? `at most ${most} are read` : `the promised files with all that belongs to them take at most ${most}`}. Nothing of it was fetched.`,
    });
}
async function unpack(archive, folder, { directory, promised }) {
    const staging = (0,external_node_path_.join)(folder, 'files');
    await (0,promises_.mkdir)(staging);
    const files = await readFlatZip(archive, { directory: staging, promised });
    if (promised !== undefined) {
        const found = files.map((file) => ({ ...file, kind: (0,parse_file_list/* kindOfFile */.yK)(file.name) }));
        const names = new Set(found.map(({ name }) => name));
        // What else is promised may come from elsewhere; what nobody promised has no digest to be held against.
        const expected = promised.filter(({ name }) => names.has(name));
        const known = new Set(expected.map(({ name }) => name));
        (0,parse_file_list/* compareFileList */.mn)(expected, found.filter(({ name }) => known.has(name)));
    }
    for (const { name } of files) {
        if ((await (0,promises_.lstat)((0,external_node_path_.join)(directory, name)).catch(() => undefined)) === undefined)
            continue;
        throw new action_error/* InputError */.dz(errors/* githubErrors */.Z.E_GITHUB_ARTIFACT, {
            message: `The folder has a file "${(0,neutralize/* neutralizeLine */.a0)(name, 200)}" already, and an artifact never overwrites one.`,
            hint: 'Fetch the artifact into an empty folder.',
        });
    }
    for (const { name } of files)
        await (0,promises_.rename)((0,external_node_path_.join)(staging, name), (0,external_node_path_.join)(directory, name));
    return files;
}


/***/ }),

/***/ 3570:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ githubErrors)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(700);

/** Errors of repositories, releases, artifacts and settings on GitHub. */
const githubErrors = (0,_slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_GITHUB_ARTIFACT: {
        message: 'A workflow artifact could not be stored or read.',
        hint: 'Check the status page of GitHub, then re-run the job.',
    },
    E_GITHUB_ARTIFACT_ABSENT: {
        message: 'The run has no workflow artifact of this name.',
        hint: 'Check the name against the job that stores it, and that this job "needs" it. If the run is older than the retention period, re-run all of its jobs, or start a new run at the tag.',
    },
    E_GITHUB_ARTIFACT_DIFFERS: {
        message: 'A workflow artifact does not contain the expected bytes.',
        hint: 'Use "Re-run failed jobs", which keeps the files that were built. If no channel has them yet, start a new run at the tag.',
    },
    E_GITHUB_ARTIFACT_EXPIRED: {
        message: 'A workflow artifact has expired or was deleted.',
        hint: 'An expired artifact cannot be fetched again. Re-run all jobs of the workflow, or start a new run at the tag.',
    },
    E_GITHUB_ASSET_DIFFERS: {
        message: 'A published release has an asset with different bytes.',
        hint: 'A published asset is never replaced. Raise the version and release again.',
    },
    E_GITHUB_ASSET_NAME: {
        message: 'GitHub would change the name of a release asset.',
        hint: 'Use only letters, digits and "-_+@." in asset names.',
    },
    E_GITHUB_AUTHENTICATION: {
        message: 'GitHub rejected the token.',
        hint: 'Use the token of the job, or one that has not expired.',
    },
    E_GITHUB_DISPATCH: {
        message: 'The workflow could not be started at the tag.',
        hint: 'Start it by hand at the tag, or re-run this job. The commit and the tag stay as they are.',
    },
    E_GITHUB_FOREIGN_HOST: {
        message: "The job's token would have been sent to a host of a different server.",
        hint: 'Use a host of the server that the job runs on, or pass credentials for the other host.',
    },
    E_GITHUB_ID_TOKEN: {
        message: 'GitHub did not issue an ID token to this job.',
        hint: 'Re-run the job.',
    },
    E_GITHUB_ID_TOKEN_PERMISSION: {
        message: 'This job is not allowed to request an ID token.',
        hint: 'Add "id-token: write" to the "permissions" of the job. Pull requests from forks never have it.',
    },
    E_GITHUB_NOT_FOUND: {
        message: 'GitHub has nothing at this address, or the token is not allowed to see it.',
        hint: 'Check the name and the "permissions" of the job. GitHub also answers 404 if a permission is missing.',
    },
    E_GITHUB_PERMISSION: {
        message: 'The token lacks a permission.',
        hint: 'Add the permission to the "permissions" of the job.',
    },
    E_GITHUB_REFUSED: {
        message: 'GitHub rejected a request.',
        hint: 'The response of GitHub is quoted above.',
    },
    E_GITHUB_RELEASE_CLOSED: {
        message: 'The release is published and cannot be changed.',
        hint: 'Raise the version and release again.',
    },
    E_GITHUB_RULES: {
        message: 'A repository rule forbids the change.',
        hint: 'Release by a pull request, or allow the app of the token to bypass the rule.',
    },
    E_GITHUB_SERVER: {
        message: 'This GitHub server lacks a feature that the release needs.',
        hint: 'Remove the steps named above from the workflow, or release from a repository on github.com.',
    },
    E_GITHUB_SYMBOLIC_LINK: {
        message: 'A file to change is a symbolic link or not a regular file.',
        hint: 'Use the file that the link points to.',
    },
    E_GITHUB_TAG_TAKEN: {
        message: 'The tag already exists and points to a different commit.',
        hint: 'Choose a different version. A published tag is never moved.',
    },
    E_GITHUB_WORKFLOW_FILE: {
        message: 'The release would change a file under .github/workflows, which a job token is not allowed to do.',
        hint: 'Remove the file from the list of files to change.',
    },
    E_SETTINGS_INVALID: {
        message: 'The settings file is not valid.',
        hint: 'Record GitHub\'s answers unchanged, for example with "gh api". docs/settings.md lists the request lines.',
    },
});


/***/ }),

/***/ 8380:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ decodeClaims),
/* harmony export */   g: () => (/* binding */ requestIdToken)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5336);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3570);


/**
 * Asks GitHub for an ID token of this job.
 * @throws EnvironmentError E_GITHUB_ID_TOKEN_PERMISSION without `id-token: write`; RemoteError E_GITHUB_ID_TOKEN when GitHub
 * answers with an error, a page, or no token
 */
async function requestIdToken({ http, job, log }, audience) {
    const requestUrl = job.variable('ACTIONS_ID_TOKEN_REQUEST_URL');
    const requestToken = job.variable('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
    if (requestUrl === undefined || requestUrl === '' || requestToken === undefined || requestToken === '') {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .EnvironmentError */ .eG(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .githubErrors */ .Z.E_GITHUB_ID_TOKEN_PERMISSION, {
            message: 'The job has no address for ID tokens (ACTIONS_ID_TOKEN_REQUEST_URL is empty).',
        });
    }
    const url = new URL(requestUrl);
    url.searchParams.set('audience', audience);
    try {
        const answer = await http.request({
            method: 'GET',
            url: url.href,
            headers: { authorization: `Bearer ${requestToken}`, accept: 'application/json; api-version=2.0' },
            redirect: 'error',
        });
        const value = readValue(answer.json());
        if (value === undefined) {
            throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .githubErrors */ .Z.E_GITHUB_ID_TOKEN, {
                message: 'GitHub answered the request for an ID token without a token in it.',
                status: answer.status,
            });
        }
        log.mask(value);
        return value;
    }
    catch (error) {
        if (!(error instanceof _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi) || error.code === 'E_GITHUB_ID_TOKEN')
            throw error;
        throw refuseIdToken(error);
    }
}
function refuseIdToken(cause) {
    if (cause.status === 401 || cause.status === 403) {
        return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .EnvironmentError */ .eG(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .githubErrors */ .Z.E_GITHUB_ID_TOKEN_PERMISSION, {
            message: `GitHub refused an ID token with ${cause.status}: the job is over, or it may not have one.`,
            cause,
        });
    }
    const html = cause.code === 'E_HTTP_MALFORMED';
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .githubErrors */ .Z.E_GITHUB_ID_TOKEN, {
        message: html
            ? 'GitHub answered the request for an ID token with a page that is not JSON: an outage, or a proxy in between.'
            : `GitHub returned no ID token: ${cause.message}`,
        status: cause.status,
        cause,
    });
}
function readValue(body) {
    if (typeof body !== 'object' || body === null || !('value' in body))
        return undefined;
    const { value } = body;
    return typeof value === 'string' && value.split('.').length === 3 ? value : undefined;
}
/**
 * The claims of a token, not verified: for messages and for what is asked of others, never for trust.
 * @throws RemoteError E_GITHUB_ID_TOKEN when it is no JWT (RFC 7519)
 */
function decodeClaims(token) {
    try {
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
        if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) {
            return claims;
        }
    }
    catch (cause) {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .githubErrors */ .Z.E_GITHUB_ID_TOKEN, {
            message: 'The ID token of GitHub is not a JWT.',
            cause,
        });
    }
    throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .githubErrors */ .Z.E_GITHUB_ID_TOKEN, { message: 'The ID token of GitHub has no claims.' });
}


/***/ }),

/***/ 2194:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   GM: () => (/* binding */ describeSigningServer),
/* harmony export */   id: () => (/* binding */ refuseMissingArtifacts)
/* harmony export */ });
/* unused harmony exports publicIssuer, describeServer, isIssuerOf, nameServer, ownsHost, isInstallationToken, refuseForeignHost */
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5336);
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2430);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3570);



const publicRegistry = 'ghcr.io';
/** `iss` of the ID tokens of github.com, the one issuer that PyPI and the public Fulcio know for GitHub Actions. */
const publicIssuer = 'https://token.actions.githubusercontent.com';
/**
 * Describes the server of a job by `GITHUB_SERVER_URL`. Sources: https://docs.github.com/enterprise-cloud@latest/admin/data-residency
 * "Feature overview" for ghe.com; https://docs.github.com/enterprise-server@latest/packages "Working with the Container
 * registry" and ".../actions/reference/security/oidc" for GitHub Enterprise Server.
 */
function describeServer({ serverUrl }) {
    const { host, hostname } = new URL(serverUrl);
    if (hostname === 'github.com') {
        return {
            kind: 'github.com',
            host,
            registry: publicRegistry,
            idTokenIssuer: publicIssuer,
            hasArtifacts: true,
        };
    }
    const registry = `containers.${host}`;
    if (hostname.endsWith('.ghe.com')) {
        const idTokenIssuer = `https://token.actions.${hostname}`;
        return { kind: 'data-residency', host, registry, idTokenIssuer, hasArtifacts: true };
    }
    // `.localhost` is a development server of GitHub itself.
    const hasArtifacts = hostname.endsWith('.localhost');
    return {
        kind: 'enterprise-server',
        host,
        registry,
        idTokenIssuer: `https://${host}/_services/token`,
        hasArtifacts,
    };
}
/**
 * Whether ID tokens with this `iss` are those of a server. On github.com an enterprise may have its slug behind the address
 * (https://docs.github.com/enterprise-cloud@latest/actions/reference/security/oidc "Customizing the issuer value").
 */
function isIssuerOf({ kind, idTokenIssuer }, issuer) {
    if (issuer === idTokenIssuer)
        return true;
    const slug = typeof issuer === 'string' && kind === 'github.com' ? issuer.split(`${idTokenIssuer}/`) : [];
    return slug[0] === '' && /^[\w-]+$/.test(slug[1] ?? '');
}
/** A server as a person calls it. */
function nameServer({ kind, host }) {
    return kind === 'enterprise-server' ? `the GitHub Enterprise Server ${host}` : host;
}
/** The server as whoever signs needs it: the public Fulcio knows the ID tokens of github.com alone. */
function describeSigningServer(job) {
    const server = describeServer(job);
    return {
        url: job.serverUrl,
        title: nameServer(server),
        idTokenIssuer: server.idTokenIssuer,
        isTrusted: server.kind === 'github.com',
        isIssuer: (issuer) => isIssuerOf(server, issuer),
    };
}
/**
 * Whether a host belongs to a server: its own host and those below it; on github.com also the registry, which has a name of
 * its own. A subdomain of ghe.com owns nothing of another one.
 */
function ownsHost(server, host) {
    const wanted = host.toLowerCase();
    if (wanted === server.host || wanted === server.registry)
        return true;
    return wanted.endsWith(`.${server.host}`);
}
/**
 * Refuses artifacts on a server whose service the client of GitHub does not use, before anything is built for them.
 * @throws EnvironmentError E_GITHUB_SERVER
 */
function refuseMissingArtifacts(job, name) {
    const server = describeServer(job);
    if (server.hasArtifacts)
        return;
    throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .EnvironmentError */ .eG(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .githubErrors */ .Z.E_GITHUB_SERVER, {
        message: `The artifact ${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(name, 100)} cannot be used on ${nameServer(server)}: GitHub's artifact client (version 4 and later) does not support GitHub Enterprise Server.`,
        hint: 'Run the steps that need the files in the job that builds them, without an artifact.',
    });
}
/**
 * Whether a token is one that GitHub made for an app, which is what the token of a job is
 * (https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/).
 */
function isInstallationToken(token) {
    return /^ghs_|^v1\.[0-9a-f]{40}$/.test(token);
}
/**
 * The one rule for credentials and hosts: the token of a job goes to the server that made it, and nowhere else. A secret that
 * the user names for another host is not the token of the job.
 * @throws EnvironmentError E_GITHUB_FOREIGN_HOST before anything is sent
 */
function refuseForeignHost(job, token, host, wayOut) {
    const server = describeServer(job);
    if (!isInstallationToken(token) || ownsHost(server, host))
        return;
    throw new EnvironmentError(githubErrors.E_GITHUB_FOREIGN_HOST, {
        message: `The token of this job is for ${nameServer(server)} and was not sent to ${neutralizeLine(host, 200)}.`,
        hint: wayOut,
    });
}


/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 1943:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs/promises");

/***/ }),

/***/ 5675:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http2");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 2018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 7016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 3106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 235:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Yz: () => (/* binding */ debug),
  N4: () => (/* binding */ endGroup),
  z3: () => (/* binding */ error),
  Vt: () => (/* binding */ getBooleanInput),
  V4: () => (/* binding */ getInput),
  Gu: () => (/* binding */ getState),
  pq: () => (/* binding */ info),
  lm: () => (/* binding */ notice),
  LZ: () => (/* binding */ saveState),
  uH: () => (/* binding */ setOutput),
  Pq: () => (/* binding */ setSecret),
  Oh: () => (/* binding */ startGroup),
  $e: () => (/* binding */ warning)
});

// UNUSED EXPORTS: ExitCode, addPath, exportVariable, getIDToken, getMultilineInput, group, isDebug, markdownSummary, platform, setCommandEcho, setFailed, summary, toPlatformPath, toPosixPath, toWin32Path

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
// EXTERNAL MODULE: external "crypto"
var external_crypto_ = __nccwpck_require__(6982);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
// EXTERNAL MODULE: external "path"
var external_path_ = __nccwpck_require__(6928);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return __awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return file_command_issueFileCommand('STATE', file_command_prepareKeyValueMessage(name, value));
    }
    command_issueCommand('save-state', { name }, utils_toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return __awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/compat get default export */
/******/ (() => {
/******/ 	// getDefaultExport function for compatibility with non-harmony modules
/******/ 	__nccwpck_require__.n = (module) => {
/******/ 		var getter = module && module.__esModule ?
/******/ 			() => (module['default']) :
/******/ 			() => (module);
/******/ 		__nccwpck_require__.d(getter, { a: getter });
/******/ 		return getter;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(8435);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
