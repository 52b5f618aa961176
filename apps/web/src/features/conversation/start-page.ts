/** Questions a newcomer can begin with; they fill the composer and can be changed before they are sent. */
export const examplePrompts = [
  {
    icon: 'i-lucide-lightbulb',
    title: 'Explain something',
    text: 'Explain how a heat pump can give more heat than the electricity it uses, for someone without physics.',
  },
  {
    icon: 'i-lucide-pen-line',
    title: 'Draft a text',
    text: 'Write a friendly e-mail that moves our meeting from Tuesday to Thursday and asks for two possible times.',
  },
  {
    icon: 'i-lucide-code',
    title: 'Work on code',
    text: 'Write a TypeScript function that groups an array of dates by ISO week, with a small test.',
  },
  {
    icon: 'i-lucide-scale',
    title: 'Weigh options',
    text: 'Compare PostgreSQL and SQLite for a small team’s web application, as a table, and end with a recommendation.',
  },
] as const;

/** `Good morning, Ada`: by the hour of the day, 0 to 23, and the first of a person's names. */
export function greetingAt(hour: number, name: string): string {
  const time = hour < 5 ? 'Good evening' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening';
  const [first] = name.trim().split(/\s+/);
  return first ? `${time}, ${first}` : time;
}
