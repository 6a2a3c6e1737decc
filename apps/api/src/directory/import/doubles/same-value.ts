// When two values say the same, however they are written. Pure.
import { searchText } from '#search';

/** An address of the web without what makes no other place of it. */
export function sameSite(address: string): string {
  return address.toLowerCase().replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
}

export function sameContact({ kind, value }: { readonly kind: string; readonly value: string }): string {
  switch (kind) {
    case 'telephone':
    case 'fax':
      return `${kind} ${value.replaceAll(/[^\p{Nd}]/gu, '').replace(/^00/, '')}`;
    case 'website':
      return `website ${sameSite(value)}`;
    case 'email':
      return `email ${value.toLowerCase()}`;
    default:
      return `${kind} ${searchText(value)}`;
  }
}
