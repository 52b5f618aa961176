interface JobWords {
  name: string;
  /** What a failure means where nothing is lost by it: the app goes on without. */
  harmless?: string;
}

const words: Readonly<Record<string, JobWords>> = {
  'read-document': { name: 'Reading documents' },
  'embed-collection': { name: 'Re-embedding collections' },
  'sync-metadata': { name: 'Updating document metadata' },
  'write-title': {
    name: 'Naming conversations',
    harmless: 'Nothing is lost: the conversation keeps its first words as its name.',
  },
  'write-summary': {
    name: 'Summarising conversations',
    harmless: 'Nothing is lost: the oldest messages are left out instead.',
  },
  housekeeping: { name: 'Housekeeping' },
};

/** What a kind of job does. One this app does not know yet is called by its name. */
export const jobLabel = (kind: string): string => words[kind]?.name ?? kind;

/** What a failure of this kind means for people, where it takes nothing from them; null where it matters. */
export const harmlessFailure = (kind: string): string | null => words[kind]?.harmless ?? null;
