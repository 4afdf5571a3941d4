import type { FaultPlan, HeldRequest } from '@slipway/gateway/faults';
import { killClient } from './kill-client.ts';
import type { Random } from './random.ts';

/** When a request is cut off: unseen by the service, with half of its body there, or done and not answered. */
export type KillMoment = 'before' | 'during' | 'after-commit';

/** One kill that struck. */
export interface Kill {
  readonly moment: KillMoment;
  readonly host: string;
  readonly method: string;
  /** Without its query, at most 120 characters. */
  readonly path: string;
}

/** The kills of one release: at most one an attempt, each at a random request. */
export interface KillPlan {
  /** Every kill that struck so far. */
  readonly kills: readonly Kill[];
  /** Aims at a request to come, unless the release has had all its kills. Replaces the aim before. */
  aim(): void;
}

export interface KillPlanOptions {
  readonly faults: FaultPlan;
  readonly random: Random;
  readonly maxKills: number;
  /** Requests of a release that nobody kills. */
  readonly requests: number;
  readonly onKill: (kill: Kill) => void;
}

const moments = ['before', 'during', 'after-commit'] as const;
/** How much of the requests is left, roughly, after each kill. */
const shrinking = 0.6;
const minReach = 12;

/** Plans the kills of a release. A request of a process that is no step's is passed over for the next one. */
export function createKillPlan({ faults, random, maxKills, requests, onKill }: KillPlanOptions): KillPlan {
  const kills: Kill[] = [];
  return {
    kills,
    aim() {
      faults.lift();
      if (kills.length >= maxKills) return;
      const moment = random.pick(moments);
      // Each attempt has less to do than the one before; an aim beyond its end would never strike.
      const reach = Math.max(minReach, Math.round(requests * shrinking ** kills.length));
      const nth = random.between(1, reach);
      let isSpent = false;
      const act = async ({ host, method, path, clientPort }: HeldRequest): Promise<boolean> => {
        if (isSpent) return false;
        isSpent = true;
        if (!(await killClient(clientPort))) {
          isSpent = false;
          return false;
        }
        faults.lift();
        const kill = { moment, host, method, path: path.replace(/\?.*$/s, '').slice(0, 120) };
        kills.push(kill);
        onKill(kill);
        return true;
      };
      faults.add({
        on: { nth, times: Number.POSITIVE_INFINITY },
        effect: { kind: 'hold', at: moment, act },
      });
    },
  };
}
