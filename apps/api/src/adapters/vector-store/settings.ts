export interface VectorStoreSettings {
  /** `pgvector`, `chroma` or `pinecone`. */
  name: string;
  /** A Chroma server, without a slash at the end: `http://127.0.0.1:8000`. */
  chroma?: { url: string; token?: string | undefined } | undefined;
  /** The host of a Pinecone index and its key. */
  pinecone?: { host: string; apiKey: string } | undefined;
}
