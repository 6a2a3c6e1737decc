import { useQuery } from '@tanstack/react-query';
import type { Statement } from '#protocol';
import { request } from '../crypto/request.ts';
import { useText } from '../i18n/text.tsx';
import type { People } from './people.ts';

/** A statement's effect in one sentence; null for kinds whose name says it all. */
export function useWhatItDoes(statement: Statement, people: People): string | null {
  const { t, list, language } = useText();
  const admitted = statement.kind === 'member.admit' ? statement.body.authority : null;
  const authority = useQuery({ queryKey: ['authority', admitted], queryFn: () => request('directory.authority', { params: { id: admitted! } }), enabled: admitted !== null, staleTime: 300_000 });
  switch (statement.kind) {
    case 'officer.admit':
      return t('administration.what.officer.admit', { name: people.nameOf(statement.subject), role: t(`officer-role.${statement.body.role}`) });
    case 'officer.remove':
      return t('administration.what.officer.remove', { name: people.nameOf(statement.subject) });
    case 'auditor.grant':
      return statement.body.members === null ? t('administration.what.auditor.grant', { name: people.nameOf(statement.subject) }) : null;
    case 'member.admit': {
      const name = authority.data?.names[language] ?? authority.data?.name ?? statement.body.authority.slice(0, 8);
      return t('administration.what.member.admit', { authority: name, names: list(statement.body.securityOfficers.map(({ officer }) => people.nameOf(officer))) });
    }
    default:
      return null;
  }
}
