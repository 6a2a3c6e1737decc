// A hub in memory that answers a reader's requests from a SealedWorld, honestly, but for the answers that a test replaces.
import { HubClient } from '#client';
import {
  auditRoutes, membershipRoutes, messagingRoutes, toBase64Url, toHex, type AuditAnchor, type KeyPacketFor, type MessageSummary, type Route, type RouteAnswer, type RouteInput, type SealedMessage,
} from '#protocol';
import type { SealedWorld, WorldMessage } from './sealed-world.ts';

const ROUTES = {
  checkpoint: auditRoutes.checkpoint,
  consistency: auditRoutes.consistency,
  auditAnchors: auditRoutes.auditAnchors,
  trustEntries: membershipRoutes.trustEntries,
  certificates: membershipRoutes.certificates,
  readThread: messagingRoutes.readThread,
  fetchMessage: messagingRoutes.fetchMessage,
  addKeyPackets: messagingRoutes.addKeyPackets,
} as const;
type Routes = typeof ROUTES;
type Name = keyof Routes;

/** What is said instead of the honest answer. */
export type Lies = { [K in Name]?: (honest: RouteAnswer<Routes[K]>, asked: RouteInput<Routes[K]>) => RouteAnswer<Routes[K]> | Promise<RouteAnswer<Routes[K]>> };

type Answers = { [K in Name]: (asked: RouteInput<Routes[K]>) => RouteAnswer<Routes[K]> | Promise<RouteAnswer<Routes[K]>> };

export class LyingHub {
  readonly client: HubClient;
  lies: Lies = {};
  /** Key packets that the reader's client has added. */
  readonly added: KeyPacketFor[] = [];
  readonly #world: SealedWorld;
  readonly #member: string;
  readonly #answers: Answers;

  /** `member`: whose officer asks; key packets of others are not given, unless a lie does. */
  constructor(world: SealedWorld, member: string) {
    this.#world = world;
    this.#member = member;
    this.#answers = answersOf(this, world);
    this.client = new HubClient({ baseUrl: 'http://hub.test', client: 'tests', fetch: async (input, init) => this.#serve(new URL(String(input)), init ?? {}) });
  }

  sealedMessage(message: WorldMessage): SealedMessage {
    const { summary, packets, sealed, audit, entry } = message;
    const keyPackets = packets.filter(({ member }) => member === this.#member).map(({ member, epoch, packet }) => ({ member, epoch, packet: toBase64Url(packet) }));
    return { summary, keyPackets, body: toBase64Url(sealed.body), commitment: sealed.commitment, audit: { id: audit, entry } };
  }

  thread(id: string, messages: readonly MessageSummary[]): RouteAnswer<Routes['readThread']> {
    const last = messages.at(-1);
    const sender = { member: last?.sender.member ?? '', officer: last?.sender.officer ?? '' };
    const members = this.#world.members.slice(0, 2).map((one) => one.id).toSorted();
    return { thread: { id, members, activity: last?.accepted ?? '', messages: messages.length, unread: 0, last: { message: last?.id ?? '', sender } }, messages: [...messages], next: null };
  }

  async #serve(url: URL, { method = 'GET', body }: RequestInit): Promise<Response> {
    for (const name of Object.keys(ROUTES) as Name[]) {
      const params = ROUTES[name].method === method ? matched(ROUTES[name], url.pathname) : null;
      if (params !== null) return this.#answer(name, params, url, typeof body === 'string' ? JSON.parse(body) : undefined);
    }
    return Response.json({ code: 'not-found' }, { status: 404 });
  }

  async #answer<K extends Name>(name: K, params: Record<string, string>, url: URL, body: unknown): Promise<Response> {
    const route: Route = ROUTES[name];
    const asked = { params: route.params?.parse(params), query: route.query?.parse(Object.fromEntries(url.searchParams)), body } as RouteInput<Routes[K]>;
    const honest = await this.#answers[name](asked);
    const said = await (this.lies[name]?.(honest, asked) ?? honest);
    return typeof said === 'string' ? new Response(said) : Response.json(said);
  }
}

function matched({ path }: Route, pathname: string): Record<string, string> | null {
  const pattern = new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
  const groups = pattern.exec(pathname)?.groups;
  return pattern.test(pathname) ? { ...groups } : null;
}

function answersOf(hub: LyingHub, world: SealedWorld): Answers {
  const find = (id: string) => world.messages.find(({ summary }) => summary.id === id)!;
  return {
    checkpoint: ({ params }) => (params.log === 'trust' ? world.network.checkpoint() : world.checkpoints.get(world.tree.head.size)!),
    consistency: async ({ query }) => ({ proof: (await world.tree.consistency(query.from, query.to)).map(toHex) }),
    auditAnchors: async ({ body }) => ({ items: await Promise.all(body.entries.map(async (entry) => ({ entry, anchor: await anchorOf(world, entry, body.size) }))) }),
    trustEntries: ({ query }) => ({ size: world.network.leaves.length, entries: world.network.leaves.slice(query.from, query.from + query.limit).map(toBase64Url) }),
    certificates: ({ body }) => ({
      certificates: body.hashes.flatMap((hash) => {
        const bytes = world.network.certificates.get(hash);
        return bytes === undefined ? [] : [{ hash, certificate: toBase64Url(bytes) }];
      }),
    }),
    readThread: ({ params }) => hub.thread(params.thread, world.messages.filter(({ summary }) => summary.thread === params.thread).map(({ summary }) => summary)),
    fetchMessage: ({ params }) => hub.sealedMessage(find(params.message)),
    addKeyPackets: ({ params, body }) => {
      const { audit, entry } = find(params.message);
      hub.added.push(...body.keyPackets);
      return { recipients: body.keyPackets.map(({ member, epoch }) => ({ member, epoch })), audit: { id: audit, entry, context: world.context } };
    },
  };
}

/** By the first checkpoint that holds the entry. */
async function anchorOf({ messages, tree, checkpoints }: SealedWorld, entry: string, size: number): Promise<AuditAnchor | null> {
  const index = messages.find(({ audit }) => audit === entry)?.index;
  const first = [...checkpoints.keys()].toSorted((a, b) => a - b).find((one) => index !== undefined && one > index && one <= size);
  if (index === undefined || first === undefined) return null;
  return { index, checkpoint: checkpoints.get(first)!, inclusion: (await tree.inclusion(index, first)).map(toHex), consistency: (await tree.consistency(first, size)).map(toHex) };
}
