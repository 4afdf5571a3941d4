import { codeOf, type InlineText, joinMarkdown, linkTo } from '@slipway/core/markdown';
import { count } from '@slipway/core/text/count';
import type { ImageTree } from '@slipway/oci/image/image-tree';
import { verifyCommands } from '@slipway/sigstore/verification/verify-command';
import type { Context } from './inputs.ts';
import type { Image } from './open-image.ts';
import type { SignedImage } from './sign/sign-image.ts';
import type { PlacedTag } from './tag/promote-tags.ts';

/** What is known of the image so far; also what is reported when it fails half way. */
export interface ImageReport {
  tree: ImageTree | undefined;
  signed: SignedImage | undefined;
  /** An earlier job signed it, and that was verified. */
  wasSigned: boolean;
  tags: readonly PlacedTag[];
  /** The origin of the image: built, joined or already existing. */
  origin: string;
}

export function createImageReport(): ImageReport {
  return { tree: undefined, signed: undefined, wasSigned: false, tags: [], origin: '' };
}

/** Sets the outputs with the digests of an image that the registry has. */
export function reportTree({ setOutput }: Context, image: Image, report: ImageReport, tree: ImageTree): void {
  report.tree = tree;
  const platforms = tree.manifests.flatMap(({ platform, descriptor: { digest, size } }) =>
    platform === undefined ? [] : [{ platform, digest, size }],
  );
  setOutput('digest', tree.root.digest);
  setOutput('platforms', JSON.stringify(platforms));
  setOutput('references', `${image.name}@${tree.root.digest}`);
}

/** Sets the outputs with the signatures after they were read back. */
export function reportSigned(
  { setOutput, log }: Context,
  image: Image,
  report: ImageReport,
  signed: SignedImage,
): void {
  report.signed = signed;
  setOutput('bundles', signed.bundlePaths.join('\n'));
  const lines = listCommands(image, report).map(({ line }) => line);
  setOutput('verify-commands', lines.join('\n'));
  for (const line of lines) log.info(line);
}

/** Sets the output with the tags of the image, each as soon as it points to the image. */
export function reportTags(
  { setOutput }: Context,
  image: Image,
  report: ImageReport,
  tags: readonly PlacedTag[],
): void {
  report.tags = [...tags];
  const held = tags.filter(({ state }) => state !== 'kept').map(({ tag }) => `${image.name}:${tag}`);
  setOutput('tags', held.join('\n'));
  const digest = report.tree === undefined ? [] : [`${image.name}@${report.tree.root.digest}`];
  setOutput('references', [...digest, ...held].join('\n'));
}

function listCommands(image: Image, { tree, signed }: ImageReport) {
  if (tree === undefined || signed === undefined || signed.isHidden) return [];
  const { identity, issuer, instance } = signed.identity;
  const reference = `${image.name}@${tree.root.digest}`;
  return verifyCommands({ reference, identity, issuer, instance, formats: signed.formats });
}

/** Page of the image on GitHub; undefined for a registry whose pages are not known. */
function findPage({ job }: Context, { name }: Image): string | undefined {
  const [registry, owner, ...rest] = name.split('/');
  if (registry !== 'ghcr.io' || owner !== job.owner.toLowerCase()) return undefined;
  return `${job.serverUrl}/${job.repository}/pkgs/container/${encodeURIComponent(rest.join('/'))}`;
}

/** One line about the image, with a link to its page. */
function describeResult(
  context: Context,
  image: Image,
  { tree, signed, wasSigned, tags }: ImageReport,
): string {
  if (tree === undefined) return 'no image was produced';
  const held = tags.filter(({ state }) => state !== 'kept').map(({ tag }) => tag);
  const title = held.join(', ') || `${image.name} without a tag`;
  const page = findPage(context, image);
  const release: InlineText = page === undefined ? `${image.name}: ${title}` : linkTo(title, page);
  const number = tree.manifests.filter(({ platform }) => platform !== undefined).length;
  const platforms = number === 0 ? '' : `: ${count(number, 'platform')}`;
  const isSigned = signed !== undefined || wasSigned;
  return joinMarkdown(release, `${platforms}${isSigned ? ', signed' : ''}`).markdown;
}

/** What this job did, as far as it got. */
function titleOf(mode: string, tree: ImageTree, { signed, tags }: ImageReport): string {
  const platforms = tree.manifests.flatMap(({ platform }) => platform ?? []);
  const of = platforms.length === 1 ? ` for ${platforms[0]}` : ` of ${count(platforms.length, 'platform')}`;
  const image = `image${platforms.length === 0 ? '' : of}`;
  if (mode === 'promote') return `Tagged the ${image}`;
  const made = mode === 'merge' ? 'Joined' : 'Built';
  const done = [made, ...(signed === undefined ? [] : ['signed']), ...(tags.length === 0 ? [] : ['tagged'])];
  const last = done.at(-1);
  return done.length === 1
    ? `${made} the ${image}`
    : `${done.slice(0, -1).join(', ')} and ${last} the ${image}`;
}

/** Writes the table of the summary, whatever happened. */
export function summarize(context: Context, image: Image, report: ImageReport): void {
  const { summary, inputs, setOutput } = context;
  const { tree, signed, tags, origin } = report;
  setOutput('result-markdown', describeResult(context, image, report));
  if (tree === undefined) return;
  summary.setTitle(titleOf(inputs.mode, tree, report));
  const unsigned = report.wasSigned ? 'by an earlier job' : inputs.sign ? 'no' : 'not requested';
  const judged = new Map(signed?.judgements.map((each) => [each.digest, each]));
  summary.addTable(
    ['Platform', 'Manifest', 'Signed'],
    tree.manifests.map(({ descriptor, platform, kind }) => [
      platform ?? kind,
      codeOf(descriptor.digest),
      judged.has(descriptor.digest) ? (signed?.formats.join(', ') ?? '') : unsigned,
    ]),
  );
  if (origin !== '') summary.addParagraph(origin);
  if (tags.length > 0)
    summary.addTable(
      ['Tag', 'State', 'Reason'],
      tags.map(({ tag, state, because }) => [codeOf(tag), state, because]),
    );
  const commands = listCommands(image, report);
  if (commands.length > 0)
    summary.addDetails(
      'Verify the signatures',
      commands.map((command) => `${command.for}:\n\n\`\`\`sh\n${command.line}\n\`\`\``).join('\n\n'),
    );
}
