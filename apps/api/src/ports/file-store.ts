/** Bytes that have arrived and are kept nowhere yet. */
export interface ReceivedFile {
  readonly sizeBytes: number;
  /** SHA-256, hexadecimal. */
  readonly contentHash: string;
  /** A local file with the bytes, until they are kept or discarded. */
  readonly path: string;
  /** Keeps them under `key`: afterwards they are there as a whole, whatever happens. */
  keep(key: string): Promise<void>;
  /** Forgets them; does nothing after `keep`. */
  discard(): Promise<void>;
}

/** Keeps files under generated keys. */
export interface FileStore {
  /**
   * Takes bytes in as they come.
   * @throws ParleyError FILE_TOO_LARGE beyond `maxBytes`, STORAGE_FULL; nothing is left then.
   */
  receive(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ReceivedFile>;
  /** The file as a stream, or null when there is none. */
  read(key: string): Promise<{ stream: NodeJS.ReadableStream; sizeBytes: number } | null>;
  /** Gives `use` a local file with the content. @throws ParleyError NOT_FOUND. */
  withLocalFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T>;
  /** Deletes a file; one that is not there is no error. */
  delete(key: string): Promise<void>;
  /** Every key, in no order. */
  keys(): AsyncIterable<string>;
  /**
   * Removes what other processes received and never kept.
   * @param isOnlyInstance nobody else can be receiving files; otherwise only what is too old to be under way
   */
  clean(isOnlyInstance: boolean): Promise<void>;
}
