// Names of those who sign and of those to be admitted: cards that the trust log pins, or that those who enrolled gave.
import { useQuery } from '@tanstack/react-query';
import type { EnrolledOfficer } from '#protocol';
import { engine } from '../crypto/engine.ts';
import type { SignerView } from '../crypto/network-api.ts';
import { request } from '../crypto/request.ts';
import { useText } from '../i18n/text.tsx';
import { useOfficers } from '../network/officers.ts';
import { useSession } from '../session/session.ts';

/** Asking is recorded in the audit log, so not often. */
const ENROLLED_EVERY_MS = 60_000;

/** Enrolled and not yet on a roster, as far as I may admit them. */
export function useEnrolled() {
  const session = useSession();
  const admits = session.phase === 'open' && (session.who.role === 'security' || session.who.role === 'secretariat');
  return useQuery({ queryKey: ['enrolled'], queryFn: () => request('identity.enrolled'), enabled: admits, refetchInterval: ENROLLED_EVERY_MS, staleTime: ENROLLED_EVERY_MS });
}

/** The secretariat and the network's auditors, past ones too. */
export function useNetworkPeople() {
  const session = useSession();
  const serves = session.phase === 'open' && session.who.role !== 'pending';
  return useQuery({ queryKey: ['network-people'], queryFn: () => engine.networkPeople(), enabled: serves, staleTime: 30_000, refetchInterval: 60_000 });
}

/** A name keeps its own direction inside of a list in another (FSI … PDI). */
function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

export interface People {
  /** Name by officer id; a short form of the id where no card is at hand, saying so of who left. */
  nameOf(officer: string): string;
  /** Name by certificate hash. */
  signerOf(certificate: string): string;
  /** Names of these, by the alphabet: their ids and certificates come in no order that means anything to people. */
  namesOf(officers: readonly string[]): string[];
  /** Likewise, by certificate hash. */
  signersOf(certificates: readonly string[]): string[];
}

/** `certificates`: those whose holders will be asked for. `of`: another member whose officers are named. */
export function usePeople(certificates: readonly string[] = [], of: string | null = null): People {
  const { t, compare } = useText();
  const session = useSession();
  const who = session.phase === 'out' ? null : session.who;
  const colleagues = useOfficers(who?.member ?? null);
  const others = useOfficers(of);
  const enrolled = useEnrolled();
  const network = useNetworkPeople();
  const wanted = [...new Set(certificates)].toSorted();
  const signers = useQuery({ queryKey: ['signers', wanted], queryFn: () => engine.signers(wanted), enabled: session.phase === 'open' && wanted.length > 0, placeholderData: keepKnown });
  const joining: readonly EnrolledOfficer[] = enrolled.data?.items ?? [];
  const nameOf = (officer: string) => {
    if (officer === who?.officer) return t('audit.me');
    const name = colleagues.get(officer)?.card?.name ?? others.get(officer)?.card?.name ?? network.data?.find((person) => person.officer === officer)?.card?.name ?? joining.find((item) => item.officer === officer)?.card.name;
    if (name !== undefined) return isolated(name);
    const left = (colleagues.get(officer) ?? others.get(officer) ?? network.data?.find((person) => person.officer === officer))?.serves === false;
    return t(left ? 'administration.left-officer' : 'administration.unknown-officer', { id: officer.slice(0, 8) });
  };
  const signerOf = (certificate: string) => {
    if (certificate === who?.certificate) return t('audit.me');
    const known = signers.data?.find((signer) => signer.certificate === certificate)?.officer ?? joining.find((item) => item.certificate === certificate)?.officer;
    return known === undefined ? t('administration.unknown-officer', { id: certificate.slice(0, 8) }) : nameOf(known);
  };
  // I come before the others.
  const sorted = (names: readonly string[]) => names.toSorted((a, b) => Number(b === t('audit.me')) - Number(a === t('audit.me')) || compare(a, b));
  return { nameOf, signerOf, namesOf: (officers) => sorted(officers.map(nameOf)), signersOf: (certificates) => sorted(certificates.map(signerOf)) };
}

function keepKnown(before: SignerView[] | undefined): SignerView[] | undefined {
  return before;
}
