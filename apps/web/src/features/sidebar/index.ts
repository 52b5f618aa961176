export { sessionsQuery } from './sessions.queries.ts';
export { default as SessionSidebar } from './SessionSidebar.vue';
export { default as SessionTitleMenu } from './SessionTitleMenu.vue';
export { useSessionFeed } from './use-session-feed.ts';
export { useSessionTitle } from './use-session-title.ts';
