import { PersistentMap } from '../persistent-map.ts';
import { refuse } from '../refusal.ts';
import { byReader, type Rule } from '../rule.ts';
import { memberOf, readers, withCertificate, withId, withMember } from '../state.ts';

/** A new mailbox epoch, sealed to exactly those who read. It counts once confirmed; a second rotation before that voids it. */
export const epochRotate: Rule<'epoch.rotate'> = {
  kind: 'epoch.rotate',
  changes: 'member',
  signedBy: 'one officer of the member who reads',
  object: ({ state, statement: { roster, subject, body } }) => {
    const member = memberOf(state, roster)!;
    if (state.ids.has(subject)) return refuse('id-in-use', subject);
    if (state.certificates.has(body.certificate)) return refuse('certificate-in-use', body.certificate);
    if (body.previous !== member.current) return refuse('epoch-not-current', body.previous);
    const exactly = readers(member).map(({ id }) => id).toSorted();
    const complete = body.packages.length === exactly.length && body.packages.every(({ officer }, i) => officer === exactly[i]);
    return complete ? null : refuse('packages-incomplete');
  },
  demand: ({ statement }) => byReader(statement.roster),
  apply: ({ state, statement: { roster, subject, body }, at }, [signer]) => {
    const member = memberOf(state, roster)!;
    const superseded = member.pending === null ? undefined : member.epochs.get(member.pending);
    const epochs = superseded === undefined ? member.epochs : member.epochs.with(superseded.id, { ...superseded, voidAt: at });
    const next = withCertificate(withId(state, subject, { names: 'epoch', member: roster }), body.certificate, { kind: 'epoch', epoch: subject, member: roster });
    return withMember(next, {
      ...member,
      pending: subject,
      epochs: epochs.with(subject, {
        id: subject, certificate: body.certificate, previous: body.previous, rotatedAt: at, rotatedBy: signer!.officer.id,
        packages: PersistentMap.from(body.packages.map((item) => [item.officer, { package: item.package, at }] as const)),
        confirmedAt: null, confirmedBy: null, confirmedTime: null, voidAt: null, supersededAt: null, staleAt: null, staleTime: null,
      }),
    });
  },
};
