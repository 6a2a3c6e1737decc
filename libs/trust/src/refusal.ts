// Why an entry does not count. A closed list: the reducer says one of these or takes the entry; it never throws on input.

export const REFUSALS = {
  'not-canonical': 'The bytes are not canonical JSON',
  'not-an-entry': 'The form is not that of an entry: a field is missing, unknown or out of range',
  'certificate-missing': 'The bytes of a signing certificate were not at hand',
  'certificate-invalid': 'The bytes of a signing certificate are not those its hash names, or not in the required form',
  'signature-invalid': 'A signature does not verify, or lacks the critical notation of its kind',
  'genesis-missing': 'The first statement of a log is its genesis',
  'genesis-repeated': 'A log has one genesis',
  'wrong-network': 'The statement belongs to another network',
  'wrong-subject': 'The subject is not what the statement is about',
  'stale-head': 'Something else changed this roster since the statement was made',
  expired: 'The log’s clock had passed the expiry',
  'expiry-too-late': 'The expiry is more than seven days after the log’s clock',
  'unknown-member': 'No such member',
  'unknown-officer': 'No such officer on this roster',
  'unknown-epoch': 'No such epoch of this member',
  'unknown-certificate': 'A signature is by a certificate that the log does not know',
  'removed-signer': 'A signer had been removed before',
  'suspended-signer': 'A signer is suspended',
  'certificate-not-in-force': 'A signer’s certificate was replaced before, or waits to replace another',
  'wrong-role': 'A signer may not sign this',
  'too-few-signatures': 'Too few of those who must sign have signed',
  'too-many-signatures': 'The act is one officer’s, and more have signed',
  'not-co-signed': 'A certificate that is being admitted has not co-signed',
  'certificate-in-use': 'A certificate serves once only, for one officer, auditor or epoch',
  'id-in-use': 'This id already names something else',
  'already-admitted': 'This authority is a member already',
  'already-removed': 'This officer was removed before',
  'already-suspended': 'The officer or member is suspended already',
  'not-suspended': 'The officer or member is not suspended',
  'suspended-officer': 'The officer is suspended',
  'end-not-possible': 'A security officer serves until removed: a quorum must not be lost by the clock',
  'end-passed': 'The end of the term has passed by the log’s clock',
  'member-suspended': 'The member is suspended, and this waits for its readmission',
  'already-frozen': 'The member is frozen already',
  'not-frozen': 'The member is not frozen',
  'already-live': 'The member is live already',
  'already-published': 'This version was published before',
  'already-waiting': 'The like waits already for this officer or member',
  'nothing-waits': 'No such statement waits on this roster',
  'nothing-changes': 'It would change nothing',
  'quorum-not-lost': 'Two security officers remain who are not named as lost',
  'quorum-would-be-lost': 'Fewer than two security officers would remain',
  'position-ahead': 'It names a position that the log has not reached',
  'packages-incomplete': 'The packages are not for exactly the officers who read, sorted by officer',
  'epoch-not-current': 'The epoch named as previous is not the last one confirmed',
  'epoch-not-pending': 'The epoch does not wait for confirmation: it was confirmed, superseded or voided',
  'epoch-not-confirmed': 'The epoch was never confirmed',
  'same-officer': 'It takes another officer: who rotated an epoch cannot confirm it, nor anybody attest themselves, nor renew a suspension that lapsed',
  'already-granted': 'The officer holds this epoch already',
  'threshold-impossible': 'The threshold is above the number of officers, or the policy above the number of witnesses',
  'threshold-one': 'A threshold of one exists only in a demonstration',
  'keys-repeat': 'A log or witness key stands twice',
  'checkpoint-invalid': 'The quoted checkpoint is not one that this log signed',
  'not-cosigned': 'The quoted checkpoint lacks the cosignatures that the policy asks for',
  'checkpoint-not-earlier': 'The quoted checkpoint is not of an earlier size, or is older than the last one quoted',
  'checkpoint-differs': 'The quoted checkpoint has another root than this log had at that size',
  'log-time-goes-back': 'The log’s clock never goes back',
} as const satisfies Record<string, string>;
export type RefusalCode = keyof typeof REFUSALS;

/** The verdict on an entry that does not count; a value. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Position (from 0) at which the entry was offered. */
  readonly index: number;
  /** What in particular: a certificate, an officer, a field. Public data of the log only. */
  readonly detail: string | null;
}

export const refuse = (code: RefusalCode, detail: string | null = null) => ({ code, detail });
/** A rule's answer: nothing to object, or why not. */
export type Objection = ReturnType<typeof refuse> | null;
