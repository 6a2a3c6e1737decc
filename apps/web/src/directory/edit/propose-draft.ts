import type { AuthorityContent, EntryProposal } from '#protocol';
import { FAULTS, type ContentFault, type Fault } from '#protocol/entry';
import { Failure } from '../../crypto/channel.ts';
import type { EntryDraft } from '../../crypto/entry-drafts-api.ts';
import { request } from '../../crypto/request.ts';

/** The entry as somebody else left it meanwhile. */
export interface NewerEntry {
  readonly version: number;
  readonly content: AuthorityContent;
}

/** A new proposal, or another revision of one. Repeated after a lost answer it is the same proposal. */
export function proposeDraft({ authority, proposal: { id, revision }, baseVersion, content, source, note }: EntryDraft): Promise<EntryProposal> {
  const body = { baseVersion, content, source: source.trim() || null, note: note.trim() || null };
  if (revision === null) return request('directory-proposals.proposeEntry', { body: { id, authority, ...body } });
  return request('directory-proposals.changeEntryProposal', { params: { id }, body: { revision, ...body } });
}

/** What the hub found off, where it names values. */
export function faultsOf(failure: unknown): ContentFault[] {
  if (!(failure instanceof Failure) || failure.code !== 'bad-request') return [];
  return (failure.details.fields ?? []).flatMap(({ path, reason }) => {
    const [part = '', id = '', field = ''] = path.split('.');
    return FAULTS.includes(reason as Fault) ? [{ part: part as ContentFault['part'], id, field, fault: reason as Fault }] : [];
  });
}
