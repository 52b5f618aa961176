import type { Problem } from '@parley/inputs';
import { common } from './i18n/locales/en.ts';

interface Issue {
  path: PropertyKey[];
  message: string;
  params?: { problem: Problem; length: number; min: number; max: number };
}

/** The schema of an input, from packages/inputs, as far as a form needs it. */
export interface FormSchema<Field extends string = string> {
  shape: Readonly<Record<Field, { _zod: { optin?: string | undefined } }>>;
  safeParse: (value: unknown) => { error?: { issues: unknown[] } | undefined };
}

type Texts = Partial<Record<Problem, (numbers: { length: number; min: number; max: number }) => string>>;

const texts: Texts = {
  empty: () => common('fieldEmpty'),
  tooLong: ({ length, max }) => common('fieldTooLong', { length, max }),
  tooShort: ({ length, min }) => common('fieldTooShort', { length, min }),
  tooManyBytes: ({ max }) => common('fieldTooManyBytes', { max }),
  notEmail: () => common('fieldNotEmail'),
  notObject: () => common('fieldNotObject', { example: '{"year": 2024}' }),
  tooDeep: ({ max }) => common('fieldTooDeep', { max }),
  tooManyDigits: () => common('fieldTooManyDigits'),
  numberTooLarge: () => common('fieldTooManyDigits'),
};

/** What is wrong with the values of a form, by field, in the language that is shown; nothing when all is right. */
export function problemsIn(schema: FormSchema, values: object): Partial<Record<string, string>> {
  const issues = (schema.safeParse(values).error?.issues ?? []) as Issue[];
  const shown = ({ message, params }: Issue): string => (params && texts[params.problem]?.(params)) ?? message;
  return Object.fromEntries(issues.map((issue) => [String(issue.path[0]), shown(issue)]));
}
