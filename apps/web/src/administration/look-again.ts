import { useQueryClient } from '@tanstack/react-query';

/** What a statement may have changed. */
const AFTERWARDS = ['alerts', 'proposals', 'enrolled', 'members', 'officers', 'roster', 'epochs', 'place', 'signers', 'secretariat', 'network', 'network-people', 'member-facts', 'member-history', 'verifications'];

/** Asks anew for everything that a statement may have changed. */
export function useLookAgain(): () => Promise<unknown> {
  const cache = useQueryClient();
  return () => Promise.all(AFTERWARDS.map((key) => cache.invalidateQueries({ queryKey: [key] })));
}
