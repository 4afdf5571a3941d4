/** One pattern of `branches` or `tags` as a regular expression ("Filter pattern cheat sheet", GitHub Docs). */
function toRegExp(pattern: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern.charAt(at);
    if (letter === '*' && pattern.charAt(at + 1) === '*') {
      source += '.*';
      at += 1;
    } else if (letter === '*') source += '[^/]*';
    // They speak of the character before them, as in a regular expression.
    else if ('?+[]-'.includes(letter)) source += letter;
    else if (letter === '\\' && at + 1 < pattern.length) {
      at += 1;
      source += `\\${pattern.charAt(at)}`;
    } else source += letter.replace(/[.(){}|^$\\]/, '\\$&');
  }
  return new RegExp(`^${source}$`);
}

/** A name of a branch or tag passes a list of patterns: the last that matches decides, and `!` takes back. */
export function passesFilter(patterns: readonly string[], name: string): boolean {
  let passes = false;
  for (const pattern of patterns) {
    const isNegative = pattern.startsWith('!');
    if (toRegExp(isNegative ? pattern.slice(1) : pattern).test(name)) passes = !isNegative;
  }
  return passes;
}
