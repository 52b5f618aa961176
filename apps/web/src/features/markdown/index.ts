export { citationMarkKey } from './citation-marks.ts';
export { loadMarkdownView } from './load-view.ts';
export { visibleText } from './visible-text.ts';
