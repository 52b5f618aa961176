import { defineComponent, h, inject, type PropType } from 'vue';
import type { Block } from './block-stream.ts';
import { citationMarkKey, withCitationMarks } from './citation-marks.ts';
import { renderTokens } from './render-tokens.ts';
import { visibleText } from './visible-text.ts';

/** One block of a Markdown text. It renders again only when it is given another block. */
export default defineComponent({
  name: 'MarkdownBlock',
  props: { block: { type: Object as PropType<Block>, required: true } },
  setup(props) {
    const makeMark = inject(citationMarkKey, null);
    return () => {
      const { tokens, source, isOpen } = props.block;
      if (tokens === null) return h('div', { class: 'md-plain', dir: 'auto' }, visibleText(source));
      const children = renderTokens(tokens, source, isOpen);
      return h('div', { class: 'md-block' }, makeMark ? withCitationMarks(children, makeMark) : children);
    };
  },
});
