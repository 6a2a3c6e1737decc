import { equalBytes } from '#protocol';
import { rangeRoot } from '#transparency-log';
import { refuse } from '../refusal.ts';
import { ripen } from '../ripen.ts';
import { byNobodyElse, keysOf, type Rule } from '../rule.ts';
import { forgetBefore, pastOf } from '../tree-past.ts';

/** The only clock of the replay. Signed by nobody: the note inside is, and its root must be this log's. */
export const logTime: Rule<'log.time'> = {
  kind: 'log.time',
  changes: 'log',
  signedBy: 'nobody: the checkpoint inside is signed by the log and cosigned by policy',
  object: ({ state, quoted, at }) => {
    if (quoted === null || quoted.keys !== keysOf(state.network!)) return refuse('checkpoint-invalid');
    if (quoted.size < 1 || quoted.size > at || quoted.size < (state.clock?.size ?? 0)) return refuse('checkpoint-not-earlier');
    const then = [...pastOf(state.tree)].find((range) => range.size === quoted.size);
    if (then === undefined) return refuse('checkpoint-not-earlier');
    if (!equalBytes(rangeRoot(then), quoted.root)) return refuse('checkpoint-differs');
    return state.clock !== null && quoted.time < state.clock.time ? refuse('log-time-goes-back') : null;
  },
  demand: () => byNobodyElse([]),
  apply: ({ state, quoted, hash, at }) => {
    const clock = { time: quoted!.time, at, size: quoted!.size };
    return ripen({ ...state, tree: forgetBefore(state.tree, quoted!.size), clock }, hash, at);
  },
};
