export { default as DataView } from './DataView.vue';
export { default as FaultView } from './FaultView.vue';
export { useViewerSource } from './use-viewer-source.ts';
export { default as ViewerStart } from './ViewerStart.vue';
