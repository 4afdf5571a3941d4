import { quoteWord } from '@slipway/core/quote-word';
import { isDistribution, type NotedAsset, sortAssets } from './assets.ts';
import type { ReleaseEvidence } from './evidence.ts';
import { nameForGh } from './install.ts';
import { renderCommands, renderFolded, renderPlain } from './text.ts';

export interface VerificationFacts {
  /** `owner/name`. */
  readonly repository: string;
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  readonly tag: string;
  /** Full, of the commit behind the tag. */
  readonly commitSha: string;
  readonly assets: readonly NotedAsset[];
  readonly evidence: ReleaseEvidence;
  /** Path of the workflow that built the files, `.github/workflows/release.yml`. */
  readonly workflowPath: string | undefined;
  /** How to report a vulnerability. */
  readonly reporting: Reporting | undefined;
}

/** Where a vulnerability is reported: privately on GitHub, or as the policy of the project says. */
export interface Reporting {
  readonly kind: 'private' | 'policy';
  readonly url: string;
}

// A release of very many wheels needs no line for each of them.
const maxFiles = 10;
const manifestName = 'SHA256SUMS';

/** Lines that do one thing, with a comment that says which. */
interface CommandGroup {
  readonly comment: string;
  readonly lines: readonly string[];
}

/** How the files are checked, only with what there is to check. Empty when there is nothing. */
export function renderVerification(facts: VerificationFacts): string {
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
  if (parts.length === 0) return '';
  const security = describeSecurity(facts);
  return `## Verify\n\n${[...parts, ...(security === '' ? [] : [security])].join('\n\n')}`;
}

function joinGroups(groups: readonly CommandGroup[]): string[] {
  return groups.flatMap(({ comment, lines }, index) => [
    ...(index === 0 ? [] : ['']),
    `# ${comment}`,
    ...lines,
  ]);
}

/** Said only of channels whose files were compared with those of this release. */
function describeOrigin({
  repositoryUrl,
  tag,
  commitSha,
  evidence,
  workflowPath,
}: VerificationFacts): string {
  if (!evidence.channels.some(({ hasFiles }) => hasFiles)) return '';
  const file = workflowPath?.split('/').at(-1);
  const by =
    workflowPath === undefined || file === undefined
      ? ''
      : ` by [${renderPlain(file)}](${repositoryUrl}/blob/${encodeURIComponent(tag)}/${workflowPath.split('/').map(encodeURIComponent).join('/')})`;
  return `Every channel serves the same bytes, built once from commit ${commitSha}${by}.`;
}

const hasManifest = (assets: readonly NotedAsset[]): boolean =>
  assets.some(({ name }) => name === manifestName);

const listRenamed = (assets: readonly NotedAsset[]): (readonly [stored: string, name: string])[] =>
  sortAssets(assets).flatMap(({ name, storedName }) =>
    storedName === undefined ? [] : [[storedName, name] as const],
  );

/** The file of the passport, by which the provenance is verified without asking GitHub; undefined where there is none. */
function findPassport(assets: readonly NotedAsset[]): string | undefined {
  const passports = assets.filter(({ name }) => name.endsWith('.intoto.jsonl'));
  return passports.length === 1 ? passports[0]?.name : undefined;
}

const hasProvenance = ({ assets, evidence }: VerificationFacts): boolean =>
  evidence.provenance || findPassport(assets) !== undefined;

/** `sha256sum` is of GNU, `shasum` comes with macOS; both read the same manifest. */
function listChecksumCommands(facts: VerificationFacts): string[] {
  const { tag, assets } = facts;
  const needsFiles = hasProvenance(facts) && assets.some(isDistribution);
  if (!hasManifest(assets) && !needsFiles) return [];
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

function renderWindows(assets: readonly NotedAsset[]): string {
  if (!hasManifest(assets)) return '';
  const quote = (name: string): string => `'${name.replaceAll("'", "''")}'`;
  const lines = [
    ...listRenamed(assets).map(([stored, name]) => `Rename-Item ${quote(stored)} ${quote(name)}`),
    `Get-Content ${manifestName} | ForEach-Object { $hash, $file = -split $_; "$file $((Get-FileHash $file).Hash -eq $hash)" }`,
  ];
  return renderFolded('Checksums on Windows', renderCommands(lines, 'powershell'));
}

function listProvenanceCommands(facts: VerificationFacts): string[] {
  const { repository, repositoryUrl, tag, assets, evidence, workflowPath } = facts;
  if (!hasProvenance(facts) || (workflowPath === undefined && evidence.signer === undefined)) return [];
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

function listAttestationCommands({ evidence, repositoryUrl }: VerificationFacts): string[] {
  return evidence.attestedFiles
    .slice(0, maxFiles)
    .map(
      (file) => `pypi-attestations verify pypi --repository ${repositoryUrl} ${quoteWord(`pypi:${file}`)}`,
    );
}

/** PyPI takes attestations from trusted publishers only: where they are, no token was used. */
function describeSecurity({ evidence, reporting }: VerificationFacts): string {
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
