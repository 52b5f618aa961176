import { defineAsyncComponent, nextTick } from 'vue';
import { loadMarkdownView } from '../markdown/index.ts';

/** The text of an answer. One for all answers: once it is loaded, each is shown at once. */
export const AnswerText = defineAsyncComponent(loadMarkdownView);

/** Begins to load it, so that it is there when the first answer is; the start page itself does without. */
export function loadAnswerText(): void {
  void loadMarkdownView();
}

/** Resolves once answers are shown as they will be, so that their heights are known. */
export async function answerTextLoaded(): Promise<void> {
  await loadMarkdownView();
  await nextTick();
}
