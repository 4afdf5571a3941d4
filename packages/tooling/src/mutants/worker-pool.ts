import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MutantAnswer, MutantOrder } from './mutant-worker.ts';
import type { RehearsalVerdict } from './rehearse-mutant.ts';

/** A few processes that rehearse side by side; each loads the program once for many rehearsals. */
export interface WorkerPool {
  /** @throws Error when the rehearsal could not be held */
  rehearse(order: MutantOrder): Promise<RehearsalVerdict>;
  close(): void;
}

const program = fileURLToPath(new URL('mutant-worker.ts', import.meta.url));
// What a process keeps of finished rehearsals is given back with it.
const maxRehearsals = 60;

interface Worker {
  readonly child: ChildProcess;
  count: number;
}

function startWorker(): Worker {
  const child = fork(program, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  return { child, count: 0 };
}

class LostWorker extends Error {}

function ask({ child }: Worker, order: MutantOrder): Promise<RehearsalVerdict> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      child.off('message', onMessage);
      child.off('exit', onExit);
      settle();
    };
    const onMessage = (answer: MutantAnswer): void =>
      end(() => ('verdict' in answer ? resolve(answer.verdict) : reject(new Error(answer.failure))));
    const onExit = (code: number | null): void =>
      end(() => reject(new LostWorker(`the process of a rehearsal ended with ${code ?? 'a signal'}`)));
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send(order);
  });
}

/** Opens a pool of at most `size` processes, started when they are needed. */
export function openWorkerPool(size: number): WorkerPool {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let busy = 0;
  let closed = false;
  return {
    async rehearse(order) {
      if (busy >= size) await new Promise<void>((resume) => waiting.push(resume));
      else busy += 1;
      let worker = idle.pop() ?? startWorker();
      all.add(worker);
      worker.count += 1;
      try {
        const verdict = await ask(worker, order).catch((cause: unknown) => {
          if (closed || !(cause instanceof LostWorker)) throw cause;
          // Somebody ended the process; what it was asked can be asked again.
          retire(worker);
          worker = startWorker();
          all.add(worker);
          return ask(worker, order);
        });
        if (worker.count < maxRehearsals) idle.push(worker);
        else retire(worker);
        return verdict;
      } catch (cause) {
        retire(worker);
        throw cause;
      } finally {
        const next = waiting.shift();
        if (next === undefined) busy -= 1;
        else next();
      }
    },
    close() {
      closed = true;
      for (const worker of all) retire(worker);
    },
  };

  function retire(worker: Worker): void {
    all.delete(worker);
    if (worker.child.connected) worker.child.disconnect();
  }
}
