import type { KnownMember } from './member-names.ts';

/** Authority and State, each isolated from the text around it; the id where the directory has no name. */
export function MemberName({ member, id }: { member: KnownMember | undefined; id: string }) {
  if (!member) return <code className="fixed">{id.slice(0, 8)}</code>;
  return (
    <>
      <bdi lang={member.nameLanguage}>{member.name}</bdi>
      {member.stateName !== '' && <span className="soft"> · <bdi>{member.stateName}</bdi></span>}
    </>
  );
}
