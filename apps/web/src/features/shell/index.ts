export const loadAppShell = () => import('./AppShell.vue');
