// What this device keeps between visits, in IndexedDB, which workers reach: recovery codes and vault versions in clear (the recovery
// code alone opens nothing: it needs the vault and the passphrase or passkey), this device's id and what was asked here and when likewise,
// all else encrypted under the officer's index key.

const NAME = 'globe';
const STORE = 'kept';

let opening: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  return (opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed')));
  }));
}

/** Settles with the transaction: what was written is on the disk then. A request alone succeeds before that, and is undone when the page goes. */
async function perform<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction(STORE, mode, { durability: 'strict' });
  return new Promise((resolve, reject) => {
    const request = act(transaction.objectStore(STORE));
    transaction.addEventListener('complete', () => resolve(request.result));
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('IndexedDB failed')));
  });
}

/** Values by key; keys read like `drafts/<officer>/<id>`. */
export const deviceStore = {
  get: <T>(key: string): Promise<T | undefined> => perform('readonly', (store) => store.get(key) as IDBRequest<T | undefined>),
  put: async (key: string, value: unknown): Promise<void> => void (await perform('readwrite', (store) => store.put(value, key))),
  remove: async (key: string): Promise<void> => perform('readwrite', (store) => store.delete(key)),
  /** Keys that begin with `prefix`, sorted. */
  keys: async (prefix: string): Promise<string[]> => (await perform('readonly', (store) => store.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`)))) as string[],
};
