// Threads that verify slices, as the portal has workers.
import { Worker } from 'node:worker_threads';
import type { SliceVerifier } from '#trust';

export interface ThreadPool extends SliceVerifier {
  end(): Promise<void>;
}

export function threadPool(width: number): ThreadPool {
  const workers = Array.from({ length: width }, () => {
    const worker = new Worker(new URL('verify-thread.ts', import.meta.url));
    const waiting = new Map<number, (answer: never) => void>();
    worker.on('message', ({ id, answer }: { id: number; answer: never }) => {
      waiting.get(id)!(answer);
      waiting.delete(id);
    });
    return { worker, waiting };
  });
  let next = 0;
  const ask = <T>(act: 'outline' | 'keys' | 'verify', given: unknown): Promise<T> =>
    new Promise((resolve) => {
      const { worker, waiting } = workers.reduce((idlest, other) => (other.waiting.size < idlest.waiting.size ? other : idlest));
      const id = next++;
      waiting.set(id, resolve as (answer: never) => void);
      worker.postMessage({ id, act, given }, []);
    });
  return {
    width,
    outline: (leaves) => ask('outline', leaves),
    keys: (certificates) => ask('keys', certificates),
    verify: (slice) => ask('verify', slice),
    end: async () => void (await Promise.all(workers.map(({ worker }) => worker.terminate()))),
  };
}
