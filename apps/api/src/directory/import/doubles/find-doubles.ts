// Which entries of the directory, and which earlier rows of the file, a row may be the same body as, and why. A person decides. Pure.
import { DOUBLE_REASONS, type DoubleReason } from '#protocol';
import { isMisspelling } from '#search';
import { formsOf, type NameForms } from './name-forms.ts';

/** A body by what can be compared. `key`: an entry's id, or a row's number. */
export interface Comparable {
  readonly key: string;
  readonly state: string;
  readonly names: readonly { readonly name: string; readonly kind: string }[];
  /** Keys of its contacts (`sameContact`). */
  readonly contacts: readonly string[];
}

export interface FoundDouble {
  readonly key: string;
  /** Strongest first. */
  readonly reasons: readonly DoubleReason[];
}

/** Bodies with a word in common beyond this many are not compared letter by letter: such a word tells nothing. */
const COMMON_WORD = 60;
const MOST = 5;
/** A word with a typing error has at least so many letters; shorter ones are other words too easily. */
const LONG_WORD = 6;

type Index = Map<string, Set<string>>;

export class Doubles {
  private readonly indexes: Record<'plain' | 'exact' | 'words' | 'sound' | 'word' | 'acronym' | 'site', Index> = { plain: new Map(), exact: new Map(), words: new Map(), sound: new Map(), word: new Map(), acronym: new Map(), site: new Map() };
  private readonly forms = new Map<string, NameForms[]>();
  private readonly contacts = new Map<string, ReadonlySet<string>>();

  constructor(bodies: Iterable<Comparable> = []) {
    for (const body of bodies) this.add(body);
  }

  add({ key, state, names, contacts }: Comparable): void {
    const forms: NameForms[] = [];
    for (const { name, kind } of names) {
      if (kind === 'acronym') put(this.indexes.acronym, `${state} ${formsOf(name).exact}`, key);
      else {
        const form = formsOf(name);
        forms.push(form);
        put(this.indexes.plain, `${state} ${form.plain}`, key);
        put(this.indexes.exact, `${state} ${form.exact}`, key);
        put(this.indexes.words, `${state} ${form.words}`, key);
        if (form.sound !== '') put(this.indexes.sound, `${state} ${form.sound}`, key);
        for (const word of form.list) put(this.indexes.word, `${state} ${word}`, key);
      }
    }
    this.forms.set(key, forms);
    this.contacts.set(key, new Set(contacts));
    for (const site of contacts.filter(isWebsite)) put(this.indexes.site, `${state} ${site}`, key);
  }

  /** The likeliest first, at most MOST. */
  find({ state, names, contacts }: Omit<Comparable, 'key'>): FoundDouble[] {
    const found = new Map<string, Set<DoubleReason>>();
    const note = (keys: Iterable<string> | undefined, reason: DoubleReason) => {
      for (const key of keys ?? []) found.set(key, (found.get(key) ?? new Set()).add(reason));
    };
    for (const { name, kind } of names) {
      const form = formsOf(name);
      if (kind === 'acronym') {
        if (form.exact.length >= 3) note(this.alone(this.indexes.acronym, `${state} ${form.exact}`), 'same-acronym');
        continue;
      }
      note(this.indexes.plain.get(`${state} ${form.plain}`), 'same-name');
      // Accents part bodies, too: Habo and Håbo are two municipalities.
      if (form.exact !== '') note(this.indexes.exact.get(`${state} ${form.exact}`), 'same-letters');
      if (form.list.length > 1) note(this.indexes.words.get(`${state} ${form.words}`), 'same-words');
      if (form.sound !== '') note(this.inOtherScript(`${state} ${form.sound}`, form), 'other-script');
      note(this.misspelt(state, form), 'other-spelling');
    }
    for (const site of contacts.filter(isWebsite)) note(this.alone(this.indexes.site, `${state} ${site}`), 'same-website');
    const shared = (key: string) => contacts.filter((contact) => this.contacts.get(key)!.has(contact)).length;
    return [...found]
      .map(([key, reasons]) => ({ key, reasons: DOUBLE_REASONS.filter((reason) => reasons.has(reason)) }))
      .toSorted((a, b) => DOUBLE_REASONS.indexOf(a.reasons[0]!) - DOUBLE_REASONS.indexOf(b.reasons[0]!) || b.reasons.length - a.reasons.length || shared(b.key) - shared(a.key))
      .slice(0, MOST);
  }

  /** An address or acronym that several bodies share is none's alone. */
  private alone(index: Index, value: string): Set<string> | undefined {
    const keys = index.get(value);
    return keys?.size === 1 ? keys : undefined;
  }

  private inOtherScript(key: string, form: NameForms): string[] {
    return [...(this.indexes.sound.get(key) ?? [])].filter((body) => this.forms.get(body)!.some((other) => other.script !== form.script && `${key}`.endsWith(` ${other.sound}`)));
  }

  private misspelt(state: string, form: NameForms): Set<string> {
    const near = new Set<string>();
    for (const word of form.list) {
      const sharing = this.indexes.word.get(`${state} ${word}`);
      if (sharing === undefined || sharing.size > COMMON_WORD) continue;
      for (const key of sharing) if (this.forms.get(key)!.some((other) => isSpelledOtherwise(form, other))) near.add(key);
    }
    return near;
  }
}

/** As many words, all the same but one, and that one a typing error. Numbers have none. */
function isSpelledOtherwise(a: NameForms, b: NameForms): boolean {
  if (a.list.length !== b.list.length || a.exact === b.exact) return false;
  const differing = a.list.flatMap((word, at) => (word === b.list[at] ? [] : [[word, b.list[at]!] as const]));
  if (differing.length !== 1) return false;
  const [mine, theirs] = differing[0]!;
  return Math.min(mine.length, theirs.length) >= LONG_WORD && !/\d/.test(mine + theirs) && isMisspelling(mine, theirs);
}

const isWebsite = (contact: string) => contact.startsWith('website ');

function put(index: Index, value: string, key: string): void {
  const keys = index.get(value);
  if (keys === undefined) index.set(value, new Set([key]));
  else keys.add(key);
}
