/** An embedding model on a server. */
export interface RemoteEmbedderSettings {
  /** Without a slash at the end: `https://api.openai.com/v1`, `http://127.0.0.1:11434`. */
  baseUrl: string;
  apiKey?: string | undefined;
  /** The server's own name of the model. */
  model: string;
}

export interface EmbedderSettings {
  /** `local`, `openai:<model>`, `ollama:<model>` or `none`. */
  name: string;
  /** Folder where the local model's converted file is kept. */
  cacheDir: string;
  openai?: { baseUrl: string; apiKey?: string | undefined } | undefined;
  ollama?: { baseUrl: string } | undefined;
}
