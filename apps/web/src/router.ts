import { watchEffect } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { lookForAccounts, safeNextPath } from './features/accounts/index.ts';
import { loadViewer, useViewer } from './viewer/use-viewer.ts';
import { loadAppShell } from './features/shell/index.ts';
import { onRecovery } from './graphql/recovery.ts';
import { onSessionExpiry } from './graphql/session-expiry.ts';
import { navPages } from './nav.ts';
import { common } from './i18n/locales/en.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown in the browser's tab; the chat page sets its own. */
    title?: () => string;
    /** Pages for people who are not signed in. */
    isPublic?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    {
      path: '/sign-in',
      component: () => import('./pages/SignInPage.vue'),
      meta: { title: () => common('pageSignIn'), isPublic: true },
    },
    {
      path: '/sign-up',
      component: () => import('./pages/SignUpPage.vue'),
      meta: { title: () => common('pageSignUp'), isPublic: true },
    },
    {
      path: '/',
      component: loadAppShell,
      children: [
        { path: '', name: 'new-chat', component: () => import('./pages/ChatPage.vue') },
        { path: 'c/:sessionId', name: 'chat', component: () => import('./pages/ChatPage.vue') },
        ...navPages.map(({ path, label, component }) => ({ path, component, meta: { title: label } })),
        {
          path: ':rest(.*)*',
          component: () => import('./pages/NotFoundPage.vue'),
          meta: { title: () => common('notFound') },
        },
      ],
    },
  ],
});

router.beforeEach(async (to) => {
  // When the server is away the page is shown all the same; each part of it says so and offers a retry.
  const viewer = await loadViewer().catch(() => undefined);
  if (viewer && to.meta.isPublic) return safeNextPath(to.query['next']);
  if (viewer !== null && !to.meta.isPublic) return true;
  // Nobody can sign in to a server without accounts: the first one is made.
  const path = (await lookForAccounts()) ? '/sign-in' : '/sign-up';
  if (to.meta.isPublic) return to.path === '/sign-in' && path === '/sign-up' ? { path, query: to.query } : true;
  return { path, query: to.fullPath === '/' ? {} : { next: to.fullPath } };
});

// The page was opened while the server was away: only now is it known whose it is.
onRecovery(async () => {
  const viewer = await loadViewer().catch(() => undefined);
  const { fullPath, meta } = router.currentRoute.value;
  if (viewer === null && !meta.isPublic) await router.replace({ path: '/sign-in', query: { next: fullPath } });
});

// Follows the language as well.
watchEffect(() => {
  const { title } = router.currentRoute.value.meta;
  if (title) document.title = `${title()} · Parley`;
});

onSessionExpiry(() => {
  const { fullPath, meta } = router.currentRoute.value;
  const { viewer, forgetViewer } = useViewer();
  if (meta.isPublic || viewer.value === null) return;
  void forgetViewer().then(() => router.replace({ path: '/sign-in', query: { next: fullPath, expired: '1' } }));
});
