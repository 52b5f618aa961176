import { isBlank } from '@parley/inputs';

const MAX_LENGTH = 200;
/** Control characters, and those that change the direction text is shown in: they hide what a name ends with. */
const INVISIBLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu;

/** A name as it is kept and shown: without folders and invisible characters, short enough, never empty. */
export function cleanFileName(given: string): string {
  const base = given.toWellFormed().split(/[/\\]/).at(-1)!;
  const name = base.replace(INVISIBLE, '').trim();
  if (isBlank(name)) return 'untitled';
  if (name.length <= MAX_LENGTH) return name;
  const end = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, MAX_LENGTH - end.length).toWellFormed()}${end}`;
}

/** The name, with a number when it is taken: "notes.txt", "notes (2).txt" … */
export function freeFileName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const dot = name.lastIndexOf('.');
  const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 2; ; number++) {
    const candidate = `${stem} (${number})${end}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** The header that makes a browser save a file under its name, whatever the name holds. */
export function attachmentHeader(name: string): string {
  const ascii = name.replace(/[^\w .()-]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
