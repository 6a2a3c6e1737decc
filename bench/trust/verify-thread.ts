// The far end of a pool's thread: libs/client's own verifying, as the portal's verify.worker.ts does it.
import { parentPort } from 'node:worker_threads';
import { verifyHere } from '#trust';

type Work = { readonly id: number; readonly act: 'outline' | 'keys' | 'verify'; readonly given: never };

parentPort!.on('message', ({ id, act, given }: Work) => {
  void (verifyHere[act] as (given: never) => Promise<unknown>)(given).then((answer) => parentPort!.postMessage({ id, answer }, []));
});
