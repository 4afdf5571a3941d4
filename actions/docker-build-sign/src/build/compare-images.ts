import { IntegrityError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import { openLayout } from '@slipway/oci/layout/layout';
import { imageErrors } from '../errors.ts';
import { type BuiltImage, type BuiltPlatform, readConfig } from './read-built.ts';

type Config = Readonly<Record<string, unknown>>;

/** Instructions of the Dockerfile that made a layer, in the order of the layers. */
function listSteps(config: Config): readonly string[] {
  const history = Array.isArray(config['history']) ? (config['history'] as readonly Config[]) : [];
  return history
    .filter((step) => step['empty_layer'] !== true)
    .map((step) => String(step['created_by'] ?? ''));
}

/** Paths of what two values of JSON have not in common, two levels deep: `config.Labels`. */
function listDifferences(one: unknown, other: unknown, path: readonly string[] = []): string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (!isRecord(one) || !isRecord(other) || path.length >= 2) return [path.join('.')];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].sort().flatMap((key) => listDifferences(one[key], other[key], [...path, key]));
}

function describeLayers(one: BuiltPlatform, other: BuiltPlatform, config: Config): string | undefined {
  const [layers, others] = [one.manifest.layers ?? [], other.manifest.layers ?? []];
  const at = layers.findIndex(({ digest }, index) => digest !== others[index]?.digest);
  if (at < 0)
    return layers.length === others.length
      ? undefined
      : `it has ${layers.length} layers, then ${others.length}`;
  const step = listSteps(config)[at] ?? '';
  const shown = step === '' ? '' : ` (${neutralizeLine(step, 160)})`;
  return `layer ${at + 1} of ${layers.length}${shown} is ${layers[at]?.digest}, then ${others[at]?.digest ?? 'missing'}`;
}

/**
 * Holds two builds of one image against each other.
 * @throws IntegrityError E_DOCKER_NOT_REPRODUCIBLE naming the first layer, or what of the config, differs for each platform
 */
export async function compareImages(first: BuiltImage, second: BuiltImage): Promise<void> {
  const [layout, again] = [await openLayout(first.layoutPath), await openLayout(second.layoutPath)];
  const others = new Map(second.platforms.map((each) => [each.platform, each]));
  const findings: string[] = [];
  for (const one of first.platforms) {
    const name = one.platform === '' ? 'the image' : one.platform;
    const other = others.get(one.platform);
    if (other === undefined) findings.push(`${name}: missing from the second build`);
    else if (other.descriptor.digest !== one.descriptor.digest) {
      const [config, secondConfig] = [
        await readConfig(layout, one.manifest),
        await readConfig(again, other.manifest),
      ];
      const keys = listDifferences(config, secondConfig);
      const rest = keys.length === 0 ? 'its annotations differ' : `its config differs in ${keys.join(', ')}`;
      findings.push(`${name}: ${describeLayers(one, other, config) ?? rest}`);
    }
  }
  // BuildKit's attestations hold the time of the build; without them nothing may differ.
  const mayDiffer = first.hasAttestations || second.hasAttestations;
  if (findings.length === 0 && !mayDiffer && first.root.digest !== second.root.digest)
    findings.push('all platforms are identical, but the index differs');
  if (findings.length === 0) return;
  throw new IntegrityError(imageErrors.E_DOCKER_NOT_REPRODUCIBLE, {
    message: `The second build, without the cache, produced a different image. ${findings.map((finding) => neutralizeLine(finding, 600)).join('; ')}.`,
  });
}
