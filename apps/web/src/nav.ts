import type { Component } from 'vue';
import { common } from './i18n/locales/en.ts';

/** A page inside the shell: one line here gives it a route, a place in the navigation and in the command palette. */
export interface NavPage {
  path: string;
  /** Its name, in the language that is shown. */
  label: () => string;
  icon: string;
  /** `main`: in the sidebar. `account`: in the menu of the account. */
  place: 'main' | 'account';
  /** Shown to administrators only; the API refuses others in any case. */
  isAdminOnly?: boolean;
  component: () => Promise<{ default: Component }>;
}

/** Every page, for the router. */
export const navPages: readonly NavPage[] = [
  {
    path: '/documents',
    label: () => common('pageDocuments'),
    icon: 'i-lucide-library',
    place: 'main',
    component: () => import('./pages/DocumentsPage.vue'),
  },
  {
    path: '/search',
    label: () => common('pageSearch'),
    icon: 'i-lucide-text-search',
    place: 'main',
    component: () => import('./pages/SearchPage.vue'),
  },
  {
    path: '/viewer',
    label: () => common('pageViewer'),
    icon: 'i-lucide-table-properties',
    place: 'main',
    component: () => import('./pages/ViewerPage.vue'),
  },
  {
    path: '/settings',
    label: () => common('pageSettings'),
    icon: 'i-lucide-settings-2',
    place: 'account',
    component: () => import('./pages/SettingsPage.vue'),
  },
  {
    path: '/jobs',
    label: () => common('pageJobs'),
    icon: 'i-lucide-list-todo',
    place: 'account',
    isAdminOnly: true,
    component: () => import('./pages/JobsPage.vue'),
  },
];

/** The pages somebody is shown. */
export const navPagesFor = (viewer: { role: string } | null): NavPage[] =>
  navPages.filter(({ isAdminOnly }) => !isAdminOnly || viewer?.role === 'ADMIN');
