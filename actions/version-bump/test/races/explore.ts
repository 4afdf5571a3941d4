import type { EmulatorRequest } from '@slipway/gateway/service';
import { createTestWorld, type StartedJob, type TestWorld } from '../create-world.ts';
import { describeState, runOptions, type Scenario } from './scenarios.ts';
import { type Counts, createTurnstile, type Turn } from './turnstile.ts';

/** One way to disturb a scenario. */
export type Disturbance =
  /** SIGKILL at a request, before GitHub gets it or after it was carried out, and then a second run. */
  | { readonly kind: 'kill'; readonly at: number; readonly when: 'before' | 'after' }
  /** Two runs at once, whose requests are answered in this order. */
  | { readonly kind: 'race'; readonly turns: readonly Turn[] };

/** How it ended. */
export interface Outcome {
  readonly state: string;
  readonly exitCodes: readonly (number | null)[];
  readonly output: string;
  /** How many requests that count the first job made. */
  readonly requests: number;
}

/** A request that changes something: between others, no order matters to anybody. */
export const countsWrites: Counts = ({ method }) => method !== 'GET';

/** Runs a scenario without any disturbance. */
export function runAlone(scenario: Scenario, counts?: Counts): Promise<Outcome> {
  return inWorld(scenario, async (world) => {
    const turnstile = createTurnstile([], counts);
    world.guard((service) => turnstile.guard(service));
    const job = await world.start(scenario.inputs, runOptions(scenario));
    turnstile.register(job.token, 'a');
    const { exitCode, output } = await job.ended;
    return { exitCodes: [exitCode], output, requests: turnstile.count('a') };
  });
}

/** Runs a scenario with a disturbance, until nothing runs any more. */
export function runDisturbed(scenario: Scenario, how: Disturbance, counts?: Counts): Promise<Outcome> {
  return inWorld(scenario, (world) =>
    how.kind === 'kill' ? kill(world, scenario, how, counts) : race(world, scenario, how.turns, counts),
  );
}

type Ending = Omit<Outcome, 'state'>;

async function inWorld(scenario: Scenario, body: (world: TestWorld) => Promise<Ending>): Promise<Outcome> {
  const world = await createTestWorld(undefined, { actions: { canApprovePullRequestReviews: true } });
  try {
    await scenario.prepare(world);
    const ending = await body(world);
    return { ...ending, state: await describeState(world) };
  } finally {
    await world.close();
  }
}

async function kill(
  world: TestWorld,
  scenario: Scenario,
  { at, when }: Extract<Disturbance, { kind: 'kill' }>,
  counts: Counts = () => true,
): Promise<Ending> {
  let seen = 0;
  let job: StartedJob | undefined;
  const strikes = (request: EmulatorRequest): boolean => {
    if (counts(request)) seen += 1;
    return counts(request) && seen === at;
  };
  world.guard((service) => ({
    ...service,
    async handle(request) {
      if (!strikes(request)) return service.handle(request);
      if (when === 'before') {
        job?.kill();
        return { status: 502 };
      }
      const answer = await service.handle(request);
      job?.kill();
      return answer;
    },
  }));
  job = await world.start(scenario.inputs, runOptions(scenario));
  const first = await job.ended;
  world.guard(undefined);
  const second = await world.run(scenario.inputs, runOptions(scenario));
  return {
    exitCodes: [first.exitCode, second.exitCode],
    output: `${first.output}\n---\n${second.output}`,
    requests: seen,
  };
}

async function race(
  world: TestWorld,
  scenario: Scenario,
  turns: readonly Turn[],
  counts: Counts | undefined,
): Promise<Ending> {
  const turnstile = createTurnstile(turns, counts);
  world.guard((service) => turnstile.guard(service));
  const ends = await Promise.all(
    ['a', 'b'].map(async (name) => {
      const job = await world.start(scenario.inputs, runOptions(scenario));
      turnstile.register(job.token, name);
      const ended = await job.ended;
      turnstile.end(name);
      return ended;
    }),
  );
  return {
    exitCodes: ends.map(({ exitCode }) => exitCode),
    output: ends.map(({ output }) => output).join('\n---\n'),
    requests: turnstile.count('a'),
  };
}

/** Every kill at a request. */
export function listKills(requests: number): readonly Disturbance[] {
  return Array.from({ length: requests }, (_, index) => index + 1).flatMap((at) =>
    (['before', 'after'] as const).map((when) => ({ kind: 'kill' as const, at, when })),
  );
}

/**
 * Every interleaving in which the first job is interrupted once and the second one at most as often as `switches` says: most races
 * need no more.
 */
export function listRaces(requests: number, switches: 0 | 1): readonly Disturbance[] {
  const rest = Number.POSITIVE_INFINITY;
  const turn = (job: string, count: number): Turn => ({ job, requests: count });
  const races: Disturbance[] = [];
  for (let first = 0; first < requests; first += 1) {
    if (switches === 0) {
      races.push({ kind: 'race', turns: [turn('a', first), turn('b', rest), turn('a', rest)] });
      continue;
    }
    for (let second = 1; second < requests; second += 1)
      races.push({
        kind: 'race',
        turns: [turn('a', first), turn('b', second), turn('a', rest), turn('b', rest)],
      });
  }
  return races;
}
