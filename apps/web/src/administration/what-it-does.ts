import { useQuery } from '@tanstack/react-query';
import type { Statement } from '#protocol';
import { request } from '../crypto/request.ts';
import { useText } from '../i18n/text.tsx';
import { useMembers } from '../network/member-names.ts';
import { useSession } from '../session/session.ts';
import type { People } from './people.ts';

/** A statement's effect in one sentence; null for kinds whose name says it all. */
export function useWhatItDoes(statement: Statement, people: People): string | null {
  const { t, list, compare, language, dateTime, number } = useText();
  const { members } = useMembers();
  const memberName = (id: string) => members.get(id)?.name ?? id.slice(0, 8);
  const session = useSession();
  const me = session.phase === 'out' ? null : session.who.officer;
  const admitted = statement.kind === 'member.admit' ? statement.body.authority : null;
  const authority = useQuery({ queryKey: ['authority', admitted], queryFn: () => request('directory.authority', { params: { id: admitted! } }), enabled: admitted !== null, staleTime: 300_000 });
  const subject = { name: people.nameOf(statement.subject), who: statement.subject === me ? 'me' : 'other' };
  const until = (what: string, ends: string | undefined) => (ends === undefined ? what : `${what}. ${t('administration.ends', { date: dateTime(ends) })}. ${t('administration.ends.whole')}`);
  switch (statement.kind) {
    case 'officer.admit':
      return until(t('administration.what.officer.admit', { ...subject, role: t(`officer-role.${statement.body.role}`) }), statement.body.ends);
    case 'officer.remove':
      return t('administration.what.officer.remove', subject);
    case 'officer.role':
      return until(t('administration.what.officer.role', { ...subject, role: t(`officer-role.${statement.body.role}`) }), statement.body.ends);
    case 'officer.rekey':
      return t('administration.what.officer.rekey', subject);
    case 'officer.suspend':
      return t('administration.what.officer.suspend', subject);
    case 'officer.reinstate':
      return t('administration.what.officer.reinstate', subject);
    case 'officer.attest':
    case 'officer.card':
      return t('administration.what.about', { name: subject.name });
    case 'member.unfreeze':
      return t('administration.unfreeze.what');
    case 'auditor.grant':
      return statement.body.members === null ? t('administration.what.auditor.grant', subject) : t('administration.what.auditor.some', { ...subject, members: list(statement.body.members.map(memberName).toSorted(compare)) });
    case 'member.suspend':
    case 'member.readmit':
      return t(`administration.what.${statement.kind}`, { member: memberName(statement.roster) });
    case 'member.reseat':
      return t('administration.what.member.reseat', { member: memberName(statement.roster), names: list(people.namesOf(statement.body.securityOfficers.map(({ officer }) => officer))), lost: list(people.namesOf(statement.body.lost)) });
    case 'secretariat.change': {
      const { admit, remove, threshold } = statement.body;
      const named = (officers: readonly string[]) => (officers.length === 0 ? '—' : list(people.namesOf(officers)));
      return t('administration.what.secretariat.change', { admitted: named(admit.map(({ officer }) => officer)), leaving: named(remove), threshold: number(threshold) });
    }
    case 'network.policy':
      return t('administration.what.network.policy', { policy: number(statement.body.policy), witnesses: number(statement.body.witnesses.length) });
    case 'release.publish':
      return t('administration.what.release.publish', { version: statement.body.version, count: statement.body.files.length });
    case 'member.admit': {
      const name = authority.data?.names[language] ?? authority.data?.name ?? statement.body.authority.slice(0, 8);
      return t('administration.what.member.admit', { authority: name, names: list(people.namesOf(statement.body.securityOfficers.map(({ officer }) => officer))) });
    }
    default:
      return null;
  }
}
