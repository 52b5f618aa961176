/** Definitions of `[label]: address`, and of footnotes, that were read so far. */
export type References = Record<string, { title: string; href: string }>;

/** What a parse is told and collects: markdown-it's `env`. */
export interface Environment extends Record<PropertyKey, unknown> {
  references: References;
  /** More text may still follow: a fence or formula that is not closed yet may still be. */
  isUnfinished?: boolean;
  /** How many `<details>` stand around what is parsed. */
  depth?: number;
}

export const isUnfinished = (env: unknown): boolean => (env as Environment).isUnfinished === true;
