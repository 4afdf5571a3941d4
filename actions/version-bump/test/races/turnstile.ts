import type { EmulatorRequest, Service } from '@slipway/gateway/service';

/** How many requests of one job pass before it is the turn of another. */
export interface Turn {
  readonly job: string;
  /** Infinity: until the job ends. */
  readonly requests: number;
}

/** Decides which of several jobs is answered next. */
export interface Turnstile {
  /** The service, whose requests wait for their turn; those of other tokens pass at once. */
  guard(service: Service): Service;
  register(token: string, job: string): void;
  /** The job has ended, and its turn with it. */
  end(job: string): void;
  /** How many requests of a job were answered. */
  count(job: string): number;
}

/** Counts a request as one that a turn is made of. */
export type Counts = (request: EmulatorRequest) => boolean;

const everyRequest: Counts = () => true;

/** Opens a turnstile for jobs that take turns; when all turns are over, everybody passes. */
export function createTurnstile(turns: readonly Turn[], counts: Counts = everyRequest): Turnstile {
  const jobs = new Map<string, string>();
  const counted = new Map<string, number>();
  const ended = new Set<string>();
  const waiting: (() => void)[] = [];
  const left = turns.map(({ job, requests }) => ({ job, requests }));
  let busy = false;
  const skip = (): void => {
    for (let [turn] = left; turn !== undefined && (turn.requests <= 0 || ended.has(turn.job)); [turn] = left)
      left.shift();
  };
  const wake = (): void => {
    skip();
    for (const go of waiting.splice(0)) go();
  };
  const mayPass = (job: string): boolean => !busy && (left[0] === undefined || left[0].job === job);
  const enter = async (job: string): Promise<void> => {
    skip();
    while (!mayPass(job))
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    busy = true;
  };
  const leave = (job: string, isCounted: boolean): void => {
    busy = false;
    if (isCounted) {
      counted.set(job, (counted.get(job) ?? 0) + 1);
      if (left[0]?.job === job) left[0].requests -= 1;
    }
    wake();
  };
  return {
    register: (token, job) => void jobs.set(token, job),
    end(job) {
      ended.add(job);
      wake();
    },
    count: (job) => counted.get(job) ?? 0,
    guard: (service) => ({
      ...service,
      async handle(request) {
        const token = /^(?:bearer|token) (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
        const job = token === undefined ? undefined : jobs.get(token);
        if (job === undefined) return service.handle(request);
        await enter(job);
        try {
          return await service.handle(request);
        } finally {
          leave(job, counts(request));
        }
      },
    }),
  };
}
