/** A card of the start page: words that fill the composer, to be changed before they are sent, or a page to open. */
export interface Example {
  icon: string;
  title: string;
  text: string;
  /** The page it opens; left out, the text goes into the composer. */
  path?: string;
}

/** What a newcomer can begin with where a language model answers. */
export const examplePrompts: readonly Example[] = [
  {
    icon: 'i-lucide-lightbulb',
    title: 'Explain something',
    text: 'Explain how a heat pump can give more heat than the electricity it uses, for someone without physics.',
  },
  {
    icon: 'i-lucide-pen-line',
    title: 'Draft a text',
    text: 'Write a friendly email that moves our meeting from Tuesday to Thursday and asks for two possible times.',
  },
  {
    icon: 'i-lucide-code',
    title: 'Work on code',
    text: 'Write a TypeScript function that groups an array of dates by ISO week, with a small test.',
  },
  {
    icon: 'i-lucide-scale',
    title: 'Compare options',
    text: 'Compare PostgreSQL and SQLite for a small team’s web application, as a table, and end with a recommendation.',
  },
];

/** What works before a language model is connected: every one of these leads somewhere. */
export const builtInExamples: readonly Example[] = [
  {
    icon: 'i-lucide-upload',
    title: 'Upload a document',
    text: 'Add a file, then ask about it: the answer quotes it, with the page.',
    path: '/documents',
  },
  {
    icon: 'i-lucide-table-properties',
    title: 'Open the data viewer',
    text: 'Look at JSON and CSV as a table, a tree or text. Nothing is uploaded.',
    path: '/viewer',
  },
  {
    icon: 'i-lucide-circle-question-mark',
    title: 'Ask the assistant',
    text: 'What can you do?',
  },
  {
    icon: 'i-lucide-plug',
    title: 'Connect a language model',
    text: 'How do I add a model?',
  },
];

interface Named {
  displayName: string;
  email: string;
}

/** The first of somebody's names; nothing when all that is known is the address. */
function firstNameOf({ displayName, email }: Named): string {
  const isOfAddress = displayName.trim().toLowerCase() === email.slice(0, email.lastIndexOf('@')).toLowerCase();
  return isOfAddress ? '' : (displayName.trim().split(/\s+/)[0] ?? '');
}

/** `Good morning, Ada`: by the hour of the day, 0 to 23. */
export function greetingAt(hour: number, viewer: Named | null): string {
  const time = hour < 5 ? 'Good evening' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening';
  const first = viewer === null ? '' : firstNameOf(viewer);
  return first ? `${time}, ${first}` : time;
}
