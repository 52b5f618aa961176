import { isVNode, type InjectionKey, type VNode, type VNodeArrayChildren } from 'vue';

/** Makes the mark of a number, or null when it is no citation but just a number in brackets. */
export type MakeMark = (number: number) => VNode | null;

/** How `[1]` is shown in the Markdown below a component; without it, it stays text. */
export const citationMarkKey: InjectionKey<MakeMark> = Symbol('citation marks');

const citation = /\[(\d{1,3}(?:, ?\d{1,3})*)\]/g;
/** Where brackets are part of what is quoted. */
const untouched = new Set<unknown>(['a', 'code', 'pre']);

function markText(text: string, makeMark: MakeMark): VNodeArrayChildren {
  const children: VNodeArrayChildren = [];
  let end = 0;
  for (const match of text.matchAll(citation)) {
    const marks = match[1]!.split(',').map((number) => makeMark(Number(number)));
    if (marks.some((mark) => mark === null)) continue;
    // Without the space before it, so that the mark stays with its word.
    children.push(text.slice(end, match.index).trimEnd(), ...marks);
    end = match.index + match[0].length;
  }
  children.push(text.slice(end));
  return children;
}

/** Puts marks in the place of `[1]` and `[1, 2]`, at any depth, except in code and links. */
export function withCitationMarks(children: VNodeArrayChildren, makeMark: MakeMark): VNodeArrayChildren {
  return children.flatMap((child) => {
    if (typeof child === 'string') return child.includes('[') ? markText(child, makeMark) : [child];
    if (isVNode(child) && Array.isArray(child.children) && !untouched.has(child.type))
      child.children = withCitationMarks(child.children, makeMark);
    return [child];
  });
}
