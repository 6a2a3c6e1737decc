// A letter is accepted only if exactly the officers of the secretariat can open it: nobody else, and none of them forgotten.
import { Injectable } from '@nestjs/common';
import { readSealedMessage } from '#openpgp';
import { Problem, type LetterKey } from '#protocol';
import { Rosters, type SecretariatOfficer } from '../membership/membership.port.ts';

@Injectable()
export class SealedToSecretariat {
  constructor(private readonly rosters: Rosters) {}

  /** Throws Problem('message-refused') for another form, 'recipients-refused' for other recipients than the secretariat of now. */
  async require({ body, keys }: { readonly body: string; readonly keys: readonly LetterKey[] }): Promise<void> {
    const officers = await this.rosters.secretariat();
    const read = readSealedMessage({ keyPackets: keys.map(({ packet }) => Buffer.from(packet, 'base64url')), body: Buffer.from(body, 'base64url') });
    if (!read.ok) throw new Problem('message-refused', { verdict: read.reason });
    const meant = officers.map(wanted).toSorted();
    const given = keys.map(({ certificate }, i) => `${certificate} ${read.recipients[i]}`).toSorted();
    if (meant.length !== given.length || meant.some((one, i) => one !== given[i])) throw new Problem('recipients-refused');
  }
}

function wanted({ certificate, encryptionFingerprint }: SecretariatOfficer): string {
  return `${certificate} ${encryptionFingerprint}`;
}
