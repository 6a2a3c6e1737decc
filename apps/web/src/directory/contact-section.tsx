import type { AuthorityEntry } from '#protocol';
import { DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { AudienceBadge } from './audience-badge.tsx';
import { isAddress, Outside, SourceMark } from './sources.tsx';

type ContactValue = AuthorityEntry['contacts'][number];

/** How to reach the authority, as far as the reader may see it. */
export function ContactSection({ contacts }: Pick<AuthorityEntry, 'contacts'>) {
  const { t } = useText();
  return (
    <section className="card" aria-labelledby="contact">
      <h2 id="contact">{t('directory.contact')}</h2>
      {contacts.length === 0 && <p className="soft">{t('directory.contact.none')}</p>}
      {contacts.length > 0 && (
        <DataList>
          {contacts.map((contact) => (
            <Fact key={contact.id} name={t(`contact.${contact.kind}`)}>
              <Value contact={contact} />
              <SourceMark of={contact.provenance} />
              {contact.purpose !== 'general' && <span className="soft small"> ({t(`directory.purpose.${contact.purpose}`)})</span>}
              <AudienceBadge of={contact.visibility} />
            </Fact>
          ))}
        </DataList>
      )}
    </section>
  );
}

/** Links only of forms that are known to be harmless. */
function Value({ contact: { kind, value } }: { contact: ContactValue }) {
  if (kind === 'website' && isAddress(value)) return <Outside to={value}>{value}</Outside>;
  if (kind === 'email' && /^[^\s@?&]+@[^\s@?&]+$/.test(value)) return <a href={`mailto:${value}`}><bdi>{value}</bdi></a>;
  if (kind === 'telephone' && /^\+?[\d ().-]+$/.test(value)) return <a href={`tel:${value.replaceAll(/[^\d+]/g, '')}`}><bdi dir="ltr">{value}</bdi></a>;
  return <bdi className="prose" dir={kind === 'fax' ? 'ltr' : undefined}>{value}</bdi>;
}
