// Where sealed attachment parts are kept. Ciphertext only; the database knows which parts exist.

/** A part by its attachment's id, its number and SHA-256 of its bytes (lower-case hex): other bytes, other name. */
export interface BlobName {
  readonly attachment: string;
  readonly part: number;
  readonly hash: string;
}

export abstract class BlobStore {
  /** Resolves when the bytes would survive a loss of power. Storing a name again is harmless. */
  abstract put(name: BlobName, bytes: Uint8Array): Promise<void>;
  /** Null: not there. */
  abstract get(name: BlobName): Promise<Uint8Array | null>;
  abstract delete(name: BlobName): Promise<void>;
  /** All parts of an attachment, those that were replaced included. */
  abstract deleteAll(attachment: string): Promise<void>;
}
