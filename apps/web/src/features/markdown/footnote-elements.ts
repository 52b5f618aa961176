import { h, type VNode, type VNodeArrayChildren } from 'vue';
import type { Token } from './parser.ts';
import { t } from './locales/en.ts';

/** Scrolls to the note of a mark or to the first mark of a note, in the same answer. */
function jump(event: Event, kind: 'note' | 'mark'): void {
  const from = (event.currentTarget as HTMLElement).closest<HTMLElement>('[data-footnote]');
  const candidates = from?.closest('.md')?.querySelectorAll<HTMLElement>(`.md-footnote-${kind}`) ?? [];
  const target = [...candidates].find(({ dataset }) => dataset['footnote'] === from?.dataset['footnote']);
  target?.scrollIntoView({ block: 'nearest' });
  target?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
}

function button(label: string, name: string, kind: 'note' | 'mark'): VNode {
  return h('button', { type: 'button', 'aria-label': name, onClick: (event: Event) => jump(event, kind) }, label);
}

/** The raised number of a footnote, which leads to its note where there is one. */
export function buildFootnoteMark(token: Token): VNode {
  const { label, isDefined } = token.meta as { label: string; isDefined: boolean };
  const children = [isDefined ? button(label, t('footnote', { label }), 'note') : label];
  return h('sup', { class: 'md-footnote-mark', 'data-footnote': label }, children);
}

/** A footnote, with the way back to its mark. */
export function buildFootnote(token: Token, children: VNodeArrayChildren): VNode {
  const { label } = token.meta as { label: string };
  const back = button(label, t('backToMark', { label }), 'mark');
  return h('div', { class: 'md-footnote-note', 'data-footnote': label }, [back, h('div', children)]);
}
