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

/***/ 2623:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  XZ: () => (/* binding */ hints),
  QL: () => (/* binding */ inputs_inputs),
  V4: () => (/* binding */ outputs)
});

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(7276);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 5 modules
var core = __nccwpck_require__(5049);
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
            return lists.length === 0 ? undefined : (0,parse_file_list/* joinFileLists */.gn)(lists, `Input "${name}"`);
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

;// CONCATENATED MODULE: ./actions/release-notes/src/inputs.ts

/** The inputs, as `action.yml` describes them. */
const inputs_inputs = (0,inputs/* defineInputs */.pf)({
    tag: scalar_inputs_text(),
    version: scalar_inputs_text(),
    path: scalar_inputs_text({ default: '.' }),
    'tag-format': scalar_inputs_text({ default: 'auto' }),
    'tag-prefix': scalar_inputs_text({ default: 'auto', mayBeEmpty: true }),
    source: choice(['auto', 'changelog', 'commits', 'pull-requests'], { default: 'auto' }),
    changelog: scalar_inputs_text(),
    assets: list(),
    'extra-assets': list(),
    'extra-artifacts': list(),
    'extra-digests': fileList(),
    digests: fileList(),
    evidence: scalar_inputs_text(),
    handover: scalar_inputs_text(),
    draft: flag({ default: false }),
    prerelease: choice(['auto', 'true', 'false'], { default: 'auto' }),
    index: choice(['pypi', 'testpypi', 'none'], { default: 'pypi' }),
    phase: choice(['all', 'draft', 'publish', 'notes-only'], { default: 'all' }),
    title: scalar_inputs_text({ default: '{{tag}}' }),
    header: scalar_inputs_text(),
    footer: scalar_inputs_text(),
    template: scalar_inputs_text(),
    'discussion-category': scalar_inputs_text(),
    'release-branches': list(),
    'dry-run': flag({ default: false }),
    token: secret({ required: true }),
});
const outputs = [
    'release-id',
    'url',
    'draft',
    'prerelease',
    'image-digest',
    'assets',
    'notes',
    'notes-path',
    'summary',
    'result-markdown',
];
/** What to change about an error, in the names of these inputs. */
const hints = {
    E_GITHUB_AUTHENTICATION: 'Leave "token" unset to use the token of the job, or pass one that has not expired.',
};


/***/ }),

/***/ 1008:
/***/ ((module, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3245);
/* harmony import */ var _slipway_handover__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8032);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2623);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(174);




await (0,_slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__/* .runAction */ .C)({
    ...{ name: 'release-notes', inputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .inputs */ .QL, outputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .outputs */ .V4, hints: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .hints */ .XZ },
    async main(context) {
        await (0,_slipway_handover__WEBPACK_IMPORTED_MODULE_2__/* .refuseOtherPart */ .Mj)(context.inputs.handover, process.argv[1]);
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_3__/* .runReleaseNotes */ .U)(context);
    },
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 174:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  U: () => (/* binding */ runReleaseNotes)
});

// NAMESPACE OBJECT: ./node_modules/micromark/lib/constructs.js
var constructs_namespaceObject = {};
__nccwpck_require__.r(constructs_namespaceObject);
__nccwpck_require__.d(constructs_namespaceObject, {
  attentionMarkers: () => (attentionMarkers),
  contentInitial: () => (contentInitial),
  disable: () => (disable),
  document: () => (constructs_document),
  flow: () => (constructs_flow),
  flowInitial: () => (flowInitial),
  insideSpan: () => (insideSpan),
  string: () => (constructs_string),
  text: () => (constructs_text)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./packages/changelog/src/notes/draft-block.ts

const ending = '<!-- slipway: end -->';
const opening = /<!-- slipway: (\S{1,1000}) commit=([0-9a-f]{7,64}) title=([0-9a-f]{16}) notes=([0-9a-f]{16})(?: image=(sha256:[0-9a-f]{64}))?(?: index=([a-z]{1,20}))?(?: run=([0-9]{1,15}))?(?: extra=(\S{1,100000}))? -->/;
/** What every block for a tag begins with: by it a draft is known to be ours. */
const beginBlock = (tag) => `<!-- slipway: ${encodeURIComponent(tag)} `;
/** A form field sends other line ends than were in it, and a server may drop blanks at the ends. */
function fingerprint(text) {
    const plain = text.replace(/\r\n?/g, '\n').trim();
    return (0,external_node_crypto_.createHash)('sha256').update(plain).digest('hex').slice(0, 16);
}
/** The block as it stands in a body. */
function renderBlock(block) {
    const { tag, commitSha, title, notes, extra, imageDigest, index, publishedBy } = block;
    const files = extra.map(({ name, sha256 }) => `${encodeURIComponent(name)}:${sha256}`).join(',');
    const facts = [
        `${beginBlock(tag)}commit=${commitSha}`,
        `title=${fingerprint(title)}`,
        `notes=${fingerprint(notes)}`,
        ...(imageDigest === undefined ? [] : [`image=${imageDigest}`]),
        ...(index === undefined ? [] : [`index=${index}`]),
        ...(publishedBy === undefined ? [] : [`run=${publishedBy}`]),
        ...(files === '' ? [] : [`extra=${files}`]),
    ].join(' ');
    return `${facts} -->\n${notes}\n${ending}`;
}
/** The block of a tag in a body; undefined when there is none, or when its end is gone. */
function findBlock(body, tag) {
    const start = body.indexOf(beginBlock(tag));
    if (start < 0)
        return undefined;
    const found = opening.exec(body.slice(start));
    const end = body.lastIndexOf(ending);
    if (found === null || found.index !== 0 || end < start + found[0].length)
        return undefined;
    const [marker, , commitSha = '', title, notes, imageDigest, index, run, files] = found;
    return {
        tag,
        commitSha,
        extra: (files ?? '').split(',').flatMap((file) => {
            const [name = '', sha256 = ''] = file.split(':');
            return /^[0-9a-f]{64}$/.test(sha256) ? [{ name: decodeName(name), sha256 }] : [];
        }),
        imageDigest,
        index,
        publishedBy: run === undefined ? undefined : Number(run),
        before: body.slice(0, start),
        after: body.slice(end + ending.length),
        isOurs: fingerprint(body.slice(start + marker.length, end)) === notes,
        hasTitle: (text) => fingerprint(text) === title,
    };
}
function decodeName(name) {
    try {
        return decodeURIComponent(name);
    }
    catch {
        return name;
    }
}
/** Characters of a body that are not ours, and that the notes have to leave room for. */
function measureKept(body, tag) {
    const found = findBlock(body, tag);
    if (found !== undefined)
        return found.before.length + found.after.length;
    return body.trim() === '' ? 0 : body.length + 2;
}
/**
 * Renews the block of a release and keeps everything that people wrote: text above and below it byte for byte, a title that is not
 * the one we gave, and the whole body when somebody edited inside of the block or took one of its marks away.
 */
function mergeBlock(existing, block) {
    const written = renderBlock(block);
    if (existing === undefined) {
        return { name: block.title, body: written, keepsTitle: false, keepsNotes: false };
    }
    const { name, body } = existing;
    const found = findBlock(body, block.tag);
    if (found === undefined) {
        const keepsTitle = name !== '' && name !== block.tag && name !== block.title;
        // One of our marks is left without the other.
        const keepsNotes = body.includes(beginBlock(block.tag));
        return {
            name: keepsTitle ? name : block.title,
            body: keepsNotes ? body : body.trim() === '' ? written : `${body}\n\n${written}`,
            keepsTitle,
            keepsNotes,
        };
    }
    const keepsTitle = name !== '' && name !== block.title && !found.hasTitle(name);
    return {
        name: keepsTitle ? name : block.title,
        body: found.isOurs ? `${found.before}${written}${found.after}` : body,
        keepsTitle,
        keepsNotes: !found.isOurs,
    };
}

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __nccwpck_require__(2712);
;// CONCATENATED MODULE: ./packages/core/src/text/count.ts
/** A number with its noun: `1 file`, `5,373 files`. */
function count(number, noun, plural = `${noun}s`) {
    return `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;
}

// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/is-record.ts
var is_record = __nccwpck_require__(9583);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
;// CONCATENATED MODULE: ./packages/github/src/client/answer-fields.ts




/** Finds the first value that is not of the documented form; undefined when all are. */
function findWrong(value, path, type, seen) {
    const [step, ...rest] = path;
    if (step === undefined) {
        const right = type === 'list' ? Array.isArray(value) : typeof value === type;
        return right ? undefined : `${seen} is no ${type}`;
    }
    const [, name = '', optional, list] = /^([^?[]*)(\?)?(\[\])?$/.exec(step) ?? [];
    if (name !== '' && !(0,is_record/* isRecord */.u)(value))
        return `${seen} is no object`;
    const inner = name === '' ? value : value[name];
    const where = name === '' ? seen : `"${name}"`;
    if (optional !== undefined && (inner === undefined || inner === null))
        return undefined;
    if (list === undefined)
        return findWrong(inner, rest, type, where);
    if (!Array.isArray(inner))
        return `${where} is not a list`;
    for (const entry of inner) {
        const wrong = findWrong(entry, rest, type, `an entry of ${where}`);
        if (wrong !== undefined)
            return wrong;
    }
    return undefined;
}
/**
 * Holds an answer against its documented form: a proxy or an outage may answer 200 with anything.
 * @param request method and address, for the message
 * @throws RemoteError E_HTTP_MALFORMED
 */
function assertFields(answer, fields, request) {
    for (const field of fields) {
        const colon = field.lastIndexOf(':');
        const path = field.slice(0, colon);
        const wrong = findWrong(answer, path === '' ? [] : path.split('.'), field.slice(colon + 1), 'the answer');
        if (wrong === undefined)
            continue;
        const shown = (0,neutralize/* neutralizeLine */.a0)(JSON.stringify(answer) ?? 'nothing', 200);
        throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
            message: `${request} was answered with something else than documented: ${wrong} in ${shown}.`,
        });
    }
}

// EXTERNAL MODULE: ./packages/core/src/errors/define-errors.ts
var define_errors = __nccwpck_require__(700);
;// CONCATENATED MODULE: ./packages/github/src/errors.ts

/** Errors of repositories, releases, artifacts and settings on GitHub. */
const errors_githubErrors = (0,define_errors/* defineErrors */.V)({
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

// EXTERNAL MODULE: ./packages/core/src/redact.ts
var redact = __nccwpck_require__(796);
;// CONCATENATED MODULE: ./packages/github/src/client/refusals.ts





const readText = (value) => (typeof value === 'string' ? value : undefined);
/** What can be read of an error body; a proxy may answer in any other form. */
function readErrorBody(body) {
    const { message, errors } = (0,is_record/* isRecord */.u)(body) ? body : {};
    return {
        message: readText(message),
        errors: (Array.isArray(errors) ? errors : []).map((error) => {
            const { code, field, message: text } = (0,is_record/* isRecord */.u)(error) ? error : { message: error };
            return { code: readText(code), field: readText(field), message: readText(text) };
        }),
    };
}
/** GitHub's own words about a refusal, as one harmless line. */
function describeRefusal(body) {
    const { message, errors } = readErrorBody(body);
    const details = errors.map((error) => error.message ?? [error.field, error.code].filter((part) => part !== undefined).join(' '));
    const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
    return (0,neutralize/* neutralizeLine */.a0)([message ?? (0,redact/* redactText */.R)(text), ...details].join('; '), 800);
}
/** Whether GitHub refused a request by 422 with this `code` for one of its fields, for example `already_exists`. */
function hasErrorCode(error, code) {
    return error instanceof RefusedError && readErrorBody(error.body).errors.some((each) => each.code === code);
}
/** An error that keeps what GitHub answered. */
class RefusedError extends action_error/* RemoteError */.Hi {
    body;
    constructor(body, ...options) {
        super(...options);
        this.body = body;
    }
}
const ruleText = /repository rule violations|protected branch|protected ref|through a pull request|verified signatures|creations being restricted/i;
/** Whether GitHub's words are those of a ruleset or of a protected branch. */
function isRuleText(text) {
    return ruleText.test(text);
}
/** The error for a change that a rule of the repository forbids. */
function refuseRule(text) {
    return new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_RULES, {
        message: `A rule of the repository forbids the change: ${text}. Nothing was written.`,
    });
}
/** `contents=write; pull_requests=read, issues=write` as the lines of a `permissions:` block. */
function namePermissions(header) {
    // Alternatives are separated by semicolons; the first is enough.
    return (header.split(';')[0] ?? '')
        .split(',')
        .map((part) => part.trim().replaceAll('_', '-').replace('=', ': '))
        .map((part) => `"${(0,neutralize/* neutralizeLine */.a0)(part, 60)}"`)
        .join(' and ');
}
const planText = /upgrade to GitHub (?:Pro|Team|Enterprise)/i;
/** Whether GitHub refused because the plan of the owner does not have the feature for a private repository. */
function isPlanRefusal(error) {
    return (error instanceof EnvironmentError &&
        error.code === githubErrors.E_GITHUB_PERMISSION.code &&
        planText.test(error.message));
}
const rateLimitText = /rate limit|abuse detection/i;
/**
 * Refusals that no permission of the job changes, by GitHub's words, and what does. The header that names permissions is on
 * these answers too.
 */
const otherRefusals = [
    [
        /IP allow list|IP address is not permitted/i,
        'An owner of the organization has to add the address of this runner to the IP allow list, or the job has to run on a runner that is on it.',
    ],
    [
        /SAML|single sign-on|\bSSO\b/i,
        'Authorize the token for the single sign-on of the organization, or use the token of the job.',
    ],
    [/suspended/i, 'An account or an installation that is suspended has to be reinstated first.'],
    [planText, 'The plan of the owner does not have this feature for private repositories.'],
    [/billing|spending limit|payment/i, 'Check the billing of the account that owns the repository.'],
    [
        /repository (?:access )?(?:is )?(?:blocked|disabled)|DMCA|legal reasons/i,
        'GitHub blocks this repository. Contact GitHub Support.',
    ],
    [/was archived|is archived|read-only/i, 'Unarchive the repository first.'],
    [rateLimitText, 'Try again later. GitHub limits the number of requests.'],
    [
        /not permitted to create or approve pull requests/i,
        'Allow GitHub Actions to create pull requests in the settings of the repository, under Actions.',
    ],
    [
        /OAuth App access restrictions|third-party application/i,
        'An owner of the organization has to approve the app of the token.',
    ],
    [
        /personal access tokens? .*(?:forbid|lifetime|not allowed|expir)|forbids access via a/i,
        'The organization restricts personal access tokens. Use the token of the job.',
    ],
    [/two-factor|2FA/i, 'Turn on two-factor authentication for the account of the token.'],
    [/verify your email|email address/i, 'Verify the email address of the account of the token.'],
];
/** What to do about a refusal that no permission of the job changes; undefined for any other. */
function explainRefusal(text) {
    return otherRefusals.find(([words]) => words.test(text))?.[1];
}
/** `x-github-request-id`, by which GitHub's support finds a request. */
function readRequestId(headers) {
    const id = headers['x-github-request-id'];
    return id === undefined ? undefined : String(id);
}
const readPermissions = ({ headers }) => String(headers['x-accepted-github-permissions'] ?? '');
function refusePermission(request, text, answer) {
    const header = readPermissions(answer);
    const other = explainRefusal(text);
    // Only these words are about the permissions of a token.
    const isMissing = /resource not accessible by|permission|must have (?:admin|push|write)/i.test(text);
    const hint = other ??
        (isMissing
            ? header === ''
                ? undefined
                : `Add ${namePermissions(header)} to the "permissions" of the job.`
            : `GitHub's words above say why.${header === '' ? '' : ` If a permission is missing, the request takes ${namePermissions(header)}.`}`);
    return new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_PERMISSION, {
        message: `${request} was refused: ${text}.`,
        hint,
    });
}
/** The error for an answer that is not accepted. @param method of the request */
function refuse(method, answer) {
    const url = (0,redact/* redactUrl */.B)(answer.url);
    const request = `${method} ${url}`;
    const text = describeRefusal(answer.data);
    const facts = { status: answer.status, url, requestId: readRequestId(answer.headers) };
    if (isRuleText(text))
        return refuseRule(text);
    if (answer.status === 401) {
        return new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_AUTHENTICATION, {
            message: `${request} was refused: ${text}.`,
        });
    }
    if (answer.status === 429 || (answer.status === 403 && rateLimitText.test(text))) {
        // Secondary limits may come without the headers that say when to ask again.
        return new RefusedError(answer.data, errors_githubErrors.E_GITHUB_REFUSED, {
            ...{ ...facts, retryable: true, message: `${request} was refused: ${text}.` },
            hint: explainRefusal(text),
        });
    }
    if (answer.status === 403 || answer.status === 451)
        return refusePermission(request, text, answer);
    if (answer.status === 404) {
        const header = readPermissions(answer);
        return new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_NOT_FOUND, {
            ...facts,
            message: `${request} was answered with 404: ${text}.`,
            ...(header === ''
                ? {}
                : {
                    hint: `Check the name. GitHub answers 404 also when a permission is missing: this request takes ${namePermissions(header)}.`,
                }),
        });
    }
    return new RefusedError(answer.data, errors_githubErrors.E_GITHUB_REFUSED, {
        ...facts,
        message: `${request} was answered with ${answer.status}: ${text}.`,
    });
}

;// CONCATENATED MODULE: ./packages/github/src/client/graphql-errors.ts




const describe = (errors) => errors
    .map(({ type, message }) => `${type === undefined ? '' : `${type}: `}${message ?? 'no message'}`)
    .map((text) => (0,neutralize/* neutralizeLine */.a0)(text, 500))
    .join('; ');
/** The error for a GraphQL answer that has `errors`. @param headers of the answer */
function refuseGraphql(errors, headers) {
    const text = describe(errors);
    if (isRuleText(text))
        return refuseRule(text);
    const types = new Set(errors.map(({ type }) => type));
    if (types.has('FORBIDDEN')) {
        return new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_PERMISSION, {
            message: `GitHub refused a GraphQL request: ${text}.`,
            hint: explainRefusal(text) ?? 'Add "contents: write" to the "permissions" of the job.',
        });
    }
    return new action_error/* RemoteError */.Hi(types.has('NOT_FOUND') ? errors_githubErrors.E_GITHUB_NOT_FOUND : errors_githubErrors.E_GITHUB_REFUSED, {
        message: `GitHub answered a GraphQL request with: ${text}.`,
        status: 200,
        requestId: readRequestId(headers),
    });
}

;// CONCATENATED MODULE: ./packages/github/src/client/octokit.ts





/** Limits of a transfer of a large file over a slow line; the deadline holds for all attempts. */
const slowTransfer = { attemptTimeoutMs: 600_000, deadlineMs: 1_200_000 };
// Statuses whose body says what is wrong. 403 is not among them: the HTTP port tells rate limits from refusals by it.
const explained = [400, 401, 404, 409, 410, 422, 451];
/** `fetch` for one call of octokit, over our port: its retries, deadlines, proxy, certificates and redaction. */
function bindFetch(http, { fields: _, ...port }) {
    return async (url, { method, headers: { 'user-agent': _agent, ...headers }, body }) => {
        const request = { ...port, method, url, headers, ...(body === undefined ? {} : { body }) };
        let answer;
        try {
            answer = await http.request({ ...request, acceptedStatuses: explained });
        }
        catch (error) {
            if (!(error instanceof action_error/* RemoteError */.Hi) || error.status !== 403 || error.retryable)
                throw error;
            // The header that names the missing permission is on the answer: refused once, the request is refused again.
            answer = await http.request({ ...request, acceptedStatuses: [...explained, 403] });
        }
        // octokit parses by the content type, and fails on one that is malformed. What was asked for is known here.
        const isRaw = answer.status < 300 && /raw|octet-stream/.test(headers['accept'] ?? '');
        return {
            status: answer.status,
            url: answer.url,
            headers: new Map(Object.entries(answer.headers)).set('content-type', isRaw ? 'application/octet-stream' : 'application/json'),
            text: async () => answer.text(),
            arrayBuffer: async () => answer.body,
        };
    };
}
/** Connects `@actions/github` with the HTTP port. It is loaded here, at the first request: it takes longer than an action to start. */
async function openOctokit(http, log, { apiUrl, token }) {
    const { GitHub: Client, getOctokitOptions } = await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(845)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1845)).catch(async (cause) => {
        // The library reads the settings of the proxy, too, and fails on a wrong one without naming it. The port names it.
        await http.request({ method: 'GET', url: apiUrl });
        throw cause;
    });
    const tell = (message) => log.debug((0,neutralize/* neutralizeLine */.a0)(message, 400));
    const options = { baseUrl: apiUrl, log: { debug: tell, info: tell, warn: tell, error: tell } };
    const octokit = new Client(token === '' ? options : getOctokitOptions(token, options));
    octokit.hook.wrap('request', async (send, options) => {
        const port = options.request;
        // In place: the hook that adds the token holds this object and drops any other.
        options.request = { ...options.request, log: octokit.log, fetch: bindFetch(http, port) };
        options.headers['x-github-api-version'] = '2022-11-28';
        try {
            const response = await send(options);
            if (port.fields !== undefined && response.status !== 204)
                assertFields(response.data, port.fields, `${options.method} ${(0,redact/* redactUrl */.B)(response.url)}`);
            return response;
        }
        catch (error) {
            throw translate(error, options.method);
        }
    });
    return octokit;
}
function translate(error, method) {
    if (error.name !== 'HttpError')
        return error;
    const { response, cause } = error;
    return response === undefined ? cause : refuse(method, response);
}

;// CONCATENATED MODULE: ./packages/github/src/client.ts




/** Entries of one page; GitHub's maximum. */
const pageSize = 100;
const graphqlFields = [':object', 'errors?[].message?:string', 'errors?[].type?:string'];
/** `https://api.github.com` is paired with `https://uploads.github.com`, `…/api/v3` of a server with `…/api/uploads`. */
function uploadsUrlOf(apiUrl) {
    if (/\/api\/v3$/.test(apiUrl))
        return apiUrl.replace(/\/api\/v3$/, '/api/uploads');
    return apiUrl.replace(/^https:\/\/api\./, 'https://uploads.');
}
/** Creates a client; it holds no connection. */
function createGitHubClient(options) {
    const { http, apiUrl, graphqlUrl, log, uploadsUrl = uploadsUrlOf(apiUrl) } = options;
    let opening;
    const open = () => {
        opening ??= openOctokit(http, log, options);
        return opening;
    };
    return {
        log,
        uploadsUrl,
        rest: deferRest(open),
        async graphql(document, variables, { fields, idempotent }) {
            const octokit = await open();
            const data = await octokit
                .graphql({
                query: document,
                ...variables,
                baseUrl: graphqlUrl.replace(/\/graphql$/, ''),
                ...client_expecting(graphqlFields, { idempotent }),
            })
                .catch((error) => {
                throw error.name === 'GraphqlResponseError'
                    ? refuseGraphql(error.errors ?? [], error.headers ?? {})
                    : error;
            });
            assertFields(data, [':object', ...fields], `POST ${graphqlUrl}`);
            return data;
        },
    };
}
/** The endpoints of a client that is opened by the first call: a run that makes none does not load it. */
function deferRest(open) {
    const scopes = new Proxy({}, {
        get: (_, scope) => new Proxy({}, {
            get: (_endpoints, name) => async (parameters) => {
                const { rest } = await open();
                return rest[scope]?.[name]?.(parameters);
            },
        }),
    });
    return scopes;
}
/** Parameter of an endpoint: what must be in its answer, and how the request is sent. */
function client_expecting(fields, port = {}) {
    return { request: { ...port, fields } };
}
/** `expecting` for a list: what must be in each entry. */
function expectingEach(fields) {
    return client_expecting([':list', ...fields.map((field) => `[].${field}`)]);
}
/** The data of an answer; undefined when GitHub answers 404. */
async function findOptional(answer) {
    try {
        return (await answer).data;
    }
    catch (error) {
        if (error instanceof action_error/* RemoteError */.Hi && error.status === 404)
            return undefined;
        throw error;
    }
}
/**
 * All pages of a list, at most `limit` entries. Pages are counted: `octokit.paginate` drops the options of a request, follows a
 * link to any host, and takes a 409 and `null` for an empty list.
 */
async function listPages(request, limit = Number.POSITIVE_INFINITY) {
    const entries = [];
    for (let page = 1; entries.length < limit; page += 1) {
        const { headers, data } = await request({ per_page: pageSize, ...(page === 1 ? {} : { page }) });
        for (const entry of data)
            entries.push(entry);
        if (!/rel="next"/.test(headers.link ?? ''))
            break;
    }
    return entries.slice(0, limit);
}

;// CONCATENATED MODULE: ./packages/github/src/releases/asset-name.ts
/**
 * The name that GitHub keeps a release asset under. It is known for files as `demo-1!2.0.tar.gz`: everything but letters, digits
 * and `-_+@` becomes one dot, none at the ends. Source: `sanitizeFileName` of the GitHub CLI
 * (https://github.com/cli/cli/blob/trunk/pkg/cmd/release/upload/upload.go), which repeats what the server does.
 */
function nameAsset(fileName) {
    // Letters with marks lose the marks.
    const plain = fileName.normalize('NFD').replace(/\p{M}/gu, '');
    const named = (plain.startsWith('.') ? `default${plain}` : plain)
        .replace(/[^a-z0-9\-_+@]+/gi, '.')
        .replace(/^\.|\.$/g, '');
    return named !== fileName && !named.includes('.') ? `default.${named}` : named;
}
/**
 * Names assets as their files, for who only knows the names that GitHub keeps them under.
 * @param fileNames of the release
 */
function createFileNamer(fileNames) {
    const byAsset = new Map(fileNames.map((name) => [nameAsset(name), name]));
    return (assetName) => byAsset.get(assetName) ?? assetName;
}
/** The name of the file behind an asset: the label of one that GitHub keeps under another name. */
function readFileName({ name, label, }) {
    return label !== null && label !== '' && nameAsset(label) === name ? label : name;
}

;// CONCATENATED MODULE: ./packages/github/src/repository.ts

/** @param name `owner/name` */
function openRepository(client, name) {
    const [owner = '', repo = ''] = name.split('/');
    return { ...client, name, at: { owner, repo } };
}
const refFields = ['ref:string', 'object.sha:string', 'object.type:string'];
const readTarget = ({ ref, object }) => ({ ref, sha: object.sha, type: object.type });
/** @throws as GitHubClient.rest */
async function readRepository({ rest, at }) {
    const fields = ['node_id:string', 'default_branch:string'];
    const { data } = await rest.repos.get({ ...at, ...client_expecting(fields) });
    return { nodeId: data.node_id, defaultBranch: data.default_branch };
}
/** @param ref `heads/main`, `tags/v1` @throws as GitHubClient.rest */
async function findRef({ rest, at }, ref) {
    const found = await findOptional(rest.git.getRef({ ...at, ref, ...client_expecting(refFields) }));
    return found && readTarget(found);
}
/** Names of all tags that begin with `prefix`, without `refs/tags/`. @throws as GitHubClient.rest */
async function listTags({ rest, at }, prefix = '') {
    const ref = `tags/${prefix}`;
    const found = await listPages((page) => rest.git.listMatchingRefs({ ...at, ref, ...page, ...expectingEach(refFields) }));
    return found.map(readTarget);
}
/** The answer is the file itself instead of a JSON object with its base64. */
const rawMedia = { headers: { accept: 'application/vnd.github.raw+json' } };
/** The bytes of a file at a revision; undefined when there is none. @throws as GitHubClient.rest */
async function readFileAt({ rest, at }, path, ref) {
    const found = await findOptional(rest.repos.getContent({ ...at, path, ref, ...rawMedia }));
    return found;
}
/** The bytes of a blob of git. @throws as GitHubClient.rest */
async function readBlob({ rest, at }, sha) {
    const { data } = await rest.git.getBlob({ ...at, file_sha: sha, ...rawMedia });
    return data;
}

;// CONCATENATED MODULE: ./packages/python/src/version/format-version.ts
/** The canonical form (PEP 440, "Normalization"). */
function formatVersion(version) {
    const { epoch, release, pre, post, dev, local } = version;
    return [
        epoch === 0n ? '' : `${epoch}!`,
        release.join('.'),
        pre === undefined ? '' : `${pre.phase}${pre.number}`,
        post === undefined ? '' : `.post${post}`,
        dev === undefined ? '' : `.dev${dev}`,
        local.length === 0 ? '' : `+${local.join('.')}`,
    ].join('');
}
/** Alpha, beta, candidate and development versions, which installers skip unless asked. */
function isPrerelease({ pre, dev }) {
    return pre !== undefined || dev !== undefined;
}
/**
 * The padding that is the habit of some version texts, newest first: PEP 440 drops leading zeros, files and tags may keep them.
 * With a year in front, months and days share one habit: `2026.10.09` also pads the month.
 */
function readZeroPadding(texts) {
    for (const text of texts) {
        const parts = /^v?(?:\d+!)?(\d+(?:\.\d+)*)/i.exec(text)?.[1]?.split('.') ?? [];
        const isPadded = (part) => part !== undefined && /^0\d/.test(part);
        // `2026.1.9` shows that zeros are not kept, `2026.12.10` shows nothing.
        if (!parts.some(isPadded)) {
            if (parts.slice(1).some((part) => part.length === 1))
                return [];
            continue;
        }
        const isDated = /^(?:19|20)\d\d$/.test(parts[0] ?? '');
        const shares = (index) => isDated && (index === 1 || index === 2) && parts[index]?.length === 2;
        return parts.map((part, index) => (isPadded(part) || shares(index) ? part.length : 0));
    }
    return [];
}
/** The canonical form with the parts of the release padded: `2026.01.09`. */
function formatPadded(version, padding) {
    const release = version.release.map((part, index) => String(part).padStart(padding[index] ?? 0, '0'));
    const plain = version.release.join('.');
    const text = formatVersion(version);
    const start = version.epoch === 0n ? 0 : text.indexOf('!') + 1;
    return `${text.slice(0, start)}${release.join('.')}${text.slice(start + plain.length)}`;
}
const semverPhases = { a: 'alpha', b: 'beta', rc: 'rc' };
/**
 * The spelling of Semantic Versioning 2.0.0; undefined for what it cannot express: an epoch, a post-release, a release of more
 * than three parts.
 */
function toSemver(version) {
    return spellSemver(version, '', false);
}
const phaseWord = /-(alpha|a|beta|b|rc|c|pre|preview)([-.]?)\d/i;
/**
 * The spelling of Semantic Versioning in the style of a version that stands there now: `1.3.0-rc1` after `1.2.0-rc1`.
 * @param allowsPost whether a post-release is written as `-post.1`, which Semantic Versioning orders before the release
 */
function spellSemver(version, sample, allowsPost) {
    const { epoch, release, pre, post, dev, local } = version;
    if (epoch !== 0n || (post !== undefined && !allowsPost) || release.length > 3)
        return undefined;
    const core = [release[0] ?? 0n, release[1] ?? 0n, release[2] ?? 0n].join('.');
    const [, word = '', separator = '.'] = phaseWord.exec(sample) ?? [];
    const isShort = /^(?:a|b|c)$/i.test(word);
    const identifiers = [
        ...(pre === undefined
            ? []
            : [`${isShort ? pre.phase : semverPhases[pre.phase]}${separator}${pre.number}`]),
        ...(post === undefined ? [] : [`post.${post}`]),
        ...(dev === undefined ? [] : [`dev.${dev}`]),
    ];
    const build = local.length === 0 ? '' : `+${local.join('.')}`;
    return `${core}${identifiers.length === 0 ? '' : `-${identifiers.join('.')}`}${build}`;
}
/** The spelling as a tag of an OCI registry (`[A-Za-z0-9_][A-Za-z0-9._-]{0,127}`); undefined with an epoch or if too long. */
function toImageTag(version) {
    if (version.epoch !== 0n)
        return undefined;
    const tag = formatVersion(version).replace('+', '-');
    return tag.length <= 128 ? tag : undefined;
}

;// CONCATENATED MODULE: ./actions/release-notes/src/errors.ts

/** Errors of drafting and publishing a release. */
const releaseErrors = (0,define_errors/* defineErrors */.V)({
    E_CHANGELOG_MISSING: {
        message: 'The changelog has no section for this version.',
        hint: 'Add a section for the version to the changelog, or set "source" to "commits".',
    },
    E_RELEASE_ASSETS: {
        message: 'The release assets do not match the files of this job.',
        hint: 'Compare "assets" with the files that the build job produced. Each asset needs a unique name.',
    },
    E_RELEASE_DISCUSSION: {
        message: 'The discussion category does not exist.',
        hint: 'Use one of the categories of the repository, or create the category in its discussions.',
    },
    E_RELEASE_PUBLISHED: {
        message: 'The release is already published, with different content.',
        hint: 'A published release is never changed. Release a new version.',
    },
    E_RELEASE_TAG: {
        message: 'The tag cannot be released.',
        hint: 'Run the workflow at the tag, or set "tag" to an existing tag.',
    },
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
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

;// CONCATENATED MODULE: ./actions/release-notes/src/release-files.ts












/** A file that goes with the release beside those the build made: manifests, signatures, attestations, bills of materials. */
const companion = /^(?:SHA(?:256|512)SUMS|B2SUMS)(?:\.[A-Za-z0-9.]+)?$|\.(?:sigstore(?:\.json)?|attestation|intoto\.jsonl|(?:spdx|cdx)\.json)$/;
const isCompanion = (name) => companion.test(name);
/** A file that is made anew, with other bytes, whenever it is made. */
const isSignature = (name) => /\.(?:sigstore(?:\.json)?|intoto\.jsonl)$/.test(name);
/**
 * Finds, hashes and checks the files to be assets, sorted by name, before anything is written anywhere.
 * @throws InputError E_RELEASE_ASSETS and as `expandGlobs`; IntegrityError E_FILES_DIFFER, E_DIGEST_MISMATCH
 */
async function readReleaseFiles(patterns, workspace, promised, signal) {
    const built = patterns.assets.length === 0 ? [] : await expandGlobs(patterns.assets, workspace);
    const extra = patterns.extra.length === 0 ? [] : await expandGlobs(patterns.extra, workspace);
    // A file that both name is one of the build: it is compared.
    const added = extra.filter((path) => !built.includes(path));
    const paths = [...[...built, ...added].map((path) => (0,external_node_path_.join)(workspace, path)), ...patterns.fetched];
    refuseSameNames([...built, ...added, ...patterns.fetched.map((path) => (0,external_node_path_.basename)(path))]);
    const hashed = await hashFiles(paths, { signal });
    const found = hashed.map(describeFile);
    if (promised.built !== undefined && built.length > 0) {
        const names = new Set(promised.built.map(({ name }) => name));
        (0,parse_file_list/* compareFileList */.mn)(promised.built, found.slice(0, built.length).filter(({ name }) => names.has(name) || !isCompanion(name)));
    }
    if (promised.extra !== undefined) {
        const names = new Set(promised.extra.map(({ name }) => name));
        (0,parse_file_list/* compareFileList */.mn)(promised.extra, found.slice(built.length).filter(({ name }) => names.has(name)));
    }
    await compareManifest(hashed, found);
    return hashed
        .map((file, index) => {
        const { name: fileName, ...entry } = describeFile(file);
        return {
            ...entry,
            name: nameAsset(fileName),
            fileName,
            // A signature is other bytes in the next run: a draft that remembers it would look like another release.
            isExtra: index >= built.length && !isSignature(fileName),
            contentType: contentTypeOf(file.path),
            open: () => (0,external_node_fs_.createReadStream)(file.path),
        };
    })
        .sort((left, right) => (left.name < right.name ? -1 : 1));
}
function describeFile({ path, size, sha256 }) {
    const name = (0,external_node_path_.basename)(path);
    return { name, size, sha256, kind: (0,parse_file_list/* kindOfFile */.yK)(name) };
}
/** GitHub keeps two files apart by the names that it gives them, and the disks of some readers by letters alone. */
function refuseSameNames(paths) {
    const seen = new Map();
    for (const path of paths) {
        const name = nameAsset((0,external_node_path_.basename)(path));
        const other = seen.get(name.toLowerCase());
        if (other !== undefined) {
            throw new action_error/* InputError */.dz(releaseErrors.E_RELEASE_ASSETS, {
                message: `"${(0,neutralize/* neutralizeLine */.a0)(other, 200)}" and "${(0,neutralize/* neutralizeLine */.a0)(path, 200)}" would both be the asset "${(0,neutralize/* neutralizeLine */.a0)(name, 200)}".`,
                hint: 'Rename one of the files. GitHub replaces everything but letters, digits and "-_+@" in the name of an asset by dots.',
            });
        }
        seen.set(name.toLowerCase(), path);
    }
}
/** A manifest that says something else about a file than the file is would fail for whoever downloads both. */
async function compareManifest(hashed, found) {
    const manifest = hashed.find(({ path }) => (0,external_node_path_.basename)(path) === 'SHA256SUMS');
    if (manifest === undefined)
        return;
    const byName = new Map(found.map(({ name, sha256 }) => [name, sha256]));
    for (const { name, digest } of parseManifest(await (0,promises_.readFile)(manifest.path, 'utf8'))) {
        const own = byName.get((0,external_node_path_.basename)(name));
        if (own === undefined || own === digest)
            continue;
        throw new action_error/* IntegrityError */.cs(core_errors/* coreErrors */.F.E_DIGEST_MISMATCH, {
            message: `SHA256SUMS says ${digest} about ${(0,neutralize/* neutralizeLine */.a0)(name, 200)}, which has SHA-256 ${own}.`,
        });
    }
}
function contentTypeOf(path) {
    if (path.endsWith('.whl') || path.endsWith('.zip'))
        return 'application/zip';
    if (path.endsWith('.gz'))
        return 'application/gzip';
    if (path.endsWith('.json'))
        return 'application/json';
    return /SUMS$|\.(?:txt|md)$/.test(path) ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

;// CONCATENATED MODULE: ./actions/release-notes/src/assert-assets.ts






/** @throws IntegrityError E_RELEASE_ASSETS for a draft, E_RELEASE_PUBLISHED for a public release */
function assertAssets(release, { files, promised, promisedExtra = [], target, }) {
    // Without the files, those beside the build are the ones that the draft remembers.
    const remembered = promised === undefined
        ? []
        : [...promised, ...(findBlock(release.body, target.tag)?.extra ?? []), ...promisedExtra];
    const expected = new Map(files.length > 0
        ? files.map(({ name, sha256 }) => [name, sha256])
        : remembered.map(({ name, sha256 }) => [nameAsset(name), sha256]));
    if (expected.size === 0)
        return;
    const findings = [];
    const present = new Map(release.assets.map((asset) => [asset.name, asset]));
    for (const [name, sha256] of expected) {
        const asset = present.get(name);
        if (asset === undefined)
            findings.push(`missing: ${name}`);
        else if (asset.state !== 'uploaded')
            findings.push(`not whole: ${name}`);
        // A later run signs anew. What was published keeps its signature, which holds for the same files.
        else if (asset.sha256 !== sha256 && (release.draft || !isSignature(name)))
            findings.push(`different: ${name} (here ${sha256}, there ${asset.sha256 ?? 'not told'})`);
    }
    for (const name of present.keys()) {
        const isAllowed = files.length === 0 && isCompanion(name);
        if (!expected.has(name) && !isAllowed)
            findings.push(`not of this release: ${(0,neutralize/* neutralizeLine */.a0)(name, 200)}`);
    }
    if (findings.length === 0)
        return;
    throw new action_error/* IntegrityError */.cs(release.draft ? releaseErrors.E_RELEASE_ASSETS : releaseErrors.E_RELEASE_PUBLISHED, {
        message: `The ${release.draft ? 'draft' : 'published release'} ${(0,neutralize/* neutralizeLine */.a0)(release.tagName, 120)} has other assets: ${findings.join('; ')}.`,
    });
}

;// CONCATENATED MODULE: ./packages/core/src/pypi-hosts.ts
/**
 * The hosts of PyPI and TestPyPI, assembled from their labels.
 *
 * This is the only file that contains them. All other code imports the names from here, so one place lists the hosts that a
 * release can reach, and a search for literal host names finds nothing that bypasses it.
 */
const organization = 'org';
const join = (...labels) => labels.join('.');
const pypi = 'pypi';
const testPypi = join('test', pypi);
/** Index, JSON API and trusted-publishing endpoints of PyPI. */
const pypiHost = join(pypi, organization);
/** Legacy upload API of PyPI. */
const pypiUploadHost = join('upload', pypi, organization);
/** Where PyPI's index links to the bytes of a file. */
const pypiFilesHost = join('files', 'pythonhosted', organization);
/** Index, JSON API, upload and trusted-publishing endpoints of TestPyPI. */
const testPypiHost = join(testPypi, organization);
/** Where TestPyPI's index links to the bytes of a file. */
const testPypiFilesHost = join('test-files', 'pythonhosted', organization);

;// CONCATENATED MODULE: ./packages/core/src/quote-word.ts
/** One word of a POSIX shell, for a command that a reader copies: nothing in it is expanded, an exclamation mark included. */
function quoteWord(word) {
    return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw `'\''`)}'`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/errors.ts

/** Errors of changelogs and release notes. */
const changelogErrors = (0,define_errors/* defineErrors */.V)({
    E_CHANGELOG_AMBIGUOUS: {
        message: 'The changelog does not say clearly what is released.',
        hint: 'Keep one section for each version and one heading for unreleased changes, above all versions.',
    },
    E_CHANGELOG_ENCODING: {
        message: 'The changelog is not UTF-8 and cannot hold the new text.',
        hint: 'Convert the file to UTF-8, or set "changelog: none" and edit it yourself.',
    },
    E_CHANGELOG_FRAGMENT: {
        message: 'The fragments of the changelog cannot be collected.',
        hint: 'Rename the files to "<issue>.<type>", list them under "ignore" of towncrier, or remove the section that is there.',
    },
    E_NOTES_EVIDENCE: {
        message: 'The evidence from the publishing jobs is not valid.',
        hint: 'Pass the outputs of the publishing jobs as JSON, unchanged, under "pypi", "github-packages", "image" and "provenance".',
    },
    E_NOTES_TEMPLATE: {
        message: 'The notes template has an unknown placeholder.',
        hint: 'Compare the placeholders with the README of release-notes.',
    },
    E_NOTES_TOO_LONG: {
        message: 'The release notes are longer than GitHub accepts.',
        hint: 'Shorten the header, the footer or the template.',
    },
});

;// CONCATENATED MODULE: ./packages/changelog/src/notes/evidence.ts





const noEvidence = {
    channels: [],
    attestedFiles: [],
    imageCommands: [],
    provenance: false,
};
const known = ['pypi', 'github-packages', 'image', 'provenance'];
const projectName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/;
const versionText = /^[A-Za-z0-9.!+_-]{1,100}$/;
const imageReference = /(?<![\w./-])[a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}\b/;
const imageTag = /^[a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9._-]+)+:[A-Za-z0-9_][\w.-]{0,127}$/;
const signerPath = /^[\w.-]{1,100}\/[\w.-]{1,100}\/\.github\/workflows\/[\w.-]{1,200}\.ya?ml$/;
/** A line of printable ASCII that cannot end the block that it stands in. */
const shellLine = /^[ -_a-~]{1,1000}$/;
/** Projects of one release whose commands are printed. */
const maxCommands = 5;
const command = /^(?:cosign|gh|oras|slsa-verifier) [\w .,:;/@=^$*+?()[\]{}|'"\\-]{1,1000}$/;
/**
 * Reads the outputs of the publishing jobs: `{"pypi": {…}, "github-packages": {…}, "image": {…}, "provenance": {…}}`. A
 * channel whose outputs prove nothing (a job that was skipped has none) does not have the release.
 * @param sha256ByName hex, of the files of this release: evidence of other bytes under one of their names is refused
 * @throws InputError E_NOTES_EVIDENCE; IntegrityError E_NOTES_EVIDENCE
 */
function readEvidence(json, sha256ByName) {
    const evidence = parseObject(json);
    if (evidence === undefined) {
        throw new action_error/* InputError */.dz(changelogErrors.E_NOTES_EVIDENCE, {
            message: `The evidence is not a JSON object: "${(0,neutralize/* neutralizeLine */.a0)(json, 80)}".`,
        });
    }
    const stranger = Object.keys(evidence).find((key) => !known.includes(key));
    if (stranger !== undefined) {
        throw new action_error/* InputError */.dz(changelogErrors.E_NOTES_EVIDENCE, {
            message: `The evidence names "${(0,neutralize/* neutralizeLine */.a0)(stranger, 80)}", which is none of ${known.join(', ')}.`,
        });
    }
    const publication = parseObject(fieldsOf(evidence, 'pypi')['publication']);
    const packages = fieldsOf(evidence, 'github-packages');
    const image = fieldsOf(evidence, 'image');
    const published = filesOf(publication?.['files']);
    const stored = filesOf(packages['files']);
    refuseOtherBytes('PyPI', published, sha256ByName);
    refuseOtherBytes('GitHub Packages', stored, sha256ByName);
    const { signer, ...provenance } = fieldsOf(evidence, 'provenance');
    const isOurs = (file) => sha256ByName.has(textOf(file['name']));
    const imageChannel = readImage(image);
    const channels = [
        readIndex(publication, published),
        readPackages(packages, isProven(stored.filter(isOurs))),
        imageChannel,
    ];
    return {
        channels: channels.filter((channel) => channel !== undefined),
        attestedFiles: publication?.['kind'] === 'pypi'
            ? published
                .filter((file) => typeof file['provenance'] === 'string' && isOurs(file))
                .map((file) => textOf(file['name']))
            : [],
        imageDigest: imageChannel && textOf(image['digest']),
        imageCommands: readImageCommands(image),
        provenance: Object.values(provenance).some((value) => textOf(value) !== ''),
        signer: signerPath.test(textOf(signer)) ? textOf(signer) : undefined,
    };
}
function readIndex(publication, files) {
    if (publication?.['verified'] !== true || files.length === 0)
        return undefined;
    const kind = publication['kind'];
    const name = kind === 'testpypi' ? 'TestPyPI' : kind === 'other' ? 'Package index' : 'PyPI';
    const releases = new Set();
    for (const file of files) {
        const project = textOf(file['project']);
        const version = textOf(file['version']);
        if (projectName.test(project) && versionText.test(version))
            releases.add(`${project}==${version}`);
    }
    // Another index has an address to be configured. TestPyPI has no dependencies that can be relied on, as its documentation says.
    const from = { pypi: '', testpypi: `--index-url https://${testPypiHost}/simple/ --no-deps ` }[String(kind)];
    const commands = from === undefined ? [] : [...releases].map((release) => `pip install ${from}${quoteWord(release)}`);
    return { name, commands: commands.slice(0, maxCommands), hasFiles: true };
}
/** Whether the job says of each file that it read it back. */
const isProven = (files) => files.length > 0 && files.every((file) => file['verified'] === true);
function readPackages(outputs, hasFiles) {
    const digests = textOf(outputs['index-digest']).split('\n');
    if (!digests.every((digest) => /^sha256:[0-9a-f]{64}$/.test(digest)))
        return undefined;
    const commands = textOf(outputs['install-command'])
        .split('\n')
        .filter((line) => shellLine.test(line))
        .slice(0, maxCommands)
        .flatMap((line) => addLogin(line, outputs['visibility']));
    return { name: 'GitHub Packages', commands, hasFiles };
}
function readImage(outputs) {
    const digest = textOf(outputs['digest']);
    const named = `${textOf(outputs['references'])}\n${textOf(outputs['image'])}`;
    const reference = imageReference.exec(named)?.[0];
    if (digest === '' || reference?.endsWith(`@${digest}`) !== true)
        return undefined;
    // The tag of the version is what a reader types; it may be set only after the notes are out.
    const [tagged = reference] = textOf(outputs['tags'])
        .split('\n')
        .filter((tag) => imageTag.test(tag) && tag.startsWith(`${reference.split('@')[0]}:`));
    return {
        name: 'Container image',
        commands: addLogin(`docker pull ${tagged}`, outputs['visibility']),
        hasFiles: false,
    };
}
/**
 * The commands as they work for whoever reads the notes: alone only when a reader without a token was seen to get what they name,
 * else behind the login that they need. A command whose program has no login is not printed.
 */
function addLogin(line, visibility) {
    const steps = line.split(' && ');
    if (visibility === 'public')
        return steps;
    const [, program, host] = /^(docker|oras) pull ([\w.:-]+)\//.exec(line) ?? [];
    return program === undefined ? [] : [`${program} login ${host}`, ...steps];
}
/** What cosign reads of a registry takes the login of Docker. */
function readImageCommands(image) {
    const lines = textOf(image['verify-commands'])
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => command.test(line));
    const [host] = imageReference.exec(textOf(image['references']))?.[0].split('/') ?? [];
    if (lines.length === 0 || host === undefined || image['visibility'] === 'public')
        return lines;
    return [`docker login ${host}`, ...lines];
}
function refuseOtherBytes(channel, files, sha256ByName) {
    for (const file of files) {
        const name = textOf(file['name']);
        const own = sha256ByName.get(name);
        if (own === undefined || own === file['sha256'])
            continue;
        throw new action_error/* IntegrityError */.cs(changelogErrors.E_NOTES_EVIDENCE, {
            message: `${channel} is said to have ${(0,neutralize/* neutralizeLine */.a0)(name, 200)} with SHA-256 ${(0,neutralize/* neutralizeLine */.a0)(textOf(file['sha256']), 80)}; the file of this release has ${own}.`,
            hint: 'The channels have different bytes. Find out which job built the files a second time; do not publish.',
        });
    }
}
/** An object, or JSON of one: outputs of jobs are texts. */
function parseObject(value) {
    let parsed = value;
    if (typeof value === 'string') {
        try {
            parsed = JSON.parse(value);
        }
        catch {
            return undefined;
        }
    }
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
        ? parsed
        : undefined;
}
function fieldsOf(evidence, key) {
    return (Object.hasOwn(evidence, key) ? parseObject(evidence[key]) : undefined) ?? {};
}
function filesOf(value) {
    const list = typeof value === 'string' ? parseList(value) : value;
    return Array.isArray(list)
        ? list.filter((entry) => typeof entry === 'object' && entry !== null)
        : [];
}
function parseList(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return [];
    }
}
function textOf(value) {
    return typeof value === 'string' ? value : '';
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/cost.ts
/** What makes a parser of CommonMark look back: each opens or closes something. */
const marks = /[[\]*_`<&\\!~]/g;
const listMarker = /^ {0,3}(?:[-+*]|\d{1,9}[.)])[ \t]+\S/;
/** One container at the beginning of a line: a block quote or an item of a list. */
const container = /[ \t]*(?:(>)|([-+*]|\d{1,9}[.)])(?=[ \t]|$))/y;
// What the parser compares with all of its kind before: an item within an item, until a heading ends the list (CommonMark §5.3),
// and a heading underlined, until a blank line.
const nestedItem = /^(?:[ \t]+|[ \t]*>[ \t>]*)(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/;
const heading = /^#{1,6}(?:[ \t]|$)/;
const underline = /^[ \t>]*(?:=+|-+)[ \t]*$/;
/** People's notes stay far below: about 60,000 for 800 lines of GitHub's generated notes without a blank line between them. */
const maxCost = 4_000_000;
// Measured: an item within an item costs the parser about 40 times as much as two marks of one paragraph.
const listFactor = 40;
/** Square of the depth of one line, of which a list costs more than a quote. */
function measureDepth(line) {
    let quotes = 0;
    let items = 0;
    container.lastIndex = 0;
    for (let found = container.exec(line); found !== null; found = container.exec(line)) {
        if (found[1] === undefined)
            items += 1;
        else
            quotes += 1;
    }
    return (quotes + items) ** 2 + items ** 2 * listFactor;
}
/**
 * Whether a text could keep the parser of Markdown busy for more than a moment: it compares the marks of a paragraph with
 * each other, the containers of a line one within the other, the items within the items of one list, and underlined headings
 * without a blank line between them. Takes linear time.
 */
function isCostlyMarkdown(text) {
    let cost = 0;
    let paragraphMarks = 0;
    let nestedItems = 0;
    let underlines = 0;
    for (const line of text.split('\n')) {
        // A blank line and the item of a list begin a new paragraph, whatever was open before (CommonMark §5.3).
        if (line.trim() === '' || listMarker.test(line)) {
            cost += paragraphMarks ** 2;
            paragraphMarks = 0;
        }
        underlines = line.trim() === '' ? 0 : underlines + (underline.test(line) ? 1 : 0);
        nestedItems = heading.test(line) ? 0 : nestedItems + (nestedItem.test(line) ? 1 : 0);
        paragraphMarks += line.match(marks)?.length ?? 0;
        cost += measureDepth(line);
        if (cost + paragraphMarks ** 2 > maxCost || Math.max(nestedItems, underlines) ** 2 > maxCost)
            return true;
    }
    return false;
}
/** A text as code: nothing in it is markup. The fence is longer than any run of its characters inside (CommonMark §4.5). */
function renderAsCode(text) {
    const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
    const fence = '`'.repeat(longest + 1);
    return `${fence}text\n${text.replace(/\n+$/, '')}\n${fence}`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/edits.ts
/** Applies edits that do not overlap; two insertions at one place keep their order. */
function applyEdits(text, edits) {
    const ordered = [...edits].sort((left, right) => left.start - right.start || left.end - right.end);
    let result = '';
    let position = 0;
    for (const edit of ordered) {
        if (edit.start < position)
            throw new RangeError(`edits overlap at offset ${edit.start}`);
        result += text.slice(position, edit.start) + edit.text;
        position = edit.end;
    }
    return result + text.slice(position);
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/addresses.ts
const schemes = new Set(['http', 'https', 'mailto']);
/**
 * An address that leads somewhere from the page of a release; undefined for a scheme that is not let through.
 * @param view page of a file (`blob`) or its bytes (`raw`)
 */
function completeAddress(address, base, view) {
    const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
    if (scheme !== undefined)
        return schemes.has(scheme) ? encodeAddress(address) : undefined;
    if (address.startsWith('//'))
        return encodeAddress(`https:${address}`);
    if (base === undefined || address === '' || address.startsWith('#'))
        return encodeAddress(address);
    const path = URL.parse(address, 'https://placeholder.invalid/');
    if (path === null)
        return undefined;
    const place = `${base.repositoryUrl}/${view}/${encodeURIComponent(base.tag)}`;
    return encodeAddress(`${place}${path.pathname}${path.search}${path.hash}`);
}
/** What would end a link's destination, or start an expression, is percent-encoded (RFC 3986). */
function encodeAddress(address) {
    return address.replace(/[\s<>()[\]{}\\`"|]/g, (found) => `%${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`);
}
/** What a link to an image says when the image has no text of its own: the name of its file. */
function nameImage(label, address) {
    const text = label.replace(/[\\[\]*_`<>&!#@\n]/g, ' ').trim();
    if (text !== '')
        return text;
    const file = /([^/?#]+)(?:[?#].*)?$/.exec(address)?.[1] ?? '';
    return file.replace(/[^\w. -]/g, ' ').trim() || 'image';
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/html-tags.ts
/**
 * What of GitHub's own list of elements may stand in notes
 * (https://github.com/gjtorikian/html-pipeline, `sanitization_filter.rb`). Left out are images and headings, which become links
 * and bold text, and `bdo` and `pre`, which turn around what stands beside them or end where Markdown does not.
 */
const allowed = new Map([
    ...'abbr b blockquote caption cite code dd del dfn div dl dt em figcaption figure i ins kbd li mark ol p q rp rt ruby s samp small span strike strong sub summary sup table tbody td tfoot th thead time tr tt ul var'.split(' ').map((name) => [name, []]),
    ['a', ['href']],
    ['details', ['open']],
    ['div', ['align']],
    ['ol', ['start']],
    ['p', ['align']],
    ['td', ['align', 'colspan', 'rowspan']],
    ['th', ['align', 'colspan', 'rowspan']],
]);
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
/** Elements without an end tag. */
const voidElements = new Set(['br', 'hr', 'wbr']);
/** Elements that a browser ends by itself (HTML, "Optional tags"): a tag of them without its counterpart says nothing. */
const optionalEnds = new Set('p li dt dd rp rt tr td th thead tbody tfoot caption'.split(' '));
/** Elements that hold blocks: one that stays open holds the rest of the text. */
const blockElements = new Set('blockquote details div dl figure ol table ul'.split(' '));
// CommonMark §6.6. Every piece of white space belongs to exactly one part, so that a long tag is read once.
const attribute = String.raw `\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>\u0060]+))?`;
const openTag = new RegExp(`<([a-z][a-z0-9-]*)((?:${attribute})*)\\s*/?>`, 'iy');
const closeTag = /<\/([a-z][a-z0-9-]*)\s*>/iy;
const eachAttribute = /([a-z_:][\w.:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/gi;
/** Takes a piece of HTML apart; joined, the sources are the piece again. A `<` that begins nothing is text. */
function readHtmlTokens(html) {
    const tokens = [];
    let text = '';
    let hasCommentEnd = true;
    const push = (token) => {
        if (text !== '')
            tokens.push({ kind: 'text', source: text });
        text = '';
        tokens.push(token);
    };
    for (let at = 0; at < html.length;) {
        const next = html.indexOf('<', at);
        if (next < 0) {
            text += html.slice(at);
            break;
        }
        text += html.slice(at, next);
        const comment = hasCommentEnd ? readComment(html, next) : undefined;
        if (comment === '')
            hasCommentEnd = false;
        const token = comment ? { kind: 'comment', source: comment } : readTag(html, next);
        if (token === undefined)
            text += '<';
        else
            push(token);
        at = next + (token?.source.length ?? 1);
    }
    if (text !== '')
        tokens.push({ kind: 'text', source: text });
    return tokens;
}
/** A comment (CommonMark §6.6); empty when it stays open, and with it every later one. */
function readComment(html, at) {
    if (!html.startsWith('<!--', at))
        return undefined;
    const short = /^<!---?>/.exec(html.slice(at, at + 6))?.[0];
    if (short !== undefined)
        return short;
    const end = html.indexOf('-->', at + 4);
    return end < 0 ? '' : html.slice(at, end + 3);
}
function readTag(html, at) {
    openTag.lastIndex = at;
    const opened = openTag.exec(html);
    if (opened !== null) {
        const attributes = new Map();
        for (const [, name = '', double, single, bare] of (opened[2] ?? '').matchAll(eachAttribute)) {
            const key = name.toLowerCase();
            if (!attributes.has(key))
                attributes.set(key, double ?? single ?? bare ?? '');
        }
        return { kind: 'open', name: (opened[1] ?? '').toLowerCase(), attributes, source: opened[0] };
    }
    closeTag.lastIndex = at;
    const closed = closeTag.exec(html);
    if (closed === null)
        return undefined;
    return { kind: 'close', name: (closed[1] ?? '').toLowerCase(), attributes: new Map(), source: closed[0] };
}
/** What an element is in notes: itself, another one, or nothing that is known. A heading would be out of its order. */
function mapElement(name) {
    if (headings.has(name))
        return 'strong';
    return allowed.has(name) || voidElements.has(name) ? name : undefined;
}
/** The start tag with what may stay of its attributes. @param address of a link, ready to stand in an attribute */
function renderOpenTag(name, attributes, address) {
    const kept = (allowed.get(name) ?? []).flatMap((key) => {
        const value = key === 'href' ? address : attributes.get(key);
        if (value === undefined)
            return [];
        if (key === 'open')
            return [' open'];
        return key === 'href' || /^[\w -]{1,20}$/.test(value) ? [` ${key}="${value}"`] : [];
    });
    return `<${name}${kept.join('')}>`;
}

;// CONCATENATED MODULE: ./node_modules/mdast-util-to-string/lib/index.js
/**
 * @typedef {import('mdast').Nodes} Nodes
 *
 * @typedef Options
 *   Configuration (optional).
 * @property {boolean | null | undefined} [includeImageAlt=true]
 *   Whether to use `alt` for `image`s (default: `true`).
 * @property {boolean | null | undefined} [includeHtml=true]
 *   Whether to use `value` of HTML (default: `true`).
 */

/** @type {Options} */
const emptyOptions = {}

/**
 * Get the text content of a node or list of nodes.
 *
 * Prefers the node’s plain-text fields, otherwise serializes its children,
 * and if the given value is an array, serialize the nodes in it.
 *
 * @param {unknown} [value]
 *   Thing to serialize, typically `Node`.
 * @param {Options | null | undefined} [options]
 *   Configuration (optional).
 * @returns {string}
 *   Serialized `value`.
 */
function lib_toString(value, options) {
  const settings = options || emptyOptions
  const includeImageAlt =
    typeof settings.includeImageAlt === 'boolean'
      ? settings.includeImageAlt
      : true
  const includeHtml =
    typeof settings.includeHtml === 'boolean' ? settings.includeHtml : true

  return one(value, includeImageAlt, includeHtml)
}

/**
 * One node or several nodes.
 *
 * @param {unknown} value
 *   Thing to serialize.
 * @param {boolean} includeImageAlt
 *   Include image `alt`s.
 * @param {boolean} includeHtml
 *   Include HTML.
 * @returns {string}
 *   Serialized node.
 */
function one(value, includeImageAlt, includeHtml) {
  if (node(value)) {
    if ('value' in value) {
      return value.type === 'html' && !includeHtml ? '' : value.value
    }

    if (includeImageAlt && 'alt' in value && value.alt) {
      return value.alt
    }

    if ('children' in value) {
      return lib_all(value.children, includeImageAlt, includeHtml)
    }
  }

  if (Array.isArray(value)) {
    return lib_all(value, includeImageAlt, includeHtml)
  }

  return ''
}

/**
 * Serialize a list of nodes.
 *
 * @param {Array<unknown>} values
 *   Thing to serialize.
 * @param {boolean} includeImageAlt
 *   Include image `alt`s.
 * @param {boolean} includeHtml
 *   Include HTML.
 * @returns {string}
 *   Serialized nodes.
 */
function lib_all(values, includeImageAlt, includeHtml) {
  /** @type {Array<string>} */
  const result = []
  let index = -1

  while (++index < values.length) {
    result[index] = one(values[index], includeImageAlt, includeHtml)
  }

  return result.join('')
}

/**
 * Check if `value` looks like a node.
 *
 * @param {unknown} value
 *   Thing.
 * @returns {value is Nodes}
 *   Whether `value` is a node.
 */
function node(value) {
  return Boolean(value && typeof value === 'object')
}

;// CONCATENATED MODULE: ./node_modules/micromark-util-chunked/index.js
/**
 * Like `Array#splice`, but smarter for giant arrays.
 *
 * `Array#splice` takes all items to be inserted as individual argument which
 * causes a stack overflow in V8 when trying to insert 100k items for instance.
 *
 * Otherwise, this does not return the removed items, and takes `items` as an
 * array instead of rest parameters.
 *
 * @template {unknown} T
 *   Item type.
 * @param {Array<T>} list
 *   List to operate on.
 * @param {number} start
 *   Index to remove/insert at (can be negative).
 * @param {number} remove
 *   Number of items to remove.
 * @param {Array<T>} items
 *   Items to inject into `list`.
 * @returns {undefined}
 *   Nothing.
 */
function splice(list, start, remove, items) {
  const end = list.length;
  let chunkStart = 0;
  /** @type {Array<unknown>} */
  let parameters;

  // Make start between zero and `end` (included).
  if (start < 0) {
    start = -start > end ? 0 : end + start;
  } else {
    start = start > end ? end : start;
  }
  remove = remove > 0 ? remove : 0;

  // No need to chunk the items if there’s only a couple (10k) items.
  if (items.length < 10000) {
    parameters = Array.from(items);
    parameters.unshift(start, remove);
    // @ts-expect-error Hush, it’s fine.
    list.splice(...parameters);
  } else {
    // Delete `remove` items starting from `start`
    if (remove) list.splice(start, remove);

    // Insert the items in chunks to not cause stack overflows.
    while (chunkStart < items.length) {
      parameters = items.slice(chunkStart, chunkStart + 10000);
      parameters.unshift(start, 0);
      // @ts-expect-error Hush, it’s fine.
      list.splice(...parameters);
      chunkStart += 10000;
      start += 10000;
    }
  }
}

/**
 * Append `items` (an array) at the end of `list` (another array).
 * When `list` was empty, returns `items` instead.
 *
 * This prevents a potentially expensive operation when `list` is empty,
 * and adds items in batches to prevent V8 from hanging.
 *
 * @template {unknown} T
 *   Item type.
 * @param {Array<T>} list
 *   List to operate on.
 * @param {Array<T>} items
 *   Items to add to `list`.
 * @returns {Array<T>}
 *   Either `list` or `items`.
 */
function push(list, items) {
  if (list.length > 0) {
    splice(list, list.length, 0, items);
    return list;
  }
  return items;
}
;// CONCATENATED MODULE: ./node_modules/micromark-util-subtokenize/lib/splice-buffer.js
/**
 * Some of the internal operations of micromark do lots of editing
 * operations on very large arrays. This runs into problems with two
 * properties of most circa-2020 JavaScript interpreters:
 *
 *  - Array-length modifications at the high end of an array (push/pop) are
 *    expected to be common and are implemented in (amortized) time
 *    proportional to the number of elements added or removed, whereas
 *    other operations (shift/unshift and splice) are much less efficient.
 *  - Function arguments are passed on the stack, so adding tens of thousands
 *    of elements to an array with `arr.push(...newElements)` will frequently
 *    cause stack overflows. (see <https://stackoverflow.com/questions/22123769/rangeerror-maximum-call-stack-size-exceeded-why>)
 *
 * SpliceBuffers are an implementation of gap buffers, which are a
 * generalization of the "queue made of two stacks" idea. The splice buffer
 * maintains a cursor, and moving the cursor has cost proportional to the
 * distance the cursor moves, but inserting, deleting, or splicing in
 * new information at the cursor is as efficient as the push/pop operation.
 * This allows for an efficient sequence of splices (or pushes, pops, shifts,
 * or unshifts) as long such edits happen at the same part of the array or
 * generally sweep through the array from the beginning to the end.
 *
 * The interface for splice buffers also supports large numbers of inputs by
 * passing a single array argument rather passing multiple arguments on the
 * function call stack.
 *
 * @template T
 *   Item type.
 */
class SpliceBuffer {
  /**
   * @param {ReadonlyArray<T> | null | undefined} [initial]
   *   Initial items (optional).
   * @returns
   *   Splice buffer.
   */
  constructor(initial) {
    /** @type {Array<T>} */
    this.left = initial ? [...initial] : [];
    /** @type {Array<T>} */
    this.right = [];
  }

  /**
   * Array access;
   * does not move the cursor.
   *
   * @param {number} index
   *   Index.
   * @return {T}
   *   Item.
   */
  get(index) {
    if (index < 0 || index >= this.left.length + this.right.length) {
      throw new RangeError('Cannot access index `' + index + '` in a splice buffer of size `' + (this.left.length + this.right.length) + '`');
    }
    if (index < this.left.length) return this.left[index];
    return this.right[this.right.length - index + this.left.length - 1];
  }

  /**
   * The length of the splice buffer, one greater than the largest index in the
   * array.
   */
  get length() {
    return this.left.length + this.right.length;
  }

  /**
   * Remove and return `list[0]`;
   * moves the cursor to `0`.
   *
   * @returns {T | undefined}
   *   Item, optional.
   */
  shift() {
    this.setCursor(0);
    return this.right.pop();
  }

  /**
   * Slice the buffer to get an array;
   * does not move the cursor.
   *
   * @param {number} start
   *   Start.
   * @param {number | null | undefined} [end]
   *   End (optional).
   * @returns {Array<T>}
   *   Array of items.
   */
  slice(start, end) {
    /** @type {number} */
    const stop = end === null || end === undefined ? Number.POSITIVE_INFINITY : end;
    if (stop < this.left.length) {
      return this.left.slice(start, stop);
    }
    if (start > this.left.length) {
      return this.right.slice(this.right.length - stop + this.left.length, this.right.length - start + this.left.length).reverse();
    }
    return this.left.slice(start).concat(this.right.slice(this.right.length - stop + this.left.length).reverse());
  }

  /**
   * Mimics the behavior of Array.prototype.splice() except for the change of
   * interface necessary to avoid segfaults when patching in very large arrays.
   *
   * This operation moves cursor is moved to `start` and results in the cursor
   * placed after any inserted items.
   *
   * @param {number} start
   *   Start;
   *   zero-based index at which to start changing the array;
   *   negative numbers count backwards from the end of the array and values
   *   that are out-of bounds are clamped to the appropriate end of the array.
   * @param {number | null | undefined} [deleteCount=0]
   *   Delete count (default: `0`);
   *   maximum number of elements to delete, starting from start.
   * @param {Array<T> | null | undefined} [items=[]]
   *   Items to include in place of the deleted items (default: `[]`).
   * @return {Array<T>}
   *   Any removed items.
   */
  splice(start, deleteCount, items) {
    /** @type {number} */
    const count = deleteCount || 0;
    this.setCursor(Math.trunc(start));
    const removed = this.right.splice(this.right.length - count, Number.POSITIVE_INFINITY);
    if (items) chunkedPush(this.left, items);
    return removed.reverse();
  }

  /**
   * Remove and return the highest-numbered item in the array, so
   * `list[list.length - 1]`;
   * Moves the cursor to `length`.
   *
   * @returns {T | undefined}
   *   Item, optional.
   */
  pop() {
    this.setCursor(Number.POSITIVE_INFINITY);
    return this.left.pop();
  }

  /**
   * Inserts a single item to the high-numbered side of the array;
   * moves the cursor to `length`.
   *
   * @param {T} item
   *   Item.
   * @returns {undefined}
   *   Nothing.
   */
  push(item) {
    this.setCursor(Number.POSITIVE_INFINITY);
    this.left.push(item);
  }

  /**
   * Inserts many items to the high-numbered side of the array.
   * Moves the cursor to `length`.
   *
   * @param {Array<T>} items
   *   Items.
   * @returns {undefined}
   *   Nothing.
   */
  pushMany(items) {
    this.setCursor(Number.POSITIVE_INFINITY);
    chunkedPush(this.left, items);
  }

  /**
   * Inserts a single item to the low-numbered side of the array;
   * Moves the cursor to `0`.
   *
   * @param {T} item
   *   Item.
   * @returns {undefined}
   *   Nothing.
   */
  unshift(item) {
    this.setCursor(0);
    this.right.push(item);
  }

  /**
   * Inserts many items to the low-numbered side of the array;
   * moves the cursor to `0`.
   *
   * @param {Array<T>} items
   *   Items.
   * @returns {undefined}
   *   Nothing.
   */
  unshiftMany(items) {
    this.setCursor(0);
    chunkedPush(this.right, items.reverse());
  }

  /**
   * Move the cursor to a specific position in the array. Requires
   * time proportional to the distance moved.
   *
   * If `n < 0`, the cursor will end up at the beginning.
   * If `n > length`, the cursor will end up at the end.
   *
   * @param {number} n
   *   Position.
   * @return {undefined}
   *   Nothing.
   */
  setCursor(n) {
    if (n === this.left.length || n > this.left.length && this.right.length === 0 || n < 0 && this.left.length === 0) return;
    if (n < this.left.length) {
      // Move cursor to the this.left
      const removed = this.left.splice(n, Number.POSITIVE_INFINITY);
      chunkedPush(this.right, removed.reverse());
    } else {
      // Move cursor to the this.right
      const removed = this.right.splice(this.left.length + this.right.length - n, Number.POSITIVE_INFINITY);
      chunkedPush(this.left, removed.reverse());
    }
  }
}

/**
 * Avoid stack overflow by pushing items onto the stack in segments
 *
 * @template T
 *   Item type.
 * @param {Array<T>} list
 *   List to inject into.
 * @param {ReadonlyArray<T>} right
 *   Items to inject.
 * @return {undefined}
 *   Nothing.
 */
function chunkedPush(list, right) {
  /** @type {number} */
  let chunkStart = 0;
  if (right.length < 10000) {
    list.push(...right);
  } else {
    while (chunkStart < right.length) {
      list.push(...right.slice(chunkStart, chunkStart + 10000));
      chunkStart += 10000;
    }
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-util-subtokenize/index.js
/**
 * @import {Chunk, Event, Token} from 'micromark-util-types'
 */




// Hidden API exposed for testing.


/**
 * Tokenize subcontent.
 *
 * @param {Array<Event>} eventsArray
 *   List of events.
 * @returns {boolean}
 *   Whether subtokens were found.
 */
// eslint-disable-next-line complexity
function subtokenize(eventsArray) {
  /** @type {Record<string, number>} */
  const jumps = {};
  let index = -1;
  /** @type {Event} */
  let event;
  /** @type {number | undefined} */
  let lineIndex;
  /** @type {number} */
  let otherIndex;
  /** @type {Event} */
  let otherEvent;
  /** @type {Array<Event>} */
  let parameters;
  /** @type {Array<Event>} */
  let subevents;
  /** @type {boolean | undefined} */
  let more;
  const events = new SpliceBuffer(eventsArray);
  while (++index < events.length) {
    while (index in jumps) {
      index = jumps[index];
    }
    event = events.get(index);

    // Add a hook for the GFM tasklist extension, which needs to know if text
    // is in the first content of a list item.
    if (index && event[1].type === "chunkFlow" && events.get(index - 1)[1].type === "listItemPrefix") {
      subevents = event[1]._tokenizer.events;
      otherIndex = 0;
      if (otherIndex < subevents.length && subevents[otherIndex][1].type === "lineEndingBlank") {
        otherIndex += 2;
      }
      if (otherIndex < subevents.length && subevents[otherIndex][1].type === "content") {
        while (++otherIndex < subevents.length) {
          if (subevents[otherIndex][1].type === "content") {
            break;
          }
          if (subevents[otherIndex][1].type === "chunkText") {
            subevents[otherIndex][1]._isInFirstContentOfListItem = true;
            otherIndex++;
          }
        }
      }
    }

    // Enter.
    if (event[0] === 'enter') {
      if (event[1].contentType) {
        Object.assign(jumps, subcontent(events, index));
        index = jumps[index];
        more = true;
      }
    }
    // Exit.
    else if (event[1]._container) {
      otherIndex = index;
      lineIndex = undefined;
      while (otherIndex--) {
        otherEvent = events.get(otherIndex);
        if (otherEvent[1].type === "lineEnding" || otherEvent[1].type === "lineEndingBlank") {
          if (otherEvent[0] === 'enter') {
            if (lineIndex) {
              events.get(lineIndex)[1].type = "lineEndingBlank";
            }
            otherEvent[1].type = "lineEnding";
            lineIndex = otherIndex;
          }
        } else if (otherEvent[1].type === "linePrefix" || otherEvent[1].type === "listItemIndent") {
          // Move past.
        } else {
          break;
        }
      }
      if (lineIndex) {
        // Fix position.
        event[1].end = {
          ...events.get(lineIndex)[1].start
        };

        // Switch container exit w/ line endings.
        parameters = events.slice(lineIndex, index);
        parameters.unshift(event);
        events.splice(lineIndex, index - lineIndex + 1, parameters);
      }
    }
  }

  // The changes to the `events` buffer must be copied back into the eventsArray
  splice(eventsArray, 0, Number.POSITIVE_INFINITY, events.slice(0));
  return !more;
}

/**
 * Tokenize embedded tokens.
 *
 * @param {SpliceBuffer<Event>} events
 *   Events.
 * @param {number} eventIndex
 *   Index.
 * @returns {Record<string, number>}
 *   Gaps.
 */
function subcontent(events, eventIndex) {
  const token = events.get(eventIndex)[1];
  const context = events.get(eventIndex)[2];
  let startPosition = eventIndex - 1;
  /** @type {Array<number>} */
  const startPositions = [];
  let tokenizer = token._tokenizer;
  if (!tokenizer) {
    tokenizer = context.parser[token.contentType](token.start);
    if (token._contentTypeTextTrailing) {
      tokenizer._contentTypeTextTrailing = true;
    }
  }
  const childEvents = tokenizer.events;
  /** @type {Array<[number, number]>} */
  const jumps = [];
  /** @type {Record<string, number>} */
  const gaps = {};
  /** @type {Array<Chunk>} */
  let stream;
  /** @type {Token | undefined} */
  let previous;
  let index = -1;
  /** @type {Token | undefined} */
  let current = token;
  let adjust = 0;
  let start = 0;
  const breaks = [start];

  // Loop forward through the linked tokens to pass them in order to the
  // subtokenizer.
  while (current) {
    // Find the position of the event for this token.
    while (events.get(++startPosition)[1] !== current) {
      // Empty.
    }
    startPositions.push(startPosition);
    if (!current._tokenizer) {
      stream = context.sliceStream(current);
      if (!current.next) {
        stream.push(null);
      }
      if (previous) {
        tokenizer.defineSkip(current.start);
      }
      if (current._isInFirstContentOfListItem) {
        tokenizer._gfmTasklistFirstContentOfListItem = true;
      }
      tokenizer.write(stream);
      if (current._isInFirstContentOfListItem) {
        tokenizer._gfmTasklistFirstContentOfListItem = undefined;
      }
    }

    // Unravel the next token.
    previous = current;
    current = current.next;
  }

  // Now, loop back through all events (and linked tokens), to figure out which
  // parts belong where.
  current = token;
  while (++index < childEvents.length) {
    if (
    // Find a void token that includes a break.
    childEvents[index][0] === 'exit' && childEvents[index - 1][0] === 'enter' && childEvents[index][1].type === childEvents[index - 1][1].type && childEvents[index][1].start.line !== childEvents[index][1].end.line) {
      start = index + 1;
      breaks.push(start);
      // Help GC.
      current._tokenizer = undefined;
      current.previous = undefined;
      current = current.next;
    }
  }

  // Help GC.
  tokenizer.events = [];

  // If there’s one more token (which is the cases for lines that end in an
  // EOF), that’s perfect: the last point we found starts it.
  // If there isn’t then make sure any remaining content is added to it.
  if (current) {
    // Help GC.
    current._tokenizer = undefined;
    current.previous = undefined;
  } else {
    breaks.pop();
  }

  // Now splice the events from the subtokenizer into the current events,
  // moving back to front so that splice indices aren’t affected.
  index = breaks.length;
  while (index--) {
    const slice = childEvents.slice(breaks[index], breaks[index + 1]);
    const start = startPositions.pop();
    jumps.push([start, start + slice.length - 1]);
    events.splice(start, 2, slice);
  }
  jumps.reverse();
  index = -1;
  while (++index < jumps.length) {
    gaps[adjust + jumps[index][0]] = adjust + jumps[index][1];
    adjust += jumps[index][1] - jumps[index][0] - 1;
  }
  return gaps;
}
;// CONCATENATED MODULE: ./node_modules/micromark/lib/postprocess.js
/**
 * @import {Event} from 'micromark-util-types'
 */



/**
 * @param {Array<Event>} events
 *   Events.
 * @returns {Array<Event>}
 *   Events.
 */
function postprocess(events) {
  while (!subtokenize(events)) {
    // Empty
  }
  return events;
}
;// CONCATENATED MODULE: ./node_modules/micromark-util-combine-extensions/index.js
/**
 * @import {
 *   Extension,
 *   Handles,
 *   HtmlExtension,
 *   NormalizedExtension
 * } from 'micromark-util-types'
 */



const micromark_util_combine_extensions_hasOwnProperty = {}.hasOwnProperty

/**
 * Combine multiple syntax extensions into one.
 *
 * @param {ReadonlyArray<Extension>} extensions
 *   List of syntax extensions.
 * @returns {NormalizedExtension}
 *   A single combined extension.
 */
function combineExtensions(extensions) {
  /** @type {NormalizedExtension} */
  const all = {}
  let index = -1

  while (++index < extensions.length) {
    syntaxExtension(all, extensions[index])
  }

  return all
}

/**
 * Merge `extension` into `all`.
 *
 * @param {NormalizedExtension} all
 *   Extension to merge into.
 * @param {Extension} extension
 *   Extension to merge.
 * @returns {undefined}
 *   Nothing.
 */
function syntaxExtension(all, extension) {
  /** @type {keyof Extension} */
  let hook

  for (hook in extension) {
    const maybe = micromark_util_combine_extensions_hasOwnProperty.call(all, hook) ? all[hook] : undefined
    /** @type {Record<string, unknown>} */
    const left = maybe || (all[hook] = {})
    /** @type {Record<string, unknown> | undefined} */
    const right = extension[hook]
    /** @type {string} */
    let code

    if (right) {
      for (code in right) {
        if (!micromark_util_combine_extensions_hasOwnProperty.call(left, code)) left[code] = []
        const value = right[code]
        constructs(
          // @ts-expect-error Looks like a list.
          left[code],
          Array.isArray(value) ? value : value ? [value] : []
        )
      }
    }
  }
}

/**
 * Merge `list` into `existing` (both lists of constructs).
 * Mutates `existing`.
 *
 * @param {Array<unknown>} existing
 *   List of constructs to merge into.
 * @param {Array<unknown>} list
 *   List of constructs to merge.
 * @returns {undefined}
 *   Nothing.
 */
function constructs(existing, list) {
  let index = -1
  /** @type {Array<unknown>} */
  const before = []

  while (++index < list.length) {
    // @ts-expect-error Looks like an object.
    ;(list[index].add === 'after' ? existing : before).push(list[index])
  }

  splice(existing, 0, 0, before)
}

/**
 * Combine multiple HTML extensions into one.
 *
 * @param {ReadonlyArray<HtmlExtension>} htmlExtensions
 *   List of HTML extensions.
 * @returns {HtmlExtension}
 *   Single combined HTML extension.
 */
function combineHtmlExtensions(htmlExtensions) {
  /** @type {HtmlExtension} */
  const handlers = {}
  let index = -1

  while (++index < htmlExtensions.length) {
    htmlExtension(handlers, htmlExtensions[index])
  }

  return handlers
}

/**
 * Merge `extension` into `all`.
 *
 * @param {HtmlExtension} all
 *   Extension to merge into.
 * @param {HtmlExtension} extension
 *   Extension to merge.
 * @returns {undefined}
 *   Nothing.
 */
function htmlExtension(all, extension) {
  /** @type {keyof HtmlExtension} */
  let hook

  for (hook in extension) {
    const maybe = micromark_util_combine_extensions_hasOwnProperty.call(all, hook) ? all[hook] : undefined
    const left = maybe || (all[hook] = {})
    const right = extension[hook]
    /** @type {keyof Handles} */
    let type

    if (right) {
      for (type in right) {
        // @ts-expect-error assume document vs regular handler are managed correctly.
        left[type] = right[type]
      }
    }
  }
}

;// CONCATENATED MODULE: ./node_modules/micromark-util-character/index.js
/**
 * @import {Code} from 'micromark-util-types'
 */

/**
 * Check whether the character code represents an ASCII alpha (`a` through `z`,
 * case insensitive).
 *
 * An **ASCII alpha** is an ASCII upper alpha or ASCII lower alpha.
 *
 * An **ASCII upper alpha** is a character in the inclusive range U+0041 (`A`)
 * to U+005A (`Z`).
 *
 * An **ASCII lower alpha** is a character in the inclusive range U+0061 (`a`)
 * to U+007A (`z`).
 *
 * @param code
 *   Code.
 * @returns {boolean}
 *   Whether it matches.
 */
const asciiAlpha = regexCheck(/[A-Za-z]/);

/**
 * Check whether the character code represents an ASCII alphanumeric (`a`
 * through `z`, case insensitive, or `0` through `9`).
 *
 * An **ASCII alphanumeric** is an ASCII digit (see `asciiDigit`) or ASCII alpha
 * (see `asciiAlpha`).
 *
 * @param code
 *   Code.
 * @returns {boolean}
 *   Whether it matches.
 */
const asciiAlphanumeric = regexCheck(/[\dA-Za-z]/);

/**
 * Check whether the character code represents an ASCII atext.
 *
 * atext is an ASCII alphanumeric (see `asciiAlphanumeric`), or a character in
 * the inclusive ranges U+0023 NUMBER SIGN (`#`) to U+0027 APOSTROPHE (`'`),
 * U+002A ASTERISK (`*`), U+002B PLUS SIGN (`+`), U+002D DASH (`-`), U+002F
 * SLASH (`/`), U+003D EQUALS TO (`=`), U+003F QUESTION MARK (`?`), U+005E
 * CARET (`^`) to U+0060 GRAVE ACCENT (`` ` ``), or U+007B LEFT CURLY BRACE
 * (`{`) to U+007E TILDE (`~`).
 *
 * See:
 * **\[RFC5322]**:
 * [Internet Message Format](https://tools.ietf.org/html/rfc5322).
 * P. Resnick.
 * IETF.
 *
 * @param code
 *   Code.
 * @returns {boolean}
 *   Whether it matches.
 */
const asciiAtext = regexCheck(/[#-'*+\--9=?A-Z^-~]/);

/**
 * Check whether a character code is an ASCII control character.
 *
 * An **ASCII control** is a character in the inclusive range U+0000 NULL (NUL)
 * to U+001F (US), or U+007F (DEL).
 *
 * @param {Code} code
 *   Code.
 * @returns {boolean}
 *   Whether it matches.
 */
function asciiControl(code) {
  return (
    // Special whitespace codes (which have negative values), C0 and Control
    // character DEL
    code !== null && (code < 32 || code === 127)
  );
}

/**
 * Check whether the character code represents an ASCII digit (`0` through `9`).
 *
 * An **ASCII digit** is a character in the inclusive range U+0030 (`0`) to
 * U+0039 (`9`).
 *
 * @param code
 *   Code.
 * @returns {boolean}
 *   Whether it matches.
 */
const asciiDigit = regexCheck(/\d/);

/**
 * Check whether the character code represents an ASCII hex digit (`a` through
 * `f`, case insensitive, or `0` through `9`).
 *
 * An **ASCII hex digit** is an ASCII digit (see `asciiDigit`), ASCII upper hex
 * digit, or an ASCII lower hex digit.
 *
 * An **ASCII upper hex digit** is a character in the inclusive range U+0041
 * (`A`) to U+0046 (`F`).
 *
 * An **ASCII lower hex digit** is a character in the inclusive range U+0061
 * (`a`) to U+0066 (`f`).
 *
 * @param code
 *   Code.
 * @returns {boolean}
 *   Whether it matches.
 */
const asciiHexDigit = regexCheck(/[\dA-Fa-f]/);

/**
 * Check whether the character code represents ASCII punctuation.
 *
 * An **ASCII punctuation** is a character in the inclusive ranges U+0021
 * EXCLAMATION MARK (`!`) to U+002F SLASH (`/`), U+003A COLON (`:`) to U+0040 AT
 * SIGN (`@`), U+005B LEFT SQUARE BRACKET (`[`) to U+0060 GRAVE ACCENT
 * (`` ` ``), or U+007B LEFT CURLY BRACE (`{`) to U+007E TILDE (`~`).
 *
 * @param code
 *   Code.
 * @returns {boolean}
 *   Whether it matches.
 */
const asciiPunctuation = regexCheck(/[!-/:-@[-`{-~]/);

/**
 * Check whether a character code is a markdown line ending.
 *
 * A **markdown line ending** is the virtual characters M-0003 CARRIAGE RETURN
 * LINE FEED (CRLF), M-0004 LINE FEED (LF) and M-0005 CARRIAGE RETURN (CR).
 *
 * In micromark, the actual character U+000A LINE FEED (LF) and U+000D CARRIAGE
 * RETURN (CR) are replaced by these virtual characters depending on whether
 * they occurred together.
 *
 * @param {Code} code
 *   Code.
 * @returns {boolean}
 *   Whether it matches.
 */
function markdownLineEnding(code) {
  return code !== null && code < -2;
}

/**
 * Check whether a character code is a markdown line ending (see
 * `markdownLineEnding`) or markdown space (see `markdownSpace`).
 *
 * @param {Code} code
 *   Code.
 * @returns {boolean}
 *   Whether it matches.
 */
function markdownLineEndingOrSpace(code) {
  return code !== null && (code < 0 || code === 32);
}

/**
 * Check whether a character code is a markdown space.
 *
 * A **markdown space** is the concrete character U+0020 SPACE (SP) and the
 * virtual characters M-0001 VIRTUAL SPACE (VS) and M-0002 HORIZONTAL TAB (HT).
 *
 * In micromark, the actual character U+0009 CHARACTER TABULATION (HT) is
 * replaced by one M-0002 HORIZONTAL TAB (HT) and between 0 and 3 M-0001 VIRTUAL
 * SPACE (VS) characters, depending on the column at which the tab occurred.
 *
 * @param {Code} code
 *   Code.
 * @returns {boolean}
 *   Whether it matches.
 */
function markdownSpace(code) {
  return code === -2 || code === -1 || code === 32;
}

// Size note: removing ASCII from the regex and using `asciiPunctuation` here
// In fact adds to the bundle size.
/**
 * Check whether the character code represents Unicode punctuation.
 *
 * A **Unicode punctuation** is a character in the Unicode `Pc` (Punctuation,
 * Connector), `Pd` (Punctuation, Dash), `Pe` (Punctuation, Close), `Pf`
 * (Punctuation, Final quote), `Pi` (Punctuation, Initial quote), `Po`
 * (Punctuation, Other), or `Ps` (Punctuation, Open) categories, or an ASCII
 * punctuation (see `asciiPunctuation`).
 *
 * See:
 * **\[UNICODE]**:
 * [The Unicode Standard](https://www.unicode.org/versions/).
 * Unicode Consortium.
 *
 * @param code
 *   Code.
 * @returns
 *   Whether it matches.
 */
const unicodePunctuation = regexCheck(/\p{P}|\p{S}/u);

/**
 * Check whether the character code represents Unicode whitespace.
 *
 * Note that this does handle micromark specific markdown whitespace characters.
 * See `markdownLineEndingOrSpace` to check that.
 *
 * A **Unicode whitespace** is a character in the Unicode `Zs` (Separator,
 * Space) category, or U+0009 CHARACTER TABULATION (HT), U+000A LINE FEED (LF),
 * U+000C (FF), or U+000D CARRIAGE RETURN (CR) (**\[UNICODE]**).
 *
 * See:
 * **\[UNICODE]**:
 * [The Unicode Standard](https://www.unicode.org/versions/).
 * Unicode Consortium.
 *
 * @param code
 *   Code.
 * @returns
 *   Whether it matches.
 */
const unicodeWhitespace = regexCheck(/\s/);

/**
 * Create a code check from a regex.
 *
 * @param {RegExp} regex
 *   Expression.
 * @returns {(code: Code) => boolean}
 *   Check.
 */
function regexCheck(regex) {
  return check;

  /**
   * Check whether a code matches the bound regex.
   *
   * @param {Code} code
   *   Character code.
   * @returns {boolean}
   *   Whether the character code matches the bound regex.
   */
  function check(code) {
    return code !== null && code > -1 && regex.test(String.fromCharCode(code));
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-factory-space/index.js
/**
 * @import {Effects, State, TokenType} from 'micromark-util-types'
 */



// To do: implement `spaceOrTabWithOptions` (`connect`, `content`).

/**
 * Parse spaces and tabs.
 *
 * There is no `nok` parameter:
 *
 * *   spaces in markdown are often optional, in which case this factory can be
 *     used and `ok` will be switched to whether spaces were found or not
 * *   one line ending or space can be detected with `markdownSpace(code)` right
 *     before using `factorySpace`
 *
 * ###### Examples
 *
 * Where `␉` represents a tab (plus how much it expands) and `␠` represents a
 * single space.
 *
 * ```markdown
 * ␉
 * ␠␠␠␠
 * ␉␠
 * ```
 *
 * @param {Effects} effects
 *   Context.
 * @param {State} ok
 *   State switched to when successful.
 * @param {TokenType} type
 *   Type of the whole whitespace.
 * @param {number | undefined} [max=Infinity]
 *   Max (exclusive).
 * @returns {State}
 *   Start state.
 */
function factorySpace(effects, ok, type, max) {
  const limit = max ? max - 1 : Infinity;
  let size = 0;
  return start;

  /** @type {State} */
  function start(code) {
    if (markdownSpace(code)) {
      effects.enter(type);
      return prefix(code);
    }
    return ok(code);
  }

  /** @type {State} */
  function prefix(code) {
    if (markdownSpace(code) && size++ < limit) {
      effects.consume(code);
      return prefix;
    }
    effects.exit(type);
    return ok(code);
  }
}

/**
 * Parse spaces and tabs, with a required minimum and maximum, matching
 * `markdown-rs`’s `space_or_tab_min_max`.
 *
 * Unlike `factorySpace`, this can fail: `nok` is used when fewer than
 * `min` spaces or tabs are found.
 *
 * @param {Effects} effects
 *   Context.
 * @param {State} ok
 *   State switched to when successful.
 * @param {State} nok
 *   State switched to when unsuccessful.
 * @param {TokenType} type
 *   Type of the whole whitespace.
 * @param {number} min
 *   Minimum allowed characters (inclusive).
 * @param {number} max
 *   Maximum allowed characters (inclusive).
 * @returns {State}
 *   Start state.
 */
function factorySpaceMinMax(effects, ok, nok, type, min, max) {
  let size = 0;
  return start;

  /** @type {State} */
  function start(code) {
    if (max > 0 && markdownSpace(code)) {
      effects.enter(type);
      return prefix(code);
    }
    return after(code);
  }

  /** @type {State} */
  function prefix(code) {
    if (markdownSpace(code) && size < max) {
      effects.consume(code);
      size++;
      return prefix;
    }
    effects.exit(type);
    return after(code);
  }

  /** @type {State} */
  function after(code) {
    return size >= min ? ok(code) : nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark/lib/initialize/content.js
/**
 * @import {
 *   InitialConstruct,
 *   Initializer,
 *   State,
 *   TokenizeContext,
 *   Token
 * } from 'micromark-util-types'
 */



/** @type {InitialConstruct} */
const content = {
  tokenize: initializeContent
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Initializer}
 *   Content.
 */
function initializeContent(effects) {
  const contentStart = effects.attempt(this.parser.constructs.contentInitial, afterContentStartConstruct, paragraphInitial);
  /** @type {Token} */
  let previous;
  return contentStart;

  /** @type {State} */
  function afterContentStartConstruct(code) {
    if (code === null) {
      effects.consume(code);
      return;
    }
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return factorySpace(effects, contentStart, "linePrefix");
  }

  /** @type {State} */
  function paragraphInitial(code) {
    effects.enter("paragraph");
    return lineStart(code);
  }

  /** @type {State} */
  function lineStart(code) {
    const token = effects.enter("chunkText", {
      contentType: "text",
      previous
    });
    if (previous) {
      previous.next = token;
    }
    previous = token;
    return data(code);
  }

  /** @type {State} */
  function data(code) {
    if (code === null) {
      effects.exit("chunkText");
      effects.exit("paragraph");
      effects.consume(code);
      return;
    }
    if (markdownLineEnding(code)) {
      effects.consume(code);
      effects.exit("chunkText");
      return lineStart;
    }

    // Data.
    effects.consume(code);
    return data;
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-util-edit-map/index.js
/**
 * @import {Event} from 'micromark-util-types'
 */

/**
 * @typedef {[number, number, Array<Event>]} Change
 * @typedef {[number, number, number]} Jump
 */

/**
 * Tracks a bunch of edits.
 *
 * Port of `edit_map.rs` from `markdown-rs`:
 * <https://github.com/wooorm/markdown-rs/blob/1506572f/src/util/edit_map.rs>.
 *
 * Deal with several changes in events, batching them together.
 *
 * Preferably, changes should be kept to a minimum.
 * Sometimes, it’s needed to change the list of events, because parsing can be
 * messy, and it helps to expose a cleaner interface of events to the compiler
 * and other users.
 * It can also help to merge many adjacent similar events.
 * And, in other cases, it’s needed to parse subcontent: pass some events
 * through another tokenizer and inject the result.
 */
class EditMap {
  /**
   * Create a new edit map.
   *
   * @returns
   *   New instance.
   */
  constructor() {
    /**
     * Changes by index, so `add` does not need to scan `map` (which is
     * quadratic for documents with many edits at different places).
     *
     * @type {Map<number, Change>}
     */
    this.index = new Map();

    /**
     * Record of changes.
     *
     * @type {Array<Change>}
     */
    this.map = [];
  }

  /**
   * Create an edit: a remove and/or add at a certain place.
   *
   * @param {number} index
   *   Index at which to apply the edit.
   * @param {number} remove
   *   Count of items to remove at the index.
   * @param {Array<Event>} add
   *   Items to add at the index.
   * @returns {undefined}
   *   Nothing.
   */
  add(index, remove, add) {
    addImplementation(this, index, remove, add, false);
  }

  /**
   * Create an edit: but insert `add` before existing additions, instead of
   * after them.
   *
   * @param {number} index
   *   Index at which to apply the edit.
   * @param {number} remove
   *   Count of items to remove at the index.
   * @param {Array<Event>} add
   *   Items to add at the index.
   * @returns {undefined}
   *   Nothing.
   */
  addBefore(index, remove, add) {
    addImplementation(this, index, remove, add, true);
  }

  /**
   * Done, change the events.
   *
   * @param {Array<Event>} events
   *   List of events to apply the edits to.
   * @returns {undefined}
   *   Nothing.
   */
  consume(events) {
    this.map.sort(function (a, b) {
      return a[0] - b[0];
    });
    if (this.map.length === 0) {
      return;
    }

    // To do: if links are added in events, like they are in `markdown-rs`,
    // this is needed.
    // // Calculate jumps: where items in the current list move to.
    // /** @type {Array<Jump>} */
    // const jumps = []
    // let index = 0
    // let addAcc = 0
    // let removeAcc = 0
    // while (index < this.map.length) {
    //   const [at, remove, add] = this.map[index]
    //   removeAcc += remove
    //   addAcc += add.length
    //   jumps.push([at, removeAcc, addAcc])
    //   index += 1
    // }
    //
    // shiftLinks(events, jumps)

    let index = this.map.length;
    /** @type {Array<Array<Event>>} */
    const vecs = [];
    while (index > 0) {
      index -= 1;
      vecs.push(events.slice(this.map[index][0] + this.map[index][1]), this.map[index][2]);

      // Truncate rest.
      events.length = this.map[index][0];
    }
    vecs.push(events.slice());
    events.length = 0;
    let slice = vecs.pop();
    while (slice) {
      for (const element of slice) {
        events.push(element);
      }
      slice = vecs.pop();
    }

    // Truncate everything.
    this.map.length = 0;
    this.index.clear();
  }
}

/**
 * Create an edit.
 *
 * @param {EditMap} editMap
 *   Edit map to apply to.
 * @param {number} at
 *   Index at which to apply the edit.
 * @param {number} remove
 *   Count of items to remove at the index.
 * @param {Array<Event>} add
 *   Items to add at the index.
 * @param {boolean} before
 *   Insert `add` before existing additions at `at`, instead of after them.
 * @returns {undefined}
 *   Nothing.
 */
function addImplementation(editMap, at, remove, add, before) {
  if (remove === 0 && add.length === 0) {
    return;
  }
  const existing = editMap.index.get(at);
  if (existing) {
    existing[1] += remove;
    if (before) {
      add.push(...existing[2]);
      existing[2] = add;
    } else {
      existing[2].push(...add);
    }
    return;
  }

  /** @type {Change} */
  const change = [at, remove, add];
  editMap.map.push(change);
  editMap.index.set(at, change);
}

// /**
//  * Shift `previous` and `next` links according to `jumps`.
//  *
//  * This fixes links in case there are events removed or added between them.
//  *
//  * @param {Array<Event>} events
//  * @param {Array<Jump>} jumps
//  */
// function shiftLinks(events, jumps) {
//   let jumpIndex = 0
//   let index = 0
//   let add = 0
//   let rm = 0

//   while (index < events.length) {
//     const rmCurr = rm

//     while (jumpIndex < jumps.length && jumps[jumpIndex][0] <= index) {
//       add = jumps[jumpIndex][2]
//       rm = jumps[jumpIndex][1]
//       jumpIndex += 1
//     }

//     // Ignore items that will be removed.
//     if (rm > rmCurr) {
//       index += rm - rmCurr
//     } else {
//       // ?
//       // if let Some(link) = &events[index].link {
//       //     if let Some(next) = link.next {
//       //         events[next].link.as_mut().unwrap().previous = Some(index + add - rm);
//       //         while jumpIndex < jumps.len() && jumps[jumpIndex].0 <= next {
//       //             add = jumps[jumpIndex].2;
//       //             rm = jumps[jumpIndex].1;
//       //             jumpIndex += 1;
//       //         }
//       //         events[index].link.as_mut().unwrap().next = Some(next + add - rm);
//       //         index = next;
//       //         continue;
//       //     }
//       // }
//       index += 1
//     }
//   }
// }
;// CONCATENATED MODULE: ./node_modules/micromark/lib/initialize/document.js
/**
 * @import {
 *   Construct,
 *   ContainerState,
 *   InitialConstruct,
 *   Initializer,
 *   Point,
 *   State,
 *   TokenizeContext,
 *   Tokenizer,
 *   Token
 * } from 'micromark-util-types'
 */

/**
 * @typedef {[Construct, ContainerState]} StackItem
 *   Construct and its state.
 */




/** @type {InitialConstruct} */
const document_document = {
  tokenize: initializeDocument
};

/** @type {Construct} */
const containerConstruct = {
  tokenize: tokenizeContainer
};

/**
 * @this {TokenizeContext}
 *   Self.
 * @type {Initializer}
 *   Initializer.
 */
function initializeDocument(effects) {
  const self = this;
  /** @type {Array<StackItem>} */
  const stack = [];
  let continued = 0;
  /** @type {TokenizeContext | undefined} */
  let childFlow;
  /** @type {Token | undefined} */
  let childToken;
  /** @type {number} */
  let lineStartOffset;
  return start;

  /** @type {State} */
  function start(code) {
    // First we iterate through the open blocks, starting with the root
    // document, and descending through last children down to the last open
    // block.
    // Each block imposes a condition that the line must satisfy if the block is
    // to remain open.
    // For example, a block quote requires a `>` character.
    // A paragraph requires a non-blank line.
    // In this phase we may match all or just some of the open blocks.
    // But we cannot close unmatched blocks yet, because we may have a lazy
    // continuation line.
    if (continued < stack.length) {
      const item = stack[continued];
      self.containerState = item[1];
      return effects.attempt(item[0].continuation, documentContinue, checkNewContainers)(code);
    }

    // Done.
    return checkNewContainers(code);
  }

  /** @type {State} */
  function documentContinue(code) {
    continued++;

    // Note: this field is called `_closeFlow` but it also closes containers.
    // Perhaps a good idea to rename it but it’s already used in the wild by
    // extensions.
    if (self.containerState._closeFlow) {
      self.containerState._closeFlow = undefined;
      if (childFlow) {
        closeFlow();
      }

      // Note: this algorithm for moving events around is similar to the
      // algorithm when dealing with lazy lines in `writeToChild`.
      const indexBeforeExits = self.events.length;
      let indexBeforeFlow = indexBeforeExits;
      /** @type {Point | undefined} */
      let point;

      // Find the flow chunk.
      while (indexBeforeFlow--) {
        if (self.events[indexBeforeFlow][0] === 'exit' && self.events[indexBeforeFlow][1].type === "chunkFlow") {
          point = self.events[indexBeforeFlow][1].end;
          break;
        }
      }
      exitContainers(continued);

      // Fix positions.
      let index = indexBeforeExits;
      while (index < self.events.length) {
        self.events[index][1].end = {
          ...point
        };
        index++;
      }
      const editMap = new EditMap();
      // Inject the exits earlier (they’re still also at the end).
      editMap.add(indexBeforeFlow + 1, 0, self.events.slice(indexBeforeExits));
      // Discard the duplicate exits.
      editMap.add(indexBeforeExits, index - indexBeforeExits, []);
      editMap.consume(self.events);
      return checkNewContainers(code);
    }
    return start(code);
  }

  /** @type {State} */
  function checkNewContainers(code) {
    // Next, after consuming the continuation markers for existing blocks, we
    // look for new block starts (e.g. `>` for a block quote).
    // If we encounter a new block start, we close any blocks unmatched in
    // step 1 before creating the new block as a child of the last matched
    // block.
    if (continued === stack.length) {
      // No need to `check` whether there’s a container, of `exitContainers`
      // would be moot.
      // We can instead immediately `attempt` to parse one.
      if (!childFlow) {
        return documentContinued(code);
      }

      // If we have concrete content, such as block HTML or fenced code,
      // we can’t have containers “pierce” into them, so we can immediately
      // start.
      if (childFlow.currentConstruct && childFlow.currentConstruct.concrete) {
        return flowStart(code);
      }

      // If we do have flow, it could still be a blank line,
      // but we’d be interrupting it w/ a new container if there’s a current
      // construct.
      // To do: next major: remove `_gfmTableDynamicInterruptHack` (no longer
      // needed in micromark-extension-gfm-table@1.0.6).
      self.interrupt = Boolean(childFlow.currentConstruct && !childFlow._gfmTableDynamicInterruptHack);
    }

    // Check if there is a new container.
    self.containerState = {};
    return effects.check(containerConstruct, thereIsANewContainer, thereIsNoNewContainer)(code);
  }

  /** @type {State} */
  function thereIsANewContainer(code) {
    if (childFlow) {
      closeFlow();
    }
    exitContainers(continued);
    return documentContinued(code);
  }

  /** @type {State} */
  function thereIsNoNewContainer(code) {
    self.parser.lazy[self.now().line] = continued !== stack.length;
    lineStartOffset = self.now().offset;
    return flowStart(code);
  }

  /** @type {State} */
  function documentContinued(code) {
    // Try new containers.
    self.containerState = {};
    return effects.attempt(containerConstruct, containerContinue, flowStart)(code);
  }

  /** @type {State} */
  function containerContinue(code) {
    continued++;
    stack.push([self.currentConstruct, self.containerState]);
    // Try another.
    return documentContinued(code);
  }

  /** @type {State} */
  function flowStart(code) {
    if (code === null) {
      if (childFlow) {
        closeFlow();
      }
      exitContainers(0);
      effects.consume(code);
      return;
    }
    childFlow = childFlow || self.parser.flow(self.now());
    effects.enter("chunkFlow", {
      _tokenizer: childFlow,
      contentType: "flow",
      previous: childToken
    });
    return flowContinue(code);
  }

  /** @type {State} */
  function flowContinue(code) {
    if (code === null) {
      writeToChild(effects.exit("chunkFlow"), true);
      exitContainers(0);
      effects.consume(code);
      return;
    }
    if (markdownLineEnding(code)) {
      effects.consume(code);
      writeToChild(effects.exit("chunkFlow"));
      // Get ready for the next line.
      continued = 0;
      self.interrupt = undefined;
      return start;
    }
    effects.consume(code);
    return flowContinue;
  }

  /**
   * @param {Token} token
   *   Token.
   * @param {boolean | undefined} [endOfFile]
   *   Whether the token is at the end of the file (default: `false`).
   * @returns {undefined}
   *   Nothing.
   */
  function writeToChild(token, endOfFile) {
    const stream = self.sliceStream(token);
    if (endOfFile) {
      stream.push(null);
    }
    token.previous = childToken;
    if (childToken) {
      childToken.next = token;
    }
    childToken = token;
    childFlow.defineSkip(token.start);
    childFlow.write(stream);

    // Alright, so we just added a lazy line:
    //
    // ```markdown
    // > a
    // b.
    //
    // Or:
    //
    // > ~~~c
    // d
    //
    // Or:
    //
    // > | e |
    // f
    // ```
    //
    // The construct in the second example (fenced code) does not accept lazy
    // lines, so it marked itself as done at the end of its first line, and
    // then the content construct parses `d`.
    // Most constructs in markdown match on the first line: if the first line
    // forms a construct, a non-lazy line can’t “unmake” it.
    //
    // The construct in the third example is potentially a GFM table, and
    // those are *weird*.
    // It *could* be a table, from the first line, if the following line
    // matches a condition.
    // In this case, that second line is lazy, which “unmakes” the first line
    // and turns the whole into one content block.
    //
    // We’ve now parsed the non-lazy and the lazy line, and can figure out
    // whether the lazy line started a new flow block.
    // If it did, we exit the current containers between the two flow blocks.
    if (self.parser.lazy[token.start.line]) {
      let index = childFlow.events.length;
      while (index--) {
        if (
        // The token starts before the line ending…
        childFlow.events[index][1].start.offset < lineStartOffset && (
        // …and either is not ended yet…
        !childFlow.events[index][1].end ||
        // …or ends after it.
        childFlow.events[index][1].end.offset > lineStartOffset)) {
          // Exit: there’s still something open, which means it’s a lazy line
          // part of something.
          return;
        }
      }

      // Note: this algorithm for moving events around is similar to the
      // algorithm when closing flow in `documentContinue`.
      const indexBeforeExits = self.events.length;
      let indexBeforeFlow = indexBeforeExits;
      /** @type {boolean | undefined} */
      let seen;
      /** @type {Point | undefined} */
      let point;

      // Find the previous chunk (the one before the lazy line).
      while (indexBeforeFlow--) {
        if (self.events[indexBeforeFlow][0] === 'exit' && self.events[indexBeforeFlow][1].type === "chunkFlow") {
          if (seen) {
            point = self.events[indexBeforeFlow][1].end;
            break;
          }
          seen = true;
        }
      }
      exitContainers(continued);

      // Fix positions.
      index = indexBeforeExits;
      while (index < self.events.length) {
        self.events[index][1].end = {
          ...point
        };
        index++;
      }
      const editMap = new EditMap();
      // Inject the exits earlier (they’re still also at the end).
      editMap.add(indexBeforeFlow + 1, 0, self.events.slice(indexBeforeExits));
      // Discard the duplicate exits.
      editMap.add(indexBeforeExits, index - indexBeforeExits, []);
      editMap.consume(self.events);
    }
  }

  /**
   * @param {number} size
   *   Size.
   * @returns {undefined}
   *   Nothing.
   */
  function exitContainers(size) {
    let index = stack.length;

    // Exit open containers.
    while (index-- > size) {
      const entry = stack[index];
      self.containerState = entry[1];
      entry[0].exit.call(self, effects);
    }
    stack.length = size;
  }
  function closeFlow() {
    childFlow.write([null]);
    childToken = undefined;
    childFlow = undefined;
    self.containerState._closeFlow = undefined;
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 *   Tokenizer.
 */
function tokenizeContainer(effects, ok, nok) {
  // Always populated by defaults.

  return factorySpace(effects, effects.attempt(this.parser.constructs.document, ok, nok), "linePrefix", this.parser.constructs.disable.null.includes('codeIndented') ? undefined : 4);
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/blank-line.js
/**
 * @import {
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */



/** @type {Construct} */
const blankLine = {
  partial: true,
  tokenize: tokenizeBlankLine
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeBlankLine(effects, ok, nok) {
  return start;

  /**
   * Start of blank line.
   *
   * > 👉 **Note**: `␠` represents a space character.
   *
   * ```markdown
   * > | ␠␠␊
   *     ^
   * > | ␊
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    return markdownSpace(code) ? factorySpace(effects, after, "linePrefix")(code) : after(code);
  }

  /**
   * At eof/eol, after optional whitespace.
   *
   * > 👉 **Note**: `␠` represents a space character.
   *
   * ```markdown
   * > | ␠␠␊
   *       ^
   * > | ␊
   *     ^
   * ```
   *
   * @type {State}
   */
  function after(code) {
    return code === null || markdownLineEnding(code) ? ok(code) : nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/content.js
/**
 * @import {
 *   Construct,
 *   Resolver,
 *   State,
 *   TokenizeContext,
 *   Tokenizer,
 *   Token
 * } from 'micromark-util-types'
 */




/**
 * No name because it must not be turned off.
 * @type {Construct}
 */
const content_content = {
  resolve: resolveContent,
  tokenize: tokenizeContent
};

/** @type {Construct} */
const continuationConstruct = {
  partial: true,
  tokenize: tokenizeContinuation
};

/**
 * Content is transparent: it’s parsed right now. That way, definitions are also
 * parsed right now: before text in paragraphs (specifically, media) are parsed.
 *
 * @type {Resolver}
 */
function resolveContent(events) {
  subtokenize(events);
  return events;
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeContent(effects, ok) {
  /** @type {Token | undefined} */
  let previous;
  return chunkStart;

  /**
   * Before a content chunk.
   *
   * ```markdown
   * > | abc
   *     ^
   * ```
   *
   * @type {State}
   */
  function chunkStart(code) {
    effects.enter("content");
    previous = effects.enter("chunkContent", {
      contentType: "content"
    });
    return chunkInside(code);
  }

  /**
   * In a content chunk.
   *
   * ```markdown
   * > | abc
   *     ^^^
   * ```
   *
   * @type {State}
   */
  function chunkInside(code) {
    if (code === null) {
      return contentEnd(code);
    }

    // To do: in `markdown-rs`, each line is parsed on its own, and everything
    // is stitched together resolving.
    if (markdownLineEnding(code)) {
      return effects.check(continuationConstruct, contentContinue, contentEnd)(code);
    }

    // Data.
    effects.consume(code);
    return chunkInside;
  }

  /**
   *
   *
   * @type {State}
   */
  function contentEnd(code) {
    effects.exit("chunkContent");
    effects.exit("content");
    return ok(code);
  }

  /**
   *
   *
   * @type {State}
   */
  function contentContinue(code) {
    effects.consume(code);
    effects.exit("chunkContent");
    previous.next = effects.enter("chunkContent", {
      contentType: "content",
      previous
    });
    previous = previous.next;
    return chunkInside;
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeContinuation(effects, ok, nok) {
  const self = this;
  return startLookahead;

  /**
   *
   *
   * @type {State}
   */
  function startLookahead(code) {
    effects.exit("chunkContent");
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return factorySpace(effects, prefixed, "linePrefix");
  }

  /**
   *
   *
   * @type {State}
   */
  function prefixed(code) {
    if (code === null || markdownLineEnding(code)) {
      return nok(code);
    }

    // Always populated by defaults.

    const tail = self.events[self.events.length - 1];
    if (!self.parser.constructs.disable.null.includes('codeIndented') && tail && tail[1].type === "linePrefix" && tail[2].sliceSerialize(tail[1], true).length >= 4) {
      return ok(code);
    }
    return effects.interrupt(self.parser.constructs.flow, nok, ok)(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark/lib/initialize/flow.js
/**
 * @import {
 *   InitialConstruct,
 *   Initializer,
 *   State,
 *   TokenizeContext
 * } from 'micromark-util-types'
 */




/** @type {InitialConstruct} */
const flow = {
  tokenize: initializeFlow
};

/**
 * @this {TokenizeContext}
 *   Self.
 * @type {Initializer}
 *   Initializer.
 */
function initializeFlow(effects) {
  const self = this;
  const initial = effects.attempt(
  // Try to parse a blank line.
  blankLine, atBlankEnding,
  // Try to parse initial flow (essentially, only code).
  effects.attempt(this.parser.constructs.flowInitial, afterConstruct, factorySpace(effects, effects.attempt(this.parser.constructs.flow, afterConstruct, effects.attempt(content_content, afterConstruct)), "linePrefix")));
  return initial;

  /** @type {State} */
  function atBlankEnding(code) {
    if (code === null) {
      effects.consume(code);
      return;
    }
    effects.enter("lineEndingBlank");
    effects.consume(code);
    effects.exit("lineEndingBlank");
    self.currentConstruct = undefined;
    return initial;
  }

  /** @type {State} */
  function afterConstruct(code) {
    if (code === null) {
      effects.consume(code);
      return;
    }
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    self.currentConstruct = undefined;
    return initial;
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark/lib/initialize/text.js
/**
 * @import {
 *   Code,
 *   InitialConstruct,
 *   Initializer,
 *   Resolver,
 *   State,
 *   TokenizeContext
 * } from 'micromark-util-types'
 */


const resolver = {
  resolveAll: createResolver()
};
const string = initializeFactory('string');
const text_text = initializeFactory('text');

/**
 * @param {'string' | 'text'} field
 *   Field.
 * @returns {InitialConstruct}
 *   Construct.
 */
function initializeFactory(field) {
  return {
    resolveAll: createResolver(field === 'text' ? resolveAllLineSuffixes : undefined),
    tokenize: initializeText
  };

  /**
   * @this {TokenizeContext}
   *   Context.
   * @type {Initializer}
   */
  function initializeText(effects) {
    const self = this;
    const constructs = this.parser.constructs[field];
    const text = effects.attempt(constructs, start, notText);
    return start;

    /** @type {State} */
    function start(code) {
      return atBreak(code) ? text(code) : notText(code);
    }

    /** @type {State} */
    function notText(code) {
      if (code === null) {
        effects.consume(code);
        return;
      }
      effects.enter("data");
      effects.consume(code);
      return data;
    }

    /** @type {State} */
    function data(code) {
      if (atBreak(code)) {
        effects.exit("data");
        return text(code);
      }

      // Data.
      effects.consume(code);
      return data;
    }

    /**
     * @param {Code} code
     *   Code.
     * @returns {boolean}
     *   Whether the code is a break.
     */
    function atBreak(code) {
      if (code === null) {
        return true;
      }
      const list = constructs[code];
      let index = -1;
      if (list) {
        // Always populated by defaults.

        while (++index < list.length) {
          const item = list[index];
          if (!item.previous || item.previous.call(self, self.previous)) {
            return true;
          }
        }
      }
      return false;
    }
  }
}

/**
 * @param {Resolver | undefined} [extraResolver]
 *   Resolver.
 * @returns {Resolver}
 *   Resolver.
 */
function createResolver(extraResolver) {
  return resolveAllText;

  /** @type {Resolver} */
  function resolveAllText(events, context) {
    let index = -1;
    /** @type {number | undefined} */
    let enter;

    // A rather boring computation (to merge adjacent `data` events) which
    // improves mm performance by 29%.
    while (++index <= events.length) {
      if (enter === undefined) {
        if (events[index] && events[index][1].type === "data") {
          enter = index;
          index++;
        }
      } else if (!events[index] || events[index][1].type !== "data") {
        // Don’t do anything if there is one data token.
        if (index !== enter + 2) {
          events[enter][1].end = events[index - 1][1].end;
          events.splice(enter + 2, index - enter - 2);
          index = enter + 2;
        }
        enter = undefined;
      }
    }
    return extraResolver ? extraResolver(events, context) : events;
  }
}

/**
 * A rather ugly set of instructions which again looks at chunks in the input
 * stream.
 * The reason to do this here is that it is *much* faster to parse in reverse.
 * And that we can’t hook into `null` to split the line suffix before an EOF.
 * To do: figure out if we can make this into a clean utility, or even in core.
 * As it will be useful for GFMs literal autolink extension (and maybe even
 * tables?)
 *
 * @type {Resolver}
 */
function resolveAllLineSuffixes(events, context) {
  const editMap = new EditMap();
  let eventIndex = 0; // Skip first.

  while (++eventIndex <= events.length) {
    if ((eventIndex === events.length || events[eventIndex][1].type === "lineEnding") && events[eventIndex - 1][1].type === "data") {
      const data = events[eventIndex - 1][1];
      const chunks = context.sliceStream(data);
      let index = chunks.length;
      let bufferIndex = -1;
      let size = 0;
      /** @type {boolean | undefined} */
      let tabs;
      while (index--) {
        const chunk = chunks[index];
        if (typeof chunk === 'string') {
          bufferIndex = chunk.length;
          while (chunk.charCodeAt(bufferIndex - 1) === 32) {
            size++;
            bufferIndex--;
          }
          if (bufferIndex) {
            break;
          }
          bufferIndex = -1;
        }
        // Number
        else if (chunk === -2) {
          tabs = true;
          size++;
        } else if (chunk === -1) {
          // Empty
        } else {
          // Replacement character, exit.
          index++;
          break;
        }
      }

      // Allow final trailing whitespace.
      if (context._contentTypeTextTrailing && eventIndex === events.length) {
        size = 0;
      }
      if (size) {
        const token = {
          type: eventIndex === events.length || tabs || size < 2 ? "lineSuffix" : "hardBreakTrailing",
          start: {
            _bufferIndex: index ? bufferIndex : data.start._bufferIndex + bufferIndex,
            _index: data.start._index + index,
            line: data.end.line,
            column: data.end.column - size,
            offset: data.end.offset - size
          },
          end: {
            ...data.end
          }
        };
        data.end = {
          ...token.start
        };
        if (data.start.offset === data.end.offset) {
          Object.assign(data, token);
        } else {
          editMap.add(eventIndex, 0, [['enter', token, context], ['exit', token, context]]);
        }
      }
      eventIndex++;
    }
  }
  editMap.consume(events);
  return events;
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/thematic-break.js
/**
 * @import {
 *   Code,
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */



/** @type {Construct} */
const thematicBreak = {
  name: 'thematicBreak',
  tokenize: tokenizeThematicBreak
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeThematicBreak(effects, ok, nok) {
  let size = 0;
  /** @type {NonNullable<Code>} */
  let marker;
  return start;

  /**
   * Start of thematic break.
   *
   * ```markdown
   * > | ***
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter("thematicBreak");
    // To do: parse indent like `markdown-rs`.
    return before(code);
  }

  /**
   * After optional whitespace, at marker.
   *
   * ```markdown
   * > | ***
   *     ^
   * ```
   *
   * @type {State}
   */
  function before(code) {
    marker = code;
    return atBreak(code);
  }

  /**
   * After something, before something else.
   *
   * ```markdown
   * > | ***
   *     ^
   * ```
   *
   * @type {State}
   */
  function atBreak(code) {
    if (code === marker) {
      effects.enter("thematicBreakSequence");
      return sequence(code);
    }
    if (size >= 3 && (code === null || markdownLineEnding(code))) {
      effects.exit("thematicBreak");
      return ok(code);
    }
    return nok(code);
  }

  /**
   * In sequence.
   *
   * ```markdown
   * > | ***
   *     ^
   * ```
   *
   * @type {State}
   */
  function sequence(code) {
    if (code === marker) {
      effects.consume(code);
      size++;
      return sequence;
    }
    effects.exit("thematicBreakSequence");
    return markdownSpace(code) ? factorySpace(effects, atBreak, "whitespace")(code) : atBreak(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/list.js
/**
 * @import {
 *   Code,
 *   Construct,
 *   Exiter,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */






/** @type {Construct} */
const list = {
  continuation: {
    tokenize: tokenizeListContinuation
  },
  exit: tokenizeListEnd,
  name: 'list',
  tokenize: tokenizeListStart
};

/** @type {Construct} */
const listItemPrefixWhitespaceConstruct = {
  partial: true,
  tokenize: tokenizeListItemPrefixWhitespace
};

/** @type {Construct} */
const indentConstruct = {
  partial: true,
  tokenize: tokenizeIndent
};

// To do: `markdown-rs` parses list items on their own and later stitches them
// together.

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeListStart(effects, ok, nok) {
  const self = this;
  const tail = self.events[self.events.length - 1];
  let initialSize = tail && tail[1].type === "linePrefix" ? tail[2].sliceSerialize(tail[1], true).length : 0;
  let size = 0;
  return start;

  /** @type {State} */
  function start(code) {
    const kind = self.containerState.type || (code === 42 || code === 43 || code === 45 ? "listUnordered" : "listOrdered");
    if (kind === "listUnordered" ? !self.containerState.marker || code === self.containerState.marker : asciiDigit(code)) {
      if (!self.containerState.type) {
        self.containerState.type = kind;
        effects.enter(kind, {
          _container: true
        });
      }
      if (kind === "listUnordered") {
        effects.enter("listItemPrefix");
        return code === 42 || code === 45 ? effects.check(thematicBreak, nok, atMarker)(code) : atMarker(code);
      }
      if (!self.interrupt || code === 49) {
        effects.enter("listItemPrefix");
        effects.enter("listItemValue");
        return inside(code);
      }
    }
    return nok(code);
  }

  /** @type {State} */
  function inside(code) {
    if (asciiDigit(code) && ++size < 10) {
      effects.consume(code);
      return inside;
    }
    if ((!self.interrupt || size < 2) && (self.containerState.marker ? code === self.containerState.marker : code === 41 || code === 46)) {
      effects.exit("listItemValue");
      return atMarker(code);
    }
    return nok(code);
  }

  /**
   * @type {State}
   **/
  function atMarker(code) {
    effects.enter("listItemMarker");
    effects.consume(code);
    effects.exit("listItemMarker");
    self.containerState.marker = self.containerState.marker || code;
    return effects.check(blankLine,
    // Can’t be empty when interrupting.
    self.interrupt ? nok : onBlank, effects.attempt(listItemPrefixWhitespaceConstruct, endOfPrefix, otherPrefix));
  }

  /** @type {State} */
  function onBlank(code) {
    self.containerState.initialBlankLine = true;
    initialSize++;
    return endOfPrefix(code);
  }

  /** @type {State} */
  function otherPrefix(code) {
    if (markdownSpace(code)) {
      effects.enter("listItemPrefixWhitespace");
      effects.consume(code);
      effects.exit("listItemPrefixWhitespace");
      return endOfPrefix;
    }
    return nok(code);
  }

  /** @type {State} */
  function endOfPrefix(code) {
    self.containerState.size = initialSize + self.sliceSerialize(effects.exit("listItemPrefix"), true).length;
    return ok(code);
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeListContinuation(effects, ok, nok) {
  const self = this;
  self.containerState._closeFlow = undefined;
  return effects.check(blankLine, onBlank, notBlank);

  /** @type {State} */
  function onBlank(code) {
    self.containerState.furtherBlankLines = self.containerState.furtherBlankLines || self.containerState.initialBlankLine;

    // We have a blank line.
    // Still, try to consume at most the items size.
    return factorySpace(effects, ok, "listItemIndent", self.containerState.size + 1)(code);
  }

  /** @type {State} */
  function notBlank(code) {
    if (self.containerState.furtherBlankLines || !markdownSpace(code)) {
      self.containerState.furtherBlankLines = undefined;
      self.containerState.initialBlankLine = undefined;
      return notInCurrentItem(code);
    }
    self.containerState.furtherBlankLines = undefined;
    self.containerState.initialBlankLine = undefined;
    return effects.attempt(indentConstruct, ok, notInCurrentItem)(code);
  }

  /** @type {State} */
  function notInCurrentItem(code) {
    // While we do continue, we signal that the flow should be closed.
    self.containerState._closeFlow = true;
    // As we’re closing flow, we’re no longer interrupting.
    self.interrupt = undefined;
    // Always populated by defaults.

    return factorySpace(effects, effects.attempt(list, ok, nok), "linePrefix", self.parser.constructs.disable.null.includes('codeIndented') ? undefined : 4)(code);
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeIndent(effects, ok, nok) {
  const self = this;
  return factorySpace(effects, afterPrefix, "listItemIndent", self.containerState.size + 1);

  /** @type {State} */
  function afterPrefix(code) {
    const tail = self.events[self.events.length - 1];
    return tail && tail[1].type === "listItemIndent" && tail[2].sliceSerialize(tail[1], true).length === self.containerState.size ? ok(code) : nok(code);
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Exiter}
 */
function tokenizeListEnd(effects) {
  effects.exit(this.containerState.type);
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeListItemPrefixWhitespace(effects, ok, nok) {
  const self = this;

  // Always populated by defaults.

  return factorySpace(effects, afterPrefix, "listItemPrefixWhitespace", self.parser.constructs.disable.null.includes('codeIndented') ? undefined : 4 + 1);

  /** @type {State} */
  function afterPrefix(code) {
    const tail = self.events[self.events.length - 1];
    return !markdownSpace(code) && tail && tail[1].type === "listItemPrefixWhitespace" ? ok(code) : nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/block-quote.js
/**
 * @import {
 *   Construct,
 *   Exiter,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */



/** @type {Construct} */
const blockQuote = {
  continuation: {
    tokenize: tokenizeBlockQuoteContinuation
  },
  exit,
  name: 'blockQuote',
  tokenize: tokenizeBlockQuoteStart
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeBlockQuoteStart(effects, ok, nok) {
  const self = this;
  return start;

  /**
   * Start of block quote.
   *
   * ```markdown
   * > | > a
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    if (code === 62) {
      const state = self.containerState;
      if (!state.open) {
        effects.enter("blockQuote", {
          _container: true
        });
        state.open = true;
      }
      effects.enter("blockQuotePrefix");
      effects.enter("blockQuoteMarker");
      effects.consume(code);
      effects.exit("blockQuoteMarker");
      return after;
    }
    return nok(code);
  }

  /**
   * After `>`, before optional whitespace.
   *
   * ```markdown
   * > | > a
   *      ^
   * ```
   *
   * @type {State}
   */
  function after(code) {
    if (markdownSpace(code)) {
      effects.enter("blockQuotePrefixWhitespace");
      effects.consume(code);
      effects.exit("blockQuotePrefixWhitespace");
      effects.exit("blockQuotePrefix");
      return ok;
    }
    effects.exit("blockQuotePrefix");
    return ok(code);
  }
}

/**
 * Start of block quote continuation.
 *
 * ```markdown
 *   | > a
 * > | > b
 *     ^
 * ```
 *
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeBlockQuoteContinuation(effects, ok, nok) {
  const self = this;
  return contStart;

  /**
   * Start of block quote continuation.
   *
   * Also used to parse the first block quote opening.
   *
   * ```markdown
   *   | > a
   * > | > b
   *     ^
   * ```
   *
   * @type {State}
   */
  function contStart(code) {
    if (markdownSpace(code)) {
      // Always populated by defaults.

      return factorySpace(effects, contBefore, "linePrefix", self.parser.constructs.disable.null.includes('codeIndented') ? undefined : 4)(code);
    }
    return contBefore(code);
  }

  /**
   * At `>`, after optional whitespace.
   *
   * Also used to parse the first block quote opening.
   *
   * ```markdown
   *   | > a
   * > | > b
   *     ^
   * ```
   *
   * @type {State}
   */
  function contBefore(code) {
    return effects.attempt(blockQuote, ok, nok)(code);
  }
}

/** @type {Exiter} */
function exit(effects) {
  effects.exit("blockQuote");
}
;// CONCATENATED MODULE: ./node_modules/micromark-factory-destination/index.js
/**
 * @import {Effects, State, TokenType} from 'micromark-util-types'
 */


/**
 * Parse destinations.
 *
 * ###### Examples
 *
 * ```markdown
 * <a>
 * <a\>b>
 * <a b>
 * <a)>
 * a
 * a\)b
 * a(b)c
 * a(b)
 * ```
 *
 * @param {Effects} effects
 *   Context.
 * @param {State} ok
 *   State switched to when successful.
 * @param {State} nok
 *   State switched to when unsuccessful.
 * @param {TokenType} type
 *   Type for whole (`<a>` or `b`).
 * @param {TokenType} literalType
 *   Type when enclosed (`<a>`).
 * @param {TokenType} literalMarkerType
 *   Type for enclosing (`<` and `>`).
 * @param {TokenType} rawType
 *   Type when not enclosed (`b`).
 * @param {TokenType} stringType
 *   Type for the value (`a` or `b`).
 * @param {number | undefined} [max=Infinity]
 *   Depth of nested parens (inclusive).
 * @returns {State}
 *   Start state.
 */
function factoryDestination(effects, ok, nok, type, literalType, literalMarkerType, rawType, stringType, max) {
  const limit = max || Number.POSITIVE_INFINITY;
  let balance = 0;
  return start;

  /**
   * Start of destination.
   *
   * ```markdown
   * > | <aa>
   *     ^
   * > | aa
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    if (code === 60) {
      effects.enter(type);
      effects.enter(literalType);
      effects.enter(literalMarkerType);
      effects.consume(code);
      effects.exit(literalMarkerType);
      return enclosedBefore;
    }

    // ASCII control, space, closing paren.
    if (code === null || code === 32 || code === 41 || asciiControl(code)) {
      return nok(code);
    }
    effects.enter(type);
    effects.enter(rawType);
    effects.enter(stringType);
    effects.enter("chunkString", {
      contentType: "string"
    });
    return raw(code);
  }

  /**
   * After `<`, at an enclosed destination.
   *
   * ```markdown
   * > | <aa>
   *      ^
   * ```
   *
   * @type {State}
   */
  function enclosedBefore(code) {
    if (code === 62) {
      effects.enter(literalMarkerType);
      effects.consume(code);
      effects.exit(literalMarkerType);
      effects.exit(literalType);
      effects.exit(type);
      return ok;
    }
    effects.enter(stringType);
    effects.enter("chunkString", {
      contentType: "string"
    });
    return enclosed(code);
  }

  /**
   * In enclosed destination.
   *
   * ```markdown
   * > | <aa>
   *      ^
   * ```
   *
   * @type {State}
   */
  function enclosed(code) {
    if (code === 62) {
      effects.exit("chunkString");
      effects.exit(stringType);
      return enclosedBefore(code);
    }
    if (code === null || code === 60 || markdownLineEnding(code)) {
      return nok(code);
    }
    effects.consume(code);
    return code === 92 ? enclosedEscape : enclosed;
  }

  /**
   * After `\`, at a special character.
   *
   * ```markdown
   * > | <a\*a>
   *        ^
   * ```
   *
   * @type {State}
   */
  function enclosedEscape(code) {
    if (code === 60 || code === 62 || code === 92) {
      effects.consume(code);
      return enclosed;
    }
    return enclosed(code);
  }

  /**
   * In raw destination.
   *
   * ```markdown
   * > | aa
   *     ^
   * ```
   *
   * @type {State}
   */
  function raw(code) {
    if (!balance && (code === null || code === 41 || markdownLineEndingOrSpace(code))) {
      effects.exit("chunkString");
      effects.exit(stringType);
      effects.exit(rawType);
      effects.exit(type);
      return ok(code);
    }
    if (balance < limit && code === 40) {
      effects.consume(code);
      balance++;
      return raw;
    }
    if (code === 41) {
      effects.consume(code);
      balance--;
      return raw;
    }

    // ASCII control (but *not* `\0`) and space and `(`.
    // Note: in `markdown-rs`, `\0` exists in codes, in `micromark-js` it
    // doesn’t.
    if (code === null || code === 32 || code === 40 || asciiControl(code)) {
      return nok(code);
    }
    effects.consume(code);
    return code === 92 ? rawEscape : raw;
  }

  /**
   * After `\`, at special character.
   *
   * ```markdown
   * > | a\*a
   *       ^
   * ```
   *
   * @type {State}
   */
  function rawEscape(code) {
    if (code === 40 || code === 41 || code === 92) {
      effects.consume(code);
      return raw;
    }
    return raw(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-factory-label/index.js
/**
 * @import {
 *   Effects,
 *   State,
 *   TokenizeContext,
 *   TokenType
 * } from 'micromark-util-types'
 */


/**
 * Parse labels.
 *
 * > 👉 **Note**: labels in markdown are capped at 999 characters in the string.
 *
 * ###### Examples
 *
 * ```markdown
 * [a]
 * [a
 * b]
 * [a\]b]
 * ```
 *
 * @this {TokenizeContext}
 *   Tokenize context.
 * @param {Effects} effects
 *   Context.
 * @param {State} ok
 *   State switched to when successful.
 * @param {State} nok
 *   State switched to when unsuccessful.
 * @param {TokenType} type
 *   Type of the whole label (`[a]`).
 * @param {TokenType} markerType
 *   Type for the markers (`[` and `]`).
 * @param {TokenType} stringType
 *   Type for the identifier (`a`).
 * @returns {State}
 *   Start state.
 */
function factoryLabel(effects, ok, nok, type, markerType, stringType) {
  const self = this;
  let size = 0;
  /** @type {boolean} */
  let seen;
  return start;

  /**
   * Start of label.
   *
   * ```markdown
   * > | [a]
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter(type);
    effects.enter(markerType);
    effects.consume(code);
    effects.exit(markerType);
    effects.enter(stringType);
    return atBreak;
  }

  /**
   * In label, at something, before something else.
   *
   * ```markdown
   * > | [a]
   *      ^
   * ```
   *
   * @type {State}
   */
  function atBreak(code) {
    if (size > 999 || code === null || code === 91 || code === 93 && !seen ||
    // To do: remove in the future once we’ve switched from
    // `micromark-extension-footnote` to `micromark-extension-gfm-footnote`,
    // which doesn’t need this.
    // Hidden footnotes hook.
    /* c8 ignore next 3 */
    code === 94 && !size && '_hiddenFootnoteSupport' in self.parser.constructs) {
      return nok(code);
    }
    if (code === 93) {
      effects.exit(stringType);
      effects.enter(markerType);
      effects.consume(code);
      effects.exit(markerType);
      effects.exit(type);
      return ok;
    }

    // To do: indent? Link chunks and EOLs together?
    if (markdownLineEnding(code)) {
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      return atBreak;
    }
    effects.enter("chunkString", {
      contentType: "string"
    });
    return labelInside(code);
  }

  /**
   * In label, in text.
   *
   * ```markdown
   * > | [a]
   *      ^
   * ```
   *
   * @type {State}
   */
  function labelInside(code) {
    if (code === null || code === 91 || code === 93 || markdownLineEnding(code) || size++ > 999) {
      effects.exit("chunkString");
      return atBreak(code);
    }
    effects.consume(code);
    if (!seen) seen = !markdownSpace(code);
    return code === 92 ? labelEscape : labelInside;
  }

  /**
   * After `\`, at a special character.
   *
   * ```markdown
   * > | [a\*a]
   *        ^
   * ```
   *
   * @type {State}
   */
  function labelEscape(code) {
    if (code === 91 || code === 92 || code === 93) {
      effects.consume(code);
      size++;
      return labelInside;
    }
    return labelInside(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-factory-title/index.js
/**
 * @import {
 *   Code,
 *   Effects,
 *   State,
 *   TokenType
 * } from 'micromark-util-types'
 */



/**
 * Parse titles.
 *
 * ###### Examples
 *
 * ```markdown
 * "a"
 * 'b'
 * (c)
 * "a
 * b"
 * 'a
 *     b'
 * (a\)b)
 * ```
 *
 * @param {Effects} effects
 *   Context.
 * @param {State} ok
 *   State switched to when successful.
 * @param {State} nok
 *   State switched to when unsuccessful.
 * @param {TokenType} type
 *   Type of the whole title (`"a"`, `'b'`, `(c)`).
 * @param {TokenType} markerType
 *   Type for the markers (`"`, `'`, `(`, and `)`).
 * @param {TokenType} stringType
 *   Type for the value (`a`).
 * @returns {State}
 *   Start state.
 */
function factoryTitle(effects, ok, nok, type, markerType, stringType) {
  /** @type {NonNullable<Code>} */
  let marker;
  return start;

  /**
   * Start of title.
   *
   * ```markdown
   * > | "a"
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    if (code === 34 || code === 39 || code === 40) {
      effects.enter(type);
      effects.enter(markerType);
      effects.consume(code);
      effects.exit(markerType);
      marker = code === 40 ? 41 : code;
      return begin;
    }
    return nok(code);
  }

  /**
   * After opening marker.
   *
   * This is also used at the closing marker.
   *
   * ```markdown
   * > | "a"
   *      ^
   * ```
   *
   * @type {State}
   */
  function begin(code) {
    if (code === marker) {
      effects.enter(markerType);
      effects.consume(code);
      effects.exit(markerType);
      effects.exit(type);
      return ok;
    }
    effects.enter(stringType);
    return atBreak(code);
  }

  /**
   * At something, before something else.
   *
   * ```markdown
   * > | "a"
   *      ^
   * ```
   *
   * @type {State}
   */
  function atBreak(code) {
    if (code === marker) {
      effects.exit(stringType);
      return begin(marker);
    }
    if (code === null) {
      return nok(code);
    }

    // Note: blank lines can’t exist in content.
    if (markdownLineEnding(code)) {
      // To do: use `space_or_tab_eol_with_options`, connect.
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      return factorySpace(effects, atBreak, "linePrefix");
    }
    effects.enter("chunkString", {
      contentType: "string"
    });
    return inside(code);
  }

  /**
   *
   *
   * @type {State}
   */
  function inside(code) {
    if (code === marker || code === null || markdownLineEnding(code)) {
      effects.exit("chunkString");
      return atBreak(code);
    }
    effects.consume(code);
    return code === 92 ? escape : inside;
  }

  /**
   * After `\`, at a special character.
   *
   * ```markdown
   * > | "a\*b"
   *      ^
   * ```
   *
   * @type {State}
   */
  function escape(code) {
    if (code === marker || code === 92) {
      effects.consume(code);
      return inside;
    }
    return inside(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-factory-whitespace/index.js
/**
 * @import {Effects, State} from 'micromark-util-types'
 */



/**
 * Parse spaces and tabs.
 *
 * There is no `nok` parameter:
 *
 * *   line endings or spaces in markdown are often optional, in which case this
 *     factory can be used and `ok` will be switched to whether spaces were found
 *     or not
 * *   one line ending or space can be detected with
 *     `markdownLineEndingOrSpace(code)` right before using `factoryWhitespace`
 *
 * @param {Effects} effects
 *   Context.
 * @param {State} ok
 *   State switched to when successful.
 * @returns {State}
 *   Start state.
 */
function factoryWhitespace(effects, ok) {
  /** @type {boolean} */
  let seen;
  return start;

  /** @type {State} */
  function start(code) {
    if (markdownLineEnding(code)) {
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      seen = true;
      return start;
    }
    if (markdownSpace(code)) {
      return factorySpace(effects, start, seen ? "linePrefix" : "lineSuffix")(code);
    }
    return ok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-util-normalize-identifier/index.js
/**
 * Normalize an identifier (as found in references, definitions).
 *
 * Collapses markdown whitespace, trim, and then lower- and uppercase.
 *
 * Some characters are considered “uppercase”, such as U+03F4 (`ϴ`), but if their
 * lowercase counterpart (U+03B8 (`θ`)) is uppercased will result in a different
 * uppercase character (U+0398 (`Θ`)).
 * So, to get a canonical form, we perform both lower- and uppercase.
 *
 * Using uppercase last makes sure keys will never interact with default
 * prototypal values (such as `constructor`): nothing in the prototype of
 * `Object` is uppercase.
 *
 * @param {string} value
 *   Identifier to normalize.
 * @returns {string}
 *   Normalized identifier.
 */
function normalizeIdentifier(value) {
  return value
  // Collapse markdown whitespace.
  .replace(/[\t\n\r ]+/g, " ")
  // Trim.
  .replace(/^ | $/g, '')
  // Some characters are considered “uppercase”, but if their lowercase
  // counterpart is uppercased will result in a different uppercase
  // character.
  // Hence, to get that form, we perform both lower- and uppercase.
  // Upper case makes sure keys will not interact with default prototypal
  // methods: no method is uppercase.
  .toLowerCase().toUpperCase();
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/definition.js
/**
 * @import {
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */








/** @type {Construct} */
const definition = {
  name: 'definition',
  tokenize: tokenizeDefinition
};

/** @type {Construct} */
const titleBefore = {
  partial: true,
  tokenize: tokenizeTitleBefore
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeDefinition(effects, ok, nok) {
  const self = this;
  /** @type {string} */
  let identifier;
  return start;

  /**
   * At start of a definition.
   *
   * ```markdown
   * > | [a]: b "c"
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    // Do not interrupt paragraphs (but do follow definitions).
    // To do: do `interrupt` the way `markdown-rs` does.
    // To do: parse whitespace the way `markdown-rs` does.
    effects.enter("definition");
    return before(code);
  }

  /**
   * After optional whitespace, at `[`.
   *
   * ```markdown
   * > | [a]: b "c"
   *     ^
   * ```
   *
   * @type {State}
   */
  function before(code) {
    // To do: parse whitespace the way `markdown-rs` does.

    return factoryLabel.call(self, effects, labelAfter,
    // Note: we don’t need to reset the way `markdown-rs` does.
    nok, "definitionLabel", "definitionLabelMarker", "definitionLabelString")(code);
  }

  /**
   * After label.
   *
   * ```markdown
   * > | [a]: b "c"
   *        ^
   * ```
   *
   * @type {State}
   */
  function labelAfter(code) {
    identifier = normalizeIdentifier(self.sliceSerialize(self.events[self.events.length - 1][1]).slice(1, -1));
    if (code === 58) {
      effects.enter("definitionMarker");
      effects.consume(code);
      effects.exit("definitionMarker");
      return markerAfter;
    }
    return nok(code);
  }

  /**
   * After marker.
   *
   * ```markdown
   * > | [a]: b "c"
   *         ^
   * ```
   *
   * @type {State}
   */
  function markerAfter(code) {
    // Note: whitespace is optional.
    return markdownLineEndingOrSpace(code) ? factoryWhitespace(effects, destinationBefore)(code) : destinationBefore(code);
  }

  /**
   * Before destination.
   *
   * ```markdown
   * > | [a]: b "c"
   *          ^
   * ```
   *
   * @type {State}
   */
  function destinationBefore(code) {
    return factoryDestination(effects, destinationAfter,
    // Note: we don’t need to reset the way `markdown-rs` does.
    nok, "definitionDestination", "definitionDestinationLiteral", "definitionDestinationLiteralMarker", "definitionDestinationRaw", "definitionDestinationString")(code);
  }

  /**
   * After destination.
   *
   * ```markdown
   * > | [a]: b "c"
   *           ^
   * ```
   *
   * @type {State}
   */
  function destinationAfter(code) {
    return effects.attempt(titleBefore, after, after)(code);
  }

  /**
   * After definition.
   *
   * ```markdown
   * > | [a]: b
   *           ^
   * > | [a]: b "c"
   *               ^
   * ```
   *
   * @type {State}
   */
  function after(code) {
    return markdownSpace(code) ? factorySpace(effects, afterWhitespace, "whitespace")(code) : afterWhitespace(code);
  }

  /**
   * After definition, after optional whitespace.
   *
   * ```markdown
   * > | [a]: b
   *           ^
   * > | [a]: b "c"
   *               ^
   * ```
   *
   * @type {State}
   */
  function afterWhitespace(code) {
    if (code === null || markdownLineEnding(code)) {
      effects.exit("definition");

      // Note: we don’t care about uniqueness.
      // It’s likely that that doesn’t happen very frequently.
      // It is more likely that it wastes precious time.
      self.parser.defined.push(identifier);

      // To do: `markdown-rs` interrupt.
      // // You’d be interrupting.
      // tokenizer.interrupt = true
      return ok(code);
    }
    return nok(code);
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeTitleBefore(effects, ok, nok) {
  return titleBefore;

  /**
   * After destination, at whitespace.
   *
   * ```markdown
   * > | [a]: b
   *           ^
   * > | [a]: b "c"
   *           ^
   * ```
   *
   * @type {State}
   */
  function titleBefore(code) {
    return markdownLineEndingOrSpace(code) ? factoryWhitespace(effects, beforeMarker)(code) : nok(code);
  }

  /**
   * At title.
   *
   * ```markdown
   *   | [a]: b
   * > | "c"
   *     ^
   * ```
   *
   * @type {State}
   */
  function beforeMarker(code) {
    return factoryTitle(effects, titleAfter, nok, "definitionTitle", "definitionTitleMarker", "definitionTitleString")(code);
  }

  /**
   * After title.
   *
   * ```markdown
   * > | [a]: b "c"
   *               ^
   * ```
   *
   * @type {State}
   */
  function titleAfter(code) {
    return markdownSpace(code) ? factorySpace(effects, titleAfterOptionalWhitespace, "whitespace")(code) : titleAfterOptionalWhitespace(code);
  }

  /**
   * After title, after optional whitespace.
   *
   * ```markdown
   * > | [a]: b "c"
   *               ^
   * ```
   *
   * @type {State}
   */
  function titleAfterOptionalWhitespace(code) {
    return code === null || markdownLineEnding(code) ? ok(code) : nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/code-indented.js
/**
 * @import {
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */



/** @type {Construct} */
const codeIndented = {
  name: 'codeIndented',
  tokenize: tokenizeCodeIndented
};

/** @type {Construct} */
const furtherStart = {
  partial: true,
  tokenize: tokenizeFurtherStart
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeCodeIndented(effects, ok, nok) {
  return start;

  /**
   * Start of code (indented).
   *
   * > **Parsing note**: it is not needed to check if this first line is a
   * > filled line (that it has a non-whitespace character), because blank lines
   * > are parsed already, so we never run into that.
   *
   * ```markdown
   * > |     aaa
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    // To do: manually check if interrupting like `markdown-rs`.

    effects.enter("codeIndented");
    return factorySpaceMinMax(effects, atBreak, nok, "linePrefix", 4, 4)(code);
  }

  /**
   * At a break.
   *
   * ```markdown
   * > |     aaa
   *         ^  ^
   * ```
   *
   * @type {State}
   */
  function atBreak(code) {
    if (code === null) {
      return after(code);
    }
    if (markdownLineEnding(code)) {
      return effects.attempt(furtherStart, atBreak, after)(code);
    }
    effects.enter("codeFlowValue");
    return inside(code);
  }

  /**
   * In code content.
   *
   * ```markdown
   * > |     aaa
   *         ^^^^
   * ```
   *
   * @type {State}
   */
  function inside(code) {
    if (code === null || markdownLineEnding(code)) {
      effects.exit("codeFlowValue");
      return atBreak(code);
    }
    effects.consume(code);
    return inside;
  }

  /** @type {State} */
  function after(code) {
    effects.exit("codeIndented");
    // To do: allow interrupting like `markdown-rs`.
    // Feel free to interrupt.
    // tokenizer.interrupt = false
    return ok(code);
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeFurtherStart(effects, ok, nok) {
  const self = this;
  return furtherStart;

  /**
   * At eol, trying to parse another indent.
   *
   * ```markdown
   * > |     aaa
   *            ^
   *   |     bbb
   * ```
   *
   * @type {State}
   */
  function furtherStart(code) {
    // To do: improve `lazy` / `pierce` handling.
    // If this is a lazy line, it can’t be code.
    if (self.parser.lazy[self.now().line]) {
      return nok(code);
    }
    if (markdownLineEnding(code)) {
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      return furtherStart;
    }

    // To do: the code here in `micromark-js` is a bit different from
    // `markdown-rs` because there it can attempt spaces.
    // We can’t yet.
    return factorySpaceMinMax(effects, ok, onNotEnoughPrefix, "linePrefix", 4, 4)(code);
  }

  /**
   * After not enough of a prefix.
   *
   * A following line ending is another (potentially blank) line to try,
   * anything else means this isn’t a continuation.
   *
   * ```markdown
   * > |     aaa
   *
   *   |     bbb
   * ```
   *
   * @type {State}
   */
  function onNotEnoughPrefix(code) {
    return markdownLineEnding(code) ? furtherStart(code) : nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/heading-atx.js
/**
 * @import {
 *   Construct,
 *   Resolver,
 *   State,
 *   TokenizeContext,
 *   Tokenizer,
 *   Token
 * } from 'micromark-util-types'
 */




/** @type {Construct} */
const headingAtx = {
  name: 'headingAtx',
  resolve: resolveHeadingAtx,
  tokenize: tokenizeHeadingAtx
};

/** @type {Resolver} */
function resolveHeadingAtx(events, context) {
  let contentEnd = events.length - 2;
  let contentStart = 3;

  // Prefix whitespace, part of the opening.
  if (events[contentStart][1].type === "whitespace") {
    contentStart += 2;
  }

  // Suffix whitespace, part of the closing.
  if (contentEnd - 2 > contentStart && events[contentEnd][1].type === "whitespace") {
    contentEnd -= 2;
  }
  if (events[contentEnd][1].type === "atxHeadingSequence" && (contentStart === contentEnd - 1 || contentEnd - 4 > contentStart && events[contentEnd - 2][1].type === "whitespace")) {
    contentEnd -= contentStart + 1 === contentEnd ? 2 : 4;
  }
  if (contentEnd > contentStart) {
    const content = {
      type: "atxHeadingText",
      start: events[contentStart][1].start,
      end: events[contentEnd][1].end
    };
    const text = {
      type: "chunkText",
      start: events[contentStart][1].start,
      end: events[contentEnd][1].end,
      contentType: "text"
    };
    splice(events, contentStart, contentEnd - contentStart + 1, [['enter', content, context], ['enter', text, context], ['exit', text, context], ['exit', content, context]]);
  }
  return events;
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeHeadingAtx(effects, ok, nok) {
  let size = 0;
  return start;

  /**
   * Start of a heading (atx).
   *
   * ```markdown
   * > | ## aa
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    // To do: parse indent like `markdown-rs`.
    effects.enter("atxHeading");
    return before(code);
  }

  /**
   * After optional whitespace, at `#`.
   *
   * ```markdown
   * > | ## aa
   *     ^
   * ```
   *
   * @type {State}
   */
  function before(code) {
    effects.enter("atxHeadingSequence");
    return sequenceOpen(code);
  }

  /**
   * In opening sequence.
   *
   * ```markdown
   * > | ## aa
   *     ^
   * ```
   *
   * @type {State}
   */
  function sequenceOpen(code) {
    if (code === 35 && size++ < 6) {
      effects.consume(code);
      return sequenceOpen;
    }

    // Always at least one `#`.
    if (code === null || markdownLineEndingOrSpace(code)) {
      effects.exit("atxHeadingSequence");
      return atBreak(code);
    }
    return nok(code);
  }

  /**
   * After something, before something else.
   *
   * ```markdown
   * > | ## aa
   *       ^
   * ```
   *
   * @type {State}
   */
  function atBreak(code) {
    if (code === 35) {
      effects.enter("atxHeadingSequence");
      return sequenceFurther(code);
    }
    if (code === null || markdownLineEnding(code)) {
      effects.exit("atxHeading");
      // To do: interrupt like `markdown-rs`.
      // // Feel free to interrupt.
      // tokenizer.interrupt = false
      return ok(code);
    }
    if (markdownSpace(code)) {
      return factorySpace(effects, atBreak, "whitespace")(code);
    }

    // To do: generate `data` tokens, add the `text` token later.
    // Needs edit map, see: `markdown.rs`.
    effects.enter("atxHeadingText");
    return data(code);
  }

  /**
   * In further sequence (after whitespace).
   *
   * Could be normal “visible” hashes in the heading or a final sequence.
   *
   * ```markdown
   * > | ## aa ##
   *           ^
   * ```
   *
   * @type {State}
   */
  function sequenceFurther(code) {
    if (code === 35) {
      effects.consume(code);
      return sequenceFurther;
    }
    effects.exit("atxHeadingSequence");
    return atBreak(code);
  }

  /**
   * In text.
   *
   * ```markdown
   * > | ## aa
   *        ^
   * ```
   *
   * @type {State}
   */
  function data(code) {
    if (code === null || code === 35 || markdownLineEndingOrSpace(code)) {
      effects.exit("atxHeadingText");
      return atBreak(code);
    }
    effects.consume(code);
    return data;
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/setext-underline.js
/**
 * @import {
 *   Code,
 *   Construct,
 *   Resolver,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */




/** @type {Construct} */
const setextUnderline = {
  name: 'setextUnderline',
  resolveTo: resolveToSetextUnderline,
  tokenize: tokenizeSetextUnderline
};

/** @type {Resolver} */
function resolveToSetextUnderline(events, context) {
  const editMap = new EditMap();
  let index = events.length;
  /** @type {number | undefined} */
  let content;
  /** @type {number | undefined} */
  let text;
  /** @type {number | undefined} */
  let definition;

  // Find the opening of the content.
  // It’ll always exist: we don’t tokenize if it isn’t there.
  while (index--) {
    if (events[index][0] === 'enter') {
      if (events[index][1].type === "content") {
        content = index;
        break;
      }
      if (events[index][1].type === "paragraph") {
        text = index;
      }
    }
    // Exit
    else {
      if (events[index][1].type === "content") {
        // Remove the content end (if needed we’ll add it later)
        editMap.add(index, 1, []);
      }
      if (!definition && events[index][1].type === "definition") {
        definition = index;
      }
    }
  }
  const heading = {
    type: "setextHeading",
    start: {
      ...events[content][1].start
    },
    end: {
      ...events[events.length - 1][1].end
    }
  };

  // Change the paragraph to setext heading text.
  events[text][1].type = "setextHeadingText";

  // If we have definitions in the content, we’ll keep on having content,
  // but we need move it.
  if (definition) {
    editMap.add(text, 0, [['enter', heading, context]]);
    editMap.add(definition + 1, 0, [['exit', events[content][1], context]]);
    events[content][1].end = {
      ...events[definition][1].end
    };
  } else {
    events[content][1] = heading;
  }

  // Add the heading exit at the end.
  editMap.add(events.length, 0, [['exit', heading, context]]);
  editMap.consume(events);
  return events;
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeSetextUnderline(effects, ok, nok) {
  const self = this;
  /** @type {NonNullable<Code>} */
  let marker;
  return start;

  /**
   * At start of heading (setext) underline.
   *
   * ```markdown
   *   | aa
   * > | ==
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    let index = self.events.length;
    /** @type {boolean | undefined} */
    let paragraph;
    // Find an opening.
    while (index--) {
      // Skip enter/exit of line ending, line prefix, and content.
      // We can now either have a definition or a paragraph.
      if (self.events[index][1].type !== "lineEnding" && self.events[index][1].type !== "linePrefix" && self.events[index][1].type !== "content") {
        paragraph = self.events[index][1].type === "paragraph";
        break;
      }
    }

    // To do: handle lazy/pierce like `markdown-rs`.
    // To do: parse indent like `markdown-rs`.
    if (!self.parser.lazy[self.now().line] && (self.interrupt || paragraph)) {
      effects.enter("setextHeadingLine");
      marker = code;
      return before(code);
    }
    return nok(code);
  }

  /**
   * After optional whitespace, at `-` or `=`.
   *
   * ```markdown
   *   | aa
   * > | ==
   *     ^
   * ```
   *
   * @type {State}
   */
  function before(code) {
    effects.enter("setextHeadingLineSequence");
    return inside(code);
  }

  /**
   * In sequence.
   *
   * ```markdown
   *   | aa
   * > | ==
   *     ^
   * ```
   *
   * @type {State}
   */
  function inside(code) {
    if (code === marker) {
      effects.consume(code);
      return inside;
    }
    effects.exit("setextHeadingLineSequence");
    return markdownSpace(code) ? factorySpace(effects, after, "lineSuffix")(code) : after(code);
  }

  /**
   * After sequence, after optional whitespace.
   *
   * ```markdown
   *   | aa
   * > | ==
   *       ^
   * ```
   *
   * @type {State}
   */
  function after(code) {
    if (code === null || markdownLineEnding(code)) {
      effects.exit("setextHeadingLine");
      return ok(code);
    }
    return nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-util-html-tag-name/index.js
/**
 * List of lowercase HTML “block” tag names.
 *
 * The list, when parsing HTML (flow), results in more relaxed rules (condition
 * 6).
 * Because they are known blocks, the HTML-like syntax doesn’t have to be
 * strictly parsed.
 * For tag names not in this list, a more strict algorithm (condition 7) is used
 * to detect whether the HTML-like syntax is seen as HTML (flow) or not.
 *
 * This is copied from:
 * <https://spec.commonmark.org/0.30/#html-blocks>.
 *
 * > 👉 **Note**: `search` was added in `CommonMark@0.31`.
 */
const htmlBlockNames = [
  'address',
  'article',
  'aside',
  'base',
  'basefont',
  'blockquote',
  'body',
  'caption',
  'center',
  'col',
  'colgroup',
  'dd',
  'details',
  'dialog',
  'dir',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'frame',
  'frameset',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'head',
  'header',
  'hr',
  'html',
  'iframe',
  'legend',
  'li',
  'link',
  'main',
  'menu',
  'menuitem',
  'nav',
  'noframes',
  'ol',
  'optgroup',
  'option',
  'p',
  'param',
  'search',
  'section',
  'summary',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'title',
  'tr',
  'track',
  'ul'
]

/**
 * List of lowercase HTML “raw” tag names.
 *
 * The list, when parsing HTML (flow), results in HTML that can include lines
 * without exiting, until a closing tag also in this list is found (condition
 * 1).
 *
 * This module is copied from:
 * <https://spec.commonmark.org/0.30/#html-blocks>.
 *
 * > 👉 **Note**: `textarea` was added in `CommonMark@0.30`.
 */
const htmlRawNames = ['pre', 'script', 'style', 'textarea']

;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/partial-non-lazy-continuation.js
/**
 * @import {
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */


/** @type {Construct} */
const nonLazyContinuation = {
  partial: true,
  tokenize: tokenizeNonLazyContinuation
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeNonLazyContinuation(effects, ok, nok) {
  const self = this;
  return start;

  /**
   * At eol, before continuation.
   *
   * ```markdown
   * > | * ```js
   *            ^
   *   | b
   * ```
   *
   * @type {State}
   */
  function start(code) {
    if (code === null) {
      return nok(code);
    }
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return after;
  }

  /**
   * A continuation.
   *
   * ```markdown
   *   | * ```js
   * > | b
   *     ^
   * ```
   *
   * @type {State}
   */
  function after(code) {
    return self.parser.lazy[self.now().line] ? nok(code) : ok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/html-flow.js
/**
 * @import {
 *   Code,
 *   Construct,
 *   Resolver,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */






/** @type {Construct} */
const htmlFlow = {
  concrete: true,
  name: 'htmlFlow',
  resolveTo: resolveToHtmlFlow,
  tokenize: tokenizeHtmlFlow
};

/** @type {Construct} */
const blankLineBefore = {
  partial: true,
  tokenize: tokenizeBlankLineBefore
};

/** @type {Resolver} */
function resolveToHtmlFlow(events) {
  let index = events.length;
  while (index--) {
    if (events[index][0] === 'enter' && events[index][1].type === "htmlFlow") {
      break;
    }
  }
  if (index > 1 && events[index - 2][1].type === "linePrefix") {
    // Add the prefix start to the HTML token.
    events[index][1].start = events[index - 2][1].start;
    // Add the prefix start to the HTML line token.
    events[index + 1][1].start = events[index - 2][1].start;
    // Remove the line prefix.
    events.splice(index - 2, 2);
  }
  return events;
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeHtmlFlow(effects, ok, nok) {
  const self = this;
  /** @type {number} */
  let marker;
  /** @type {boolean} */
  let closingTag;
  /** @type {string} */
  let buffer;
  /** @type {number} */
  let index;
  /** @type {Code} */
  let markerB;
  return start;

  /**
   * Start of HTML (flow).
   *
   * ```markdown
   * > | <x />
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    // To do: parse indent like `markdown-rs`.
    return before(code);
  }

  /**
   * At `<`, after optional whitespace.
   *
   * ```markdown
   * > | <x />
   *     ^
   * ```
   *
   * @type {State}
   */
  function before(code) {
    effects.enter("htmlFlow");
    effects.enter("htmlFlowData");
    effects.consume(code);
    return open;
  }

  /**
   * After `<`, at tag name or other stuff.
   *
   * ```markdown
   * > | <x />
   *      ^
   * > | <!doctype>
   *      ^
   * > | <!--xxx-->
   *      ^
   * ```
   *
   * @type {State}
   */
  function open(code) {
    if (code === 33) {
      effects.consume(code);
      return declarationOpen;
    }
    if (code === 47) {
      effects.consume(code);
      closingTag = true;
      return tagCloseStart;
    }
    if (code === 63) {
      effects.consume(code);
      marker = 3;
      // To do:
      // tokenizer.concrete = true
      // To do: use `markdown-rs` style interrupt.
      // While we’re in an instruction instead of a declaration, we’re on a `?`
      // right now, so we do need to search for `>`, similar to declarations.
      return self.interrupt ? ok : continuationDeclarationInside;
    }

    // ASCII alphabetical.
    if (asciiAlpha(code)) {
      // Always the case.
      effects.consume(code);
      buffer = String.fromCharCode(code);
      return tagName;
    }
    return nok(code);
  }

  /**
   * After `<!`, at declaration, comment, or CDATA.
   *
   * ```markdown
   * > | <!doctype>
   *       ^
   * > | <!--xxx-->
   *       ^
   * > | <![CDATA[>&<]]>
   *       ^
   * ```
   *
   * @type {State}
   */
  function declarationOpen(code) {
    if (code === 45) {
      effects.consume(code);
      marker = 2;
      return commentOpenInside;
    }
    if (code === 91) {
      effects.consume(code);
      marker = 5;
      index = 0;
      return cdataOpenInside;
    }

    // ASCII alphabetical.
    if (asciiAlpha(code)) {
      effects.consume(code);
      marker = 4;
      // // Do not form containers.
      // tokenizer.concrete = true
      return self.interrupt ? ok : continuationDeclarationInside;
    }
    return nok(code);
  }

  /**
   * After `<!-`, inside a comment, at another `-`.
   *
   * ```markdown
   * > | <!--xxx-->
   *        ^
   * ```
   *
   * @type {State}
   */
  function commentOpenInside(code) {
    if (code === 45) {
      effects.consume(code);
      // // Do not form containers.
      // tokenizer.concrete = true
      return self.interrupt ? ok : continuationDeclarationInside;
    }
    return nok(code);
  }

  /**
   * After `<![`, inside CDATA, expecting `CDATA[`.
   *
   * ```markdown
   * > | <![CDATA[>&<]]>
   *        ^^^^^^
   * ```
   *
   * @type {State}
   */
  function cdataOpenInside(code) {
    const value = "CDATA[";
    if (code === value.charCodeAt(index++)) {
      effects.consume(code);
      if (index === value.length) {
        // // Do not form containers.
        // tokenizer.concrete = true
        return self.interrupt ? ok : continuation;
      }
      return cdataOpenInside;
    }
    return nok(code);
  }

  /**
   * After `</`, in closing tag, at tag name.
   *
   * ```markdown
   * > | </x>
   *       ^
   * ```
   *
   * @type {State}
   */
  function tagCloseStart(code) {
    if (asciiAlpha(code)) {
      // Always the case.
      effects.consume(code);
      buffer = String.fromCharCode(code);
      return tagName;
    }
    return nok(code);
  }

  /**
   * In tag name.
   *
   * ```markdown
   * > | <ab>
   *      ^^
   * > | </ab>
   *       ^^
   * ```
   *
   * @type {State}
   */
  function tagName(code) {
    if (code === null || code === 47 || code === 62 || markdownLineEndingOrSpace(code)) {
      const slash = code === 47;
      const name = buffer.toLowerCase();
      if (!slash && !closingTag && htmlRawNames.includes(name)) {
        marker = 1;
        // // Do not form containers.
        // tokenizer.concrete = true
        return self.interrupt ? ok(code) : continuation(code);
      }
      if (htmlBlockNames.includes(buffer.toLowerCase())) {
        marker = 6;
        if (slash) {
          effects.consume(code);
          return basicSelfClosing;
        }

        // // Do not form containers.
        // tokenizer.concrete = true
        return self.interrupt ? ok(code) : continuation(code);
      }
      marker = 7;
      // Do not support complete HTML when interrupting.
      return self.interrupt && !self.parser.lazy[self.now().line] ? nok(code) : closingTag ? completeClosingTagAfter(code) : completeAttributeNameBefore(code);
    }

    // ASCII alphanumerical and `-`.
    if (code === 45 || asciiAlphanumeric(code)) {
      effects.consume(code);
      buffer += String.fromCharCode(code);
      return tagName;
    }
    return nok(code);
  }

  /**
   * After closing slash of a basic tag name.
   *
   * ```markdown
   * > | <div/>
   *          ^
   * ```
   *
   * @type {State}
   */
  function basicSelfClosing(code) {
    if (code === 62) {
      effects.consume(code);
      // // Do not form containers.
      // tokenizer.concrete = true
      return self.interrupt ? ok : continuation;
    }
    return nok(code);
  }

  /**
   * After closing slash of a complete tag name.
   *
   * ```markdown
   * > | <x/>
   *        ^
   * ```
   *
   * @type {State}
   */
  function completeClosingTagAfter(code) {
    if (markdownSpace(code)) {
      effects.consume(code);
      return completeClosingTagAfter;
    }
    return completeEnd(code);
  }

  /**
   * At an attribute name.
   *
   * At first, this state is used after a complete tag name, after whitespace,
   * where it expects optional attributes or the end of the tag.
   * It is also reused after attributes, when expecting more optional
   * attributes.
   *
   * ```markdown
   * > | <a />
   *        ^
   * > | <a :b>
   *        ^
   * > | <a _b>
   *        ^
   * > | <a b>
   *        ^
   * > | <a >
   *        ^
   * ```
   *
   * @type {State}
   */
  function completeAttributeNameBefore(code) {
    if (code === 47) {
      effects.consume(code);
      return completeEnd;
    }

    // ASCII alphanumerical and `:` and `_`.
    if (code === 58 || code === 95 || asciiAlpha(code)) {
      effects.consume(code);
      return completeAttributeName;
    }
    if (markdownSpace(code)) {
      effects.consume(code);
      return completeAttributeNameBefore;
    }
    return completeEnd(code);
  }

  /**
   * In attribute name.
   *
   * ```markdown
   * > | <a :b>
   *         ^
   * > | <a _b>
   *         ^
   * > | <a b>
   *         ^
   * ```
   *
   * @type {State}
   */
  function completeAttributeName(code) {
    // ASCII alphanumerical and `-`, `.`, `:`, and `_`.
    if (code === 45 || code === 46 || code === 58 || code === 95 || asciiAlphanumeric(code)) {
      effects.consume(code);
      return completeAttributeName;
    }
    return completeAttributeNameAfter(code);
  }

  /**
   * After attribute name, at an optional initializer, the end of the tag, or
   * whitespace.
   *
   * ```markdown
   * > | <a b>
   *         ^
   * > | <a b=c>
   *         ^
   * ```
   *
   * @type {State}
   */
  function completeAttributeNameAfter(code) {
    if (code === 61) {
      effects.consume(code);
      return completeAttributeValueBefore;
    }
    if (markdownSpace(code)) {
      effects.consume(code);
      return completeAttributeNameAfter;
    }
    return completeAttributeNameBefore(code);
  }

  /**
   * Before unquoted, double quoted, or single quoted attribute value, allowing
   * whitespace.
   *
   * ```markdown
   * > | <a b=c>
   *          ^
   * > | <a b="c">
   *          ^
   * ```
   *
   * @type {State}
   */
  function completeAttributeValueBefore(code) {
    if (code === null || code === 60 || code === 61 || code === 62 || code === 96) {
      return nok(code);
    }
    if (code === 34 || code === 39) {
      effects.consume(code);
      markerB = code;
      return completeAttributeValueQuoted;
    }
    if (markdownSpace(code)) {
      effects.consume(code);
      return completeAttributeValueBefore;
    }
    return completeAttributeValueUnquoted(code);
  }

  /**
   * In double or single quoted attribute value.
   *
   * ```markdown
   * > | <a b="c">
   *           ^
   * > | <a b='c'>
   *           ^
   * ```
   *
   * @type {State}
   */
  function completeAttributeValueQuoted(code) {
    if (code === markerB) {
      effects.consume(code);
      markerB = null;
      return completeAttributeValueQuotedAfter;
    }
    if (code === null || markdownLineEnding(code)) {
      return nok(code);
    }
    effects.consume(code);
    return completeAttributeValueQuoted;
  }

  /**
   * In unquoted attribute value.
   *
   * ```markdown
   * > | <a b=c>
   *          ^
   * ```
   *
   * @type {State}
   */
  function completeAttributeValueUnquoted(code) {
    if (code === null || code === 34 || code === 39 || code === 47 || code === 60 || code === 61 || code === 62 || code === 96 || markdownLineEndingOrSpace(code)) {
      return completeAttributeNameAfter(code);
    }
    effects.consume(code);
    return completeAttributeValueUnquoted;
  }

  /**
   * After double or single quoted attribute value, before whitespace or the
   * end of the tag.
   *
   * ```markdown
   * > | <a b="c">
   *            ^
   * ```
   *
   * @type {State}
   */
  function completeAttributeValueQuotedAfter(code) {
    if (code === 47 || code === 62 || markdownSpace(code)) {
      return completeAttributeNameBefore(code);
    }
    return nok(code);
  }

  /**
   * In certain circumstances of a complete tag where only an `>` is allowed.
   *
   * ```markdown
   * > | <a b="c">
   *             ^
   * ```
   *
   * @type {State}
   */
  function completeEnd(code) {
    if (code === 62) {
      effects.consume(code);
      return completeAfter;
    }
    return nok(code);
  }

  /**
   * After `>` in a complete tag.
   *
   * ```markdown
   * > | <x>
   *        ^
   * ```
   *
   * @type {State}
   */
  function completeAfter(code) {
    if (code === null || markdownLineEnding(code)) {
      // // Do not form containers.
      // tokenizer.concrete = true
      return continuation(code);
    }
    if (markdownSpace(code)) {
      effects.consume(code);
      return completeAfter;
    }
    return nok(code);
  }

  /**
   * In continuation of any HTML kind.
   *
   * ```markdown
   * > | <!--xxx-->
   *          ^
   * ```
   *
   * @type {State}
   */
  function continuation(code) {
    if (code === 45 && marker === 2) {
      effects.consume(code);
      return continuationCommentInside;
    }
    if (code === 60 && marker === 1) {
      effects.consume(code);
      return continuationRawTagOpen;
    }
    if (code === 62 && marker === 4) {
      effects.consume(code);
      return continuationClose;
    }
    if (code === 63 && marker === 3) {
      effects.consume(code);
      return continuationDeclarationInside;
    }
    if (code === 93 && marker === 5) {
      effects.consume(code);
      return continuationCdataInside;
    }
    if (markdownLineEnding(code) && (marker === 6 || marker === 7)) {
      effects.exit("htmlFlowData");
      return effects.check(blankLineBefore, continuationAfter, continuationStart)(code);
    }
    if (code === null || markdownLineEnding(code)) {
      effects.exit("htmlFlowData");
      return continuationStart(code);
    }
    effects.consume(code);
    return continuation;
  }

  /**
   * In continuation, at eol.
   *
   * ```markdown
   * > | <x>
   *        ^
   *   | asd
   * ```
   *
   * @type {State}
   */
  function continuationStart(code) {
    return effects.check(nonLazyContinuation, continuationStartNonLazy, continuationAfter)(code);
  }

  /**
   * In continuation, at eol, before non-lazy content.
   *
   * ```markdown
   * > | <x>
   *        ^
   *   | asd
   * ```
   *
   * @type {State}
   */
  function continuationStartNonLazy(code) {
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return continuationBefore;
  }

  /**
   * In continuation, before non-lazy content.
   *
   * ```markdown
   *   | <x>
   * > | asd
   *     ^
   * ```
   *
   * @type {State}
   */
  function continuationBefore(code) {
    if (code === null || markdownLineEnding(code)) {
      return continuationStart(code);
    }
    effects.enter("htmlFlowData");
    return continuation(code);
  }

  /**
   * In comment continuation, after one `-`, expecting another.
   *
   * ```markdown
   * > | <!--xxx-->
   *             ^
   * ```
   *
   * @type {State}
   */
  function continuationCommentInside(code) {
    if (code === 45) {
      effects.consume(code);
      return continuationDeclarationInside;
    }
    return continuation(code);
  }

  /**
   * In raw continuation, after `<`, at `/`.
   *
   * ```markdown
   * > | <script>console.log(1)</script>
   *                            ^
   * ```
   *
   * @type {State}
   */
  function continuationRawTagOpen(code) {
    if (code === 47) {
      effects.consume(code);
      buffer = '';
      return continuationRawEndTag;
    }
    return continuation(code);
  }

  /**
   * In raw continuation, after `</`, in a raw tag name.
   *
   * ```markdown
   * > | <script>console.log(1)</script>
   *                             ^^^^^^
   * ```
   *
   * @type {State}
   */
  function continuationRawEndTag(code) {
    if (code === 62) {
      const name = buffer.toLowerCase();
      if (htmlRawNames.includes(name)) {
        effects.consume(code);
        return continuationClose;
      }
      return continuation(code);
    }
    if (asciiAlpha(code) && buffer.length < 8) {
      // Always the case.
      effects.consume(code);
      buffer += String.fromCharCode(code);
      return continuationRawEndTag;
    }
    return continuation(code);
  }

  /**
   * In cdata continuation, after `]`, expecting `]>`.
   *
   * ```markdown
   * > | <![CDATA[>&<]]>
   *                  ^
   * ```
   *
   * @type {State}
   */
  function continuationCdataInside(code) {
    if (code === 93) {
      effects.consume(code);
      return continuationDeclarationInside;
    }
    return continuation(code);
  }

  /**
   * In declaration or instruction continuation, at `>`.
   *
   * ```markdown
   * > | <!-->
   *         ^
   * > | <?>
   *       ^
   * > | <!q>
   *        ^
   * > | <!--ab-->
   *             ^
   * > | <![CDATA[>&<]]>
   *                   ^
   * ```
   *
   * @type {State}
   */
  function continuationDeclarationInside(code) {
    if (code === 62) {
      effects.consume(code);
      return continuationClose;
    }

    // More dashes.
    if (code === 45 && marker === 2) {
      effects.consume(code);
      return continuationDeclarationInside;
    }
    return continuation(code);
  }

  /**
   * In closed continuation: everything we get until the eol/eof is part of it.
   *
   * ```markdown
   * > | <!doctype>
   *               ^
   * ```
   *
   * @type {State}
   */
  function continuationClose(code) {
    if (code === null || markdownLineEnding(code)) {
      effects.exit("htmlFlowData");
      return continuationAfter(code);
    }
    effects.consume(code);
    return continuationClose;
  }

  /**
   * Done.
   *
   * ```markdown
   * > | <!doctype>
   *               ^
   * ```
   *
   * @type {State}
   */
  function continuationAfter(code) {
    effects.exit("htmlFlow");
    // // Feel free to interrupt.
    // tokenizer.interrupt = false
    // // No longer concrete.
    // tokenizer.concrete = false
    return ok(code);
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeBlankLineBefore(effects, ok, nok) {
  return start;

  /**
   * Before eol, expecting blank line.
   *
   * ```markdown
   * > | <div>
   *          ^
   *   |
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return effects.attempt(blankLine, ok, nok);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/code-fenced.js
/**
 * @import {
 *   Code,
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */





/** @type {Construct} */
const codeFenced = {
  concrete: true,
  name: 'codeFenced',
  tokenize: tokenizeCodeFenced
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeCodeFenced(effects, ok, nok) {
  const self = this;
  /** @type {Construct} */
  const closeStart = {
    partial: true,
    tokenize: tokenizeCloseStart
  };
  let initialPrefix = 0;
  let sizeOpen = 0;
  /** @type {NonNullable<Code>} */
  let marker;
  return start;

  /**
   * Start of code.
   *
   * ```markdown
   * > | ~~~js
   *     ^
   *   | alert(1)
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function start(code) {
    // To do: parse whitespace like `markdown-rs`.
    return beforeSequenceOpen(code);
  }

  /**
   * In opening fence, after prefix, at sequence.
   *
   * ```markdown
   * > | ~~~js
   *     ^
   *   | alert(1)
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function beforeSequenceOpen(code) {
    const tail = self.events[self.events.length - 1];
    initialPrefix = tail && tail[1].type === "linePrefix" ? tail[2].sliceSerialize(tail[1], true).length : 0;
    marker = code;
    effects.enter("codeFenced");
    effects.enter("codeFencedFence");
    effects.enter("codeFencedFenceSequence");
    return sequenceOpen(code);
  }

  /**
   * In opening fence sequence.
   *
   * ```markdown
   * > | ~~~js
   *      ^
   *   | alert(1)
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function sequenceOpen(code) {
    if (code === marker) {
      sizeOpen++;
      effects.consume(code);
      return sequenceOpen;
    }
    if (sizeOpen < 3) {
      return nok(code);
    }
    effects.exit("codeFencedFenceSequence");
    return markdownSpace(code) ? factorySpace(effects, infoBefore, "whitespace")(code) : infoBefore(code);
  }

  /**
   * In opening fence, after the sequence (and optional whitespace), before info.
   *
   * ```markdown
   * > | ~~~js
   *        ^
   *   | alert(1)
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function infoBefore(code) {
    if (code === null || markdownLineEnding(code)) {
      effects.exit("codeFencedFence");
      return self.interrupt ? ok(code) : effects.check(nonLazyContinuation, atNonLazyBreak, after)(code);
    }
    effects.enter("codeFencedFenceInfo");
    effects.enter("chunkString", {
      contentType: "string"
    });
    return info(code);
  }

  /**
   * In info.
   *
   * ```markdown
   * > | ~~~js
   *        ^
   *   | alert(1)
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function info(code) {
    if (code === null || markdownLineEnding(code)) {
      effects.exit("chunkString");
      effects.exit("codeFencedFenceInfo");
      return infoBefore(code);
    }
    if (markdownSpace(code)) {
      effects.exit("chunkString");
      effects.exit("codeFencedFenceInfo");
      return factorySpace(effects, metaBefore, "whitespace")(code);
    }
    if (code === 96 && code === marker) {
      return nok(code);
    }
    effects.consume(code);
    return info;
  }

  /**
   * In opening fence, after info and whitespace, before meta.
   *
   * ```markdown
   * > | ~~~js eval
   *           ^
   *   | alert(1)
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function metaBefore(code) {
    if (code === null || markdownLineEnding(code)) {
      return infoBefore(code);
    }
    effects.enter("codeFencedFenceMeta");
    effects.enter("chunkString", {
      contentType: "string"
    });
    return meta(code);
  }

  /**
   * In meta.
   *
   * ```markdown
   * > | ~~~js eval
   *           ^
   *   | alert(1)
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function meta(code) {
    if (code === null || markdownLineEnding(code)) {
      effects.exit("chunkString");
      effects.exit("codeFencedFenceMeta");
      return infoBefore(code);
    }
    if (code === 96 && code === marker) {
      return nok(code);
    }
    effects.consume(code);
    return meta;
  }

  /**
   * At eol/eof in code, before a non-lazy closing fence or content.
   *
   * ```markdown
   * > | ~~~js
   *          ^
   * > | alert(1)
   *             ^
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function atNonLazyBreak(code) {
    return effects.attempt(closeStart, after, contentBefore)(code);
  }

  /**
   * Before code content, not a closing fence, at eol.
   *
   * ```markdown
   *   | ~~~js
   * > | alert(1)
   *             ^
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function contentBefore(code) {
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return contentStart;
  }

  /**
   * Before code content, not a closing fence.
   *
   * ```markdown
   *   | ~~~js
   * > | alert(1)
   *     ^
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function contentStart(code) {
    return initialPrefix > 0 && markdownSpace(code) ? factorySpace(effects, beforeContentChunk, "linePrefix", initialPrefix + 1)(code) : beforeContentChunk(code);
  }

  /**
   * Before code content, after optional prefix.
   *
   * ```markdown
   *   | ~~~js
   * > | alert(1)
   *     ^
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function beforeContentChunk(code) {
    if (code === null || markdownLineEnding(code)) {
      return effects.check(nonLazyContinuation, atNonLazyBreak, after)(code);
    }
    effects.enter("codeFlowValue");
    return contentChunk(code);
  }

  /**
   * In code content.
   *
   * ```markdown
   *   | ~~~js
   * > | alert(1)
   *     ^^^^^^^^
   *   | ~~~
   * ```
   *
   * @type {State}
   */
  function contentChunk(code) {
    if (code === null || markdownLineEnding(code)) {
      effects.exit("codeFlowValue");
      return beforeContentChunk(code);
    }
    effects.consume(code);
    return contentChunk;
  }

  /**
   * After code.
   *
   * ```markdown
   *   | ~~~js
   *   | alert(1)
   * > | ~~~
   *        ^
   * ```
   *
   * @type {State}
   */
  function after(code) {
    effects.exit("codeFenced");
    return ok(code);
  }

  /**
   * @this {TokenizeContext}
   *   Context.
   * @type {Tokenizer}
   */
  function tokenizeCloseStart(effects, ok, nok) {
    let size = 0;
    return startBefore;

    /**
     *
     *
     * @type {State}
     */
    function startBefore(code) {
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      return start;
    }

    /**
     * Before closing fence, at optional whitespace.
     *
     * ```markdown
     *   | ~~~js
     *   | alert(1)
     * > | ~~~
     *     ^
     * ```
     *
     * @type {State}
     */
    function start(code) {
      // Always populated by defaults.

      // To do: `enter` here or in next state?
      effects.enter("codeFencedFence");
      return markdownSpace(code) ? factorySpace(effects, beforeSequenceClose, "linePrefix", self.parser.constructs.disable.null.includes('codeIndented') ? undefined : 4)(code) : beforeSequenceClose(code);
    }

    /**
     * In closing fence, after optional whitespace, at sequence.
     *
     * ```markdown
     *   | ~~~js
     *   | alert(1)
     * > | ~~~
     *     ^
     * ```
     *
     * @type {State}
     */
    function beforeSequenceClose(code) {
      if (code === marker) {
        effects.enter("codeFencedFenceSequence");
        return sequenceClose(code);
      }
      return nok(code);
    }

    /**
     * In closing fence sequence.
     *
     * ```markdown
     *   | ~~~js
     *   | alert(1)
     * > | ~~~
     *     ^
     * ```
     *
     * @type {State}
     */
    function sequenceClose(code) {
      if (code === marker) {
        size++;
        effects.consume(code);
        return sequenceClose;
      }
      if (size >= sizeOpen) {
        effects.exit("codeFencedFenceSequence");
        return markdownSpace(code) ? factorySpace(effects, sequenceCloseAfter, "whitespace")(code) : sequenceCloseAfter(code);
      }
      return nok(code);
    }

    /**
     * After closing fence sequence, after optional whitespace.
     *
     * ```markdown
     *   | ~~~js
     *   | alert(1)
     * > | ~~~
     *        ^
     * ```
     *
     * @type {State}
     */
    function sequenceCloseAfter(code) {
      if (code === null || markdownLineEnding(code)) {
        effects.exit("codeFencedFence");
        return ok(code);
      }
      return nok(code);
    }
  }
}
;// CONCATENATED MODULE: ./node_modules/character-entities/index.js
/**
 * Map of named character references.
 *
 * @type {Record<string, string>}
 */
const characterEntities = {
  AElig: 'Æ',
  AMP: '&',
  Aacute: 'Á',
  Abreve: 'Ă',
  Acirc: 'Â',
  Acy: 'А',
  Afr: '𝔄',
  Agrave: 'À',
  Alpha: 'Α',
  Amacr: 'Ā',
  And: '⩓',
  Aogon: 'Ą',
  Aopf: '𝔸',
  ApplyFunction: '⁡',
  Aring: 'Å',
  Ascr: '𝒜',
  Assign: '≔',
  Atilde: 'Ã',
  Auml: 'Ä',
  Backslash: '∖',
  Barv: '⫧',
  Barwed: '⌆',
  Bcy: 'Б',
  Because: '∵',
  Bernoullis: 'ℬ',
  Beta: 'Β',
  Bfr: '𝔅',
  Bopf: '𝔹',
  Breve: '˘',
  Bscr: 'ℬ',
  Bumpeq: '≎',
  CHcy: 'Ч',
  COPY: '©',
  Cacute: 'Ć',
  Cap: '⋒',
  CapitalDifferentialD: 'ⅅ',
  Cayleys: 'ℭ',
  Ccaron: 'Č',
  Ccedil: 'Ç',
  Ccirc: 'Ĉ',
  Cconint: '∰',
  Cdot: 'Ċ',
  Cedilla: '¸',
  CenterDot: '·',
  Cfr: 'ℭ',
  Chi: 'Χ',
  CircleDot: '⊙',
  CircleMinus: '⊖',
  CirclePlus: '⊕',
  CircleTimes: '⊗',
  ClockwiseContourIntegral: '∲',
  CloseCurlyDoubleQuote: '”',
  CloseCurlyQuote: '’',
  Colon: '∷',
  Colone: '⩴',
  Congruent: '≡',
  Conint: '∯',
  ContourIntegral: '∮',
  Copf: 'ℂ',
  Coproduct: '∐',
  CounterClockwiseContourIntegral: '∳',
  Cross: '⨯',
  Cscr: '𝒞',
  Cup: '⋓',
  CupCap: '≍',
  DD: 'ⅅ',
  DDotrahd: '⤑',
  DJcy: 'Ђ',
  DScy: 'Ѕ',
  DZcy: 'Џ',
  Dagger: '‡',
  Darr: '↡',
  Dashv: '⫤',
  Dcaron: 'Ď',
  Dcy: 'Д',
  Del: '∇',
  Delta: 'Δ',
  Dfr: '𝔇',
  DiacriticalAcute: '´',
  DiacriticalDot: '˙',
  DiacriticalDoubleAcute: '˝',
  DiacriticalGrave: '`',
  DiacriticalTilde: '˜',
  Diamond: '⋄',
  DifferentialD: 'ⅆ',
  Dopf: '𝔻',
  Dot: '¨',
  DotDot: '⃜',
  DotEqual: '≐',
  DoubleContourIntegral: '∯',
  DoubleDot: '¨',
  DoubleDownArrow: '⇓',
  DoubleLeftArrow: '⇐',
  DoubleLeftRightArrow: '⇔',
  DoubleLeftTee: '⫤',
  DoubleLongLeftArrow: '⟸',
  DoubleLongLeftRightArrow: '⟺',
  DoubleLongRightArrow: '⟹',
  DoubleRightArrow: '⇒',
  DoubleRightTee: '⊨',
  DoubleUpArrow: '⇑',
  DoubleUpDownArrow: '⇕',
  DoubleVerticalBar: '∥',
  DownArrow: '↓',
  DownArrowBar: '⤓',
  DownArrowUpArrow: '⇵',
  DownBreve: '̑',
  DownLeftRightVector: '⥐',
  DownLeftTeeVector: '⥞',
  DownLeftVector: '↽',
  DownLeftVectorBar: '⥖',
  DownRightTeeVector: '⥟',
  DownRightVector: '⇁',
  DownRightVectorBar: '⥗',
  DownTee: '⊤',
  DownTeeArrow: '↧',
  Downarrow: '⇓',
  Dscr: '𝒟',
  Dstrok: 'Đ',
  ENG: 'Ŋ',
  ETH: 'Ð',
  Eacute: 'É',
  Ecaron: 'Ě',
  Ecirc: 'Ê',
  Ecy: 'Э',
  Edot: 'Ė',
  Efr: '𝔈',
  Egrave: 'È',
  Element: '∈',
  Emacr: 'Ē',
  EmptySmallSquare: '◻',
  EmptyVerySmallSquare: '▫',
  Eogon: 'Ę',
  Eopf: '𝔼',
  Epsilon: 'Ε',
  Equal: '⩵',
  EqualTilde: '≂',
  Equilibrium: '⇌',
  Escr: 'ℰ',
  Esim: '⩳',
  Eta: 'Η',
  Euml: 'Ë',
  Exists: '∃',
  ExponentialE: 'ⅇ',
  Fcy: 'Ф',
  Ffr: '𝔉',
  FilledSmallSquare: '◼',
  FilledVerySmallSquare: '▪',
  Fopf: '𝔽',
  ForAll: '∀',
  Fouriertrf: 'ℱ',
  Fscr: 'ℱ',
  GJcy: 'Ѓ',
  GT: '>',
  Gamma: 'Γ',
  Gammad: 'Ϝ',
  Gbreve: 'Ğ',
  Gcedil: 'Ģ',
  Gcirc: 'Ĝ',
  Gcy: 'Г',
  Gdot: 'Ġ',
  Gfr: '𝔊',
  Gg: '⋙',
  Gopf: '𝔾',
  GreaterEqual: '≥',
  GreaterEqualLess: '⋛',
  GreaterFullEqual: '≧',
  GreaterGreater: '⪢',
  GreaterLess: '≷',
  GreaterSlantEqual: '⩾',
  GreaterTilde: '≳',
  Gscr: '𝒢',
  Gt: '≫',
  HARDcy: 'Ъ',
  Hacek: 'ˇ',
  Hat: '^',
  Hcirc: 'Ĥ',
  Hfr: 'ℌ',
  HilbertSpace: 'ℋ',
  Hopf: 'ℍ',
  HorizontalLine: '─',
  Hscr: 'ℋ',
  Hstrok: 'Ħ',
  HumpDownHump: '≎',
  HumpEqual: '≏',
  IEcy: 'Е',
  IJlig: 'Ĳ',
  IOcy: 'Ё',
  Iacute: 'Í',
  Icirc: 'Î',
  Icy: 'И',
  Idot: 'İ',
  Ifr: 'ℑ',
  Igrave: 'Ì',
  Im: 'ℑ',
  Imacr: 'Ī',
  ImaginaryI: 'ⅈ',
  Implies: '⇒',
  Int: '∬',
  Integral: '∫',
  Intersection: '⋂',
  InvisibleComma: '⁣',
  InvisibleTimes: '⁢',
  Iogon: 'Į',
  Iopf: '𝕀',
  Iota: 'Ι',
  Iscr: 'ℐ',
  Itilde: 'Ĩ',
  Iukcy: 'І',
  Iuml: 'Ï',
  Jcirc: 'Ĵ',
  Jcy: 'Й',
  Jfr: '𝔍',
  Jopf: '𝕁',
  Jscr: '𝒥',
  Jsercy: 'Ј',
  Jukcy: 'Є',
  KHcy: 'Х',
  KJcy: 'Ќ',
  Kappa: 'Κ',
  Kcedil: 'Ķ',
  Kcy: 'К',
  Kfr: '𝔎',
  Kopf: '𝕂',
  Kscr: '𝒦',
  LJcy: 'Љ',
  LT: '<',
  Lacute: 'Ĺ',
  Lambda: 'Λ',
  Lang: '⟪',
  Laplacetrf: 'ℒ',
  Larr: '↞',
  Lcaron: 'Ľ',
  Lcedil: 'Ļ',
  Lcy: 'Л',
  LeftAngleBracket: '⟨',
  LeftArrow: '←',
  LeftArrowBar: '⇤',
  LeftArrowRightArrow: '⇆',
  LeftCeiling: '⌈',
  LeftDoubleBracket: '⟦',
  LeftDownTeeVector: '⥡',
  LeftDownVector: '⇃',
  LeftDownVectorBar: '⥙',
  LeftFloor: '⌊',
  LeftRightArrow: '↔',
  LeftRightVector: '⥎',
  LeftTee: '⊣',
  LeftTeeArrow: '↤',
  LeftTeeVector: '⥚',
  LeftTriangle: '⊲',
  LeftTriangleBar: '⧏',
  LeftTriangleEqual: '⊴',
  LeftUpDownVector: '⥑',
  LeftUpTeeVector: '⥠',
  LeftUpVector: '↿',
  LeftUpVectorBar: '⥘',
  LeftVector: '↼',
  LeftVectorBar: '⥒',
  Leftarrow: '⇐',
  Leftrightarrow: '⇔',
  LessEqualGreater: '⋚',
  LessFullEqual: '≦',
  LessGreater: '≶',
  LessLess: '⪡',
  LessSlantEqual: '⩽',
  LessTilde: '≲',
  Lfr: '𝔏',
  Ll: '⋘',
  Lleftarrow: '⇚',
  Lmidot: 'Ŀ',
  LongLeftArrow: '⟵',
  LongLeftRightArrow: '⟷',
  LongRightArrow: '⟶',
  Longleftarrow: '⟸',
  Longleftrightarrow: '⟺',
  Longrightarrow: '⟹',
  Lopf: '𝕃',
  LowerLeftArrow: '↙',
  LowerRightArrow: '↘',
  Lscr: 'ℒ',
  Lsh: '↰',
  Lstrok: 'Ł',
  Lt: '≪',
  Map: '⤅',
  Mcy: 'М',
  MediumSpace: ' ',
  Mellintrf: 'ℳ',
  Mfr: '𝔐',
  MinusPlus: '∓',
  Mopf: '𝕄',
  Mscr: 'ℳ',
  Mu: 'Μ',
  NJcy: 'Њ',
  Nacute: 'Ń',
  Ncaron: 'Ň',
  Ncedil: 'Ņ',
  Ncy: 'Н',
  NegativeMediumSpace: '​',
  NegativeThickSpace: '​',
  NegativeThinSpace: '​',
  NegativeVeryThinSpace: '​',
  NestedGreaterGreater: '≫',
  NestedLessLess: '≪',
  NewLine: '\n',
  Nfr: '𝔑',
  NoBreak: '⁠',
  NonBreakingSpace: ' ',
  Nopf: 'ℕ',
  Not: '⫬',
  NotCongruent: '≢',
  NotCupCap: '≭',
  NotDoubleVerticalBar: '∦',
  NotElement: '∉',
  NotEqual: '≠',
  NotEqualTilde: '≂̸',
  NotExists: '∄',
  NotGreater: '≯',
  NotGreaterEqual: '≱',
  NotGreaterFullEqual: '≧̸',
  NotGreaterGreater: '≫̸',
  NotGreaterLess: '≹',
  NotGreaterSlantEqual: '⩾̸',
  NotGreaterTilde: '≵',
  NotHumpDownHump: '≎̸',
  NotHumpEqual: '≏̸',
  NotLeftTriangle: '⋪',
  NotLeftTriangleBar: '⧏̸',
  NotLeftTriangleEqual: '⋬',
  NotLess: '≮',
  NotLessEqual: '≰',
  NotLessGreater: '≸',
  NotLessLess: '≪̸',
  NotLessSlantEqual: '⩽̸',
  NotLessTilde: '≴',
  NotNestedGreaterGreater: '⪢̸',
  NotNestedLessLess: '⪡̸',
  NotPrecedes: '⊀',
  NotPrecedesEqual: '⪯̸',
  NotPrecedesSlantEqual: '⋠',
  NotReverseElement: '∌',
  NotRightTriangle: '⋫',
  NotRightTriangleBar: '⧐̸',
  NotRightTriangleEqual: '⋭',
  NotSquareSubset: '⊏̸',
  NotSquareSubsetEqual: '⋢',
  NotSquareSuperset: '⊐̸',
  NotSquareSupersetEqual: '⋣',
  NotSubset: '⊂⃒',
  NotSubsetEqual: '⊈',
  NotSucceeds: '⊁',
  NotSucceedsEqual: '⪰̸',
  NotSucceedsSlantEqual: '⋡',
  NotSucceedsTilde: '≿̸',
  NotSuperset: '⊃⃒',
  NotSupersetEqual: '⊉',
  NotTilde: '≁',
  NotTildeEqual: '≄',
  NotTildeFullEqual: '≇',
  NotTildeTilde: '≉',
  NotVerticalBar: '∤',
  Nscr: '𝒩',
  Ntilde: 'Ñ',
  Nu: 'Ν',
  OElig: 'Œ',
  Oacute: 'Ó',
  Ocirc: 'Ô',
  Ocy: 'О',
  Odblac: 'Ő',
  Ofr: '𝔒',
  Ograve: 'Ò',
  Omacr: 'Ō',
  Omega: 'Ω',
  Omicron: 'Ο',
  Oopf: '𝕆',
  OpenCurlyDoubleQuote: '“',
  OpenCurlyQuote: '‘',
  Or: '⩔',
  Oscr: '𝒪',
  Oslash: 'Ø',
  Otilde: 'Õ',
  Otimes: '⨷',
  Ouml: 'Ö',
  OverBar: '‾',
  OverBrace: '⏞',
  OverBracket: '⎴',
  OverParenthesis: '⏜',
  PartialD: '∂',
  Pcy: 'П',
  Pfr: '𝔓',
  Phi: 'Φ',
  Pi: 'Π',
  PlusMinus: '±',
  Poincareplane: 'ℌ',
  Popf: 'ℙ',
  Pr: '⪻',
  Precedes: '≺',
  PrecedesEqual: '⪯',
  PrecedesSlantEqual: '≼',
  PrecedesTilde: '≾',
  Prime: '″',
  Product: '∏',
  Proportion: '∷',
  Proportional: '∝',
  Pscr: '𝒫',
  Psi: 'Ψ',
  QUOT: '"',
  Qfr: '𝔔',
  Qopf: 'ℚ',
  Qscr: '𝒬',
  RBarr: '⤐',
  REG: '®',
  Racute: 'Ŕ',
  Rang: '⟫',
  Rarr: '↠',
  Rarrtl: '⤖',
  Rcaron: 'Ř',
  Rcedil: 'Ŗ',
  Rcy: 'Р',
  Re: 'ℜ',
  ReverseElement: '∋',
  ReverseEquilibrium: '⇋',
  ReverseUpEquilibrium: '⥯',
  Rfr: 'ℜ',
  Rho: 'Ρ',
  RightAngleBracket: '⟩',
  RightArrow: '→',
  RightArrowBar: '⇥',
  RightArrowLeftArrow: '⇄',
  RightCeiling: '⌉',
  RightDoubleBracket: '⟧',
  RightDownTeeVector: '⥝',
  RightDownVector: '⇂',
  RightDownVectorBar: '⥕',
  RightFloor: '⌋',
  RightTee: '⊢',
  RightTeeArrow: '↦',
  RightTeeVector: '⥛',
  RightTriangle: '⊳',
  RightTriangleBar: '⧐',
  RightTriangleEqual: '⊵',
  RightUpDownVector: '⥏',
  RightUpTeeVector: '⥜',
  RightUpVector: '↾',
  RightUpVectorBar: '⥔',
  RightVector: '⇀',
  RightVectorBar: '⥓',
  Rightarrow: '⇒',
  Ropf: 'ℝ',
  RoundImplies: '⥰',
  Rrightarrow: '⇛',
  Rscr: 'ℛ',
  Rsh: '↱',
  RuleDelayed: '⧴',
  SHCHcy: 'Щ',
  SHcy: 'Ш',
  SOFTcy: 'Ь',
  Sacute: 'Ś',
  Sc: '⪼',
  Scaron: 'Š',
  Scedil: 'Ş',
  Scirc: 'Ŝ',
  Scy: 'С',
  Sfr: '𝔖',
  ShortDownArrow: '↓',
  ShortLeftArrow: '←',
  ShortRightArrow: '→',
  ShortUpArrow: '↑',
  Sigma: 'Σ',
  SmallCircle: '∘',
  Sopf: '𝕊',
  Sqrt: '√',
  Square: '□',
  SquareIntersection: '⊓',
  SquareSubset: '⊏',
  SquareSubsetEqual: '⊑',
  SquareSuperset: '⊐',
  SquareSupersetEqual: '⊒',
  SquareUnion: '⊔',
  Sscr: '𝒮',
  Star: '⋆',
  Sub: '⋐',
  Subset: '⋐',
  SubsetEqual: '⊆',
  Succeeds: '≻',
  SucceedsEqual: '⪰',
  SucceedsSlantEqual: '≽',
  SucceedsTilde: '≿',
  SuchThat: '∋',
  Sum: '∑',
  Sup: '⋑',
  Superset: '⊃',
  SupersetEqual: '⊇',
  Supset: '⋑',
  THORN: 'Þ',
  TRADE: '™',
  TSHcy: 'Ћ',
  TScy: 'Ц',
  Tab: '\t',
  Tau: 'Τ',
  Tcaron: 'Ť',
  Tcedil: 'Ţ',
  Tcy: 'Т',
  Tfr: '𝔗',
  Therefore: '∴',
  Theta: 'Θ',
  ThickSpace: '  ',
  ThinSpace: ' ',
  Tilde: '∼',
  TildeEqual: '≃',
  TildeFullEqual: '≅',
  TildeTilde: '≈',
  Topf: '𝕋',
  TripleDot: '⃛',
  Tscr: '𝒯',
  Tstrok: 'Ŧ',
  Uacute: 'Ú',
  Uarr: '↟',
  Uarrocir: '⥉',
  Ubrcy: 'Ў',
  Ubreve: 'Ŭ',
  Ucirc: 'Û',
  Ucy: 'У',
  Udblac: 'Ű',
  Ufr: '𝔘',
  Ugrave: 'Ù',
  Umacr: 'Ū',
  UnderBar: '_',
  UnderBrace: '⏟',
  UnderBracket: '⎵',
  UnderParenthesis: '⏝',
  Union: '⋃',
  UnionPlus: '⊎',
  Uogon: 'Ų',
  Uopf: '𝕌',
  UpArrow: '↑',
  UpArrowBar: '⤒',
  UpArrowDownArrow: '⇅',
  UpDownArrow: '↕',
  UpEquilibrium: '⥮',
  UpTee: '⊥',
  UpTeeArrow: '↥',
  Uparrow: '⇑',
  Updownarrow: '⇕',
  UpperLeftArrow: '↖',
  UpperRightArrow: '↗',
  Upsi: 'ϒ',
  Upsilon: 'Υ',
  Uring: 'Ů',
  Uscr: '𝒰',
  Utilde: 'Ũ',
  Uuml: 'Ü',
  VDash: '⊫',
  Vbar: '⫫',
  Vcy: 'В',
  Vdash: '⊩',
  Vdashl: '⫦',
  Vee: '⋁',
  Verbar: '‖',
  Vert: '‖',
  VerticalBar: '∣',
  VerticalLine: '|',
  VerticalSeparator: '❘',
  VerticalTilde: '≀',
  VeryThinSpace: ' ',
  Vfr: '𝔙',
  Vopf: '𝕍',
  Vscr: '𝒱',
  Vvdash: '⊪',
  Wcirc: 'Ŵ',
  Wedge: '⋀',
  Wfr: '𝔚',
  Wopf: '𝕎',
  Wscr: '𝒲',
  Xfr: '𝔛',
  Xi: 'Ξ',
  Xopf: '𝕏',
  Xscr: '𝒳',
  YAcy: 'Я',
  YIcy: 'Ї',
  YUcy: 'Ю',
  Yacute: 'Ý',
  Ycirc: 'Ŷ',
  Ycy: 'Ы',
  Yfr: '𝔜',
  Yopf: '𝕐',
  Yscr: '𝒴',
  Yuml: 'Ÿ',
  ZHcy: 'Ж',
  Zacute: 'Ź',
  Zcaron: 'Ž',
  Zcy: 'З',
  Zdot: 'Ż',
  ZeroWidthSpace: '​',
  Zeta: 'Ζ',
  Zfr: 'ℨ',
  Zopf: 'ℤ',
  Zscr: '𝒵',
  aacute: 'á',
  abreve: 'ă',
  ac: '∾',
  acE: '∾̳',
  acd: '∿',
  acirc: 'â',
  acute: '´',
  acy: 'а',
  aelig: 'æ',
  af: '⁡',
  afr: '𝔞',
  agrave: 'à',
  alefsym: 'ℵ',
  aleph: 'ℵ',
  alpha: 'α',
  amacr: 'ā',
  amalg: '⨿',
  amp: '&',
  and: '∧',
  andand: '⩕',
  andd: '⩜',
  andslope: '⩘',
  andv: '⩚',
  ang: '∠',
  ange: '⦤',
  angle: '∠',
  angmsd: '∡',
  angmsdaa: '⦨',
  angmsdab: '⦩',
  angmsdac: '⦪',
  angmsdad: '⦫',
  angmsdae: '⦬',
  angmsdaf: '⦭',
  angmsdag: '⦮',
  angmsdah: '⦯',
  angrt: '∟',
  angrtvb: '⊾',
  angrtvbd: '⦝',
  angsph: '∢',
  angst: 'Å',
  angzarr: '⍼',
  aogon: 'ą',
  aopf: '𝕒',
  ap: '≈',
  apE: '⩰',
  apacir: '⩯',
  ape: '≊',
  apid: '≋',
  apos: "'",
  approx: '≈',
  approxeq: '≊',
  aring: 'å',
  ascr: '𝒶',
  ast: '*',
  asymp: '≈',
  asympeq: '≍',
  atilde: 'ã',
  auml: 'ä',
  awconint: '∳',
  awint: '⨑',
  bNot: '⫭',
  backcong: '≌',
  backepsilon: '϶',
  backprime: '‵',
  backsim: '∽',
  backsimeq: '⋍',
  barvee: '⊽',
  barwed: '⌅',
  barwedge: '⌅',
  bbrk: '⎵',
  bbrktbrk: '⎶',
  bcong: '≌',
  bcy: 'б',
  bdquo: '„',
  becaus: '∵',
  because: '∵',
  bemptyv: '⦰',
  bepsi: '϶',
  bernou: 'ℬ',
  beta: 'β',
  beth: 'ℶ',
  between: '≬',
  bfr: '𝔟',
  bigcap: '⋂',
  bigcirc: '◯',
  bigcup: '⋃',
  bigodot: '⨀',
  bigoplus: '⨁',
  bigotimes: '⨂',
  bigsqcup: '⨆',
  bigstar: '★',
  bigtriangledown: '▽',
  bigtriangleup: '△',
  biguplus: '⨄',
  bigvee: '⋁',
  bigwedge: '⋀',
  bkarow: '⤍',
  blacklozenge: '⧫',
  blacksquare: '▪',
  blacktriangle: '▴',
  blacktriangledown: '▾',
  blacktriangleleft: '◂',
  blacktriangleright: '▸',
  blank: '␣',
  blk12: '▒',
  blk14: '░',
  blk34: '▓',
  block: '█',
  bne: '=⃥',
  bnequiv: '≡⃥',
  bnot: '⌐',
  bopf: '𝕓',
  bot: '⊥',
  bottom: '⊥',
  bowtie: '⋈',
  boxDL: '╗',
  boxDR: '╔',
  boxDl: '╖',
  boxDr: '╓',
  boxH: '═',
  boxHD: '╦',
  boxHU: '╩',
  boxHd: '╤',
  boxHu: '╧',
  boxUL: '╝',
  boxUR: '╚',
  boxUl: '╜',
  boxUr: '╙',
  boxV: '║',
  boxVH: '╬',
  boxVL: '╣',
  boxVR: '╠',
  boxVh: '╫',
  boxVl: '╢',
  boxVr: '╟',
  boxbox: '⧉',
  boxdL: '╕',
  boxdR: '╒',
  boxdl: '┐',
  boxdr: '┌',
  boxh: '─',
  boxhD: '╥',
  boxhU: '╨',
  boxhd: '┬',
  boxhu: '┴',
  boxminus: '⊟',
  boxplus: '⊞',
  boxtimes: '⊠',
  boxuL: '╛',
  boxuR: '╘',
  boxul: '┘',
  boxur: '└',
  boxv: '│',
  boxvH: '╪',
  boxvL: '╡',
  boxvR: '╞',
  boxvh: '┼',
  boxvl: '┤',
  boxvr: '├',
  bprime: '‵',
  breve: '˘',
  brvbar: '¦',
  bscr: '𝒷',
  bsemi: '⁏',
  bsim: '∽',
  bsime: '⋍',
  bsol: '\\',
  bsolb: '⧅',
  bsolhsub: '⟈',
  bull: '•',
  bullet: '•',
  bump: '≎',
  bumpE: '⪮',
  bumpe: '≏',
  bumpeq: '≏',
  cacute: 'ć',
  cap: '∩',
  capand: '⩄',
  capbrcup: '⩉',
  capcap: '⩋',
  capcup: '⩇',
  capdot: '⩀',
  caps: '∩︀',
  caret: '⁁',
  caron: 'ˇ',
  ccaps: '⩍',
  ccaron: 'č',
  ccedil: 'ç',
  ccirc: 'ĉ',
  ccups: '⩌',
  ccupssm: '⩐',
  cdot: 'ċ',
  cedil: '¸',
  cemptyv: '⦲',
  cent: '¢',
  centerdot: '·',
  cfr: '𝔠',
  chcy: 'ч',
  check: '✓',
  checkmark: '✓',
  chi: 'χ',
  cir: '○',
  cirE: '⧃',
  circ: 'ˆ',
  circeq: '≗',
  circlearrowleft: '↺',
  circlearrowright: '↻',
  circledR: '®',
  circledS: 'Ⓢ',
  circledast: '⊛',
  circledcirc: '⊚',
  circleddash: '⊝',
  cire: '≗',
  cirfnint: '⨐',
  cirmid: '⫯',
  cirscir: '⧂',
  clubs: '♣',
  clubsuit: '♣',
  colon: ':',
  colone: '≔',
  coloneq: '≔',
  comma: ',',
  commat: '@',
  comp: '∁',
  compfn: '∘',
  complement: '∁',
  complexes: 'ℂ',
  cong: '≅',
  congdot: '⩭',
  conint: '∮',
  copf: '𝕔',
  coprod: '∐',
  copy: '©',
  copysr: '℗',
  crarr: '↵',
  cross: '✗',
  cscr: '𝒸',
  csub: '⫏',
  csube: '⫑',
  csup: '⫐',
  csupe: '⫒',
  ctdot: '⋯',
  cudarrl: '⤸',
  cudarrr: '⤵',
  cuepr: '⋞',
  cuesc: '⋟',
  cularr: '↶',
  cularrp: '⤽',
  cup: '∪',
  cupbrcap: '⩈',
  cupcap: '⩆',
  cupcup: '⩊',
  cupdot: '⊍',
  cupor: '⩅',
  cups: '∪︀',
  curarr: '↷',
  curarrm: '⤼',
  curlyeqprec: '⋞',
  curlyeqsucc: '⋟',
  curlyvee: '⋎',
  curlywedge: '⋏',
  curren: '¤',
  curvearrowleft: '↶',
  curvearrowright: '↷',
  cuvee: '⋎',
  cuwed: '⋏',
  cwconint: '∲',
  cwint: '∱',
  cylcty: '⌭',
  dArr: '⇓',
  dHar: '⥥',
  dagger: '†',
  daleth: 'ℸ',
  darr: '↓',
  dash: '‐',
  dashv: '⊣',
  dbkarow: '⤏',
  dblac: '˝',
  dcaron: 'ď',
  dcy: 'д',
  dd: 'ⅆ',
  ddagger: '‡',
  ddarr: '⇊',
  ddotseq: '⩷',
  deg: '°',
  delta: 'δ',
  demptyv: '⦱',
  dfisht: '⥿',
  dfr: '𝔡',
  dharl: '⇃',
  dharr: '⇂',
  diam: '⋄',
  diamond: '⋄',
  diamondsuit: '♦',
  diams: '♦',
  die: '¨',
  digamma: 'ϝ',
  disin: '⋲',
  div: '÷',
  divide: '÷',
  divideontimes: '⋇',
  divonx: '⋇',
  djcy: 'ђ',
  dlcorn: '⌞',
  dlcrop: '⌍',
  dollar: '$',
  dopf: '𝕕',
  dot: '˙',
  doteq: '≐',
  doteqdot: '≑',
  dotminus: '∸',
  dotplus: '∔',
  dotsquare: '⊡',
  doublebarwedge: '⌆',
  downarrow: '↓',
  downdownarrows: '⇊',
  downharpoonleft: '⇃',
  downharpoonright: '⇂',
  drbkarow: '⤐',
  drcorn: '⌟',
  drcrop: '⌌',
  dscr: '𝒹',
  dscy: 'ѕ',
  dsol: '⧶',
  dstrok: 'đ',
  dtdot: '⋱',
  dtri: '▿',
  dtrif: '▾',
  duarr: '⇵',
  duhar: '⥯',
  dwangle: '⦦',
  dzcy: 'џ',
  dzigrarr: '⟿',
  eDDot: '⩷',
  eDot: '≑',
  eacute: 'é',
  easter: '⩮',
  ecaron: 'ě',
  ecir: '≖',
  ecirc: 'ê',
  ecolon: '≕',
  ecy: 'э',
  edot: 'ė',
  ee: 'ⅇ',
  efDot: '≒',
  efr: '𝔢',
  eg: '⪚',
  egrave: 'è',
  egs: '⪖',
  egsdot: '⪘',
  el: '⪙',
  elinters: '⏧',
  ell: 'ℓ',
  els: '⪕',
  elsdot: '⪗',
  emacr: 'ē',
  empty: '∅',
  emptyset: '∅',
  emptyv: '∅',
  emsp13: ' ',
  emsp14: ' ',
  emsp: ' ',
  eng: 'ŋ',
  ensp: ' ',
  eogon: 'ę',
  eopf: '𝕖',
  epar: '⋕',
  eparsl: '⧣',
  eplus: '⩱',
  epsi: 'ε',
  epsilon: 'ε',
  epsiv: 'ϵ',
  eqcirc: '≖',
  eqcolon: '≕',
  eqsim: '≂',
  eqslantgtr: '⪖',
  eqslantless: '⪕',
  equals: '=',
  equest: '≟',
  equiv: '≡',
  equivDD: '⩸',
  eqvparsl: '⧥',
  erDot: '≓',
  erarr: '⥱',
  escr: 'ℯ',
  esdot: '≐',
  esim: '≂',
  eta: 'η',
  eth: 'ð',
  euml: 'ë',
  euro: '€',
  excl: '!',
  exist: '∃',
  expectation: 'ℰ',
  exponentiale: 'ⅇ',
  fallingdotseq: '≒',
  fcy: 'ф',
  female: '♀',
  ffilig: 'ﬃ',
  fflig: 'ﬀ',
  ffllig: 'ﬄ',
  ffr: '𝔣',
  filig: 'ﬁ',
  fjlig: 'fj',
  flat: '♭',
  fllig: 'ﬂ',
  fltns: '▱',
  fnof: 'ƒ',
  fopf: '𝕗',
  forall: '∀',
  fork: '⋔',
  forkv: '⫙',
  fpartint: '⨍',
  frac12: '½',
  frac13: '⅓',
  frac14: '¼',
  frac15: '⅕',
  frac16: '⅙',
  frac18: '⅛',
  frac23: '⅔',
  frac25: '⅖',
  frac34: '¾',
  frac35: '⅗',
  frac38: '⅜',
  frac45: '⅘',
  frac56: '⅚',
  frac58: '⅝',
  frac78: '⅞',
  frasl: '⁄',
  frown: '⌢',
  fscr: '𝒻',
  gE: '≧',
  gEl: '⪌',
  gacute: 'ǵ',
  gamma: 'γ',
  gammad: 'ϝ',
  gap: '⪆',
  gbreve: 'ğ',
  gcirc: 'ĝ',
  gcy: 'г',
  gdot: 'ġ',
  ge: '≥',
  gel: '⋛',
  geq: '≥',
  geqq: '≧',
  geqslant: '⩾',
  ges: '⩾',
  gescc: '⪩',
  gesdot: '⪀',
  gesdoto: '⪂',
  gesdotol: '⪄',
  gesl: '⋛︀',
  gesles: '⪔',
  gfr: '𝔤',
  gg: '≫',
  ggg: '⋙',
  gimel: 'ℷ',
  gjcy: 'ѓ',
  gl: '≷',
  glE: '⪒',
  gla: '⪥',
  glj: '⪤',
  gnE: '≩',
  gnap: '⪊',
  gnapprox: '⪊',
  gne: '⪈',
  gneq: '⪈',
  gneqq: '≩',
  gnsim: '⋧',
  gopf: '𝕘',
  grave: '`',
  gscr: 'ℊ',
  gsim: '≳',
  gsime: '⪎',
  gsiml: '⪐',
  gt: '>',
  gtcc: '⪧',
  gtcir: '⩺',
  gtdot: '⋗',
  gtlPar: '⦕',
  gtquest: '⩼',
  gtrapprox: '⪆',
  gtrarr: '⥸',
  gtrdot: '⋗',
  gtreqless: '⋛',
  gtreqqless: '⪌',
  gtrless: '≷',
  gtrsim: '≳',
  gvertneqq: '≩︀',
  gvnE: '≩︀',
  hArr: '⇔',
  hairsp: ' ',
  half: '½',
  hamilt: 'ℋ',
  hardcy: 'ъ',
  harr: '↔',
  harrcir: '⥈',
  harrw: '↭',
  hbar: 'ℏ',
  hcirc: 'ĥ',
  hearts: '♥',
  heartsuit: '♥',
  hellip: '…',
  hercon: '⊹',
  hfr: '𝔥',
  hksearow: '⤥',
  hkswarow: '⤦',
  hoarr: '⇿',
  homtht: '∻',
  hookleftarrow: '↩',
  hookrightarrow: '↪',
  hopf: '𝕙',
  horbar: '―',
  hscr: '𝒽',
  hslash: 'ℏ',
  hstrok: 'ħ',
  hybull: '⁃',
  hyphen: '‐',
  iacute: 'í',
  ic: '⁣',
  icirc: 'î',
  icy: 'и',
  iecy: 'е',
  iexcl: '¡',
  iff: '⇔',
  ifr: '𝔦',
  igrave: 'ì',
  ii: 'ⅈ',
  iiiint: '⨌',
  iiint: '∭',
  iinfin: '⧜',
  iiota: '℩',
  ijlig: 'ĳ',
  imacr: 'ī',
  image: 'ℑ',
  imagline: 'ℐ',
  imagpart: 'ℑ',
  imath: 'ı',
  imof: '⊷',
  imped: 'Ƶ',
  in: '∈',
  incare: '℅',
  infin: '∞',
  infintie: '⧝',
  inodot: 'ı',
  int: '∫',
  intcal: '⊺',
  integers: 'ℤ',
  intercal: '⊺',
  intlarhk: '⨗',
  intprod: '⨼',
  iocy: 'ё',
  iogon: 'į',
  iopf: '𝕚',
  iota: 'ι',
  iprod: '⨼',
  iquest: '¿',
  iscr: '𝒾',
  isin: '∈',
  isinE: '⋹',
  isindot: '⋵',
  isins: '⋴',
  isinsv: '⋳',
  isinv: '∈',
  it: '⁢',
  itilde: 'ĩ',
  iukcy: 'і',
  iuml: 'ï',
  jcirc: 'ĵ',
  jcy: 'й',
  jfr: '𝔧',
  jmath: 'ȷ',
  jopf: '𝕛',
  jscr: '𝒿',
  jsercy: 'ј',
  jukcy: 'є',
  kappa: 'κ',
  kappav: 'ϰ',
  kcedil: 'ķ',
  kcy: 'к',
  kfr: '𝔨',
  kgreen: 'ĸ',
  khcy: 'х',
  kjcy: 'ќ',
  kopf: '𝕜',
  kscr: '𝓀',
  lAarr: '⇚',
  lArr: '⇐',
  lAtail: '⤛',
  lBarr: '⤎',
  lE: '≦',
  lEg: '⪋',
  lHar: '⥢',
  lacute: 'ĺ',
  laemptyv: '⦴',
  lagran: 'ℒ',
  lambda: 'λ',
  lang: '⟨',
  langd: '⦑',
  langle: '⟨',
  lap: '⪅',
  laquo: '«',
  larr: '←',
  larrb: '⇤',
  larrbfs: '⤟',
  larrfs: '⤝',
  larrhk: '↩',
  larrlp: '↫',
  larrpl: '⤹',
  larrsim: '⥳',
  larrtl: '↢',
  lat: '⪫',
  latail: '⤙',
  late: '⪭',
  lates: '⪭︀',
  lbarr: '⤌',
  lbbrk: '❲',
  lbrace: '{',
  lbrack: '[',
  lbrke: '⦋',
  lbrksld: '⦏',
  lbrkslu: '⦍',
  lcaron: 'ľ',
  lcedil: 'ļ',
  lceil: '⌈',
  lcub: '{',
  lcy: 'л',
  ldca: '⤶',
  ldquo: '“',
  ldquor: '„',
  ldrdhar: '⥧',
  ldrushar: '⥋',
  ldsh: '↲',
  le: '≤',
  leftarrow: '←',
  leftarrowtail: '↢',
  leftharpoondown: '↽',
  leftharpoonup: '↼',
  leftleftarrows: '⇇',
  leftrightarrow: '↔',
  leftrightarrows: '⇆',
  leftrightharpoons: '⇋',
  leftrightsquigarrow: '↭',
  leftthreetimes: '⋋',
  leg: '⋚',
  leq: '≤',
  leqq: '≦',
  leqslant: '⩽',
  les: '⩽',
  lescc: '⪨',
  lesdot: '⩿',
  lesdoto: '⪁',
  lesdotor: '⪃',
  lesg: '⋚︀',
  lesges: '⪓',
  lessapprox: '⪅',
  lessdot: '⋖',
  lesseqgtr: '⋚',
  lesseqqgtr: '⪋',
  lessgtr: '≶',
  lesssim: '≲',
  lfisht: '⥼',
  lfloor: '⌊',
  lfr: '𝔩',
  lg: '≶',
  lgE: '⪑',
  lhard: '↽',
  lharu: '↼',
  lharul: '⥪',
  lhblk: '▄',
  ljcy: 'љ',
  ll: '≪',
  llarr: '⇇',
  llcorner: '⌞',
  llhard: '⥫',
  lltri: '◺',
  lmidot: 'ŀ',
  lmoust: '⎰',
  lmoustache: '⎰',
  lnE: '≨',
  lnap: '⪉',
  lnapprox: '⪉',
  lne: '⪇',
  lneq: '⪇',
  lneqq: '≨',
  lnsim: '⋦',
  loang: '⟬',
  loarr: '⇽',
  lobrk: '⟦',
  longleftarrow: '⟵',
  longleftrightarrow: '⟷',
  longmapsto: '⟼',
  longrightarrow: '⟶',
  looparrowleft: '↫',
  looparrowright: '↬',
  lopar: '⦅',
  lopf: '𝕝',
  loplus: '⨭',
  lotimes: '⨴',
  lowast: '∗',
  lowbar: '_',
  loz: '◊',
  lozenge: '◊',
  lozf: '⧫',
  lpar: '(',
  lparlt: '⦓',
  lrarr: '⇆',
  lrcorner: '⌟',
  lrhar: '⇋',
  lrhard: '⥭',
  lrm: '‎',
  lrtri: '⊿',
  lsaquo: '‹',
  lscr: '𝓁',
  lsh: '↰',
  lsim: '≲',
  lsime: '⪍',
  lsimg: '⪏',
  lsqb: '[',
  lsquo: '‘',
  lsquor: '‚',
  lstrok: 'ł',
  lt: '<',
  ltcc: '⪦',
  ltcir: '⩹',
  ltdot: '⋖',
  lthree: '⋋',
  ltimes: '⋉',
  ltlarr: '⥶',
  ltquest: '⩻',
  ltrPar: '⦖',
  ltri: '◃',
  ltrie: '⊴',
  ltrif: '◂',
  lurdshar: '⥊',
  luruhar: '⥦',
  lvertneqq: '≨︀',
  lvnE: '≨︀',
  mDDot: '∺',
  macr: '¯',
  male: '♂',
  malt: '✠',
  maltese: '✠',
  map: '↦',
  mapsto: '↦',
  mapstodown: '↧',
  mapstoleft: '↤',
  mapstoup: '↥',
  marker: '▮',
  mcomma: '⨩',
  mcy: 'м',
  mdash: '—',
  measuredangle: '∡',
  mfr: '𝔪',
  mho: '℧',
  micro: 'µ',
  mid: '∣',
  midast: '*',
  midcir: '⫰',
  middot: '·',
  minus: '−',
  minusb: '⊟',
  minusd: '∸',
  minusdu: '⨪',
  mlcp: '⫛',
  mldr: '…',
  mnplus: '∓',
  models: '⊧',
  mopf: '𝕞',
  mp: '∓',
  mscr: '𝓂',
  mstpos: '∾',
  mu: 'μ',
  multimap: '⊸',
  mumap: '⊸',
  nGg: '⋙̸',
  nGt: '≫⃒',
  nGtv: '≫̸',
  nLeftarrow: '⇍',
  nLeftrightarrow: '⇎',
  nLl: '⋘̸',
  nLt: '≪⃒',
  nLtv: '≪̸',
  nRightarrow: '⇏',
  nVDash: '⊯',
  nVdash: '⊮',
  nabla: '∇',
  nacute: 'ń',
  nang: '∠⃒',
  nap: '≉',
  napE: '⩰̸',
  napid: '≋̸',
  napos: 'ŉ',
  napprox: '≉',
  natur: '♮',
  natural: '♮',
  naturals: 'ℕ',
  nbsp: ' ',
  nbump: '≎̸',
  nbumpe: '≏̸',
  ncap: '⩃',
  ncaron: 'ň',
  ncedil: 'ņ',
  ncong: '≇',
  ncongdot: '⩭̸',
  ncup: '⩂',
  ncy: 'н',
  ndash: '–',
  ne: '≠',
  neArr: '⇗',
  nearhk: '⤤',
  nearr: '↗',
  nearrow: '↗',
  nedot: '≐̸',
  nequiv: '≢',
  nesear: '⤨',
  nesim: '≂̸',
  nexist: '∄',
  nexists: '∄',
  nfr: '𝔫',
  ngE: '≧̸',
  nge: '≱',
  ngeq: '≱',
  ngeqq: '≧̸',
  ngeqslant: '⩾̸',
  nges: '⩾̸',
  ngsim: '≵',
  ngt: '≯',
  ngtr: '≯',
  nhArr: '⇎',
  nharr: '↮',
  nhpar: '⫲',
  ni: '∋',
  nis: '⋼',
  nisd: '⋺',
  niv: '∋',
  njcy: 'њ',
  nlArr: '⇍',
  nlE: '≦̸',
  nlarr: '↚',
  nldr: '‥',
  nle: '≰',
  nleftarrow: '↚',
  nleftrightarrow: '↮',
  nleq: '≰',
  nleqq: '≦̸',
  nleqslant: '⩽̸',
  nles: '⩽̸',
  nless: '≮',
  nlsim: '≴',
  nlt: '≮',
  nltri: '⋪',
  nltrie: '⋬',
  nmid: '∤',
  nopf: '𝕟',
  not: '¬',
  notin: '∉',
  notinE: '⋹̸',
  notindot: '⋵̸',
  notinva: '∉',
  notinvb: '⋷',
  notinvc: '⋶',
  notni: '∌',
  notniva: '∌',
  notnivb: '⋾',
  notnivc: '⋽',
  npar: '∦',
  nparallel: '∦',
  nparsl: '⫽⃥',
  npart: '∂̸',
  npolint: '⨔',
  npr: '⊀',
  nprcue: '⋠',
  npre: '⪯̸',
  nprec: '⊀',
  npreceq: '⪯̸',
  nrArr: '⇏',
  nrarr: '↛',
  nrarrc: '⤳̸',
  nrarrw: '↝̸',
  nrightarrow: '↛',
  nrtri: '⋫',
  nrtrie: '⋭',
  nsc: '⊁',
  nsccue: '⋡',
  nsce: '⪰̸',
  nscr: '𝓃',
  nshortmid: '∤',
  nshortparallel: '∦',
  nsim: '≁',
  nsime: '≄',
  nsimeq: '≄',
  nsmid: '∤',
  nspar: '∦',
  nsqsube: '⋢',
  nsqsupe: '⋣',
  nsub: '⊄',
  nsubE: '⫅̸',
  nsube: '⊈',
  nsubset: '⊂⃒',
  nsubseteq: '⊈',
  nsubseteqq: '⫅̸',
  nsucc: '⊁',
  nsucceq: '⪰̸',
  nsup: '⊅',
  nsupE: '⫆̸',
  nsupe: '⊉',
  nsupset: '⊃⃒',
  nsupseteq: '⊉',
  nsupseteqq: '⫆̸',
  ntgl: '≹',
  ntilde: 'ñ',
  ntlg: '≸',
  ntriangleleft: '⋪',
  ntrianglelefteq: '⋬',
  ntriangleright: '⋫',
  ntrianglerighteq: '⋭',
  nu: 'ν',
  num: '#',
  numero: '№',
  numsp: ' ',
  nvDash: '⊭',
  nvHarr: '⤄',
  nvap: '≍⃒',
  nvdash: '⊬',
  nvge: '≥⃒',
  nvgt: '>⃒',
  nvinfin: '⧞',
  nvlArr: '⤂',
  nvle: '≤⃒',
  nvlt: '<⃒',
  nvltrie: '⊴⃒',
  nvrArr: '⤃',
  nvrtrie: '⊵⃒',
  nvsim: '∼⃒',
  nwArr: '⇖',
  nwarhk: '⤣',
  nwarr: '↖',
  nwarrow: '↖',
  nwnear: '⤧',
  oS: 'Ⓢ',
  oacute: 'ó',
  oast: '⊛',
  ocir: '⊚',
  ocirc: 'ô',
  ocy: 'о',
  odash: '⊝',
  odblac: 'ő',
  odiv: '⨸',
  odot: '⊙',
  odsold: '⦼',
  oelig: 'œ',
  ofcir: '⦿',
  ofr: '𝔬',
  ogon: '˛',
  ograve: 'ò',
  ogt: '⧁',
  ohbar: '⦵',
  ohm: 'Ω',
  oint: '∮',
  olarr: '↺',
  olcir: '⦾',
  olcross: '⦻',
  oline: '‾',
  olt: '⧀',
  omacr: 'ō',
  omega: 'ω',
  omicron: 'ο',
  omid: '⦶',
  ominus: '⊖',
  oopf: '𝕠',
  opar: '⦷',
  operp: '⦹',
  oplus: '⊕',
  or: '∨',
  orarr: '↻',
  ord: '⩝',
  order: 'ℴ',
  orderof: 'ℴ',
  ordf: 'ª',
  ordm: 'º',
  origof: '⊶',
  oror: '⩖',
  orslope: '⩗',
  orv: '⩛',
  oscr: 'ℴ',
  oslash: 'ø',
  osol: '⊘',
  otilde: 'õ',
  otimes: '⊗',
  otimesas: '⨶',
  ouml: 'ö',
  ovbar: '⌽',
  par: '∥',
  para: '¶',
  parallel: '∥',
  parsim: '⫳',
  parsl: '⫽',
  part: '∂',
  pcy: 'п',
  percnt: '%',
  period: '.',
  permil: '‰',
  perp: '⊥',
  pertenk: '‱',
  pfr: '𝔭',
  phi: 'φ',
  phiv: 'ϕ',
  phmmat: 'ℳ',
  phone: '☎',
  pi: 'π',
  pitchfork: '⋔',
  piv: 'ϖ',
  planck: 'ℏ',
  planckh: 'ℎ',
  plankv: 'ℏ',
  plus: '+',
  plusacir: '⨣',
  plusb: '⊞',
  pluscir: '⨢',
  plusdo: '∔',
  plusdu: '⨥',
  pluse: '⩲',
  plusmn: '±',
  plussim: '⨦',
  plustwo: '⨧',
  pm: '±',
  pointint: '⨕',
  popf: '𝕡',
  pound: '£',
  pr: '≺',
  prE: '⪳',
  prap: '⪷',
  prcue: '≼',
  pre: '⪯',
  prec: '≺',
  precapprox: '⪷',
  preccurlyeq: '≼',
  preceq: '⪯',
  precnapprox: '⪹',
  precneqq: '⪵',
  precnsim: '⋨',
  precsim: '≾',
  prime: '′',
  primes: 'ℙ',
  prnE: '⪵',
  prnap: '⪹',
  prnsim: '⋨',
  prod: '∏',
  profalar: '⌮',
  profline: '⌒',
  profsurf: '⌓',
  prop: '∝',
  propto: '∝',
  prsim: '≾',
  prurel: '⊰',
  pscr: '𝓅',
  psi: 'ψ',
  puncsp: ' ',
  qfr: '𝔮',
  qint: '⨌',
  qopf: '𝕢',
  qprime: '⁗',
  qscr: '𝓆',
  quaternions: 'ℍ',
  quatint: '⨖',
  quest: '?',
  questeq: '≟',
  quot: '"',
  rAarr: '⇛',
  rArr: '⇒',
  rAtail: '⤜',
  rBarr: '⤏',
  rHar: '⥤',
  race: '∽̱',
  racute: 'ŕ',
  radic: '√',
  raemptyv: '⦳',
  rang: '⟩',
  rangd: '⦒',
  range: '⦥',
  rangle: '⟩',
  raquo: '»',
  rarr: '→',
  rarrap: '⥵',
  rarrb: '⇥',
  rarrbfs: '⤠',
  rarrc: '⤳',
  rarrfs: '⤞',
  rarrhk: '↪',
  rarrlp: '↬',
  rarrpl: '⥅',
  rarrsim: '⥴',
  rarrtl: '↣',
  rarrw: '↝',
  ratail: '⤚',
  ratio: '∶',
  rationals: 'ℚ',
  rbarr: '⤍',
  rbbrk: '❳',
  rbrace: '}',
  rbrack: ']',
  rbrke: '⦌',
  rbrksld: '⦎',
  rbrkslu: '⦐',
  rcaron: 'ř',
  rcedil: 'ŗ',
  rceil: '⌉',
  rcub: '}',
  rcy: 'р',
  rdca: '⤷',
  rdldhar: '⥩',
  rdquo: '”',
  rdquor: '”',
  rdsh: '↳',
  real: 'ℜ',
  realine: 'ℛ',
  realpart: 'ℜ',
  reals: 'ℝ',
  rect: '▭',
  reg: '®',
  rfisht: '⥽',
  rfloor: '⌋',
  rfr: '𝔯',
  rhard: '⇁',
  rharu: '⇀',
  rharul: '⥬',
  rho: 'ρ',
  rhov: 'ϱ',
  rightarrow: '→',
  rightarrowtail: '↣',
  rightharpoondown: '⇁',
  rightharpoonup: '⇀',
  rightleftarrows: '⇄',
  rightleftharpoons: '⇌',
  rightrightarrows: '⇉',
  rightsquigarrow: '↝',
  rightthreetimes: '⋌',
  ring: '˚',
  risingdotseq: '≓',
  rlarr: '⇄',
  rlhar: '⇌',
  rlm: '‏',
  rmoust: '⎱',
  rmoustache: '⎱',
  rnmid: '⫮',
  roang: '⟭',
  roarr: '⇾',
  robrk: '⟧',
  ropar: '⦆',
  ropf: '𝕣',
  roplus: '⨮',
  rotimes: '⨵',
  rpar: ')',
  rpargt: '⦔',
  rppolint: '⨒',
  rrarr: '⇉',
  rsaquo: '›',
  rscr: '𝓇',
  rsh: '↱',
  rsqb: ']',
  rsquo: '’',
  rsquor: '’',
  rthree: '⋌',
  rtimes: '⋊',
  rtri: '▹',
  rtrie: '⊵',
  rtrif: '▸',
  rtriltri: '⧎',
  ruluhar: '⥨',
  rx: '℞',
  sacute: 'ś',
  sbquo: '‚',
  sc: '≻',
  scE: '⪴',
  scap: '⪸',
  scaron: 'š',
  sccue: '≽',
  sce: '⪰',
  scedil: 'ş',
  scirc: 'ŝ',
  scnE: '⪶',
  scnap: '⪺',
  scnsim: '⋩',
  scpolint: '⨓',
  scsim: '≿',
  scy: 'с',
  sdot: '⋅',
  sdotb: '⊡',
  sdote: '⩦',
  seArr: '⇘',
  searhk: '⤥',
  searr: '↘',
  searrow: '↘',
  sect: '§',
  semi: ';',
  seswar: '⤩',
  setminus: '∖',
  setmn: '∖',
  sext: '✶',
  sfr: '𝔰',
  sfrown: '⌢',
  sharp: '♯',
  shchcy: 'щ',
  shcy: 'ш',
  shortmid: '∣',
  shortparallel: '∥',
  shy: '­',
  sigma: 'σ',
  sigmaf: 'ς',
  sigmav: 'ς',
  sim: '∼',
  simdot: '⩪',
  sime: '≃',
  simeq: '≃',
  simg: '⪞',
  simgE: '⪠',
  siml: '⪝',
  simlE: '⪟',
  simne: '≆',
  simplus: '⨤',
  simrarr: '⥲',
  slarr: '←',
  smallsetminus: '∖',
  smashp: '⨳',
  smeparsl: '⧤',
  smid: '∣',
  smile: '⌣',
  smt: '⪪',
  smte: '⪬',
  smtes: '⪬︀',
  softcy: 'ь',
  sol: '/',
  solb: '⧄',
  solbar: '⌿',
  sopf: '𝕤',
  spades: '♠',
  spadesuit: '♠',
  spar: '∥',
  sqcap: '⊓',
  sqcaps: '⊓︀',
  sqcup: '⊔',
  sqcups: '⊔︀',
  sqsub: '⊏',
  sqsube: '⊑',
  sqsubset: '⊏',
  sqsubseteq: '⊑',
  sqsup: '⊐',
  sqsupe: '⊒',
  sqsupset: '⊐',
  sqsupseteq: '⊒',
  squ: '□',
  square: '□',
  squarf: '▪',
  squf: '▪',
  srarr: '→',
  sscr: '𝓈',
  ssetmn: '∖',
  ssmile: '⌣',
  sstarf: '⋆',
  star: '☆',
  starf: '★',
  straightepsilon: 'ϵ',
  straightphi: 'ϕ',
  strns: '¯',
  sub: '⊂',
  subE: '⫅',
  subdot: '⪽',
  sube: '⊆',
  subedot: '⫃',
  submult: '⫁',
  subnE: '⫋',
  subne: '⊊',
  subplus: '⪿',
  subrarr: '⥹',
  subset: '⊂',
  subseteq: '⊆',
  subseteqq: '⫅',
  subsetneq: '⊊',
  subsetneqq: '⫋',
  subsim: '⫇',
  subsub: '⫕',
  subsup: '⫓',
  succ: '≻',
  succapprox: '⪸',
  succcurlyeq: '≽',
  succeq: '⪰',
  succnapprox: '⪺',
  succneqq: '⪶',
  succnsim: '⋩',
  succsim: '≿',
  sum: '∑',
  sung: '♪',
  sup1: '¹',
  sup2: '²',
  sup3: '³',
  sup: '⊃',
  supE: '⫆',
  supdot: '⪾',
  supdsub: '⫘',
  supe: '⊇',
  supedot: '⫄',
  suphsol: '⟉',
  suphsub: '⫗',
  suplarr: '⥻',
  supmult: '⫂',
  supnE: '⫌',
  supne: '⊋',
  supplus: '⫀',
  supset: '⊃',
  supseteq: '⊇',
  supseteqq: '⫆',
  supsetneq: '⊋',
  supsetneqq: '⫌',
  supsim: '⫈',
  supsub: '⫔',
  supsup: '⫖',
  swArr: '⇙',
  swarhk: '⤦',
  swarr: '↙',
  swarrow: '↙',
  swnwar: '⤪',
  szlig: 'ß',
  target: '⌖',
  tau: 'τ',
  tbrk: '⎴',
  tcaron: 'ť',
  tcedil: 'ţ',
  tcy: 'т',
  tdot: '⃛',
  telrec: '⌕',
  tfr: '𝔱',
  there4: '∴',
  therefore: '∴',
  theta: 'θ',
  thetasym: 'ϑ',
  thetav: 'ϑ',
  thickapprox: '≈',
  thicksim: '∼',
  thinsp: ' ',
  thkap: '≈',
  thksim: '∼',
  thorn: 'þ',
  tilde: '˜',
  times: '×',
  timesb: '⊠',
  timesbar: '⨱',
  timesd: '⨰',
  tint: '∭',
  toea: '⤨',
  top: '⊤',
  topbot: '⌶',
  topcir: '⫱',
  topf: '𝕥',
  topfork: '⫚',
  tosa: '⤩',
  tprime: '‴',
  trade: '™',
  triangle: '▵',
  triangledown: '▿',
  triangleleft: '◃',
  trianglelefteq: '⊴',
  triangleq: '≜',
  triangleright: '▹',
  trianglerighteq: '⊵',
  tridot: '◬',
  trie: '≜',
  triminus: '⨺',
  triplus: '⨹',
  trisb: '⧍',
  tritime: '⨻',
  trpezium: '⏢',
  tscr: '𝓉',
  tscy: 'ц',
  tshcy: 'ћ',
  tstrok: 'ŧ',
  twixt: '≬',
  twoheadleftarrow: '↞',
  twoheadrightarrow: '↠',
  uArr: '⇑',
  uHar: '⥣',
  uacute: 'ú',
  uarr: '↑',
  ubrcy: 'ў',
  ubreve: 'ŭ',
  ucirc: 'û',
  ucy: 'у',
  udarr: '⇅',
  udblac: 'ű',
  udhar: '⥮',
  ufisht: '⥾',
  ufr: '𝔲',
  ugrave: 'ù',
  uharl: '↿',
  uharr: '↾',
  uhblk: '▀',
  ulcorn: '⌜',
  ulcorner: '⌜',
  ulcrop: '⌏',
  ultri: '◸',
  umacr: 'ū',
  uml: '¨',
  uogon: 'ų',
  uopf: '𝕦',
  uparrow: '↑',
  updownarrow: '↕',
  upharpoonleft: '↿',
  upharpoonright: '↾',
  uplus: '⊎',
  upsi: 'υ',
  upsih: 'ϒ',
  upsilon: 'υ',
  upuparrows: '⇈',
  urcorn: '⌝',
  urcorner: '⌝',
  urcrop: '⌎',
  uring: 'ů',
  urtri: '◹',
  uscr: '𝓊',
  utdot: '⋰',
  utilde: 'ũ',
  utri: '▵',
  utrif: '▴',
  uuarr: '⇈',
  uuml: 'ü',
  uwangle: '⦧',
  vArr: '⇕',
  vBar: '⫨',
  vBarv: '⫩',
  vDash: '⊨',
  vangrt: '⦜',
  varepsilon: 'ϵ',
  varkappa: 'ϰ',
  varnothing: '∅',
  varphi: 'ϕ',
  varpi: 'ϖ',
  varpropto: '∝',
  varr: '↕',
  varrho: 'ϱ',
  varsigma: 'ς',
  varsubsetneq: '⊊︀',
  varsubsetneqq: '⫋︀',
  varsupsetneq: '⊋︀',
  varsupsetneqq: '⫌︀',
  vartheta: 'ϑ',
  vartriangleleft: '⊲',
  vartriangleright: '⊳',
  vcy: 'в',
  vdash: '⊢',
  vee: '∨',
  veebar: '⊻',
  veeeq: '≚',
  vellip: '⋮',
  verbar: '|',
  vert: '|',
  vfr: '𝔳',
  vltri: '⊲',
  vnsub: '⊂⃒',
  vnsup: '⊃⃒',
  vopf: '𝕧',
  vprop: '∝',
  vrtri: '⊳',
  vscr: '𝓋',
  vsubnE: '⫋︀',
  vsubne: '⊊︀',
  vsupnE: '⫌︀',
  vsupne: '⊋︀',
  vzigzag: '⦚',
  wcirc: 'ŵ',
  wedbar: '⩟',
  wedge: '∧',
  wedgeq: '≙',
  weierp: '℘',
  wfr: '𝔴',
  wopf: '𝕨',
  wp: '℘',
  wr: '≀',
  wreath: '≀',
  wscr: '𝓌',
  xcap: '⋂',
  xcirc: '◯',
  xcup: '⋃',
  xdtri: '▽',
  xfr: '𝔵',
  xhArr: '⟺',
  xharr: '⟷',
  xi: 'ξ',
  xlArr: '⟸',
  xlarr: '⟵',
  xmap: '⟼',
  xnis: '⋻',
  xodot: '⨀',
  xopf: '𝕩',
  xoplus: '⨁',
  xotime: '⨂',
  xrArr: '⟹',
  xrarr: '⟶',
  xscr: '𝓍',
  xsqcup: '⨆',
  xuplus: '⨄',
  xutri: '△',
  xvee: '⋁',
  xwedge: '⋀',
  yacute: 'ý',
  yacy: 'я',
  ycirc: 'ŷ',
  ycy: 'ы',
  yen: '¥',
  yfr: '𝔶',
  yicy: 'ї',
  yopf: '𝕪',
  yscr: '𝓎',
  yucy: 'ю',
  yuml: 'ÿ',
  zacute: 'ź',
  zcaron: 'ž',
  zcy: 'з',
  zdot: 'ż',
  zeetrf: 'ℨ',
  zeta: 'ζ',
  zfr: '𝔷',
  zhcy: 'ж',
  zigrarr: '⇝',
  zopf: '𝕫',
  zscr: '𝓏',
  zwj: '‍',
  zwnj: '‌'
}

;// CONCATENATED MODULE: ./node_modules/decode-named-character-reference/index.js


// To do: next major: use `Object.hasOwn`.
const own = {}.hasOwnProperty

/**
 * Decode a single character reference (without the `&` or `;`).
 * You probably only need this when you’re building parsers yourself that follow
 * different rules compared to HTML.
 * This is optimized to be tiny in browsers.
 *
 * @param {string} value
 *   `notin` (named), `#123` (deci), `#x123` (hexa).
 * @returns {string|false}
 *   Decoded reference.
 */
function decodeNamedCharacterReference(value) {
  return own.call(characterEntities, value) ? characterEntities[value] : false
}

;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/character-reference.js
/**
 * @import {
 *   Code,
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */



/** @type {Construct} */
const characterReference = {
  name: 'characterReference',
  tokenize: tokenizeCharacterReference
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeCharacterReference(effects, ok, nok) {
  const self = this;
  let size = 0;
  /** @type {number} */
  let max;
  /** @type {(code: Code) => boolean} */
  let test;
  return start;

  /**
   * Start of character reference.
   *
   * ```markdown
   * > | a&amp;b
   *      ^
   * > | a&#123;b
   *      ^
   * > | a&#x9;b
   *      ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter("characterReference");
    effects.enter("characterReferenceMarker");
    effects.consume(code);
    effects.exit("characterReferenceMarker");
    return open;
  }

  /**
   * After `&`, at `#` for numeric references or alphanumeric for named
   * references.
   *
   * ```markdown
   * > | a&amp;b
   *       ^
   * > | a&#123;b
   *       ^
   * > | a&#x9;b
   *       ^
   * ```
   *
   * @type {State}
   */
  function open(code) {
    if (code === 35) {
      effects.enter("characterReferenceMarkerNumeric");
      effects.consume(code);
      effects.exit("characterReferenceMarkerNumeric");
      return numeric;
    }
    effects.enter("characterReferenceValue");
    max = 31;
    test = asciiAlphanumeric;
    return value(code);
  }

  /**
   * After `#`, at `x` for hexadecimals or digit for decimals.
   *
   * ```markdown
   * > | a&#123;b
   *        ^
   * > | a&#x9;b
   *        ^
   * ```
   *
   * @type {State}
   */
  function numeric(code) {
    if (code === 88 || code === 120) {
      effects.enter("characterReferenceMarkerHexadecimal");
      effects.consume(code);
      effects.exit("characterReferenceMarkerHexadecimal");
      effects.enter("characterReferenceValue");
      max = 6;
      test = asciiHexDigit;
      return value;
    }
    effects.enter("characterReferenceValue");
    max = 7;
    test = asciiDigit;
    return value(code);
  }

  /**
   * After markers (`&#x`, `&#`, or `&`), in value, before `;`.
   *
   * The character reference kind defines what and how many characters are
   * allowed.
   *
   * ```markdown
   * > | a&amp;b
   *       ^^^
   * > | a&#123;b
   *        ^^^
   * > | a&#x9;b
   *         ^
   * ```
   *
   * @type {State}
   */
  function value(code) {
    if (code === 59 && size) {
      const token = effects.exit("characterReferenceValue");
      if (test === asciiAlphanumeric && !decodeNamedCharacterReference(self.sliceSerialize(token))) {
        return nok(code);
      }

      // To do: `markdown-rs` uses a different name:
      // `CharacterReferenceMarkerSemi`.
      effects.enter("characterReferenceMarker");
      effects.consume(code);
      effects.exit("characterReferenceMarker");
      effects.exit("characterReference");
      return ok;
    }
    if (test(code) && size++ < max) {
      effects.consume(code);
      return value;
    }
    return nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/character-escape.js
/**
 * @import {
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */


/** @type {Construct} */
const characterEscape = {
  name: 'characterEscape',
  tokenize: tokenizeCharacterEscape
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeCharacterEscape(effects, ok, nok) {
  return start;

  /**
   * Start of character escape.
   *
   * ```markdown
   * > | a\*b
   *      ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter("characterEscape");
    effects.enter("escapeMarker");
    effects.consume(code);
    effects.exit("escapeMarker");
    return inside;
  }

  /**
   * After `\`, at punctuation.
   *
   * ```markdown
   * > | a\*b
   *       ^
   * ```
   *
   * @type {State}
   */
  function inside(code) {
    // ASCII punctuation.
    if (asciiPunctuation(code)) {
      effects.enter("characterEscapeValue");
      effects.consume(code);
      effects.exit("characterEscapeValue");
      effects.exit("characterEscape");
      return ok;
    }
    return nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/line-ending.js
/**
 * @import {
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */



/** @type {Construct} */
const lineEnding = {
  name: 'lineEnding',
  tokenize: tokenizeLineEnding
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeLineEnding(effects, ok) {
  return start;

  /** @type {State} */
  function start(code) {
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return factorySpace(effects, ok, "linePrefix");
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-util-resolve-all/index.js
/**
 * @import {Event, Resolver, TokenizeContext} from 'micromark-util-types'
 */

/**
 * Call all `resolveAll`s.
 *
 * @param {ReadonlyArray<{resolveAll?: Resolver | undefined}>} constructs
 *   List of constructs, optionally with `resolveAll`s.
 * @param {Array<Event>} events
 *   List of events.
 * @param {TokenizeContext} context
 *   Context used by `tokenize`.
 * @returns {Array<Event>}
 *   Changed events.
 */
function resolveAll(constructs, events, context) {
  /** @type {Array<Resolver>} */
  const called = []
  let index = -1

  while (++index < constructs.length) {
    const resolve = constructs[index].resolveAll

    if (resolve && !called.includes(resolve)) {
      events = resolve(events, context)
      called.push(resolve)
    }
  }

  return events
}

;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/label-end.js
/**
 * @import {
 *   Construct,
 *   Event,
 *   Resolver,
 *   State,
 *   TokenizeContext,
 *   Tokenizer,
 *   Token
 * } from 'micromark-util-types'
 */









/** @type {Construct} */
const labelEnd = {
  name: 'labelEnd',
  resolveAll: resolveAllLabelEnd,
  resolveTo: resolveToLabelEnd,
  tokenize: tokenizeLabelEnd
};

/** @type {Construct} */
const resourceConstruct = {
  tokenize: tokenizeResource
};
/** @type {Construct} */
const referenceFullConstruct = {
  tokenize: tokenizeReferenceFull
};
/** @type {Construct} */
const referenceCollapsedConstruct = {
  tokenize: tokenizeReferenceCollapsed
};

/** @type {Resolver} */
function resolveAllLabelEnd(events) {
  let index = -1;
  /** @type {Array<Event>} */
  const newEvents = [];
  while (++index < events.length) {
    const token = events[index][1];
    newEvents.push(events[index]);
    if (token.type === "labelImage" || token.type === "labelLink" || token.type === "labelEnd") {
      // Remove the marker.
      const offset = token.type === "labelImage" ? 4 : 2;
      token.type = "data";
      index += offset;
    }
  }

  // If the events are equal, we don't have to copy newEvents to events
  if (events.length !== newEvents.length) {
    splice(events, 0, events.length, newEvents);
  }
  return events;
}

/** @type {Resolver} */
function resolveToLabelEnd(events, context) {
  let index = events.length;
  let offset = 0;
  /** @type {number | undefined} */
  let open;
  /** @type {number | undefined} */
  let close;
  /** @type {Array<Event>} */
  let media;

  // Find an opening.
  while (index--) {
    const token = events[index][1];
    if (open) {
      // If we see another link, or inactive link label, we’ve been here before.
      if (token.type === "link" || token.type === "labelLink" && token._inactive) {
        break;
      }

      // Mark other link openings as inactive, as we can’t have links in
      // links.
      if (events[index][0] === 'enter' && token.type === "labelLink") {
        token._inactive = true;
      }
    } else if (close) {
      if (events[index][0] === 'enter' && (token.type === "labelImage" || token.type === "labelLink") && !token._balanced) {
        open = index;
        if (token.type !== "labelLink") {
          offset = 2;
          break;
        }
      }
    } else if (token.type === "labelEnd") {
      close = index;
    }
  }
  const group = {
    type: events[open][1].type === "labelLink" ? "link" : "image",
    start: {
      ...events[open][1].start
    },
    end: {
      ...events[events.length - 1][1].end
    }
  };
  const label = {
    type: "label",
    start: {
      ...events[open][1].start
    },
    end: {
      ...events[close][1].end
    }
  };
  const text = {
    type: "labelText",
    start: {
      ...events[open + offset + 2][1].end
    },
    end: {
      ...events[close - 2][1].start
    }
  };
  media = [['enter', group, context], ['enter', label, context]];

  // Opening marker.
  media = push(media, events.slice(open + 1, open + offset + 3));

  // Text open.
  media = push(media, [['enter', text, context]]);

  // Always populated by defaults.

  // Between.
  media = push(media, resolveAll(context.parser.constructs.insideSpan.null, events.slice(open + offset + 4, close - 3), context));

  // Text close, marker close, label close.
  media = push(media, [['exit', text, context], events[close - 2], events[close - 1], ['exit', label, context]]);

  // Reference, resource, or so.
  media = push(media, events.slice(close + 1));

  // Media close.
  media = push(media, [['exit', group, context]]);
  splice(events, open, events.length, media);
  return events;
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeLabelEnd(effects, ok, nok) {
  const self = this;
  const labelStarts = self._labelStarts;
  /** @type {Token} */
  let labelStart;
  /** @type {boolean} */
  let defined;
  if (labelStarts) {
    // Discard ones that failed to close,
    // they’re not needed anymore.
    while (labelStarts.length > 0 && labelStarts[labelStarts.length - 1]._balanced) {
      labelStarts.pop();
    }
    labelStart = labelStarts[labelStarts.length - 1];
  }
  return start;

  /**
   * Start of label end.
   *
   * ```markdown
   * > | [a](b) c
   *       ^
   * > | [a][b] c
   *       ^
   * > | [a][] b
   *       ^
   * > | [a] b
   * ```
   *
   * @type {State}
   */
  function start(code) {
    // If there is not an okay opening.
    if (!labelStart) {
      return nok(code);
    }

    // If the corresponding label (link) start is marked as inactive,
    // it means we’d be wrapping a link, like this:
    //
    // ```markdown
    // > | a [b [c](d) e](f) g.
    //                  ^
    // ```
    //
    // We can’t have that, so it’s just balanced brackets.
    if (labelStart._inactive) {
      return labelEndNok(code);
    }
    defined = self.parser.defined.includes(normalizeIdentifier(self.sliceSerialize({
      start: labelStart.end,
      end: self.now()
    })));
    effects.enter("labelEnd");
    effects.enter("labelMarker");
    effects.consume(code);
    effects.exit("labelMarker");
    effects.exit("labelEnd");
    return after;
  }

  /**
   * After `]`.
   *
   * ```markdown
   * > | [a](b) c
   *       ^
   * > | [a][b] c
   *       ^
   * > | [a][] b
   *       ^
   * > | [a] b
   *       ^
   * ```
   *
   * @type {State}
   */
  function after(code) {
    // Note: `markdown-rs` also parses GFM footnotes here, which for us is in
    // an extension.

    // Resource (`[asd](fgh)`)?
    if (code === 40) {
      return effects.attempt(resourceConstruct, labelEndOk, defined ? labelEndOk : labelEndNok)(code);
    }

    // Full (`[asd][fgh]`) or collapsed (`[asd][]`) reference?
    if (code === 91) {
      return effects.attempt(referenceFullConstruct, labelEndOk, defined ? referenceNotFull : labelEndNok)(code);
    }

    // Shortcut (`[asd]`) reference?
    return defined ? labelEndOk(code) : labelEndNok(code);
  }

  /**
   * After `]`, at `[`, but not at a full reference.
   *
   * > 👉 **Note**: we only get here if the label is defined.
   *
   * ```markdown
   * > | [a][] b
   *        ^
   * > | [a] b
   *        ^
   * ```
   *
   * @type {State}
   */
  function referenceNotFull(code) {
    return effects.attempt(referenceCollapsedConstruct, labelEndOk, labelEndNok)(code);
  }

  /**
   * Done, we found something.
   *
   * ```markdown
   * > | [a](b) c
   *           ^
   * > | [a][b] c
   *           ^
   * > | [a][] b
   *          ^
   * > | [a] b
   *        ^
   * ```
   *
   * @type {State}
   */
  function labelEndOk(code) {
    // Note: `markdown-rs` does a bunch of stuff here.
    // This label start is now used up: discard it so it’s never found again.

    labelStarts.pop();
    return ok(code);
  }

  /**
   * Done, it’s nothing.
   *
   * There was an okay opening, but we didn’t match anything.
   *
   * ```markdown
   * > | [a](b c
   *        ^
   * > | [a][b c
   *        ^
   * > | [a] b
   *        ^
   * ```
   *
   * @type {State}
   */
  function labelEndNok(code) {
    labelStart._balanced = true;
    return nok(code);
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeResource(effects, ok, nok) {
  return resourceStart;

  /**
   * At a resource.
   *
   * ```markdown
   * > | [a](b) c
   *        ^
   * ```
   *
   * @type {State}
   */
  function resourceStart(code) {
    effects.enter("resource");
    effects.enter("resourceMarker");
    effects.consume(code);
    effects.exit("resourceMarker");
    return resourceBefore;
  }

  /**
   * In resource, after `(`, at optional whitespace.
   *
   * ```markdown
   * > | [a](b) c
   *         ^
   * ```
   *
   * @type {State}
   */
  function resourceBefore(code) {
    return markdownLineEndingOrSpace(code) ? factoryWhitespace(effects, resourceOpen)(code) : resourceOpen(code);
  }

  /**
   * In resource, after optional whitespace, at `)` or a destination.
   *
   * ```markdown
   * > | [a](b) c
   *         ^
   * ```
   *
   * @type {State}
   */
  function resourceOpen(code) {
    if (code === 41) {
      return resourceEnd(code);
    }
    return factoryDestination(effects, resourceDestinationAfter, resourceDestinationMissing, "resourceDestination", "resourceDestinationLiteral", "resourceDestinationLiteralMarker", "resourceDestinationRaw", "resourceDestinationString", 32)(code);
  }

  /**
   * In resource, after destination, at optional whitespace.
   *
   * ```markdown
   * > | [a](b) c
   *          ^
   * ```
   *
   * @type {State}
   */
  function resourceDestinationAfter(code) {
    return markdownLineEndingOrSpace(code) ? factoryWhitespace(effects, resourceBetween)(code) : resourceEnd(code);
  }

  /**
   * At invalid destination.
   *
   * ```markdown
   * > | [a](<<) b
   *         ^
   * ```
   *
   * @type {State}
   */
  function resourceDestinationMissing(code) {
    return nok(code);
  }

  /**
   * In resource, after destination and whitespace, at `(` or title.
   *
   * ```markdown
   * > | [a](b ) c
   *           ^
   * ```
   *
   * @type {State}
   */
  function resourceBetween(code) {
    if (code === 34 || code === 39 || code === 40) {
      return factoryTitle(effects, resourceTitleAfter, nok, "resourceTitle", "resourceTitleMarker", "resourceTitleString")(code);
    }
    return resourceEnd(code);
  }

  /**
   * In resource, after title, at optional whitespace.
   *
   * ```markdown
   * > | [a](b "c") d
   *              ^
   * ```
   *
   * @type {State}
   */
  function resourceTitleAfter(code) {
    return markdownLineEndingOrSpace(code) ? factoryWhitespace(effects, resourceEnd)(code) : resourceEnd(code);
  }

  /**
   * In resource, at `)`.
   *
   * ```markdown
   * > | [a](b) d
   *          ^
   * ```
   *
   * @type {State}
   */
  function resourceEnd(code) {
    if (code === 41) {
      effects.enter("resourceMarker");
      effects.consume(code);
      effects.exit("resourceMarker");
      effects.exit("resource");
      return ok;
    }
    return nok(code);
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeReferenceFull(effects, ok, nok) {
  const self = this;
  return referenceFull;

  /**
   * In a reference (full), at the `[`.
   *
   * ```markdown
   * > | [a][b] d
   *        ^
   * ```
   *
   * @type {State}
   */
  function referenceFull(code) {
    return factoryLabel.call(self, effects, referenceFullAfter, referenceFullMissing, "reference", "referenceMarker", "referenceString")(code);
  }

  /**
   * In a reference (full), after `]`.
   *
   * ```markdown
   * > | [a][b] d
   *          ^
   * ```
   *
   * @type {State}
   */
  function referenceFullAfter(code) {
    return self.parser.defined.includes(normalizeIdentifier(self.sliceSerialize(self.events[self.events.length - 1][1]).slice(1, -1))) ? ok(code) : nok(code);
  }

  /**
   * In reference (full) that was missing.
   *
   * ```markdown
   * > | [a][b d
   *        ^
   * ```
   *
   * @type {State}
   */
  function referenceFullMissing(code) {
    return nok(code);
  }
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeReferenceCollapsed(effects, ok, nok) {
  return referenceCollapsedStart;

  /**
   * In reference (collapsed), at `[`.
   *
   * > 👉 **Note**: we only get here if the label is defined.
   *
   * ```markdown
   * > | [a][] d
   *        ^
   * ```
   *
   * @type {State}
   */
  function referenceCollapsedStart(code) {
    // We only attempt a collapsed label if there’s a `[`.

    effects.enter("reference");
    effects.enter("referenceMarker");
    effects.consume(code);
    effects.exit("referenceMarker");
    return referenceCollapsedOpen;
  }

  /**
   * In reference (collapsed), at `]`.
   *
   * > 👉 **Note**: we only get here if the label is defined.
   *
   * ```markdown
   * > | [a][] d
   *         ^
   * ```
   *
   *  @type {State}
   */
  function referenceCollapsedOpen(code) {
    if (code === 93) {
      effects.enter("referenceMarker");
      effects.consume(code);
      effects.exit("referenceMarker");
      effects.exit("reference");
      return ok;
    }
    return nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/label-start-image.js
/**
 * @import {
 *   Construct,
 *   State,
 *   Token,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */



/** @type {Construct} */
const labelStartImage = {
  name: 'labelStartImage',
  resolveAll: labelEnd.resolveAll,
  tokenize: tokenizeLabelStartImage
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeLabelStartImage(effects, ok, nok) {
  const self = this;
  /** @type {Token} */
  let labelImage;
  return start;

  /**
   * Start of label (image) start.
   *
   * ```markdown
   * > | a ![b] c
   *       ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter("labelImage");
    effects.enter("labelImageMarker");
    effects.consume(code);
    effects.exit("labelImageMarker");
    return open;
  }

  /**
   * After `!`, at `[`.
   *
   * ```markdown
   * > | a ![b] c
   *        ^
   * ```
   *
   * @type {State}
   */
  function open(code) {
    if (code === 91) {
      effects.enter("labelMarker");
      effects.consume(code);
      effects.exit("labelMarker");
      labelImage = effects.exit("labelImage");
      return after;
    }
    return nok(code);
  }

  /**
   * After `![`.
   *
   * ```markdown
   * > | a ![b] c
   *         ^
   * ```
   *
   * This is needed in because, when GFM footnotes are enabled, images never
   * form when started with a `^`.
   * Instead, links form:
   *
   * ```markdown
   * ![^a](b)
   *
   * ![^a][b]
   *
   * [b]: c
   * ```
   *
   * ```html
   * <p>!<a href=\"b\">^a</a></p>
   * <p>!<a href=\"c\">^a</a></p>
   * ```
   *
   * @type {State}
   */
  function after(code) {
    // To do: use a new field to do this, this is still needed for
    // `micromark-extension-gfm-footnote`, but the `label-start-link`
    // behavior isn’t.
    // Hidden footnotes hook.
    /* c8 ignore next 6 */
    if (code === 94 && '_hiddenFootnoteSupport' in self.parser.constructs) {
      return nok(code);
    }
    self._labelStarts = self._labelStarts || [];
    self._labelStarts.push(labelImage);
    return ok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-util-classify-character/index.js
/**
 * @import {Code} from 'micromark-util-types'
 */


/**
 * Classify whether a code represents whitespace, punctuation, or something
 * else.
 *
 * Used for attention (emphasis, strong), whose sequences can open or close
 * based on the class of surrounding characters.
 *
 * > 👉 **Note**: eof (`null`) is seen as whitespace.
 *
 * @param {Code} code
 *   Code.
 * @returns {typeof constants.characterGroupWhitespace | typeof constants.characterGroupPunctuation | undefined}
 *   Group.
 */
function classifyCharacter(code) {
  if (code === null || markdownLineEndingOrSpace(code) || unicodeWhitespace(code)) {
    return 1;
  }
  if (unicodePunctuation(code)) {
    return 2;
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/attention.js
/**
 * @import {
 *   Code,
 *   Construct,
 *   Event,
 *   Point,
 *   Resolver,
 *   State,
 *   TokenizeContext,
 *   Tokenizer,
 *   Token
 * } from 'micromark-util-types'
 */




/** @type {Construct} */
const attention = {
  name: 'attention',
  resolveAll: resolveAllAttention,
  tokenize: tokenizeAttention
};

/**
 * Take all events and resolve attention to emphasis or strong.
 *
 * @type {Resolver}
 */
// eslint-disable-next-line complexity
function resolveAllAttention(events, context) {
  let index = -1;
  /** @type {Array<Event>} */
  let nextEvents;

  // Walk through all events.
  //
  // Note: performance of this is fine on an mb of normal markdown, but it’s
  // a bottleneck for malicious stuff.
  while (++index < events.length) {
    // Find a token that can close.
    if (events[index][0] === 'enter' && events[index][1].type === 'attentionSequence' && events[index][1]._close) {
      let open = index;

      // Now walk back to find an opener.
      while (open--) {
        // Find a token that can open the closer.
        if (events[open][0] === 'exit' && events[open][1].type === 'attentionSequence' && events[open][1]._open &&
        // If the markers are the same:
        context.sliceSerialize(events[open][1]).charCodeAt(0) === context.sliceSerialize(events[index][1]).charCodeAt(0)) {
          // If the opening can close or the closing can open,
          // and the close size *is not* a multiple of three,
          // but the sum of the opening and closing size *is* multiple of three,
          // then don’t match.
          if ((events[open][1]._close || events[index][1]._open) && (events[index][1].end.offset - events[index][1].start.offset) % 3 && !((events[open][1].end.offset - events[open][1].start.offset + events[index][1].end.offset - events[index][1].start.offset) % 3)) {
            continue;
          }

          // Number of markers to use from the sequence.
          const use = events[open][1].end.offset - events[open][1].start.offset > 1 && events[index][1].end.offset - events[index][1].start.offset > 1 ? 2 : 1;
          const start = {
            ...events[open][1].end
          };
          const end = {
            ...events[index][1].start
          };
          movePoint(start, -use);
          movePoint(end, use);
          const openingSequence = {
            type: use > 1 ? "strongSequence" : "emphasisSequence",
            start,
            end: {
              ...events[open][1].end
            }
          };
          const closingSequence = {
            type: use > 1 ? "strongSequence" : "emphasisSequence",
            start: {
              ...events[index][1].start
            },
            end
          };
          const text = {
            type: use > 1 ? "strongText" : "emphasisText",
            start: {
              ...events[open][1].end
            },
            end: {
              ...events[index][1].start
            }
          };
          const group = {
            type: use > 1 ? "strong" : "emphasis",
            start: {
              ...openingSequence.start
            },
            end: {
              ...closingSequence.end
            }
          };
          events[open][1].end = {
            ...openingSequence.start
          };
          events[index][1].start = {
            ...closingSequence.end
          };
          nextEvents = [];

          // If there are more markers in the opening, add them before.
          if (events[open][1].end.offset - events[open][1].start.offset) {
            nextEvents = push(nextEvents, [['enter', events[open][1], context], ['exit', events[open][1], context]]);
          }

          // Opening.
          nextEvents = push(nextEvents, [['enter', group, context], ['enter', openingSequence, context], ['exit', openingSequence, context], ['enter', text, context]]);

          // Always populated by defaults.

          // Between.
          nextEvents = push(nextEvents, resolveAll(context.parser.constructs.insideSpan.null, events.slice(open + 1, index), context));

          // Closing.
          nextEvents = push(nextEvents, [['exit', text, context], ['enter', closingSequence, context], ['exit', closingSequence, context], ['exit', group, context]]);

          /** @type {number} */
          let offset = 0;

          // If there are more markers in the closing, add them after.
          if (events[index][1].end.offset - events[index][1].start.offset) {
            offset = 2;
            nextEvents = push(nextEvents, [['enter', events[index][1], context], ['exit', events[index][1], context]]);
          }
          splice(events, open - 1, index - open + 3, nextEvents);
          index = open + nextEvents.length - offset - 2;
          break;
        }
      }
    }
  }

  // Remove remaining sequences.
  index = -1;
  while (++index < events.length) {
    if (events[index][1].type === 'attentionSequence') {
      events[index][1].type = 'data';
    }
  }
  return events;
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeAttention(effects, ok) {
  const attentionMarkers = this.parser.constructs.attentionMarkers.null;
  const previous = this.previous;
  const before = classifyCharacter(previous);

  /** @type {NonNullable<Code>} */
  let marker;
  return start;

  /**
   * Before a sequence.
   *
   * ```markdown
   * > | **
   *     ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    marker = code;
    effects.enter('attentionSequence');
    return inside(code);
  }

  /**
   * In a sequence.
   *
   * ```markdown
   * > | **
   *     ^^
   * ```
   *
   * @type {State}
   */
  function inside(code) {
    if (code === marker) {
      effects.consume(code);
      return inside;
    }
    const token = effects.exit('attentionSequence');

    // To do: next major: move this to resolver, just like `markdown-rs`.
    const after = classifyCharacter(code);

    // Always populated by defaults.

    // Note: `*` and `_` are in `attentionMarkers` through core.
    // They are excluded here as the loosening is meant for markers registered
    // by *other* constructs (such as GFM strikethrough’s `~`).
    const open = !after || after === 2 && before || attentionMarkers.includes(code) && code !== 42 && code !== 95;
    const close = !before || before === 2 && after || attentionMarkers.includes(previous) && previous !== 42 && previous !== 95;
    token._open = Boolean(marker === 42 ? open : open && (before || !close));
    token._close = Boolean(marker === 42 ? close : close && (after || !open));
    return ok(code);
  }
}

/**
 * Move a point a bit.
 *
 * Note: `move` only works inside lines! It’s not possible to move past other
 * chunks (replacement characters, tabs, or line endings).
 *
 * @param {Point} point
 *   Point.
 * @param {number} offset
 *   Amount to move.
 * @returns {undefined}
 *   Nothing.
 */
function movePoint(point, offset) {
  point.column += offset;
  point.offset += offset;
  point._bufferIndex += offset;
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/autolink.js
/**
 * @import {
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */


/** @type {Construct} */
const autolink = {
  name: 'autolink',
  tokenize: tokenizeAutolink
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeAutolink(effects, ok, nok) {
  let size = 0;
  return start;

  /**
   * Start of an autolink.
   *
   * ```markdown
   * > | a<https://example.com>b
   *      ^
   * > | a<user@example.com>b
   *      ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter("autolink");
    effects.enter("autolinkMarker");
    effects.consume(code);
    effects.exit("autolinkMarker");
    effects.enter("autolinkProtocol");
    return open;
  }

  /**
   * After `<`, at protocol or atext.
   *
   * ```markdown
   * > | a<https://example.com>b
   *       ^
   * > | a<user@example.com>b
   *       ^
   * ```
   *
   * @type {State}
   */
  function open(code) {
    if (asciiAlpha(code)) {
      effects.consume(code);
      return schemeOrEmailAtext;
    }
    if (code === 64) {
      return nok(code);
    }
    return emailAtext(code);
  }

  /**
   * At second byte of protocol or atext.
   *
   * ```markdown
   * > | a<https://example.com>b
   *        ^
   * > | a<user@example.com>b
   *        ^
   * ```
   *
   * @type {State}
   */
  function schemeOrEmailAtext(code) {
    // ASCII alphanumeric and `+`, `-`, and `.`.
    if (code === 43 || code === 45 || code === 46 || asciiAlphanumeric(code)) {
      // Count the previous alphabetical from `open` too.
      size = 1;
      return schemeInsideOrEmailAtext(code);
    }
    return emailAtext(code);
  }

  /**
   * In ambiguous protocol or atext.
   *
   * ```markdown
   * > | a<https://example.com>b
   *        ^
   * > | a<user@example.com>b
   *        ^
   * ```
   *
   * @type {State}
   */
  function schemeInsideOrEmailAtext(code) {
    if (code === 58) {
      effects.consume(code);
      size = 0;
      return urlInside;
    }

    // ASCII alphanumeric and `+`, `-`, and `.`.
    if ((code === 43 || code === 45 || code === 46 || asciiAlphanumeric(code)) && size++ < 32) {
      effects.consume(code);
      return schemeInsideOrEmailAtext;
    }
    size = 0;
    return emailAtext(code);
  }

  /**
   * After protocol, in URL.
   *
   * ```markdown
   * > | a<https://example.com>b
   *             ^
   * ```
   *
   * @type {State}
   */
  function urlInside(code) {
    if (code === 62) {
      effects.exit("autolinkProtocol");
      effects.enter("autolinkMarker");
      effects.consume(code);
      effects.exit("autolinkMarker");
      effects.exit("autolink");
      return ok;
    }

    // ASCII control, space, or `<`.
    if (code === null || code === 32 || code === 60 || asciiControl(code)) {
      return nok(code);
    }
    effects.consume(code);
    return urlInside;
  }

  /**
   * In email atext.
   *
   * ```markdown
   * > | a<user.name@example.com>b
   *              ^
   * ```
   *
   * @type {State}
   */
  function emailAtext(code) {
    if (code === 64) {
      effects.consume(code);
      return emailAtSignOrDot;
    }
    if (asciiAtext(code)) {
      effects.consume(code);
      return emailAtext;
    }
    return nok(code);
  }

  /**
   * In label, after at-sign or dot.
   *
   * ```markdown
   * > | a<user.name@example.com>b
   *                 ^       ^
   * ```
   *
   * @type {State}
   */
  function emailAtSignOrDot(code) {
    return asciiAlphanumeric(code) ? emailLabel(code) : nok(code);
  }

  /**
   * In label, where `.` and `>` are allowed.
   *
   * ```markdown
   * > | a<user.name@example.com>b
   *                   ^
   * ```
   *
   * @type {State}
   */
  function emailLabel(code) {
    if (code === 46) {
      effects.consume(code);
      size = 0;
      return emailAtSignOrDot;
    }
    if (code === 62) {
      // Exit, then change the token type.
      effects.exit("autolinkProtocol").type = "autolinkEmail";
      effects.enter("autolinkMarker");
      effects.consume(code);
      effects.exit("autolinkMarker");
      effects.exit("autolink");
      return ok;
    }
    return emailValue(code);
  }

  /**
   * In label, where `.` and `>` are *not* allowed.
   *
   * Though, this is also used in `emailLabel` to parse other values.
   *
   * ```markdown
   * > | a<user.name@ex-ample.com>b
   *                    ^
   * ```
   *
   * @type {State}
   */
  function emailValue(code) {
    // ASCII alphanumeric or `-`.
    if ((code === 45 || asciiAlphanumeric(code)) && size++ < 63) {
      const next = code === 45 ? emailValue : emailLabel;
      effects.consume(code);
      return next;
    }
    return nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/html-text.js
/**
 * @import {
 *   Code,
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */



/** @type {Construct} */
const htmlText = {
  name: 'htmlText',
  tokenize: tokenizeHtmlText
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeHtmlText(effects, ok, nok) {
  const self = this;
  /** @type {NonNullable<Code> | undefined} */
  let marker;
  /** @type {number} */
  let index;
  /** @type {State} */
  let returnState;
  return start;

  /**
   * Start of HTML (text).
   *
   * ```markdown
   * > | a <b> c
   *       ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter("htmlText");
    effects.enter("htmlTextData");
    effects.consume(code);
    return open;
  }

  /**
   * After `<`, at tag name or other stuff.
   *
   * ```markdown
   * > | a <b> c
   *        ^
   * > | a <!doctype> c
   *        ^
   * > | a <!--b--> c
   *        ^
   * ```
   *
   * @type {State}
   */
  function open(code) {
    if (code === 33) {
      effects.consume(code);
      return declarationOpen;
    }
    if (code === 47) {
      effects.consume(code);
      return tagCloseStart;
    }
    if (code === 63) {
      effects.consume(code);
      return instruction;
    }

    // ASCII alphabetical.
    if (asciiAlpha(code)) {
      effects.consume(code);
      return tagOpen;
    }
    return nok(code);
  }

  /**
   * After `<!`, at declaration, comment, or CDATA.
   *
   * ```markdown
   * > | a <!doctype> c
   *         ^
   * > | a <!--b--> c
   *         ^
   * > | a <![CDATA[>&<]]> c
   *         ^
   * ```
   *
   * @type {State}
   */
  function declarationOpen(code) {
    if (code === 45) {
      effects.consume(code);
      return commentOpenInside;
    }
    if (code === 91) {
      effects.consume(code);
      index = 0;
      return cdataOpenInside;
    }
    if (asciiAlpha(code)) {
      effects.consume(code);
      return declaration;
    }
    return nok(code);
  }

  /**
   * In a comment, after `<!-`, at another `-`.
   *
   * ```markdown
   * > | a <!--b--> c
   *          ^
   * ```
   *
   * @type {State}
   */
  function commentOpenInside(code) {
    if (code === 45) {
      effects.consume(code);
      return commentEnd;
    }
    return nok(code);
  }

  /**
   * In comment.
   *
   * ```markdown
   * > | a <!--b--> c
   *           ^
   * ```
   *
   * @type {State}
   */
  function comment(code) {
    if (code === null) {
      return nok(code);
    }
    if (code === 45) {
      effects.consume(code);
      return commentClose;
    }
    if (markdownLineEnding(code)) {
      returnState = comment;
      return lineEndingBefore(code);
    }
    effects.consume(code);
    return comment;
  }

  /**
   * In comment, after `-`.
   *
   * ```markdown
   * > | a <!--b--> c
   *             ^
   * ```
   *
   * @type {State}
   */
  function commentClose(code) {
    if (code === 45) {
      effects.consume(code);
      return commentEnd;
    }
    return comment(code);
  }

  /**
   * In comment, after `--`.
   *
   * ```markdown
   * > | a <!--b--> c
   *              ^
   * ```
   *
   * @type {State}
   */
  function commentEnd(code) {
    return code === 62 ? end(code) : code === 45 ? commentClose(code) : comment(code);
  }

  /**
   * After `<![`, in CDATA, expecting `CDATA[`.
   *
   * ```markdown
   * > | a <![CDATA[>&<]]> b
   *          ^^^^^^
   * ```
   *
   * @type {State}
   */
  function cdataOpenInside(code) {
    const value = "CDATA[";
    if (code === value.charCodeAt(index++)) {
      effects.consume(code);
      return index === value.length ? cdata : cdataOpenInside;
    }
    return nok(code);
  }

  /**
   * In CDATA.
   *
   * ```markdown
   * > | a <![CDATA[>&<]]> b
   *                ^^^
   * ```
   *
   * @type {State}
   */
  function cdata(code) {
    if (code === null) {
      return nok(code);
    }
    if (code === 93) {
      effects.consume(code);
      return cdataClose;
    }
    if (markdownLineEnding(code)) {
      returnState = cdata;
      return lineEndingBefore(code);
    }
    effects.consume(code);
    return cdata;
  }

  /**
   * In CDATA, after `]`, at another `]`.
   *
   * ```markdown
   * > | a <![CDATA[>&<]]> b
   *                    ^
   * ```
   *
   * @type {State}
   */
  function cdataClose(code) {
    if (code === 93) {
      effects.consume(code);
      return cdataEnd;
    }
    return cdata(code);
  }

  /**
   * In CDATA, after `]]`, at `>`.
   *
   * ```markdown
   * > | a <![CDATA[>&<]]> b
   *                     ^
   * ```
   *
   * @type {State}
   */
  function cdataEnd(code) {
    if (code === 62) {
      return end(code);
    }
    if (code === 93) {
      effects.consume(code);
      return cdataEnd;
    }
    return cdata(code);
  }

  /**
   * In declaration.
   *
   * ```markdown
   * > | a <!b> c
   *          ^
   * ```
   *
   * @type {State}
   */
  function declaration(code) {
    if (code === null || code === 62) {
      return end(code);
    }
    if (markdownLineEnding(code)) {
      returnState = declaration;
      return lineEndingBefore(code);
    }
    effects.consume(code);
    return declaration;
  }

  /**
   * In instruction.
   *
   * ```markdown
   * > | a <?b?> c
   *         ^
   * ```
   *
   * @type {State}
   */
  function instruction(code) {
    if (code === null) {
      return nok(code);
    }
    if (code === 63) {
      effects.consume(code);
      return instructionClose;
    }
    if (markdownLineEnding(code)) {
      returnState = instruction;
      return lineEndingBefore(code);
    }
    effects.consume(code);
    return instruction;
  }

  /**
   * In instruction, after `?`, at `>`.
   *
   * ```markdown
   * > | a <?b?> c
   *           ^
   * ```
   *
   * @type {State}
   */
  function instructionClose(code) {
    return code === 62 ? end(code) : instruction(code);
  }

  /**
   * After `</`, in closing tag, at tag name.
   *
   * ```markdown
   * > | a </b> c
   *         ^
   * ```
   *
   * @type {State}
   */
  function tagCloseStart(code) {
    // ASCII alphabetical.
    if (asciiAlpha(code)) {
      effects.consume(code);
      return tagClose;
    }
    return nok(code);
  }

  /**
   * After `</x`, in a tag name.
   *
   * ```markdown
   * > | a </b> c
   *          ^
   * ```
   *
   * @type {State}
   */
  function tagClose(code) {
    // ASCII alphanumerical and `-`.
    if (code === 45 || asciiAlphanumeric(code)) {
      effects.consume(code);
      return tagClose;
    }
    return tagCloseBetween(code);
  }

  /**
   * In closing tag, after tag name.
   *
   * ```markdown
   * > | a </b> c
   *          ^
   * ```
   *
   * @type {State}
   */
  function tagCloseBetween(code) {
    if (markdownLineEnding(code)) {
      returnState = tagCloseBetween;
      return lineEndingBefore(code);
    }
    if (markdownSpace(code)) {
      effects.consume(code);
      return tagCloseBetween;
    }
    return end(code);
  }

  /**
   * After `<x`, in opening tag name.
   *
   * ```markdown
   * > | a <b> c
   *         ^
   * ```
   *
   * @type {State}
   */
  function tagOpen(code) {
    // ASCII alphanumerical and `-`.
    if (code === 45 || asciiAlphanumeric(code)) {
      effects.consume(code);
      return tagOpen;
    }
    if (code === 47 || code === 62 || markdownLineEndingOrSpace(code)) {
      return tagOpenBetween(code);
    }
    return nok(code);
  }

  /**
   * In opening tag, after tag name.
   *
   * ```markdown
   * > | a <b> c
   *         ^
   * ```
   *
   * @type {State}
   */
  function tagOpenBetween(code) {
    if (code === 47) {
      effects.consume(code);
      return end;
    }

    // ASCII alphabetical and `:` and `_`.
    if (code === 58 || code === 95 || asciiAlpha(code)) {
      effects.consume(code);
      return tagOpenAttributeName;
    }
    if (markdownLineEnding(code)) {
      returnState = tagOpenBetween;
      return lineEndingBefore(code);
    }
    if (markdownSpace(code)) {
      effects.consume(code);
      return tagOpenBetween;
    }
    return end(code);
  }

  /**
   * In attribute name.
   *
   * ```markdown
   * > | a <b c> d
   *          ^
   * ```
   *
   * @type {State}
   */
  function tagOpenAttributeName(code) {
    // ASCII alphabetical and `-`, `.`, `:`, and `_`.
    if (code === 45 || code === 46 || code === 58 || code === 95 || asciiAlphanumeric(code)) {
      effects.consume(code);
      return tagOpenAttributeName;
    }
    return tagOpenAttributeNameAfter(code);
  }

  /**
   * After attribute name, before initializer, the end of the tag, or
   * whitespace.
   *
   * ```markdown
   * > | a <b c> d
   *           ^
   * ```
   *
   * @type {State}
   */
  function tagOpenAttributeNameAfter(code) {
    if (code === 61) {
      effects.consume(code);
      return tagOpenAttributeValueBefore;
    }
    if (markdownLineEnding(code)) {
      returnState = tagOpenAttributeNameAfter;
      return lineEndingBefore(code);
    }
    if (markdownSpace(code)) {
      effects.consume(code);
      return tagOpenAttributeNameAfter;
    }
    return tagOpenBetween(code);
  }

  /**
   * Before unquoted, double quoted, or single quoted attribute value, allowing
   * whitespace.
   *
   * ```markdown
   * > | a <b c=d> e
   *            ^
   * ```
   *
   * @type {State}
   */
  function tagOpenAttributeValueBefore(code) {
    if (code === null || code === 60 || code === 61 || code === 62 || code === 96) {
      return nok(code);
    }
    if (code === 34 || code === 39) {
      effects.consume(code);
      marker = code;
      return tagOpenAttributeValueQuoted;
    }
    if (markdownLineEnding(code)) {
      returnState = tagOpenAttributeValueBefore;
      return lineEndingBefore(code);
    }
    if (markdownSpace(code)) {
      effects.consume(code);
      return tagOpenAttributeValueBefore;
    }
    effects.consume(code);
    return tagOpenAttributeValueUnquoted;
  }

  /**
   * In double or single quoted attribute value.
   *
   * ```markdown
   * > | a <b c="d"> e
   *             ^
   * ```
   *
   * @type {State}
   */
  function tagOpenAttributeValueQuoted(code) {
    if (code === marker) {
      effects.consume(code);
      marker = undefined;
      return tagOpenAttributeValueQuotedAfter;
    }
    if (code === null) {
      return nok(code);
    }
    if (markdownLineEnding(code)) {
      returnState = tagOpenAttributeValueQuoted;
      return lineEndingBefore(code);
    }
    effects.consume(code);
    return tagOpenAttributeValueQuoted;
  }

  /**
   * In unquoted attribute value.
   *
   * ```markdown
   * > | a <b c=d> e
   *            ^
   * ```
   *
   * @type {State}
   */
  function tagOpenAttributeValueUnquoted(code) {
    if (code === null || code === 34 || code === 39 || code === 60 || code === 61 || code === 96) {
      return nok(code);
    }
    if (code === 47 || code === 62 || markdownLineEndingOrSpace(code)) {
      return tagOpenBetween(code);
    }
    effects.consume(code);
    return tagOpenAttributeValueUnquoted;
  }

  /**
   * After double or single quoted attribute value, before whitespace or the end
   * of the tag.
   *
   * ```markdown
   * > | a <b c="d"> e
   *               ^
   * ```
   *
   * @type {State}
   */
  function tagOpenAttributeValueQuotedAfter(code) {
    if (code === 47 || code === 62 || markdownLineEndingOrSpace(code)) {
      return tagOpenBetween(code);
    }
    return nok(code);
  }

  /**
   * In certain circumstances of a tag where only an `>` is allowed.
   *
   * ```markdown
   * > | a <b c="d"> e
   *               ^
   * ```
   *
   * @type {State}
   */
  function end(code) {
    if (code === 62) {
      effects.consume(code);
      effects.exit("htmlTextData");
      effects.exit("htmlText");
      return ok;
    }
    return nok(code);
  }

  /**
   * At eol.
   *
   * > 👉 **Note**: we can’t have blank lines in text, so no need to worry about
   * > empty tokens.
   *
   * ```markdown
   * > | a <!--a
   *            ^
   *   | b-->
   * ```
   *
   * @type {State}
   */
  function lineEndingBefore(code) {
    effects.exit("htmlTextData");
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return lineEndingAfter;
  }

  /**
   * After eol, at optional whitespace.
   *
   * > 👉 **Note**: we can’t have blank lines in text, so no need to worry about
   * > empty tokens.
   *
   * ```markdown
   *   | a <!--a
   * > | b-->
   *     ^
   * ```
   *
   * @type {State}
   */
  function lineEndingAfter(code) {
    // Always populated by defaults.

    return markdownSpace(code) ? factorySpace(effects, lineEndingAfterPrefix, "linePrefix", self.parser.constructs.disable.null.includes('codeIndented') ? undefined : 4)(code) : lineEndingAfterPrefix(code);
  }

  /**
   * After eol, after optional whitespace.
   *
   * > 👉 **Note**: we can’t have blank lines in text, so no need to worry about
   * > empty tokens.
   *
   * ```markdown
   *   | a <!--a
   * > | b-->
   *     ^
   * ```
   *
   * @type {State}
   */
  function lineEndingAfterPrefix(code) {
    effects.enter("htmlTextData");
    return returnState(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/label-start-link.js
/**
 * @import {
 *   Construct,
 *   State,
 *   Token,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */



/** @type {Construct} */
const labelStartLink = {
  name: 'labelStartLink',
  resolveAll: labelEnd.resolveAll,
  tokenize: tokenizeLabelStartLink
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeLabelStartLink(effects, ok, nok) {
  const self = this;
  /** @type {Token} */
  let labelLink;
  return start;

  /**
   * Start of label (link) start.
   *
   * ```markdown
   * > | a [b] c
   *       ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter("labelLink");
    effects.enter("labelMarker");
    effects.consume(code);
    effects.exit("labelMarker");
    labelLink = effects.exit("labelLink");
    return after;
  }

  /** @type {State} */
  function after(code) {
    // To do: this isn’t needed in `micromark-extension-gfm-footnote`,
    // remove.
    // Hidden footnotes hook.
    /* c8 ignore next 6 */
    if (code === 94 && '_hiddenFootnoteSupport' in self.parser.constructs) {
      return nok(code);
    }
    self._labelStarts = self._labelStarts || [];
    self._labelStarts.push(labelLink);
    return ok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/hard-break-escape.js
/**
 * @import {
 *   Construct,
 *   State,
 *   TokenizeContext,
 *   Tokenizer
 * } from 'micromark-util-types'
 */


/** @type {Construct} */
const hardBreakEscape = {
  name: 'hardBreakEscape',
  tokenize: tokenizeHardBreakEscape
};

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeHardBreakEscape(effects, ok, nok) {
  return start;

  /**
   * Start of a hard break (escape).
   *
   * ```markdown
   * > | a\
   *      ^
   *   | b
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter("hardBreakEscape");
    effects.consume(code);
    return after;
  }

  /**
   * After `\`, at eol.
   *
   * ```markdown
   * > | a\
   *       ^
   *   | b
   * ```
   *
   *  @type {State}
   */
  function after(code) {
    if (markdownLineEnding(code)) {
      effects.exit("hardBreakEscape");
      return ok(code);
    }
    return nok(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-core-commonmark/lib/code-text.js
/**
 * @import {
 *   Construct,
 *   Previous,
 *   Resolver,
 *   State,
 *   TokenizeContext,
 *   Tokenizer,
 *   Token
 * } from 'micromark-util-types'
 */


/** @type {Construct} */
const codeText = {
  name: 'codeText',
  previous,
  resolve: resolveCodeText,
  tokenize: tokenizeCodeText
};

// To do: next major: don’t resolve, like `markdown-rs`.
/** @type {Resolver} */
function resolveCodeText(events) {
  let tailExitIndex = events.length - 4;
  let headEnterIndex = 3;
  /** @type {number} */
  let index;
  /** @type {number | undefined} */
  let enter;

  // If we start and end with an EOL or a space.
  if ((events[headEnterIndex][1].type === "lineEnding" || events[headEnterIndex][1].type === 'space') && (events[tailExitIndex][1].type === "lineEnding" || events[tailExitIndex][1].type === 'space')) {
    index = headEnterIndex;

    // And we have data.
    while (++index < tailExitIndex) {
      if (events[index][1].type === "codeTextData") {
        // Then we have padding.
        events[headEnterIndex][1].type = "codeTextPadding";
        events[tailExitIndex][1].type = "codeTextPadding";
        headEnterIndex += 2;
        tailExitIndex -= 2;
        break;
      }
    }
  }

  // Merge adjacent spaces and data.
  index = headEnterIndex - 1;
  tailExitIndex++;
  while (++index <= tailExitIndex) {
    if (enter === undefined) {
      if (index !== tailExitIndex && events[index][1].type !== "lineEnding") {
        enter = index;
      }
    } else if (index === tailExitIndex || events[index][1].type === "lineEnding") {
      events[enter][1].type = "codeTextData";
      if (index !== enter + 2) {
        events[enter][1].end = events[index - 1][1].end;
        events.splice(enter + 2, index - enter - 2);
        tailExitIndex -= index - enter - 2;
        index = enter + 2;
      }
      enter = undefined;
    }
  }
  return events;
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Previous}
 */
function previous(code) {
  // If there is a previous code, there will always be a tail.
  return code !== 96 || this.events[this.events.length - 1][1].type === "characterEscape";
}

/**
 * @this {TokenizeContext}
 *   Context.
 * @type {Tokenizer}
 */
function tokenizeCodeText(effects, ok, nok) {
  const self = this;
  let sizeOpen = 0;
  /** @type {number} */
  let size;
  /** @type {Token} */
  let token;
  return start;

  /**
   * Start of code (text).
   *
   * ```markdown
   * > | `a`
   *     ^
   * > | \`a`
   *      ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    effects.enter("codeText");
    effects.enter("codeTextSequence");
    return sequenceOpen(code);
  }

  /**
   * In opening sequence.
   *
   * ```markdown
   * > | `a`
   *     ^
   * ```
   *
   * @type {State}
   */
  function sequenceOpen(code) {
    if (code === 96) {
      effects.consume(code);
      sizeOpen++;
      return sequenceOpen;
    }
    effects.exit("codeTextSequence");
    return between(code);
  }

  /**
   * Between something and something else.
   *
   * ```markdown
   * > | `a`
   *      ^^
   * ```
   *
   * @type {State}
   */
  function between(code) {
    // EOF.
    if (code === null) {
      return nok(code);
    }

    // To do: next major: don’t do spaces in resolve, but when compiling,
    // like `markdown-rs`.
    // Tabs don’t work, and virtual spaces don’t make sense.
    if (code === 32) {
      effects.enter('space');
      effects.consume(code);
      effects.exit('space');
      return between;
    }

    // Closing fence? Could also be data.
    if (code === 96) {
      token = effects.enter("codeTextSequence");
      size = 0;
      return sequenceClose(code);
    }
    if (markdownLineEnding(code)) {
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      return between;
    }

    // Data.
    effects.enter("codeTextData");
    return data(code);
  }

  /**
   * In data.
   *
   * ```markdown
   * > | `a`
   *      ^
   * ```
   *
   * @type {State}
   */
  function data(code) {
    if (code === null || code === 32 || code === 96 || markdownLineEnding(code)) {
      effects.exit("codeTextData");
      return between(code);
    }
    effects.consume(code);
    return data;
  }

  /**
   * In closing sequence.
   *
   * ```markdown
   * > | `a`
   *       ^
   * ```
   *
   * @type {State}
   */
  function sequenceClose(code) {
    // More.
    if (code === 96) {
      effects.consume(code);
      size++;
      return sequenceClose;
    }

    // Done!
    if (size === sizeOpen) {
      effects.exit("codeTextSequence");
      effects.exit("codeText");
      return ok(code);
    }

    // More or less accents: mark as data.
    token.type = "codeTextData";
    return data(code);
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark/lib/constructs.js
/**
 * @import {Extension} from 'micromark-util-types'
 */




/** @satisfies {Extension['document']} */
const constructs_document = {
  [42]: list,
  [43]: list,
  [45]: list,
  [48]: list,
  [49]: list,
  [50]: list,
  [51]: list,
  [52]: list,
  [53]: list,
  [54]: list,
  [55]: list,
  [56]: list,
  [57]: list,
  [62]: blockQuote
};

/** @satisfies {Extension['contentInitial']} */
const contentInitial = {
  [91]: definition
};

/** @satisfies {Extension['flowInitial']} */
const flowInitial = {
  [-2]: codeIndented,
  [-1]: codeIndented,
  [32]: codeIndented
};

/** @satisfies {Extension['flow']} */
const constructs_flow = {
  [35]: headingAtx,
  [42]: thematicBreak,
  [45]: [setextUnderline, thematicBreak],
  [60]: htmlFlow,
  [61]: setextUnderline,
  [95]: thematicBreak,
  [96]: codeFenced,
  [126]: codeFenced
};

/** @satisfies {Extension['string']} */
const constructs_string = {
  [38]: characterReference,
  [92]: characterEscape
};

/** @satisfies {Extension['text']} */
const constructs_text = {
  [-5]: lineEnding,
  [-4]: lineEnding,
  [-3]: lineEnding,
  [33]: labelStartImage,
  [38]: characterReference,
  [42]: attention,
  [60]: [autolink, htmlText],
  [91]: labelStartLink,
  [92]: [hardBreakEscape, characterEscape],
  [93]: labelEnd,
  [95]: attention,
  [96]: codeText
};

/** @satisfies {Extension['insideSpan']} */
const insideSpan = {
  null: [attention, resolver]
};

/** @satisfies {Extension['attentionMarkers']} */
const attentionMarkers = {
  null: [42, 95]
};

/** @satisfies {Extension['disable']} */
const disable = {
  null: []
};
;// CONCATENATED MODULE: ./node_modules/micromark/lib/create-tokenizer.js
/**
 * @import {
 *   Chunk,
 *   Code,
 *   ConstructRecord,
 *   Construct,
 *   Effects,
 *   InitialConstruct,
 *   ParseContext,
 *   Point,
 *   State,
 *   TokenizeContext,
 *   Token
 * } from 'micromark-util-types'
 */

/**
 * @callback Restore
 *   Restore the state.
 * @returns {undefined}
 *   Nothing.
 *
 * @typedef Info
 *   Info.
 * @property {Restore} restore
 *   Restore.
 * @property {number} from
 *   From.
 *
 * @callback ReturnHandle
 *   Handle a successful run.
 * @param {Construct} construct
 *   Construct.
 * @param {Info} info
 *   Info.
 * @returns {undefined}
 *   Nothing.
 */




/**
 * Create a tokenizer.
 * Tokenizers deal with one type of data (e.g., containers, flow, text).
 * The parser is the object dealing with it all.
 * `initialize` works like other constructs, except that only its `tokenize`
 * function is used, in which case it doesn’t receive an `ok` or `nok`.
 * `from` can be given to set the point before the first character, although
 * when further lines are indented, they must be set with `defineSkip`.
 *
 * @param {ParseContext} parser
 *   Parser.
 * @param {InitialConstruct} initialize
 *   Construct.
 * @param {Omit<Point, '_bufferIndex' | '_index'> | undefined} [from]
 *   Point (optional).
 * @returns {TokenizeContext}
 *   Context.
 */
function createTokenizer(parser, initialize, from) {
  /** @type {Point} */
  let point = {
    _bufferIndex: -1,
    _index: 0,
    line: from && from.line || 1,
    column: from && from.column || 1,
    offset: from && from.offset || 0
  };
  /** @type {Record<string, number>} */
  const columnStart = {};
  /** @type {Array<Construct>} */
  const resolveAllConstructs = [];
  /** @type {Array<Chunk>} */
  let chunks = [];
  /** @type {Array<Token>} */
  let stack = [];
  /** @type {boolean | undefined} */
  let consumed = true;

  /**
   * Tools used for tokenizing.
   *
   * @type {Effects}
   */
  const effects = {
    attempt: constructFactory(onsuccessfulconstruct),
    check: constructFactory(onsuccessfulcheck),
    consume,
    enter,
    exit,
    interrupt: constructFactory(onsuccessfulcheck, {
      interrupt: true
    })
  };

  /**
   * State and tools for resolving and serializing.
   *
   * @type {TokenizeContext}
   */
  const context = {
    code: null,
    containerState: {},
    defineSkip,
    events: [],
    now,
    parser,
    previous: null,
    sliceSerialize,
    sliceStream,
    write
  };

  /**
   * The state function.
   *
   * @type {State | undefined}
   */
  let state = initialize.tokenize.call(context, effects);

  /**
   * Track which character we expect to be consumed, to catch bugs.
   *
   * @type {Code}
   */
  let expectedCode;
  if (initialize.resolveAll) {
    resolveAllConstructs.push(initialize);
  }
  return context;

  /** @type {TokenizeContext['write']} */
  function write(slice) {
    chunks = push(chunks, slice);
    main();

    // Exit if we’re not done, resolve might change stuff.
    if (chunks[chunks.length - 1] !== null) {
      return [];
    }
    addResult(initialize, 0);

    // Otherwise, resolve, and exit.
    context.events = resolveAll(resolveAllConstructs, context.events, context);
    return context.events;
  }

  //
  // Tools.
  //

  /** @type {TokenizeContext['sliceSerialize']} */
  function sliceSerialize(token, expandTabs) {
    return serializeChunks(sliceStream(token), expandTabs);
  }

  /** @type {TokenizeContext['sliceStream']} */
  function sliceStream(token) {
    return sliceChunks(chunks, token);
  }

  /** @type {TokenizeContext['now']} */
  function now() {
    // This is a hot path, so we clone manually instead of `Object.assign({}, point)`
    const {
      _bufferIndex,
      _index,
      line,
      column,
      offset
    } = point;
    return {
      _bufferIndex,
      _index,
      line,
      column,
      offset
    };
  }

  /** @type {TokenizeContext['defineSkip']} */
  function defineSkip(value) {
    columnStart[value.line] = value.column;
    accountForPotentialSkip();
  }

  //
  // State management.
  //

  /**
   * Main loop (note that `_index` and `_bufferIndex` in `point` are modified by
   * `consume`).
   * Here is where we walk through the chunks, which either include strings of
   * several characters, or numerical character codes.
   * The reason to do this in a loop instead of a call is so the stack can
   * drain.
   *
   * @returns {undefined}
   *   Nothing.
   */
  function main() {
    while (point._index < chunks.length) {
      const chunk = chunks[point._index];

      // If we’re in a buffer chunk, loop through it.
      if (typeof chunk === 'string') {
        const chunkIndex = point._index;
        if (point._bufferIndex < 0) {
          point._bufferIndex = 0;
        }
        while (point._index === chunkIndex && point._bufferIndex < chunk.length) {
          go(chunk.charCodeAt(point._bufferIndex));
        }
      } else {
        go(chunk);
      }
    }
  }

  /**
   * Deal with one code.
   *
   * @param {Code} code
   *   Code.
   * @returns {undefined}
   *   Nothing.
   */
  function go(code) {
    consumed = undefined;
    expectedCode = code;
    state = state(code);
  }

  /** @type {Effects['consume']} */
  function consume(code) {
    if (markdownLineEnding(code)) {
      point.line++;
      point.column = 1;
      point.offset += code === -3 ? 2 : 1;
      accountForPotentialSkip();
    } else if (code !== -1) {
      point.column++;
      point.offset++;
    }

    // Not in a string chunk.
    if (point._bufferIndex < 0) {
      point._index++;
    } else {
      point._bufferIndex++;

      // At end of string chunk.
      if (point._bufferIndex ===
      // Points w/ non-negative `_bufferIndex` reference
      // strings.
      /** @type {string} */
      chunks[point._index].length) {
        point._bufferIndex = -1;
        point._index++;
      }
    }

    // Expose the previous character.
    context.previous = code;

    // Mark as consumed.
    consumed = true;
  }

  /** @type {Effects['enter']} */
  function enter(type, fields) {
    /** @type {Token} */
    // @ts-expect-error Patch instead of assign required fields to help GC.
    const token = fields || {};
    token.type = type;
    token.start = now();
    context.events.push(['enter', token, context]);
    stack.push(token);
    return token;
  }

  /** @type {Effects['exit']} */
  function exit(type) {
    const token = stack.pop();
    token.end = now();
    context.events.push(['exit', token, context]);
    return token;
  }

  /**
   * Use results.
   *
   * @type {ReturnHandle}
   */
  function onsuccessfulconstruct(construct, info) {
    addResult(construct, info.from);
  }

  /**
   * Discard results.
   *
   * @type {ReturnHandle}
   */
  function onsuccessfulcheck(_, info) {
    info.restore();
  }

  /**
   * Factory to attempt/check/interrupt.
   *
   * @param {ReturnHandle} onreturn
   *   Callback.
   * @param {{interrupt?: boolean | undefined} | undefined} [fields]
   *   Fields.
   */
  function constructFactory(onreturn, fields) {
    return hook;

    /**
     * Handle either an object mapping codes to constructs, a list of
     * constructs, or a single construct.
     *
     * @param {Array<Construct> | ConstructRecord | Construct} constructs
     *   Constructs.
     * @param {State} returnState
     *   State.
     * @param {State | undefined} [bogusState]
     *   State.
     * @returns {State}
     *   State.
     */
    function hook(constructs, returnState, bogusState) {
      /** @type {ReadonlyArray<Construct>} */
      let listOfConstructs;
      /** @type {number} */
      let constructIndex;
      /** @type {Construct} */
      let currentConstruct;
      /** @type {Info} */
      let info;
      return Array.isArray(constructs) ? /* c8 ignore next 1 */
      handleListOfConstructs(constructs) : 'tokenize' in constructs ?
      // Looks like a construct.
      handleListOfConstructs([(/** @type {Construct} */constructs)]) : handleMapOfConstructs(constructs);

      /**
       * Handle a list of construct.
       *
       * @param {ConstructRecord} map
       *   Constructs.
       * @returns {State}
       *   State.
       */
      function handleMapOfConstructs(map) {
        return start;

        /** @type {State} */
        function start(code) {
          const left = code !== null && map[code];
          const all = code !== null && map.null;
          const list = [
          // To do: add more extension tests.
          /* c8 ignore next 2 */
          ...(Array.isArray(left) ? left : left ? [left] : []), ...(Array.isArray(all) ? all : all ? [all] : [])];
          return handleListOfConstructs(list)(code);
        }
      }

      /**
       * Handle a list of construct.
       *
       * @param {ReadonlyArray<Construct>} list
       *   Constructs.
       * @returns {State}
       *   State.
       */
      function handleListOfConstructs(list) {
        listOfConstructs = list;
        constructIndex = 0;
        if (list.length === 0) {
          return bogusState;
        }
        return handleConstruct(list[constructIndex]);
      }

      /**
       * Handle a single construct.
       *
       * @param {Construct} construct
       *   Construct.
       * @returns {State}
       *   State.
       */
      function handleConstruct(construct) {
        return start;

        /** @type {State} */
        function start(code) {
          // To do: not needed to store if there is no bogus state, probably?
          // Currently doesn’t work because `inspect` in document does a check
          // w/o a bogus, which doesn’t make sense. But it does seem to help perf
          // by not storing.
          info = store();
          currentConstruct = construct;
          if (!construct.partial) {
            context.currentConstruct = construct;
          }

          // Always populated by defaults.

          if (construct.name && context.parser.constructs.disable.null.includes(construct.name)) {
            return nok(code);
          }
          return construct.tokenize.call(
          // If we do have fields, create an object w/ `context` as its
          // prototype.
          // This allows a “live binding”, which is needed for `interrupt`.
          fields ? Object.assign(Object.create(context), fields) : context, effects, ok, nok)(code);
        }
      }

      /** @type {State} */
      function ok(code) {
        consumed = true;
        onreturn(currentConstruct, info);
        return returnState;
      }

      /** @type {State} */
      function nok(code) {
        consumed = true;
        info.restore();
        if (++constructIndex < listOfConstructs.length) {
          return handleConstruct(listOfConstructs[constructIndex]);
        }
        return bogusState;
      }
    }
  }

  /**
   * @param {Construct} construct
   *   Construct.
   * @param {number} from
   *   From.
   * @returns {undefined}
   *   Nothing.
   */
  function addResult(construct, from) {
    if (construct.resolveAll && !resolveAllConstructs.includes(construct)) {
      resolveAllConstructs.push(construct);
    }
    if (construct.resolve) {
      splice(context.events, from, context.events.length - from, construct.resolve(context.events.slice(from), context));
    }
    if (construct.resolveTo) {
      context.events = construct.resolveTo(context.events, context);
    }
  }

  /**
   * Store state.
   *
   * @returns {Info}
   *   Info.
   */
  function store() {
    const startPoint = now();
    const startPrevious = context.previous;
    const startCurrentConstruct = context.currentConstruct;
    const startEventsIndex = context.events.length;
    const startStack = Array.from(stack);
    return {
      from: startEventsIndex,
      restore
    };

    /**
     * Restore state.
     *
     * @returns {undefined}
     *   Nothing.
     */
    function restore() {
      point = startPoint;
      context.previous = startPrevious;
      context.currentConstruct = startCurrentConstruct;
      context.events.length = startEventsIndex;
      stack = startStack;
      accountForPotentialSkip();
    }
  }

  /**
   * Move the current point a bit forward in the line when it’s on a column
   * skip.
   *
   * @returns {undefined}
   *   Nothing.
   */
  function accountForPotentialSkip() {
    if (point.line in columnStart && point.column < 2) {
      point.column = columnStart[point.line];
      point.offset += columnStart[point.line] - 1;
    }
  }
}

/**
 * Get the chunks from a slice of chunks in the range of a token.
 *
 * @param {ReadonlyArray<Chunk>} chunks
 *   Chunks.
 * @param {Pick<Token, 'end' | 'start'>} token
 *   Token.
 * @returns {Array<Chunk>}
 *   Chunks.
 */
function sliceChunks(chunks, token) {
  const startIndex = token.start._index;
  const startBufferIndex = token.start._bufferIndex;
  const endIndex = token.end._index;
  const endBufferIndex = token.end._bufferIndex;
  /** @type {Array<Chunk>} */
  let view;
  if (startIndex === endIndex) {
    // @ts-expect-error `_bufferIndex` is used on string chunks.
    view = [chunks[startIndex].slice(startBufferIndex, endBufferIndex)];
  } else {
    view = chunks.slice(startIndex, endIndex);
    if (startBufferIndex > -1) {
      const head = view[0];
      if (typeof head === 'string') {
        view[0] = head.slice(startBufferIndex);
        /* c8 ignore next 4 -- used to be used, no longer */
      } else {
        view.shift();
      }
    }
    if (endBufferIndex > 0) {
      // @ts-expect-error `_bufferIndex` is used on string chunks.
      view.push(chunks[endIndex].slice(0, endBufferIndex));
    }
  }
  return view;
}

/**
 * Get the string value of a slice of chunks.
 *
 * @param {ReadonlyArray<Chunk>} chunks
 *   Chunks.
 * @param {boolean | undefined} [expandTabs=false]
 *   Whether to expand tabs (default: `false`).
 * @returns {string}
 *   Result.
 */
function serializeChunks(chunks, expandTabs) {
  let index = -1;
  /** @type {Array<string>} */
  const result = [];
  /** @type {boolean | undefined} */
  let atTab;
  while (++index < chunks.length) {
    const chunk = chunks[index];
    /** @type {string} */
    let value;
    if (typeof chunk === 'string') {
      value = chunk;
    } else {
      switch (chunk) {
        case -5:
          {
            value = "\r";
            break;
          }
        case -4:
          {
            value = "\n";
            break;
          }
        case -3:
          {
            value = "\r" + "\n";
            break;
          }
        case -2:
          {
            value = expandTabs ? " " : "\t";
            break;
          }
        case -1:
          {
            if (!expandTabs && atTab) {
              continue;
            }
            value = " ";
            break;
          }
        default:
          {
            // Currently only replacement character.
            value = String.fromCharCode(chunk);
          }
      }
    }
    atTab = chunk === -2;
    result.push(value);
  }
  return result.join('');
}
;// CONCATENATED MODULE: ./node_modules/micromark/lib/parse.js
/**
 * @import {
 *   Create,
 *   FullNormalizedExtension,
 *   InitialConstruct,
 *   ParseContext,
 *   ParseOptions
 * } from 'micromark-util-types'
 */









/**
 * @param {ParseOptions | null | undefined} [options]
 *   Configuration (optional).
 * @returns {ParseContext}
 *   Parser.
 */
function parse(options) {
  const settings = options || {};
  const constructs = /** @type {FullNormalizedExtension} */
  combineExtensions([constructs_namespaceObject, ...(settings.extensions || [])]);

  /** @type {ParseContext} */
  const parser = {
    constructs,
    content: create(content),
    defined: [],
    document: create(document_document),
    flow: create(flow),
    lazy: {},
    string: create(string),
    text: create(text_text)
  };
  return parser;

  /**
   * @param {InitialConstruct} initial
   *   Construct to start with.
   * @returns {Create}
   *   Create a tokenizer.
   */
  function create(initial) {
    return creator;
    /** @type {Create} */
    function creator(from) {
      return createTokenizer(parser, initial, from);
    }
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark/lib/preprocess.js
/**
 * @import {Chunk, Code, Encoding, Value} from 'micromark-util-types'
 */

/**
 * @callback Preprocessor
 *   Preprocess a value.
 * @param {Value} value
 *   Value.
 * @param {Encoding | null | undefined} [encoding]
 *   Encoding when `value` is a typed array (optional).
 * @param {boolean | null | undefined} [end=false]
 *   Whether this is the last chunk (default: `false`).
 * @returns {Array<Chunk>}
 *   Chunks.
 */

const search = /[\0\t\n\r]/g;

/**
 * @returns {Preprocessor}
 *   Preprocess a value.
 */
function preprocess() {
  let column = 1;
  let buffer = '';
  /** @type {boolean | undefined} */
  let start = true;
  /** @type {boolean | undefined} */
  let atCarriageReturn;
  return preprocessor;

  /** @type {Preprocessor} */
  // eslint-disable-next-line complexity
  function preprocessor(value, encoding, end) {
    value = buffer + (typeof value === 'string' ? value.toString() : new TextDecoder(encoding || undefined).decode(value));

    /** @type {Array<Chunk>} */
    const chunks = [];
    let startPosition = 0;
    buffer = '';
    if (start) {
      // To do: `markdown-rs` actually parses BOMs (byte order mark).
      if (value.charCodeAt(0) === 65279) {
        startPosition++;
      }
      start = undefined;
    }
    while (startPosition < value.length) {
      search.lastIndex = startPosition;
      const match = search.exec(value);
      const endPosition = match && match.index !== undefined ? match.index : value.length;
      const code = value.charCodeAt(endPosition);
      if (!match) {
        buffer = value.slice(startPosition);
        break;
      }
      if (code === 10 && startPosition === endPosition && atCarriageReturn) {
        chunks.push(-3);
        atCarriageReturn = undefined;
      } else {
        if (atCarriageReturn) {
          chunks.push(-5);
          atCarriageReturn = undefined;
        }
        if (startPosition < endPosition) {
          chunks.push(value.slice(startPosition, endPosition));
          column += endPosition - startPosition;
        }
        switch (code) {
          case 0:
            {
              chunks.push(65533);
              column++;
              break;
            }
          case 9:
            {
              const next = Math.ceil(column / 4) * 4;
              chunks.push(-2);
              while (column++ < next) {
                chunks.push(-1);
              }
              break;
            }
          case 10:
            {
              chunks.push(-4);
              column = 1;
              break;
            }
          default:
            {
              atCarriageReturn = true;
              column = 1;
            }
        }
      }
      startPosition = endPosition + 1;
    }
    if (end) {
      if (atCarriageReturn) {
        chunks.push(-5);
      }
      if (buffer) {
        chunks.push(buffer);
      }
      chunks.push(null);
    }
    return chunks;
  }
}
;// CONCATENATED MODULE: ./node_modules/micromark-util-decode-numeric-character-reference/index.js
/**
 * Turn the number (in string form as either hexa- or plain decimal) coming from
 * a numeric character reference into a character.
 *
 * Sort of like `String.fromCodePoint(Number.parseInt(value, base))`, but makes
 * non-characters and control characters safe.
 *
 * @param {string} value
 *   Value to decode.
 * @param {number} base
 *   Numeric base.
 * @returns {string}
 *   Character.
 */
function decodeNumericCharacterReference(value, base) {
  const code = Number.parseInt(value, base);
  if (
  // C0 except for HT, LF, FF, CR, space.
  code < 9 || code === 11 || code > 13 && code < 32 ||
  // Control character (DEL) of C0, and C1 controls.
  code > 126 && code < 160 ||
  // Lone high surrogates and low surrogates.
  code > 55_295 && code < 57_344 ||
  // Noncharacters.
  code > 64_975 && code < 65_008 || /* eslint-disable no-bitwise */
  (code & 65_535) === 65_535 || (code & 65_535) === 65_534 || /* eslint-enable no-bitwise */
  // Out of range
  code > 1_114_111) {
    return "\uFFFD";
  }
  return String.fromCodePoint(code);
}
;// CONCATENATED MODULE: ./node_modules/micromark-util-decode-string/index.js


const characterEscapeOrReference = /\\([!-/:-@[-`{-~])|&(#(?:\d{1,7}|x[\da-f]{1,6})|[\da-z]{1,31});/gi;

/**
 * Decode markdown strings (which occur in places such as fenced code info
 * strings, destinations, labels, and titles).
 *
 * The “string” content type allows character escapes and -references.
 * This decodes those.
 *
 * @param {string} value
 *   Value to decode.
 * @returns {string}
 *   Decoded value.
 */
function decodeString(value) {
  return value.replace(characterEscapeOrReference, decode);
}

/**
 * @param {string} $0
 *   Match.
 * @param {string} $1
 *   Character escape.
 * @param {string} $2
 *   Character reference.
 * @returns {string}
 *   Decoded value
 */
function decode($0, $1, $2) {
  if ($1) {
    // Escape.
    return $1;
  }

  // Reference.
  const head = $2.charCodeAt(0);
  if (head === 35) {
    const head = $2.charCodeAt(1);
    const hex = head === 120 || head === 88;
    return decodeNumericCharacterReference($2.slice(hex ? 2 : 1), hex ? 16 : 10);
  }
  return decodeNamedCharacterReference($2) || $0;
}
;// CONCATENATED MODULE: ./node_modules/unist-util-stringify-position/lib/index.js
/**
 * @typedef {import('unist').Node} Node
 * @typedef {import('unist').Point} Point
 * @typedef {import('unist').Position} Position
 */

/**
 * @typedef NodeLike
 * @property {string} type
 * @property {PositionLike | null | undefined} [position]
 *
 * @typedef PointLike
 * @property {number | null | undefined} [line]
 * @property {number | null | undefined} [column]
 * @property {number | null | undefined} [offset]
 *
 * @typedef PositionLike
 * @property {PointLike | null | undefined} [start]
 * @property {PointLike | null | undefined} [end]
 */

/**
 * Serialize the positional info of a point, position (start and end points),
 * or node.
 *
 * @param {Node | NodeLike | Point | PointLike | Position | PositionLike | null | undefined} [value]
 *   Node, position, or point.
 * @returns {string}
 *   Pretty printed positional info of a node (`string`).
 *
 *   In the format of a range `ls:cs-le:ce` (when given `node` or `position`)
 *   or a point `l:c` (when given `point`), where `l` stands for line, `c` for
 *   column, `s` for `start`, and `e` for end.
 *   An empty string (`''`) is returned if the given value is neither `node`,
 *   `position`, nor `point`.
 */
function stringifyPosition(value) {
  // Nothing.
  if (!value || typeof value !== 'object') {
    return ''
  }

  // Node.
  if ('position' in value || 'type' in value) {
    return position(value.position)
  }

  // Position.
  if ('start' in value || 'end' in value) {
    return position(value)
  }

  // Point.
  if ('line' in value || 'column' in value) {
    return point(value)
  }

  // ?
  return ''
}

/**
 * @param {Point | PointLike | null | undefined} point
 * @returns {string}
 */
function point(point) {
  return index(point && point.line) + ':' + index(point && point.column)
}

/**
 * @param {Position | PositionLike | null | undefined} pos
 * @returns {string}
 */
function position(pos) {
  return point(pos && pos.start) + '-' + point(pos && pos.end)
}

/**
 * @param {number | null | undefined} value
 * @returns {number}
 */
function index(value) {
  return value && typeof value === 'number' ? value : 1
}

;// CONCATENATED MODULE: ./node_modules/mdast-util-from-markdown/lib/index.js
/**
 * @import {
 *   Break,
 *   Blockquote,
 *   Code,
 *   Definition,
 *   Emphasis,
 *   Heading,
 *   Html,
 *   Image,
 *   InlineCode,
 *   Link,
 *   ListItem,
 *   List,
 *   Nodes,
 *   Paragraph,
 *   PhrasingContent,
 *   ReferenceType,
 *   Root,
 *   Strong,
 *   Text,
 *   ThematicBreak
 * } from 'mdast'
 * @import {
 *   Encoding,
 *   Event,
 *   Token,
 *   Value
 * } from 'micromark-util-types'
 * @import {Point} from 'unist'
 * @import {
 *   CompileContext,
 *   CompileData,
 *   Config,
 *   Extension,
 *   Handle,
 *   OnEnterError,
 *   Options
 * } from './types.js'
 */








const lib_own = {}.hasOwnProperty;

/**
 * Turn markdown into a syntax tree.
 *
 * @overload
 * @param {Value} value
 * @param {Encoding | null | undefined} [encoding]
 * @param {Options | null | undefined} [options]
 * @returns {Root}
 *
 * @overload
 * @param {Value} value
 * @param {Options | null | undefined} [options]
 * @returns {Root}
 *
 * @param {Value} value
 *   Markdown to parse.
 * @param {Encoding | Options | null | undefined} [encoding]
 *   Character encoding for when `value` is `Buffer`.
 * @param {Options | null | undefined} [options]
 *   Configuration.
 * @returns {Root}
 *   mdast tree.
 */
function fromMarkdown(value, encoding, options) {
  if (encoding && typeof encoding === 'object') {
    options = encoding;
    encoding = undefined;
  }
  return compiler(options)(postprocess(parse(options).document().write(preprocess()(value, encoding, true))));
}

/**
 * Note this compiler only understand complete buffering, not streaming.
 *
 * @param {Options | null | undefined} [options]
 */
function compiler(options) {
  /** @type {Config} */
  const config = {
    afterExit: [],
    beforeEnter: [],
    transforms: [],
    canContainEols: ['emphasis', 'fragment', 'heading', 'paragraph', 'strong'],
    enter: {
      autolink: opener(link),
      autolinkProtocol: onenterdata,
      autolinkEmail: onenterdata,
      atxHeading: opener(heading),
      blockQuote: opener(blockQuote),
      characterEscape: onenterdata,
      characterReference: onenterdata,
      codeFenced: opener(codeFlow),
      codeFencedFenceInfo: buffer,
      codeFencedFenceMeta: buffer,
      codeIndented: opener(codeFlow, buffer),
      codeText: opener(codeText, buffer),
      codeTextData: onenterdata,
      data: onenterdata,
      codeFlowValue: onenterdata,
      definition: opener(definition),
      definitionDestinationString: buffer,
      definitionLabelString: buffer,
      definitionTitleString: buffer,
      emphasis: opener(emphasis),
      hardBreakEscape: opener(hardBreak),
      hardBreakTrailing: opener(hardBreak),
      htmlFlow: opener(html, buffer),
      htmlFlowData: onenterdata,
      htmlText: opener(html, buffer),
      htmlTextData: onenterdata,
      image: opener(image),
      label: buffer,
      link: opener(link),
      listItem: opener(listItem),
      listItemValue: onenterlistitemvalue,
      listOrdered: opener(list, onenterlistordered),
      listUnordered: opener(list),
      paragraph: opener(paragraph),
      reference: onenterreference,
      referenceString: buffer,
      resourceDestinationString: buffer,
      resourceTitleString: buffer,
      setextHeading: opener(heading),
      strong: opener(strong),
      thematicBreak: opener(thematicBreak)
    },
    exit: {
      atxHeading: closer(),
      atxHeadingSequence: onexitatxheadingsequence,
      autolink: closer(),
      autolinkEmail: onexitautolinkemail,
      autolinkProtocol: onexitautolinkprotocol,
      blockQuote: closer(),
      characterEscapeValue: onexitdata,
      characterReferenceMarkerHexadecimal: onexitcharacterreferencemarker,
      characterReferenceMarkerNumeric: onexitcharacterreferencemarker,
      characterReferenceValue: onexitcharacterreferencevalue,
      characterReference: onexitcharacterreference,
      codeFenced: closer(onexitcodefenced),
      codeFencedFence: onexitcodefencedfence,
      codeFencedFenceInfo: onexitcodefencedfenceinfo,
      codeFencedFenceMeta: onexitcodefencedfencemeta,
      codeFlowValue: onexitdata,
      codeIndented: closer(onexitcodeindented),
      codeText: closer(onexitcodetext),
      codeTextData: onexitdata,
      data: onexitdata,
      definition: closer(),
      definitionDestinationString: onexitdefinitiondestinationstring,
      definitionLabelString: onexitdefinitionlabelstring,
      definitionTitleString: onexitdefinitiontitlestring,
      emphasis: closer(),
      hardBreakEscape: closer(onexithardbreak),
      hardBreakTrailing: closer(onexithardbreak),
      htmlFlow: closer(onexithtmlflow),
      htmlFlowData: onexitdata,
      htmlText: closer(onexithtmltext),
      htmlTextData: onexitdata,
      image: closer(onexitimage),
      label: onexitlabel,
      labelText: onexitlabeltext,
      lineEnding: onexitlineending,
      link: closer(onexitlink),
      listItem: closer(),
      listOrdered: closer(),
      listUnordered: closer(),
      paragraph: closer(),
      referenceString: onexitreferencestring,
      resourceDestinationString: onexitresourcedestinationstring,
      resourceTitleString: onexitresourcetitlestring,
      resource: onexitresource,
      setextHeading: closer(onexitsetextheading),
      setextHeadingLineSequence: onexitsetextheadinglinesequence,
      setextHeadingText: onexitsetextheadingtext,
      strong: closer(),
      thematicBreak: closer()
    }
  };
  configure(config, (options || {}).mdastExtensions || []);

  /** @type {CompileData} */
  const data = {};
  return compile;

  /**
   * Turn micromark events into an mdast tree.
   *
   * @param {Array<Event>} events
   *   Events.
   * @returns {Root}
   *   mdast tree.
   */
  function compile(events) {
    /** @type {Root} */
    let tree = {
      type: 'root',
      children: [],
      position: undefined
    };
    /** @type {Omit<CompileContext, 'sliceSerialize'>} */
    const context = {
      stack: [tree],
      tokenStack: [],
      config,
      enter,
      exit,
      buffer,
      resume,
      data
    };
    /** @type {Array<number>} */
    const listStack = [];
    /** @type {Array<Event>} */
    const prepared = [];
    let index = -1;

    // Add `listItem` tokens and infer spread.
    // Each list is prepared while it is last in `prepared`, so nothing shifts.
    while (++index < events.length) {
      prepared.push(events[index]);
      if (events[index][1].type === "listOrdered" || events[index][1].type === "listUnordered") {
        if (events[index][0] === 'enter') {
          listStack.push(prepared.length - 1);
        } else {
          const tail = listStack.pop();
          prepareList(prepared, tail);
        }
      }
    }
    events = prepared;
    index = -1;
    while (++index < events.length) {
      const handler = config[events[index][0]];
      if (events[index][0] === 'enter' && config.beforeEnter.length > 0) {
        callListeners(config.beforeEnter, {
          ...context,
          sliceSerialize: events[index][2].sliceSerialize
        }, events[index][1]);
      }
      if (lib_own.call(handler, events[index][1].type)) {
        // Note: spread first, V8 has optimizations for object shape cloning.
        handler[events[index][1].type].call({
          ...context,
          sliceSerialize: events[index][2].sliceSerialize
        }, events[index][1]);
      }
      if (events[index][0] === 'exit' && config.afterExit.length > 0) {
        callListeners(config.afterExit, {
          ...context,
          sliceSerialize: events[index][2].sliceSerialize
        }, events[index][1]);
      }
    }

    // Handle tokens still being open.
    if (context.tokenStack.length > 0) {
      const tail = context.tokenStack[context.tokenStack.length - 1];
      const handler = tail[1] || defaultOnError;
      handler.call(context, undefined, tail[0]);
    }

    // Figure out `root` position.
    tree.position = {
      start: lib_point(events.length > 0 ? events[0][1].start : {
        line: 1,
        column: 1,
        offset: 0
      }),
      end: lib_point(events.length > 0 ? events[events.length - 2][1].end : {
        line: 1,
        column: 1,
        offset: 0
      })
    };

    // Call transforms.
    index = -1;
    while (++index < config.transforms.length) {
      tree = config.transforms[index](tree) || tree;
    }
    return tree;
  }

  /**
   * @param {Array<Handle>} listeners
   *   Listeners.
   * @param {CompileContext} context
   *   Context.
   * @param {Token} token
   *   Token.
   * @returns {undefined}
   *   Nothing.
   */
  function callListeners(listeners, context, token) {
    let index = -1;
    while (++index < listeners.length) {
      listeners[index].call(context, token);
    }
  }

  /**
   * @param {Array<Event>} events
   *   Events, ending with the list to prepare.
   * @param {number} start
   *   Index of the list enter.
   * @returns {undefined}
   */
  function prepareList(events, start) {
    const end = events.length - 1;
    let index = start - 1;
    let containerBalance = -1;
    let listSpread = false;
    /** @type {Token | undefined} */
    let listItem;
    /** @type {number | undefined} */
    let lineIndex;
    /** @type {number | undefined} */
    let firstBlankLineIndex;
    /** @type {boolean | undefined} */
    let atMarker;
    /**
     * `listItem` events to insert before the event at `at`, in walk order.
     * Merged in after the walk, as inserting while walking would shift the
     * rest of the list once per item.
     * @type {Array<{at: number, event: Event}>}
     */
    const insertions = [];
    while (++index <= end) {
      const event = events[index];
      switch (event[1].type) {
        case "listUnordered":
        case "listOrdered":
        case "blockQuote":
          {
            if (event[0] === 'enter') {
              containerBalance++;
            } else {
              containerBalance--;
            }
            atMarker = undefined;
            break;
          }
        case "lineEndingBlank":
          {
            if (event[0] === 'enter') {
              if (listItem && !atMarker && !containerBalance && !firstBlankLineIndex) {
                firstBlankLineIndex = index;
              }
              atMarker = undefined;
            }
            break;
          }
        case "linePrefix":
        case "listItemValue":
        case "listItemMarker":
        case "listItemPrefix":
        case "listItemPrefixWhitespace":
          {
            // Empty.

            break;
          }
        default:
          {
            atMarker = undefined;
          }
      }
      if (!containerBalance && event[0] === 'enter' && event[1].type === "listItemPrefix" || containerBalance === -1 && event[0] === 'exit' && (event[1].type === "listUnordered" || event[1].type === "listOrdered")) {
        if (listItem) {
          let tailIndex = index;
          lineIndex = undefined;
          while (tailIndex--) {
            const tailEvent = events[tailIndex];
            if (tailEvent[1].type === "lineEnding" || tailEvent[1].type === "lineEndingBlank") {
              if (tailEvent[0] === 'exit') continue;
              if (lineIndex) {
                events[lineIndex][1].type = "lineEndingBlank";
                listSpread = true;
              }
              tailEvent[1].type = "lineEnding";
              lineIndex = tailIndex;
            } else if (tailEvent[1].type === "linePrefix" || tailEvent[1].type === "blockQuotePrefix" || tailEvent[1].type === "blockQuotePrefixWhitespace" || tailEvent[1].type === "blockQuoteMarker" || tailEvent[1].type === "listItemIndent") {
              // Empty
            } else {
              break;
            }
          }
          if (firstBlankLineIndex && (!lineIndex || firstBlankLineIndex < lineIndex)) {
            listItem._spread = true;
          }

          // Fix position.
          listItem.end = Object.assign({}, lineIndex ? events[lineIndex][1].start : event[1].end);
          insertions.push({
            at: lineIndex || index,
            event: ['exit', listItem, event[2]]
          });
        }

        // Create a new list item.
        if (event[1].type === "listItemPrefix") {
          /** @type {Token} */
          const item = {
            type: 'listItem',
            _spread: false,
            start: Object.assign({}, event[1].start),
            // @ts-expect-error: we’ll add `end` in a second.
            end: undefined
          };
          listItem = item;
          insertions.push({
            at: index,
            event: ['enter', item, event[2]]
          });
          firstBlankLineIndex = undefined;
          atMarker = true;
        }
      }
    }

    // The list is at the end of `events`: take it off, then push it back with
    // the insertions merged in.
    // Nothing follows the list, so nothing shifts.
    const listEvents = events.splice(start);
    let insertion = 0;
    index = -1;
    while (++index < listEvents.length) {
      while (insertion < insertions.length && insertions[insertion].at === start + index) {
        events.push(insertions[insertion++].event);
      }
      events.push(listEvents[index]);
    }
    events[start][1]._spread = listSpread;
  }

  /**
   * Create an opener handle.
   *
   * @param {(token: Token) => Nodes} create
   *   Create a node.
   * @param {Handle | undefined} [and]
   *   Optional function to also run.
   * @returns {Handle}
   *   Handle.
   */
  function opener(create, and) {
    return open;

    /**
     * @this {CompileContext}
     * @param {Token} token
     * @returns {undefined}
     */
    function open(token) {
      enter.call(this, create(token), token);
      if (and) and.call(this, token);
    }
  }

  /**
   * @type {CompileContext['buffer']}
   */
  function buffer() {
    this.stack.push({
      type: 'fragment',
      children: []
    });
  }

  /**
   * @type {CompileContext['enter']}
   */
  function enter(node, token, errorHandler) {
    const parent = this.stack[this.stack.length - 1];
    /** @type {Array<Nodes>} */
    const siblings = parent.children;
    siblings.push(node);
    this.stack.push(node);
    this.tokenStack.push([token, errorHandler || undefined]);
    node.position = {
      start: lib_point(token.start),
      // @ts-expect-error: `end` will be patched later.
      end: undefined
    };
  }

  /**
   * Create a closer handle.
   *
   * @param {Handle | undefined} [and]
   *   Optional function to also run.
   * @returns {Handle}
   *   Handle.
   */
  function closer(and) {
    return close;

    /**
     * @this {CompileContext}
     * @param {Token} token
     * @returns {undefined}
     */
    function close(token) {
      if (and) and.call(this, token);
      exit.call(this, token);
    }
  }

  /**
   * @type {CompileContext['exit']}
   */
  function exit(token, onExitError) {
    const node = this.stack.pop();
    const open = this.tokenStack.pop();
    if (!open) {
      throw new Error('Cannot close `' + token.type + '` (' + stringifyPosition({
        start: token.start,
        end: token.end
      }) + '): it’s not open');
    }
    if (open[0].type !== token.type) {
      if (onExitError) {
        onExitError.call(this, token, open[0]);
      } else {
        const handler = open[1] || defaultOnError;
        handler.call(this, token, open[0]);
      }
    }
    node.position.end = lib_point(token.end);
  }

  /**
   * @type {CompileContext['resume']}
   */
  function resume() {
    return lib_toString(this.stack.pop());
  }

  //
  // Handlers.
  //

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onenterlistordered() {
    this.data.expectingFirstListItemValue = true;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onenterlistitemvalue(token) {
    if (this.data.expectingFirstListItemValue) {
      const ancestor = this.stack[this.stack.length - 2];
      ancestor.start = Number.parseInt(this.sliceSerialize(token), 10);
      this.data.expectingFirstListItemValue = undefined;
    }
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitcodefencedfenceinfo() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.lang = data;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitcodefencedfencemeta() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.meta = data;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitcodefencedfence() {
    // Exit if this is the closing fence.
    if (this.data.flowCodeInside) return;
    this.buffer();
    this.data.flowCodeInside = true;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitcodefenced() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.value = data.replace(/^(\r?\n|\r)|(\r?\n|\r)$/g, '');
    this.data.flowCodeInside = undefined;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitcodeindented() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.value = data.replace(/(\r?\n|\r)$/g, '');
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitdefinitionlabelstring(token) {
    const label = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.label = label;
    node.identifier = normalizeIdentifier(this.sliceSerialize(token)).toLowerCase();
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitdefinitiontitlestring() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.title = data;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitdefinitiondestinationstring() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.url = data;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitatxheadingsequence(token) {
    const node = this.stack[this.stack.length - 1];
    if (!node.depth) {
      const depth = this.sliceSerialize(token).length;
      node.depth = depth;
    }
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitsetextheadingtext() {
    this.data.setextHeadingSlurpLineEnding = true;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitsetextheadinglinesequence(token) {
    const node = this.stack[this.stack.length - 1];
    node.depth = this.sliceSerialize(token).codePointAt(0) === 61 ? 1 : 2;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitsetextheading() {
    this.data.setextHeadingSlurpLineEnding = undefined;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onenterdata(token) {
    const node = this.stack[this.stack.length - 1];
    /** @type {Array<Nodes>} */
    const siblings = node.children;
    let tail = siblings[siblings.length - 1];
    if (!tail || tail.type !== 'text') {
      // Add a new text node.
      tail = text();
      tail.position = {
        start: lib_point(token.start),
        // @ts-expect-error: we’ll add `end` later.
        end: undefined
      };
      siblings.push(tail);
    }
    this.stack.push(tail);
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitdata(token) {
    const tail = this.stack.pop();
    tail.value += this.sliceSerialize(token);
    tail.position.end = lib_point(token.end);
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitlineending(token) {
    const context = this.stack[this.stack.length - 1];
    // If we’re at a hard break, include the line ending in there.
    if (this.data.atHardBreak) {
      const tail = context.children[context.children.length - 1];
      tail.position.end = lib_point(token.end);
      this.data.atHardBreak = undefined;
      return;
    }
    if (!this.data.setextHeadingSlurpLineEnding && config.canContainEols.includes(context.type)) {
      onenterdata.call(this, token);
      onexitdata.call(this, token);
    }
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexithardbreak() {
    this.data.atHardBreak = true;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexithtmlflow() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.value = data;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexithtmltext() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.value = data;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitcodetext() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.value = data;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitlink() {
    const node = this.stack[this.stack.length - 1];
    // Note: there are also `identifier` and `label` fields on this link node!
    // These are used / cleaned here.

    // To do: clean.
    if (this.data.inReference) {
      /** @type {ReferenceType} */
      const referenceType = this.data.referenceType || 'shortcut';
      node.type += 'Reference';
      // @ts-expect-error: mutate.
      node.referenceType = referenceType;
      // @ts-expect-error: mutate.
      delete node.url;
      delete node.title;
    } else {
      // @ts-expect-error: mutate.
      delete node.identifier;
      // @ts-expect-error: mutate.
      delete node.label;
    }
    this.data.referenceType = undefined;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitimage() {
    const node = this.stack[this.stack.length - 1];
    // Note: there are also `identifier` and `label` fields on this link node!
    // These are used / cleaned here.

    // To do: clean.
    if (this.data.inReference) {
      /** @type {ReferenceType} */
      const referenceType = this.data.referenceType || 'shortcut';
      node.type += 'Reference';
      // @ts-expect-error: mutate.
      node.referenceType = referenceType;
      // @ts-expect-error: mutate.
      delete node.url;
      delete node.title;
    } else {
      // @ts-expect-error: mutate.
      delete node.identifier;
      // @ts-expect-error: mutate.
      delete node.label;
    }
    this.data.referenceType = undefined;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitlabeltext(token) {
    const string = this.sliceSerialize(token);
    const ancestor = this.stack[this.stack.length - 2];
    // @ts-expect-error: stash this on the node, as it might become a reference
    // later.
    ancestor.label = decodeString(string);
    // @ts-expect-error: same as above.
    ancestor.identifier = normalizeIdentifier(string).toLowerCase();
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitlabel() {
    const fragment = this.stack[this.stack.length - 1];
    const value = this.resume();
    const node = this.stack[this.stack.length - 1];
    // Assume a reference.
    this.data.inReference = true;
    if (node.type === 'link') {
      /** @type {Array<PhrasingContent>} */
      const children = fragment.children;
      node.children = children;
    } else {
      node.alt = value;
    }
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitresourcedestinationstring() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.url = data;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitresourcetitlestring() {
    const data = this.resume();
    const node = this.stack[this.stack.length - 1];
    node.title = data;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitresource() {
    this.data.inReference = undefined;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onenterreference() {
    this.data.referenceType = 'collapsed';
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitreferencestring(token) {
    const label = this.resume();
    const node = this.stack[this.stack.length - 1];
    // @ts-expect-error: stash this on the node, as it might become a reference
    // later.
    node.label = label;
    // @ts-expect-error: same as above.
    node.identifier = normalizeIdentifier(this.sliceSerialize(token)).toLowerCase();
    this.data.referenceType = 'full';
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */

  function onexitcharacterreferencemarker(token) {
    this.data.characterReferenceType = token.type;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitcharacterreferencevalue(token) {
    const data = this.sliceSerialize(token);
    const type = this.data.characterReferenceType;
    /** @type {string} */
    let value;
    if (type) {
      value = decodeNumericCharacterReference(data, type === "characterReferenceMarkerNumeric" ? 10 : 16);
      this.data.characterReferenceType = undefined;
    } else {
      const result = decodeNamedCharacterReference(data);
      value = result;
    }
    const tail = this.stack[this.stack.length - 1];
    tail.value += value;
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitcharacterreference(token) {
    const tail = this.stack.pop();
    tail.position.end = lib_point(token.end);
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitautolinkprotocol(token) {
    onexitdata.call(this, token);
    const node = this.stack[this.stack.length - 1];
    node.url = this.sliceSerialize(token);
  }

  /**
   * @this {CompileContext}
   * @type {Handle}
   */
  function onexitautolinkemail(token) {
    onexitdata.call(this, token);
    const node = this.stack[this.stack.length - 1];
    node.url = 'mailto:' + this.sliceSerialize(token);
  }

  //
  // Creaters.
  //

  // Each node factory pre-declares `position` as undefined as the trailing
  // property. enter() patches it to a real value, but the property already
  // exists, so V8 sees a single hidden class for each node type from
  // construction through the rest of the pipeline. Without the pre-declare,
  // each node took a hidden-class transition when enter() added position.

  /** @returns {Blockquote} */
  function blockQuote() {
    return {
      type: 'blockquote',
      children: [],
      position: undefined
    };
  }

  /** @returns {Code} */
  function codeFlow() {
    return {
      type: 'code',
      lang: null,
      meta: null,
      value: '',
      position: undefined
    };
  }

  /** @returns {InlineCode} */
  function codeText() {
    return {
      type: 'inlineCode',
      value: '',
      position: undefined
    };
  }

  /** @returns {Definition} */
  function definition() {
    return {
      type: 'definition',
      identifier: '',
      label: null,
      title: null,
      url: '',
      position: undefined
    };
  }

  /** @returns {Emphasis} */
  function emphasis() {
    return {
      type: 'emphasis',
      children: [],
      position: undefined
    };
  }

  /** @returns {Heading} */
  function heading() {
    return {
      type: 'heading',
      // @ts-expect-error `depth` will be set later.
      depth: 0,
      children: [],
      position: undefined
    };
  }

  /** @returns {Break} */
  function hardBreak() {
    return {
      type: 'break',
      position: undefined
    };
  }

  /** @returns {Html} */
  function html() {
    return {
      type: 'html',
      value: '',
      position: undefined
    };
  }

  /** @returns {Image} */
  function image() {
    return {
      type: 'image',
      title: null,
      url: '',
      alt: null,
      position: undefined
    };
  }

  /** @returns {Link} */
  function link() {
    return {
      type: 'link',
      title: null,
      url: '',
      children: [],
      position: undefined
    };
  }

  /**
   * @param {Token} token
   * @returns {List}
   */
  function list(token) {
    return {
      type: 'list',
      ordered: token.type === 'listOrdered',
      start: null,
      spread: token._spread,
      children: [],
      position: undefined
    };
  }

  /**
   * @param {Token} token
   * @returns {ListItem}
   */
  function listItem(token) {
    return {
      type: 'listItem',
      spread: token._spread,
      checked: null,
      children: [],
      position: undefined
    };
  }

  /** @returns {Paragraph} */
  function paragraph() {
    return {
      type: 'paragraph',
      children: [],
      position: undefined
    };
  }

  /** @returns {Strong} */
  function strong() {
    return {
      type: 'strong',
      children: [],
      position: undefined
    };
  }

  /** @returns {Text} */
  function text() {
    return {
      type: 'text',
      value: '',
      position: undefined
    };
  }

  /** @returns {ThematicBreak} */
  function thematicBreak() {
    return {
      type: 'thematicBreak',
      position: undefined
    };
  }
}

/**
 * Copy a point-like value.
 *
 * @param {Point} d
 *   Point-like value.
 * @returns {Point}
 *   unist point.
 */
function lib_point(d) {
  return {
    line: d.line,
    column: d.column,
    offset: d.offset
  };
}

/**
 * @param {Config} combined
 * @param {Array<Array<Extension> | Extension>} extensions
 * @returns {undefined}
 */
function configure(combined, extensions) {
  let index = -1;
  while (++index < extensions.length) {
    const value = extensions[index];
    if (Array.isArray(value)) {
      configure(combined, value);
    } else {
      extension(combined, value);
    }
  }
}

/**
 * @param {Config} combined
 * @param {Extension} extension
 * @returns {undefined}
 */
function extension(combined, extension) {
  /** @type {keyof Extension} */
  let key;
  for (key in extension) {
    if (lib_own.call(extension, key)) {
      switch (key) {
        case 'canContainEols':
          {
            const right = extension[key];
            if (right) {
              combined[key].push(...right);
            }
            break;
          }
        case 'transforms':
          {
            const right = extension[key];
            if (right) {
              combined[key].push(...right);
            }
            break;
          }
        case 'afterExit':
        case 'beforeEnter':
          {
            const right = extension[key];
            if (right) {
              combined[key].push(right);
            }
            break;
          }
        case 'enter':
        case 'exit':
          {
            const right = extension[key];
            if (right) {
              Object.assign(combined[key], right);
            }
            break;
          }
        // No default
      }
    }
  }
}

/** @type {OnEnterError} */
function defaultOnError(left, right) {
  if (left) {
    throw new Error('Cannot close `' + left.type + '` (' + stringifyPosition({
      start: left.start,
      end: left.end
    }) + '): a different token (`' + right.type + '`, ' + stringifyPosition({
      start: right.start,
      end: right.end
    }) + ') is open');
  }
  throw new Error('Cannot close document, a token (`' + right.type + '`, ' + stringifyPosition({
    start: right.start,
    end: right.end
  }) + ') is still open');
}
;// CONCATENATED MODULE: ./node_modules/micromark-extension-gfm-autolink-literal/lib/syntax.js
/**
 * @import {Code, ConstructRecord, Event, Extension, Previous, State, TokenizeContext, Tokenizer} from 'micromark-util-types'
 */


const wwwPrefix = {
  tokenize: tokenizeWwwPrefix,
  partial: true
};
const domain = {
  tokenize: tokenizeDomain,
  partial: true
};
const path = {
  tokenize: tokenizePath,
  partial: true
};
const trail = {
  tokenize: tokenizeTrail,
  partial: true
};
const emailDomainDotTrail = {
  tokenize: tokenizeEmailDomainDotTrail,
  partial: true
};
const wwwAutolink = {
  name: 'wwwAutolink',
  tokenize: tokenizeWwwAutolink,
  previous: previousWww
};
const protocolAutolink = {
  name: 'protocolAutolink',
  tokenize: tokenizeProtocolAutolink,
  previous: previousProtocol
};
const emailAutolink = {
  name: 'emailAutolink',
  tokenize: tokenizeEmailAutolink,
  previous: previousEmail
};

/** @type {ConstructRecord} */
const syntax_text = {};

/**
 * Create an extension for `micromark` to support GitHub autolink literal
 * syntax.
 *
 * @returns {Extension}
 *   Extension for `micromark` that can be passed in `extensions` to enable GFM
 *   autolink literal syntax.
 */
function gfmAutolinkLiteral() {
  return {
    text: syntax_text
  };
}

/** @type {Code} */
let code = 48;

// Add alphanumerics.
while (code < 123) {
  syntax_text[code] = emailAutolink;
  code++;
  if (code === 58) code = 65;else if (code === 91) code = 97;
}
syntax_text[43] = emailAutolink;
syntax_text[45] = emailAutolink;
syntax_text[46] = emailAutolink;
syntax_text[95] = emailAutolink;
syntax_text[72] = [emailAutolink, protocolAutolink];
syntax_text[104] = [emailAutolink, protocolAutolink];
syntax_text[87] = [emailAutolink, wwwAutolink];
syntax_text[119] = [emailAutolink, wwwAutolink];

// To do: perform email autolink literals on events, afterwards.
// That’s where `markdown-rs` and `cmark-gfm` perform it.
// It should look for `@`, then for atext backwards, and then for a label
// forwards.
// To do: `mailto:`, `xmpp:` protocol as prefix.

/**
 * Email autolink literal.
 *
 * ```markdown
 * > | a contact@example.org b
 *       ^^^^^^^^^^^^^^^^^^^
 * ```
 *
 * @this {TokenizeContext}
 * @type {Tokenizer}
 */
function tokenizeEmailAutolink(effects, ok, nok) {
  const self = this;
  /** @type {boolean | undefined} */
  let dot;
  /** @type {boolean} */
  let data;
  return start;

  /**
   * Start of email autolink literal.
   *
   * ```markdown
   * > | a contact@example.org b
   *       ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    if (!gfmAtext(code) || !previousEmail.call(self, self.previous) || previousUnbalanced(self.events)) {
      return nok(code);
    }
    effects.enter('literalAutolink');
    effects.enter('literalAutolinkEmail');
    return atext(code);
  }

  /**
   * In email atext.
   *
   * ```markdown
   * > | a contact@example.org b
   *       ^
   * ```
   *
   * @type {State}
   */
  function atext(code) {
    if (gfmAtext(code)) {
      effects.consume(code);
      return atext;
    }
    if (code === 64) {
      effects.consume(code);
      return emailDomain;
    }
    return nok(code);
  }

  /**
   * In email domain.
   *
   * The reference code is a bit overly complex as it handles the `@`, of which
   * there may be just one.
   * Source: <https://github.com/github/cmark-gfm/blob/ef1cfcb/extensions/autolink.c#L318>
   *
   * ```markdown
   * > | a contact@example.org b
   *               ^
   * ```
   *
   * @type {State}
   */
  function emailDomain(code) {
    // Dot followed by alphanumerical (not `-` or `_`).
    if (code === 46) {
      return effects.check(emailDomainDotTrail, emailDomainAfter, emailDomainDot)(code);
    }

    // Alphanumerical, `-`, and `_`.
    if (code === 45 || code === 95 || asciiAlphanumeric(code)) {
      data = true;
      effects.consume(code);
      return emailDomain;
    }

    // To do: `/` if xmpp.

    // Note: normally we’d truncate trailing punctuation from the link.
    // However, email autolink literals cannot contain any of those markers,
    // except for `.`, but that can only occur if it isn’t trailing.
    // So we can ignore truncating!
    return emailDomainAfter(code);
  }

  /**
   * In email domain, on dot that is not a trail.
   *
   * ```markdown
   * > | a contact@example.org b
   *                      ^
   * ```
   *
   * @type {State}
   */
  function emailDomainDot(code) {
    effects.consume(code);
    dot = true;
    return emailDomain;
  }

  /**
   * After email domain.
   *
   * ```markdown
   * > | a contact@example.org b
   *                          ^
   * ```
   *
   * @type {State}
   */
  function emailDomainAfter(code) {
    // Domain must not be empty, must include a dot, and must end in alphabetical.
    // Source: <https://github.com/github/cmark-gfm/blob/ef1cfcb/extensions/autolink.c#L332>.
    if (data && dot && asciiAlpha(self.previous)) {
      effects.exit('literalAutolinkEmail');
      effects.exit('literalAutolink');
      return ok(code);
    }
    return nok(code);
  }
}

/**
 * `www` autolink literal.
 *
 * ```markdown
 * > | a www.example.org b
 *       ^^^^^^^^^^^^^^^
 * ```
 *
 * @this {TokenizeContext}
 * @type {Tokenizer}
 */
function tokenizeWwwAutolink(effects, ok, nok) {
  const self = this;
  return wwwStart;

  /**
   * Start of www autolink literal.
   *
   * ```markdown
   * > | www.example.com/a?b#c
   *     ^
   * ```
   *
   * @type {State}
   */
  function wwwStart(code) {
    if (code !== 87 && code !== 119 || !previousWww.call(self, self.previous) || previousUnbalanced(self.events)) {
      return nok(code);
    }
    effects.enter('literalAutolink');
    effects.enter('literalAutolinkWww');
    // Note: we *check*, so we can discard the `www.` we parsed.
    // If it worked, we consider it as a part of the domain.
    return effects.check(wwwPrefix, effects.attempt(domain, effects.attempt(path, wwwAfter), nok), nok)(code);
  }

  /**
   * After a www autolink literal.
   *
   * ```markdown
   * > | www.example.com/a?b#c
   *                          ^
   * ```
   *
   * @type {State}
   */
  function wwwAfter(code) {
    effects.exit('literalAutolinkWww');
    effects.exit('literalAutolink');
    return ok(code);
  }
}

/**
 * Protocol autolink literal.
 *
 * ```markdown
 * > | a https://example.org b
 *       ^^^^^^^^^^^^^^^^^^^
 * ```
 *
 * @this {TokenizeContext}
 * @type {Tokenizer}
 */
function tokenizeProtocolAutolink(effects, ok, nok) {
  const self = this;
  let buffer = '';
  let seen = false;
  return protocolStart;

  /**
   * Start of protocol autolink literal.
   *
   * ```markdown
   * > | https://example.com/a?b#c
   *     ^
   * ```
   *
   * @type {State}
   */
  function protocolStart(code) {
    if ((code === 72 || code === 104) && previousProtocol.call(self, self.previous) && !previousUnbalanced(self.events)) {
      effects.enter('literalAutolink');
      effects.enter('literalAutolinkHttp');
      buffer += String.fromCodePoint(code);
      effects.consume(code);
      return protocolPrefixInside;
    }
    return nok(code);
  }

  /**
   * In protocol.
   *
   * ```markdown
   * > | https://example.com/a?b#c
   *     ^^^^^
   * ```
   *
   * @type {State}
   */
  function protocolPrefixInside(code) {
    // `5` is size of `https`
    if (asciiAlpha(code) && buffer.length < 5) {
      // @ts-expect-error: definitely number.
      buffer += String.fromCodePoint(code);
      effects.consume(code);
      return protocolPrefixInside;
    }
    if (code === 58) {
      const protocol = buffer.toLowerCase();
      if (protocol === 'http' || protocol === 'https') {
        effects.consume(code);
        return protocolSlashesInside;
      }
    }
    return nok(code);
  }

  /**
   * In slashes.
   *
   * ```markdown
   * > | https://example.com/a?b#c
   *           ^^
   * ```
   *
   * @type {State}
   */
  function protocolSlashesInside(code) {
    if (code === 47) {
      effects.consume(code);
      if (seen) {
        return afterProtocol;
      }
      seen = true;
      return protocolSlashesInside;
    }
    return nok(code);
  }

  /**
   * After protocol, before domain.
   *
   * ```markdown
   * > | https://example.com/a?b#c
   *             ^
   * ```
   *
   * @type {State}
   */
  function afterProtocol(code) {
    // To do: this is different from `markdown-rs`:
    // https://github.com/wooorm/markdown-rs/blob/b3a921c761309ae00a51fe348d8a43adbc54b518/src/construct/gfm_autolink_literal.rs#L172-L182
    return code === null || asciiControl(code) || markdownLineEndingOrSpace(code) || unicodeWhitespace(code) || unicodePunctuation(code) ? nok(code) : effects.attempt(domain, effects.attempt(path, protocolAfter), nok)(code);
  }

  /**
   * After a protocol autolink literal.
   *
   * ```markdown
   * > | https://example.com/a?b#c
   *                              ^
   * ```
   *
   * @type {State}
   */
  function protocolAfter(code) {
    effects.exit('literalAutolinkHttp');
    effects.exit('literalAutolink');
    return ok(code);
  }
}

/**
 * `www` prefix.
 *
 * ```markdown
 * > | a www.example.org b
 *       ^^^^
 * ```
 *
 * @this {TokenizeContext}
 * @type {Tokenizer}
 */
function tokenizeWwwPrefix(effects, ok, nok) {
  let size = 0;
  return wwwPrefixInside;

  /**
   * In www prefix.
   *
   * ```markdown
   * > | www.example.com
   *     ^^^^
   * ```
   *
   * @type {State}
   */
  function wwwPrefixInside(code) {
    if ((code === 87 || code === 119) && size < 3) {
      size++;
      effects.consume(code);
      return wwwPrefixInside;
    }
    if (code === 46 && size === 3) {
      effects.consume(code);
      return wwwPrefixAfter;
    }
    return nok(code);
  }

  /**
   * After www prefix.
   *
   * ```markdown
   * > | www.example.com
   *         ^
   * ```
   *
   * @type {State}
   */
  function wwwPrefixAfter(code) {
    // If there is *anything*, we can link.
    return code === null ? nok(code) : ok(code);
  }
}

/**
 * Domain.
 *
 * ```markdown
 * > | a https://example.org b
 *               ^^^^^^^^^^^
 * ```
 *
 * @this {TokenizeContext}
 * @type {Tokenizer}
 */
function tokenizeDomain(effects, ok, nok) {
  /** @type {boolean | undefined} */
  let underscoreInLastSegment;
  /** @type {boolean | undefined} */
  let underscoreInLastLastSegment;
  /** @type {boolean | undefined} */
  let seen;
  return domainInside;

  /**
   * In domain.
   *
   * ```markdown
   * > | https://example.com/a
   *             ^^^^^^^^^^^
   * ```
   *
   * @type {State}
   */
  function domainInside(code) {
    // Check whether this marker, which is a trailing punctuation
    // marker, optionally followed by more trailing markers, and then
    // followed by an end.
    if (code === 46 || code === 95) {
      return effects.check(trail, domainAfter, domainAtPunctuation)(code);
    }

    // GH documents that only alphanumerics (other than `-`, `.`, and `_`) can
    // occur, which sounds like ASCII only, but they also support `www.點看.com`,
    // so that’s Unicode.
    // Instead of some new production for Unicode alphanumerics, markdown
    // already has that for Unicode punctuation and whitespace, so use those.
    // Source: <https://github.com/github/cmark-gfm/blob/ef1cfcb/extensions/autolink.c#L12>.
    if (code === null || markdownLineEndingOrSpace(code) || unicodeWhitespace(code) || code !== 45 && unicodePunctuation(code)) {
      return domainAfter(code);
    }
    seen = true;
    effects.consume(code);
    return domainInside;
  }

  /**
   * In domain, at potential trailing punctuation, that was not trailing.
   *
   * ```markdown
   * > | https://example.com
   *                    ^
   * ```
   *
   * @type {State}
   */
  function domainAtPunctuation(code) {
    // There is an underscore in the last segment of the domain
    if (code === 95) {
      underscoreInLastSegment = true;
    }
    // Otherwise, it’s a `.`: save the last segment underscore in the
    // penultimate segment slot.
    else {
      underscoreInLastLastSegment = underscoreInLastSegment;
      underscoreInLastSegment = undefined;
    }
    effects.consume(code);
    return domainInside;
  }

  /**
   * After domain.
   *
   * ```markdown
   * > | https://example.com/a
   *                        ^
   * ```
   *
   * @type {State} */
  function domainAfter(code) {
    // Note: that’s GH says a dot is needed, but it’s not true:
    // <https://github.com/github/cmark-gfm/issues/279>
    if (underscoreInLastLastSegment || underscoreInLastSegment || !seen) {
      return nok(code);
    }
    return ok(code);
  }
}

/**
 * Path.
 *
 * ```markdown
 * > | a https://example.org/stuff b
 *                          ^^^^^^
 * ```
 *
 * @this {TokenizeContext}
 * @type {Tokenizer}
 */
function tokenizePath(effects, ok) {
  let sizeOpen = 0;
  let sizeClose = 0;
  return pathInside;

  /**
   * In path.
   *
   * ```markdown
   * > | https://example.com/a
   *                        ^^
   * ```
   *
   * @type {State}
   */
  function pathInside(code) {
    if (code === 40) {
      sizeOpen++;
      effects.consume(code);
      return pathInside;
    }

    // To do: `markdown-rs` also needs this.
    // If this is a paren, and there are less closings than openings,
    // we don’t check for a trail.
    if (code === 41 && sizeClose < sizeOpen) {
      return pathAtPunctuation(code);
    }

    // Check whether this trailing punctuation marker is optionally
    // followed by more trailing markers, and then followed
    // by an end.
    if (code === 33 || code === 34 || code === 38 || code === 39 || code === 41 || code === 42 || code === 44 || code === 46 || code === 58 || code === 59 || code === 60 || code === 63 || code === 93 || code === 95 || code === 126) {
      return effects.check(trail, ok, pathAtPunctuation)(code);
    }
    if (code === null || markdownLineEndingOrSpace(code) || unicodeWhitespace(code)) {
      return ok(code);
    }
    effects.consume(code);
    return pathInside;
  }

  /**
   * In path, at potential trailing punctuation, that was not trailing.
   *
   * ```markdown
   * > | https://example.com/a"b
   *                          ^
   * ```
   *
   * @type {State}
   */
  function pathAtPunctuation(code) {
    // Count closing parens.
    if (code === 41) {
      sizeClose++;
    }
    effects.consume(code);
    return pathInside;
  }
}

/**
 * Trail.
 *
 * This calls `ok` if this *is* the trail, followed by an end, which means
 * the entire trail is not part of the link.
 * It calls `nok` if this *is* part of the link.
 *
 * ```markdown
 * > | https://example.com").
 *                        ^^^
 * ```
 *
 * @this {TokenizeContext}
 * @type {Tokenizer}
 */
function tokenizeTrail(effects, ok, nok) {
  return trail;

  /**
   * In trail of domain or path.
   *
   * ```markdown
   * > | https://example.com").
   *                        ^
   * ```
   *
   * @type {State}
   */
  function trail(code) {
    // Regular trailing punctuation.
    if (code === 33 || code === 34 || code === 39 || code === 41 || code === 42 || code === 44 || code === 46 || code === 58 || code === 59 || code === 63 || code === 95 || code === 126) {
      effects.consume(code);
      return trail;
    }

    // `&` followed by one or more alphabeticals and then a `;`, is
    // as a whole considered as trailing punctuation.
    // In all other cases, it is considered as continuation of the URL.
    if (code === 38) {
      effects.consume(code);
      return trailCharacterReferenceStart;
    }

    // Needed because we allow literals after `[`, as we fix:
    // <https://github.com/github/cmark-gfm/issues/278>.
    // Check that it is not followed by `(` or `[`.
    if (code === 93) {
      effects.consume(code);
      return trailBracketAfter;
    }
    if (
    // `<` is an end.
    code === 60 ||
    // So is whitespace.
    code === null || markdownLineEndingOrSpace(code) || unicodeWhitespace(code)) {
      return ok(code);
    }
    return nok(code);
  }

  /**
   * In trail, after `]`.
   *
   * > 👉 **Note**: this deviates from `cmark-gfm` to fix a bug.
   * > See end of <https://github.com/github/cmark-gfm/issues/278> for more.
   *
   * ```markdown
   * > | https://example.com](
   *                         ^
   * ```
   *
   * @type {State}
   */
  function trailBracketAfter(code) {
    // Whitespace or something that could start a resource or reference is the end.
    // Switch back to trail otherwise.
    if (code === null || code === 40 || code === 91 || markdownLineEndingOrSpace(code) || unicodeWhitespace(code)) {
      return ok(code);
    }
    return trail(code);
  }

  /**
   * In character-reference like trail, after `&`.
   *
   * ```markdown
   * > | https://example.com&amp;).
   *                         ^
   * ```
   *
   * @type {State}
   */
  function trailCharacterReferenceStart(code) {
    // When non-alpha, it’s not a trail.
    return asciiAlpha(code) ? trailCharacterReferenceInside(code) : nok(code);
  }

  /**
   * In character-reference like trail.
   *
   * ```markdown
   * > | https://example.com&amp;).
   *                         ^
   * ```
   *
   * @type {State}
   */
  function trailCharacterReferenceInside(code) {
    // Switch back to trail if this is well-formed.
    if (code === 59) {
      effects.consume(code);
      return trail;
    }
    if (asciiAlpha(code)) {
      effects.consume(code);
      return trailCharacterReferenceInside;
    }

    // It’s not a trail.
    return nok(code);
  }
}

/**
 * Dot in email domain trail.
 *
 * This calls `ok` if this *is* the trail, followed by an end, which means
 * the trail is not part of the link.
 * It calls `nok` if this *is* part of the link.
 *
 * ```markdown
 * > | contact@example.org.
 *                        ^
 * ```
 *
 * @this {TokenizeContext}
 * @type {Tokenizer}
 */
function tokenizeEmailDomainDotTrail(effects, ok, nok) {
  return start;

  /**
   * Dot.
   *
   * ```markdown
   * > | contact@example.org.
   *                    ^   ^
   * ```
   *
   * @type {State}
   */
  function start(code) {
    // Must be dot.
    effects.consume(code);
    return after;
  }

  /**
   * After dot.
   *
   * ```markdown
   * > | contact@example.org.
   *                     ^   ^
   * ```
   *
   * @type {State}
   */
  function after(code) {
    // Not a trail if alphanumeric.
    return asciiAlphanumeric(code) ? nok(code) : ok(code);
  }
}

/**
 * See:
 * <https://github.com/github/cmark-gfm/blob/ef1cfcb/extensions/autolink.c#L156>.
 *
 * @type {Previous}
 */
function previousWww(code) {
  return code === null || code === 40 || code === 42 || code === 95 || code === 91 || code === 93 || code === 126 || markdownLineEndingOrSpace(code);
}

/**
 * See:
 * <https://github.com/github/cmark-gfm/blob/ef1cfcb/extensions/autolink.c#L214>.
 *
 * @type {Previous}
 */
function previousProtocol(code) {
  return !asciiAlpha(code);
}

/**
 * @this {TokenizeContext}
 * @type {Previous}
 */
function previousEmail(code) {
  // Do not allow a slash “inside” atext.
  // The reference code is a bit weird, but that’s what it results in.
  // Source: <https://github.com/github/cmark-gfm/blob/ef1cfcb/extensions/autolink.c#L307>.
  // Other than slash, every preceding character is allowed.
  return !(code === 47 || gfmAtext(code));
}

/**
 * @param {Code} code
 * @returns {boolean}
 */
function gfmAtext(code) {
  return code === 43 || code === 45 || code === 46 || code === 95 || asciiAlphanumeric(code);
}

/**
 * @param {Array<Event>} events
 * @returns {boolean}
 */
function previousUnbalanced(events) {
  let index = events.length;
  let result = false;
  while (index--) {
    const token = events[index][1];
    if ((token.type === 'labelLink' || token.type === 'labelImage') && !token._balanced) {
      result = true;
      break;
    }

    // If we’ve seen this token, and it was marked as not having any unbalanced
    // bracket before it, we can exit.
    if (token._gfmAutolinkLiteralWalkedInto) {
      result = false;
      break;
    }
  }
  if (events.length > 0 && !result) {
    // Mark the last token as “walked into” w/o finding
    // anything.
    events[events.length - 1][1]._gfmAutolinkLiteralWalkedInto = true;
  }
  return result;
}
;// CONCATENATED MODULE: ./node_modules/micromark-extension-gfm-table/lib/edit-map.js
/**
 * @import {Event} from 'micromark-util-types'
 */

// Port of `edit_map.rs` from `markdown-rs`.
// This should move to `markdown-js` later.

// Deal with several changes in events, batching them together.
//
// Preferably, changes should be kept to a minimum.
// Sometimes, it’s needed to change the list of events, because parsing can be
// messy, and it helps to expose a cleaner interface of events to the compiler
// and other users.
// It can also help to merge many adjacent similar events.
// And, in other cases, it’s needed to parse subcontent: pass some events
// through another tokenizer and inject the result.

/**
 * @typedef {[number, number, Array<Event>]} Change
 * @typedef {[number, number, number]} Jump
 */

/**
 * Tracks a bunch of edits.
 */
class edit_map_EditMap {
  /**
   * Create a new edit map.
   */
  constructor() {
    /**
     * Record of changes.
     *
     * @type {Array<Change>}
     */
    this.map = [];

    /**
     * Changes by index, so `add` does not scan `map` (quadratic on
     * table-heavy documents).
     *
     * @type {Map<number, Change>}
     */
    this.index = new Map();
  }

  /**
   * Create an edit: a remove and/or add at a certain place.
   *
   * @param {number} index
   *   Index at which to apply the edit.
   * @param {number} remove
   *   Count of items to remove at the index.
   * @param {Array<Event>} add
   *   Items to add at the index.
   * @returns {undefined}
   *   Nothing.
   */
  add(index, remove, add) {
    edit_map_addImplementation(this, index, remove, add);
  }

  // To do: add this when moving to `micromark`.
  // /**
  //  * Create an edit: but insert `add` before existing additions.
  //  *
  //  * @param {number} index
  //  * @param {number} remove
  //  * @param {Array<Event>} add
  //  * @returns {undefined}
  //  */
  // addBefore(index, remove, add) {
  //   addImplementation(this, index, remove, add, true)
  // }

  /**
   * Done, change the events.
   *
   * @param {Array<Event>} events
   *   List of events to apply the edits to.
   * @returns {undefined}
   *   Nothing.
   */
  consume(events) {
    this.map.sort(function (a, b) {
      return a[0] - b[0];
    });

    /* c8 ignore next 3 -- `resolve` is never called without tables, so without edits. */
    if (this.map.length === 0) {
      return;
    }

    // To do: if links are added in events, like they are in `markdown-rs`,
    // this is needed.
    // // Calculate jumps: where items in the current list move to.
    // /** @type {Array<Jump>} */
    // const jumps = []
    // let index = 0
    // let addAcc = 0
    // let removeAcc = 0
    // while (index < this.map.length) {
    //   const [at, remove, add] = this.map[index]
    //   removeAcc += remove
    //   addAcc += add.length
    //   jumps.push([at, removeAcc, addAcc])
    //   index += 1
    // }
    //
    // . shiftLinks(events, jumps)

    let index = this.map.length;
    /** @type {Array<Array<Event>>} */
    const vecs = [];
    while (index > 0) {
      index -= 1;
      vecs.push(events.slice(this.map[index][0] + this.map[index][1]), this.map[index][2]);

      // Truncate rest.
      events.length = this.map[index][0];
    }
    vecs.push(events.slice());
    events.length = 0;
    let slice = vecs.pop();
    while (slice) {
      for (const element of slice) {
        events.push(element);
      }
      slice = vecs.pop();
    }

    // Truncate everything.
    this.map.length = 0;
    this.index.clear();
  }
}

/**
 * Create an edit.
 *
 * @param {EditMap} editMap
 *   Edit map to apply to.
 * @param {number} at
 *   Index at which to apply the edit.
 * @param {number} remove
 *   Count of items to remove at the index.
 * @param {Array<Event>} add
 *   Items to add at the index.
 * @returns {undefined}
 *   Nothing.
 */
function edit_map_addImplementation(editMap, at, remove, add) {
  /* c8 ignore next 3 -- `resolve` is never called without tables, so without edits. */
  if (remove === 0 && add.length === 0) {
    return;
  }
  const existing = editMap.index.get(at);
  if (existing) {
    existing[1] += remove;

    // To do: before not used by tables, use when moving to micromark.
    // if (before) {
    //   add.push(...existing[2])
    //   existing[2] = add
    // } else {
    existing[2].push(...add);
    // }

    return;
  }

  /** @type {Change} */
  const change = [at, remove, add];
  editMap.map.push(change);
  editMap.index.set(at, change);
}

// /**
//  * Shift `previous` and `next` links according to `jumps`.
//  *
//  * This fixes links in case there are events removed or added between them.
//  *
//  * @param {Array<Event>} events
//  * @param {Array<Jump>} jumps
//  */
// function shiftLinks(events, jumps) {
//   let jumpIndex = 0
//   let index = 0
//   let add = 0
//   let rm = 0

//   while (index < events.length) {
//     const rmCurr = rm

//     while (jumpIndex < jumps.length && jumps[jumpIndex][0] <= index) {
//       add = jumps[jumpIndex][2]
//       rm = jumps[jumpIndex][1]
//       jumpIndex += 1
//     }

//     // Ignore items that will be removed.
//     if (rm > rmCurr) {
//       index += rm - rmCurr
//     } else {
//       // ?
//       // if let Some(link) = &events[index].link {
//       //     if let Some(next) = link.next {
//       //         events[next].link.as_mut().unwrap().previous = Some(index + add - rm);
//       //         while jumpIndex < jumps.len() && jumps[jumpIndex].0 <= next {
//       //             add = jumps[jumpIndex].2;
//       //             rm = jumps[jumpIndex].1;
//       //             jumpIndex += 1;
//       //         }
//       //         events[index].link.as_mut().unwrap().next = Some(next + add - rm);
//       //         index = next;
//       //         continue;
//       //     }
//       // }
//       index += 1
//     }
//   }
// }
;// CONCATENATED MODULE: ./node_modules/micromark-extension-gfm-table/lib/infer.js
/**
 * @import {Event} from 'micromark-util-types'
 */

/**
 * @typedef {'center' | 'left' | 'none' | 'right'} Align
 */

/**
 * Figure out the alignment of a GFM table.
 *
 * @param {Readonly<Array<Event>>} events
 *   List of events.
 * @param {number} index
 *   Table enter event.
 * @returns {Array<Align>}
 *   List of aligns.
 */
function gfmTableAlign(events, index) {
  let inDelimiterRow = false;
  /** @type {Array<Align>} */
  const align = [];
  while (index < events.length) {
    const event = events[index];
    if (inDelimiterRow) {
      if (event[0] === 'enter') {
        // Start of alignment value: set a new column.
        // To do: `markdown-rs` uses `tableDelimiterCellValue`.
        if (event[1].type === 'tableContent') {
          align.push(events[index + 1][1].type === 'tableDelimiterMarker' ? 'left' : 'none');
        }
      }
      // Exits:
      // End of alignment value: change the column.
      // To do: `markdown-rs` uses `tableDelimiterCellValue`.
      else if (event[1].type === 'tableContent') {
        if (events[index - 1][1].type === 'tableDelimiterMarker') {
          const alignIndex = align.length - 1;
          align[alignIndex] = align[alignIndex] === 'left' ? 'center' : 'right';
        }
      }
      // Done!
      else if (event[1].type === 'tableDelimiterRow') {
        break;
      }
    } else if (event[0] === 'enter' && event[1].type === 'tableDelimiterRow') {
      inDelimiterRow = true;
    }
    index += 1;
  }
  return align;
}
;// CONCATENATED MODULE: ./node_modules/micromark-extension-gfm-table/lib/syntax.js
/**
 * @import {Event, Extension, Point, Resolver, State, Token, TokenizeContext, Tokenizer} from 'micromark-util-types'
 */

/**
 * @typedef {[number, number, number, number]} Range
 *   Cell info.
 *
 * @typedef {0 | 1 | 2 | 3} RowKind
 *   Where we are: `1` for head row, `2` for delimiter row, `3` for body row.
 */






/**
 * Create an HTML extension for `micromark` to support GitHub tables syntax.
 *
 * @returns {Extension}
 *   Extension for `micromark` that can be passed in `extensions` to enable GFM
 *   table syntax.
 */
function gfmTable() {
  return {
    flow: {
      null: {
        name: 'table',
        tokenize: tokenizeTable,
        resolveAll: resolveTable
      }
    }
  };
}

/**
 * Tokenizer for GFM tables.
 *
 * @this {TokenizeContext}
 * @type {Tokenizer}
 */
function tokenizeTable(effects, ok, nok) {
  const self = this;
  let size = 0;
  let sizeB = 0;
  /** @type {boolean | undefined} */
  let seen;
  return start;

  /**
   * Start of a GFM table.
   *
   * If there is a valid table row or table head before, then we try to parse
   * another row.
   * Otherwise, we try to parse a head.
   *
   * ```markdown
   * > | | a |
   *     ^
   *   | | - |
   * > | | b |
   *     ^
   * ```
   * @type {State}
   */
  function start(code) {
    let index = self.events.length - 1;
    while (index > -1) {
      const {
        type
      } = self.events[index][1];
      if (type === "lineEnding" ||
      // Note: markdown-rs uses `whitespace` instead of `linePrefix`
      type === "linePrefix") {
        index--;
      } else {
        break;
      }
    }
    const tail = index > -1 ? self.events[index][1].type : null;
    const next = tail === 'tableHead' || tail === 'tableRow' ? bodyRowStart : headRowBefore;

    // Don’t allow lazy body rows.
    if (next === bodyRowStart && self.parser.lazy[self.now().line]) {
      return nok(code);
    }
    return next(code);
  }

  /**
   * Before table head row.
   *
   * ```markdown
   * > | | a |
   *     ^
   *   | | - |
   *   | | b |
   * ```
   *
   * @type {State}
   */
  function headRowBefore(code) {
    effects.enter('tableHead');
    effects.enter('tableRow');
    return headRowStart(code);
  }

  /**
   * Before table head row, after whitespace.
   *
   * ```markdown
   * > | | a |
   *     ^
   *   | | - |
   *   | | b |
   * ```
   *
   * @type {State}
   */
  function headRowStart(code) {
    if (code === 124) {
      return headRowBreak(code);
    }

    // To do: micromark-js should let us parse our own whitespace in extensions,
    // like `markdown-rs`:
    //
    // ```js
    // // 4+ spaces.
    // if (markdownSpace(code)) {
    //   return nok(code)
    // }
    // ```

    seen = true;
    // Count the first character, that isn’t a pipe, double.
    sizeB += 1;
    return headRowBreak(code);
  }

  /**
   * At break in table head row.
   *
   * ```markdown
   * > | | a |
   *     ^
   *       ^
   *         ^
   *   | | - |
   *   | | b |
   * ```
   *
   * @type {State}
   */
  function headRowBreak(code) {
    if (code === null) {
      // Note: in `markdown-rs`, we need to reset, in `micromark-js` we don‘t.
      return nok(code);
    }
    if (markdownLineEnding(code)) {
      // If anything other than one pipe (ignoring whitespace) was used, it’s fine.
      if (sizeB > 1) {
        sizeB = 0;
        // To do: check if this works.
        // Feel free to interrupt:
        self.interrupt = true;
        effects.exit('tableRow');
        effects.enter("lineEnding");
        effects.consume(code);
        effects.exit("lineEnding");
        return headDelimiterStart;
      }

      // Note: in `markdown-rs`, we need to reset, in `micromark-js` we don‘t.
      return nok(code);
    }
    if (markdownSpace(code)) {
      // To do: check if this is fine.
      // effects.attempt(State::Next(StateName::GfmTableHeadRowBreak), State::Nok)
      // State::Retry(space_or_tab(tokenizer))
      return factorySpace(effects, headRowBreak, "whitespace")(code);
    }
    sizeB += 1;
    if (seen) {
      seen = false;
      // Header cell count.
      size += 1;
    }
    if (code === 124) {
      effects.enter('tableCellDivider');
      effects.consume(code);
      effects.exit('tableCellDivider');
      // Whether a delimiter was seen.
      seen = true;
      return headRowBreak;
    }

    // Anything else is cell data.
    effects.enter("data");
    return headRowData(code);
  }

  /**
   * In table head row data.
   *
   * ```markdown
   * > | | a |
   *       ^
   *   | | - |
   *   | | b |
   * ```
   *
   * @type {State}
   */
  function headRowData(code) {
    if (code === null || code === 124 || markdownLineEndingOrSpace(code)) {
      effects.exit("data");
      return headRowBreak(code);
    }
    effects.consume(code);
    return code === 92 ? headRowEscape : headRowData;
  }

  /**
   * In table head row escape.
   *
   * ```markdown
   * > | | a\-b |
   *         ^
   *   | | ---- |
   *   | | c    |
   * ```
   *
   * @type {State}
   */
  function headRowEscape(code) {
    if (code === 92 || code === 124) {
      effects.consume(code);
      return headRowData;
    }
    return headRowData(code);
  }

  /**
   * Before delimiter row.
   *
   * ```markdown
   *   | | a |
   * > | | - |
   *     ^
   *   | | b |
   * ```
   *
   * @type {State}
   */
  function headDelimiterStart(code) {
    // Reset `interrupt`.
    self.interrupt = false;

    // Note: in `markdown-rs`, we need to handle piercing here too.
    if (self.parser.lazy[self.now().line]) {
      return nok(code);
    }
    effects.enter('tableDelimiterRow');
    // Track if we’ve seen a `:` or `|`.
    seen = false;
    if (markdownSpace(code)) {
      return factorySpace(effects, headDelimiterBefore, "linePrefix", self.parser.constructs.disable.null.includes('codeIndented') ? undefined : 4)(code);
    }
    return headDelimiterBefore(code);
  }

  /**
   * Before delimiter row, after optional whitespace.
   *
   * Reused when a `|` is found later, to parse another cell.
   *
   * ```markdown
   *   | | a |
   * > | | - |
   *     ^
   *   | | b |
   * ```
   *
   * @type {State}
   */
  function headDelimiterBefore(code) {
    if (code === 45 || code === 58) {
      return headDelimiterValueBefore(code);
    }
    if (code === 124) {
      seen = true;
      // If we start with a pipe, we open a cell marker.
      effects.enter('tableCellDivider');
      effects.consume(code);
      effects.exit('tableCellDivider');
      return headDelimiterCellBefore;
    }

    // More whitespace / empty row not allowed at start.
    return headDelimiterNok(code);
  }

  /**
   * After `|`, before delimiter cell.
   *
   * ```markdown
   *   | | a |
   * > | | - |
   *      ^
   * ```
   *
   * @type {State}
   */
  function headDelimiterCellBefore(code) {
    if (markdownSpace(code)) {
      return factorySpace(effects, headDelimiterValueBefore, "whitespace")(code);
    }
    return headDelimiterValueBefore(code);
  }

  /**
   * Before delimiter cell value.
   *
   * ```markdown
   *   | | a |
   * > | | - |
   *       ^
   * ```
   *
   * @type {State}
   */
  function headDelimiterValueBefore(code) {
    // Align: left.
    if (code === 58) {
      sizeB += 1;
      seen = true;
      effects.enter('tableDelimiterMarker');
      effects.consume(code);
      effects.exit('tableDelimiterMarker');
      return headDelimiterLeftAlignmentAfter;
    }

    // Align: none.
    if (code === 45) {
      sizeB += 1;
      // To do: seems weird that this *isn’t* left aligned, but that state is used?
      return headDelimiterLeftAlignmentAfter(code);
    }
    if (code === null || markdownLineEnding(code)) {
      return headDelimiterCellAfter(code);
    }
    return headDelimiterNok(code);
  }

  /**
   * After delimiter cell left alignment marker.
   *
   * ```markdown
   *   | | a  |
   * > | | :- |
   *        ^
   * ```
   *
   * @type {State}
   */
  function headDelimiterLeftAlignmentAfter(code) {
    if (code === 45) {
      effects.enter('tableDelimiterFiller');
      return headDelimiterFiller(code);
    }

    // Anything else is not ok after the left-align colon.
    return headDelimiterNok(code);
  }

  /**
   * In delimiter cell filler.
   *
   * ```markdown
   *   | | a |
   * > | | - |
   *       ^
   * ```
   *
   * @type {State}
   */
  function headDelimiterFiller(code) {
    if (code === 45) {
      effects.consume(code);
      return headDelimiterFiller;
    }

    // Align is `center` if it was `left`, `right` otherwise.
    if (code === 58) {
      seen = true;
      effects.exit('tableDelimiterFiller');
      effects.enter('tableDelimiterMarker');
      effects.consume(code);
      effects.exit('tableDelimiterMarker');
      return headDelimiterRightAlignmentAfter;
    }
    effects.exit('tableDelimiterFiller');
    return headDelimiterRightAlignmentAfter(code);
  }

  /**
   * After delimiter cell right alignment marker.
   *
   * ```markdown
   *   | |  a |
   * > | | -: |
   *         ^
   * ```
   *
   * @type {State}
   */
  function headDelimiterRightAlignmentAfter(code) {
    if (markdownSpace(code)) {
      return factorySpace(effects, headDelimiterCellAfter, "whitespace")(code);
    }
    return headDelimiterCellAfter(code);
  }

  /**
   * After delimiter cell.
   *
   * ```markdown
   *   | |  a |
   * > | | -: |
   *          ^
   * ```
   *
   * @type {State}
   */
  function headDelimiterCellAfter(code) {
    if (code === 124) {
      return headDelimiterBefore(code);
    }
    if (code === null || markdownLineEnding(code)) {
      // Exit when:
      // * there was no `:` or `|` at all (it’s a thematic break or setext
      //   underline instead)
      // * the header cell count is not the delimiter cell count
      if (!seen || size !== sizeB) {
        return headDelimiterNok(code);
      }

      // Note: in markdown-rs`, a reset is needed here.
      effects.exit('tableDelimiterRow');
      effects.exit('tableHead');
      // To do: in `markdown-rs`, resolvers need to be registered manually.
      // effects.register_resolver(ResolveName::GfmTable)
      return ok(code);
    }
    return headDelimiterNok(code);
  }

  /**
   * In delimiter row, at a disallowed byte.
   *
   * ```markdown
   *   | | a |
   * > | | x |
   *       ^
   * ```
   *
   * @type {State}
   */
  function headDelimiterNok(code) {
    // Note: in `markdown-rs`, we need to reset, in `micromark-js` we don‘t.
    return nok(code);
  }

  /**
   * Before table body row.
   *
   * ```markdown
   *   | | a |
   *   | | - |
   * > | | b |
   *     ^
   * ```
   *
   * @type {State}
   */
  function bodyRowStart(code) {
    // Note: in `markdown-rs` we need to manually take care of a prefix,
    // but in `micromark-js` that is done for us, so if we’re here, we’re
    // never at whitespace.
    effects.enter('tableRow');
    return bodyRowBreak(code);
  }

  /**
   * At break in table body row.
   *
   * ```markdown
   *   | | a |
   *   | | - |
   * > | | b |
   *     ^
   *       ^
   *         ^
   * ```
   *
   * @type {State}
   */
  function bodyRowBreak(code) {
    if (code === 124) {
      effects.enter('tableCellDivider');
      effects.consume(code);
      effects.exit('tableCellDivider');
      return bodyRowBreak;
    }
    if (code === null || markdownLineEnding(code)) {
      effects.exit('tableRow');
      return ok(code);
    }
    if (markdownSpace(code)) {
      return factorySpace(effects, bodyRowBreak, "whitespace")(code);
    }

    // Anything else is cell content.
    effects.enter("data");
    return bodyRowData(code);
  }

  /**
   * In table body row data.
   *
   * ```markdown
   *   | | a |
   *   | | - |
   * > | | b |
   *       ^
   * ```
   *
   * @type {State}
   */
  function bodyRowData(code) {
    if (code === null || code === 124 || markdownLineEndingOrSpace(code)) {
      effects.exit("data");
      return bodyRowBreak(code);
    }
    effects.consume(code);
    return code === 92 ? bodyRowEscape : bodyRowData;
  }

  /**
   * In table body row escape.
   *
   * ```markdown
   *   | | a    |
   *   | | ---- |
   * > | | b\-c |
   *         ^
   * ```
   *
   * @type {State}
   */
  function bodyRowEscape(code) {
    if (code === 92 || code === 124) {
      effects.consume(code);
      return bodyRowData;
    }
    return bodyRowData(code);
  }
}

/** @type {Resolver} */

function resolveTable(events, context) {
  let index = -1;
  let inFirstCellAwaitingPipe = true;
  /** @type {RowKind} */
  let rowKind = 0;
  /** @type {Range} */
  let lastCell = [0, 0, 0, 0];
  /** @type {Range} */
  let cell = [0, 0, 0, 0];
  let afterHeadAwaitingFirstBodyRow = false;
  let lastTableEnd = 0;
  /** @type {Token | undefined} */
  let currentTable;
  /** @type {Token | undefined} */
  let currentBody;
  /** @type {Token | undefined} */
  let currentCell;
  const map = new edit_map_EditMap();
  while (++index < events.length) {
    const event = events[index];
    const token = event[1];
    if (event[0] === 'enter') {
      // Start of head.
      if (token.type === 'tableHead') {
        afterHeadAwaitingFirstBodyRow = false;

        // Inject previous (body end and) table end.
        if (lastTableEnd !== 0) {
          flushTableEnd(map, context, lastTableEnd, currentTable, currentBody);
          currentBody = undefined;
          lastTableEnd = 0;
        }

        // Inject table start.
        currentTable = {
          type: 'table',
          start: Object.assign({}, token.start),
          // Note: correct end is set later.
          end: Object.assign({}, token.end)
        };
        map.add(index, 0, [['enter', currentTable, context]]);
      } else if (token.type === 'tableRow' || token.type === 'tableDelimiterRow') {
        inFirstCellAwaitingPipe = true;
        currentCell = undefined;
        lastCell = [0, 0, 0, 0];
        cell = [0, index + 1, 0, 0];

        // Inject table body start.
        if (afterHeadAwaitingFirstBodyRow) {
          afterHeadAwaitingFirstBodyRow = false;
          currentBody = {
            type: 'tableBody',
            start: Object.assign({}, token.start),
            // Note: correct end is set later.
            end: Object.assign({}, token.end)
          };
          map.add(index, 0, [['enter', currentBody, context]]);
        }
        rowKind = token.type === 'tableDelimiterRow' ? 2 : currentBody ? 3 : 1;
      }
      // Cell data.
      else if (rowKind && (token.type === "data" || token.type === 'tableDelimiterMarker' || token.type === 'tableDelimiterFiller')) {
        inFirstCellAwaitingPipe = false;

        // First value in cell.
        if (cell[2] === 0) {
          if (lastCell[1] !== 0) {
            cell[0] = cell[1];
            currentCell = flushCell(map, context, lastCell, rowKind, undefined, currentCell);
            lastCell = [0, 0, 0, 0];
          }
          cell[2] = index;
        }
      } else if (token.type === 'tableCellDivider') {
        if (inFirstCellAwaitingPipe) {
          inFirstCellAwaitingPipe = false;
        } else {
          if (lastCell[1] !== 0) {
            cell[0] = cell[1];
            currentCell = flushCell(map, context, lastCell, rowKind, undefined, currentCell);
          }
          lastCell = cell;
          cell = [lastCell[1], index, 0, 0];
        }
      }
    }
    // Exit events.
    else if (token.type === 'tableHead') {
      afterHeadAwaitingFirstBodyRow = true;
      lastTableEnd = index;
    } else if (token.type === 'tableRow' || token.type === 'tableDelimiterRow') {
      lastTableEnd = index;
      if (lastCell[1] !== 0) {
        cell[0] = cell[1];
        currentCell = flushCell(map, context, lastCell, rowKind, index, currentCell);
      } else if (cell[1] !== 0) {
        currentCell = flushCell(map, context, cell, rowKind, index, currentCell);
      }
      rowKind = 0;
    } else if (rowKind && (token.type === "data" || token.type === 'tableDelimiterMarker' || token.type === 'tableDelimiterFiller')) {
      cell[3] = index;
    }
  }
  if (lastTableEnd !== 0) {
    flushTableEnd(map, context, lastTableEnd, currentTable, currentBody);
  }
  map.consume(context.events);

  // To do: move this into `html`, when events are exposed there.
  // That’s what `markdown-rs` does.
  // That needs updates to `mdast-util-gfm-table`.
  index = -1;
  while (++index < context.events.length) {
    const event = context.events[index];
    if (event[0] === 'enter' && event[1].type === 'table') {
      event[1]._align = gfmTableAlign(context.events, index);
    }
  }
  return events;
}

/**
 * Generate a cell.
 *
 * @param {EditMap} map
 *   Edit map to apply to.
 * @param {Readonly<TokenizeContext>} context
 *   Tokenize context.
 * @param {Readonly<Range>} range
 *   Range of the cell within events.
 * @param {RowKind} rowKind
 *   Type of row.
 * @param {number | undefined} rowEnd
 *   Index of the end of the row, if known.
 * @param {Token | undefined} previousCell
 *   Previous cell token, if any.
 * @returns {Token | undefined}
 *   Current cell token after flushing, if any.
 */
// eslint-disable-next-line max-params
function flushCell(map, context, range, rowKind, rowEnd, previousCell) {
  // `markdown-rs` uses:
  // rowKind === 2 ? 'tableDelimiterCell' : 'tableCell'
  const groupName = rowKind === 1 ? 'tableHeader' : rowKind === 2 ? 'tableDelimiter' : 'tableData';
  // `markdown-rs` uses:
  // rowKind === 2 ? 'tableDelimiterCellValue' : 'tableCellText'
  const valueName = 'tableContent';

  // Insert an exit for the previous cell, if there is one.
  //
  // ```markdown
  // > | | aa | bb | cc |
  //          ^-- exit
  //           ^^^^-- this cell
  // ```
  if (range[0] !== 0) {
    previousCell.end = Object.assign({}, getPoint(context.events, range[0]));
    map.add(range[0], 0, [['exit', previousCell, context]]);
  }

  // Insert enter of this cell.
  //
  // ```markdown
  // > | | aa | bb | cc |
  //           ^-- enter
  //           ^^^^-- this cell
  // ```
  const now = getPoint(context.events, range[1]);
  previousCell = {
    type: groupName,
    start: Object.assign({}, now),
    // Note: correct end is set later.
    end: Object.assign({}, now)
  };
  map.add(range[1], 0, [['enter', previousCell, context]]);

  // Insert text start at first data start and end at last data end, and
  // remove events between.
  //
  // ```markdown
  // > | | aa | bb | cc |
  //            ^-- enter
  //             ^-- exit
  //           ^^^^-- this cell
  // ```
  if (range[2] !== 0) {
    const relatedStart = getPoint(context.events, range[2]);
    const relatedEnd = getPoint(context.events, range[3]);
    /** @type {Token} */
    const valueToken = {
      type: valueName,
      start: Object.assign({}, relatedStart),
      end: Object.assign({}, relatedEnd)
    };
    map.add(range[2], 0, [['enter', valueToken, context]]);
    if (rowKind !== 2) {
      // Fix positional info on remaining events
      const start = context.events[range[2]];
      const end = context.events[range[3]];
      start[1].end = Object.assign({}, end[1].end);
      start[1].type = "chunkText";
      start[1].contentType = "text";

      // Remove if needed.
      if (range[3] > range[2] + 1) {
        const a = range[2] + 1;
        const b = range[3] - range[2] - 1;
        map.add(a, b, []);
      }
    }
    map.add(range[3] + 1, 0, [['exit', valueToken, context]]);
  }

  // Insert an exit for the last cell, if at the row end.
  //
  // ```markdown
  // > | | aa | bb | cc |
  //                    ^-- exit
  //               ^^^^^^-- this cell (the last one contains two “between” parts)
  // ```
  if (rowEnd !== undefined) {
    previousCell.end = Object.assign({}, getPoint(context.events, rowEnd));
    map.add(rowEnd, 0, [['exit', previousCell, context]]);
    previousCell = undefined;
  }
  return previousCell;
}

/**
 * Generate table end (and table body end).
 *
 * @param {Readonly<EditMap>} map
 *   Edit map to apply to.
 * @param {Readonly<TokenizeContext>} context
 *   Tokenize context.
 * @param {number} index
 *   Index within the events where the table end should be inserted.
 * @param {Token} table
 *   Table token.
 * @param {Token | undefined} tableBody
 *   Table body token, if any.
 * @returns {undefined}
 *   Nothing.
 */
// eslint-disable-next-line max-params
function flushTableEnd(map, context, index, table, tableBody) {
  /** @type {Array<Event>} */
  const exits = [];
  const related = getPoint(context.events, index);
  if (tableBody) {
    tableBody.end = Object.assign({}, related);
    exits.push(['exit', tableBody, context]);
  }
  table.end = Object.assign({}, related);
  exits.push(['exit', table, context]);
  map.add(index + 1, 0, exits);
}

/**
 * Get the point (start or end) for a given event in the list of events.
 *
 * @param {Readonly<Array<Event>>} events
 *   List of events.
 * @param {number} index
 *   Index of the event to get the point for.
 * @returns {Readonly<Point>}
 *   Start point for enter and end point for exit.
 */
function getPoint(events, index) {
  const event = events[index];
  const side = event[0] === 'enter' ? 'start' : 'end';
  return event[1][side];
}
;// CONCATENATED MODULE: ./packages/changelog/src/markdown/tree.ts



/** Makes a node of a token; its positions are those of the token. */
const enterAs = (create) => function (token) {
    this.enter(create(), token);
};
function exitToken(token) {
    this.exit(token);
}
/**
 * The constructs of GFM that decide whether a text is code or a link: cells of a table end at a pipe, code or not, and a bare
 * address is a link. What only changes how a text looks (strikethrough, task lists) is not needed here.
 */
const gfm = {
    enter: {
        table: enterAs(() => ({ type: 'table', align: [], children: [] })),
        tableRow: enterAs(() => ({ type: 'tableRow', children: [] })),
        tableData: enterAs(() => ({ type: 'tableCell', children: [] })),
        tableHeader: enterAs(() => ({ type: 'tableCell', children: [] })),
        literalAutolink: enterAs(() => ({ type: 'link', title: null, url: '', children: [] })),
    },
    exit: {
        table: exitToken,
        tableRow: exitToken,
        tableData: exitToken,
        tableHeader: exitToken,
        literalAutolink: exitToken,
    },
};
const extensions = [gfmTable(), gfmAutolinkLiteral()];
// One step after the other looks at the same text.
let newest;
/** Parses as GitHub does (https://github.github.com/gfm/); the tree is only read. The caller bounds the cost. */
function parseGfm(text) {
    if (newest?.text !== text)
        newest = { text, root: fromMarkdown(text, { extensions, mdastExtensions: [gfm] }) };
    return newest.root;
}
/** All nodes in the order of the text; deep nesting does not exhaust the stack. */
function* walkPlaced(root) {
    const waiting = [{ node: root, parent: root, isLinked: false }];
    for (let placed = waiting.pop(); placed !== undefined; placed = waiting.pop()) {
        yield placed;
        const { node, isLinked } = placed;
        if (!('children' in node))
            continue;
        const within = isLinked || node.type === 'link' || node.type === 'linkReference';
        // One by one: a long text has more children than a call may have arguments.
        for (let index = node.children.length - 1; index >= 0; index -= 1) {
            const child = node.children[index];
            if (child !== undefined)
                waiting.push({ node: child, parent: node, isLinked: within });
        }
    }
}
/** All nodes in the order of the text. */
function* walkMarkdown(root) {
    for (const { node } of walkPlaced(root))
        yield node;
}
/** Offsets of a parsed node in UTF-16 units. */
function offsetsOf(node) {
    return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/html.ts



/** A browser ends elements that are nested deeper than this. People do not nest so deep. */
const maxDepth = 20;
/** The elements that are open at one place of the tree. */
class ElementStack {
    open = [];
    get hasLink() {
        return this.open.some(({ name, opening }) => name === 'a' && opening !== '');
    }
}
/**
 * The edits that leave only elements which GitHub shows and which cannot reach beyond themselves: each has its end within the
 * same block, in order. What the author meant as text (`List<str>`) is shown as text.
 */
function renderHtmlEdits(text, root, base) {
    const tags = [];
    const stacks = new Map();
    for (const { node, parent, isLinked } of walkPlaced(root)) {
        if (node.type !== 'html')
            continue;
        const stack = stacks.get(parent) ?? new ElementStack();
        stacks.set(parent, stack);
        let { start } = offsetsOf(node);
        const source = text.slice(start, offsetsOf(node).end);
        for (const token of readHtmlTokens(source)) {
            const tag = { token, start, text: undefined };
            tags.push(tag);
            start += token.source.length;
            placeTag(tag, stack, base, isLinked);
        }
    }
    const ends = [];
    for (const [parent, { open }] of stacks) {
        for (const element of open.reverse())
            endUnclosed(element, parent === root ? ends : undefined);
    }
    const edits = tags
        .filter(({ token, text: kept }) => kept !== token.source)
        .map(({ token, start, text: kept = '' }) => ({ start, end: start + token.source.length, text: kept }));
    if (ends.length > 0)
        edits.push({ start: text.length, end: text.length, text: `\n\n${ends.join('\n')}` });
    return edits;
}
function placeTag(tag, stack, base, isLinked) {
    const { token } = tag;
    if (token.kind === 'comment')
        tag.text = '';
    else if (token.kind === 'text')
        tag.text = token.source.replaceAll('<', '&lt;');
    else if (token.kind === 'close')
        closeElement(tag, token.name, stack);
    else
        openElement(tag, token, stack, base, isLinked);
}
function openElement(tag, token, stack, base, isLinked) {
    const { name, attributes } = token;
    const isInLink = isLinked || stack.hasLink;
    if (name === 'img') {
        tag.text = renderImage(attributes, base, isInLink);
        return;
    }
    const mapped = mapElement(name);
    if (mapped === undefined || stack.open.length >= maxDepth) {
        tag.text = token.source.replaceAll('<', '&lt;');
        return;
    }
    if (voidElements.has(mapped)) {
        tag.text = `<${mapped}>`;
        return;
    }
    const address = name === 'a' && !isInLink ? readAddress(attributes.get('href'), base) : undefined;
    const isDropped = name === 'a' && address === undefined;
    stack.open.push({
        name,
        tag,
        opening: isDropped ? '' : renderOpenTag(mapped, attributes, address),
        closing: isDropped ? '' : `</${mapped}>`,
    });
}
function closeElement(tag, name, stack) {
    const last = stack.open.at(-1);
    // A list or a table may leave the ends of its parts out.
    const depth = stack.open.findLastIndex((element) => element.name === name);
    const isBehindOptional = depth >= 0 && stack.open.slice(depth + 1).every((element) => optionalEnds.has(element.name));
    if (last === undefined || !isBehindOptional) {
        tag.text = mapElement(name) === undefined ? tag.token.source.replaceAll('<', '&lt;') : '';
        return;
    }
    for (const element of stack.open.splice(depth + 1))
        element.tag.text = '';
    const element = stack.open.pop();
    if (element === undefined)
        return;
    element.tag.text = element.opening;
    tag.text = element.closing;
}
/** What stays open: its end is put behind the text when it holds blocks, and else it was meant as text. */
function endUnclosed({ name, tag, opening, closing }, ends) {
    if (optionalEnds.has(name) || opening === '')
        tag.text = '';
    else if (ends !== undefined && blockElements.has(name)) {
        tag.text = opening;
        ends.push(closing);
    }
    else
        tag.text = tag.token.source.replaceAll('<', '&lt;');
}
/** An address of an attribute; undefined when it is not one that leads somewhere, or hides what it is behind entities. */
function readAddress(value, base) {
    const plain = value?.replaceAll('&amp;', '&');
    if (plain === undefined || plain.trim() === '' || /&(?:#|[a-z]+;)/i.test(plain))
        return undefined;
    return completeAddress(plain.trim(), base, 'blob')?.replaceAll('&', '&amp;');
}
function renderImage(attributes, base, isInLink) {
    const address = readAddress(attributes.get('src'), base);
    const label = nameImage(attributes.get('alt') ?? '', attributes.get('src') ?? '').replace(/["']/g, ' ');
    return address === undefined || isInLink ? label : `<a href="${address}">${label}</a>`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/links.ts


/**
 * The edits that write every reference out as an inline link, take titles and definitions away, complete relative addresses,
 * make links of images, and leave only the text of a link to any other scheme.
 */
function renderLinkEdits(text, root, base) {
    const placed = [...walkPlaced(root)];
    const definitions = new Map();
    // The first definition of a label counts (CommonMark §4.7).
    for (const { node } of placed)
        if (node.type === 'definition' && !definitions.has(node.identifier))
            definitions.set(node.identifier, node.url);
    const edits = [];
    for (const { node, isLinked } of placed) {
        if (node.type === 'definition')
            edits.push({ ...offsetsOf(node), text: '' });
        else if (node.type === 'link' || node.type === 'linkReference')
            edits.push(...editLink(text, node, definitions, base));
        else if (node.type === 'image' || node.type === 'imageReference')
            edits.push(editImage(node, definitions, base, isLinked));
    }
    return edits;
}
function editLink(text, node, definitions, base) {
    const { start, end } = offsetsOf(node);
    // A bare address: GFM knows them by "http://", "https://", "www." and "@" alone.
    if (text[start] !== '[' && text[start] !== '<')
        return [];
    const address = completeAddress(addressOf(node, definitions), base, 'blob');
    // An autolink, `<https://…>`: CommonMark allows only absolute addresses there.
    if (text[start] === '<') {
        return address === undefined ? [{ start, end: start + 1, text: '&lt;' }] : [];
    }
    const [first] = node.children;
    const last = node.children.at(-1);
    const from = first === undefined ? start + 1 : offsetsOf(first).start;
    const to = last === undefined ? start + 1 : offsetsOf(last).end;
    if (address === undefined) {
        return [
            { start, end: from, text: '' },
            { start: to, end, text: '' },
        ];
    }
    return text.slice(to, end) === `](${address})` ? [] : [{ start: to, end, text: `](${address})` }];
}
/** An image in a release is loaded by everybody who reads it, and as large as its author likes: a link says where it is. */
function editImage(node, definitions, base, isLinked) {
    const source = addressOf(node, definitions);
    const address = completeAddress(source, base, 'blob');
    const label = nameImage(node.alt ?? '', source);
    const isPlain = address === undefined || address === '' || isLinked;
    return { ...offsetsOf(node), text: isPlain ? label : `[${label}](${address})` };
}
function addressOf(node, definitions) {
    return 'url' in node ? node.url : (definitions.get(node.identifier) ?? '');
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/reference-links.ts

const address = String.raw `(?:https?:\/\/|\bwww\.)[^\s<>\u0060{}]+`;
// What stands before decides: an address of mail, a path, an entity and what is escaped are no references.
const before = String.raw `(?<![\w.\u0060@\/\\!&#\u200C-])`;
const login = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?(?![A-Za-z0-9-])';
// `@app.route`, `@types/node`, `@fixture(…)`, `@cached_property`.
const decorated = String.raw `[A-Za-z_][\w-]{0,60}(?:(?:[./][A-Za-z_][\w-]{0,60}){1,5}|(?=\())|[A-Za-z_][A-Za-z0-9]{0,60}_\w{0,60}`;
const mention = String.raw `@(?:(${login})(?![\w/(]|\.\w)|(${decorated}))`;
const repository = String.raw `[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100}`;
const issue = String.raw `(?:(${repository})?#|GH-)([1-9]\d{0,6})(?![\w-])`;
const anyReference = new RegExp(`(${address})|${before}(?:${mention}|${issue})`, 'g');
// Decorators of the standard library whose names could be those of accounts.
const decorators = new Set('property staticmethod classmethod overload override final dataclass dataclasses abstractmethod contextmanager asynccontextmanager wraps cache singledispatch singledispatchmethod deprecated unique'.split(' '));
/** The references of a piece of plain text, in its order. Takes linear time. */
function* findReferences(text, from = 0, to = text.length) {
    const pattern = new RegExp(anyReference);
    pattern.lastIndex = from;
    for (let found = pattern.exec(text); found !== null && found.index < to; found = pattern.exec(text)) {
        const [source, url, account, code, other, number] = found;
        const start = found.index;
        const end = start + source.length;
        if (end > to)
            return;
        if (url !== undefined)
            yield { start, end, reference: { kind: 'address', source } };
        else if (number !== undefined)
            yield { start, end, reference: { kind: 'issue', repository: other, number, source } };
        else if (account !== undefined && !decorators.has(account))
            yield { start, end, reference: { kind: 'mention', login: account } };
        else if (account !== undefined || code !== undefined)
            yield { start, end, reference: { kind: 'code', source } };
    }
}
/** Address of the server that a repository is on. */
const serverOf = ({ repositoryUrl }) => new URL(repositoryUrl).origin;
/** A link to an account, which tells nobody: GitHub looks for no mention in a link. */
function renderMention(login, base) {
    return `[@${login}](${serverOf(base)}/${login})`;
}
/** A link to an issue or a pull request; GitHub redirects from the one to the other. */
function renderIssue({ repository: other, number, source }, base) {
    const repositoryUrl = other === undefined ? base.repositoryUrl : `${serverOf(base)}/${other}`;
    return `[${source.replaceAll('_', '\\_')}](${repositoryUrl}/issues/${number})`;
}
/**
 * The edits that write mentions and numbers of issues as links. Where a backtick stands in a text, a decorator is left for
 * `breakReferences`: it could become the end of other code.
 */
function linkReferences(text, root, base) {
    const spans = [...walkPlaced(root)].filter(({ node, isLinked }) => node.type === 'text' && !isLinked);
    const hasBackticks = spans.some(({ node }) => {
        const { start, end } = offsetsOf(node);
        return text.slice(start, end).includes('`');
    });
    const edits = replaceRoles(text, root, base);
    for (const { node } of spans) {
        const { start, end } = offsetsOf(node);
        const isInCodeNext = text[end] === '`' || text[start - 1] === '`';
        for (const found of findReferences(text.slice(start, end))) {
            const { reference } = found;
            // The beginning of a piece of text is not always that of a word: `a_**@b**`.
            if (found.start === 0 && /[\w.`@/\\!&#-]/.test(text[start - 1] ?? ' '))
                continue;
            const written = reference.kind === 'mention'
                ? renderMention(reference.login, base)
                : reference.kind === 'issue'
                    ? renderIssue(reference, base)
                    : reference.kind === 'code' && !hasBackticks && !isInCodeNext
                        ? `\`${reference.source}\``
                        : undefined;
            if (written === undefined)
                continue;
            edits.push({ start: start + found.start, end: start + found.end, text: written });
        }
    }
    return edits;
}
// MyST writes the roles of Sphinx so: `{issue}`12``, `{func}`open``.
const role = /\{([a-z][\w:-]{0,40})\}$/;
const issueRole = /^(?:issue|pr|pull|gh|gh-issue|gh-pr|bug|pull-request)$/;
/** The edits that show what a role of Sphinx means; GitHub knows none of them. */
function replaceRoles(text, root, base) {
    const edits = [];
    for (const { node, isLinked } of walkPlaced(root)) {
        if (node.type !== 'inlineCode' || isLinked)
            continue;
        const { start, end } = offsetsOf(node);
        const [written, name = ''] = role.exec(text.slice(Math.max(0, start - 44), start)) ?? [];
        if (written === undefined)
            continue;
        const isIssue = issueRole.test(name) && /^[1-9]\d{0,6}$/.test(node.value);
        edits.push(isIssue
            ? {
                start: start - written.length,
                end,
                text: `[#${node.value}](${base.repositoryUrl}/issues/${node.value})`,
            }
            : { start: start - written.length, end: start, text: '' });
    }
    return edits;
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/references.ts


/** Shows nothing and is no space: it parts what GitHub would link, mention or evaluate. */
const nonJoiner = '\u200C';
const addresses = String.raw `https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s<&]*`;
const mentions = String.raw `(?<![A-Za-z0-9])@(?=[^\s@\u200C])`;
const numbers = String.raw `#(?=[0-9&])|(?<![A-Za-z0-9])GH-(?=\d)`;
const entities = '&(?:#0{0,5}(?:64|35)|#x0{0,5}(?:40|23)|commat|num);';
// https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
const closing = String.raw `\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=:?\s+(?:\[|https?:|[\w./-]{0,140}#|GH-))`;
const footnotes = String.raw `\[(?=\^)`;
const linking = new RegExp(`(${addresses})|${mentions}|${numbers}|${entities}|${closing}|${footnotes}`, 'gi');
/**
 * Where GitHub looks for mentions and numbers of issues: everywhere but in code and in links
 * (https://github.com/gjtorikian/html-pipeline, `mention_filter.rb`: `IGNORE_PARENTS`).
 */
function listTextSpans(text, root) {
    const spans = [];
    for (const { node, isLinked } of walkPlaced(root)) {
        if (isLinked)
            continue;
        if (node.type === 'text')
            spans.push(offsetsOf(node));
        if (node.type !== 'html')
            continue;
        let { start } = offsetsOf(node);
        for (const token of readHtmlTokens(text.slice(start, offsetsOf(node).end))) {
            if (token.kind === 'text')
                spans.push({ start, end: start + token.source.length });
            start += token.source.length;
        }
    }
    return spans;
}
/**
 * The edits that part every mention, number of an issue and word that closes one from what GitHub knows them by, and the sign of
 * a footnote, whose definition would go on in what is indented here.
 */
function breakReferences(text, root) {
    const edits = [];
    const find = (from) => {
        linking.lastIndex = from;
        return linking.exec(text);
    };
    let found = find(0);
    for (const span of listTextSpans(text, root)) {
        // GitHub looks at each piece by itself: at its beginning nothing stands before.
        const opening = /^(?:@(?=[^\s@\u200C])|GH-(?=\d))/i.exec(text.slice(span.start, span.start + 8))?.[0];
        if (opening !== undefined && /[A-Za-z0-9]/.test(text[span.start - 1] ?? '')) {
            const start = span.start + opening.length;
            edits.push({ start, end: start, text: nonJoiner });
        }
        // What was found before this piece began in a link's address or in code.
        if (found !== null && found.index < span.start)
            found = find(span.start);
        while (found !== null && found.index < span.end) {
            const [source, address] = found;
            const start = found.index;
            const end = start + source.length;
            const letter = /64|40|commat/i.test(source) ? '@' : '#';
            if (address === undefined)
                edits.push({ start, end, text: `${source.startsWith('&') ? letter : source}${nonJoiner}` });
            // An address may be read on into the next piece, where something else begins.
            found = find(Math.min(end, span.end));
        }
    }
    return edits;
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/neutralize.ts







// Rounds of settling a text; more than a text written by people ever needs.
const maxRounds = 8;
// The parser needs quadratic time for a crafted paragraph; notes beyond this are not shown anyway.
const maxTextLength = 250_000;
// Controls but tab and line feed, bidirectional overrides and isolates (UAX #9): they make a text look like another one.
const deceiving = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g;
/**
 * Markdown of a changelog as it may stand in a release: the HTML that GitHub shows and that ends where it should, no image, no
 * mention, no bare reference to an issue, no word that closes one, no expression. Mentions and numbers become links; addresses are
 * `http(s)` or `mailto`, relative ones lead to the file at the tag, references are written out, so that the text can be cut
 * between blocks; a fence left open is closed.
 */
function neutralizeMarkdown(text, base) {
    const part = text.length > maxTextLength ? text.slice(0, maxTextLength) : text;
    const plain = part.replace(/\r\n?/g, '\n').replace(deceiving, '');
    try {
        const settled = settle(plain, base);
        const linked = base === undefined || !mayRefer.test(settled) ? settled : linkWhereSafe(settled, base);
        const broken = mayRefer.test(linked)
            ? applyEdits(linked, breakReferences(linked, neutralize_parse(linked)))
            : linked;
        return closeFence(breakCommands(broken).trimEnd());
    }
    catch (failure) {
        if (failure instanceof CostlyMarkdown)
            return showAsText(plain);
        throw failure;
    }
}
// Without one of these there is nothing to link and nothing to break.
const mayRefer = /[@#&{]|GH-|\[\^|clos|fix|resolv/i;
class CostlyMarkdown extends Error {
}
/** Parses a text that the parser is done with in time; taking a text apart may have made another one of it. */
function neutralize_parse(text) {
    if (isCostlyMarkdown(text))
        throw new CostlyMarkdown();
    return parseGfm(text);
}
/** A text that no parser would be done with in time, as it is; in code nothing is mentioned, linked or closed. */
function showAsText(text) {
    return `*These notes are shown as plain text: their Markdown is nested too deeply.*\n\n${breakCommands(renderAsCode(text))}`;
}
/** Breaks what the runner, or a workflow that reads the text, would evaluate. */
function breakCommands(text) {
    return text
        .replaceAll('${{', `$${nonJoiner}{{`)
        .replace(/^([ \t]*:):(?=[a-z])/gim, `$1${nonJoiner}:`)
        .replaceAll('##[', `##${nonJoiner}[`);
}
/** One round of taking away what may not stay. */
function settleOnce(text, base) {
    const root = neutralize_parse(text);
    return applyEdits(text, [...renderLinkEdits(text, root, base), ...renderHtmlEdits(text, root, base)]);
}
/** What is left of something that was taken away may be part of something else: until nothing changes. */
function settle(text, base) {
    let current = text;
    for (let round = 0; round < maxRounds; round += 1) {
        const next = settleOnce(current, base);
        if (next === current)
            return current;
        current = next;
    }
    const escaped = current.replaceAll('<', '&lt;').replace(/(?<!\\)[[\]]/g, '\\$&');
    return settleOnce(escaped, base) === escaped ? escaped : renderAsCode(current);
}
/** Links in a text that was settled; a text that would have to be settled again is left without them. */
function linkWhereSafe(text, base) {
    const linked = applyEdits(text, linkReferences(text, neutralize_parse(text), base));
    return linked === text || settleOnce(linked, base) === linked ? linked : text;
}
/**
 * Ends what is open at the end of a text: a fence or an element would swallow all that follows. An end whose beginning stands in
 * another part goes.
 */
function closeBlocks(text) {
    if (isCostlyMarkdown(text))
        return showAsText(text);
    const closed = closeFence(text);
    if (!closed.includes('<'))
        return closed;
    return applyEdits(closed, renderHtmlEdits(closed, parseGfm(closed), undefined));
}
/** Adds the end of a fence that is open at the end of a text: it would swallow all that follows. */
function closeFence(text) {
    if (isCostlyMarkdown(text))
        return showAsText(text);
    if (!/^ {0,3}(?:`{3}|~{3})/m.test(text))
        return text;
    const last = parseGfm(text).children.at(-1);
    if (last?.type !== 'code')
        return text;
    const source = text.slice(offsetsOf(last).start).split('\n');
    const run = /^ {0,3}(`{3,}|~{3,})/.exec(source[0] ?? '')?.[1];
    if (run === undefined)
        return text;
    const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(source.length > 1 ? (source.at(-1) ?? '') : '')?.[1];
    return end?.startsWith(run) === true ? text : `${text}\n${run}`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/text.ts



/** A code span as commit titles have them; a pipe would end a table cell. */
const codeSpan = /(`[^`|\n]+`)/;
/**
 * A title of a commit or pull request: code spans stay, numbers of issues and names are links, everything else is plain text. It
 * may stand anywhere in a line.
 */
function renderTitle(text, base) {
    return showLine(text)
        .split(codeSpan)
        .map((part, index) => {
        // What is told apart by a blank end would not be code any more; nothing in code is linked or mentioned.
        const isCode = index % 2 === 1 && part.slice(1, -1).trim() !== '';
        return isCode ? part.replaceAll('${{', `$${nonJoiner}{{`) : renderWords(part, base);
    })
        .join('');
}
/** Untrusted text inside a line, as plain text without links. */
function renderPlain(text) {
    return escapeWords(showLine(text));
}
/** One line without anything invisible; what the log of a runner would take for a command is none inside of a line. */
function showLine(text) {
    return (0,neutralize/* neutralizeLine */.a0)(text).replaceAll(`:${nonJoiner}:`, '::');
}
function renderWords(text, base) {
    let written = '';
    let from = 0;
    for (const { start, end, reference } of findReferences(text)) {
        written += escapeWords(text.slice(from, start)) + renderReference(reference, base);
        from = end;
    }
    return written + escapeWords(text.slice(from));
}
function renderReference(reference, base) {
    if (reference.kind === 'mention')
        return renderMention(reference.login, base);
    if (reference.kind === 'issue')
        return renderIssue(reference, base);
    if (reference.kind === 'code')
        return `\`${reference.source}\``;
    // A dot or a bracket behind an address is not a part of it.
    const [, address = '', rest = ''] = /^(.*?)([.,:;!?)\]'"]*)$/.exec(reference.source) ?? [];
    const page = new RegExp(`^${escapePattern(serverOf(base))}/([\\w.-]+/[\\w.-]+)/(?:issues|pull)/(\\d{1,7})$`);
    const [, repository, number] = page.exec(address) ?? [];
    const shown = repository === undefined || number === undefined
        ? `\`${address.replaceAll('${{', `$${nonJoiner}{{`)}\``
        : `[${base.repositoryUrl.endsWith(`/${repository}`) ? '' : repository.replaceAll('_', '\\_')}#${number}](${address})`;
    return shown + escapeWords(rest);
}
const escapePattern = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const mailAddress = /^[([{"'<]*[A-Za-z0-9](?:[\w.+-]{0,62}[A-Za-z0-9])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]*[A-Za-z0-9])+[)\]}"'>.,;:!?]*$/;
/**
 * Escapes what means something inside of a line of GitHub's Markdown (CommonMark §2.4), and no more: people read and edit the
 * source of a draft. Between letters an underscore means nothing.
 */
function escapeWords(text) {
    return (text
        // An address of mail stays whole; in anything else with an "@", somebody could be meant.
        .replace(/\S*@\S*/g, (word) => mailAddress.test(word) ? word : word.replace(/@(?=[\w-])/g, `@${nonJoiner}`))
        .replace(/[\\`*[\]~$]|<(?=[A-Za-z/!?])|&(?=#|[A-Za-z])|\{(?=\{)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&')
        // What would begin a list, a quote or a heading at the start of an item.
        .replace(/^(\s*)([-+](?=\s|$)|[#>=]|\d{1,9}(?=[.)](?:\s|$)))/, (_found, blank, mark) => /\d/.test(mark) ? `${blank}${mark}\\` : `${blank}\\${mark}`)
        .replace(/#(?=\d)/g, `#${nonJoiner}`)
        .replace(/(?<![A-Za-z0-9])GH(?=-\d)/gi, `$&${nonJoiner}`)
        // GitHub begins an address behind an underscore as well, and takes a backslash behind it for a part of it.
        .replace(/(?<![A-Za-z0-9])(?:https?:\/\/|www\.)/gi, (found) => `${found.slice(0, 3)}${nonJoiner}${found.slice(3)}`));
}
/** A link whose text is plain; the address is one this project built. */
function renderLink(text, address) {
    return `[${renderPlain(text)}](${address})`;
}
/** A table of GitHub's Markdown whose cells are Markdown already. @param aligned columns with numbers */
function renderTable(headers, rows, aligned = []) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const marks = headers.map((_header, index) => (aligned.includes(index) ? '--:' : '---'));
    return [line(headers), `|${marks.join('|')}|`, ...rows.map(line)].join('\n');
}
/** A block of commands to copy; a command holds no line break and no fence, being made of checked parts. */
function renderCommands(commands, language = 'sh') {
    return `\`\`\`${language}\n${commands.join('\n')}\n\`\`\``;
}
/** Something long, opened only by who wants it. @param summary plain text of our own */
function renderFolded(summary, body) {
    return `<details>\n<summary>${(0,neutralize/* escapeHtml */.ZD)(summary)}</summary>\n\n${body}\n\n</details>`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/assets.ts


const distribution = /\.(?:whl|tar\.gz|zip)$/;
/** Whether a file is one that pip installs. */
const isDistribution = ({ name }) => distribution.test(name);
/** Distributions first, then by name (code units): the same files give the same order. */
function sortAssets(assets) {
    const rank = (asset) => (isDistribution(asset) ? 0 : 1);
    return assets.toSorted((left, right) => rank(left) - rank(right) || (left.name < right.name ? -1 : 1));
}
/** The files with their SHA-256, folded. Empty when there are none. */
function renderAssetTable(assets) {
    if (assets.length === 0)
        return '';
    const rows = sortAssets(assets).map(({ name, storedName, sha256, size }) => [
        storedName === undefined ? (0,neutralize/* codeSpan */.SS)(name) : `${(0,neutralize/* codeSpan */.SS)(name)}, stored as ${(0,neutralize/* codeSpan */.SS)(storedName)}`,
        describeSize(size),
        (0,neutralize/* codeSpan */.SS)(sha256),
    ]);
    return renderFolded('Files and SHA-256', renderTable(['File', 'Size', 'SHA-256'], rows, [1]));
}
/** Decimal units, as GitHub and PyPI show sizes. */
function describeSize(bytes) {
    if (bytes < 1000)
        return `${bytes} B`;
    if (bytes < 999_950)
        return `${(bytes / 1000).toFixed(1)} kB`;
    return bytes < 999_950_000 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/headings.ts


/**
 * Moves the headings of a part below the heading that it gets: the highest of them has the level `top`, the others keep their
 * distance, and none is skipped.
 * @param text safe and of a bounded cost
 */
function placeHeadings(text, top) {
    // ATX headings have a "#", setext headings a line of "=" or "-".
    if (!text.includes('#') && !/^[ \t>*+-]*[=-]+[ \t]*$/m.test(text))
        return text;
    const headings = [...walkMarkdown(parseGfm(text))].filter((node) => node.type === 'heading');
    const open = [];
    return applyEdits(text, headings.map((heading) => {
        while (open.length > 0 && (open.at(-1) ?? 0) >= heading.depth)
            open.pop();
        open.push(heading.depth);
        const level = Math.min(6, top + open.length - 1);
        const { start, end } = offsetsOf(heading);
        const [first] = heading.children;
        const last = heading.children.at(-1);
        // Setext headings have their mark behind them, and may have more than one line.
        const words = first === undefined || last === undefined
            ? ''
            : text.slice(offsetsOf(first).start, offsetsOf(last).end).replace(/\s*\n\s*/g, ' ');
        return { start, end, text: `${'#'.repeat(level)} ${words}`.trimEnd() };
    }));
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/change-section.ts



const securityTitle = /^\W*security\b/i;
const breakingTitle = /\bbreaking\b/i;
const advisory = /\bGHSA(?:-[23456789cfghjmpqrvwx]{4}){3}\b/i;
const cve = /\bCVE-\d{4}-\d{4,9}\b/i;
// The page of a release has its date already.
const releaseDate = /^\W{0,3}(?:released?(?: date| on)?:? *)\(?\d{4}-\d{2}-\d{2}\W{0,4}(?:\n\s*|$)/i;
/** Sections as a reader needs them: what stands above all first, then security, breaking changes, and the rest as written. */
function orderSections(sections) {
    const rank = ({ title }) => {
        if (title === undefined)
            return 0;
        if (securityTitle.test(title))
            return 1;
        return breakingTitle.test(title) ? 2 : 3;
    };
    return sections.toSorted((left, right) => rank(left) - rank(right));
}
/** Each section by itself: what it opens it ends, and its headings are below its title. */
function settleSection({ title, body }) {
    const closed = closeBlocks(title === undefined ? body.replace(releaseDate, '') : body);
    if (isCostlyMarkdown(closed))
        return { title, body: closed };
    return { title, body: placeHeadings(closed, title === undefined ? 3 : 4) };
}
/** The sections below each other, with an alert above them when one is about security. */
function renderSections(sections) {
    const alert = renderAlert(sections.find(({ title }) => title !== undefined && securityTitle.test(title)));
    return [
        ...(alert === undefined ? [] : [alert]),
        ...sections.map(({ title, body }) => (title === undefined ? body : `### ${title}\n\n${body}`.trimEnd())),
    ].join('\n\n');
}
/** https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts */
function renderAlert(section) {
    if (section === undefined || section.body.trim() === '')
        return undefined;
    const items = section.body.match(/^(?:[-*+]|\d{1,9}[.)]) /gm)?.length ?? 1;
    const named = advisory.exec(section.body)?.[0];
    const id = named ?? cve.exec(section.body)?.[0].toUpperCase();
    const page = named === undefined
        ? `https://www.cve.org/CVERecord?id=${id}`
        : `https://github.com/advisories/${named.replace(/^ghsa/i, 'GHSA')}`;
    const issue = items > 1 ? 'security issues' : 'a security issue';
    const link = id === undefined || items > 1 ? '' : ` ([${id}](${page}))`;
    return `> [!IMPORTANT]\n> This release fixes ${issue}${link}. Please upgrade.`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/install.ts



/** Projects of one release whose files are offered for installation. */
const maxProjects = 3;
/** What `gh` calls the repository: with its host, unless it is on github.com. */
function nameForGh({ repository, repositoryUrl, }) {
    const { host } = new URL(repositoryUrl);
    return host === 'github.com' ? repository : `${host}/${repository}`;
}
/** The ways to install the release, each of which was seen to work. Empty when there is none. */
function renderInstall(facts) {
    const sections = [
        ...facts.channels.map(({ name, commands }) => ({ title: name, commands })),
        { title: 'This release', commands: listAssetCommands(facts) },
        { title: 'Source', commands: listSourceCommands(facts) },
    ].filter(({ commands }) => commands.length > 0);
    if (sections.length === 0)
        return '';
    const [only] = sections;
    const body = sections.length === 1 && only !== undefined
        ? renderCommands(only.commands)
        : sections.map(({ title, commands }) => `### ${title}\n\n${renderCommands(commands)}`).join('\n\n');
    return `## Install\n\n${body}`;
}
/** One file of each project that every platform can install: the pure wheel, or the sdist of a project without wheels. */
function listInstallable(assets) {
    const byProject = new Map();
    for (const { name, storedName } of sortAssets(assets)) {
        // pip reads the version from the name: under another one the file does not install.
        if (storedName !== undefined)
            continue;
        const wheel = /^([A-Za-z0-9][\w.]*)-[^-]+(?:-\d[^-]*)?-([^-]+-[^-]+-[^-]+)\.whl$/.exec(name);
        const sdist = /^([A-Za-z0-9][\w.-]*)-\d[^-]*\.tar\.gz$/.exec(name);
        const written = wheel?.[1] ?? sdist?.[1];
        if (written === undefined)
            continue;
        const project = written.replace(/[-_.]+/g, '-').toLowerCase();
        const rank = wheel === null ? 1 : wheel[2]?.endsWith('-none-any') === true ? 2 : 0;
        if (rank > (byProject.get(project)?.rank ?? -1))
            byProject.set(project, { project, file: name, rank });
    }
    return [...byProject.values()].filter(({ rank }) => rank > 0).slice(0, maxProjects);
}
function listAssetCommands(facts) {
    const { repositoryUrl, tag, assets, isPublic } = facts;
    const files = listInstallable(assets);
    if (isPublic) {
        const folder = `${repositoryUrl}/releases/download/${encodeURIComponent(tag)}`;
        return files.map(({ project, file }) => `pip install "${project} @ ${folder}/${encodeURIComponent(file)}"`);
    }
    return files.flatMap(({ file }) => [
        `gh release download ${quoteWord(tag)} --repo ${nameForGh(facts)} --pattern ${quoteWord(file)}`,
        `pip install ${quoteWord(`./${file}`)}`,
    ]);
}
function listSourceCommands({ repositoryUrl, tag, assets, isPublic, folder }) {
    const [first, ...others] = listInstallable(assets);
    // A tag with anything but these would have to be encoded in two ways at once.
    if (!isPublic || first === undefined || others.length > 0 || !/^[\w.+/-]+$/.test(tag))
        return [];
    const part = folder === undefined ? '' : `#subdirectory=${folder}`;
    if (!/^[#\w.=/-]*$/.test(part))
        return [];
    return [`pip install "${first.project} @ git+${repositoryUrl}@${tag}${part}"`];
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/people.ts

const maxTrailers = 50;
/** More names than these are folded: nobody reads a paragraph of ninety. */
const maxShownPeople = 12;
const loginGrammar = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const trailer = /^co-authored-by:[ \t]*([^<>]{1,200}?)[ \t]*<([^<>\s]{1,254})>[ \t]*$/i;
// https://docs.github.com/account-and-profile/reference/email-addresses-reference#your-noreply-email-address
const noReply = /^(?:\d+\+)?([A-Za-z0-9-]+)(?:\[bot\])?@users\.noreply\.[\w.-]+$/i;
// An address that takes no mail is that of a program, but for those GitHub gives to people.
const programAddress = /^(?:no-?reply|noreply-[\w-]+|bot|actions?)@(?!users\.noreply\.)/i;
// Accounts of programs that are not apps, hence without "[bot]".
const programNames = /^(?:github|github-actions|web-flow|dependabot(?:-preview)?|renovate(?:-bot)?|pre-commit-ci|pyup-bot|snyk-bot|depfu|greenkeeper|copilot|semantic-release-bot|release-please|allcontributors)$/i;
/** The co-authors a commit message names; an account is known when the address is GitHub's own. */
function readCoAuthors(message) {
    const people = [];
    for (const line of message.split(/\r\n|\n|\r/)) {
        const found = line.length > 500 ? null : trailer.exec(line);
        if (found === null || people.length >= maxTrailers)
            continue;
        const address = found[2] ?? '';
        const login = noReply.exec(address)?.[1];
        const name = (found[1] ?? '').trim();
        if (name !== '' && !programAddress.test(address) && !isBot({ name, login }))
            people.push({ name, login });
    }
    return people;
}
/** Accounts of programs. */
function isBot({ name, login }) {
    const isProgram = (text) => /\[bot\]$/i.test(text) || programNames.test(text.trim());
    return login === undefined ? isProgram(name ?? '') : isProgram(login) || /\[bot\]$/i.test(name ?? '');
}
/** A link to the account, which tells nobody; else the name as plain text. */
function renderPerson({ name, login }, { repositoryUrl }) {
    if (login === undefined)
        return renderPlain(name ?? '');
    if (!loginGrammar.test(login))
        return renderPlain(login);
    return `[${login}](${new URL(repositoryUrl).origin}/${login})`;
}
/** Everybody once, without programs, in the order of the alphabet (code units of the lower-case name). */
function listContributors(people) {
    const known = new Map();
    const named = new Map();
    for (const person of people) {
        if (isBot(person))
            continue;
        if (person.login !== undefined) {
            const key = person.login.toLowerCase();
            if (!known.has(key))
                known.set(key, person);
        }
        else if (person.name !== undefined && person.name.trim() !== '') {
            named.set(person.name.trim().toLowerCase(), person);
        }
    }
    // Somebody who is known by an account is not listed again by name alone.
    for (const { name, login } of known.values()) {
        if (name !== undefined)
            named.delete(name.trim().toLowerCase());
        if (login === undefined)
            continue;
        for (const key of named.keys())
            if (key.replace(/[^a-z0-9]/g, '') === login.toLowerCase())
                named.delete(key);
    }
    const keyOf = ({ login, name }) => (login ?? name ?? '').toLowerCase();
    return [...known.values(), ...named.values()].sort((left, right) => keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : 0);
}
/**
 * The part of the notes that thanks; empty when nobody is known.
 * @param people those who are not named beside their changes; somebody who is all alone is not thanked
 */
function renderCredits(people, firstTimers, base) {
    const listed = listContributors(people);
    const first = firstTimers
        .filter(({ login }) => !isBot({ login }))
        .toSorted((left, right) => left.pullRequest - right.pullRequest)
        .map(({ login, pullRequest }) => `${renderPerson({ login }, base)} made their first contribution in [#${pullRequest}](${base.repositoryUrl}/pull/${pullRequest})`);
    return [
        ...(first.length === 0 ? [] : [renderNames('New contributors', first, 'new contributors', '; ')]),
        ...(listed.length < 2
            ? []
            : [
                renderNames('Contributors', listed.map((person) => renderPerson(person, base)), 'contributors', ', '),
            ]),
    ].join('\n\n');
}
function renderNames(title, names, counted, separator) {
    if (names.length <= maxShownPeople)
        return `**${title}:** ${names.join(separator)}`;
    return renderFolded(`${names.length} ${counted}`, names.join(separator));
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/template.ts



const placeholder = /\{\{([^{}]*)\}\}/g;
/** The order of the notes when no template is given. GitHub prints the title of the release above, as a heading. */
const defaultTemplate = `{{header}}

## What's changed

{{changes}}

{{credits}}

{{install}}

{{verification}}

{{assets}}

{{compare}}

{{footer}}`;
/**
 * Splits a template at its placeholders, `{{name}}`; what a placeholder stands for is not looked at again.
 * @throws InputError E_NOTES_TEMPLATE for a placeholder that is none of `names`
 */
function parseTemplate(template, names, what) {
    const parts = [];
    let position = 0;
    for (const found of template.matchAll(placeholder)) {
        const name = (found[1] ?? '').trim();
        if (!names.includes(name)) {
            throw new action_error/* InputError */.dz(changelogErrors.E_NOTES_TEMPLATE, {
                message: `The ${what} has the placeholder "{{${(0,neutralize/* neutralizeLine */.a0)(name, 80)}}}", which is not known.`,
                hint: `Known are: ${names.map((known) => `{{${known}}}`).join(', ')}.`,
            });
        }
        if (found.index > position)
            parts.push({ kind: 'text', text: template.slice(position, found.index) });
        parts.push({ kind: 'placeholder', name });
        position = found.index + found[0].length;
    }
    if (position < template.length)
        parts.push({ kind: 'text', text: template.slice(position) });
    return parts;
}
/** Puts values in; a placeholder without a value takes the blank lines after it away with it. */
function fillTemplate(parts, values) {
    let text = '';
    let swallow = false;
    for (const part of parts) {
        if (part.kind === 'text') {
            text += swallow ? part.text.replace(/^\s*\n/, '') : part.text;
            swallow = false;
            continue;
        }
        const value = values.get(part.name) ?? '';
        text += value;
        swallow = value === '' && (text === '' || text.endsWith('\n'));
    }
    return text.trim();
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/verification.ts




// A release of very many wheels needs no line for each of them.
const maxFiles = 10;
const manifestName = 'SHA256SUMS';
/** How the files are checked, only with what there is to check. Empty when there is nothing. */
function renderVerification(facts) {
    const groups = [
        { comment: 'checksums', lines: listChecksumCommands(facts) },
        { comment: 'build provenance', lines: listProvenanceCommands(facts) },
        { comment: 'PyPI attestations', lines: listAttestationCommands(facts) },
        { comment: 'container image', lines: facts.evidence.imageCommands },
    ].filter(({ lines }) => lines.length > 0);
    const parts = [
        describeOrigin(facts),
        groups.length === 0 ? '' : renderCommands(joinGroups(groups)),
        renderWindows(facts.assets),
    ].filter((part) => part !== '');
    // By itself, where to report something is not a way to verify the release.
    if (parts.length === 0)
        return '';
    const security = describeSecurity(facts);
    return `## Verify\n\n${[...parts, ...(security === '' ? [] : [security])].join('\n\n')}`;
}
function joinGroups(groups) {
    return groups.flatMap(({ comment, lines }, index) => [
        ...(index === 0 ? [] : ['']),
        `# ${comment}`,
        ...lines,
    ]);
}
/** Said only of channels whose files were compared with those of this release. */
function describeOrigin({ repositoryUrl, tag, commitSha, evidence, workflowPath, }) {
    if (!evidence.channels.some(({ hasFiles }) => hasFiles))
        return '';
    const file = workflowPath?.split('/').at(-1);
    const by = workflowPath === undefined || file === undefined
        ? ''
        : ` by [${renderPlain(file)}](${repositoryUrl}/blob/${encodeURIComponent(tag)}/${workflowPath.split('/').map(encodeURIComponent).join('/')})`;
    return `Every channel serves the same bytes, built once from commit ${commitSha}${by}.`;
}
const hasManifest = (assets) => assets.some(({ name }) => name === manifestName);
const listRenamed = (assets) => sortAssets(assets).flatMap(({ name, storedName }) => storedName === undefined ? [] : [[storedName, name]]);
/** The file of the passport, by which the provenance is verified without asking GitHub; undefined where there is none. */
function findPassport(assets) {
    const passports = assets.filter(({ name }) => name.endsWith('.intoto.jsonl'));
    return passports.length === 1 ? passports[0]?.name : undefined;
}
const hasProvenance = ({ assets, evidence }) => evidence.provenance || findPassport(assets) !== undefined;
/** `sha256sum` is of GNU, `shasum` comes with macOS; both read the same manifest. */
function listChecksumCommands(facts) {
    const { tag, assets } = facts;
    const needsFiles = hasProvenance(facts) && assets.some(isDistribution);
    if (!hasManifest(assets) && !needsFiles)
        return [];
    return [
        `gh release download ${quoteWord(tag)} --repo ${nameForGh(facts)}`,
        ...listRenamed(assets).map(([stored, name]) => `mv ${quoteWord(stored)} ${quoteWord(name)}`),
        ...(hasManifest(assets)
            ? [
                `sha256sum --check ${manifestName}                 # Linux`,
                `shasum --algorithm 256 --check ${manifestName}    # macOS`,
            ]
            : []),
    ];
}
function renderWindows(assets) {
    if (!hasManifest(assets))
        return '';
    const quote = (name) => `'${name.replaceAll("'", "''")}'`;
    const lines = [
        ...listRenamed(assets).map(([stored, name]) => `Rename-Item ${quote(stored)} ${quote(name)}`),
        `Get-Content ${manifestName} | ForEach-Object { $hash, $file = -split $_; "$file $((Get-FileHash $file).Hash -eq $hash)" }`,
    ];
    return renderFolded('Checksums on Windows', renderCommands(lines, 'powershell'));
}
function listProvenanceCommands(facts) {
    const { repository, repositoryUrl, tag, assets, evidence, workflowPath } = facts;
    if (!hasProvenance(facts) || (workflowPath === undefined && evidence.signer === undefined))
        return [];
    // What GitHub stores is fetched by its program; what it does not store is beside the files.
    const passport = evidence.provenance ? undefined : findPassport(assets);
    const bundle = passport === undefined ? '' : ` --bundle ${quoteWord(passport)}`;
    const { host } = new URL(repositoryUrl);
    const isElsewhere = host !== 'github.com';
    // In a called workflow, it is not the file that the run was started from.
    const signer = `${isElsewhere ? `${host}/` : ''}${evidence.signer ?? `${repository}/${workflowPath}`}`;
    const pinned = `--repo ${repository}${isElsewhere ? ` --hostname ${host}` : ''} --signer-workflow ${quoteWord(signer)} --source-ref ${quoteWord(`refs/tags/${tag}`)}`;
    return sortAssets(assets.filter(isDistribution))
        .slice(0, maxFiles)
        .map(({ name }) => `gh attestation verify ${quoteWord(name)}${bundle} ${pinned}`);
}
function listAttestationCommands({ evidence, repositoryUrl }) {
    return evidence.attestedFiles
        .slice(0, maxFiles)
        .map((file) => `pypi-attestations verify pypi --repository ${repositoryUrl} ${quoteWord(`pypi:${file}`)}`);
}
/** PyPI takes attestations from trusted publishers only: where they are, no token was used. */
function describeSecurity({ evidence, reporting }) {
    const sentences = [
        ...(evidence.attestedFiles.length === 0
            ? []
            : ['The files on PyPI were published with trusted publishing, without a long-lived token.']),
        ...(reporting === undefined
            ? []
            : [
                reporting.kind === 'private'
                    ? `Found a vulnerability? Please [report it privately](${reporting.url}), not as an issue.`
                    : `Found a vulnerability? Please follow the [security policy](${reporting.url}).`,
            ]),
    ];
    return sentences.length === 0 ? '' : `**Security.** ${sentences.join(' ')}`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/render-notes.ts












/** The longest body GitHub takes, in characters; counted here in UTF-16 units, which are never fewer. */
const maxBodyLength = 125_000;
/** Longer titles are cut off by the page. */
const maxTitleLength = 250;
const scalarNames = ['version', 'tag', 'previous-tag', 'date', 'repository'];
const blockNames = ['changes', 'credits', 'install', 'verification', 'assets', 'compare', 'header', 'footer'];
// Room for the ends of a fence and of elements that a cut leaves open.
const maxEnds = 500;
const nothing = 'No changes were recorded for this version.';
/**
 * The notes of a release: the same facts give the same bytes. Notes that are too long lose whole sections from the bottom of
 * the changes, then the table of files and the credits; only a first section that is too long by itself is cut inside.
 * @throws InputError E_NOTES_TEMPLATE; E_NOTES_TOO_LONG when the texts of the project alone do not fit
 */
function renderReleaseNotes(facts, texts = {}, limit = maxBodyLength) {
    const scalars = readScalars(facts);
    const sections = orderSections(facts.changes).map(settleSection);
    const fill = (text, what) => closeFence(fillTemplate(parseTemplate(text, scalarNames, what), scalars));
    const blocks = new Map([
        ...scalars,
        ['header', fill(texts.header ?? '', 'header')],
        ['footer', fill(texts.footer ?? '', 'footer')],
        ['credits', renderCredits(listUnnamed(facts.people, sections), facts.firstTimers, facts)],
        ['install', renderInstall({ ...facts, channels: facts.evidence.channels })],
        ['verification', renderVerification(facts)],
        ['assets', renderAssetTable(facts.assets)],
        ['compare', renderComparison(facts)],
    ]);
    const parts = parseTemplate(texts.template ?? defaultTemplate, [...scalarNames, ...blockNames], 'template');
    const full = fillWith(parts, blocks, sections.length === 0 ? nothing : renderSections(sections));
    if (full.length <= limit)
        return { body: full, full, isCut: false };
    return { body: fitBody(parts, blocks, { ...facts, changes: sections }, limit), full, isCut: true };
}
/** Those whom no section names: a changelog that thanks by itself needs no second list. */
function listUnnamed(people, sections) {
    const text = sections.map(({ body }) => body).join('\n');
    const isNamed = ({ name, login }) => login === undefined ? name !== undefined && text.includes(name) : text.includes(`/${login})`);
    return people.some(isNamed) ? people.filter((person) => !isNamed(person)) : [...people];
}
/** The title of a release: one line of plain text. @throws InputError E_NOTES_TEMPLATE */
function fillTitle(title, facts) {
    const values = new Map(Object.entries(namesOf(facts)));
    const filled = fillTemplate(parseTemplate(title, scalarNames, 'title'), values);
    return filled.replace(/\s+/g, ' ').trim().slice(0, maxTitleLength) || facts.tag;
}
const namesOf = ({ version, tag, previousTag, date, repository, }) => ({
    version,
    tag,
    'previous-tag': previousTag ?? '',
    date,
    repository,
});
function readScalars(facts) {
    return new Map(Object.entries(namesOf(facts)).map(([name, text]) => [name, renderPlain(text)]));
}
function renderComparison({ repositoryUrl, previousTag, tag }) {
    const to = encodeURIComponent(tag);
    const address = previousTag === undefined
        ? `${repositoryUrl}/commits/${to}`
        : `${repositoryUrl}/compare/${encodeURIComponent(previousTag)}...${to}`;
    return `**Full changelog:** [${renderPlain(`${previousTag === undefined ? '' : `${previousTag}...`}${tag}`)}](${address})`;
}
function fillWith(parts, blocks, changes) {
    return fillTemplate(parts, new Map([...blocks, ['changes', changes]]));
}
function fitBody(parts, blocks, { changes, changesUrl }, limit) {
    const more = `*These notes are cut: GitHub limits their length. All changes are [here](${changesUrl}).*`;
    const left = new Map(blocks);
    for (const dropped of ['', 'assets', 'credits']) {
        left.delete(dropped);
        for (let count = changes.length - (dropped === '' ? 1 : 0); count > 0; count -= 1) {
            const body = fillWith(parts, left, `${renderSections(changes.slice(0, count))}\n\n${more}`);
            if (body.length <= limit)
                return body;
        }
    }
    const frame = fillWith(parts, left, more).length;
    const uses = parts.filter((part) => part.kind === 'placeholder' && part.name === 'changes').length;
    const room = Math.floor((limit - frame) / Math.max(1, uses)) - 2;
    if (room < 0 || uses === 0) {
        throw new action_error/* InputError */.dz(changelogErrors.E_NOTES_TOO_LONG, {
            message: `The notes have ${frame} characters without a word about changes; at most ${limit} are allowed.`,
        });
    }
    const start = cutMarkdown(renderSections(changes.slice(0, 1)), room);
    return fillWith(parts, left, start === '' ? more : `${start}\n\n${more}`);
}
/**
 * The blocks that fit, and of one that is too long by itself the lines that do. What a cut opens is closed again.
 */
function cutMarkdown(text, longest) {
    const room = longest - maxEnds;
    if (room <= 0 || isCostlyMarkdown(text))
        return '';
    let whole = 0;
    for (const block of parseGfm(text).children) {
        const { end } = offsetsOf(block);
        if (end > room)
            break;
        whole = end;
    }
    // A single long block is cut between its lines, and a single long line not at all.
    const line = text.lastIndexOf('\n', room);
    const cut = closeBlocks(text.slice(0, Math.max(whole, line, 0)).trimEnd());
    return cut.length <= longest ? cut : closeBlocks(text.slice(0, whole));
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/changelog-sections.ts



const changelog_sections_breakingTitle = /\bbreaking\b/i;
/**
 * The parts of a section of a changelog: an introduction, breaking changes, and the rest in the author's order.
 * @param text what `extractSection` gives: without the heading of the version
 */
function readChangelogSections(text, base) {
    const safe = neutralizeMarkdown(text, base);
    const headings = fromMarkdown(safe).children.filter((node) => node.type === 'heading');
    const depth = headings.reduce((least, heading) => Math.min(least, heading.depth), 6);
    const starts = headings.filter((heading) => heading.depth === depth);
    const sections = [];
    const opening = safe.slice(0, starts[0] === undefined ? safe.length : offsetsOf(starts[0]).start).trim();
    if (opening !== '')
        sections.push({ title: undefined, body: closeFence(opening) });
    starts.forEach((heading, index) => {
        const { end } = offsetsOf(heading);
        const next = starts[index + 1];
        const first = heading.children[0];
        const last = heading.children.at(-1);
        const title = first === undefined || last === undefined
            ? ''
            : safe.slice(offsetsOf(first).start, offsetsOf(last).end).replace(/\n/g, ' ');
        const body = safe.slice(end, next === undefined ? safe.length : offsetsOf(next).start);
        if (title !== '' || body.trim() !== '')
            sections.push({ title, body: body.replace(/^\n+|\s+$/g, '') });
    });
    // An introduction is about all of it and stays on top.
    const rank = ({ title }) => title === undefined ? 0 : changelog_sections_breakingTitle.test(title) ? 1 : 2;
    return sections.toSorted((left, right) => rank(left) - rank(right));
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/conventional-header.ts
// Items 1, 4, 5, 13 and 15: a noun, an optional scope in parentheses, an optional "!", then colon and space, in any case.
const conventional_header_form = /^(\w[\w-]*)(?:\(([^()]*)\))?(!)?: +(\S.*)$/;
/** @param title one line of at most 500 characters */
function readHeader(title) {
    const found = conventional_header_form.exec(title);
    if (found === null)
        return { type: undefined, scope: undefined, subject: title.trim(), mark: false };
    const [, type, scope, mark, subject = ''] = found;
    return {
        type: type?.toLowerCase(),
        scope: scope?.trim() || undefined,
        subject,
        mark: mark === '!',
    };
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/dependency-update.ts
const scopes = /^(?:deps|dependencies|dep)(?:[-_/ ].*)?$/i;
const subjects = [
    // Dependabot: "Bump x from 1 to 2", "Bump the x group with 3 updates", "Update x requirement from ~=1 to ~=2".
    /^(?:\[[^\]]*\] *)?(?:bumps?|updates?|upgrades?|pins?|rolls?) .*\bfrom \S+ to \S+/i,
    /^bumps? the .+ group\b/i,
    // Renovate: "Update dependency x to v3", "Update x action to v4", "Pin dependencies", "Lock file maintenance".
    /^(?:bumps?|updates?|upgrades?|pins?|rolls?) (?:dependency )?\S+(?: (?:action|docker tag|digest|monorepo|orb|packages?))* to v?\d\S*/i,
    /^(?:bumps?|updates?|upgrades?|pins?|rolls?|replaces?) (?:all |non-major |major |minor |patch )*(?:dependency|dependencies|deps)\b/i,
    /^lock ?file maintenance\b/i,
    /^(?:\[pre-commit\.ci\] *)?pre-commit autoupdate\b/i,
];
/**
 * Whether a title is that of an update of dependencies, by Dependabot, Renovate, pre-commit.ci or in their words. The body of
 * such a commit quotes the changelog of somebody else.
 */
function isDependencyUpdate(type, scope, subject) {
    if (type === 'deps' || (scope !== undefined && scopes.test(scope)))
        return true;
    return subjects.some((pattern) => pattern.test(subject));
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/footers.ts
// Items 8, 9, 12 and 16 of the specification: a token has hyphens instead of spaces, except for BREAKING CHANGE. Only the
// latter may have all of its text on the next line; another word with a colon at the end of its line introduces a list.
const breakingToken = /^(BREAKING[ -]CHANGE)(?:(:)(?: +(.*))?| (#)(.*))$/;
const ordinaryToken = /^([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)(?:(:) +(\S.*)| (#)(\S.*))$/;
const maxValueLength = 1000;
const maxFooters = 1000;
/** The line begins a footer. */
function matchFooter(line) {
    const found = breakingToken.exec(line) ?? ordinaryToken.exec(line);
    if (found === null)
        return undefined;
    const [, token = '', colon, text, , number] = found;
    return {
        token,
        separator: colon === undefined ? '#' : ':',
        value: (text ?? number ?? '').trim(),
        line,
    };
}
/**
 * The footers in the lines below a title. A value goes on until the next footer (item 10 of the specification) and may contain
 * blank lines; it also ends where `isEnd` says so.
 */
function readFooters(lines, isEnd = () => false) {
    const footers = [];
    let open = false;
    for (const line of lines) {
        const footer = matchFooter(line);
        if (footer !== undefined) {
            if (footers.length === maxFooters)
                break;
            footers.push({ footer, parts: [footer.value], length: footer.value.length });
            open = true;
        }
        else if (isEnd(line))
            open = false;
        else if (open)
            extend(footers.at(-1), line.trim());
    }
    return footers.map(({ footer, parts }) => ({
        ...footer,
        value: parts
            .filter((part) => part !== '')
            .join(' ')
            .slice(0, maxValueLength),
    }));
}
function extend(last, text) {
    if (last === undefined || last.length >= maxValueLength)
        return;
    last.parts.push(text);
    last.length += text.length + 1;
}
/**
 * Whether a footer announces a breaking change: `BREAKING CHANGE` or `BREAKING-CHANGE` in upper case, a colon and a text (items
 * 12, 15 and 16 of the specification).
 */
function isBreaking({ token, separator, value }) {
    return /^BREAKING[ -]CHANGE$/.test(token) && separator === ':' && value !== '';
}
/** The paragraphs at the end of a message that begin with a footer, as `git interpret-trailers` finds them. */
function cutTrailers(lines) {
    let start = lines.length;
    for (let end = lines.length; end > 0;) {
        while (end > 0 && lines[end - 1] === '')
            end -= 1;
        let first = end;
        while (first > 0 && lines[first - 1] !== '')
            first -= 1;
        const head = lines[first];
        if (head === undefined || first === end || matchFooter(head) === undefined)
            break;
        start = first;
        end = first;
    }
    return lines.slice(start);
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/blocks.ts
// CommonMark 0.31 §4.5: up to three spaces, at least three of one character, and a backtick fence has no backtick in its info string.
const openingFence = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/;
const closingFence = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
/**
 * Walks over lines of Markdown and tells fenced code and HTML comments from the rest (CommonMark §4.5 and §4.6, kind 2).
 * A heading inside of either is not a heading.
 */
class BlockTracker {
    #fence;
    #comment = false;
    /** The role of the next line. */
    accept(line) {
        if (this.#fence !== undefined) {
            const run = closingFence.exec(line)?.[1];
            if (run?.startsWith(this.#fence.marker) && run.length >= this.#fence.length)
                this.#fence = undefined;
            return 'code';
        }
        if (this.#comment) {
            if (line.includes('-->'))
                this.#comment = false;
            return 'comment';
        }
        const opened = openingFence.exec(line);
        const run = opened?.[1] ?? opened?.[2];
        if (run !== undefined) {
            this.#fence = { marker: run.slice(0, 1), length: run.length };
            return 'code';
        }
        const comment = /^ {0,3}<!--/.exec(line)?.[0].length;
        if (comment !== undefined) {
            // A comment may close at once: `<!-->` and `<!--->` do.
            this.#comment = line.indexOf('-->', comment - 2) === -1;
            return 'comment';
        }
        return 'text';
    }
    /** What is still open after the lines accepted so far. */
    get open() {
        return {
            fence: this.#fence === undefined ? undefined : this.#fence.marker.repeat(this.#fence.length),
            comment: this.#comment,
        };
    }
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/message-lines.ts

// What is longer is no line that a person wrote as a title or a footer.
const maxLineLength = 500;
/**
 * The lines of a commit message, each cut at 500 characters. Lines of code, comments and quotations are empty: an example of a
 * footer is not a footer.
 */
function readProse(message) {
    const lines = message.split(/\r\n|\n|\r/);
    // Most messages have neither a fence nor a comment, and nothing to track.
    if (!/[`~]{3}|<!--/.test(message))
        return lines.map((line) => (isQuoted(line) ? '' : cut(line)));
    const tracker = new BlockTracker();
    return lines.map((line) => (tracker.accept(line) !== 'text' || isQuoted(line) ? '' : cut(line)));
}
const isQuoted = (line) => /^(?: {4}|\t|>)/.test(line);
function cut(line) {
    return (line.length > maxLineLength ? line.slice(0, maxLineLength) : line).trimEnd();
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/revert-target.ts
/** What a message undoes, in the words of git, of GitHub's button, or of the specification; undefined when it is not a revert. */
function readRevert(header, body) {
    // "Reapply" is git's title of a revert of a revert.
    const git = /^(Revert|Reapply) "(.*)"(?: \(#\d+\))?$/.exec(header);
    const isRevert = git !== null || /^revert(?:\([^()]*\))?!?: /i.test(header);
    if (!isRevert)
        return undefined;
    const shas = [];
    let pullRequest;
    for (const text of body) {
        const named = /^This reverts commit ([0-9a-f]{7,64})/.exec(text)?.[1];
        if (named !== undefined)
            shas.push(named);
        // The specification's own example of a revert: "Refs: 676104e, a215868".
        const footer = /^Refs: ([0-9a-f]{7,64}(?:, *[0-9a-f]{7,64})*)$/i.exec(text)?.[1];
        if (footer !== undefined)
            shas.push(...footer.split(',').map((sha) => sha.trim()));
        const number = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d{1,10})\b/.exec(text)?.[1];
        if (number !== undefined)
            pullRequest ??= Number(number);
    }
    const quoted = git?.[2];
    return { shas, pullRequest, header: git?.[1] === 'Reapply' ? `Revert "${quoted ?? ''}"` : quoted };
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/squashed-commits.ts
const item = /^\* +(\S.*)$/;
// Headings, rules below a heading, HTML and tables: a text that somebody composed, or a changelog that is quoted.
const composed = /^ {0,3}(?:#{1,6}(?: |$)|<\/?[a-z!]|\||={3,}$)/i;
// How GitHub's release notes list a change; a commit is not titled like this.
const quotedChange = / by @[\w[\]-]+(?: in (?:https?:\/\/|#\d)|[….]*$)/u;
const maxItems = 1000;
/**
 * The titles of the commits that a squash merge lists. GitHub's default message of a pull request with several commits is a
 * list of `* <title>`, each followed by the body of that commit; nothing else is before the list. Empty for any other body.
 */
function readSquashedTitles(body) {
    const first = body.find((line) => line !== '');
    if (first === undefined || !item.test(first))
        return [];
    const titles = [];
    for (const line of body) {
        if (composed.test(line) || titles.length === maxItems)
            break;
        const title = item.exec(line)?.[1];
        if (title !== undefined && !quotedChange.test(title))
            titles.push(title);
    }
    return titles;
}
/** The line begins the next commit of the list, or ends the list: GitHub puts a rule before the co-authors. */
function endsSquashedCommit(line) {
    return item.test(line) || /^-{3,}$/.test(line);
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/commit-message.ts






const mergeHeader = /^Merge (?:branch|branches|remote-tracking branch|tag|commit|pull request) /;
const pullRequestSuffix = /\(#(\d{1,10})\)$/;
/**
 * Reads one commit message, in time linear in its length. The title decides before the body: the commits that a body lists
 * count only below a title that is not a Conventional Commit, and of the body of a dependency update only the footers at its end.
 */
function parseMessage(message) {
    const lines = readProse(message);
    const first = lines.findIndex((line) => line.trim() !== '');
    const firstLine = lines[first] ?? '';
    const merge = /^Merge pull request #(\d{1,10}) from /.exec(firstLine);
    const second = merge === null ? -1 : lines.findIndex((line, index) => index > first && line.trim() !== '');
    const header = second === -1 ? firstLine : (lines[second] ?? '');
    const body = lines.slice(Math.max(first, second) + 1);
    const read = readHeader(header);
    const isUpdate = isDependencyUpdate(read.type, read.scope, read.subject);
    const isSquash = pullRequestSuffix.test(header) && read.type === undefined && !isUpdate;
    const titles = isSquash ? readSquashedTitles(body) : [];
    const footers = isUpdate
        ? readFooters(cutTrailers(body))
        : readFooters(body, titles.length > 0 ? endsSquashedCommit : undefined);
    const note = footers.find(isBreaking);
    return {
        ...describeChange(read, note),
        header,
        breakingLine: read.mark ? header : note?.line,
        isMerge: second === -1 && mergeHeader.test(firstLine),
        isMergedPullRequest: second !== -1,
        pullRequest: readNumber(merge?.[1] ?? pullRequestSuffix.exec(header)?.[1]),
        squashed: titles.map((title) => ({ ...describeChange(readHeader(title), undefined), header: title })),
        isDependencyUpdate: isUpdate,
        footers,
        reverts: readRevert(header, body),
    };
}
function describeChange({ type, scope, subject, mark }, note) {
    return {
        ...{ type, scope, subject },
        breaking: mark || note !== undefined,
        breakingText: note?.value ?? (mark ? subject : undefined),
    };
}
function readNumber(digits) {
    return digits === undefined ? undefined : Number(digits);
}

;// CONCATENATED MODULE: ./packages/changelog/src/commits/reverts.ts
/**
 * The commits that leave no trace in this range: those reverted in it, and the reverts that undid them.
 * A revert that is itself reverted undoes nothing. Linear in the number of commits and reverts.
 */
function findUndone(commits) {
    const index = buildIndex(commits);
    const targets = new Map();
    const pending = new Map();
    for (const commit of commits) {
        const found = findTargets(commit, index);
        if (found.shas.length === 0)
            continue;
        targets.set(commit.sha, found);
        for (const target of found.shas)
            pending.set(target, (pending.get(target) ?? 0) + 1);
    }
    return reverts_settle(commits, targets, pending);
}
/** Decides in the order in which nothing undecided is left that could undo the commit; a cycle (forged) stays undecided, hence kept. */
function reverts_settle(commits, targets, pending) {
    const undone = new Set();
    const reverted = new Set();
    const ready = commits.filter(({ sha }) => !pending.has(sha)).map(({ sha }) => sha);
    for (let sha = ready.pop(); sha !== undefined; sha = ready.pop()) {
        const found = targets.get(sha) ?? nothingReverted;
        const acts = !reverted.has(sha);
        if (acts && found.complete)
            undone.add(sha);
        for (const target of found.shas) {
            if (acts) {
                reverted.add(target);
                undone.add(target);
            }
            const left = (pending.get(target) ?? 1) - 1;
            pending.set(target, left);
            if (left === 0)
                ready.push(target);
        }
    }
    return undone;
}
function buildIndex(commits) {
    const bySha = new Map();
    const byPullRequest = new Map();
    const byHeader = new Map();
    for (const { sha, message } of commits) {
        const key = sha.slice(0, 7);
        const same = bySha.get(key);
        if (same === undefined)
            bySha.set(key, [sha]);
        else
            same.push(sha);
        if (message.pullRequest !== undefined)
            byPullRequest.set(message.pullRequest, sha);
        if (!byHeader.has(message.header))
            byHeader.set(message.header, sha);
    }
    return { bySha, byPullRequest, byHeader };
}
const nothingReverted = { shas: [], complete: false };
function findTargets({ sha, message }, index) {
    const { reverts } = message;
    if (reverts === undefined)
        return nothingReverted;
    let missing = 0;
    const found = new Set();
    for (const named of reverts.shas) {
        const candidate = index.bySha.get(named.slice(0, 7))?.find((full) => full.startsWith(named));
        if (candidate === undefined)
            missing += 1;
        else
            found.add(candidate);
    }
    if (reverts.shas.length === 0) {
        const byNumber = reverts.pullRequest === undefined ? undefined : index.byPullRequest.get(reverts.pullRequest);
        const byHeader = reverts.header === undefined ? undefined : index.byHeader.get(reverts.header);
        const candidate = byNumber ?? byHeader;
        if (candidate !== undefined)
            found.add(candidate);
    }
    found.delete(sha);
    return { shas: [...found], complete: found.size > 0 && missing === 0 };
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/merged-branches.ts
/**
 * By which merge each commit came in: the sha of a merge with a title of its own, for each commit that was on a branch before. What
 * a merge without one brought in (`Merge branch 'stable'`) is a line like the main one. Linear in the number of commits.
 * @param commits the oldest first
 * @param hasTitle whether a merge says what was merged
 */
function findMerges(commits, hasTitle) {
    const known = new Map(commits.map((commit) => [commit.sha, commit]));
    const visited = new Set();
    const mergeOf = new Map();
    const tips = [commits.at(-1)?.sha ?? ''];
    for (let tip = tips.pop(); tip !== undefined; tip = tips.pop()) {
        const line = followLine(tip, known, visited);
        // From the oldest: what an earlier merge brought in is not of a later one.
        for (const { sha: merge, parents = [] } of line.reverse()) {
            if (!hasTitle(merge))
                tips.push(...parents.slice(1));
            else
                claimBranch(parents.slice(1), merge, known, visited, mergeOf);
        }
    }
    return mergeOf;
}
function followLine(tip, known, visited) {
    const line = [];
    for (let next = known.get(tip); next !== undefined && !visited.has(next.sha);) {
        line.push(next);
        visited.add(next.sha);
        const [parent] = next.parents ?? [];
        next = parent === undefined ? undefined : known.get(parent);
    }
    return line;
}
function claimBranch(tips, merge, known, visited, mergeOf) {
    const pending = [...tips];
    for (let sha = pending.pop(); sha !== undefined; sha = pending.pop()) {
        const commit = known.get(sha);
        if (commit === undefined || visited.has(sha))
            continue;
        visited.add(sha);
        mergeOf.set(sha, merge);
        pending.push(...(commit.parents ?? []));
    }
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/release-commit.ts
// "1.2.0", "v1.2.0rc1", "1!2.0.post1", "2026.11": a number with a point, or a "v" before it.
const version = /^v?\d+!?(?:\d+)?(?:\.\d+)+[\w.+!-]*$|^v\d+[\w.+-]*$/i;
// What people write around the version when they release it, and nothing else.
const words = new Set('a add and back begin bump bumped bumping bumps changelog changes chore cut cutting dev development document final finalize finish for cycle from get history in increment incremented increments incrementing into it its make mark new news next notes now number of open our package post-release pre-release prepare prepared preparation preparing prepares prerelease publish ready rc re-open release released releases releasing reopen set ship start starting tag tagging the this to towards update updated updates updating upgrade version versions with'.split(' '));
const says = /\b(?:release[sd]?|releasing|version|bump(?:ed|ing|s)?|tag|increment\w*|prepar\w+|development|publish|cut|ship|start|changelog)\b/i;
// What was written down is in the notes itself.
const record = /^(?:updat|fix|edit|writ|add|amend)\w* (?:the |to )?(?:changelog|change log|changes|history|news|release notes)(?: file| entry| entries)?\.?$/i;
const release_commit_scopes = /^(?:release|version|changelog|publish|bump)$/i;
const types = /^(?:release|version|bump|publish)$/i;
/**
 * Whether a commit is that of a release itself, or opens the next one: "chore(release): 1.2.0", "Version 0.28.1 (#3445)", "v1.2.0",
 * "start version 8.3.0", "Bump version: 1.1.0 → 1.2.0". Every word of its title belongs to that, so that "Bump the minimum
 * version of h11 to 0.14" does not.
 * @param names of the project, which may stand beside the version; lower case
 */
function isReleaseCommit({ type, scope, subject }, names = new Set()) {
    const title = subject
        .replace(/ *\(#\d{1,10}\)$/, '')
        .replace(/\[[^\]]{0,40}\]/g, ' ')
        // Gitmoji.
        .replace(/^(?:\p{Extended_Pictographic}|\u200D|\uFE0F|\s|:[a-z_]{1,40}:)+/u, '')
        .trim();
    if (title === '' || title.length > 120)
        return false;
    if (record.test(title))
        return true;
    const parts = title
        .split(/[\s,:;()`'"]+|(?:->|→|=>|\/)/)
        .map((part) => part.replace(/^[-–—.]+|[-–—.]+$/g, ''))
        .filter((part) => part !== '');
    const isVersion = (part) => version.test(part) || hasProjectVersion(part, names);
    const isOurs = parts.every((part) => words.has(part.toLowerCase()) || names.has(part.toLowerCase()) || isVersion(part));
    if (!isOurs)
        return false;
    const isScoped = (scope !== undefined && release_commit_scopes.test(scope)) || (type !== undefined && types.test(type));
    if (parts.some(isVersion))
        return isScoped || says.test(title) || parts.every(isVersion);
    // "Prepare the release", "Bump version", "Start new development cycle", and a lone "bump".
    if (/^(?:version )?bump$/i.test(title))
        return true;
    return isScoped || (/\b(?:release|version|development)\b/i.test(title) && says.test(title));
}
/** `demo-1.2.0`, `demo==1.2.0`, `demo@1.2.0`. */
function hasProjectVersion(part, names) {
    const [, name, rest] = /^(.+?)(?:==|[-@_])(v?\d.*)$/.exec(part) ?? [];
    return name !== undefined && rest !== undefined && names.has(name.toLowerCase()) && version.test(rest);
}
/** Whether the author of a commit says that it is not for the notes, by a trailer `Release-Notes: skip`. */
function isSkipped({ footers }) {
    return footers.some(({ token, value }) => /^release-notes$/i.test(token) && /^(?:skip|none|no)$/i.test(value.trim()));
}

;// CONCATENATED MODULE: ./packages/changelog/src/notes/change-entries.ts








const titles = {
    security: 'Security',
    breaking: 'Breaking changes',
    feat: 'Added',
    fix: 'Fixed',
    perf: 'Performance',
    revert: 'Reverted',
    docs: 'Documentation',
    other: 'Other changes',
    dependencies: 'Dependencies',
    maintenance: 'Maintenance',
};
const kindOfType = new Map([
    ['security', 'security'],
    ['sec', 'security'],
    ['feat', 'feat'],
    ['feature', 'feat'],
    ['fix', 'fix'],
    ['bugfix', 'fix'],
    ['perf', 'perf'],
    ['revert', 'revert'],
    ['docs', 'docs'],
    ['doc', 'docs'],
    ...['build', 'chore', 'ci', 'refactor', 'style', 'test', 'tests'].map((type) => [type, 'maintenance']),
]);
const kindOfLabel = new Map([
    ['breaking', 'breaking'],
    ['breaking-change', 'breaking'],
    ['breaking change', 'breaking'],
    ['security', 'security'],
    ['enhancement', 'feat'],
    ['feature', 'feat'],
    ['bug', 'fix'],
    ['documentation', 'docs'],
    ['dependencies', 'dependencies'],
]);
/** Programs that update dependencies, whatever they write. */
const updaters = /^(?:dependabot(?:-preview)?|renovate(?:-bot)?|pre-commit-ci|pyup-bot|depfu|greenkeeper)(?:\[bot\])?$/i;
// "Update dev dependencies", "refresh lock files".
const updateTitle = /^(?:bump|update|upgrade|refresh)\w* (?:[\w-]+ ){0,3}(?:dependencies|requirements|deps|lock ?files?|pre-commit hooks?)\.?(?: \(#\d+\))?$/i;
// "Merge stable into main (#12)": about branches, not about a change.
const branchTitle = /^(?:merge|merging|sync)\b.*\b(?:into|to|with|from)\b/i;
// Format fixes that pre-commit.ci pushes to a branch.
const automatic = /^\[pre-commit\.ci\] auto fixes/i;
/** More changes than these, of a kind that users do not notice, are folded. */
const maxMaintenance = 8;
const quietKinds = new Set(['dependencies', 'maintenance']);
/**
 * The commits that tell a reader something: without those that release a version, those that are marked, and those that were
 * taken back within the range.
 */
function selectCommits(commits, names) {
    const read = commits.map((commit) => ({ ...commit, parsed: parseMessage(commit.message) }));
    const undone = findUndone(read.map(({ sha, parsed }) => ({ sha, message: parsed })));
    return read.filter(({ sha, parsed }) => !undone.has(sha) &&
        parsed.header.trim() !== '' &&
        !automatic.test(parsed.header) &&
        !isSkipped(parsed) &&
        !isReleaseCommit(parsed, names));
}
/** Who worked on what the notes tell, the programs included. */
function listPeople(commits, options) {
    return selectCommits(commits, options.projectNames).flatMap((commit) => isMerge(commit) ? [] : peopleOf(commit));
}
/**
 * Commits by type, in their order. A pull request that was merged is one change with its title, or, where its commits are
 * conventional, those of them that are.
 * @param commits the oldest first
 */
function readCommitSections(commits, options) {
    const selected = selectCommits(commits, options.projectNames);
    const titled = new Set(selected.filter(hasOwnTitle).map(({ sha }) => sha));
    const mergeOf = findMerges(commits, (sha) => titled.has(sha));
    const logins = learnLogins(commits);
    const bySha = new Map(selected.map((commit) => [commit.sha, commit]));
    const telling = new Set();
    // Who merged a pull request is not who wrote it.
    const ownPeople = new Map();
    for (const commit of selected) {
        const { sha, parsed } = commit;
        const merge = mergeOf.get(sha);
        if (merge !== undefined && !isMerge(commit))
            ownPeople.set(merge, [...(ownPeople.get(merge) ?? []), ...peopleOf(commit)]);
        if (merge !== undefined && parsed.type !== undefined)
            telling.add(merge);
    }
    const entries = selected
        .filter(({ sha, parents, parsed }) => {
        if (telling.has(sha) || (isMerge({ parents, parsed }) && !titled.has(sha)))
            return false;
        const merge = mergeOf.get(sha);
        return merge === undefined || (telling.has(merge) && parsed.type !== undefined);
    })
        .map((commit) => {
        const merge = bySha.get(mergeOf.get(commit.sha) ?? '');
        const people = ownPeople.get(commit.sha) ?? peopleOf(commit);
        return describeCommit({ ...commit, people }, merge, { ...options, logins });
    });
    return groupEntries(entries);
}
const isMerge = ({ parents, parsed }) => parsed.isMerge || parsed.isMergedPullRequest || (parents?.length ?? 0) > 1;
/** GitHub gives the title of a pull request to its merge, in the first or in the third line. */
const hasOwnTitle = ({ parents, parsed }) => isMerge({ parents, parsed }) && !parsed.isMerge && !branchTitle.test(parsed.header);
/** Accounts by the names that people have beside them elsewhere: a trailer does not always tell the account. */
function learnLogins(commits) {
    return new Map(commits
        .flatMap(peopleOf)
        .flatMap(({ name, login }) => name === undefined || login === undefined ? [] : [[name.trim().toLowerCase(), login]]));
}
const peopleOf = ({ author, message }) => [
    ...(author === undefined ? [] : [author]),
    ...readCoAuthors(message),
];
function describeCommit({ sha, author, parsed, people }, merge, options) {
    const pull = parsed.pullRequest ?? merge?.parsed.pullRequest;
    const [breaking] = [parsed, ...parsed.squashed].filter((each) => each.breaking);
    const isUpdate = updatesDependencies(parsed, author);
    return {
        kind: isUpdate ? 'dependencies' : breaking !== undefined ? 'breaking' : kindOf(parsed),
        line: renderEntry(parsed, isUpdate ? undefined : breaking?.breakingText, pull === undefined
            ? renderLink(sha.slice(0, 7), `${options.repositoryUrl}/commit/${sha}`)
            : `[#${pull}](${options.repositoryUrl}/pull/${pull})`, people, options),
    };
}
/** By its title, also behind a mark such as "[Bot]", or by who wrote it. */
function updatesDependencies({ isDependencyUpdate: isUpdate, type, scope, subject }, author) {
    const title = subject.replace(/^\[[^\]]{0,40}\] */, '');
    return (isUpdate ||
        updaters.test(author?.login ?? author?.name ?? '') ||
        updateTitle.test(title) ||
        isDependencyUpdate(type, scope, title));
}
/** Pull requests by label, else by the type their title names. */
function readPullRequestSections(pulls, options) {
    const entries = pulls.flatMap(({ number, title, labels = [], author }) => {
        const change = parseMessage(title);
        if (isReleaseCommit(change, options.projectNames))
            return [];
        const named = labels.map((label) => kindOfLabel.get(label.toLowerCase()));
        const labelled = named.includes('breaking') ? 'breaking' : named.find((kind) => kind !== undefined);
        const isUpdate = updatesDependencies(change, author);
        const link = `[#${number}](${options.repositoryUrl}/pull/${number})`;
        return [
            {
                kind: isUpdate ? 'dependencies' : change.breaking ? 'breaking' : (labelled ?? kindOf(change)),
                line: renderEntry(change, undefined, link, author === undefined ? [] : [author], options),
            },
        ];
    });
    return groupEntries(entries);
}
const kindOf = ({ type, reverts }) => kindOfType.get(type ?? '') ?? (reverts === undefined ? 'other' : 'revert');
function renderEntry({ scope, subject }, breakingText, link, people, options) {
    // The header ends with the number that stands as a link already.
    const title = renderTitle(subject.replace(/ *\(#\d{1,10}\)$/, ''), options);
    const isPlainUpdate = scope !== undefined && /^deps/i.test(scope);
    const area = scope === undefined || isPlainUpdate ? '' : `**${renderTitle(scope, options)}:** `;
    const names = new Set(people
        .filter((person) => !isBot(person))
        .map(({ name, login = options.logins?.get(name?.trim().toLowerCase() ?? '') }) => renderPerson({ name, login }, options)));
    const by = names.size === 0 ? '' : ` by ${[...names].join(', ')}`;
    const note = breakingText === undefined || breakingText === subject ? '' : `\n  ${renderTitle(breakingText, options)}`;
    return `- ${area}${title} (${link}${by})${note}`;
}
function groupEntries(entries) {
    const sections = Object.keys(titles).flatMap((kind) => {
        const lines = entries.filter((entry) => entry.kind === kind).map(({ line }) => line);
        return lines.length === 0 ? [] : [{ kind, title: titles[kind], body: foldQuiet(kind, lines) }];
    });
    // Where no change has a type there is nothing that they are other than.
    const isPlain = sections.every(({ kind }) => kind === 'other' || quietKinds.has(kind));
    return sections.map(({ kind, title, body }) => ({
        title: isPlain && kind === 'other' ? undefined : title,
        body,
    }));
}
/** Updates of dependencies, and long lists of what users do not notice, are opened by who looks for them. */
function foldQuiet(kind, lines) {
    const list = lines.join('\n');
    if (kind === 'dependencies')
        return renderFolded(count(lines.length, 'update'), list);
    if (kind === 'maintenance' && lines.length > maxMaintenance)
        return renderFolded(`${lines.length} changes`, list);
    return list;
}

;// CONCATENATED MODULE: ./packages/github/src/commits.ts

const commitFields = [
    'sha:string',
    'commit.message:string',
    'commit.tree.sha:string',
    'commit.author?.name?:string',
    'commit.committer?.date?:string',
    'author?.login?:string',
    'parents[].sha:string',
];
function summarize({ sha, commit, author, parents }) {
    return {
        sha,
        message: commit.message,
        parents: parents.map((parent) => parent.sha),
        tree: commit.tree.sha,
        authorName: commit.author?.name ?? '',
        // The schema also allows an empty object.
        authorLogin: author?.login,
        committedAt: commit.committer?.date ?? '',
    };
}
/** A commit by its name, branch or tag. @throws as GitHubClient.rest */
async function commits_readCommit({ rest, at }, ref) {
    const { data } = await rest.repos.getCommit({ ...at, ref, ...client_expecting(commitFields) });
    return summarize(data);
}
/**
 * Commits that `head` has and `base` has not, oldest first; all of them, page by page.
 * @throws RemoteError E_GITHUB_NOT_FOUND when there is no common ancestor, and as GitHubClient.rest
 */
async function listCommitsBetween({ rest, at }, base, head) {
    const fields = [
        'total_commits:number',
        'commits:list',
        ...commitFields.map((field) => `commits[].${field}`),
    ];
    const commits = [];
    for (let page = 1;; page += 1) {
        const basehead = `${base}...${head}`;
        const { data } = await rest.repos.compareCommitsWithBasehead({
            ...{ ...at, basehead, per_page: 100, page },
            ...client_expecting(fields),
        });
        commits.push(...data.commits.map(summarize));
        if (commits.length >= data.total_commits || data.commits.length === 0)
            return commits;
    }
}
/**
 * How `head` is related to `base`; undefined when they have no history in common.
 * @throws as GitHubClient.rest
 */
async function compareCommits({ rest, at }, base, head) {
    const basehead = `${base}...${head}`;
    const found = await findOptional(rest.repos.compareCommitsWithBasehead({ ...at, basehead, per_page: 1, ...client_expecting(['status:string']) }));
    return found?.status;
}
/** Commits reachable from `head`, newest first, at most `limit`. @throws as GitHubClient.rest */
async function listCommits({ rest, at }, head, limit) {
    const found = await listPages((page) => rest.repos.listCommits({ ...at, sha: head, ...page, ...expectingEach(commitFields) }), limit);
    return found.map(summarize);
}

;// CONCATENATED MODULE: ./packages/github/src/commits/commit-objects.ts






/** Objects are named by their content: the same request twice makes no second one, or one that nothing refers to. */
const object = client_expecting(['sha:string'], { idempotent: true });
const workflowFolder = '.github/workflows/';
/**
 * Refuses what the token of a job can write by no route.
 * @throws InputError E_GITHUB_WORKFLOW_FILE
 */
function refuseWorkflowFiles(changes) {
    const found = changes.find(({ path }) => path.startsWith(workflowFolder));
    if (found !== undefined) {
        throw new InputError(githubErrors.E_GITHUB_WORKFLOW_FILE, {
            message: `The release would change ${found.path}; the token of a job never may write workflow files. Nothing was written.`,
        });
    }
}
/**
 * Makes the objects of a commit; no ref points at it yet, so nothing is visible. Modes are those of the base commit, a new
 * file is 100644. Unless the plan has one, neither author nor committer is set: only then GitHub signs the commit of a job ("Signature verification
 * for bots").
 * @returns name of the commit
 * @throws InputError E_GITHUB_WORKFLOW_FILE, E_GITHUB_SYMBOLIC_LINK, and as GitHubClient.rest
 */
async function createCommitObject(repository, plan) {
    refuseWorkflowFiles(plan.changes);
    const { rest, at } = repository;
    const { tree: baseTree } = await readCommit(repository, plan.baseSha);
    const reader = createTreeReader(repository, baseTree);
    const entries = [];
    for (const { path, contents } of plan.changes) {
        const known = await reader.find(path);
        const isLink = known?.mode === '120000';
        // A link can be deleted. New contents would replace it with a file.
        if (known !== undefined && (known.type !== 'blob' || (isLink && contents !== undefined))) {
            throw new InputError(githubErrors.E_GITHUB_SYMBOLIC_LINK, {
                message: `${path} is ${isLink ? 'a symbolic link' : `a ${known.type}`} in ${plan.baseSha.slice(0, 7)} and cannot be changed.`,
            });
        }
        const mode = (known?.mode ?? '100644');
        if (contents === undefined) {
            entries.push({ path, mode, type: 'blob', sha: null });
            continue;
        }
        const content = Buffer.from(contents).toString('base64');
        const { data } = await rest.git.createBlob({ ...at, content, encoding: 'base64', ...object });
        entries.push({ path, mode, type: 'blob', sha: data.sha });
    }
    // GitHub takes no empty list; a commit without changes has the tree of its parent.
    const tree = entries.length === 0
        ? baseTree
        : (await rest.git.createTree({ ...at, base_tree: baseTree, tree: entries, ...object })).data.sha;
    const parents = [plan.baseSha];
    const commit = await rest.git.createCommit({
        ...{ ...at, message: plan.message, tree, parents },
        ...(plan.author === undefined ? {} : { author: plan.author }),
        ...object,
    });
    return commit.data.sha;
}
/** Makes the object of an annotated tag; no ref points at it yet. @returns name of the object */
async function createTagObject({ rest, at }, { name, message }, commitSha) {
    const target = { object: commitSha, type: 'commit' };
    const { data } = await rest.git.createTag({ ...at, tag: name, message, ...target, ...object });
    return data.sha;
}
/** The commit behind a tag, and its message; undefined when there is no such tag. @throws as GitHubClient.rest */
async function findTag(repository, name) {
    const ref = await findRef(repository, `tags/${name}`);
    if (ref === undefined)
        return undefined;
    if (ref.type !== 'tag')
        return { commitSha: ref.sha, message: '' };
    const { rest, at } = repository;
    const fields = ['object.sha:string', 'message:string'];
    const { data } = await rest.git.getTag({ ...at, tag_sha: ref.sha, ...client_expecting(fields) });
    return { commitSha: data.object.sha, message: data.message };
}

;// CONCATENATED MODULE: ./packages/github/src/commits/tree-entries.ts

/**
 * The paths of all files below a tree, in one request.
 * @param isComplete false when GitHub cut the list, which it does at 100,000 entries or 7 MB
 * https://docs.github.com/rest/git/trees#get-a-tree
 */
async function listTreeFiles({ rest, at }, tree) {
    const fields = ['tree[].path:string', 'tree[].type:string', 'truncated:boolean'];
    const query = { ...at, tree_sha: tree, recursive: '1', ...expecting(fields) };
    const { data } = await rest.git.getTree(query);
    return {
        paths: data.tree.flatMap((entry) => (entry.type === 'blob' ? [entry.path] : [])),
        isComplete: !data.truncated,
    };
}
/** @param rootTree name of the tree of a commit */
function tree_entries_createTreeReader({ rest, at }, rootTree) {
    const fields = ['path', 'mode', 'type', 'sha'].map((name) => `tree[].${name}:string`);
    const known = new Map();
    const read = (tree_sha) => {
        const reading = known.get(tree_sha) ??
            rest.git.getTree({ ...at, tree_sha, ...client_expecting(fields) }).then(({ data }) => data.tree);
        known.set(tree_sha, reading);
        return reading;
    };
    const find = async (path) => {
        const parts = path.split('/');
        let sha = rootTree;
        for (const [index, part] of parts.entries()) {
            const entry = (await read(sha)).find((candidate) => candidate.path === part);
            if (entry === undefined || index === parts.length - 1)
                return entry;
            if (entry.type !== 'tree')
                return undefined;
            sha = entry.sha;
        }
        return undefined;
    };
    return {
        find,
        async list(folder) {
            if (folder === '')
                return read(rootTree);
            const entry = await find(folder);
            return entry?.type === 'tree' ? read(entry.sha) : undefined;
        },
    };
}

;// CONCATENATED MODULE: ./packages/changelog/src/text/byte-text.ts
/** Reads UTF-8, and any other encoding byte by byte, so that what is not edited comes back as it was. */
function decodeBytes(bytes) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = buffer.toString('utf8');
    // Invalid sequences become U+FFFD, which is longer or different when it is written again.
    if (Buffer.from(text, 'utf8').equals(buffer))
        return { text, encoding: 'utf-8' };
    return { text: buffer.toString('latin1'), encoding: 'bytes' };
}
/** The bytes of an edited text; undefined when the file is not UTF-8 and cannot hold a character of the new text. */
function encodeBytes(text, encoding) {
    if (encoding === 'utf-8')
        return Buffer.from(text, 'utf8');
    // A character above U+00FF is not one byte.
    return /[\u0100-\uFFFF]/.test(text) ? undefined : Buffer.from(text, 'latin1');
}
/** The text for people: files that are not UTF-8 are read as Windows-1252, the superset of Latin-1. */
function readForPeople(bytes) {
    const { text, encoding } = decodeBytes(bytes);
    return encoding === 'utf-8' ? text : new TextDecoder('windows-1252').decode(bytes);
}

;// CONCATENATED MODULE: ./packages/changelog/src/headings/heading-line.ts
/** Levels of headings that are no headings of the format: a whole bold paragraph, and a line that names a version. */
const boldLevel = 7;
const plainLevel = 8;
const maxHeadingLength = 500;
/** A heading whose title is the part of one line from `offset` on; a longer title than anybody writes is cut. */
function makeHeading(form, level, line, place, lines) {
    const raw = line.text.slice(place.offset, place.offset + Math.min(place.length, maxHeadingLength));
    const text = raw.trim();
    const start = line.start + place.offset + (raw.length - raw.trimStart().length);
    return {
        form,
        level,
        text,
        textSpan: { start, end: start + text.length },
        firstLine: lines.first,
        lastLine: lines.last,
    };
}

;// CONCATENATED MODULE: ./packages/changelog/src/headings/dates.ts
const longMonths = [
    ...['January', 'February', 'March', 'April', 'May', 'June'],
    ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const monthNames = longMonths.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)}|\\.|t\\.?)?`).join('|');
const day = String.raw `\d{1,2}`;
const ordinal = '(?:st|nd|rd|th)?';
const year = String.raw `(?:19|20)\d{2}`;
/** Each form with the names of its groups, in the order in which they are tried. */
const dates_forms = [
    // 2026-02-03, 2026/02/03, 2026.02.03
    {
        order: 'ymd',
        pattern: new RegExp(String.raw `(?<![\d.])(?<y>${year})([-/.])(?<m>${day})\2(?<d>${day})(?![\d])`),
    },
    {
        order: 'compact',
        pattern: new RegExp(String.raw `(?<![\d.])(?<y>${year})(?<m>\d{2})(?<d>\d{2})(?![\d.])`),
    },
    // February 3, 2026 · Feb 3rd 2026
    {
        order: 'Mdy',
        pattern: new RegExp(String.raw `(?<m>\b(?:${monthNames}))\s+(?<d>${day})${ordinal},?\s+(?<y>${year})\b`, 'i'),
    },
    // 3 February 2026 · 3rd Feb, 2026 · 03-Feb-2026
    {
        order: 'dMy',
        pattern: new RegExp(String.raw `(?<![\d.])(?<d>${day})${ordinal}(?:\s+|-)(?<m>${monthNames}),?(?:\s+|-)(?<y>${year})\b`, 'i'),
    },
    // 03.02.2026, 03/02/2026, 02/03/2026
    {
        order: 'numeric',
        pattern: new RegExp(String.raw `(?<![\d.])(?<d>${day})([-/.])(?<m>${day})\2(?<y>${year})(?![\d.])`),
    },
    { order: 'My', pattern: new RegExp(String.raw `(?<m>\b(?:${monthNames})),?\s+(?<y>${year})\b`, 'i') },
];
/** The first date in a text of at most some hundred characters. */
function findDate(text) {
    for (const { order, pattern } of dates_forms) {
        const found = pattern.exec(text);
        const { y = '', m = '', d = '' } = found?.groups ?? {};
        if (found === null || !isPossible(order, m, d))
            continue;
        const parts = { order, year: y, month: m, day: d };
        return { text: found[0], start: found.index, end: found.index + found[0].length, parts };
    }
    return undefined;
}
function isPossible(order, month, dayText) {
    if (order === 'My')
        return true;
    const [m, d] = [Number(month), Number(dayText)];
    if (order === 'numeric')
        return m >= 1 && d >= 1 && (m <= 12 || d <= 12) && m <= 31 && d <= 31;
    return d >= 1 && d <= 31 && (Number.isNaN(m) || (m >= 1 && m <= 12));
}
/**
 * A date in the form of the samples, of which the first decides and the others say what it leaves open: whether `May` is a
 * short name, whether days below 10 have a zero, whether 03/02 is in March.
 * @param iso `YYYY-MM-DD`
 */
function renderDate(samples, iso) {
    const first = samples[0];
    if (first === undefined)
        return iso;
    const [y = '', m = '', d = ''] = iso.split('-');
    const alike = samples.filter(({ parts }) => parts.order === first.parts.order);
    const { order } = first.parts;
    const swapped = order === 'numeric' && isMonthFirst(first, alike);
    const monthText = order === 'compact'
        ? m
        : /^\d/.test(first.parts.month)
            ? pad(m, alike, 'month')
            : nameMonth(Number(m), alike);
    const dayText = order === 'compact' ? d : pad(d, alike, 'day');
    const texts = swapped
        ? { year: y, month: dayText, day: monthText }
        : { year: y, month: monthText, day: dayText };
    return replaceParts(first, texts, Number(d));
}
/** Puts the new parts where the old ones are. */
function replaceParts(sample, texts, dayNumber) {
    const { order } = sample.parts;
    const sequence = order === 'ymd' || order === 'compact'
        ? ['year', 'month', 'day']
        : order === 'Mdy'
            ? ['month', 'day', 'year']
            : order === 'My'
                ? ['month', 'year']
                : ['day', 'month', 'year'];
    let result = '';
    let position = 0;
    for (const name of sequence) {
        const old = sample.parts[name];
        const at = sample.text.indexOf(old, position);
        result += sample.text.slice(position, at) + texts[name];
        position = at + old.length;
        const suffix = name === 'day' ? /^(?:st|nd|rd|th)/i.exec(sample.text.slice(position)) : null;
        if (suffix !== null) {
            result += ordinalOf(dayNumber);
            position += suffix[0].length;
        }
    }
    return result + sample.text.slice(position);
}
function ordinalOf(number) {
    if (number >= 11 && number <= 13)
        return 'th';
    return ['th', 'st', 'nd', 'rd'][number % 10] ?? 'th';
}
/** `03/02/2026`: dots and hyphens are used where the day comes first, slashes in both. */
function isMonthFirst(first, alike) {
    for (const { parts } of alike) {
        if (Number(parts.month) > 12)
            return true;
        if (Number(parts.day) > 12)
            return false;
    }
    return first.text.includes('/');
}
function pad(value, alike, name) {
    // Two digits are the habit unless a single one is seen, in the nearest heading that tells.
    const telling = alike.map(({ parts }) => parts[name]).find((text) => /^0?[1-9]$/.test(text));
    const isNumeric = /^\d/.test(alike[0]?.parts.month ?? '');
    const padded = telling === undefined ? isNumeric : telling.startsWith('0');
    return padded ? value.padStart(2, '0') : String(Number(value));
}
function nameMonth(number, alike) {
    const long = longMonths[number - 1] ?? '';
    // "May" is both, and a name in capitals is kept in capitals.
    const telling = alike.map(({ parts }) => parts.month).find((name) => !/^may/i.test(name)) ?? long;
    const isLong = longMonths.some((name) => name.toLowerCase() === telling.toLowerCase());
    const name = isLong ? long : `${long.slice(0, 3)}${telling.endsWith('.') && long.length > 3 ? '.' : ''}`;
    if (telling === telling.toUpperCase())
        return name.toUpperCase();
    return telling === telling.toLowerCase() ? name.toLowerCase() : name;
}

;// CONCATENATED MODULE: ./packages/changelog/src/headings/read-heading.ts

const maxLength = 500;
// PEP 440 and the spellings of SemVer; at least two numbers, as "3 fixes" is no version.
const suffixes = String.raw `(?:[-._]?(?:alpha|beta|preview|pre|rc|post|rev|dev|final|a|b|c|r)(?:[-._]?\d+)?){0,4}(?:-\d{1,3}(?![\d-]))?`;
const release = String.raw `\d+(?:\.\d+)+`;
const read_heading_version = String.raw `v?\.?(?:\d+!)?(?:${release}|\d+(?=a|b|rc|\.dev))${suffixes}(?:[-.](?!x\b)[a-z][\w.-]{0,60})?(?:\+[\w.]+)?`;
const wholeNumber = String.raw `(?:(?:\d+!)?\d{1,8}${suffixes})`;
const end = String.raw `(?![\w]|[.+!-]\w|\.\d)`;
const keyword = String.raw `(?:(?:version|release|ver|rel)\.?(?:\s+|(?=\d)))`;
const strictVersion = new RegExp(String.raw `^(\s*)(${keyword}*)(${read_heading_version})${end}`, 'i');
const wordedNumber = new RegExp(String.raw `^(\s*)(${keyword}+|v)(${wholeNumber})${end}`, 'i');
const datedNumber = new RegExp(String.raw `^(\s*)()(${wholeNumber})${end}(?=\s*[-–—(/|:,])`, 'i');
const looseVersion = new RegExp(String.raw `(?<![\w.!+/-])(${read_heading_version})${end}`, 'gi');
// What projects call the part that is not released, alone in its heading.
const unreleased = /^(\s*)((?:(?:un-?released|upcoming|pending|not yet released|work in progress|unstable)(?: (?:changes|version|release))?|(?:next|future|latest) (?:changes|version|release)|next|(?:in )?development(?: version)?|in progress|tbd|tba|to be released|current (?:development )?(?:version|main|master)|trunk|dev|devel|develop|main|master|head))(?![\w-])/i;
/** Words of the list above that also stand for something else, further down or in another place. */
const vague = /^(?:next|future|latest|current|trunk|dev|devel|develop|main|master|head|pending|unstable|in progress)\b/i;
const read_heading_marks = /(?:not (?:yet )?released(?: yet)?|un-?released|in (?:active )?development|under (?:active )?development|development|in progress|work in progress|wip|tb[ad]|to be (?:announced|released|determined)|upcoming|future|x{4}(?:[-./]x{2}){2}|y{4}(?:[-./][md]{2}){2}|\?{2,4}(?:[-./]\?{1,2}){2}|(?:19|20)\d\d[-./][\dx?]{0,2}[?x]+[-./][\dx?]{1,2}|(?:19|20)\d\d-xx-xx|xx[-./]xx[-./](?:19|20)?(?:\d\d|xx)|\?{2,})(?!\w)/i;
/** Reads the text of a heading, without its `#` marks. */
function readHeading(source) {
    const text = source.slice(0, maxLength);
    const { plain, url, urlSpan, bracketed, yanked } = maskMarkup(text);
    const word = unreleased.exec(plain);
    if (word !== null) {
        const [, space = '', label = ''] = word;
        const rest = plain.slice(word[0].length);
        const date = findDate(rest);
        if (isDecoration(withoutMarks(rest, date))) {
            const labelSpan = { start: space.length, end: space.length + label.length };
            const shared = { date: undefined, mark: labelSpan, yanked, bracketed, url, urlSpan };
            return {
                kind: 'unreleased',
                label: text.slice(labelSpan.start, labelSpan.end),
                labelSpan,
                strict: true,
                ...shared,
            };
        }
    }
    const found = findVersion(plain);
    if (found === undefined) {
        const labelSpan = { start: 0, end: text.length };
        const nothing = { date: undefined, mark: undefined, yanked, bracketed, url, urlSpan };
        return { kind: 'other', label: text, labelSpan, strict: false, ...nothing };
    }
    const { labelSpan } = found;
    const blanked = `${plain.slice(0, labelSpan.start)}${' '.repeat(labelSpan.end - labelSpan.start)}${plain.slice(labelSpan.end)}`;
    const date = findDate(blanked);
    const mark = findMark(blanked, date);
    const label = text.slice(labelSpan.start, labelSpan.end);
    const strict = found.strict && isDecoration(withoutMarks(blanked.slice(labelSpan.end), undefined, date, labelSpan.end));
    return { kind: 'version', label, labelSpan, strict, date, mark, yanked, bracketed, url, urlSpan };
}
/** Whether a heading names the unreleased part by a word that also means something else ("main", "next"). */
function isVagueLabel(label) {
    return vague.test(label);
}
function findVersion(plain) {
    const strict = strictVersion.exec(plain) ?? wordedNumber.exec(plain) ?? readDatedNumber(plain);
    if (strict !== null) {
        const [whole, space = '', , label = ''] = strict;
        // A keyword "v" belongs to the label: `v3`.
        const letter = /v$/i.test(strict[2] ?? '') && !/\s$/.test(strict[2] ?? '') ? 1 : 0;
        const start = whole.length - label.length - letter;
        const after = plain.slice(whole.length);
        if (space.length < plain.length && !isRange(after))
            return { labelSpan: { start, end: whole.length }, strict: true };
        return undefined;
    }
    let last;
    for (const found of plain.matchAll(looseVersion))
        last = last !== undefined && !/\bto\s+$/i.test(plain.slice(0, found.index)) ? last : found;
    if (last === undefined)
        return undefined;
    const before = plain.slice(0, last.index).trim();
    // "Changes since 1.0" is about more than one version.
    if (/\b(?:since|until|before|after|than)$/i.test(before))
        return undefined;
    if (before.split(/\s+/).length > 6 || isRange(plain.slice(last.index + last[0].length)))
        return undefined;
    return { labelSpan: { start: last.index, end: last.index + last[0].length }, strict: false };
}
/** A single number is a version only beside a date: `24 (2024-02-03)`. */
function readDatedNumber(plain) {
    const found = datedNumber.exec(plain);
    const rest = plain.slice(found?.[0].length ?? 0);
    return found !== null && findDate(rest)?.parts.order !== undefined && !/^\s*[-/.]\s*\d/.test(rest)
        ? found
        : null;
}
/** `1.0 and newer` heads a range and not a version. */
function isRange(after) {
    return /^\s*(?:and|or)?\s*(?:newer|later|above|higher|older|earlier|onwards?|below|series)\b|^\s*(?:\+|x\b|and up|to\s+v?\d)/i.test(after);
}
function findMark(blanked, date) {
    // `43.0.0 - main` leads to the branch of what is not released.
    const found = read_heading_marks.exec(blanked) ?? /(?<=[-–—(]\s*)(?:main|master|develop|trunk|head)(?=\s*\)?\s*$)/i.exec(blanked);
    if (found === null || date !== undefined)
        return undefined;
    return { start: found.index, end: found.index + found[0].length };
}
function withoutMarks(rest, date, shifted, shift = 0) {
    const at = date ?? (shifted && { start: shifted.start - shift, end: shifted.end - shift });
    const dateless = at === undefined || at.start < 0 ? rest : `${rest.slice(0, at.start)} ${rest.slice(at.end)}`;
    return dateless.replace(read_heading_marks, ' ').replace(read_heading_marks, ' ');
}
const smallWords = /\b(?:released?|release|date|on|the|of|yanked|utc|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|current|latest|stable|main|master)\b/gi;
function isDecoration(rest) {
    return !/[\p{L}\p{N}]/u.test(rest.replace(smallWords, ' '));
}
const blank = (text) => ' '.repeat(text.length);
/** Takes markup away without moving anything: links, anchors, emphasis, code, brackets, decoration in front. */
function maskMarkup(text) {
    const link = /\]\((<?)([^()\s]{1,400}?)>?\)|<(https?:\/\/[^<>\s]{1,400})>/.exec(text);
    const url = link?.[2] ?? link?.[3];
    const start = link === null || url === undefined ? 0 : link.index + link[0].indexOf(url);
    const yanked = /\[yanked\]/i.test(text);
    const plain = text
        .replace(/\[yanked\]/gi, blank)
        .replace(/\]\([^()\s]{1,400}\)/g, (found) => `]${blank(found.slice(1))}`)
        .replace(/\]\[[^[\]]{0,100}\]/g, (found) => `]${blank(found.slice(1))}`)
        .replace(/<[^<>]{1,400}>/g, blank)
        .replace(/\{[#.:][^{}]{0,100}\}/g, blank)
        .replace(/:[a-z][\w:+.-]{0,40}:(?=`)/gi, blank)
        .replace(/`_{0,2}|\*|[[\]]|(?<!\w)_+|_+(?!\w)|\\(?=[\W_])/g, blank)
        .replace(/^[^\p{L}\p{N}]+/u, blank)
        .replace(/\u200B|\uFE0F/g, ' ');
    const bracket = text.indexOf('[');
    const bracketed = bracket !== -1 &&
        text.indexOf(']', bracket) !== -1 &&
        !/[\p{L}\p{N}]/u.test(text.slice(0, bracket)) &&
        !/^\[yanked/i.test(text.slice(bracket));
    const urlSpan = url === undefined ? undefined : { start, end: start + url.length };
    return { plain, bracketed, yanked, url, urlSpan };
}
/**
 * Whether two spellings name one version, as far as this package can tell: a leading `v` and case do not matter.
 * Callers that know PEP 440 hand in their own comparison.
 */
function isSameLabel(left, right) {
    return normalizeLabel(left) === normalizeLabel(right);
}
/** A label without its leading `v`, in lower case. */
function normalizeLabel(label) {
    return label
        .trim()
        .toLowerCase()
        .replace(/^v\.?(?=\d)/, '');
}

;// CONCATENATED MODULE: ./packages/changelog/src/headings/plain-headings.ts


// `= 4.15.0 (20260607)`, `--1.4.1--`: marks that are no heading in Markdown or reStructuredText.
const decoration = /^(?:=+ ?|--)(?=\S)|(?<=\S)(?: ?=+|--)$/g;
/** A line at the margin that only names a version: `1.2.0 (2026-01-02)`, `Version 1.2.0 released 2026-01-02`. */
function findPlainHeading(line, index) {
    const text = line.text.replace(/^\uFEFF/, '');
    if (text.length > 120 || !/^(?:[=\-vV\d]|version\b|release\b|un-?released)/i.test(text))
        return undefined;
    const bare = text.replace(decoration, '');
    const { kind, strict } = readHeading(bare.replace(/:\s*$/, ''));
    if (kind === 'other' || !strict || (kind === 'unreleased' && !/^unreleased/i.test(bare)))
        return undefined;
    const offset = line.text.indexOf(bare);
    return makeHeading('plain', plainLevel, line, { offset, length: bare.length }, { first: index, last: index });
}

;// CONCATENATED MODULE: ./packages/changelog/src/headings/markdown-headings.ts



// CommonMark 0.31 §4.2 and §4.3.
const atx = /^( {0,3})(#{1,6})[ \t]+(\S.*)$/;
const markdown_headings_underline = /^ {0,3}(?:(=+)|(-+))[ \t]*$/;
// What cannot be the only line of a paragraph: another block, a table, a definition, a closing tag on its own.
const noParagraph = /^(?: {4}|\t| {0,3}(?:[-+*>#|]|\d{1,9}[.)](?:[ \t]|$)|\[[^[\]]+\]:|<\/?[a-z]))/i;
const bold = /^ {0,3}(\*\*|__)(?=\S)(.{1,400}?)\1(.{0,100})$/;
/** The headings of a text in Markdown: with `#`, underlined, and paragraphs that are bold or only name a version. */
function findMarkdownHeadings(lines) {
    const tracker = new BlockTracker();
    const roles = [];
    const headings = [];
    const begin = skipFrontMatter(lines);
    for (const [index, line] of lines.entries()) {
        const role = index < begin ? 'comment' : tracker.accept(withoutMark(line, index));
        roles.push(role);
        if (role !== 'text')
            continue;
        const found = readAtx(line, index) ?? readUnderlined(lines, roles, index) ?? readLoose(lines, roles, index);
        if (found !== undefined)
            headings.push(found);
    }
    return { headings, roles, open: tracker.open };
}
/** A byte order mark opens the file, not its first line. */
function withoutMark(line, index) {
    return index === 0 ? line.text.replace(/^\uFEFF/, '') : line.text;
}
function readAtx(line, index) {
    const text = withoutMark(line, index);
    const found = atx.exec(text);
    if (found === null)
        return undefined;
    const offset = line.text.length - (found[3] ?? '').length;
    // Without the closing `#` marks.
    const length = (found[3] ?? '').slice(0, 1000).replace(/[ \t]+#+[ \t]*$/, '').length;
    return makeHeading('atx', (found[2] ?? '').length, line, { offset, length }, { first: index, last: index });
}
/** A paragraph of one line with `===` or `---` below it. */
function readUnderlined(lines, roles, index) {
    const found = markdown_headings_underline.exec(lines[index]?.text ?? '');
    const title = lines[index - 1];
    if (found === null || title === undefined || roles[index - 1] !== 'text')
        return undefined;
    const text = withoutMark(title, index - 1);
    const aboveIsText = index >= 2 && roles[index - 2] === 'text' && lines[index - 2]?.text.trim() !== '';
    if (text.trim() === '' || noParagraph.test(text) || aboveIsText)
        return undefined;
    const offset = title.text.length - text.length;
    const place = { offset, length: text.length };
    return makeHeading('underlined', found[1] === undefined ? 2 : 1, title, place, {
        first: index - 1,
        last: index,
    });
}
function readLoose(lines, roles, index) {
    const line = lines[index];
    const above = lines[index - 1];
    const opensParagraph = above === undefined || above.text.trim() === '' || roles[index - 1] !== 'text';
    if (line === undefined || !opensParagraph)
        return undefined;
    const next = lines[index + 1]?.text ?? '';
    if (markdown_headings_underline.test(next))
        return undefined;
    const text = withoutMark(line, index);
    if (bold.test(text)) {
        const offset = line.text.length - text.length;
        return makeHeading('bold', boldLevel, line, { offset, length: text.length }, { first: index, last: index });
    }
    return findPlainHeading(line, index);
}
/** YAML between two lines of `---` at the very beginning, as site generators read it. */
function skipFrontMatter(lines) {
    if (lines[0]?.text.replace(/^\uFEFF/, '').trimEnd() !== '---')
        return 0;
    const end = lines.findIndex(({ text }, index) => index > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(text));
    return end === -1 || end > 200 ? 0 : end + 1;
}

;// CONCATENATED MODULE: ./packages/changelog/src/headings/rst-headings.ts


// docutils, `Body.pats["nonalphanum7bit"]`: the characters that titles are underlined with.
const adornment = /^([!-/:-@[-`{-~])\1*[ \t]*$/;
const rst_headings_bold = /^\*\*(?=\S)(.{1,400}?)\*\*(.{0,100})$/;
/**
 * The titles of a text in reStructuredText, by docutils' rules: underlined, or over- and underlined by the same line; the
 * levels are those of the styles in the order in which they appear. Paragraphs that are bold or only name a version count too.
 */
function findRstHeadings(lines) {
    const roles = readRoles(lines);
    const styles = [];
    const headings = [];
    for (let index = 0; index < lines.length; index += 1) {
        if (roles[index] !== 'text')
            continue;
        const title = readTitle(lines, roles, index);
        if (title === undefined) {
            const loose = rst_headings_readLoose(lines, index);
            if (loose !== undefined)
                headings.push(loose);
            continue;
        }
        if (!styles.includes(title.style) && styles.length < 20)
            styles.push(title.style);
        const level = Math.min(styles.indexOf(title.style) + 1, boldLevel - 1) || boldLevel - 1;
        const line = lines[title.at];
        if (line === undefined)
            continue;
        const offset = title.at === 0 ? (/^\uFEFF/.exec(line.text)?.[0].length ?? 0) : 0;
        const form = title.style.length === 2 ? 'overlined' : 'underlined';
        const place = { offset, length: line.text.length - offset };
        headings.push(makeHeading(form, level, line, place, { first: index, last: title.last }));
        index = title.last;
    }
    return { headings, roles, open: { fence: undefined, comment: false } };
}
function readTitle(lines, roles, index) {
    const [first, second, third] = [0, 1, 2].map((step) => textAt(lines, index + step));
    const over = adornment.exec(first ?? '')?.[1];
    if (over !== undefined) {
        const below = adornment.exec(third ?? '')?.[1];
        const title = second?.trim() ?? '';
        if (title === '' || below !== over || adornment.test(title))
            return undefined;
        if ((first ?? '').trimEnd().length < Math.min(4, title.length))
            return undefined;
        return { style: over + over, at: index + 1, last: index + 2 };
    }
    const above = index === 0 ? '' : textAt(lines, index - 1);
    const opens = above?.trim() === '' || roles[index - 1] !== 'text' || adornment.test(above ?? '');
    const under = adornment.exec(second ?? '')?.[1];
    if (!opens || under === undefined || first === undefined || !/^\S/.test(first))
        return undefined;
    // docutils takes a line that is shorter than the title for text when it has less than four characters.
    const length = (second ?? '').trimEnd().length;
    if (length < Math.min(4, first.trimEnd().length))
        return undefined;
    return { style: under, at: index, last: index + 1 };
}
function textAt(lines, index) {
    const text = lines[index]?.text;
    return index === 0 ? text?.replace(/^\uFEFF/, '') : text;
}
function rst_headings_readLoose(lines, index) {
    const line = lines[index];
    if (line === undefined || (index > 0 && lines[index - 1]?.text.trim() !== ''))
        return undefined;
    const text = textAt(lines, index) ?? '';
    if (rst_headings_bold.test(text)) {
        const place = { offset: line.text.length - text.length, length: text.length };
        return makeHeading('bold', boldLevel, line, place, { first: index, last: index });
    }
    return findPlainHeading(line, index);
}
/** Explicit markup (comments, directives, targets) with what is indented below it, and everything else that is indented. */
function readRoles(lines) {
    let inside = false;
    return lines.map((line, index) => {
        const text = textAt(lines, index) ?? line.text;
        if (text.trim() === '')
            return inside ? 'comment' : 'text';
        const opens = /^\.\.(?:[ \t]|$)/.test(text);
        inside = opens || (inside && /^[ \t]/.test(text));
        if (inside)
            return 'comment';
        return /^[ \t]/.test(text) && !adornment.test(lines[index + 1]?.text ?? '') ? 'code' : 'text';
    });
}

;// CONCATENATED MODULE: ./packages/changelog/src/text/text-lines.ts
/** Splits at CommonMark line endings (`\n`, `\r\n`, lone `\r`); joining `text + ending` gives the input back. */
function splitLines(text) {
    const lines = [];
    let start = 0;
    while (start < text.length) {
        let end = start;
        while (end < text.length && text[end] !== '\n' && text[end] !== '\r')
            end += 1;
        const ending = text.startsWith('\r\n', end) ? '\r\n' : (text[end] ?? '');
        lines.push({ text: text.slice(start, end), start, end, next: end + ending.length, ending });
        start = end + ending.length;
    }
    return lines;
}
/** The line ending most lines of the text have; `\n` when there is none. */
function dominantLineEnding(lines) {
    const counts = new Map();
    for (const { ending } of lines)
        if (ending !== '')
            counts.set(ending, (counts.get(ending) ?? 0) + 1);
    let best = '\n';
    let most = 0;
    for (const [ending, count] of counts) {
        if (count > most) {
            most = count;
            best = ending;
        }
    }
    return best;
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/categories.ts
/** Titles of parts of a section, also where a project writes them on the level of its versions or in bold. */
const category = /^\W*(?:added|additions?|changed?|changes|deprecat\w+|removed|removals?|fixe[ds]|fixes|bug ?fix(?:es)?|bugs? fixed|security|features?|new features?|features? added|enhancements?|improve\w+|performance\w*|doc(?:s|umentation)(?: changes)?|internal\w*|misc\w*|other\w*(?: changes)?|breaking\b.{0,40}|backward.{0,60}|what'?s (?:new|changed)|highlights?|contributors|chores?|refactor\w*|tests?|testing|dependencies|notes?|upgrade notes?|packaging|stable style|preview style|configuration|parser|output|integrations?|_?blackd_?)\W*$/i;
/** Whether a title names a kind of change and not a version or a document. */
function isCategory(title) {
    return title.length <= 80 && category.test(title);
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/choose-sections.ts



/**
 * The headings that open a section, and those that end one without opening another. Which level has the versions is told
 * by what its headings say: bold lines and plain lines count only in a file whose real headings name no version.
 */
function chooseSections(headings) {
    const level = findVersionLevel(headings);
    if (level === undefined)
        return [];
    const isReal = level < boldLevel;
    const early = isReal ? findEarlyLines(headings, level) : new Set();
    const titles = new Map();
    for (const { heading } of headings)
        if (heading.kind === 'other')
            titles.set(heading.label, (titles.get(heading.label) ?? 0) + 1);
    const chosen = [];
    let versionSeen = false;
    for (const read of headings) {
        const { source, heading } = read;
        if (early.has(read)) {
            chosen.push({ ...read, isSection: true });
            versionSeen = true;
            continue;
        }
        if (isReal !== source.level < boldLevel || (!isReal && source.level !== level)) {
            if (!isReal && source.level < level && chosen.length > 0)
                chosen.push({ ...read, isSection: false });
            continue;
        }
        if (opensSection(read, level, versionSeen)) {
            chosen.push({ ...read, isSection: true });
            versionSeen ||= heading.kind === 'version';
            continue;
        }
        const current = chosen.findLast(({ isSection }) => isSection)?.source.level;
        const isPart = isCategory(heading.label) || (titles.get(heading.label) ?? 0) > 1 || heading.kind !== 'other';
        if (current !== undefined && source.level <= Math.min(current, level) && !isPart)
            chosen.push({ ...read, isSection: false });
    }
    return chosen;
}
function opensSection({ source, heading }, level, versionSeen) {
    if (heading.kind === 'other')
        return false;
    if (heading.kind === 'unreleased')
        return isVagueLabel(heading.label) ? source.level === level && !versionSeen : true;
    return heading.strict || source.level === level;
}
/** Newer sections may be headed by plain lines where older ones have real headings. */
function findEarlyLines(headings, level) {
    const first = headings.findIndex(({ source, heading }) => source.level === level && heading.kind !== 'other');
    const lines = headings
        .slice(0, first)
        .filter(({ source, heading }) => source.level === plainLevel &&
        heading.strict &&
        (heading.date !== undefined || heading.kind === 'unreleased'));
    return new Set(lines.length > 1 ? lines : []);
}
/** The level whose headings name most versions; one that says nothing else weighs three of the others. */
function findVersionLevel(headings) {
    const scores = new Map();
    for (const { source, heading } of headings) {
        if (heading.kind === 'other')
            continue;
        const score = scores.get(source.level) ?? { strict: new Set(), loose: new Set() };
        scores.set(source.level, score);
        if (heading.kind === 'unreleased' && isVagueLabel(heading.label))
            continue;
        (heading.strict ? score.strict : score.loose).add(normalizeLabel(heading.label));
    }
    const weigh = (level) => {
        const score = scores.get(level);
        return score === undefined ? 0 : score.strict.size * 3 + score.loose.size;
    };
    const real = [...scores.keys()].filter((level) => level < boldLevel);
    const best = real.toSorted((left, right) => weigh(right) - weigh(left) || left - right)[0];
    const bold = scores.get(boldLevel)?.strict.size ?? 0;
    const plain = scores.get(plainLevel)?.strict.size ?? 0;
    if (best !== undefined && weigh(best) >= (bold > 0 || plain > 1 ? 2 : 1))
        return best;
    if (bold > 0)
        return boldLevel;
    if (plain > 0)
        return plainLevel;
    return best;
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/date-line.ts

const date_line_maxLength = 100;
const notReleased = /\b(?:un-?released|not (?:yet )?released(?: yet)?|in development|under development|to be (?:released|announced|determined)|tb[ad])\b/i;
const date_line_words = /\b(?:released?|release|date|on|the)\b/gi;
/** Reads the first line with text after a heading, when it says nothing but a date. */
function readDateLine(lines, from, end) {
    let index = from;
    while (index < lines.length && lines[index]?.text.trim() === '')
        index += 1;
    const line = lines[index];
    if (line === undefined || line.start >= end || line.text.length > date_line_maxLength)
        return undefined;
    if (/^(?:[-*+] |\.\.|#|\s)/.test(line.text))
        return undefined;
    const date = findDate(line.text);
    const mark = date === undefined ? notReleased.exec(line.text) : null;
    const start = date?.start ?? mark?.index;
    const length = date === undefined ? (mark?.[0].length ?? 0) : date.end - date.start;
    if (start === undefined)
        return undefined;
    const rest = `${line.text.slice(0, start)} ${line.text.slice(start + length)}`.replace(date_line_words, ' ');
    if (/[\p{L}\p{N}]/u.test(rest))
        return undefined;
    const span = { start: line.start + start, end: line.start + start + length };
    return { isUnreleased: date === undefined, date, span, text: line.text, line: index };
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/link-definitions.ts
// CommonMark §4.7, on one line, as every changelog writes it.
const markdownLine = /^ {0,3}\[([^[\]]+)\]:[ \t]*<?([^\s<>]+)>?(?=[ \t]|$)/;
// docutils, "external hyperlink targets".
const rstLine = /^\.\. _(?:`([^`]+)`|([^:`]+)):[ \t]+([^\s<>]+:\/\/[^\s<>]+)[ \t]*$/;
/** All definitions of links, in the order of the file. */
function findDefinitions(lines, roles, format) {
    const wanted = format === 'rst' ? 'comment' : 'text';
    return lines.flatMap((line, index) => {
        if (roles[index] !== wanted)
            return [];
        const found = (format === 'rst' ? rstLine : markdownLine).exec(line.text);
        const label = format === 'rst' ? (found?.[1] ?? found?.[2]) : found?.[1];
        const url = format === 'rst' ? found?.[3] : found?.[2];
        if (label === undefined || url === undefined)
            return [];
        // Neither kind of label can hold what ends it, so that the first one does.
        const labelStart = line.text.indexOf(label);
        const urlStart = line.text.indexOf(url, labelStart + label.length + 1);
        const spanAt = (offset, length) => ({
            start: line.start + offset,
            end: line.start + offset + length,
        });
        return [
            {
                ...{ label, url, line: index + 1, span: { start: line.start, end: line.end } },
                ...{ labelSpan: spanAt(labelStart, label.length), urlSpan: spanAt(urlStart, url.length) },
            },
        ];
    });
}
/** Where the block of definitions (and blank lines) begins that ends the file; one further up belongs to its section. */
function findTail(lines, roles, definitions) {
    const closing = new Map(definitions.map((definition) => [definition.line - 1, definition]));
    let index = lines.length;
    let first;
    while (index > 0) {
        const definition = closing.get(index - 1);
        const isBlank = lines[index - 1]?.text.trim() === '' && roles[index - 1] !== 'code';
        if (definition === undefined && !isBlank)
            break;
        first = definition ?? first;
        index -= 1;
    }
    return first?.span.start ?? lines.at(-1)?.next ?? 0;
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/parse-changelog.ts







/**
 * Finds the sections of a changelog and the spans they take, without changing anything. Takes linear time.
 * The level of headings that name versions decides which headings are sections; a heading that says nothing but a version
 * is one on any level, as release-please writes patch releases a level below.
 */
function parseChangelog(text, format = 'markdown') {
    const lines = splitLines(text);
    const { headings, roles, open } = format === 'rst' ? findRstHeadings(lines) : findMarkdownHeadings(lines);
    const definitions = findDefinitions(lines, roles, format);
    const tail = findTail(lines, roles, definitions);
    const read = headings.map((source) => ({ source, heading: readHeading(source.text) }));
    const chosen = chooseSections(read);
    const leads = chosen.map(({ source }) => findLead(lines, source.firstLine, format));
    let versionSeen = false;
    let unreleasedSeen = false;
    const sections = chosen.map(({ source, heading, isSection }, index) => {
        const last = lines[source.lastLine];
        const nextLead = leads[index + 1];
        const start = last?.next ?? 0;
        const end = nextLead === undefined ? Math.max(tail, start) : (lines[nextLead]?.start ?? text.length);
        const dateLine = heading.kind === 'version' && heading.date === undefined && heading.mark === undefined
            ? readDateLine(lines, source.lastLine + 1, end)
            : undefined;
        const isUpcoming = heading.kind === 'version' && !versionSeen && saysUnreleased(heading, dateLine);
        // A heading for unreleased changes that was forgotten below a version is history.
        const isForgotten = heading.kind === 'unreleased' && versionSeen && unreleasedSeen;
        const state = !isSection || isForgotten ? 'other' : isUpcoming ? 'unreleased' : heading.kind;
        unreleasedSeen ||= state === 'unreleased';
        if (state === 'version')
            versionSeen = true;
        return {
            ...{ heading, source, isUpcoming, dateLine, state },
            line: lineOf(source) + 1,
            headingSpan: { start: lines[leads[index] ?? source.firstLine]?.start ?? 0, end: last?.end ?? 0 },
            bodySpan: { start, end },
        };
    });
    return { text, format, lines, roles, headings, sections, definitions, tail, open };
}
function lineOf({ form, firstLine }) {
    return form === 'overlined' ? firstLine + 1 : firstLine;
}
function saysUnreleased(heading, dateLine) {
    // `1.2.0.dev0` stands for the version to come; a numbered or dated one was released.
    const isComing = heading.date === undefined && /[.-]?dev0?$/i.test(heading.label);
    return heading.mark !== undefined || dateLine?.isUnreleased === true || isComing;
}
/** The first line of a heading with the anchors right above it; blank lines in between belong to them. */
function findLead(lines, firstLine, format) {
    const anchor = format === 'rst' ? /^\.\. _[^:]+:[ \t]*$/ : /^ {0,3}<a (?:name|id)=[^<>]*>(?:<\/a>)?[ \t]*$/;
    let lead = firstLine;
    let blanks = 0;
    for (let index = firstLine - 1; index >= 0 && blanks < 3; index -= 1) {
        const text = lines[index]?.text ?? '';
        if (text.trim() === '')
            blanks += 1;
        else if (anchor.test(text)) {
            lead = index;
            blanks = 0;
        }
        else
            break;
    }
    return lead;
}
/** Removes blank lines at both ends and the last line ending; keeps the indentation of the first line. */
function trimBlankLines(text) {
    const lines = splitLines(text);
    const first = lines.findIndex((line) => line.text.trim() !== '');
    const last = lines.findLastIndex((line) => line.text.trim() !== '');
    return first === -1 ? '' : text.slice(lines[first]?.start ?? 0, lines[last]?.end ?? 0);
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/find-changelog.ts


const names = [
    'changelog',
    'changes',
    'history',
    'news',
    'releases',
    'release-notes',
    'versionhistory',
    'whatsnew',
];
const fileName = /^(change[-_ ]?logs?|changes|history|news|releases?|release[-_ ]?notes|version[-_ ]?history|what[-_ ]?s?[-_ ]?new)(\.(?:md|markdown|mdown|rst|rest|txt))?$/i;
// Where documentation has its changelog; folders that sites are built from are below `docs` or `doc`.
const docFolder = /^(?:docs?|documentation)$/i;
const innerFolder = /^(?:source|src|en|about|project|dev|development|docs|build|content|reference|pages)$/i;
// One file for all the changes of a project is not larger than this.
const maxBytes = 8 * 1024 * 1024;
/**
 * The changelogs of a project, best first: at its root, then in its documentation. A file without a heading that names a
 * version is passed over, as are files that only include another one.
 * @param folder of the project, `''` for the root of the repository
 */
async function searchChangelogs(files, folder) {
    const paths = await listCandidates(files, folder);
    const found = [];
    const passedOver = [];
    for (const path of paths) {
        const bytes = await files.read(path);
        if (bytes === undefined)
            continue;
        const read = readChangelogFile(path, bytes);
        if ('reason' in read)
            passedOver.push(read);
        else
            found.push(read);
    }
    return { found, passedOver };
}
/** Reads one file as a changelog, or says why it is none. */
function readChangelogFile(path, bytes) {
    if (bytes.byteLength > maxBytes)
        return { path, reason: `is larger than ${maxBytes / 1024 / 1024} MiB` };
    if (bytes[0] === 0xff || bytes[0] === 0xfe || bytes.includes(0))
        return { path, reason: 'is UTF-16 or no text' };
    const { text, encoding } = decodeBytes(bytes);
    const format = readFormat(path, text);
    const changelog = parseChangelog(text, format);
    if (changelog.sections.some(({ state }) => state !== 'other'))
        return { path, text, encoding, format, changelog };
    return { path, reason: describeEmpty(text, changelog) };
}
function describeEmpty(text, { open }) {
    const included = /^(?:\.\. (?:include|mdinclude|git_changelog|towncrier-draft-entries|changelog)::\s*(\S*)|```\{include\}\s*(\S*)|\{!\s*(\S+)|--8<--\s*"([^"]+))/m.exec(text);
    const target = included?.slice(1).find((name) => name !== undefined && name !== '');
    if (included?.[0].startsWith('.. changelog::') === true)
        return 'has its versions in "changelog" directives, which Slipway does not read';
    if (target !== undefined)
        return `only includes ${target}`;
    if (open.fence !== undefined)
        return `has a code fence (${open.fence}) that is never closed`;
    return 'has no heading that names a version';
}
/** The extension decides; a file without one is read as what its headings and links look like. */
function readFormat(path, text) {
    if (/\.(?:md|markdown|mdown)$/i.test(path))
        return 'markdown';
    if (/\.(?:rst|rest)$/i.test(path))
        return 'rst';
    if (/^#{1,4} \S/m.test(text))
        return 'markdown';
    return /^\.\. |:[a-z]+:`|`_(?:\W|$)|^[^\s=-].*\n([=~^"'*+#-])\1{3,}[ \t]*$/m.test(text)
        ? 'rst'
        : 'markdown';
}
async function listCandidates(files, folder) {
    const top = (await files.list(folder)) ?? [];
    const paths = rankFiles(folder, top);
    for (const { name } of top.filter((entry) => entry.isFolder && docFolder.test(entry.name))) {
        const docs = find_changelog_join(folder, name);
        const inner = (await files.list(docs)) ?? [];
        paths.push(...rankFiles(docs, inner));
        for (const below of inner.filter((entry) => entry.isFolder && innerFolder.test(entry.name))) {
            const path = find_changelog_join(docs, below.name);
            const pages = (await files.list(path)) ?? [];
            paths.push(...rankFiles(path, pages));
            // `docs/en/docs`, where translations are beside each other.
            const nested = pages.find((entry) => entry.isFolder && entry.name === 'docs');
            if (nested !== undefined)
                paths.push(...rankFiles(find_changelog_join(path, 'docs'), (await files.list(find_changelog_join(path, 'docs'))) ?? []));
        }
    }
    return paths;
}
function rankFiles(folder, entries) {
    return entries
        .filter(({ name, isFolder }) => !isFolder && fileName.test(name))
        .toSorted((left, right) => rankName(left.name) - rankName(right.name) || (left.name < right.name ? -1 : 1))
        .map(({ name }) => find_changelog_join(folder, name));
}
function rankName(name) {
    const stem = name.toLowerCase().replace(/\.[a-z]+$/, '');
    const at = names.findIndex((known) => stem.replace(/[-_ ]/g, '') === known.replace('-', ''));
    return at === -1 ? names.length : at;
}
const find_changelog_join = (folder, name) => (folder === '' ? name : `${folder}/${name}`);

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/choose-changelog.ts

/** Finds the changelog of a project: the first candidate that suits, else the first. Every other one is passed over. */
async function chooseChangelog(files, question) {
    const folder = cleanPath(question.folder);
    const { found, passedOver, isMissing } = question.path === undefined
        ? { ...(await searchChangelogs(files, folder)), isMissing: false }
        : await readNamed(files, folder, cleanPath(question.path));
    const chosen = found.find(question.suits) ?? found[0];
    const suits = chosen !== undefined && question.suits(chosen);
    const others = found
        .filter((each) => each !== chosen)
        .map((each) => ({
        path: each.path,
        reason: question.suits(each) ? `comes after ${chosen?.path ?? ''}` : question.otherwise,
    }));
    return { chosen, suits, passedOver: [...others, ...passedOver], isMissing };
}
async function readNamed(files, folder, path) {
    const places = folder === '' ? [path] : [`${folder}/${path}`, path];
    for (const place of places) {
        const bytes = await files.read(place);
        if (bytes === undefined)
            continue;
        const read = readChangelogFile(place, bytes);
        return 'reason' in read
            ? { found: [], passedOver: [read], isMissing: false }
            : { found: [read], passedOver: [], isMissing: false };
    }
    return { found: [], passedOver: [], isMissing: true };
}
/** `./a//b/` → `a/b`, `.` → ``. */
function cleanPath(path) {
    return path
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/');
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/section-entries.ts

/** Reads what a section says. */
function readEntries(changelog, { dateLine, bodySpan }) {
    const start = dateLine === undefined ? bodySpan.start : (changelog.lines[dateLine.line]?.next ?? bodySpan.start);
    const span = { start, end: Math.max(start, bodySpan.end) };
    return { span, text: trimBlankLines(changelog.text.slice(span.start, span.end)) };
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/version-reading.ts

const prerelease = /^(.*\d)[-._]?(?:alpha|beta|preview|pre|rc|dev|a|b|c)[-._]?\d*(?:[-._]?dev\d*)?$/;
/** The spelling of the final version that a pre-release leads to; undefined for a final version. */
function spellFinal(label) {
    return prerelease.exec(normalizeLabel(label).slice(0, 200))?.[1];
}
/** Compares spellings: `v1.1.0` is `1.1.0`, and `1.1.0-rc.1` comes before it. */
const spelledVersions = {
    isSame: (label, version) => normalizeLabel(label) === normalizeLabel(version),
    isPrereleaseOf: (label, version) => spellFinal(label) === normalizeLabel(version),
};
/** The version after: its last number is one higher. `1.2.0` → `1.2.1`, `1.2.0rc1` → `1.2.0rc2`. */
function raiseLastNumber(version) {
    return version.replace(/\d+(?=\D*$)/, (digits) => {
        const next = String(BigInt(digits) + 1n);
        return digits.startsWith('0') ? next.padStart(digits.length, '0') : next;
    });
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/extract-section.ts





/**
 * The text below the heading of `version`, without the heading and its date; definitions of links it uses that are
 * elsewhere in the file are added at its end. Undefined when there is no such heading, empty when nothing is under it.
 * @param name of the file, for errors
 * @throws InputError E_CHANGELOG_AMBIGUOUS when several sections of that version say different things
 */
function extractSection(text, version, format, versions = spelledVersions, name = 'The changelog') {
    const changelog = parseChangelog(text, format);
    const found = changelog.sections.filter(({ state, isUpcoming, heading }) => (state === 'version' || isUpcoming) && versions.isSame(heading.label, version));
    const first = found[0];
    if (first === undefined)
        return undefined;
    const body = readEntries(changelog, first).text;
    const other = found.find((section) => readEntries(changelog, section).text !== body);
    if (other !== undefined) {
        throw new action_error/* InputError */.dz(changelogErrors.E_CHANGELOG_AMBIGUOUS, {
            message: `${name} has ${found.length} sections for version ${version} (lines ${found.map(({ line }) => line).join(', ')}) and they differ.`,
        });
    }
    return appendDefinitions(changelog, body);
}
/** Adds the definitions of the links a piece of the file uses: outside of the file they would be plain brackets. */
function appendDefinitions(changelog, body) {
    if (body === '')
        return body;
    const isRst = changelog.format === 'rst';
    const own = new Set(parseChangelog(body, changelog.format).definitions.map(({ label }) => label.toLowerCase()));
    const used = new Set();
    const reference = isRst ? /`([^`<>]{1,999})`_|([\w.+-]{1,999})_(?!\w)/g : /\[([^[\]]{1,999})\]/g;
    for (const found of body.matchAll(reference))
        used.add((found[1] ?? found[2] ?? '').replace(/\s+/g, ' ').toLowerCase());
    const added = [];
    for (const { label, span } of changelog.definitions) {
        const key = label.toLowerCase();
        if (!used.has(key) || own.has(key))
            continue;
        own.add(key);
        added.push(changelog.text.slice(span.start, span.end).trim());
    }
    return added.length === 0 ? body : `${body}\n\n${added.join('\n')}`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/section-content.ts





// What people write to say that there is nothing to say.
const section_content_placeholder = /^(?:nothing(?: (?:yet|so far|changed(?: yet)?|here(?: yet)?|to see here))?|no (?:unreleased |notable |user-facing |significant )?changes(?: yet| so far)?|\\?\[?(?:short )?description of (?:a )?non-?trivial change\.?\\?\]?|tbd|tba|todo|none|n\/a|\.\.\.|…)$/i;
const markdownDefinition = /^ {0,3}\[[^[\]]+\]:/;
/** Reads the body of a section line by line. */
function readBodyLines(body, format) {
    const lines = splitLines(body);
    const scanned = format === 'rst' ? findRstHeadings(lines) : findMarkdownHeadings(lines);
    const headings = scanned.headings.filter(({ level, text }) => level < boldLevel || (level === boldLevel && isCategory(text)));
    const inHeading = new Set();
    for (const { firstLine, lastLine } of headings)
        for (let index = firstLine; index <= lastLine; index += 1)
            inHeading.add(index);
    const isComment = format === 'rst' ? findRstComments(lines) : scanned.roles.map((role) => role === 'comment');
    const hasContent = lines.map(({ text }, index) => {
        if (isComment[index] === true || inHeading.has(index) || text.trim() === '')
            return false;
        if (isCode(scanned, index, format))
            return true;
        return !markdownDefinition.test(text) && !isPlaceholder(text);
    });
    return { lines, headings, hasContent, isComment };
}
function isCode({ roles }, index, format) {
    return format === 'markdown' && roles[index] === 'code';
}
/** Whether a section says nothing: blank lines, headings, comments, link definitions and "nothing yet" do not count. */
function isEmptySection(body, format = 'markdown') {
    return !readBodyLines(body, format).hasContent.includes(true);
}
/** Whether a line is a mark without words, or says that there is nothing to say. */
function isPlaceholder(line) {
    return line.length <= 60 && (bareWords(line) === '' || isPlaceholderLine(line));
}
/** Whether a line only holds the place of entries to come: "Nothing changed yet". */
function isPlaceholderLine(line) {
    return line.length <= 60 && section_content_placeholder.test(bareWords(line));
}
const bareWords = (line) => line.replace(/^[\s*_+-]+|[\s*_.!]+$/g, '');
/** Comments and targets of links with what is indented below them; a directive is content. */
function findRstComments(lines) {
    let inside = false;
    return lines.map(({ text }) => {
        if (text.trim() === '')
            return inside;
        if (/^\.\.(?:[ \t]|$)/.test(text))
            inside = !/^\.\. (?:[\w:.+-]+::|\[|\|)/.test(text);
        else if (!/^[ \t]/.test(text))
            inside = false;
        return inside;
    });
}

;// CONCATENATED MODULE: ./packages/changelog/src/markdown/unwrap.ts




// GFM tables and alerts are paragraphs to a parser of CommonMark.
const tableRow = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/m;
const unwrap_alert = /^[ \t>]*\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\r\n|\n|\r)/i;
const lineBreak = /[ \t]*(?:\r\n|\n|\r)[ \t>]*/g;
// The parser takes quadratic time for long runs of lines without a blank one; no paragraph that is wrapped has so many.
const maxRun = 300;
const wide = /[\u2E80-\u9FFF\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFFEF]/;
/**
 * Joins the lines of each paragraph. GitHub shows a line break of a file as a space, but one of a release as a break. Hard
 * breaks, code, tables, HTML and the markers of lists and quotes stay.
 */
function unwrapMarkdown(text) {
    if (isCostlyMarkdown(text) || hasLongRun(text))
        return text;
    const edits = [];
    for (const node of walkMarkdown(fromMarkdown(text)))
        if (node.type === 'paragraph')
            edits.push(...joinLines(text, node));
    return applyEdits(text, edits);
}
function hasLongRun(text) {
    let run = 0;
    for (const line of text.split(/\r\n|\n|\r/)) {
        run = line.trim() === '' || /^\s*(?:[-+*]|#{1,6})\s+\S/.test(line.slice(0, 80)) ? 0 : run + 1;
        if (run > maxRun)
            return true;
    }
    return false;
}
function joinLines(text, paragraph) {
    const { start, end } = offsetsOf(paragraph);
    const source = text.slice(start, end);
    if (source.includes('|') && tableRow.test(source))
        return [];
    const kept = [...listKept(paragraph)].sort((left, right) => left.start - right.start);
    const first = start + (unwrap_alert.exec(source)?.[0].length ?? 0);
    const edits = [];
    let next = 0;
    for (const found of source.matchAll(lineBreak)) {
        const at = start + found.index;
        const to = at + found[0].length;
        while (next < kept.length && (kept[next]?.end ?? 0) <= at)
            next += 1;
        const inside = (kept[next]?.start ?? Number.POSITIVE_INFINITY) < to;
        if (inside || at < first)
            continue;
        const isWide = wide.test(text[at - 1] ?? '') && wide.test(text[to] ?? '');
        edits.push({ start: at, end: to, text: isWide ? '' : ' ' });
    }
    return edits;
}
/** Where a line break is no soft one: hard breaks, HTML and code. */
function* listKept(paragraph) {
    const waiting = [paragraph];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
        if (node.type === 'break' || node.type === 'html' || node.type === 'inlineCode')
            yield offsetsOf(node);
        if ('children' in node)
            for (const child of node.children)
                waiting.push(child);
    }
}

;// CONCATENATED MODULE: ./packages/changelog/src/rst/block-lines.ts
/** The lines from `from` on that are indented, with the blank lines between them. */
function takeIndented(lines, from) {
    let next = from;
    let end = from;
    while (next < lines.length) {
        const line = lines[next] ?? '';
        if (line.trim() !== '' && !/^\s/.test(line))
            break;
        next += 1;
        if (line.trim() !== '')
            end = next;
    }
    return { lines: lines.slice(from, end), next: end };
}
/** The lines without the indentation that all of them share. */
function dedent(lines) {
    let margin = Number.POSITIVE_INFINITY;
    for (const line of lines)
        if (line.trim() !== '')
            margin = Math.min(margin, line.length - line.trimStart().length);
    return Number.isFinite(margin) ? lines.map((line) => line.slice(margin)) : lines;
}

;// CONCATENATED MODULE: ./packages/changelog/src/rst/directives.ts


const admonitions = {
    ...{ note: 'Note', tip: 'Tip', hint: 'Hint', important: 'Important', seealso: 'See also' },
    ...{ warning: 'Warning', caution: 'Caution', attention: 'Attention', danger: 'Danger', error: 'Error' },
};
const versions = {
    ...{ versionadded: 'Added in version', versionchanged: 'Changed in version' },
    ...{ deprecated: 'Deprecated since version', versionremoved: 'Removed in version' },
};
// They show nothing themselves, or something that is elsewhere.
const silent = /^(?:contents|currentmodule|module|index|highlight|toctree|include|only|ifconfig|tags|meta|default-role|role|section-numbering|sectnum|towncrier-draft-entries|class|rst-class|py:currentmodule|orphan)$/;
/**
 * Explicit markup as Markdown: comments and targets vanish, footnotes and known directives are shown, others are kept as
 * they are.
 */
function convertDirective(line, body, inner, inline) {
    const footnote = /^\.\. \[([^\]]{1,80})\]\s+(.*)$/.exec(line);
    if (footnote !== null) {
        const text = [footnote[2] ?? '', ...body.map((part) => part.trim())].join(' ').trim();
        return `\\[${footnote[1] ?? ''}\\] ${inline(text)}`;
    }
    const found = /^\.\. (?:\|[^|]*\| )?([\w:.+-]{1,60})::[ ]*(.*)$/.exec(line);
    if (found === null || /^\.\. \|/.test(line))
        return '';
    const name = (found[1] ?? '').toLowerCase();
    const argument = found[2] ?? '';
    const { options, content } = splitOptions(dedent(body));
    if (silent.test(name))
        return '';
    if (/^(?:code-block|code|sourcecode|parsed-literal|highlight|prompt|console|ipython|doctest|testcode)$/.test(name))
        return fence(content, /^[\w+-]*$/.test(argument) ? argument : '');
    const title = admonitions[name] ?? (name === 'admonition' ? argument : undefined);
    if (title !== undefined) {
        const text = name === 'admonition' || argument === '' ? content : [argument, ...content];
        return quote([`**${inline(title)}**`, ...inner(text)]);
    }
    const since = versions[name];
    if (since !== undefined) {
        const [version = '', ...words] = argument.split(/\s+/);
        const rest = inner([words.join(' '), ...content]);
        return [`*${since} ${version}:* ${rest[0] ?? ''}`.trim(), ...rest.slice(1)].join('\n\n');
    }
    if (name === 'rubric')
        return `#### ${inline(argument)}`;
    if (name === 'centered')
        return `**${inline(argument)}**`;
    if (name === 'image' || name === 'figure') {
        const text = options.get('alt') ?? argument.split('/').at(-1) ?? argument;
        return [
            `[${text.replace(/[[\]]/g, '\\$&')}](${options.get('target') ?? argument})`,
            ...inner(content),
        ].join('\n\n');
    }
    if (/^(?:epigraph|pull-quote|highlights|container|details|collapse|dropdown|topic|sidebar|line-block)$/.test(name))
        return [...(argument === '' ? [] : [`**${inline(argument)}**`]), ...inner(content)].join('\n\n');
    return fence([line, ...body], 'rst');
}
/** `:alt: text` above the content of a directive. */
function splitOptions(lines) {
    const options = new Map();
    let index = 0;
    for (; index < lines.length; index += 1) {
        const found = /^:([\w-]{1,60}):[ ]*(.*)$/.exec(lines[index] ?? '');
        if (found === null)
            break;
        options.set(found[1] ?? '', found[2] ?? '');
    }
    return { options, content: lines.slice(index) };
}
const quote = (blocks) => blocks.join('\n\n').replace(/^/gm, '> ').replace(/^> $/gm, '>');
function fence(lines, language) {
    const text = lines
        .join('\n')
        .replace(/^(?:[ ]*\n)+/, '')
        .trimEnd();
    return text === '' ? '' : renderAsCode(text).replace(/^(`+)text/, `$1${language}`);
}

;// CONCATENATED MODULE: ./packages/changelog/src/rst/inline.ts
// Bounded, so that a mark that is never closed costs no more than the text behind it.
const markup = /\\([\s\S])|``([^\n]{1,400}?)``(?!`)|:([\w.+-]{1,60}(?::[\w.+-]{1,60}){0,3}):`([^`]{1,400})`|`([^`]{1,400})`(__?|:[\w.+-]{1,60}:)?|\|([^|\s][^|\n]{0,100})\|_{0,2}|(?<![\w`])([A-Za-z0-9](?:[\w.+-]{0,80}[A-Za-z0-9])?)__?(?![\w`])|([<[\]])/g;
const issueRoles = /^(?:gh-?)?(?:pr|pull|pulls|issue|issues|bug|ticket|merge|mr|gh|ghpull|ghissue|ghpr)$/i;
const userRoles = /^(?:user|gh-?user|ghuser|contributor|author)$/i;
const wordRoles = /^(?:std:)?(?:ref|doc|term|abbr|numref|guilabel|menuselection|dfn|any|emphasis|title|title-reference|t|sub|sup|rfc)$/i;
const callRoles = /(?:^|:)(?:func|meth|method|function)$/i;
/** Inline markup of reStructuredText as Markdown. What is not known keeps its text. */
function convertInline(text, references) {
    return text.replace(markup, (...found) => {
        const [whole = '', escaped, literal, role, content, quoted, suffix, substitution, reference, plain] = found;
        if (escaped !== undefined)
            return escapeCharacter(escaped);
        if (literal !== undefined)
            return inline_code(literal.trim());
        if (role !== undefined)
            return convertRole(role, content ?? '');
        if (quoted !== undefined)
            return convertQuoted(quoted, suffix, references);
        if (substitution !== undefined)
            return references.substitutions.get(substitution.toLowerCase()) ?? whole;
        if (reference !== undefined) {
            const url = references.targets.get(reference.toLowerCase());
            return url === undefined ? whole : inline_link(reference, url);
        }
        // What is markup in Markdown only.
        return `\\${plain ?? ''}`;
    });
}
function escapeCharacter(character) {
    if (/\s/.test(character))
        return '';
    return /[\p{L}\p{N}]/u.test(character) ? character : `\\${character}`;
}
function convertQuoted(quoted, suffix, { targets }) {
    const { title, address } = splitTitle(quoted);
    if (suffix?.startsWith(':') === true)
        return convertRole(suffix.slice(1, -1), quoted);
    if (suffix === undefined)
        return inline_code(quoted);
    const named = address?.endsWith('_') === true ? targets.get(address.slice(0, -1).toLowerCase()) : address;
    const url = named ?? targets.get(title.replace(/\s+/g, ' ').toLowerCase());
    return url === undefined ? title : inline_link(title, url);
}
/** `text <target>`; the text stands for both when there is no target. */
function splitTitle(content) {
    const found = /^([^<]*?)\s*<([^<>]+)>$/.exec(content.trim());
    if (found === null)
        return { title: content.trim(), address: undefined };
    const address = (found[2] ?? '').replace(/\s+/g, '');
    return { title: found[1] === '' || found[1] === undefined ? address : found[1], address };
}
function convertRole(role, content) {
    const { title, address } = splitTitle(content);
    const number = /^#?(\d+)$/.exec(title)?.[1];
    if (number !== undefined && (issueRoles.test(role) || !/pep|rfc|cve/i.test(role)))
        return `#${number}`;
    if (/^pep$/i.test(role))
        return `[PEP ${title}](https://peps.python.org/pep-${title.padStart(4, '0')}/)`;
    if (/^rfc$/i.test(role))
        return `[RFC ${title}](https://www.rfc-editor.org/rfc/rfc${title})`;
    if (/^cve$/i.test(role))
        return title.toUpperCase().startsWith('CVE') ? title : `CVE-${title}`;
    if (/^ghsa$/i.test(role)) {
        const id = title.toUpperCase().startsWith('GHSA-') ? title : `GHSA-${title}`;
        return inline_link(id, `https://github.com/advisories/${id}`);
    }
    if (userRoles.test(role))
        return `@${title.replace(/^@/, '')}`;
    if (/^(?:strong|b)$/i.test(role))
        return `**${title}**`;
    if (/^(?:emphasis|i|em)$/i.test(role))
        return `*${title}*`;
    if (address !== undefined && /^https?:\/\//.test(address))
        return inline_link(title, address);
    if (/^doc$/i.test(role) && address === undefined)
        return title.split('/').at(-1) ?? title;
    if (issueRoles.test(role) || wordRoles.test(role))
        return title.replace(/[<[\]]/g, '\\$&');
    const name = address === undefined && title.startsWith('~') ? (title.split('.').at(-1) ?? title) : title;
    const shown = name.replace(/^[~!.]+/, '');
    return inline_code(callRoles.test(role) && address === undefined && !shown.endsWith(')') ? `${shown}()` : shown);
}
function inline_link(title, url) {
    return `[${title.replace(/[[\]]/g, '\\$&')}](${url.replace(/[()\s]/g, encodeURIComponent)})`;
}
/** A code span whose fence is longer than any run of backticks inside (CommonMark §6.1). */
function inline_code(text) {
    const content = text.replace(/\s+/g, ' ');
    const longest = (content.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
    const fence = '`'.repeat(longest + 1);
    return longest === 0 ? `${fence}${content}${fence}` : `${fence} ${content} ${fence}`;
}

;// CONCATENATED MODULE: ./packages/changelog/src/rst/references.ts
const target = /^\s*\.\. _(?:`([^`]+)`|([^:`]+)):\s+(\S+:\S+)\s*$/;
const substitution = /^\s*\.\. \|([^|]+)\| (?:replace|unicode)::\s*(.*)$/;
/** The targets of links and the substitutions of a text. */
function collectReferences(lines) {
    const targets = new Map();
    const substitutions = new Map();
    for (const line of lines) {
        const found = target.exec(line.slice(0, 1000));
        if (found !== null)
            targets.set((found[1] ?? found[2] ?? '').toLowerCase(), found[3] ?? '');
        const replaced = substitution.exec(line.slice(0, 1000));
        if (replaced !== null)
            substitutions.set((replaced[1] ?? '').toLowerCase(), replaced[2] ?? '');
    }
    return { targets, substitutions };
}

;// CONCATENATED MODULE: ./packages/changelog/src/rst/to-markdown.ts








// Deeper than any changelog; what is deeper is shown as it is.
const to_markdown_maxDepth = 12;
// Notes beyond this are not shown anyway.
const to_markdown_maxLength = 250_000;
/**
 * A section of a changelog in reStructuredText as Markdown: titles, lists, paragraphs on one line, literals, links, roles
 * and the directives that changelogs use. What has no counterpart is kept as code, never lost. Takes linear time.
 */
function convertRst(text) {
    const lines = splitLines(text.slice(0, to_markdown_maxLength)).map((line) => line.text.replace(/\t/g, '        '));
    const references = collectReferences(lines);
    const titles = new Map();
    for (const { level, text: title, firstLine, lastLine } of findRstHeadings(splitLines(lines.join('\n')))
        .headings)
        if (level < boldLevel)
            titles.set(firstLine, { level, text: title, last: lastLine });
    const blocks = [];
    let from = 0;
    for (const [first, { level, text: title, last }] of titles) {
        blocks.push(...convertBlocks(lines.slice(from, first), references, 0));
        blocks.push(`${'#'.repeat(Math.min(level + 2, 6))} ${convertInline(title, references)}`);
        from = last + 1;
    }
    blocks.push(...convertBlocks(lines.slice(from), references, 0));
    const shown = blocks.filter((block) => block !== '');
    // A rule between releases is not part of one.
    while (shown.at(-1) === '---')
        shown.pop();
    return shown.join('\n\n');
}
/** The blocks of lines that share a margin. */
function convertBlocks(lines, references, depth) {
    if (depth > to_markdown_maxDepth)
        return lines.every((line) => line.trim() === '') ? [] : [renderAsCode(lines.join('\n'))];
    const blocks = [];
    let index = 0;
    while (index < lines.length) {
        const line = lines[index] ?? '';
        if (line.trim() === '')
            index += 1;
        else {
            const { block, next } = convertBlock(lines, index, references, depth);
            blocks.push(block);
            index = Math.max(next, index + 1);
        }
    }
    return blocks.filter((block) => block !== '');
}
const bullet = /^([-*+•‣])(?:[ ]+(?=\S)|[ ]*$)/;
const numbered = /^(?:\(?(\d{1,9}|#|[a-zA-Z])[.)])[ ]+(?=\S)/;
const field = /^:([^:`\s][^:`]{0,80}):(?:[ ]+(.*))?$/;
function convertBlock(lines, index, references, depth) {
    const line = lines[index] ?? '';
    if (/^\s/.test(line))
        return convertIndented(lines, index, references, depth);
    if (/^\.\.(?:\s|$)/.test(line)) {
        const body = takeIndented(lines, index + 1);
        const inner = (inside) => convertBlocks(inside, references, depth + 1);
        const block = convertDirective(line, body.lines, inner, (text) => convertInline(text, references));
        return { block, next: body.next };
    }
    if (bullet.test(line) || numbered.test(line))
        return convertList(lines, index, references, depth);
    if (/^>>> /.test(line))
        return takeCode(lines, index, 'pycon');
    if (/^(?:\+[-=+]{3,}\+|=+(?: +=+)+)\s*$/.test(line))
        return takeTable(lines, index);
    if (/^\| /.test(line))
        return takeLineBlock(lines, index, references);
    const named = field.exec(line);
    if (named !== null) {
        const body = takeIndented(lines, index + 1);
        const text = [named[2] ?? '', ...body.lines.map((part) => part.trim())].join(' ').trim();
        return { block: `- **${named[1] ?? ''}:** ${convertInline(text, references)}`, next: body.next };
    }
    if (/^([!-/:-@[-`{-~])\1{3,}\s*$/.test(line))
        return { block: '---', next: index + 1 };
    return convertParagraph(lines, index, references, depth);
}
function convertParagraph(lines, index, references, depth) {
    let next = index;
    while (next < lines.length &&
        (lines[next] ?? '').trim() !== '' &&
        (next === index || !/^\s/.test(lines[next] ?? '')))
        next += 1;
    const text = lines
        .slice(index, next)
        .map((line) => line.trim())
        .join(' ');
    // A term with its definition below.
    if (next === index + 1 && /^\s+\S/.test(lines[next] ?? '')) {
        const body = takeIndented(lines, next);
        const inner = convertBlocks(dedent(body.lines), references, depth + 1);
        return { block: [`**${convertInline(text, references)}**`, ...inner].join('\n\n'), next: body.next };
    }
    const opensLiteral = text.endsWith('::');
    const bare = text.slice(0, -2);
    const shown = !opensLiteral ? text : bare.trimEnd() === bare && bare !== '' ? `${bare}:` : bare.trimEnd();
    const paragraph = protectStart(convertInline(shown, references));
    if (!opensLiteral)
        return { block: paragraph, next };
    const body = takeIndented(lines, next);
    const code = dedent(body.lines).join('\n').trim() === '' ? '' : renderCode(dedent(body.lines), '');
    return { block: [paragraph, code].filter((part) => part !== '').join('\n\n'), next: body.next };
}
/** A paragraph that begins like a heading or a list of Markdown stays one. */
function protectStart(text) {
    return text.replace(/^(#{1,6} |>|\+ |- |={3,}|\d{1,9}[.)] )/, '\\$1');
}
function convertIndented(lines, index, references, depth) {
    const body = takeIndented(lines, index);
    const inner = dedent(body.lines);
    const blocks = convertBlocks(inner, references, depth + 1);
    const isList = bullet.test(inner.find((line) => line.trim() !== '') ?? '');
    const text = blocks.join('\n\n');
    // Lists are often indented by a space or two without meaning a quotation.
    return { block: isList ? text : text.replace(/^/gm, '> ').replace(/^> $/gm, '>'), next: body.next };
}
function convertList(lines, index, references, depth) {
    const isBullet = bullet.test(lines[index] ?? '');
    const marker = isBullet ? bullet : numbered;
    const items = [];
    let next = index;
    let isLoose = false;
    for (;;) {
        const found = marker.exec(lines[next] ?? '');
        if (found === null)
            break;
        const body = takeIndented(lines, next + 1);
        const first = (lines[next] ?? '').slice(found[0].length);
        // Lines below may have another indent than the text of the first one.
        const rest = dedent(body.lines);
        // A list right below the text of its item, without the blank line that docutils asks for.
        const isNested = bullet.test(rest[0] ?? '');
        const blocks = convertBlocks(isNested ? [first, '', ...rest] : [first, ...rest], references, depth + 1);
        const mark = isBullet ? '- ' : `${/^\d+$/.test(found[1] ?? '') ? found[1] : items.length + 1}. `;
        const [head = '', ...more] = blocks;
        const joined = [head, ...more].join(more.every((block) => /^(?:- |\d+\. )/.test(block)) ? '\n' : '\n\n');
        items.push(mark + joined.replace(/\n(?=.)/g, `\n${' '.repeat(mark.length)}`));
        isLoose ||= more.some((block) => !/^(?:- |\d+\. )/.test(block));
        next = body.next;
        let ahead = next;
        while (ahead < lines.length && (lines[ahead] ?? '').trim() === '')
            ahead += 1;
        if (!marker.test(lines[ahead] ?? ''))
            break;
        next = ahead;
    }
    return { block: items.join(isLoose ? '\n\n' : '\n'), next };
}
function takeCode(lines, index, language) {
    let next = index;
    while (next < lines.length && (lines[next] ?? '').trim() !== '')
        next += 1;
    return { block: renderCode(lines.slice(index, next), language), next };
}
/** Tables are kept as they are: their columns say what belongs together. */
function takeTable(lines, index) {
    let next = index;
    const isSimple = (lines[index] ?? '').startsWith('=');
    let rules = 0;
    while (next < lines.length) {
        const line = lines[next] ?? '';
        if (isSimple && /^=+(?: +=+)*\s*$/.test(line))
            rules += 1;
        next += 1;
        const after = (lines[next] ?? '').trim();
        if (after === '' && (!isSimple || rules >= 2))
            break;
    }
    return { block: renderCode(lines.slice(index, next), ''), next };
}
function takeLineBlock(lines, index, references) {
    let next = index;
    const parts = [];
    while (/^\|(?: |$)/.test(lines[next] ?? '')) {
        parts.push(convertInline((lines[next] ?? '').slice(2).trim(), references));
        next += 1;
    }
    return { block: parts.join('\\\n'), next };
}
/** A fenced block that nothing inside closes. */
function renderCode(lines, language) {
    return renderAsCode(lines
        .join('\n')
        .replace(/^(?:[ ]*\n)+/, '')
        .trimEnd()).replace(/^(`+)text/, `$1${language}`);
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/section-markdown.ts


/** A section of a changelog as Markdown for GitHub, with each paragraph on one line. */
function renderSection(text, format) {
    return format === 'rst' ? convertRst(text) : unwrapMarkdown(text);
}

;// CONCATENATED MODULE: ./packages/changelog/src/changelog/version-file.ts



const notesFolder = /^(?:releases?|release[-_ ]?notes|changelogs?|changes|news|history|what[-_]?s[-_]?new)$/i;
const outerFolder = /^(?:docs?|documentation|source|src|en)$/i;
const version_file_maxDepth = 3;
/** Finds `docs/release-notes/1.2.0.md` and the like: a file named by the version in a folder for release notes. */
async function findVersionFile(files, folder, version, versions, depth = 0) {
    const entries = (await files.list(folder)) ?? [];
    for (const { name } of entries.filter(({ isFolder, name }) => isFolder && notesFolder.test(name))) {
        const place = folder === '' ? name : `${folder}/${name}`;
        for (const entry of (await files.list(place)) ?? []) {
            const label = /^(?:release[-_]?|version[-_]?)?(v?\d.*?)(?:[-_](?:release|notes|release[-_]notes))?\.(?:md|rst|txt)$/i.exec(entry.name)?.[1];
            if (entry.isFolder || label === undefined || !versions.isSame(label, version))
                continue;
            const path = `${place}/${entry.name}`;
            const bytes = await files.read(path);
            if (bytes !== undefined)
                return readVersionFile(path, readForPeople(bytes));
        }
    }
    if (depth >= version_file_maxDepth)
        return undefined;
    for (const { name } of entries.filter(({ isFolder, name }) => isFolder && outerFolder.test(name))) {
        const found = await findVersionFile(files, folder === '' ? name : `${folder}/${name}`, version, versions, depth + 1);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
function readVersionFile(path, text) {
    const format = readFormat(path, text);
    const { headings, lines } = parseChangelog(text, format);
    const title = headings[0];
    const isFirst = title !== undefined && (lines[title.firstLine]?.start ?? 0) <= text.length - text.trimStart().length;
    const body = isFirst ? text.slice(lines[title.lastLine]?.next ?? text.length) : text;
    return { path, format, text: trimBlankLines(body) };
}

;// CONCATENATED MODULE: ./packages/python/src/version/compare-versions.ts
const phaseRank = { a: 0n, b: 1n, rc: 2n };
const compareNumbers = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
function compareReleases(left, right) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
        const order = compareNumbers(left[index] ?? 0n, right[index] ?? 0n);
        if (order !== 0)
            return order;
    }
    return 0;
}
// A development version sorts before the pre-releases of its release, a final version after them.
function rankPre({ pre, post, dev }) {
    if (pre !== undefined)
        return [phaseRank[pre.phase], pre.number];
    return post === undefined && dev !== undefined ? [-1n, 0n] : [3n, 0n];
}
function compareLocals(left, right) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
        const [a, b] = [left[index], right[index]];
        if (a === undefined || b === undefined)
            return a === b ? 0 : a === undefined ? -1 : 1;
        if (typeof a === 'bigint' && typeof b === 'bigint') {
            if (a !== b)
                return compareNumbers(a, b);
        }
        else if (typeof a === 'string' && typeof b === 'string') {
            if (a !== b)
                return a < b ? -1 : 1;
        }
        else
            return typeof a === 'bigint' ? 1 : -1;
    }
    return 0;
}
/** The order of PEP 440, for `sort`: negative if `left` is lower. */
function compareVersions(left, right) {
    const [leftPhase, leftNumber] = rankPre(left);
    const [rightPhase, rightNumber] = rankPre(right);
    return (compareNumbers(left.epoch, right.epoch) ||
        compareReleases(left.release, right.release) ||
        compareNumbers(leftPhase, rightPhase) ||
        compareNumbers(leftNumber, rightNumber) ||
        // No post number sorts before any; no development number sorts after any.
        compareNumbers(left.post ?? -1n, right.post ?? -1n) ||
        compareDev(left.dev, right.dev) ||
        compareLocals(left.local, right.local));
}
function compareDev(left, right) {
    if (left === undefined || right === undefined)
        return left === right ? 0 : left === undefined ? 1 : -1;
    return compareNumbers(left, right);
}

;// CONCATENATED MODULE: ./packages/python/src/errors.ts

/** Errors of project files, versions and distributions. */
const pythonErrors = (0,define_errors/* defineErrors */.V)({
    E_DISTRIBUTION_INVALID: {
        message: 'A package index would reject a distribution.',
        hint: 'Correct the problems listed above and build again.',
    },
    E_EXTRA_FILE: {
        message: 'An additional file cannot be edited.',
        hint: 'Mark each line that contains the version with a "slipway-version" comment, or use a pattern that matches once.',
    },
    E_LOCK_FILE: {
        message: 'The lock file cannot be edited.',
        hint: 'Refresh it with the tool that wrote it, and commit it.',
    },
    E_PROJECT_INVALID: {
        message: 'The project file cannot be read.',
        hint: 'Correct the line named above.',
    },
    E_PROJECT_MISSING: {
        message: 'There is no Python project in this folder.',
        hint: 'Set "path" to the folder that contains pyproject.toml, setup.cfg or setup.py.',
    },
    E_VERSION_BUMP: {
        message: 'The version cannot be bumped this way.',
        hint: 'Choose a different kind of bump, or set the exact version.',
    },
    E_VERSION_DISAGREE: {
        message: 'The project has two different versions.',
        hint: 'Set the fields to the same version, or remove one of them.',
    },
    E_VERSION_INVALID: {
        message: 'The version is not valid under PEP 440.',
        hint: 'Write it as 1.2.3, 1.2.3rc1 or 1.2.3.post1.',
    },
    E_VERSION_SOURCE: {
        message: 'The file that contains the version was not found.',
        hint: 'Set "version-file" of version-bump to the file, with a pattern if it contains more than the version, or write the version into [project].version.',
    },
    E_VERSION_SPELLING: {
        message: 'A file cannot express the version.',
        hint: 'Choose a version without what the file cannot express, or let the file read the version from another one.',
    },
    E_WORKSPACE_ROOT: {
        message: 'This folder is the root of a workspace and not a package.',
        hint: 'Set "path" to the folder of the member to release.',
    },
});

;// CONCATENATED MODULE: ./packages/python/src/version/parse-version.ts



// PEP 440, appendix B, without surrounding blanks; digits are ASCII.
const parse_version_form = /^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)(?:[-_.]?(?<phase>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>[0-9]+)?)?(?:-(?<implicit>[0-9]+)|(?<postWord>[-_.]?(?:post|rev|r)[-_.]?(?<post>[0-9]+)?))?(?<devWord>[-_.]?dev[-_.]?(?<dev>[0-9]+)?)?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i;
const phases = {
    a: 'a',
    alpha: 'a',
    b: 'b',
    beta: 'b',
    c: 'rc',
    rc: 'rc',
    pre: 'rc',
    preview: 'rc',
};
// Longer than any published version; the limit keeps hostile input cheap.
const maxVersionLength = 256;
/** Undefined for a text that is not a version. */
function tryParseVersion(text) {
    if (text.length > maxVersionLength)
        return undefined;
    const found = parse_version_form.exec(text)?.groups;
    if (found === undefined)
        return undefined;
    const count = (digits) => BigInt(digits ?? '0');
    const { phase } = found;
    const post = found['implicit'] ?? (found['postWord'] === undefined ? undefined : (found['post'] ?? '0'));
    return {
        epoch: count(found['epoch']),
        release: (found['release'] ?? '').split('.').map(BigInt),
        pre: phase === undefined
            ? undefined
            : { phase: phases[phase.toLowerCase()] ?? 'rc', number: count(found['pre']) },
        post: post === undefined ? undefined : BigInt(post),
        dev: found['devWord'] === undefined ? undefined : count(found['dev']),
        local: (found['local'] ?? '')
            .toLowerCase()
            .split(/[-_.]/)
            .filter((segment) => segment !== '')
            .map((segment) => (/^[0-9]+$/.test(segment) ? BigInt(segment) : segment)),
    };
}
/** @param what where the text is from, for the error  @throws InputError E_VERSION_INVALID */
function parseVersion(text, what = 'The version') {
    const version = tryParseVersion(text);
    if (version === undefined) {
        throw new action_error/* InputError */.dz(pythonErrors.E_VERSION_INVALID, {
            message: `${what} is "${(0,neutralize/* neutralizeLine */.a0)(text, 120)}", which is not a version of PEP 440.`,
        });
    }
    return version;
}

;// CONCATENATED MODULE: ./packages/python/src/version/compare-spellings.ts



/** Compares versions as people write them (`v1.1`, `1.1.0-rc.1`) by PEP 440. */
const versionSpellings = {
    /** Whether two spellings name one version; false when one is not a version. */
    isSame(left, right) {
        const [first, second] = [tryParseVersion(left), tryParseVersion(right)];
        return first !== undefined && second !== undefined && compareVersions(first, second) === 0;
    },
    /** Whether the first names a pre-release (`1.1.0rc1`, `1.1.0.dev3`) of the second, which is final. */
    isPrereleaseOf(label, final) {
        const [earlier, later] = [tryParseVersion(label), tryParseVersion(final)];
        if (earlier === undefined || later === undefined || !isPrerelease(earlier) || isPrerelease(later))
            return false;
        const { epoch, release } = earlier;
        const base = tryParseVersion(`${epoch}!${release.join('.')}`);
        return base !== undefined && compareVersions(base, later) === 0;
    },
};

;// CONCATENATED MODULE: ./actions/release-notes/src/changelog-section.ts








/**
 * Finds the section of a version in the changelog of a project and reads it as Markdown. What is found and what is passed
 * over is logged.
 * @param files as they are in the tag: the files of the workspace may be different
 * @throws InputError E_CHANGELOG_AMBIGUOUS
 */
async function findVersionSection(files, question, log) {
    const { version } = question;
    const extract = ({ path, format }, text) => extractSection(text, version, format, versionSpellings, path);
    const { chosen, suits, passedOver, isMissing } = await chooseChangelog(files, {
        ...{ path: question.path, folder: question.folder },
        suits: (found) => extract(found, found.text) !== undefined,
        otherwise: `has no section for version ${version}`,
    });
    for (const { path, reason } of passedOver)
        log.notice(`${(0,neutralize/* neutralizeLine */.a0)(path, 200)} is not used: it ${reason}.`);
    if (!suits && question.path === undefined) {
        const file = await findVersionFile(files, cleanFolder(question.folder), version, versionSpellings);
        if (file !== undefined && !isEmptySection(file.text, file.format)) {
            log.info(`Notes are from ${(0,neutralize/* neutralizeLine */.a0)(file.path, 200)}.`);
            return { path: file.path, text: renderSection(file.text, file.format) };
        }
    }
    if (isMissing)
        return { path: undefined, problem: `"${(0,neutralize/* neutralizeLine */.a0)(question.path ?? '', 200)}" does not exist` };
    if (chosen === undefined)
        return { path: undefined, problem: 'no changelog was found' };
    const place = (0,neutralize/* neutralizeLine */.a0)(chosen.path, 200);
    if (!suits)
        return { path: undefined, problem: `${place} has no section for version ${version}` };
    const bytes = await files.read(chosen.path);
    const section = extract(chosen, bytes === undefined ? chosen.text : readForPeople(bytes)) ?? '';
    if (isEmptySection(section, chosen.format))
        return { path: undefined, problem: `${place} has an empty section for version ${version}` };
    log.info(`Notes are from the section ${version} of ${place}.`);
    return { path: chosen.path, text: renderSection(section, chosen.format) };
}
const cleanFolder = (folder) => folder
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

;// CONCATENATED MODULE: ./actions/release-notes/src/find-first-timers.ts



// Each takes a request.
const maxAuthors = 30;
/**
 * Authors whose earliest commit on the default branch is in this range, with the pull request it came by. The whole history is
 * asked, not only the range: who came back after a year is not new.
 * @param commits oldest first
 * @throws as GitHubClient.rest
 */
async function findFirstTimers({ rest, at }, commits) {
    const first = new Map();
    const withoutPull = new Set();
    for (const { authorLogin: login, message, committedAt } of commits) {
        if (login === undefined || isBot({ login }) || first.has(login) || withoutPull.has(login))
            continue;
        const { pullRequest } = parseMessage(message);
        // Who pushed directly before is no newcomer.
        if (pullRequest === undefined)
            withoutPull.add(login);
        else
            first.set(login, { pullRequest, committedAt });
    }
    const found = [];
    for (const [login, { pullRequest, committedAt }] of [...first].slice(0, maxAuthors)) {
        const before = new Date(Date.parse(committedAt) - 1000).toISOString();
        const { data } = await rest.repos.listCommits({
            ...{ ...at, author: login, until: before, per_page: 1 },
            ...expectingEach(['sha:string']),
        });
        if (data.length === 0)
            found.push({ login, pullRequest });
    }
    return found;
}

;// CONCATENATED MODULE: ./actions/release-notes/src/collect-changes.ts













// A first release may have a long past; its notes need not tell all of it.
const maxFirstCommits = 250;
const maxPullRequests = 200;
const pullFields = ['title:string', 'user?.login:string', 'labels[].name:string'];
/** @throws InputError E_CHANGELOG_MISSING, E_CHANGELOG_AMBIGUOUS; and as GitHubClient.rest */
async function collectChanges(repository, repositoryUrl, target, previousTag, inputs) {
    const tag = encodeURIComponent(target.tag);
    const commits = previousTag === undefined
        ? (await listCommits(repository, target.commitSha, maxFirstCommits)).toReversed()
        : await listCommitsBetween(repository, // By its commit: a branch may have the name of the tag.
        (await findTag(repository, previousTag))?.commitSha ?? previousTag, target.commitSha);
    const noted = commits.map((commit) => ({ ...commit, author: authorOf(commit) }));
    const options = { repositoryUrl, projectNames: new Set(inputs.projectNames) };
    // In a first release everybody is new.
    const firstTimers = previousTag === undefined ? [] : await findFirstTimers(repository, commits);
    if (inputs.source === 'auto' || inputs.source === 'changelog') {
        const files = await openFiles(repository, target.commitSha);
        const question = { path: inputs.changelog, folder: inputs.path, version: target.versionText };
        const section = await findVersionSection(files, question, repository.log);
        if (section.path !== undefined) {
            const sections = readChangelogSections(section.text, { repositoryUrl, tag: target.tag });
            const path = section.path.split('/').map(encodeURIComponent).join('/');
            const url = `${repositoryUrl}/blob/${tag}/${path}`;
            // Entries of a changelog do not always say whose they are.
            return { source: 'changelog', sections, people: listPeople(noted, options), firstTimers, url };
        }
        if (inputs.source === 'changelog') {
            throw new action_error/* InputError */.dz(releaseErrors.E_CHANGELOG_MISSING, {
                message: `There is no text for ${target.versionText} at ${(0,neutralize/* neutralizeLine */.a0)(target.tag, 120)}: ${section.problem}.`,
            });
        }
        repository.log.notice(`Notes are from the commits: ${section.problem}.`);
    }
    const url = previousTag === undefined
        ? `${repositoryUrl}/commits/${tag}`
        : `${repositoryUrl}/compare/${encodeURIComponent(previousTag)}...${tag}`;
    const common = { people: [], firstTimers, url };
    if (inputs.source === 'pull-requests') {
        const pulls = await readPullRequests(repository, commits);
        return { ...common, source: 'pull-requests', sections: readPullRequestSections(pulls, options) };
    }
    return { ...common, source: 'commits', sections: readCommitSections(noted, options) };
}
function authorOf({ authorLogin, authorName }) {
    return { login: authorLogin, name: authorName };
}
/** The files are read as they are in the tag: what lies in the workspace may be something else. */
async function openFiles(repository, sha) {
    const { tree } = await commits_readCommit(repository, sha);
    const reader = tree_entries_createTreeReader(repository, tree);
    return {
        read: (path) => readFileAt(repository, path, sha),
        async list(folder) {
            const entries = await reader.list(folder);
            return entries?.map(({ path, type }) => ({ name: path, isFolder: type === 'tree' }));
        },
    };
}
/** Pull requests by the numbers that the commits name; one that is gone is left out. */
async function readPullRequests(repository, commits) {
    const named = commits.map(({ message }) => parseMessage(message).pullRequest);
    const numbers = [...new Set(named.filter((number) => number !== undefined))];
    if (numbers.length > maxPullRequests)
        repository.log.warning(`${numbers.length} pull requests were merged; the notes name ${maxPullRequests}.`);
    const { rest, at } = repository;
    const pulls = [];
    for (const number of numbers.slice(0, maxPullRequests)) {
        const pull = await findOptional(rest.pulls.get({ ...at, pull_number: number, ...client_expecting(pullFields) }));
        if (pull === undefined)
            continue;
        const labels = pull.labels.map(({ name }) => name);
        pulls.push({ number, title: pull.title, labels, author: { login: pull.user.login } });
    }
    return pulls;
}

;// CONCATENATED MODULE: ./packages/github/src/releases/release-fields.ts
/** What has to be in an answer about an asset. */
const assetFields = [
    'id:number',
    'name:string',
    'size:number',
    'label?:string',
    'state:string',
    'digest?:string',
    'browser_download_url:string',
];
/** What has to be in an answer about a release. */
const releaseFields = [
    'id:number',
    'tag_name:string',
    'name?:string',
    'body?:string',
    'draft:boolean',
    'prerelease:boolean',
    'html_url:string',
    'assets:list',
    ...assetFields.map((field) => `assets[].${field}`),
];

;// CONCATENATED MODULE: ./packages/github/src/releases.ts





/** Reads the schema `release-asset`. */
function readAsset(asset) {
    const { id, name, size, state } = asset;
    const sha256 = /^sha256:([0-9a-f]{64})$/.exec(asset.digest ?? '')?.[1];
    const label = asset.label ?? '';
    return { id, name, label, size, state, sha256, downloadUrl: asset.browser_download_url };
}
function readRelease(release) {
    return {
        id: release.id,
        tagName: release.tag_name,
        name: release.name ?? '',
        body: release.body ?? '',
        draft: release.draft,
        prerelease: release.prerelease,
        immutable: release.immutable ?? false,
        url: release.html_url,
        assets: release.assets.map(readAsset),
    };
}
const byTag = `query ($owner: String!, $name: String!, $tag: String!) {
  repository(owner: $owner, name: $name) { release(tagName: $tag) { databaseId } }
}`;
/** Drafts are found among the newest releases and by GraphQL, which knows them by their tag at any age. */
const newestReleases = 100;
/** The published release of a tag, which everybody sees who sees the repository. @throws as GitHubClient.rest */
async function findPublishedRelease({ rest, at }, tag) {
    const found = await findOptional(rest.repos.getReleaseByTag({ ...at, tag, ...client_expecting(releaseFields) }));
    return found && readRelease(found);
}
/** The published release of a tag and its drafts; drafts need `contents: write`. @throws as GitHubClient.rest */
async function findReleases(repository, tagName) {
    const { rest, at } = repository;
    const published = await findPublishedRelease(repository, tagName);
    const { repository: found } = await repository.graphql(byTag, { owner: at.owner, name: at.repo, tag: tagName }, { fields: ['repository?.release?.databaseId:number'], idempotent: true });
    const id = found?.release?.databaseId;
    const drafts = new Map();
    if (id !== undefined && id !== published?.id) {
        const draft = await findOptional(rest.repos.getRelease({ ...at, release_id: id, ...client_expecting(releaseFields) }));
        if (draft?.draft === true)
            drafts.set(draft.id, draft);
    }
    for (const release of await releases_list(repository, newestReleases)) {
        if (release.draft && release.tag_name === tagName)
            drafts.set(release.id, release);
    }
    return {
        published,
        drafts: [...drafts.values()].map(readRelease).sort((left, right) => left.id - right.id),
    };
}
const releases_list = ({ rest, at }, limit) => listPages((page) => rest.repos.listReleases({ ...at, ...page, ...expectingEach(releaseFields) }), limit);
/** @throws RemoteError E_GITHUB_NOT_FOUND and as GitHubClient.rest */
async function readReleaseById({ rest, at }, id) {
    const { data } = await rest.repos.getRelease({ ...at, release_id: id, ...client_expecting(releaseFields) });
    return readRelease(data);
}
/** Newest first, drafts included for who may see them. @throws as GitHubClient.rest */
async function listReleases(repository, limit) {
    return (await releases_list(repository, limit)).map(readRelease);
}
/**
 * The one release of a tag to work on: the published one as it is, else the oldest draft brought up to date, else a new draft.
 * Further drafts that carry the marker are removed; those of people stay.
 * @throws as GitHubClient.rest
 */
async function ensureDraft(repository, plan) {
    let { published, drafts } = await findReleases(repository, plan.tagName);
    if (published !== undefined)
        return published;
    const { prerelease } = plan;
    if (drafts.length === 0) {
        try {
            const made = await repository.rest.repos.createRelease({
                ...{ ...repository.at, tag_name: plan.tagName, draft: true, prerelease },
                ...releases_textOf(plan.compose(undefined)),
                ...client_expecting(releaseFields),
            });
            return readRelease(made.data);
        }
        catch (error) {
            // The answer may be lost and the draft made: what is there decides.
            if (!(error instanceof action_error/* RemoteError */.Hi) || (error.status ?? 500) < 500)
                throw error;
            ({ published, drafts } = await findReleases(repository, plan.tagName));
            if (published === undefined && drafts.length === 0)
                throw error;
        }
    }
    const ours = (release) => release.body.includes(plan.marker);
    const [kept] = [...drafts.filter(ours), ...drafts];
    if (published !== undefined || kept === undefined)
        return published ?? failMissing(plan.tagName);
    for (const draft of drafts) {
        if (draft.id === kept.id)
            continue;
        if (ours(draft))
            await deleteDraft(repository, draft.id);
        else
            repository.log.warning(`There is another draft for ${(0,neutralize/* neutralizeLine */.a0)(plan.tagName)}, ${draft.url}; it is not changed.`);
    }
    const text = releases_textOf(plan.compose(kept));
    if (kept.name === text.name && kept.body === text.body && kept.prerelease === prerelease)
        return kept;
    return patchRelease(repository, kept.id, { ...text, prerelease });
}
const releases_textOf = ({ name, body }) => ({ name, body });
function failMissing(tagName) {
    throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_NOT_FOUND, {
        message: `The draft for ${(0,neutralize/* neutralizeLine */.a0)(tagName)} is gone again.`,
    });
}
async function deleteDraft({ rest, at }, id) {
    await findOptional(rest.repos.deleteRelease({ ...at, release_id: id }));
}
/** Sets fields of a release to values: sent twice, the result is the same. */
async function patchRelease({ rest, at }, id, change) {
    const { data } = await rest.repos.updateRelease({
        ...{ ...at, release_id: id, ...change },
        ...client_expecting(releaseFields, { idempotent: true }),
    });
    return readRelease(data);
}
/** Title and notes stay changeable on every release, an immutable one too. @throws as GitHubClient.rest */
async function updateReleaseNotes(repository, release, text) {
    if (release.name === text.name && release.body === text.body)
        return release;
    return patchRelease(repository, release.id, releases_textOf(text));
}
/**
 * Makes a published pre-release final, with the notes of a final release. Sent twice, the result is the same.
 * @throws as GitHubClient.rest
 */
async function promoteRelease(repository, releaseId, { name, body, makeLatest }) {
    return patchRelease(repository, releaseId, {
        name,
        body,
        prerelease: false,
        make_latest: makeLatest ? 'true' : 'false',
    });
}
/**
 * Makes a draft public; a release that is public is returned as it is.
 * @throws RemoteError E_GITHUB_RELEASE_CLOSED when an asset is not whole; and as GitHubClient.rest
 */
async function publishRelease(repository, releaseId, options) {
    const release = await readReleaseById(repository, releaseId);
    if (!release.draft)
        return release;
    const broken = release.assets.find(({ state }) => state !== 'uploaded');
    if (broken !== undefined) {
        throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_RELEASE_CLOSED, {
            message: `The draft is not published: its asset ${(0,neutralize/* neutralizeLine */.a0)(broken.name)} is in the state "${(0,neutralize/* neutralizeLine */.a0)(broken.state)}".`,
            hint: 'Re-run the job: the asset is uploaded again.',
        });
    }
    const { prerelease, makeLatest, discussionCategory } = options;
    return patchRelease(repository, releaseId, {
        draft: false,
        prerelease,
        make_latest: makeLatest && !prerelease ? 'true' : 'false',
        ...(discussionCategory === undefined ? {} : { discussion_category_name: discussionCategory }),
    });
}

;// CONCATENATED MODULE: ./actions/release-notes/src/release-order.ts



/**
 * The tag to compare with: the nearest version below in the order of PEP 440. A final release is compared with the final one
 * before it, whatever pre-releases lie between; undefined for the first.
 */
function findPreviousTag({ siblings, version }) {
    const skipsPrereleases = !isPrerelease(version);
    return siblings.find((other) => compareVersions(other.version, version) < 0 && !(skipsPrereleases && isPrerelease(other.version)))?.name;
}
/** Releases a repository is searched for those that are marked as pre-releases. */
const maxReleases = 1000;
/**
 * Whether no final version is higher, by the tags: a release of an older line must not be shown first, whether the newer ones have
 * releases on GitHub or not. A version that was published as a pre-release does not count.
 */
async function isHighestStable(repository, { siblings, version, isPrerelease: isMarked }) {
    if (isMarked)
        return false;
    const higher = siblings.filter((other) => !isPrerelease(other.version) && compareVersions(other.version, version) > 0);
    if (higher.length === 0)
        return true;
    const releases = await listReleases(repository, maxReleases);
    const marked = new Set(releases.filter((release) => release.prerelease).map(({ tagName }) => tagName));
    return higher.every(({ name }) => marked.has(name));
}

;// CONCATENATED MODULE: ./packages/github/src/job/server.ts



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
    throw new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_SERVER, {
        message: `The artifact ${(0,neutralize/* neutralizeLine */.a0)(name, 100)} cannot be used on ${nameServer(server)}: GitHub's artifact client (version 4 and later) does not support GitHub Enterprise Server.`,
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

;// CONCATENATED MODULE: ./actions/release-notes/src/repository-facts.ts





const factsQuery = `query ($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { isPrivate isSecurityPolicyEnabled securityPolicyUrl }
}`;
const factsFields = [
    'repository.isPrivate:boolean',
    'repository.isSecurityPolicyEnabled?:boolean',
    'repository.securityPolicyUrl?:string',
];
/** @throws as GitHubClient.rest */
async function readRepositoryFacts(repository, job) {
    const isOnGitHub = describeServer(job).kind === 'github.com';
    const variables = { owner: repository.at.owner, name: repository.at.repo };
    const { repository: found } = await repository.graphql(factsQuery, variables, {
        fields: factsFields,
        idempotent: true,
    });
    // On another server, who may read a repository has to sign in first.
    const isPublic = found?.isPrivate === false && isOnGitHub;
    if (isPublic && (await takesPrivateReports(repository))) {
        const url = `${job.serverUrl}/${repository.name}/security/advisories/new`;
        return { isPublic, reporting: { kind: 'private', url } };
    }
    const url = found?.isSecurityPolicyEnabled === true ? URL.parse(found.securityPolicyUrl ?? '') : null;
    const isOwn = url !== null && url.origin === new URL(job.serverUrl).origin;
    return { isPublic, reporting: isOwn ? { kind: 'policy', url: url.href } : undefined };
}
/**
 * Whether vulnerabilities are reported privately; what the token may not see is not in the notes.
 * https://docs.github.com/rest/repos/repos#check-if-private-vulnerability-reporting-is-enabled-for-a-repository
 */
async function takesPrivateReports({ rest, at, log }) {
    try {
        const fields = ['enabled:boolean'];
        const { data } = await rest.repos.checkPrivateVulnerabilityReporting({ ...at, ...client_expecting(fields) });
        return data.enabled;
    }
    catch (error) {
        const isHidden = error instanceof action_error/* EnvironmentError */.eG ||
            (error instanceof action_error/* RemoteError */.Hi && (error.status === 404 || error.status === 422));
        if (!isHidden)
            throw error;
        log.debug(`Whether vulnerabilities are reported privately cannot be seen: ${error.message}`);
        return false;
    }
}
const categoryQuery = `query ($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { discussionCategories(first: 100) { nodes { name } } }
}`;
/**
 * Refuses a category that does not exist while nothing is public yet: GitHub would answer 404 when the release is published,
 * after everything else.
 * @throws InputError E_RELEASE_DISCUSSION; and as GitHubClient.rest
 */
async function refuseMissingCategory(repository, category) {
    if (category === undefined)
        return;
    const names = await listCategories(repository, category);
    if (names === undefined || names.includes(category))
        return;
    const other = names.find((each) => each.toLowerCase() === category.toLowerCase());
    const existing = names.length === 0
        ? 'It has no categories.'
        : `Its categories are ${(0,neutralize/* neutralizeLine */.a0)(names.map((each) => `"${each}"`).join(', '), 500)}.`;
    throw new action_error/* InputError */.dz(releaseErrors.E_RELEASE_DISCUSSION, {
        message: `The repository has no discussion category "${(0,neutralize/* neutralizeLine */.a0)(category, 100)}". ${existing} Nothing was published.`,
        ...(names.length === 0
            ? {
                hint: 'Turn on discussions in the settings of the repository, or leave "discussion-category" unset.',
            }
            : other === undefined
                ? {}
                : { hint: `Set "discussion-category" to "${(0,neutralize/* neutralizeLine */.a0)(other, 100)}".` }),
    });
}
/** Undefined when the token may not see them. */
async function listCategories(repository, category) {
    const variables = { owner: repository.at.owner, name: repository.at.repo };
    try {
        const found = await repository.graphql(categoryQuery, variables, {
            fields: ['repository.discussionCategories.nodes[].name:string'],
            idempotent: true,
        });
        return found.repository?.discussionCategories.nodes.map((node) => node.name) ?? [];
    }
    catch (error) {
        if (!(error instanceof action_error/* EnvironmentError */.eG))
            throw error;
        repository.log.warning(`The discussion category "${(0,neutralize/* neutralizeLine */.a0)(category, 100)}" cannot be checked before the release is published. Add "discussions: read" to the permissions of this job. ${error.message}`);
        return undefined;
    }
}

;// CONCATENATED MODULE: ./actions/release-notes/src/compose-notes.ts








/** Collects what the notes are made of, renders them, and writes all of them into a file. */
async function composeNotes(context, repository, target, assets, files) {
    const { inputs, job } = context;
    const repositoryUrl = `${job.serverUrl}/${repository.name}`;
    const previousTag = findPreviousTag(target);
    const changes = await collectChanges(repository, repositoryUrl, target, previousTag, {
        ...inputs,
        projectNames: compose_notes_listNames(repository.name, assets),
    });
    const digests = new Map(assets.map(({ name, sha256 }) => [name, sha256]));
    const facts = {
        ...(await readRepositoryFacts(repository, job)),
        repository: repository.name,
        repositoryUrl,
        version: target.versionText,
        tag: target.tag,
        commitSha: target.commitSha,
        folder: readFolder(inputs.path),
        previousTag,
        date: target.date,
        changes: changes.sections,
        people: changes.people,
        firstTimers: changes.firstTimers,
        assets,
        evidence: inputs.evidence === undefined ? noEvidence : readEvidence(inputs.evidence, digests),
        workflowPath: /^[^/]+\/[^/]+\/(.+?)@/.exec(job.workflowRef)?.[1],
        changesUrl: changes.url,
    };
    const texts = { header: inputs.header, footer: inputs.footer, template: inputs.template };
    const title = fillTitle(inputs.title, facts);
    const own = files.filter(({ isExtra }) => isExtra);
    const extra = own.map(({ fileName, sha256 }) => ({ name: fileName, sha256 }));
    const { imageDigest } = facts.evidence;
    const blockOf = (notes, remembered, publishedBy) => ({
        ...{ tag: target.tag, commitSha: target.commitSha, title },
        ...{ notes, extra: remembered, imageDigest, publishedBy },
        index: inputs.index === 'pypi' ? undefined : inputs.index,
    });
    const render = (others, remembered) => renderReleaseNotes(facts, texts, maxBodyLength - renderBlock(blockOf('', remembered, job.runId)).length - others);
    const notes = render(0, extra);
    await writeFull(context, target, notes);
    return {
        notes,
        title,
        source: changes.source,
        previousTag,
        imageDigest,
        compose(existing, publishedBy) {
            const body = existing?.body ?? '';
            // A job that only publishes has no files, and leaves to the draft what it remembers.
            const remembered = files.length > 0 ? extra : (findBlock(body, target.tag)?.extra ?? []);
            const others = measureKept(body, target.tag);
            const fitted = others === 0 && remembered.length === extra.length ? notes : render(others, remembered);
            return mergeBlock(existing, blockOf(fitted.body, remembered, publishedBy));
        },
    };
}
/** The folder of a project that is not at the root. */
function readFolder(path) {
    const folder = path.replace(/^(?:\.\/)+|\/+$/g, '');
    return folder === '' || folder === '.' ? undefined : folder;
}
/** What the project may be called in the title of a commit that releases it. */
function compose_notes_listNames(repository, assets) {
    const written = assets.flatMap(({ name }) => /^([A-Za-z0-9][\w.]*)-\d/.exec(name)?.[1] ?? []);
    const names = [repository.split('/')[1] ?? '', ...written].map((name) => name.toLowerCase());
    return [
        ...new Set(names.flatMap((name) => [name, name.replace(/[-_.]+/g, '-'), name.replace(/[-_.]+/g, '_')])),
    ];
}
async function writeFull({ job, setOutput, log }, target, notes) {
    const folder = job.temporaryDirectory;
    await (0,promises_.mkdir)(folder, { recursive: true });
    const path = (0,external_node_path_.join)(folder, `release-notes-${target.versionText.replace(/[^\w.+-]/g, '_')}.md`);
    await (0,promises_.writeFile)(path, `${notes.full}\n`);
    setOutput('notes', notes.body);
    setOutput('notes-path', path);
    if (notes.isCut)
        log.warning('The notes are longer than GitHub accepts; whole sections were left out, with a link to them.');
}

// EXTERNAL MODULE: ./packages/core/src/errors/file-system-error.ts
var file_system_error = __nccwpck_require__(142);
;// CONCATENATED MODULE: ./packages/github/src/job/id-token.ts


/**
 * Asks GitHub for an ID token of this job.
 * @throws EnvironmentError E_GITHUB_ID_TOKEN_PERMISSION without `id-token: write`; RemoteError E_GITHUB_ID_TOKEN when GitHub
 * answers with an error, a page, or no token
 */
async function requestIdToken({ http, job, log }, audience) {
    const requestUrl = job.variable('ACTIONS_ID_TOKEN_REQUEST_URL');
    const requestToken = job.variable('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
    if (requestUrl === undefined || requestUrl === '' || requestToken === undefined || requestToken === '') {
        throw new EnvironmentError(githubErrors.E_GITHUB_ID_TOKEN_PERMISSION, {
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
            throw new RemoteError(githubErrors.E_GITHUB_ID_TOKEN, {
                message: 'GitHub answered the request for an ID token without a token in it.',
                status: answer.status,
            });
        }
        log.mask(value);
        return value;
    }
    catch (error) {
        if (!(error instanceof RemoteError) || error.code === 'E_GITHUB_ID_TOKEN')
            throw error;
        throw refuseIdToken(error);
    }
}
function refuseIdToken(cause) {
    if (cause.status === 401 || cause.status === 403) {
        return new EnvironmentError(githubErrors.E_GITHUB_ID_TOKEN_PERMISSION, {
            message: `GitHub refused an ID token with ${cause.status}: the job is over, or it may not have one.`,
            cause,
        });
    }
    const html = cause.code === 'E_HTTP_MALFORMED';
    return new RemoteError(githubErrors.E_GITHUB_ID_TOKEN, {
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
        throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ID_TOKEN, {
            message: 'The ID token of GitHub is not a JWT.',
            cause,
        });
    }
    throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ID_TOKEN, { message: 'The ID token of GitHub has no claims.' });
}

;// CONCATENATED MODULE: ./packages/github/src/artifacts/artifact-service.ts







const service = 'twirp/github.actions.results.api.v1.ArtifactService';
/** What GitHub answers for an artifact whose time is over: https://docs.github.com/rest/actions/artifacts. */
const goneStatuses = [404, 410];
/** The error for an artifact that was there and cannot be fetched any more. @param message without a full stop */
function refuseGone(message) {
    return new action_error/* InputError */.dz(errors_githubErrors.E_GITHUB_ARTIFACT_EXPIRED, {
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
        throw new action_error/* InputError */.dz(errors_githubErrors.E_GITHUB_ARTIFACT, {
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
            throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ARTIFACT, {
                message: `${said}.`,
                status: response.status,
                url: response.url,
            });
        }
        const answer = response.json();
        if ((0,is_record/* isRecord */.u)(answer))
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
    if (!Array.isArray(artifacts) || !artifacts.every(is_record/* isRecord */.u))
        throw malformed('ListArtifacts of the artifact service', 'a list of artifacts', artifacts);
    const [newest] = artifacts
        .filter((artifact) => artifact['name'] === name)
        .map((artifact) => ({ artifact, number: artifact_service_readNumber(artifact) }))
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
            throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ARTIFACT, {
                message: `GitHub returned no address for the artifact ${(0,neutralize/* neutralizeLine */.a0)(name, 100)}.`,
            });
        },
    };
}
/** `database_id`: protobuf's JSON form writes 64-bit numbers as text. */
function artifact_service_readNumber(artifact) {
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
    const { scp } = decodeClaims(token);
    for (const scope of typeof scp === 'string' ? scp.split(' ') : []) {
        const [kind, run, job] = scope.split(':');
        if (kind === 'Actions.Results' && run !== undefined && job !== undefined)
            return [run, job];
    }
    throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ARTIFACT, {
        message: 'The token of the job has no scope for the artifacts of its run.',
    });
}

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
            throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
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
const zip_bounds_refuse = (reason) => new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
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
            throw zip_bounds_refuse(`"${(0,neutralize/* neutralizeLine */.a0)(file.name, 200)}" shares its bytes with another file`);
        end = file.offset + minLocalHeaderBytes + Buffer.byteLength(file.name) + file.compressedSize;
        if (end > archiveBytes)
            throw zip_bounds_refuse(`"${(0,neutralize/* neutralizeLine */.a0)(file.name, 200)}" is longer than the archive`);
    }
    if (promised !== undefined)
        assertPromised(files, promised);
    const unpacked = files.reduce((sum, { size }) => sum + size, 0);
    const wanted = new Set(promised?.map(({ name }) => name));
    const others = files.filter(({ name }) => !wanted.has(name)).reduce((sum, { size }) => sum + size, 0);
    if (promised !== undefined && others > maxCompanionBytes) {
        throw zip_bounds_refuse(`the files beside the promised ones have ${others} bytes; at most ${maxCompanionBytes} are read`);
    }
    if (promised === undefined && unpacked > ratioFreeBytes && unpacked > archiveBytes * maxRatio) {
        throw zip_bounds_refuse(`its ${archiveBytes} bytes unpack to ${unpacked}, more than ${maxRatio} times as many`);
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

;// CONCATENATED MODULE: external "node:stream/promises"
const external_node_stream_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __nccwpck_require__(8522);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __nccwpck_require__(663);
;// CONCATENATED MODULE: ./packages/github/src/artifacts/zip-entries.ts












const zip_entries_maxFiles = 1000;
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
            new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
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
        throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
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
            new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
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
                    : names.size >= zip_entries_maxFiles
                        ? `is one of more than ${zip_entries_maxFiles} files`
                        : undefined;
    names.add(key);
    if (reason === undefined)
        return;
    throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
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
    refuseMissingArtifacts(calling.job, name);
    const artifact = await findArtifact(openArtifactService(calling), name);
    if (artifact === undefined) {
        throw new action_error/* InputError */.dz(errors_githubErrors.E_GITHUB_ARTIFACT_ABSENT, {
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
    throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
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
        throw new action_error/* InputError */.dz(errors_githubErrors.E_GITHUB_ARTIFACT, {
            message: `The folder has a file "${(0,neutralize/* neutralizeLine */.a0)(name, 200)}" already, and an artifact never overwrites one.`,
            hint: 'Fetch the artifact into an empty folder.',
        });
    }
    for (const { name } of files)
        await (0,promises_.rename)((0,external_node_path_.join)(staging, name), (0,external_node_path_.join)(directory, name));
    return files;
}

;// CONCATENATED MODULE: ./actions/release-notes/src/extra-files.ts




/**
 * Fetches the extra artifacts, each into a folder of its own.
 * @returns absolute paths of their files
 * @throws IntegrityError E_FILES_DIFFER for a file that no list contains, or that is different; and as `fetchArtifact`
 */
async function fetchExtraArtifacts(context, names, promised) {
    const paths = [];
    for (const name of names) {
        const directory = await (0,promises_.mkdtemp)((0,external_node_path_.join)(context.job.temporaryDirectory, 'slipway-extra-'));
        const files = await fetchArtifact(context, { name, directory, promised });
        if (promised !== undefined) {
            const own = new Set(files.map((file) => file.name));
            (0,parse_file_list/* compareFileList */.mn)(promised.filter((file) => own.has(file.name)), files.map((file) => ({ ...file, kind: 'other' })));
        }
        paths.push(...files.map((file) => (0,external_node_path_.join)(directory, file.name)));
    }
    return paths;
}

;// CONCATENATED MODULE: ./packages/github/src/releases/read-asset.ts



const read_asset_maxAttempts = 4;
/** Downloads an asset, whatever GitHub says about its digest. @throws as GitHubClient.rest */
async function downloadAsset({ rest, at }, { id, size }, openSink) {
    for (let attempt = 1;; attempt += 1) {
        try {
            await rest.repos.getReleaseAsset({
                ...{ ...at, asset_id: id, headers: { accept: 'application/octet-stream' } },
                ...client_expecting([], { ...slowTransfer, maxResponseBytes: size, sink: openSink() }),
            });
            return;
        }
        catch (cause) {
            if (!(cause instanceof action_error/* RemoteError */.Hi) || !cause.retryable || attempt >= read_asset_maxAttempts)
                throw cause;
        }
    }
}
/** The bytes of a small asset. @throws as GitHubClient.rest */
async function readAssetBytes(repository, asset) {
    let chunks = [];
    await downloadAsset(repository, asset, () => {
        chunks = [];
        return (chunk) => void chunks.push(chunk);
    });
    return Buffer.concat(chunks);
}

;// CONCATENATED MODULE: ./packages/github/src/releases/asset-digests.ts


// An asset never changes under its number, so that each is downloaded once.
const asset_digests_known = new WeakMap();
/**
 * The release with the digest of every whole asset. Servers before GitHub began to tell `digest` (GitHub Enterprise Server) and
 * assets from before it have none: those are downloaded and hashed.
 * @throws as GitHubClient.rest
 */
async function tellDigests(repository, release) {
    const assets = [];
    for (const asset of release.assets)
        assets.push(await tellDigest(repository, asset));
    return { ...release, assets };
}
/** As `tellDigests`, for one asset. @throws as GitHubClient.rest */
async function tellDigest(repository, asset) {
    if (asset.sha256 !== undefined || asset.state !== 'uploaded')
        return asset;
    const memory = asset_digests_known.get(repository) ?? new Map();
    asset_digests_known.set(repository, memory);
    const sha256 = memory.get(asset.id) ?? (await hashAsset(repository, asset));
    memory.set(asset.id, sha256);
    return { ...asset, sha256 };
}
async function hashAsset(repository, asset) {
    repository.log.debug(`GitHub tells no digest of ${asset.name}; it is downloaded and hashed.`);
    return hashAssetBytes(repository, asset);
}
/** Hex SHA-256 of the bytes that GitHub serves for an asset. @throws as GitHubClient.rest */
async function hashAssetBytes(repository, asset) {
    let hash = (0,external_node_crypto_.createHash)('sha256');
    await downloadAsset(repository, asset, () => {
        hash = (0,external_node_crypto_.createHash)('sha256');
        return (chunk) => void hash.update(chunk);
    });
    return hash.digest('hex');
}

;// CONCATENATED MODULE: ./packages/github/src/releases/release-assets.ts











const attempts = 4;
/**
 * Brings the assets of a release to exactly these bytes, one file after the other. Equal ones are left, wreckage of broken
 * uploads is removed, other bytes are replaced on a draft and refused on a published release. Assets that are not among the
 * files stay.
 * @returns the assets of the files, in their order, each with the digest GitHub computed, or that of what it serves
 * @throws InputError E_GITHUB_ASSET_NAME; IntegrityError E_GITHUB_ASSET_DIFFERS; RemoteError E_GITHUB_RELEASE_CLOSED; and as
 * GitHubClient.request
 */
async function uploadAssets(repository, releaseId, files) {
    for (const { name } of files) {
        if (nameAsset(name) !== name) {
            throw new action_error/* InputError */.dz(errors_githubErrors.E_GITHUB_ASSET_NAME, {
                message: `GitHub would not keep the name of the asset "${(0,neutralize/* neutralizeLine */.a0)(name, 200)}".`,
            });
        }
    }
    const release = await tellDigests(repository, await readReleaseById(repository, releaseId));
    // Everything is compared before anything is written.
    for (const file of files)
        release_assets_refuseOtherBytes(release, file);
    const assets = [];
    for (const file of files)
        assets.push(await ensureAsset(repository, release, file));
    return assets;
}
const isWhole = (asset, file) => asset.state === 'uploaded' && asset.size === file.size && asset.sha256 === file.sha256;
function release_assets_refuseOtherBytes(release, file) {
    if (release.draft)
        return;
    const found = release.assets.find(({ name }) => name === file.name);
    if (found === undefined && release.immutable) {
        throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_RELEASE_CLOSED, {
            message: `The release ${(0,neutralize/* neutralizeLine */.a0)(release.tagName)} is published and immutable, and has no asset ${file.name}.`,
        });
    }
    if (found !== undefined && found.state === 'uploaded' && !isWhole(found, file)) {
        throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ASSET_DIFFERS, {
            message: `The published release ${(0,neutralize/* neutralizeLine */.a0)(release.tagName)} has ${file.name} with SHA-256 ${found.sha256 ?? '(not told)'}, the file here has ${file.sha256}.`,
        });
    }
}
async function ensureAsset(repository, release, file) {
    const { rest, at } = repository;
    let known = release.assets.find(({ name }) => name === file.name);
    let problem;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
        if (known !== undefined) {
            if (isWhole(known, file))
                return known;
            release_assets_refuseOtherBytes({ ...release, assets: [known] }, file);
            repository.log.info(`Removing the asset ${file.name} (${(0,neutralize/* neutralizeLine */.a0)(known.state, 40)}): it is not the file to publish.`);
            await findOptional(rest.repos.deleteReleaseAsset({ ...at, asset_id: known.id }));
        }
        const outcome = await upload(repository, release.id, file);
        if (!(outcome instanceof action_error/* RemoteError */.Hi))
            return verify(await tellDigest(repository, outcome), file);
        problem = outcome;
        // Whether the bytes arrived is not known by the answer: the release says it.
        const now = await readReleaseById(repository, release.id);
        const found = now.assets.find(({ name }) => name === file.name);
        known = found && (await tellDigest(repository, found));
        if (known !== undefined && isWhole(known, file))
            return known;
    }
    throw problem ?? new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_REFUSED);
}
/** The body of an upload: octokit would turn a plain object into JSON. */
class AssetBody {
    size;
    open;
    constructor(file) {
        this.size = file.size;
        this.open = () => file.open();
    }
}
const labelOf = ({ name, fileName }) => fileName === undefined || fileName === name ? {} : { label: fileName };
/** @returns the asset, or the error of an attempt that may be tried again */
async function upload({ rest, at, uploadsUrl }, releaseId, file) {
    try {
        const { data } = await rest.repos.uploadReleaseAsset({
            ...{ ...at, baseUrl: uploadsUrl, release_id: releaseId, name: file.name, ...labelOf(file) },
            headers: { 'content-type': file.contentType },
            data: new AssetBody(file),
            ...client_expecting(assetFields, slowTransfer),
        });
        return readAsset(data);
    }
    catch (error) {
        if (!(error instanceof action_error/* RemoteError */.Hi))
            throw error;
        if (error.status === undefined || error.status >= 500 || hasErrorCode(error, 'already_exists'))
            return error;
        throw error;
    }
}
function verify(asset, file) {
    if (asset.name !== file.name) {
        throw new action_error/* InputError */.dz(errors_githubErrors.E_GITHUB_ASSET_NAME, {
            message: `GitHub stored the asset ${file.name} as "${(0,neutralize/* neutralizeLine */.a0)(asset.name, 200)}".`,
        });
    }
    if (isWhole(asset, file))
        return asset;
    throw new action_error/* IntegrityError */.cs(core_errors/* coreErrors */.F.E_DIGEST_MISMATCH, {
        message: `GitHub stored ${file.name} with SHA-256 ${asset.sha256 ?? '(not told)'} and ${asset.size} bytes; sent were ${file.sha256} and ${file.size} bytes.`,
    });
}

;// CONCATENATED MODULE: ./actions/release-notes/src/made-by-hand.ts









/** A person made and published the release: no run of ours wrote its text. */
const isMadeByHand = ({ draft, body }, { target }) => !draft && !body.includes(beginBlock(target.tag));
/** GitHub accepts no assets for such a release: its files can only be in other channels. */
const isClosed = (release, plan) => isMadeByHand(release, plan) && release.immutable;
/** Whether it is a pre-release was decided by the person who published it, and nobody said anything else. */
const keepsMark = (release, plan) => !release.draft && !plan.isMarkGiven && (plan.isStartedByRelease || isMadeByHand(release, plan));
/**
 * Attaches the files to a release that a person made and published. Its text and what is attached to it stay as they are.
 * @throws IntegrityError E_RELEASE_PUBLISHED; and as `uploadAssets`
 */
async function fillByHand(plan, release) {
    const { repository, files, target } = plan;
    const shown = (0,neutralize/* neutralizeLine */.a0)(target.tag, 120);
    if (isClosed(release, plan)) {
        repository.log.notice(`${shown} was published by hand and is immutable, so GitHub accepts no assets for it: its files are published to the other channels only.`);
        return release;
    }
    refuseStrangers(plan, release);
    // A later run signs again; what was published keeps its signature.
    const present = new Set(release.assets.map(({ name }) => name));
    const missing = files.filter(({ name }) => !(isSignature(name) && present.has(name)));
    await uploadAssets(repository, release.id, missing);
    repository.log.notice(`${shown} was published by hand: it has the files now, and its text is kept.`);
    const filled = await tellDigests(repository, await readReleaseById(repository, release.id));
    assertAssets(filled, plan);
    return filled;
}
/** A file that no job of this run knows would be released along with ours. */
function refuseStrangers({ files, target }, { assets }) {
    const own = new Set(files.map(({ name }) => name));
    const strangers = assets.filter(({ name }) => !own.has(name)).map(({ name }) => (0,neutralize/* neutralizeLine */.a0)(name, 200));
    if (strangers.length === 0)
        return;
    throw new action_error/* IntegrityError */.cs(releaseErrors.E_RELEASE_PUBLISHED, {
        message: `${(0,neutralize/* neutralizeLine */.a0)(target.tag, 120)} was published by hand, with assets that are not of this release: ${strangers.slice(0, 10).join(', ')}. Nothing was attached.`,
        hint: 'Delete these assets, or attach them with "extra-assets", and re-run this job.',
    });
}

;// CONCATENATED MODULE: ./packages/github/src/repository/release-branch.ts



/** Names of branches that releases come from, beside the default branch: lines of maintenance, by their usual names. */
const maintenanceBranches = ['*.x', 'release/*', 'maint/*'];
/** Branches that are looked at; a repository with more of them has its release on one of the first. */
const maxBranches = 200;
const maxListed = 5000;
/**
 * Whether a branch has one of these names. `*` stands for anything but a slash and `**` for anything, as in the branch filters
 * of a workflow.
 */
function matchesBranch(name, patterns) {
    return patterns.some((pattern) => {
        const source = pattern
            .split(/(\*\*?)/)
            .map((part) => part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
            .join('');
        return new RegExp(`^${source}$`, 's').test(name);
    });
}
/** The patterns that are meant: those given, else the default branch and the usual names. @throws as GitHubClient.rest */
async function listReleaseBranches(repository, given) {
    if (given.length > 0)
        return given;
    const { defaultBranch } = await readRepository(repository);
    return [defaultBranch, ...maintenanceBranches];
}
/**
 * The first branch with one of these names that has a commit in its history; undefined when none has.
 * @throws as GitHubClient.rest
 */
async function findBranchWith(repository, commitSha, patterns) {
    const { rest, at } = repository;
    const fields = ['name:string', 'commit.sha:string'];
    const branches = await listPages((page) => rest.repos.listBranches({ ...at, ...page, ...expectingEach(fields) }), maxListed);
    const wanted = branches.filter(({ name }) => matchesBranch(name, patterns)).slice(0, maxBranches);
    // In the order of the patterns: the default branch has nearly every release.
    const order = ({ name }) => patterns.findIndex((pattern) => matchesBranch(name, [pattern]));
    for (const { name, commit } of wanted.sort((left, right) => order(left) - order(right))) {
        if (commit.sha === commitSha)
            return name;
        const status = await compareCommits(repository, commit.sha, commitSha);
        // `behind`: what is compared is in the history of the branch.
        if (status === 'behind' || status === 'identical')
            return name;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./actions/release-notes/src/release-branches.ts





/**
 * Refuses a tag whose commit is on no release branch, before there is a draft: who may push a tag need not be able to merge,
 * and nobody has reviewed such a commit. A release that is public stays as it is when its branch was deleted since.
 * @throws InputError E_RELEASE_TAG; and as GitHubClient.rest
 */
async function refuseStrayTag(repository, { inputs }, { tag, commitSha }) {
    const patterns = await listReleaseBranches(repository, inputs['release-branches']);
    if ((await findBranchWith(repository, commitSha, patterns)) !== undefined)
        return;
    if ((await findReleases(repository, tag)).published !== undefined)
        return;
    throw new action_error/* InputError */.dz(releaseErrors.E_RELEASE_TAG, {
        message: `The tag ${(0,neutralize/* neutralizeLine */.a0)(tag, 120)} is at ${commitSha.slice(0, 12)}, which is on no release branch (${(0,neutralize/* neutralizeLine */.a0)(patterns.join(', '), 300)}). Nothing was published.`,
        hint: 'Merge the commit into a release branch and re-run the job, or add its branch to "release-branches".',
    });
}

;// CONCATENATED MODULE: ./actions/release-notes/src/release-steps.ts











/**
 * Makes or adopts the draft and brings its assets to the bytes of the files. A release that is public already is compared and
 * left alone.
 * @throws IntegrityError E_RELEASE_ASSETS, E_RELEASE_PUBLISHED; and as `ensureDraft` and `uploadAssets`
 */
async function makeDraft(plan) {
    const { repository, target, marker, files } = plan;
    const { published, drafts } = await findReleases(repository, target.tag);
    if (published !== undefined)
        return adoptPublished(plan, published);
    const known = drafts.find(({ body: text }) => text.includes(marker));
    if (known !== undefined)
        await refuseOtherBuild(plan, known);
    const release = await ensureDraft(repository, {
        tagName: target.tag,
        prerelease: target.isPrerelease,
        marker,
        compose: (existing) => composeAloud(plan, existing),
    });
    if (!release.draft)
        return adoptPublished(plan, release);
    await uploadAssets(repository, release.id, files);
    const drafted = await tellDigests(repository, await readReleaseById(repository, release.id));
    assertAssets(drafted, plan);
    return drafted;
}
async function adoptPublished(plan, release) {
    const told = await tellDigests(plan.repository, release);
    if (isMadeByHand(told, plan))
        return fillByHand(plan, told);
    assertAssets(told, plan);
    refuseDemotion(told, plan);
    return told;
}
/**
 * The release of a tag as it is: the public one, else the draft that carries the marker, else the oldest.
 * @throws as GitHubClient.rest
 */
async function findRelease(repository, tag, marker) {
    const { published, drafts } = await findReleases(repository, tag);
    const found = published ?? drafts.find(({ body }) => body.includes(marker)) ?? drafts[0];
    return found && tellDigests(repository, found);
}
/**
 * Compares the draft once more and makes it public, with the notes of now. The release that the repository shows first stays
 * the highest final one.
 * @throws IntegrityError E_RELEASE_ASSETS, E_RELEASE_PUBLISHED; and as `publishRelease`
 */
async function publishDraft(plan, draft) {
    if (isClosed(draft, plan))
        return { release: draft, isLatest: undefined };
    assertAssets(draft, plan);
    if (!draft.draft)
        return promotePublished(plan, draft);
    const { repository, target, discussionCategory } = plan;
    const noted = await updateReleaseNotes(repository, draft, composeAloud(plan, draft, plan.runId));
    assertAssets(await tellDigests(repository, noted), plan);
    const makeLatest = await isHighestStable(repository, target);
    const published = await publishRelease(repository, draft.id, {
        prerelease: target.isPrerelease,
        makeLatest,
        ...(discussionCategory === undefined ? {} : { discussionCategory }),
    });
    const release = await tellDigests(repository, published);
    assertAssets(release, plan);
    return { release, isLatest: makeLatest };
}
/** A release that was published as a pre-release and is to be final now: the flag, the place of it, and the notes change. */
async function promotePublished(plan, release) {
    const { repository, target } = plan;
    if (keepsMark(release, plan))
        return { release: await noteChannels(plan, release), isLatest: undefined };
    refuseDemotion(release, plan);
    if (!release.prerelease || target.isPrerelease)
        return { release, isLatest: undefined };
    const makeLatest = await isHighestStable(repository, target);
    const { name, body } = composeAloud(plan, release, plan.runId);
    const promoted = await promoteRelease(repository, release.id, { name, body, makeLatest });
    plan.repository.log.notice(`${target.tag} was published as a pre-release and is a final release now.`);
    return { release: await tellDigests(repository, promoted), isLatest: makeLatest };
}
/**
 * The draft was published by a person, before the channels had anything: its notes name them now. A release that was made by hand
 * keeps its text.
 */
async function noteChannels(plan, release) {
    const { repository } = plan;
    if (isMadeByHand(release, plan))
        return release;
    const noted = await updateReleaseNotes(repository, release, composeAloud(plan, release, plan.runId));
    return tellDigests(repository, noted);
}
/** The text of a release, with a word about what people wrote and keep. */
function composeAloud(plan, existing, publishedBy) {
    const text = plan.compose(existing, publishedBy);
    const tag = (0,neutralize/* neutralizeLine */.a0)(plan.target.tag, 120);
    if (text.keepsTitle)
        plan.repository.log.notice(`The title of ${tag} was edited by hand and is kept: ${(0,neutralize/* neutralizeLine */.a0)(text.name, 200)}.`);
    if (text.keepsNotes)
        plan.repository.log.warning(`The notes of ${tag} were edited by hand and are kept as they are. Delete everything between the "slipway" comments, the comments included, to have them written again.`);
    return text;
}
/** What has been final is on PyPI and under the tags of the image: no flag takes that back. */
function refuseDemotion(release, plan) {
    const { target } = plan;
    if (release.prerelease || !target.isPrerelease || keepsMark(release, plan))
        return;
    throw new action_error/* IntegrityError */.cs(releaseErrors.E_RELEASE_PUBLISHED, {
        message: `${(0,neutralize/* neutralizeLine */.a0)(release.tagName, 120)} is published as a final release and cannot become a pre-release. Nothing was changed.`,
        hint: 'Leave "prerelease" out to complete the release as it is. To take the version back, yank it on PyPI and release a new one.',
    });
}
/**
 * Refuses a draft that an earlier run or attempt filled from the same commit with other bytes: another channel may have those
 * already, and a file that was published can never be replaced.
 */
async function refuseOtherBuild(plan, found) {
    const { repository, files, target } = plan;
    if (findBlock(found.body, target.tag)?.commitSha !== target.commitSha)
        return;
    const draft = await tellDigests(repository, found);
    const own = new Map(files.map(({ name, sha256 }) => [name, sha256]));
    const findings = draft.assets.flatMap(({ name, state, sha256 }) => {
        const built = own.get(name);
        const isOther = (0,parse_file_list/* kindOfFile */.yK)(name) !== 'other' && state === 'uploaded' && built !== undefined;
        return isOther && sha256 !== built ? [`${name} (there ${sha256 ?? 'not told'}, here ${built})`] : [];
    });
    if (findings.length === 0)
        return;
    throw new action_error/* IntegrityError */.cs(releaseErrors.E_RELEASE_ASSETS, {
        message: `The draft for ${(0,neutralize/* neutralizeLine */.a0)(draft.tagName, 120)} has files of the same commit with different bytes: ${findings.join('; ')}. Nothing was replaced.`,
        hint: 'An earlier run or attempt built this release, and other channels may have its files. Use "Re-run failed jobs" there instead of "Re-run all jobs". If no channel has them, delete the draft and re-run this job.',
    });
}

;// CONCATENATED MODULE: ./packages/tags/src/project-names.ts
/** What stands between a name and a version. */
const joints = ['==', '@', '/', '-', '_', '.'];
/** The text as a regular expression that matches nothing else. */
const escapeText = (text) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw `\$&`);
/** A regular expression that matches a name in every spelling that PEP 503 takes for the same. */
function matchName(name) {
    const words = name.split(/[-_.]+/).map((word) => [...word].map(matchLetter).join(''));
    return `(?:${words.join('[-_.]+')})`;
}
// A group with a flag of its own, `(?i:demo)`, is for Node 23 and later.
function matchLetter(character) {
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
    const hasCase = lower !== upper && lower.length === 1 && upper.length === 1;
    return hasCase ? `[${lower}${upper}]` : escapeText(character);
}
/** `packages/liba` for `./packages/liba/`; undefined for the root. */
function project_names_cleanFolder(folder) {
    const parts = [];
    for (const part of (folder ?? '').split('/')) {
        if (part === '..')
            parts.pop();
        else if (part !== '' && part !== '.')
            parts.push(part);
    }
    return parts.length === 0 ? undefined : parts.join('/');
}
/** The names that tags may have for the project: of its metadata, its folder, and the path of that. */
function project_names_listNames({ name, folder }) {
    const path = project_names_cleanFolder(folder);
    const found = [name, path, path?.split('/').at(-1)].filter((each) => each !== undefined && each !== '');
    return [...new Set(found)];
}

;// CONCATENATED MODULE: ./packages/tags/src/version-text.ts

const version_text_form = /^(?:\d+!)?(?<release>\d+(?:[._]\d+)*)(?:(?<before>[-_.]?)(?<word>alpha|a|beta|b|preview|pre|c|rc)(?<between>[-_.]?)\d*)?/i;
// `1_2`, which PEP 440 does not have; a suffix such as `_rc1` or `.post1` keeps its separator.
const underscored = /^(?:\d+!)?\d+(?:_\d+)+(?![\d.]*\.\d)/;
/** Reads the part of a tag that is a version; undefined for any other text. It has to start with a digit. */
function readVersionText(text) {
    if (!/^\d/.test(text))
        return undefined;
    const separator = underscored.test(text) ? '_' : '.';
    const dotted = separator === '_' ? text.replace(underscored, (found) => found.replaceAll('_', '.')) : text;
    const version = tryParseVersion(dotted);
    const found = version_text_form.exec(dotted)?.groups;
    if (version === undefined || found === undefined)
        return undefined;
    const { release = '', before = '', word, between = '' } = found;
    const pre = version.pre === undefined || word === undefined ? undefined : { before, word, between };
    return { version, separator, parts: release.split('.'), pre };
}

;// CONCATENATED MODULE: ./packages/tags/src/read-tag.ts


// `v1.2`, `release-1.2`, `rel_1_2`, `release/v1.2`, `version-1.2`: no name of a project.
const generic = /^(?:(?:releases?|rel|versions?|ver)[-_/.]?)?(?:v[-_/.]?)?(?=\d)/i;
const line = /^(?:.*[-_/@]|)v?\d+(?:[._]\d+)*[._]x$/i;
const versionLike = /\d[._]\d|\d{4}-\d{2}-\d{2}/;
const foreignPrefix = /^(?<owner>@?[a-z][\w.@/+-]*?)(?:==|[-_/@.])v?$/i;
// A longer name is no tag that a person would type; git has no limit of its own.
const maxTagLength = 300;
/** @param names of the project, see `listNames`  @returns a function that reads tags, each in bounded time */
function read_tag_createTagReader(names) {
    const joint = joints.map((each) => (each === '.' ? String.raw `\.` : each)).join('|');
    const named = names.map((name) => new RegExp(`^${matchName(name)}(?:${joint})(?:v[-_.]?)?(?=\\d)`, 'i'));
    return (tag) => {
        if (tag.length > maxTagLength)
            return { is: 'other' };
        for (const pattern of named) {
            const own = readBehind(tag, pattern);
            if (own !== undefined)
                return { is: 'own', isNamed: true, ...own };
        }
        const plain = readBehind(tag, generic);
        if (plain !== undefined)
            return { is: 'own', isNamed: false, ...plain };
        if (line.test(tag))
            return { is: 'line' };
        return readForeign(tag) ?? { is: versionLike.test(tag) ? 'unread' : 'other' };
    };
}
function readBehind(tag, pattern) {
    const prefix = pattern.exec(tag)?.[0];
    const text = prefix === undefined ? undefined : readVersionText(tag.slice(prefix.length));
    return prefix === undefined || text === undefined ? undefined : { prefix, text };
}
function readForeign(tag) {
    for (const { index } of tag.matchAll(/(?<![\d.])\d/g)) {
        const owner = foreignPrefix.exec(tag.slice(0, index))?.groups?.['owner'];
        if (owner === undefined)
            continue;
        // A count or a date behind a word is no version of a package.
        const found = readVersionText(tag.slice(index));
        if (found !== undefined && found.parts.length > 1)
            return { is: 'foreign', prefix: tag.slice(0, index), owner };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./packages/tags/src/find-owner.ts


/** The package that a tag names; of several whose names fit, the longest. Undefined for a tag that names none of them. */
function findOwner(tag, packages) {
    let best;
    for (const owner of packages) {
        const reading = createTagReader(listNames(owner))(tag);
        if (reading.is !== 'own' || !reading.isNamed)
            continue;
        if (reading.prefix.length > (best?.length ?? 0))
            best = { owner, length: reading.prefix.length };
    }
    return best?.owner;
}
/** The name that a tag has before its version, such as `demo` in `demo-v1.2.0`; undefined for a tag without one. */
function readOwnerName(tag) {
    const reading = read_tag_createTagReader([])(tag);
    return reading.is === 'foreign' ? reading.owner : undefined;
}

;// CONCATENATED MODULE: ./packages/tags/src/spelling.ts
const canonicalWords = { a: 'a', b: 'b', rc: 'rc' };
const longWords = { a: 'alpha', b: 'beta', rc: 'rc' };
/** PEP 440, "Normalization". */
const canonicalSpelling = {
    separator: '.',
    widths: [],
    pre: { before: '', between: '', words: canonicalWords },
};
/** Writes a version; the canonical form for a canonical spelling. Local parts are kept as they are. */
function spellVersion({ epoch, release, pre, post, dev, local }, spelling) {
    const { separator, widths } = spelling;
    const { before, between, words } = spelling.pre;
    return [
        epoch === 0n ? '' : `${epoch}!`,
        release.map((part, index) => String(part).padStart(widths[index] ?? 1, '0')).join(separator),
        pre === undefined ? '' : `${before}${words[pre.phase]}${between}${pre.number}`,
        post === undefined ? '' : `.post${post}`,
        dev === undefined ? '' : `.dev${dev}`,
        local.length === 0 ? '' : `+${local.join('.')}`,
    ].join('');
}
/** The habit of a project. @param texts of its releases, newest first */
function findSpelling(texts) {
    const separator = texts.find(({ parts }) => parts.length > 1)?.separator ?? '.';
    // `1.0.b1` was typed once; a habit is that of Semantic Versioning, or the separator of a tag such as `rel_1_0_b1`.
    const usual = texts.filter(({ pre }) => pre === undefined || ['', '-', separator.replace('.', '')].includes(pre.before));
    return { separator, widths: findWidths(texts), pre: findPreSpelling(usual) };
}
// A calendar version such as `2026.08.17` shows its habit where a part is short enough to be filled; `2026.11.17` shows none.
function findWidths(texts) {
    const widths = [];
    const filled = [];
    for (const { parts } of texts)
        for (const [index, part] of parts.entries())
            if (/^0\d/.test(part))
                filled[index] = Math.max(filled[index] ?? 0, part.length);
    for (const { parts } of texts) {
        for (const [index, part] of parts.entries()) {
            if (widths[index] !== undefined)
                continue;
            if (/^0\d/.test(part))
                widths[index] = part.length;
            else if (part.length < (filled[index] ?? 2))
                widths[index] = 1;
        }
    }
    return Array.from(widths, (width) => width ?? 1);
}
function findPreSpelling(texts) {
    const newest = {};
    let habit;
    for (const { version, pre } of texts) {
        if (version.pre === undefined || pre === undefined)
            continue;
        habit ??= pre;
        // A phase that was last written in another habit follows the new one.
        if (pre.before === habit.before)
            newest[version.pre.phase] ??= pre.word;
    }
    if (habit === undefined)
        return canonicalSpelling.pre;
    const isLong = habit.before === '-' || /^(?:alpha|beta)$/i.test(habit.word);
    const words = isLong ? longWords : canonicalWords;
    return { before: habit.before, between: habit.between, words: { ...words, ...newest } };
}

;// CONCATENATED MODULE: ./packages/tags/src/errors.ts

/** Errors of tag names and their formats. */
const tagErrors = (0,define_errors/* defineErrors */.V)({
    E_TAG_FORMAT: {
        message: 'The tag format cannot be used.',
        hint: 'Write it with {version} at its end, such as "v{version}" or "{name}-v{version}".',
    },
    E_TAG_UNREAD: {
        message: "The repository has version tags that are not the project's.",
        hint: 'Set "tag-format" to the form of the project\'s tags, such as "{name}-v{version}". With "v{version}" the first release starts a new series.',
    },
});

;// CONCATENATED MODULE: ./packages/tags/src/tag-name.ts
/**
 * Whether a text can be the name of a tag, by the rules of `git check-ref-format`.
 * https://git-scm.com/docs/git-check-ref-format
 */
function isTagName(text) {
    return (text !== '' &&
        text !== '@' &&
        !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{|\/\/|^[/.-]|\/\.|\.lock(\/|$)|[/.]$/u.test(text));
}

;// CONCATENATED MODULE: ./packages/tags/src/tag-format.ts





const tag_format_automatic = (text) => text === undefined || text === 'auto';
/**
 * The format that the inputs ask for; undefined when the existing tags decide. An empty `tag-prefix` is the format `{version}`.
 * @throws InputError E_TAG_FORMAT
 */
function parseFormatInputs(inputs) {
    const { 'tag-format': format, 'tag-prefix': prefix } = inputs;
    const short = tag_format_automatic(prefix) ? undefined : parseTagFormat(`${prefix}{version}`, 'tag-prefix');
    if (tag_format_automatic(format) || format === undefined)
        return short;
    const long = parseTagFormat(format, 'tag-format');
    if (short === undefined || short.template === long.template)
        return long;
    throw new action_error/* InputError */.dz(tagErrors.E_TAG_FORMAT, {
        message: `"tag-format" and "tag-prefix" contradict each other: "${show(long.template)}" and "${show(prefix ?? '')}".`,
        hint: 'Set one of them. "tag-prefix" is the short form of "{prefix}{version}".',
    });
}
const show = (text) => (0,neutralize/* neutralizeLine */.a0)(text, 120);
/**
 * Parses a template: any text with `{version}` at its end, and `{name}` for the name of the project.
 * @param input that it was given as, for the error
 * @throws InputError E_TAG_FORMAT
 */
function parseTagFormat(template, input = 'tag-format') {
    const problem = findProblem(template);
    if (problem !== undefined) {
        throw new action_error/* InputError */.dz(tagErrors.E_TAG_FORMAT, {
            message: `The input "${input}" is "${show(input === 'tag-prefix' ? template.slice(0, -9) : template)}", which ${problem}.`,
        });
    }
    return { template, literals: template.slice(0, -'{version}'.length).split('{name}') };
}
function findProblem(template) {
    if (!template.endsWith('{version}'))
        return 'does not end in {version}';
    const unknown = template
        .replaceAll('{name}', 'n')
        .slice(0, -'{version}'.length)
        .match(/\{[^}]*\}?|\}/)?.[0];
    if (unknown !== undefined)
        return `has the unknown placeholder ${show(unknown)}; use {name} and {version}`;
    const text = fillFormat({ literals: template.slice(0, -9).split('{name}') }, 'n');
    // A digit there would be read as part of the version.
    if (/[0-9]$/.test(text))
        return 'has a digit before {version}';
    return isTagName(`${text}1.0`) ? undefined : 'is not allowed in the name of a tag (git check-ref-format)';
}
/** What a format writes before the version. */
function fillFormat({ literals }, name) {
    return literals.join(name);
}
/** A regular expression of what a format may have written before a version, with any of `names` and in any of their spellings. */
function matchFormat({ literals }, names) {
    const escaped = literals.map(escapeText);
    const name = names.length === 0 ? '(?!)' : `(?:${names.map(matchName).join('|')})`;
    return new RegExp(`^${escaped.join(name)}(?=\\d)`);
}

;// CONCATENATED MODULE: ./packages/tags/src/tag-style.ts


/** The style of a project without tags. */
const defaultStyle = { prefix: 'v', spelling: canonicalSpelling, source: 'default' };
/** The name of the tag of a version. */
function formatTag({ prefix, spelling }, version) {
    return `${prefix}${spellVersion(version, spelling)}`;
}
/** `{version}`, `v{version}`, `demo-v{version}`: a style for people. */
function describeStyle({ prefix }) {
    return `${neutralizeLine(prefix, 120)}{version}`;
}
/** `Tags like 2.7.0; last 2.7.0, next 2.8.0`: what was found in one line. */
function describeTags(style, last, next) {
    const like = style.source === 'default' ? describeStyle(style) : neutralizeLine(last ?? next, 120);
    return `Tags like ${like}; last ${neutralizeLine(last ?? 'none', 120)}, next ${neutralizeLine(next, 120)}`;
}

;// CONCATENATED MODULE: ./packages/tags/src/choose-style.ts




/** The style of the next tag, and that of the newest releases when somebody asked for another one. */
function chooseStyle(facts) {
    const { releases, format, names, name = '' } = facts;
    const habit = findHabit(releases);
    if (format === undefined)
        return { style: habit ?? findDefault(facts), contradicted: undefined };
    const asked = matchFormat(format, names);
    const matching = releases.filter(({ reading }) => asked.test(`${reading.prefix}0`));
    const prefix = matching[0]?.reading.prefix ?? fillFormat(format, name);
    const style = {
        prefix,
        spelling: findFormatSpelling(prefix, matching, releases),
        source: 'format',
    };
    const isContradicted = habit !== undefined && !asked.test(`${habit.prefix}0`);
    return { style, contradicted: isContradicted ? habit : undefined };
}
function findFormatSpelling(prefix, matching, releases) {
    const texts = (matching.length > 0 ? matching : releases).map(({ reading }) => reading.text);
    const spelling = findSpelling(texts);
    if (matching.length > 0)
        return spelling;
    // A tag such as `rel_1_2` has one separator throughout.
    const separator = /(?:^|\W)rel(?:ease)?_$/i.test(prefix) ? '_' : '.';
    return { ...spelling, separator };
}
/**
 * The style of two of the three newest finals: a stray tag changes nothing, and a switch is followed from its second release on.
 */
function findHabit(releases) {
    const finals = releases.filter(({ reading }) => isFinal(reading.text.version));
    const candidates = finals.length > 0 ? finals : releases;
    const prefix = choosePrefix(candidates);
    if (prefix === undefined)
        return undefined;
    const family = releases.filter(({ reading }) => reading.prefix === prefix);
    return { prefix, spelling: findSpelling(family.map(({ reading }) => reading.text)), source: 'tags' };
}
const isFinal = ({ pre }) => pre === undefined;
/**
 * The prefix that is the first to have two releases, counted from the newest version on; of two that are used for the same
 * versions, the more frequent one. With two releases of two prefixes, the older one.
 */
function choosePrefix(releases) {
    const totals = new Map();
    for (const { reading } of releases)
        totals.set(reading.prefix, (totals.get(reading.prefix) ?? 0) + 1);
    const seen = new Set();
    const repeated = [];
    for (const [index, { reading }] of releases.entries()) {
        if (seen.has(reading.prefix))
            repeated.push(reading.prefix);
        seen.add(reading.prefix);
        const next = releases[index + 1]?.reading.text.version;
        const isLastOfVersion = next === undefined || compareVersions(next, reading.text.version) !== 0;
        if (!isLastOfVersion || repeated.length === 0)
            continue;
        return repeated.toSorted((left, right) => (totals.get(right) ?? 0) - (totals.get(left) ?? 0))[0];
    }
    return (releases[1] ?? releases[0])?.reading.prefix;
}
/** A package without tags gets them as its siblings have them; a project without any, the usual ones. */
function findDefault({ isMember, siblings, name }) {
    if (!isMember || name === undefined)
        return defaultStyle;
    const counts = new Map();
    for (const { prefix, owner } of siblings) {
        const joint = prefix.slice(owner.length);
        counts.set(joint, (counts.get(joint) ?? 0) + 1);
    }
    const [most] = [...counts].toSorted(([, left], [, right]) => right - left);
    if (most === undefined)
        return defaultStyle;
    return { prefix: `${name}${most[0]}`, spelling: canonicalSpelling, source: 'tags' };
}

;// CONCATENATED MODULE: ./packages/tags/src/classify-tag.ts
const classify_tag_isFinal = ({ pre, dev, local }) => pre === undefined && dev === undefined && local.length === 0;
const keyOf = ({ epoch, release }, length = release.length) => {
    const parts = release.slice(0, length);
    while (parts.length > 1 && parts.at(-1) === 0n)
        parts.pop();
    return `${epoch}!${parts.join('.')}`;
};
// A version has three or four parts; more of them need no shorter names.
const maxShortParts = 5;
/**
 * Tells the releases of a project from what only looks like one. A final tag is floating when there is a longer tag of the same
 * version (`v1.2` beside `v1.2.0`) or of a version that it begins at the same commit, or when it is one number in a project whose
 * versions have more.
 * @param tags of the project; all of them, since a tag is judged by its siblings
 */
function createClassifier(tags) {
    const longest = new Map();
    const beginnings = new Set();
    let hasLonger = false;
    for (const { tag, reading } of tags) {
        const { version } = reading.text;
        const { length } = version.release;
        if (length > 1 && version.dev === undefined)
            hasLonger = true;
        if (!classify_tag_isFinal(version))
            continue;
        const key = keyOf(version);
        longest.set(key, Math.max(longest.get(key) ?? 0, length));
        if (tag.commitSha === undefined)
            continue;
        for (let short = 1; short < Math.min(length, maxShortParts + 1); short += 1)
            beginnings.add(`${tag.commitSha} ${version.epoch}!${version.release.slice(0, short).join('.')}`);
    }
    return ({ tag, reading }) => {
        const { version } = reading.text;
        if (version.dev !== undefined)
            return 'development';
        if (!classify_tag_isFinal(version))
            return 'release';
        if (version.release.length === 1 && hasLonger)
            return 'floating';
        const isShorter = (longest.get(keyOf(version)) ?? 0) > version.release.length;
        const isBeginning = tag.commitSha !== undefined &&
            beginnings.has(`${tag.commitSha} ${version.epoch}!${version.release.join('.')}`);
        return version.post === undefined && (isShorter || isBeginning) ? 'floating' : 'release';
    };
}

;// CONCATENATED MODULE: ./packages/tags/src/project-tags.ts







/** Reads the tags of a repository for one of its projects. Takes time in proportion to their number, but for the sort. */
function readProjectTags(question) {
    const { tags, name, format } = question;
    const names = project_names_listNames({ name, folder: question.package });
    const isMember = project_names_cleanFolder(question.package) !== undefined;
    const read = createReader(names, format);
    const readings = tags.map((tag) => ({ tag, reading: read(tag.name) }));
    const own = keepOwn(readings, isMember, question, names);
    const classify = createClassifier([...own.values()]);
    const kinds = new Map();
    const found = { release: [], development: [] };
    for (const { tag, reading } of readings) {
        const mine = own.get(tag.name);
        const kind = mine === undefined ? project_tags_kindOf(reading) : classify(mine);
        kinds.set(tag.name, kind);
        if (mine !== undefined && (kind === 'release' || kind === 'development'))
            found[kind].push(mine);
    }
    const releases = found.release.toSorted(compareOwn);
    const siblings = readings.flatMap(({ reading }) => (reading.is === 'foreign' ? [reading] : []));
    const { style, contradicted } = chooseStyle({ releases, format, names, isMember, siblings, name });
    return {
        releases: preferStyle(releases, style).map(toRelease),
        developments: found.development.toSorted(compareOwn).map(toRelease),
        style,
        kinds,
        strangers: tags
            .map((tag) => tag.name)
            .filter((tag) => ['foreign', 'unread'].includes(kinds.get(tag) ?? 'other')),
        contradicted,
    };
}
function createReader(names, format) {
    const read = read_tag_createTagReader(names);
    if (format === undefined)
        return read;
    const asked = matchFormat(format, names);
    return (tag) => {
        const prefix = asked.exec(tag)?.[0];
        const text = prefix === undefined ? undefined : readVersionText(tag.slice(prefix.length));
        if (prefix === undefined || text === undefined)
            return read(tag);
        // Behind a word of its own the tag is nobody else's.
        const isNamed = !/^(?:(?:releases?|rel|versions?|ver)[-_/.]?)?(?:v[-_/.]?)?$/i.test(prefix);
        return { is: 'own', prefix, text, isNamed };
    };
}
/**
 * The tags of the project among those that may be. In a repository of several packages with tags of their own, a tag without a
 * name is the root's; without any such tags all packages have one version and one tag. A package that changed from tags with
 * its name to tags without one is known by its files: their version has a tag without a name, and none with it.
 */
function keepOwn(readings, isMember, { format, version }, names) {
    const asked = format === undefined ? undefined : matchFormat(format, names);
    const isNamedRepository = readings.some(({ reading }) => reading.is === 'foreign' || (reading.is === 'own' && reading.isNamed));
    const isPlain = isNamedRepository && version !== undefined && isTaggedPlainly(readings, version);
    const own = new Map();
    for (const { tag, reading } of readings) {
        if (reading.is !== 'own')
            continue;
        const isAsked = asked?.test(tag.name) === true;
        if (isMember && isNamedRepository && !reading.isNamed && !isAsked && !isPlain)
            continue;
        own.set(tag.name, { tag, reading });
    }
    return own;
}
function isTaggedPlainly(readings, version) {
    const same = readings.flatMap(({ reading }) => reading.is === 'own' && compareVersions(reading.text.version, version) === 0 ? [reading.isNamed] : []);
    return same.length > 0 && !same.includes(true);
}
function project_tags_kindOf(reading) {
    // A tag without a name, seen from a package that has tags of its own.
    return reading.is === 'own' ? 'foreign' : reading.is;
}
function compareOwn(left, right) {
    return (compareVersions(right.reading.text.version, left.reading.text.version) ||
        (left.tag.name < right.tag.name ? -1 : 1));
}
/** Of two tags of one version, the one that the style writes comes first. */
function preferStyle(releases, { prefix }) {
    const rank = ({ reading }) => (reading.prefix === prefix ? 0 : 1);
    return releases.toSorted((left, right) => compareVersions(right.reading.text.version, left.reading.text.version) || rank(left) - rank(right));
}
function toRelease({ tag, reading }) {
    return { name: tag.name, commitSha: tag.commitSha, version: reading.text.version };
}

;// CONCATENATED MODULE: ./packages/tags/src/tag-version.ts


/**
 * Takes apart a tag that names a version by itself, with or without the name of a project: `v1.2.0`, `1.2`, `demo-v1.2.0`. One
 * number is no version, since such a tag moves as a rule. Without the other tags of the repository this is all that a name tells.
 */
function splitTag(tag) {
    const owner = readOwnerName(tag);
    const reading = read_tag_createTagReader(owner === undefined ? [] : [owner])(tag);
    if (reading.is !== 'own' || reading.text.parts.length < 2)
        return undefined;
    return { prefix: reading.prefix, version: reading.text.version };
}
/** The version of `splitTag`. */
const readTagVersion = (tag) => splitTag(tag)?.version;

;// CONCATENATED MODULE: ./packages/tags/src/version-input.ts


/**
 * The version that an input names: a version, or the name of a tag, which is what `github.ref_name` gives.
 * @throws InputError E_VERSION_INVALID
 */
function parseVersionInput(text, what = 'Input "version"') {
    return readTagVersion(text.replace(/^refs\/tags\//, '')) ?? parseVersion(text, what);
}

;// CONCATENATED MODULE: ./actions/release-notes/src/release-target.ts














/**
 * Finds the tag to release and holds it against the version asked for and the commit of the run.
 * @throws InputError E_RELEASE_TAG, E_VERSION_INVALID, E_TAG_FORMAT; and as GitHubClient.rest
 */
async function findTarget(inputs, job, repository) {
    const asked = inputs.version === undefined ? undefined : parseVersionInput(inputs.version);
    const named = inputs.tag?.replace(/^refs\/tags\//, '') ?? (job.refType === 'tag' ? job.refName : undefined);
    const tags = (await listTags(repository)).map(({ ref, sha, type }) => ({
        name: ref.slice('refs/tags/'.length),
        commitSha: type === 'commit' ? sha : undefined,
    }));
    const format = parseFormatInputs(inputs);
    const name = nameProject(inputs.digests) ?? readOwnerName(named ?? '');
    const question = { tags, name, package: inputs.path };
    const first = readProjectTags({ ...question, format });
    // The tag itself shows a form that nothing else tells.
    const isKnown = named === undefined || ['release', 'development'].includes(first.kinds.get(named) ?? '');
    const shown = isKnown ? undefined : showFormat(named);
    const project = shown === undefined ? first : readProjectTags({ ...question, format: shown });
    const own = [...project.releases, ...project.developments];
    const tag = named ?? nameTag(project, asked, job);
    const found = await findTag(repository, tag);
    if (found === undefined) {
        throw new action_error/* InputError */.dz(releaseErrors.E_RELEASE_TAG, {
            message: `There is no tag ${(0,neutralize/* neutralizeLine */.a0)(tag, 120)} in ${repository.name}.`,
        });
    }
    const version = own.find((each) => each.name === tag)?.version ?? readTagVersion(tag) ?? asked;
    if (version === undefined) {
        throw new action_error/* InputError */.dz(releaseErrors.E_RELEASE_TAG, {
            message: `The tag ${(0,neutralize/* neutralizeLine */.a0)(tag, 120)} names no version. Set "version", or "tag-format" to the form of the tag.`,
        });
    }
    if (asked !== undefined && compareVersions(asked, version) !== 0) {
        throw new action_error/* InputError */.dz(releaseErrors.E_RELEASE_TAG, {
            message: `The tag ${(0,neutralize/* neutralizeLine */.a0)(tag, 120)} is of version ${formatVersion(version)}, and "version" is ${formatVersion(asked)}.`,
        });
    }
    if (job.refType === 'tag' && job.refName === tag && found.commitSha !== job.sha) {
        throw new action_error/* InputError */.dz(releaseErrors.E_RELEASE_TAG, {
            message: `The tag ${(0,neutralize/* neutralizeLine */.a0)(tag, 120)} is at ${found.commitSha.slice(0, 12)}; this run began when it was at ${job.sha.slice(0, 12)}.`,
            hint: 'Somebody moved the tag. What was built is not what the tag says now: start a new run.',
        });
    }
    const { committedAt } = await commits_readCommit(repository, found.commitSha);
    return {
        tag,
        siblings: project.releases,
        version,
        versionText: formatVersion(version),
        isPrerelease: inputs.prerelease === 'auto' ? isPrerelease(version) : inputs.prerelease === 'true',
        commitSha: found.commitSha,
        date: new Date(committedAt).toISOString().slice(0, 10),
    };
}
/** The format of a tag of an unusual form, such as `build-1.2`, so that the releases before it are found. */
function showFormat(tag) {
    const prefix = splitTag(tag)?.prefix;
    return prefix === undefined || /[{}]/.test(prefix) ? undefined : parseTagFormat(`${prefix}{version}`);
}
/** The project that the files are of. The name of a wheel begins with it. */
function nameProject(digests) {
    return digests?.find(({ kind }) => kind === 'wheel')?.name.split('-')[0];
}
/** The existing tag of a version, in whatever spelling. */
function nameTag({ releases, developments, style }, version, job) {
    if (version === undefined) {
        throw new action_error/* InputError */.dz(releaseErrors.E_RELEASE_TAG, {
            message: `This run is not at a tag (it is at ${(0,neutralize/* neutralizeLine */.a0)(job.refName, 120)}), and neither "tag" nor "version" is set.`,
        });
    }
    const existing = [...releases, ...developments].find((each) => compareVersions(each.version, version) === 0);
    return existing?.name ?? formatTag(style, version);
}

;// CONCATENATED MODULE: ./actions/release-notes/src/run.ts


















/** Set as soon as it is true. */
const run_titles = {
    draft: (tag) => `Draft of ${tag} is ready`,
    existing: (tag) => `${tag} was published already`,
    notes: (tag) => `Notes of ${tag}`,
    'dry run': (tag) => `Dry run for ${tag}`,
};
/** Renders the notes of a release and, by `phase`, makes its draft, publishes it, or both. */
async function runReleaseNotes(context) {
    const report = [];
    try {
        await run_release(context, report);
    }
    finally {
        context.summary.addTable(['', ''], report.map(([step, result]) => [step.slice(0, 1).toUpperCase() + step.slice(1), result]));
        context.setOutput('summary', report
            .map(([step, result]) => `${step}: ${typeof result === 'string' ? result : result.text}`)
            .join('\n'));
    }
}
async function run_release(context, report) {
    const { inputs, job, http, log } = context;
    const extraDigests = inputs['extra-digests'];
    const files = await findFiles(context, extraDigests);
    if (files.length > 0)
        report.push(['files', files.map(({ fileName }) => fileName).join(', ')]);
    const { apiUrl, graphqlUrl } = job;
    const client = createGitHubClient({ http, apiUrl, graphqlUrl, token: inputs.token, log });
    const repository = openRepository(client, job.repository);
    const target = await findTarget(inputs, job, repository);
    report.push(['tag', `${target.tag} at ${target.commitSha.slice(0, 12)}`]);
    if (inputs.phase === 'draft' || inputs.phase === 'all')
        await refuseStrayTag(repository, context, target);
    if (inputs.phase !== 'notes-only')
        await refuseMissingCategory(repository, inputs['discussion-category']);
    const marker = beginBlock(target.tag);
    const needsRelease = inputs.phase === 'publish' || inputs['dry-run'];
    const found = needsRelease ? await findRelease(repository, target.tag, marker) : undefined;
    const assets = files.length > 0 ? files.map(describeAsset) : listAssets(found, inputs.digests);
    // A job that only publishes has none itself: the draft has them.
    if (files.length === 0)
        report.push(['files', assets.length === 0 ? 'none' : assets.map(({ name }) => name).join(', ')]);
    const composed = await composeNotes(context, repository, target, assets, files);
    reportNotes(report, composed);
    const plan = {
        repository,
        target,
        compose: (existing, publishedBy) => composed.compose(existing, publishedBy),
        runId: job.runId,
        isStartedByRelease: job.eventName === 'release',
        isMarkGiven: inputs.prerelease !== 'auto',
        marker,
        files,
        promised: inputs.digests,
        promisedExtra: extraDigests,
        discussionCategory: inputs['discussion-category'],
    };
    context.summary.setTitle(run_titles[inputs['dry-run'] ? 'dry run' : 'notes'](target.tag));
    if (inputs.phase === 'notes-only')
        return;
    if (inputs['dry-run'])
        rehearse(found, plan, composed, context, report);
    else
        await act(plan, found, composed, context, report);
}
/** The files to be assets. @throws as `readReleaseFiles` and `fetchExtraArtifacts` */
async function findFiles(context, extra) {
    const { inputs, job, signal } = context;
    const attaches = hasFiles(inputs);
    const patterns = {
        assets: inputs.assets,
        extra: attaches ? inputs['extra-assets'] : [],
        fetched: attaches ? await fetchExtraArtifacts(context, inputs['extra-artifacts'], extra) : [],
    };
    const promised = { built: inputs.digests, extra: attaches ? extra : undefined };
    return readReleaseFiles(patterns, job.workspace, promised, signal);
}
/** A job that only publishes has no files, and takes from the draft which ones there are. */
const hasFiles = ({ phase, assets }) => phase !== 'publish' || assets.length > 0;
function describeAsset({ name, fileName, sha256, size }) {
    return { name: fileName, storedName: name === fileName ? undefined : name, sha256, size };
}
function reportNotes(report, { source, previousTag, notes }) {
    report.push([
        'notes',
        `from ${source}, since ${previousTag ?? 'the beginning'}${notes.isCut ? ', cut' : ''}`,
    ]);
}
/** Without files at hand, the notes name what the draft has, else what was promised. */
function listAssets(found, promised) {
    const names = new Map((promised ?? []).map(({ name }) => [nameAsset(name), name]));
    const kept = (found?.assets ?? []).flatMap(({ name: stored, label, sha256, size }) => {
        if (sha256 === undefined)
            return [];
        const name = names.get(stored) ?? readFileName({ name: stored, label });
        return [{ name, storedName: name === stored ? undefined : stored, sha256, size }];
    });
    if (kept.length > 0)
        return kept;
    return (promised ?? []).map(({ name, sha256, size }) => {
        const stored = nameAsset(name);
        return { name, storedName: name === stored ? undefined : stored, sha256, size };
    });
}
async function act(plan, found, composed, context, report) {
    const { inputs, log } = context;
    if (inputs.phase === 'publish' && found === undefined) {
        throw new action_error/* InputError */.dz(releaseErrors.E_RELEASE_TAG, {
            message: `There is no draft for ${plan.target.tag} to publish.`,
            hint: 'Run the action with "phase: draft" before, or with "phase: all".',
        });
    }
    const drafted = found ?? (await makeDraft(plan));
    handOn(context, drafted, composed, plan);
    report.push([
        'release',
        drafted.draft ? `draft, ${count(drafted.assets.length, 'asset')}` : 'was published already',
    ]);
    context.summary.setTitle(run_titles[drafted.draft ? 'draft' : 'existing'](plan.target.tag));
    if (inputs.phase === 'draft' || inputs.draft)
        return;
    const { release: published, isLatest } = await publishDraft(plan, drafted);
    handOn(context, published, composed, plan);
    const kind = published.prerelease ? 'pre-release' : isLatest === true ? 'latest release' : 'release';
    report.push([
        'published',
        (0,markdown/* joinMarkdown */.UF)((0,markdown/* linkTo */.uM)(plan.target.tag, published.url), `, ${kind}${published.immutable ? ', immutable' : ''}`),
    ]);
    context.summary.setTitle((0,markdown/* joinMarkdown */.UF)('Published ', (0,markdown/* linkTo */.uM)(plan.target.tag, published.url)));
    log.notice(`${plan.target.tag} is published: ${published.url}`);
    tellOtherImage(published, composed, context);
}
/** A later attempt may build an image with different bytes; what the notes of a public release say stays true. */
function tellOtherImage({ tagName, body }, { imageDigest }, { log }) {
    const released = findBlock(body, tagName)?.imageDigest;
    if (released === undefined || imageDigest === undefined || released === imageDigest)
        return;
    log.notice(`The notes of ${tagName} name the image ${released}, and this run built ${imageDigest}. The released image is kept: tag the digest in the output "image-digest".`);
}
function rehearse(found, plan, composed, context, report) {
    if (found !== undefined && !found.draft)
        assertAssets(found, plan);
    if (found !== undefined)
        handOn(context, found, composed, plan);
    const state = found === undefined ? 'nothing is there' : found.draft ? 'a draft is there' : 'it is published';
    report.push(['dry run', `${state}; nothing was written`]);
}
function handOn({ setOutput, inputs }, release, composed, plan) {
    const { id, url, tagName, body, draft, assets } = release;
    const listed = assets
        .map(({ name, sha256, size, downloadUrl }) => ({ name, sha256: sha256 ?? '', size, url: downloadUrl }))
        .sort((left, right) => (left.name < right.name ? -1 : 1));
    setOutput('release-id', String(id));
    setOutput('image-digest', findBlock(body, tagName)?.imageDigest ?? composed.imageDigest ?? '');
    setOutput('url', url);
    const link = (0,markdown/* linkTo */.uM)(draft ? `draft of ${tagName}` : tagName, url);
    setOutput('result-markdown', (0,markdown/* joinMarkdown */.UF)(link, `: ${count(assets.length, 'asset')}`).markdown);
    // No channel is said to have what it cannot have.
    setOutput('assets', isClosed(release, plan) ? '' : JSON.stringify(listed));
    setOutput('draft', String(draft && inputs.draft));
    const { target } = plan;
    const isMarked = keepsMark(release, plan) ? release.prerelease : target.isPrerelease;
    setOutput('prerelease', String(isMarked || isPrerelease(target.version)));
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
/* harmony export */   yK: () => (/* binding */ kindOfFile)
/* harmony export */ });
/* unused harmony export renderFileList */
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
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5049);
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

/***/ 9583:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ isRecord)
/* harmony export */ });
/** Whether a JSON value is an object, not an array or null. */
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 2712:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   UF: () => (/* binding */ joinMarkdown),
/* harmony export */   _: () => (/* binding */ renderInline),
/* harmony export */   uM: () => (/* binding */ linkTo)
/* harmony export */ });
/* unused harmony export codeOf */
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
const codeOf = (text) => /^[\w:./@-]+$/.test(text) ? { markdown: `\`${text}\``, text } : { markdown: escapeMarkdown(text), text };
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
/* harmony export */   SS: () => (/* binding */ codeSpan),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   a0: () => (/* binding */ neutralizeLine)
/* harmony export */ });
/* unused harmony exports cutText, replaceInvisible */
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

/***/ 3245:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 5 modules
var core = __nccwpck_require__(5049);
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

// EXTERNAL MODULE: ./packages/core/src/version.ts
var version = __nccwpck_require__(8109);
;// CONCATENATED MODULE: ./packages/core/src/errors/docs-link.ts

/** Page of Slipway's documentation that explains an error code. */
const docsLink = (code) => `https://github.com/slipway-actions/slipway/blob/v${version/* version */.r}/docs/errors.md#${code.toLowerCase()}`;

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
            userAgent: `slipway-${definition.name}/${version/* version */.r}`,
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

/***/ 8109:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ version)
/* harmony export */ });
/** Version of Slipway, as the root `package.json` has it. Written by `npm run docs`. */
const version = '0.1.0';


/***/ }),

/***/ 8032:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Mj: () => (/* binding */ refuseOtherPart)
});

// UNUSED EXPORTS: extendHandover, readHandover

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/is-record.ts
var is_record = __nccwpck_require__(9583);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./packages/core/src/version.ts
var version = __nccwpck_require__(8109);
;// CONCATENATED MODULE: ./packages/handover/src/build-id.ts




const idDigits = 12;
/**
 * Identifies the bundles that an action belongs to: the version, and the start of the SHA-256 over all of them, such as
 * `0.1.0+5f70bf18a086`. The runner has the whole repository of an action, so that every action of one commit says the same.
 * @param script path of the running bundle, `<repository>/dist/<action>/index.js`
 * @throws Error of the file system
 */
async function readBuildId(script) {
    const folder = (0,external_node_path_.dirname)((0,external_node_path_.dirname)(script));
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const listed = await (0,promises_.readdir)(folder, { recursive: true });
    for (const name of listed.filter((path) => path.endsWith('.js')).sort()) {
        const bundle = await (0,promises_.readFile)((0,external_node_path_.join)(folder, name));
        hash.update(`${name.replaceAll('\\', '/')}\0${(0,external_node_crypto_.createHash)('sha256').update(bundle).digest('hex')}\n`);
    }
    return `${version/* version */.r}+${hash.digest('hex').slice(0, idDigits)}`;
}

// EXTERNAL MODULE: ./packages/core/src/errors/define-errors.ts
var define_errors = __nccwpck_require__(700);
;// CONCATENATED MODULE: ./packages/handover/src/errors.ts

/** Errors of what the parts of a release hand to each other. */
const handoverErrors = (0,define_errors/* defineErrors */.V)({
    E_HANDOVER_INVALID: {
        message: 'The handover between the parts of the release cannot be read.',
        hint: 'Pass the output "handover" of the part before unchanged, as docs/call-the-workflows.md shows.',
    },
    E_HANDOVER_MIXED: {
        message: 'The parts of this release are of different versions of Slipway.',
        hint: 'Use the same version in every "uses:" line of Slipway in the calling workflow, then start a new run at the tag.',
    },
});

;// CONCATENATED MODULE: ./packages/handover/src/handover.ts






function invalid(text, problem) {
    return new action_error/* InputError */.dz(handoverErrors.E_HANDOVER_INVALID, {
        message: `Input "handover" ${problem}: "${(0,neutralize/* neutralizeLine */.a0)(text, 80)}".`,
    });
}
function parseDocument(text) {
    let document;
    try {
        document = JSON.parse(text);
    }
    catch {
        throw invalid(text, 'is not JSON');
    }
    if (!(0,is_record/* isRecord */.u)(document))
        throw invalid(text, 'is not a JSON object');
    return document;
}
/**
 * Stops when the text was made by a different build of these actions.
 * @param ownBuild `readBuildId` of the running action
 * @throws InputError E_HANDOVER_INVALID, E_HANDOVER_MIXED with both builds
 */
function refuseOtherBuild(text, ownBuild) {
    const document = parseDocument(text);
    const build = document['slipway'];
    if (typeof build !== 'string' || build === '')
        throw invalid(text, 'does not say which version made it');
    if (build === ownBuild)
        return document;
    throw new action_error/* InputError */.dz(handoverErrors.E_HANDOVER_MIXED, {
        message: `The first part of this release ran Slipway ${(0,neutralize/* neutralizeLine */.a0)(build, 80)}, and this step is of ${ownBuild}. Nothing was published by this step.`,
    });
}
/**
 * Stops a part that was given a handover of a different build; without a handover there is nothing to compare.
 * @param script path of the running bundle
 * @throws InputError E_HANDOVER_INVALID, E_HANDOVER_MIXED
 */
async function refuseOtherPart(text, script) {
    if (text !== undefined)
        refuseOtherBuild(text, await readBuildId(script ?? ''));
}
/** Reads a handover with the files that it promises. @throws InputError as `refuseOtherPart`, E_INPUT_INVALID of the files */
function readHandover(text, ownBuild) {
    const document = refuseOtherBuild(text, ownBuild);
    const artifacts = list().parse(joinTexts(document['artifacts']), 'handover');
    if (artifacts.length === 0)
        throw invalid(text, 'names no artifact');
    const files = fileList().parse(joinTexts(document['files']), 'handover');
    if (files === undefined)
        throw invalid(text, 'has no files, so nothing was built');
    const inputs = isRecord(document['inputs']) ? document['inputs'] : {};
    return { artifacts, files, index: readIndex(inputs['index']), document };
}
/** The texts of several jobs as the lines of one input; a job that was skipped has null. */
function joinTexts(value) {
    const texts = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
    return texts.join('\n').trim();
}
/** A release that was not asked for an index goes to PyPI. */
function readIndex(asked) {
    return typeof asked !== 'string' || asked === 'pypi' ? '' : asked;
}
/** The handover with what a further job reported, in the shape of the jobs before it. */
function extendHandover({ document }, job, outputs) {
    const jobs = isRecord(document['jobs']) ? document['jobs'] : {};
    return JSON.stringify({ ...document, jobs: { ...jobs, [job]: { outputs } } });
}


/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

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

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 3106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 5049:
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
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
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
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
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
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
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
/******/ var __webpack_exports__ = __nccwpck_require__(1008);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
