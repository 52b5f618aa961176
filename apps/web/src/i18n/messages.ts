import { addTexts, translate } from './language.ts';

type Catalogue = Readonly<Record<string, string>>;

/** The names of the values in a message: `{name}`, and `count` where there is a plural. */
type NamesIn<Message extends string> = Message extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
type CountIn<Message extends string> = Message extends `${string} | ${string}` ? 'count' : never;
type Values<Message extends string> = [NamesIn<Message> | CountIn<Message>] extends [never]
  ? []
  : [
      values: { [Name in NamesIn<Message>]: Name extends 'count' ? number : string | number } & {
        [Name in CountIn<Message>]: number;
      },
    ];

/** Looks up a text of one catalogue. A key that is not there, and a value that is missing, fail the type check. */
export interface Translate<Texts extends Catalogue> {
  <Key extends keyof Texts & string>(key: Key, ...values: Values<Texts[Key]>): string;
  readonly texts?: Texts;
}

/** What a catalogue in another language must have: the same keys. */
export type TextsLike<Lookup> =
  Lookup extends Translate<infer Texts> ? { readonly [Key in keyof Texts]: string } : never;

/** Adds the English texts of a feature, named like its folder, and returns its `t`. The other languages lie beside. */
export function defineMessages<const Texts extends Catalogue>(feature: string, texts: Texts): Translate<Texts> {
  const keys = Object.entries(texts).map(([key, text]) => [`${feature}.${key}`, text]);
  addTexts('en', Object.fromEntries(keys) as Record<string, string>);
  return (key, ...[values]) => translate(`${feature}.${key}`, (values ?? {}) as Record<string, unknown>);
}
