import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { type InputDefinition, list } from '@slipway/core/inputs';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';

/** What takes a step of a build out of its sandbox (moby/buildkit, util/entitlements). */
const known: Readonly<Record<string, string>> = {
  'network.host': 'can use the network of the builder',
  'security.insecure': 'can act as root on the builder',
  device: 'can use devices of the builder',
};

const nameOf = (entitlement: string): string => entitlement.split('=', 1)[0] ?? '';

/** The input `allow`: entitlements of the build, one per line. */
export function entitlements(): InputDefinition<readonly string[]> {
  const lines = list();
  return {
    ...lines,
    parse(text, name) {
      const given = [...new Set(lines.parse(text, name))];
      const wrong = given.find(
        (each) => !(nameOf(each) in known) || (each.includes('=') && nameOf(each) !== 'device'),
      );
      if (wrong === undefined) return given;
      throw new InputError(coreErrors.E_INPUT_INVALID, {
        message: `Input "${name}": "${neutralizeLine(wrong, 100)}" is not an entitlement.`,
        hint: `Write ${Object.keys(known).join(', ')} or device=NAME, one per line.`,
      });
    },
  };
}

/** Whether arguments of `docker buildx build` ask for the network of the builder, which buildx takes for an entitlement. */
function asksForHostNetwork(args: readonly string[]): boolean {
  return args.some(
    (each, index) => each === '--network=host' || (each === 'host' && args[index - 1] === '--network'),
  );
}

/**
 * Refuses an argument that takes steps of the build out of their sandbox without "allow" saying so.
 * @throws InputError E_INPUT_INVALID
 */
export function refuseHostNetwork(args: readonly string[], allowed: readonly string[]): void {
  if (!asksForHostNetwork(args) || allowed.includes('network.host')) return;
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: 'Input "extra-args" has "--network host", but "allow" does not contain "network.host".',
    hint: 'It gives every step of the Dockerfile access to the builder\'s network. To allow this, add "network.host" to "allow".',
  });
}

/** Says what a build may do beyond its sandbox. */
export function warnOfEntitlements(allowed: readonly string[], log: Log): void {
  if (allowed.length === 0) return;
  const words = allowed.map((each) => `"${neutralizeLine(each, 60)}" (${known[nameOf(each)] ?? ''})`);
  log.warning(
    `Dockerfile steps can leave their sandbox through ${words.join(', ')} and reach everything this job can, including its token. Use "allow" only in a job without "packages: write", or with a Dockerfile that you trust as much as the workflow.`,
  );
}
