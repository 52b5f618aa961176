// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { h } from 'vue';
import { citationMarkKey } from './citation-marks.ts';
import MarkdownView from './MarkdownView.vue';

function show(source: string): string {
  const makeMark = (number: number) => (number <= 2 ? h('sup', String(number)) : null);
  const provide = { [citationMarkKey as symbol]: makeMark };
  return mount(MarkdownView, { props: { source }, global: { provide } }).find('.md-block').element.innerHTML;
}

test('a number in brackets that is a citation becomes its mark, next to its word', () => {
  expect(show('Signed in 1648 [1]. And **in Münster [2]**, too [1, 2].')).toBe(
    '<p dir="auto">Signed in 1648<sup>1</sup>. And <strong>in Münster<sup>2</sup></strong>, too<sup>1</sup><sup>2</sup>.</p>',
  );
});

test('marks follow each other, in lists and in tables as well', () => {
  expect(show('- one [1][2]')).toContain('one<sup>1</sup><sup>2</sup>');
  expect(show('| a |\n|---|\n| b [1] |')).toContain('b<sup>1</sup>');
});

test('other numbers, code and links stay as they are', () => {
  expect(show('see [7] and [1, 7]')).toContain('see [7] and [1, 7]');
  expect(show('`list[1]`')).toContain('list[1]');
  expect(show('[a [1] b](https://example.org)')).not.toContain('<sup>');
});
