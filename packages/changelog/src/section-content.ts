import { readLineRoles } from './markdown/blocks.ts';

const definition = /^ {0,3}\[[^[\]]+\]:/;
const heading = /^ {0,3}#{1,6}(?:[ \t]|$)/;
// What people write to say that there is nothing to say.
const placeholder =
  /^(?:nothing(?: yet| so far)?|no (?:unreleased |notable |user-facing )?changes(?: yet| so far)?|tbd|tba|none|n\/a|\.\.\.|…)$/i;

/** Whether a section says nothing: blank lines, headings, comments, link definitions and "nothing yet" do not count. */
export function isEmptySection(body: string): boolean {
  const lines = body.split(/\r\n|\n|\r/);
  const roles = readLineRoles(lines);
  return lines.every((line, index) => {
    const role = roles[index];
    if (role === 'comment') return true;
    if (role === 'code') return false;
    return line.trim() === '' || heading.test(line) || definition.test(line) || isPlaceholder(line);
  });
}

function isPlaceholder(line: string): boolean {
  if (line.length > 60) return false;
  const words = line.replace(/^[\s*_+-]+|[\s*_.!]+$/g, '');
  return words === '' || placeholder.test(words);
}
