import { useEventListener, useResizeObserver } from '@vueuse/core';
import { nextTick, shallowRef, type Ref } from 'vue';
import {
  afterGrowth,
  afterScroll,
  isFarFromEnd,
  topAfterGrowth,
  type ScrollMetrics,
  type ScrollState,
} from './scroll-rules.ts';
import { highlightWords } from './highlight-words.ts';

/** Room above a question that was moved to the top. */
const questionMargin = 16;

/**
 * Scrolling of a conversation. The reader's own scrolling is told from ours by where the view is expected to
 * be, not by when it moved.
 */
export function useChatScroll(view: Readonly<Ref<HTMLElement | null>>, content: Readonly<Ref<HTMLElement | null>>) {
  const isAwayFromEnd = shallowRef(false);
  let state: ScrollState = { mode: 'following', expectedTop: 0, knownHeight: 0 };

  function metrics(element: HTMLElement): ScrollMetrics {
    return { top: element.scrollTop, viewHeight: element.clientHeight, fullHeight: element.scrollHeight };
  }

  function put(top: number, mode = state.mode): void {
    if (!view.value) return;
    view.value.scrollTop = top;
    // What the browser made of it: it cannot go past the end.
    state = { mode, expectedTop: view.value.scrollTop, knownHeight: view.value.scrollHeight };
    isAwayFromEnd.value = isFarFromEnd(metrics(view.value));
  }

  function settle(): void {
    // The start page has no end to be followed.
    if (!view.value || !content.value) return;
    state = afterGrowth(state, metrics(view.value));
    const top = topAfterGrowth(state, metrics(view.value));
    if (top !== null) put(top);
    else isAwayFromEnd.value = isFarFromEnd(metrics(view.value));
  }

  useEventListener(
    view,
    'scroll',
    () => {
      if (!view.value || !content.value) return;
      state = afterScroll(state, metrics(view.value));
      isAwayFromEnd.value = isFarFromEnd(metrics(view.value));
    },
    { passive: true },
  );
  useResizeObserver(content, settle);
  useResizeObserver(view, settle);

  /** Goes to the end and follows it from there. */
  function jumpToEnd(): void {
    if (view.value) put(view.value.scrollHeight, 'following');
  }

  function messageElement(messageId: string): HTMLElement | null {
    return view.value?.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`) ?? null;
  }

  /** Moves a message near the top, where it rests; the rest of the page stays as it is. */
  async function showMessage(messageId: string): Promise<HTMLElement | null> {
    await nextTick();
    const message = messageElement(messageId);
    if (!view.value || !message) return null;
    const distance = message.getBoundingClientRect().top - view.value.getBoundingClientRect().top;
    put(view.value.scrollTop + distance - questionMargin, 'resting');
    return message;
  }

  /** Measures a question, for the room its answer gets below it. */
  function measureQuestion(messageId: string): void {
    const height = messageElement(messageId)?.offsetHeight ?? 0;
    view.value?.style.setProperty('--question-height', `${height + questionMargin}px`);
  }

  /** Moves a question near the top; its answer grows below it and nothing moves while one reads. */
  async function showQuestion(messageId: string): Promise<void> {
    await nextTick();
    measureQuestion(messageId);
    await showMessage(messageId);
  }

  /** Moves to a message that was looked for, and draws the eye to it and to the words it was found by. */
  async function findMessage(messageId: string, words: readonly string[]): Promise<void> {
    const message = await showMessage(messageId);
    if (!message) return;
    highlightWords(message, words);
    message.classList.add('found-message');
    message.addEventListener('animationend', () => message.classList.remove('found-message'), { once: true });
    const article = message.querySelector<HTMLElement>('article');
    article?.setAttribute('tabindex', '-1');
    article?.focus({ preventScroll: true });
  }

  /** Brings a message near the top of the view where it is not seen as a whole. */
  async function revealMessage(messageId: string): Promise<HTMLElement | null> {
    await nextTick();
    const message = messageElement(messageId);
    if (!view.value || !message) return null;
    const [{ top, bottom }, area] = [message.getBoundingClientRect(), view.value.getBoundingClientRect()];
    return top >= area.top && bottom <= area.bottom ? message : showMessage(messageId);
  }

  /** Leaves the view where it is, whatever comes. */
  function rest(): void {
    if (view.value) put(view.value.scrollTop, 'resting');
  }

  /** Lets `change` put something above without moving what is read. */
  async function keepPlace(change: () => Promise<void>): Promise<void> {
    const element = view.value;
    const below = element ? element.scrollHeight - element.scrollTop : 0;
    await change();
    await nextTick();
    if (element) put(element.scrollHeight - below);
  }

  return {
    isAwayFromEnd,
    jumpToEnd,
    showQuestion,
    findMessage,
    revealMessage,
    measureQuestion,
    rest,
    keepPlace,
  };
}
