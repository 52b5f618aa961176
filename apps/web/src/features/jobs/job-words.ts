const words: Readonly<Record<string, string>> = {
  'read-document': 'Reading documents',
  'embed-collection': 'Making vectors of collections again',
  'describe-document': 'Telling what changed of documents',
  'write-title': 'Naming conversations',
  'write-summary': 'Summarising conversations',
  housekeeping: 'Housekeeping',
};

/** What a kind of job does. One this app does not know yet is called by its name. */
export const jobInWords = (kind: string): string => words[kind] ?? kind;
