import { useText } from '../i18n/text.tsx';
import { ForgetVerification } from './forget-verification.tsx';
import { MemberLink } from './member-link.tsx';
import { useMembers } from './member-names.ts';
import { useVerifications } from './verifications.ts';
import { VerifiedMark } from './verified-mark.tsx';

/** Whom I verified on this device; nothing while that is nobody. */
export function VerifiedMembers() {
  const { t, compare } = useText();
  const verifications = useVerifications();
  const { members } = useMembers();
  const nameOf = (id: string) => members.get(id)?.name ?? id.slice(0, 8);
  if (verifications === null || verifications.size === 0) return null;
  return (
    <section className="stack" aria-labelledby="verified">
      <h2 id="verified">{t('verified.list')}</h2>
      <p className="soft">{t('verified.list.lead')}</p>
      <ul className="rows">
        {[...verifications.keys()].toSorted((a, b) => compare(nameOf(a), nameOf(b))).map((id) => (
          <li key={id}>
            <div className="grow"><MemberLink member={members.get(id)} id={id} /></div>
            <VerifiedMark member={id} />
            <ForgetVerification member={id} name={nameOf(id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
