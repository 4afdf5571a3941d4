import { fromMarkdown } from 'mdast-util-from-markdown';
import { walkMarkdown } from '../../src/markdown/tree.ts';

/** What GitHub would make of a text beyond showing it: the harm in it, a word each. */
export function listHarm(text: string): string[] {
  const harm: string[] = [];
  for (const node of walkMarkdown(fromMarkdown(text))) {
    if (node.type === 'html') harm.push(`html ${node.value}`);
    if ((node.type === 'link' || node.type === 'image') && !/^(?:https?:|mailto:|#|$)/.test(node.url))
      harm.push(`address ${node.url}`);
    if (node.type === 'definition' || node.type === 'linkReference') harm.push('reference');
    if (node.type !== 'text') continue;
    // Addresses are linked before mentions are looked for.
    const shown = node.value.replace(/https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s<&]*/gi, '');
    if (/(?:^|[^A-Za-z0-9])@[A-Za-z0-9]/.test(shown)) harm.push(`mention ${shown}`);
    if (/#\d|\bGH-\d/i.test(shown)) harm.push(`number ${shown}`);
  }
  if (text.includes('${{')) harm.push('expression');
  if (/^[ \t]*::[a-z]/im.test(text)) harm.push('command');
  return harm;
}

/** Whether something that follows a text is outside of all its blocks. */
export function endsClosed(text: string): boolean {
  const last = fromMarkdown(`${text}\n\n# End\n`).children.at(-1);
  return last?.type === 'heading' && last.depth === 1;
}
