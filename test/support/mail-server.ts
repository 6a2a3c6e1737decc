// A real SMTP server on the loopback that keeps what it takes, and can be told to refuse or to hang.
import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly messageId: string;
  readonly subject: string;
  /** Text, decoded. */
  readonly text: string;
  /** As it came over the wire. */
  readonly raw: string;
}

export interface MailServer {
  readonly url: string;
  readonly mails: ReceivedMail[];
  /** The answer to the next recipients: an SMTP code, or 'hang' for no answer at all; empty: accepted. Taken one by one. */
  readonly recipientAnswers: Map<string, (number | 'hang')[]>;
  /** Called when a mail has come in whole, before the server says so; its promise delays that. */
  beforeAccepting: (mail: ReceivedMail) => Promise<void>;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const options: SMTPServerOptions = {
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _session, answer) => {
      const planned = mail.recipientAnswers.get(address)?.shift();
      if (planned === 'hang') return;
      if (planned === undefined) answer();
      else answer(Object.assign(new Error(`${address} is refused for the test`), { responseCode: planned }));
    },
    onData: (stream, session, answer) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const received = read(Buffer.concat(parts).toString('utf8'), session.envelope.rcptTo.map(({ address }) => address));
        mail.mails.push(received);
        mail.beforeAccepting(received).then(() => answer(), answer);
      });
    },
  };
  const server = new SMTPServer(options);
  // Clients are killed on purpose.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${address.port}`,
    mails: [],
    recipientAnswers: new Map(),
    beforeAccepting: async () => undefined,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mail;
}

function read(raw: string, to: string[]): ReceivedMail {
  const [head, body] = split(raw);
  const header = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  return { to, raw, messageId: header('Message-ID'), subject: decodeWords(header('Subject')), text: decodeBody(body, header('Content-Transfer-Encoding')) };
}

/** Unfolded header lines, and the body. */
function split(raw: string): [string, string] {
  const end = raw.indexOf('\r\n\r\n');
  return [raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' '), raw.slice(end + 4)];
}

/** RFC 2047 encoded words. */
function decodeWords(text: string): string {
  return text.replaceAll(/\?=\s+=\?/g, '?==?').replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
    encoding.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : quotedPrintable(word.replaceAll('_', ' ')));
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? quotedPrintable(body.replaceAll(/=\r\n/g, '')) : body;
}

function quotedPrintable(text: string): string {
  return Buffer.from(text.replaceAll(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))), 'latin1').toString('utf8');
}
