// One declaration per route: the API binds it, the client calls it, OpenAPI is generated from it. Nothing can drift.
import type { z } from 'zod';

/** Who somebody is to the network, by replay of the trust log; `pending`: has an account, is not (or no longer) on any roster. */
export type Role = 'security' | 'officer' | 'reader' | 'member-auditor' | 'secretariat' | 'auditor' | 'pending';

type RolesAccess = { readonly kind: 'roles'; readonly roles: readonly Role[]; /** needs user verification in the last minutes */ readonly stepUp?: true };
/**
 * Who may call a route. Every route says so; the access guard enforces it before anything else runs,
 * and the use case checks again, with the object in hand, in its first line.
 */
export type Access = { readonly kind: 'public' } | RolesAccess;

export const PUBLIC: Access = { kind: 'public' };
/** Anybody signed in, on a roster or not. */
export const SIGNED_IN: RolesAccess = { kind: 'roles', roles: ['security', 'officer', 'reader', 'member-auditor', 'secretariat', 'auditor', 'pending'] };
/** Anybody on a roster. */
export const NETWORK: RolesAccess = { kind: 'roles', roles: ['security', 'officer', 'reader', 'member-auditor', 'secretariat', 'auditor'] };
/** Those who read their member's mailbox. */
export const READERS: RolesAccess = { kind: 'roles', roles: ['security', 'officer', 'reader'] };
/** Those who write in their member's name. */
export const SENDERS: RolesAccess = { kind: 'roles', roles: ['security', 'officer'] };

export function roles(...list: Role[]): RolesAccess {
  return { kind: 'roles', roles: list };
}
/** The same roles, after fresh user verification. */
export function stepUp(access: RolesAccess): RolesAccess {
  return { ...access, stepUp: true };
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for path parameters. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** JSON body; or 'bytes' for application/octet-stream. */
  readonly body?: z.ZodType | 'bytes';
  /** Bytes of a JSON body, where more is accepted than usual. */
  readonly bodyLimit?: number;
  /** JSON answer; 'bytes' or 'text' otherwise; absent: 204 without content. */
  readonly response?: z.ZodType | 'bytes' | 'text';
  /** Media types of a 'bytes' or 'text' answer, where it is not application/octet-stream or text/plain; the handler sets the one it answers. */
  readonly media?: readonly string[];
  /** Success status; 200 with an answer, 204 without, unless said. */
  readonly status?: number;
}

type Parsed<T> = T extends z.ZodType ? z.infer<T> : T extends 'bytes' ? Uint8Array<ArrayBuffer> : undefined;
type Given<T> = T extends z.ZodType ? z.input<T> : T extends 'bytes' ? Uint8Array<ArrayBuffer> : undefined;

/** What a handler receives, validated. */
export interface RouteInput<R extends Route> {
  params: Parsed<R['params']>;
  query: Parsed<R['query']>;
  body: Parsed<R['body']>;
}
type NeedsNothing<T> = T extends undefined ? true : unknown extends T ? true : false;
/** What a caller gives: only the parts that the route has. */
export type RouteCall<R extends Route> = (NeedsNothing<R['params']> extends true ? object : { params: Given<R['params']> }) &
  (NeedsNothing<R['query']> extends true ? object : { query?: Given<R['query']> }) &
  (NeedsNothing<R['body']> extends true ? object : { body: Given<R['body']> });
export type RouteAnswer<R extends Route> = R['response'] extends z.ZodType ? z.infer<R['response']> : R['response'] extends 'bytes' ? Uint8Array<ArrayBuffer> : R['response'] extends 'text' ? string : void;

/** Keeps the precise type of each route in a table. */
export function routeTable<const T extends Record<string, Route>>(table: T): T {
  return table;
}
