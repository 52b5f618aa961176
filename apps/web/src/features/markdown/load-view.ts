/** The renderer is large: it is loaded when the first text is there to be shown. */
export const loadMarkdownView = () => import('./MarkdownView.vue');
