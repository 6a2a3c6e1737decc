// Hands one mail to the SMTP server. Settings come from SMTP_URL alone.
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../platform/config.ts';
import type { NoticeText } from './write-notice.ts';

/** `refused`: the code with which the server said that it never takes mail for the address; null: it took the mail. */
export interface Delivery {
  readonly refused: number | null;
}

/** No address there, or none that takes mail from us: waiting does not help (RFC 5321, section 4.2.3). */
const REFUSED_FOR_GOOD = new Set([550, 551, 553, 556]);

/** Milliseconds. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

@Injectable()
export class SendMail implements OnModuleDestroy {
  private readonly transport: Transporter | null;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.transport = config.smtpUrl === null ? null : createTransport({ ...TIMEOUTS, url: config.smtpUrl, disableFileAccess: true, disableUrlAccess: true });
  }

  /** False: no server is configured, notices are kept in the spool. */
  get configured(): boolean {
    return this.transport !== null;
  }

  /**
   * `id` becomes the Message-ID: a mail that is sent twice, because we died between the server's answer and our note of it, is the same
   * mail to any program that compares ids. Throws when the server cannot be reached or says "later".
   */
  async execute(id: string, to: string, { subject, text }: NoticeText, { language, urgent }: { language: string | null; urgent: boolean }): Promise<Delivery> {
    if (this.transport === null) throw new Error('no mail server is configured');
    try {
      await this.transport.sendMail({
        messageId: `<${id}@${this.config.publicUrl.hostname}>`,
        from: this.config.mailFrom,
        // As an address object: what an address contains cannot become further recipients.
        to: { name: '', address: to },
        subject,
        text,
        ...(urgent ? { priority: 'high' as const } : {}),
        headers: { 'Auto-Submitted': 'auto-generated', ...(language === null ? {} : { 'Content-Language': language }) },
      });
      return { refused: null };
    } catch (error) {
      const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
      if (code === 'EENVELOPE' && typeof responseCode === 'number' && REFUSED_FOR_GOOD.has(responseCode)) return { refused: responseCode };
      throw error;
    }
  }

  onModuleDestroy(): void {
    this.transport?.close();
  }
}
