// @vitest-environment happy-dom
import ui from '@nuxt/ui/vue-plugin';
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { hostileDocument, longDocument, ordinaryDocument, worldDocument } from './fixtures.ts';
import MarkdownView from './MarkdownView.vue';

/** Shows each prefix of a text, `step` characters longer than the last, and then all of it. */
async function stream(text: string, step: number, look: (element: Element, end: number) => void): Promise<Element> {
  const wrapper = mount(MarkdownView, { props: { source: '', isStreaming: true }, global: { plugins: [ui] } });
  for (let end = step; end < text.length; end += step) {
    await wrapper.setProps({ source: text.slice(0, end) });
    look(wrapper.element, end);
  }
  await wrapper.setProps({ source: text, isStreaming: false });
  look(wrapper.element, text.length);
  return wrapper.element;
}

const allowedTags = new Set(
  'P H2 H3 H4 H5 H6 UL OL LI BLOCKQUOTE HR BR A STRONG EM S CODE PRE SPAN DIV TABLE THEAD TBODY TR TH TD FIGURE FIGCAPTION BUTTON DETAILS SUMMARY SUB SUP KBD B I U DEL INS SMALL MARK IMG SVG PATH RECT G'.split(
    ' ',
  ),
);
const allowedAttributes = new Set(
  'class href target rel title dir start tabindex role aria-label aria-pressed aria-hidden type alt src style data-footnote data-tooltip'.split(
    ' ',
  ),
);

/** What is in the page and should not be, in words. */
function foreignThings(root: Element): string[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    const isOwnIcon = element.closest('button svg, svg.iconify') !== null;
    if (isOwnIcon) return [];
    const found = allowedTags.has(element.tagName.toUpperCase()) ? [] : [`element ${element.tagName}`];
    for (const { name, value } of element.attributes) {
      if (!allowedAttributes.has(name)) found.push(`attribute ${name}`);
      if (name === 'href' && !/^(?:https?:\/\/|mailto:)/.test(value)) found.push(`address ${value}`);
      if (name === 'src' && !/^data:image\/(?:png|jpeg|gif|webp);base64,/.test(value)) found.push(`source ${value}`);
      if (name === 'style' && !/^(?:--light: [^;:]+; --dark: [^;:]+;)$/.test(value)) found.push(`style ${value}`);
      if (name === 'class' && !/^(?:md-[\w-]*\s*)*$/.test(value)) found.push(`class ${value}`);
    }
    return found;
  });
}

describe('MarkdownView', () => {
  it('renders an ordinary document', async () => {
    const element = await stream(ordinaryDocument, 1_000_000, () => undefined);
    expect(element.querySelector('.md-h1')?.textContent).toBe('Boats and their sails');
    expect(element.querySelectorAll('table tr')).toHaveLength(3);
    expect(element.querySelectorAll('ul ul li')).toHaveLength(2);
    expect([...element.querySelectorAll('strong')].map((strong) => strong.textContent)).toContain('12 mm');
    const link = element.querySelector('a')!;
    expect(link.getAttribute('href')).toBe('https://example.org/sails_(rig)');
    expect(link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    expect(link.getAttribute('target')).toBe('_blank');
    expect(element.querySelector('.md-code figcaption')?.textContent).toContain('Python');
  });

  it.each([ordinaryDocument, worldDocument])('never shows half-typed marks (%#)', async (document) => {
    await stream(document, 1, (element, end) => {
      const text = [...element.querySelectorAll('.md-block > :not(figure)')].map((part) => part.textContent).join('\n');
      expect(text.match(/[*_`|[\]#$~\\<^]/), `after …${document.slice(Math.max(0, end - 40), end)}⏎`).toBeNull();
    });
  });

  it.each([ordinaryDocument, worldDocument])('never takes back a block it has shown (%#)', async (document) => {
    let shown: string[] = [];
    await stream(document, 1, (element, end) => {
      const now = [...element.querySelectorAll('.md-block > *')].map((part) => part.tagName);
      const where = `after …${document.slice(Math.max(0, end - 40), end)}⏎`;
      expect(now.slice(0, shown.length), where).toEqual(shown);
      shown = now;
    });
  });

  it('keeps a hostile document harmless, whole and at every prefix', async () => {
    await stream(hostileDocument, 1, (element, end) => {
      expect(foreignThings(element), `after …${hostileDocument.slice(Math.max(0, end - 60), end)}⏎`).toEqual([]);
    });
    expect((globalThis as { hacked?: number }).hacked).toBeUndefined();
  });

  it('turns images from elsewhere into links with their description', async () => {
    const element = await stream('![the plan](https://example.org/plan.png)', 1_000, () => undefined);
    expect(element.querySelector('img')).toBeNull();
    expect(element.querySelector('a')?.textContent).toBe('the plan');
  });

  it.each(['- عنصر\n- ثان', '- عنصر\n\n- ثان'])('gives items the direction of their words: %j', async (source) => {
    const element = await stream(source, 1_000, () => undefined);
    expect([...element.querySelectorAll('li, li *')].map((item) => item.getAttribute('dir')).join('')).toBe('autoauto');
  });

  it('shows small images that are in the text itself', async () => {
    const element = await stream('![dot](data:image/gif;base64,R0lGODlhAQABAAAAACw=)', 1_000, () => undefined);
    expect(element.querySelector('img')?.getAttribute('alt')).toBe('dot');
  });

  it('drops characters that reorder or hide text, and shows them in code', async () => {
    const element = await stream('a\u202Eb\u200Bc\n\n```\nx\u202Ey\n```\n', 1_000, () => undefined);
    expect(element.querySelector('p')?.textContent).toBe('abc');
    expect(element.querySelector('pre')?.textContent).toBe('x⟨U+202E⟩y');
  });

  it('renders each block a bounded number of times: closed ones never again', async () => {
    const touched = new Map<Element, number>();
    const wrapper = mount(MarkdownView, {
      props: { source: '', isStreaming: true },
      attachTo: document.body,
      global: { plugins: [ui] },
    });
    const observer = new MutationObserver((records) => {
      for (const { target } of records) {
        const block = (target instanceof Element ? target : target.parentElement)?.closest('.md-block');
        if (block) touched.set(block, (touched.get(block) ?? 0) + 1);
      }
    });
    observer.observe(wrapper.element, { childList: true, characterData: true, attributes: true, subtree: true });
    for (let end = 12; end < longDocument.length; end += 12) {
      const open = wrapper.element.lastElementChild;
      touched.clear();
      await wrapper.setProps({ source: longDocument.slice(0, end) });
      await nextTick();
      for (const block of touched.keys()) {
        const isClosed =
          open !== null && (block.compareDocumentPosition(open) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
        expect(isClosed, block.textContent ?? '').toBe(false);
      }
    }
    observer.disconnect();
    wrapper.unmount();
  });
});
