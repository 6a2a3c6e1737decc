import { engine } from './engine.ts';
import type { AnswerOf, CallOf, RouteName } from './requests.ts';

/** Calls the hub: `request('directory.authority', { params: { id } })`. Validated in the worker; fails with a Failure. */
export function request<N extends RouteName>(name: N, ...[call]: object extends CallOf<N> ? [call?: CallOf<N>] : [call: CallOf<N>]): Promise<AnswerOf<N>> {
  return engine.request(name, call ?? {}) as Promise<AnswerOf<N>>;
}
