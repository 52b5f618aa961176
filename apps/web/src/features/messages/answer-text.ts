import { defineAsyncComponent, nextTick } from 'vue';

const load = () => import('../markdown/MarkdownView.vue');

/** The text of an answer. One for all answers: once it is loaded, each is shown at once. */
export const AnswerText = defineAsyncComponent(load);

/** Begins to load it, so that it is there when the first answer is; the start page itself does without. */
export function loadAnswerText(): void {
  void load();
}

/** Resolves once answers are shown as they will be, so that their heights are known. */
export async function untilAnswerText(): Promise<void> {
  await load();
  await nextTick();
}
