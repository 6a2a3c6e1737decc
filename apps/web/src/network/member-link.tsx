import { Link } from '@tanstack/react-router';
import { MemberName } from './member-name.tsx';
import type { KnownMember } from './member-names.ts';

/** A member's name, and the way to what this device knows about it. */
export function MemberLink({ member, id }: { member: KnownMember | undefined; id: string }) {
  return <Link to="/network/members/$member" params={{ member: id }}><MemberName member={member} id={id} /></Link>;
}
