import type { StandIn } from './stand-in.ts';

/** A stand-in that a user asks for: it takes any input, does nothing, and sets the outputs that the user gives. */
export function createStub(outputs: Readonly<Record<string, string>>): StandIn {
  return {
    inputs: 'any',
    async main({ log, setOutput }) {
      log('A stub replaces this action. It does nothing except for its outputs.');
      for (const [name, value] of Object.entries(outputs)) {
        log(`${name}=${value}`);
        setOutput(name, value);
      }
    },
  };
}
