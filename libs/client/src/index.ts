export { HubClient, HubProblem, type HubClientOptions } from './http.ts';
export type * from './keyring.ts';
