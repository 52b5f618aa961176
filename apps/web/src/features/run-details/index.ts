import { defineAsyncComponent } from 'vue';

export const RunDetails = defineAsyncComponent(() => import('./RunDetails.vue'));
