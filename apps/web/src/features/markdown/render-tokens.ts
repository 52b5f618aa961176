import { cloneVNode, h, isVNode, type VNode, type VNodeArrayChildren } from 'vue';
import CodeBlock from './CodeBlock.vue';
import { buildFootnote, buildFootnoteMark } from './footnote-elements.ts';
import { fenceLanguage } from './languages.ts';
import MathFormula from './MathFormula.vue';
import MermaidDiagram from './MermaidDiagram.vue';
import type { Token } from './parser.ts';
import { safeHref, safeImageSource } from './safe-link.ts';
import { alertKind } from './syntax/alerts.ts';
import { visibleText } from './visible-text.ts';
import { t } from './locales/en.ts';

type Children = VNodeArrayChildren;
type Build = (token: Token, children: Children) => VNode | Children;

/** Headings of an answer stand below the page's own. */
const headings: Record<string, string> = { h1: 'h2', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h6', h6: 'h6' };
const alignments: Record<string, string> = { 'text-align:right': 'md-right', 'text-align:center': 'md-center' };

function buildLink(token: Token, children: Children): VNode {
  const href = safeHref(String(token.attrGet('href') ?? ''));
  return href === null
    ? h('span', children)
    : h('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow', title: href }, children);
}

function buildImage(token: Token): VNode {
  const address = String(token.attrGet('src') ?? '');
  const alt = visibleText(token.content) || t('image');
  const source = safeImageSource(address);
  if (source !== null) return h('img', { src: source, alt, class: 'md-image' });
  const link = safeHref(address);
  return link === null
    ? h('span', alt)
    : h(
        'a',
        { href: link, target: '_blank', rel: 'noopener noreferrer nofollow', title: link, class: 'md-image-link' },
        alt,
      );
}

function buildCell(tag: string): Build {
  return (token, children) => h(tag, { dir: 'auto', class: alignments[String(token.attrGet('style'))] }, children);
}

/** A paragraph with a direction of its own would not count for that of its item, where the marker stands. */
function buildItem(_token: Token, children: Children): VNode {
  const inside = children.map((child) =>
    isVNode(child) && child.type === 'p' ? cloneVNode(child, { dir: null }) : child,
  );
  return h('li', { dir: 'auto' }, inside);
}

const alertTitles: Record<string, () => string> = {
  note: () => t('note'),
  tip: () => t('tip'),
  important: () => t('important'),
  warning: () => t('warning'),
  caution: () => t('caution'),
};

function buildQuote(token: Token, children: Children): VNode {
  const kind = alertKind(token);
  if (kind === null) return h('blockquote', children);
  return h('blockquote', { class: `md-alert md-alert-${kind}` }, [h('strong', alertTitles[kind]!()), ...children]);
}

/** How each pair of opening and closing tokens becomes an element. What is not named here is never made. */
const containers: Record<string, Build> = {
  plain_tag: (token, children) => h(token.tag, children),
  details: (_token, children) => h('details', { class: 'md-details' }, children),
  summary: (_token, children) => h('summary', children),
  footnote: buildFootnote,
  paragraph: (token, children) => (token.hidden ? children : h('p', { dir: 'auto' }, children)),
  heading: (token, children) => h(headings[token.tag] ?? 'h6', { dir: 'auto', class: `md-${token.tag}` }, children),
  blockquote: buildQuote,
  bullet_list: (_token, children) => h('ul', children),
  ordered_list: (token, children) => h('ol', { start: token.attrGet('start') ?? undefined }, children),
  list_item: buildItem,
  table: (_token, children) =>
    h('div', { class: 'md-table', role: 'region', tabindex: 0, 'aria-label': t('table') }, h('table', children)),
  thead: (_token, children) => h('thead', children),
  tbody: (_token, children) => h('tbody', children),
  tr: (_token, children) => h('tr', children),
  th: buildCell('th'),
  td: buildCell('td'),
  strong: (_token, children) => h('strong', children),
  em: (_token, children) => h('em', children),
  s: (_token, children) => h('s', children),
  link: buildLink,
};

function isFenceClosed(token: Token, lines: readonly string[]): boolean {
  const [start, end] = token.map ?? [0, 0];
  const last = (lines[end - 1] ?? '').replace(/^[ \t>]*/, '').trimEnd();
  return end - start >= 2 && last.startsWith(token.markup) && last === token.markup[0]!.repeat(last.length);
}

function buildFence(token: Token, lines: readonly string[], isOpen: boolean): VNode {
  const language = fenceLanguage(token.info);
  const isClosed = !isOpen || isFenceClosed(token, lines);
  const code = token.content.replace(/\n$/, '');
  if (language === 'math') return h(MathFormula, { tex: code, isDisplay: true, isPending: !isClosed });
  if (language.toLowerCase() === 'mermaid' && isClosed) return h(MermaidDiagram, { source: code });
  return h(CodeBlock, { code, language, isClosed });
}

function buildFormula(token: Token, isOpen: boolean): VNode {
  const { isClosed = true, isDisplay = true } = token.meta as { isClosed?: boolean; isDisplay?: boolean };
  if (!isClosed && !isOpen) return h('p', { class: 'md-plain' }, visibleText(`${token.markup}\n${token.content}`));
  return h(MathFormula, { tex: token.content, isDisplay, isPending: !isClosed });
}

function buildText(token: Token, isItemStart: boolean): Children {
  const text = visibleText(token.content);
  const task = isItemStart ? /^\[([ xX])\]\s/.exec(text) : null;
  if (task === null) return [text];
  const isDone = task[1] !== ' ';
  const box = h(
    'span',
    { class: 'md-task', role: 'img', 'aria-label': isDone ? t('done') : t('toDo') },
    isDone ? '☑' : '☐',
  );
  return [box, text.slice(task[0].length)];
}

function buildSingle(token: Token, lines: readonly string[], isOpen: boolean, isItemStart: boolean): Children {
  switch (token.type) {
    case 'inline':
      return buildAll(token.children ?? [], lines, isOpen, isItemStart);
    case 'text':
    case 'text_special':
      return buildText(token, isItemStart);
    case 'softbreak':
    case 'hardbreak':
      return [h('br')];
    case 'code_inline':
      return [h('code', { dir: 'auto' }, visibleText(token.content))];
    case 'code_block':
      return [h(CodeBlock, { code: token.content.replace(/\n$/, ''), language: '', isClosed: true })];
    case 'fence':
      return [buildFence(token, lines, isOpen)];
    case 'math_inline':
    case 'math_block':
      return [buildFormula(token, isOpen)];
    case 'footnote_mark':
      return [buildFootnoteMark(token)];
    case 'image':
      return [buildImage(token)];
    case 'hr':
      return [h('hr')];
    default:
      return token.content === '' ? [] : [visibleText(token.content)];
  }
}

function buildAll(tokens: readonly Token[], lines: readonly string[], isOpen: boolean, startsItem: boolean): Children {
  const stack: { token: Token | null; children: Children }[] = [{ token: null, children: [] }];
  let isItemStart = startsItem;
  for (const token of tokens) {
    const parent = stack.at(-1)!;
    if (token.nesting === 1) {
      stack.push({ token, children: [] });
    } else if (token.nesting === 0) {
      parent.children.push(...buildSingle(token, lines, isOpen, isItemStart));
    } else if (stack.length > 1) {
      const { token: opening, children } = stack.pop()!;
      const built = containers[opening!.type.replace(/_open$/, '')]?.(opening!, children) ?? children;
      stack.at(-1)!.children.push(...(Array.isArray(built) ? built : [built]));
    }
    isItemStart = token.type === 'list_item_open' || (isItemStart && token.type === 'paragraph_open');
  }
  return stack[0]!.children;
}

/**
 * Elements for parsed Markdown. Nothing is ever handed to the browser as HTML: an element or attribute that is not
 * made above cannot come into being, whatever the text says.
 */
export function renderTokens(tokens: readonly Token[], source: string, isOpen: boolean): Children {
  return buildAll(tokens, source.split('\n'), isOpen, false);
}
