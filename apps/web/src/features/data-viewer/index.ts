export { default as DataView } from './DataView.vue';
export { default as JsonErrorView } from './JsonErrorView.vue';
export { useViewerSource } from './use-viewer-source.ts';
export { default as ViewerStart } from './ViewerStart.vue';
export { t } from './locales/en.ts';
