// One stream of server-sent events (HTML standard, section 9.2): written as it comes, never buffered, ended by us.
import type { FastifyReply } from 'fastify';
import type { LiveEvent } from '#protocol';

/** Who does not read what is sent has this many bytes waiting at most. */
const BACKLOG = 64 * 1024;

export class EventStream {
  private readonly response: FastifyReply['raw'];

  /** Takes the reply over. Proxies are told not to hold anything back. */
  constructor(reply: FastifyReply) {
    void reply.header('content-type', 'text/event-stream; charset=utf-8').header('cache-control', 'no-store, no-transform').header('x-accel-buffering', 'no').header('connection', 'keep-alive');
    this.response = reply.hijack().raw;
    this.response.writeHead(200, reply.getHeaders() as Record<string, string>);
    this.response.on('error', () => undefined);
  }

  onClose(listener: () => void): void {
    this.response.once('close', listener);
  }

  send(event: LiveEvent): void {
    this.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  /** Says that we are here. */
  beat(): void {
    this.write(':\n\n');
  }

  /** `last`: what the other side should know. */
  end(last?: LiveEvent): void {
    if (last) this.send(last);
    this.response.end();
  }

  private write(text: string): void {
    if (this.response.writableEnded || this.response.destroyed) return;
    if (this.response.writableLength > BACKLOG) this.response.destroy();
    else this.response.write(text);
  }
}
