import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { Inputs } from './inputs.ts';

/**
 * Rejects inputs that would have no effect: who sets one expects something of it.
 * @throws InputError E_INPUT_INVALID naming all of them
 */
export function refuseIdleInputs(inputs: Inputs): void {
  const { native, formats, platform, archs, legs, reproducible } = inputs;
  const ofWheels = [
    ...(platform === 'auto' ? [] : ['platform']),
    ...(archs.length === 0 ? [] : ['archs']),
    ...(legs.length === 0 ? [] : ['legs']),
  ];
  const findings: string[] = [];
  if (ofWheels.length > 0 && (native !== 'build' || formats === 'sdist')) {
    const names = ofWheels.map((name) => `"${name}"`).join(', ');
    findings.push(
      native === 'build'
        ? `${names} select wheels, and "formats" is "sdist".`
        : `${names} select wheels of "native: build", and "native" is "${native}".`,
    );
  }
  if (inputs['sdist-digests'] !== undefined && inputs['sdist-artifact'] === undefined)
    findings.push('"sdist-digests" is set without "sdist-artifact", whose sdist it describes.');
  if (reproducible !== 'off' && native === 'build' && formats === 'wheel')
    findings.push(
      `"reproducible" is "${reproducible}", and the wheels of "native: build" are built only once.`,
    );
  if (findings.length === 0) return;
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Inputs have no effect here: ${findings.join(' ')}`,
    hint: 'Remove these inputs, or correct those that they depend on.',
  });
}
