import { globSync, readFileSync } from 'node:fs';
import { parse } from 'vue/compiler-sfc';
import { expect, test } from 'vitest';
import { messages as german } from './de.ts';
import { englishTexts } from './language.ts';

import.meta.glob('../**/locales/en.ts', { eager: true });
const english = englishTexts();
const source = new URL('../', import.meta.url).pathname;
const files = globSync('**/*.{vue,ts}', { cwd: source }).filter((path) => !/\.test\.ts$|\/locales\//.test(path));
const read = (path: string): string => readFileSync(`${source}${path}`, 'utf8');

const valuesOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].toSorted();
const formsOf = (text: string): number => text.split(' | ').length;

test('German has the texts of English, with the same values and plurals', () => {
  const shape = (texts: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [key, { values: valuesOf(text), forms: formsOf(text) }]),
    );
  expect(shape(german)).toEqual(shape(english));
});

/** Keys that are put together. */
const assembled = ['lines', 'rows', 'hybrid', 'keyword', 'semantic'];

test('every text is used', () => {
  const code = files.map(read).join('\n');
  const keys = Object.keys(english).map((key) => key.split('.')[1]!);
  expect(keys.filter((key) => !assembled.includes(key) && !code.includes(`'${key}'`))).toEqual([]);
});

const shownAttributes = new Set([
  'action',
  'alt',
  'aria-label',
  'data-tooltip',
  'description',
  'help',
  'hint',
  'label',
  'lead',
  'none',
  'placeholder',
  'submit-label',
  'title',
]);
/** The same in every language: names, and what is typed as it stands. */
const names = /^(?:Parley|Hugging Face|JSON|CSV|[A-Z_]+(?:_KEY|_URL)(?:=\S+)?|\{ "year".*)$/;

/** The node types of Vue's compiler that are looked at. */
interface TemplateNode {
  type: number;
  content?: unknown;
  props?: { type: number; name: string; value?: { content: string } }[];
  children?: TemplateNode[];
}

/** What a template shows without a catalogue. */
function rawTexts({ type, content, props = [], children = [] }: TemplateNode): string[] {
  const attributes = props.filter((prop) => prop.type === 6 && shownAttributes.has(prop.name));
  const own = [type === 2 ? String(content) : '', ...attributes.map(({ value }) => value?.content ?? '')];
  const raw = own.map((text) => text.trim()).filter((text) => /\p{L}/u.test(text) && !names.test(text));
  return [...raw, ...children.flatMap(rawTexts)];
}

/** Sentences in a script: a capital letter, and a space between two words. */
const sentence = /^[A-Z][a-z’]+ (?:[\w’,“]+ ?)+[^<>={}]*$/;

/** Texts in scripts and in expressions of templates; errors of the program itself are not shown to anybody. */
function rawLiterals(code: string): string[] {
  const shown = code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|<!--[\s\S]*?-->|new (?:Error|DOMException)\(.*/gm, '');
  const literals = [...shown.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g)].map(
    ([, plain, template]) => plain ?? template!,
  );
  return literals.filter((text) => sentence.test(text) && !names.test(text));
}

test('people read texts of catalogues only', () => {
  const looked = files.filter((path) => !/^playground\/|fixtures\.ts$/.test(path));
  const found = looked.flatMap((path) => {
    const code = read(path);
    const template = path.endsWith('.vue') ? parse(code).descriptor.template?.ast : undefined;
    const raw = [...(template ? rawTexts(template as unknown as TemplateNode) : []), ...rawLiterals(code)];
    return raw.map((text) => `${path}: ${text}`);
  });
  expect(found).toEqual([]);
});

test('the check finds raw text', () => {
  const { template } = parse('<template><p title="Raw">{{ x }} left</p></template>').descriptor;
  expect(rawTexts(template!.ast as unknown as TemplateNode)).toEqual(['Raw', 'left']);
  expect(rawLiterals("toast({ title: 'It was not saved' })")).toEqual(['It was not saved']);
});
