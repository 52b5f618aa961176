/** What the scripted server is asked for, written as the question. */
export interface Prompt {
  /** Tokens of the answer; 0 goes on until the server is told to end all answers. */
  tokens: number;
  /** Tokens a second; 0 is as fast as the reader takes them. */
  rate: number;
}

export const writePrompt = (prompt: Prompt): string => `bench ${JSON.stringify(prompt)}`;

/** Null for a question that is not about the benchmark. */
export function readPrompt(text: string): Prompt | null {
  return text.startsWith('bench ') ? (JSON.parse(text.slice('bench '.length)) as Prompt) : null;
}

/** The token of an answer without a rate. */
export const plainToken = ' benchmark';

/** Microseconds of a clock that all processes of this machine share. */
export const clockMicroseconds = (): number => Number(process.hrtime.bigint() / 1_000n);

/** A token that says when it was sent. */
export const stampedToken = (): string => ` ${clockMicroseconds().toString(36)}`;

/** The ages in milliseconds of the stamped tokens in a text. */
export function tokenAges(text: string): number[] {
  const now = clockMicroseconds();
  return text
    .split(' ')
    .filter((stamp) => stamp !== '')
    .map((stamp) => (now - Number.parseInt(stamp, 36)) / 1_000);
}
