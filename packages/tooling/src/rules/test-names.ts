/** The names of tests, which have to read as sentences in a red line of CI: a subject, then a verb. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { listSourceFiles } from './source-files.ts';

/** Folders whose names follow the rule. */
const checkedFolders = ['actions', 'packages'];

const listWords = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const auxiliaries = listWords(
  'is are was were be has have had do does did can cannot could may might must shall should will would need',
);
/** Verbs that begin no subject, unless an auxiliary follows: "reads are repeated". */
const verbs = listWords(`
  accept accepts adds adopts agree agrees answers arrives asks becomes begins believes belong belongs breaks brings builds cancels
  checks chooses closes come comes compares counts creates cuts demands depends deploys describes differ differs downloads draws
  drops ends enforces exchanges expands explains fails fetches fills find finds finishes flattens follow follows forces forgets
  gets give gives go goes grow hands happens hides hold holds includes installs join joins judges keep keeps kills know
  knows lacks leads leave leaves let lets loads looks lose loses makes masks matches mints moves notices offers opens
  overwrites pass passes prefers prints proves publishes pushes puts reach reads recognize recognizes recovers redirects
  refuse refuses rejects removes renames repeats replaces resets resolves returns runs satisfy say says sees sends serves
  sets shares shows signs sits speaks stand stands stays stops stores strikes succeeds survives swaps take takes tell
  tells throws tries trusts turns understands unrolls uploads uses verifies waits wants warn warns works writes`);
/** Words that continue the title of a group. */
const continuations = listWords('and by however never of that with without');
/** Verbs that are nouns, too: with an object right behind them they have no subject. */
const verbsOrNouns = listWords(`
  bundles calls changes claims commits count drafts end fail groups issues links lists locks look marks mounts move name
  names need needs notes numbers order orders quotes read releases replace reports run show starts stop streams tags
  tests write`);
const objectStarts = listWords(
  'a all an any both each every everybody everything it its no none nothing only the their them these this those what whatever whether which',
);
/** Words in -s that are no verb. */
const plainWords = listWords(`
  always as attestations bytes digests directories entries errors fields files https indexes its jobs layers lines
  manifests minutes packages permissions platforms projects secrets seconds this tokens values versions whose words`);
/** Verbs of plural subjects that are in use; those of singular ones end in -s. */
const pluralVerbs = listWords(`
  agree appear apply become begin belong break come contain cover differ end exist expire fail follow get give go grow
  hold include keep lead lose make match name pass reach read recover refer run say share show start stay stop take tell
  throw use wait win work write`);

const placeholder = /%[a-z]|\$\{?[a-z]/i;

function isVerb(word: string): boolean {
  if (auxiliaries.has(word) || pluralVerbs.has(word)) return true;
  return word.endsWith('s') && !/(?:ss|us|is|'s)$/.test(word) && !plainWords.has(word);
}

/**
 * What is wrong with the name of a test, or undefined. A name that begins with a placeholder of a table or with an identifier
 * passes, and so does one whose verb may be in a row of the table.
 */
export function findNameFault(name: string): string | undefined {
  const [first = '', second = '', ...others] = name.split(/[\s,:;()]+/).filter((word) => word !== '');
  if (!/^[A-Za-z][a-z-]*$/.test(first)) return undefined;
  const start = first.toLowerCase();
  const hasNoSubject =
    auxiliaries.has(start) ||
    continuations.has(start) ||
    (verbs.has(start) && !auxiliaries.has(second)) ||
    (verbsOrNouns.has(start) && objectStarts.has(second.toLowerCase()));
  if (hasNoSubject) return `begins with "${first}" and has no subject`;
  const hasVerb = placeholder.test(name) || [second, ...others].some((word) => isVerb(word.toLowerCase()));
  return hasVerb ? undefined : 'has no verb';
}

/** `it` in `it.skipIf(…).each(…)('…')`. */
function findRoot(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return findRoot(node.expression);
  return ts.isTaggedTemplateExpression(node) ? findRoot(node.tag) : '';
}

function readName(node: ts.Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `\${value}${literal.text}`).join('');
}

const modifiers = listWords('each for skipIf runIf extend');

/** The faults of all names of tests in a file, as `path:line: name: fault`. */
export function findNameFaults(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(?:it|test)$/.test(findRoot(node.expression))) {
      const { expression: called } = node;
      const isModifier = ts.isPropertyAccessExpression(called) && modifiers.has(called.name.text);
      const name = isModifier ? undefined : readName(node.arguments[0]);
      const fault = name === undefined ? undefined : findNameFault(name);
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      if (fault !== undefined) faults.push(`${path}:${line}: "${name}" ${fault}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

/** Every test below `root`, in the folders that are checked, whose name does not stand alone. */
export async function checkTestNames(root: string): Promise<string[]> {
  const paths = (await listSourceFiles(root)).filter(
    (path) => path.endsWith('.test.ts') && checkedFolders.some((folder) => path.startsWith(`${folder}/`)),
  );
  const faults = await Promise.all(
    paths.map(async (path) => findNameFaults(path, await readFile(join(root, path), 'utf8'))),
  );
  return faults.flat();
}
