import { useQuery } from '@tanstack/react-query';
import type { Statement } from '#protocol';
import { request } from '../crypto/request.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import type { People } from './people.ts';

/** A statement's effect in one sentence; null for kinds whose name says it all. */
export function useWhatItDoes(statement: Statement, people: People): string | null {
  const { t, list, language } = useText();
  const session = useSession();
  const me = session.phase === 'out' ? null : session.who.officer;
  const admitted = statement.kind === 'member.admit' ? statement.body.authority : null;
  const authority = useQuery({ queryKey: ['authority', admitted], queryFn: () => request('directory.authority', { params: { id: admitted! } }), enabled: admitted !== null, staleTime: 300_000 });
  const subject = { name: people.nameOf(statement.subject), who: statement.subject === me ? 'me' : 'other' };
  switch (statement.kind) {
    case 'officer.admit':
      return t('administration.what.officer.admit', { ...subject, role: t(`officer-role.${statement.body.role}`) });
    case 'officer.remove':
      return t('administration.what.officer.remove', subject);
    case 'officer.role':
      return t('administration.what.officer.role', { ...subject, role: t(`officer-role.${statement.body.role}`) });
    case 'officer.rekey':
    case 'officer.attest':
    case 'officer.card':
    case 'officer.suspend':
    case 'officer.reinstate':
      return t('administration.what.about', { name: subject.name });
    case 'auditor.grant':
      return statement.body.members === null ? t('administration.what.auditor.grant', subject) : null;
    case 'member.admit': {
      const name = authority.data?.names[language] ?? authority.data?.name ?? statement.body.authority.slice(0, 8);
      return t('administration.what.member.admit', { authority: name, names: list(statement.body.securityOfficers.map(({ officer }) => people.nameOf(officer))) });
    }
    default:
      return null;
  }
}
