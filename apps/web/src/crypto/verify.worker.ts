// A worker of the crypto worker: verifies signatures of the trust log, slice by slice. Holds no secret and asks nobody anything;
// served with a policy that lets it reach nothing (apps/api/src/platform/portal.ts).
import { verifyHere } from '#trust';
import { Channel, Failure, type Port } from './channel.ts';

const api = {
  /** Null: not packed leaves. */
  outline: async (...given: Parameters<typeof verifyHere.outline>) => verifyHere.outline(...given).catch((error: unknown) => {
    if (error instanceof RangeError) return null;
    throw error;
  }),
  keys: verifyHere.keys,
  verify: verifyHere.verify,
};
export type VerifyApi = typeof api;

const channel: Channel<VerifyApi, Record<string, never>> = new Channel(self as unknown as Port, api, () => new Failure('failed'));
channel.emit('ready', null);
