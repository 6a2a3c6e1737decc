// What the replay's verdict on a statement means for the person who proposed or signed it.
import type { RefusalCode } from '#trust';
import type { TextKey } from '../i18n/text.tsx';

type Reason = 'overtaken' | 'done' | 'signer' | 'signatures' | 'certificate' | 'quorum' | 'suspended' | 'term' | 'readers' | 'drills';

/** What is not here no client of ours makes: it is shown by its code. */
const REASONS: Readonly<Partial<Record<RefusalCode | 'drills-missing', Reason>>> = {
  'stale-head': 'overtaken', expired: 'overtaken', 'epoch-not-current': 'overtaken', 'epoch-not-pending': 'overtaken', 'nothing-waits': 'overtaken', 'unknown-officer': 'overtaken',
  'id-in-use': 'done', 'already-admitted': 'done', 'already-removed': 'done', 'already-suspended': 'done', 'not-suspended': 'done', 'already-frozen': 'done', 'not-frozen': 'done',
  'already-live': 'done', 'already-published': 'done', 'already-waiting': 'done', 'already-granted': 'done', 'nothing-changes': 'done',
  'removed-signer': 'signer', 'suspended-signer': 'signer', 'certificate-not-in-force': 'signer', 'unknown-certificate': 'signer',
  'wrong-role': 'signatures', 'too-few-signatures': 'signatures', 'too-many-signatures': 'signatures', 'not-co-signed': 'signatures', 'same-officer': 'signatures',
  'certificate-in-use': 'certificate',
  'quorum-would-be-lost': 'quorum', 'quorum-not-lost': 'quorum', 'threshold-impossible': 'quorum',
  'suspended-officer': 'suspended', 'member-suspended': 'suspended',
  'end-not-possible': 'term', 'end-passed': 'term',
  'packages-incomplete': 'readers',
  'drills-missing': 'drills',
};

/** The text for a verdict that came with `statement-refused`. */
export function refusalKey(verdict: string): TextKey {
  const reason = (REASONS as Readonly<Record<string, Reason>>)[verdict];
  return reason === undefined ? 'refusal.other' : `refusal.${reason}`;
}
