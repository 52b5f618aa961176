import { defineComponent, h, type PropType } from 'vue';
import type { Block } from './block-stream.ts';
import { renderTokens } from './render-tokens.ts';
import { visibleText } from './visible-text.ts';

/** One block of a Markdown text. It renders again only when it is given another block. */
export default defineComponent({
  name: 'MarkdownBlock',
  props: { block: { type: Object as PropType<Block>, required: true } },
  setup(props) {
    return () => {
      const { tokens, source, isOpen } = props.block;
      return tokens === null
        ? h('div', { class: 'md-plain', dir: 'auto' }, visibleText(source))
        : h('div', { class: 'md-block' }, renderTokens(tokens, source, isOpen));
    };
  },
});
