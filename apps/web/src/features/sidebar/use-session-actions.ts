import { useToast } from '@nuxt/ui/composables/useToast';
import type { SessionRowFragment, UpdateSessionInput } from '@parley/graphql';
import { useRoute, useRouter } from 'vue-router';
import { useAction } from '../../composables/use-action.ts';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { failureOf } from '../../graphql/errors.ts';
import { upsertSession, removeSession } from './session-cache.ts';
import { deleteSessionMutation, restoreSessionMutation, updateSessionRowMutation } from './sessions.queries.ts';
import { common } from '../../i18n/locales/en.ts';
import { t } from './locales/en.ts';

type Session = SessionRowFragment;
const undoMs = 8_000;

function counted(sessions: readonly Session[]): string {
  return sessions.length === 1 ? t('quoted', { title: sessions[0]!.title }) : t('counted', { count: sessions.length });
}

/** What can be done with conversations from a list. Every failure is shown; deleting and archiving can be undone. */
export function useSessionActions() {
  const toast = useToast();
  const { run } = useAction();
  const route = useRoute();
  const router = useRouter();

  function offerUndo(title: string, icon: string, undo: () => Promise<unknown>): void {
    toast.add({
      title,
      icon,
      color: 'neutral',
      duration: undoMs,
      actions: [
        {
          label: common('undo'),
          icon: 'i-lucide-undo-2',
          color: 'primary',
          variant: 'soft',
          onClick: () => void undo(),
        },
      ],
    });
  }

  async function change(input: UpdateSessionInput): Promise<void> {
    const { data } = await apolloClient.mutate({ mutation: updateSessionRowMutation, variables: { input } });
    if (data) upsertSession(apolloClient.cache, data.updateSession);
  }

  /** Runs one request after the other until one fails; gives the conversations that are done. */
  async function forEach(sessions: readonly Session[], failure: string, work: (session: Session) => Promise<void>) {
    const done: Session[] = [];
    await run(failure, async () => {
      for (const session of sessions) {
        await work(session);
        done.push(session);
      }
    });
    return done;
  }

  function leaveIfOpen(sessions: readonly Session[]): void {
    if (sessions.some(({ id }) => id === route.params['sessionId'])) void router.push('/');
  }

  async function restore(session: Session): Promise<void> {
    const { data } = await apolloClient.mutate({ mutation: restoreSessionMutation, variables: { id: session.id } });
    if (data) upsertSession(apolloClient.cache, data.restoreSession);
  }

  return {
    /** Resolves to the problem when the title was refused, so that it can be shown where it is typed. */
    async rename(session: Session, title: string): Promise<string | null> {
      return (await failureOf(change({ id: session.id, title })))?.message ?? null;
    },

    async setPinned(session: Session, isPinned: boolean): Promise<void> {
      const failure = isPinned ? t('pinFailed') : t('unpinFailed');
      await forEach([session], failure, ({ id }) => change({ id, isPinned }));
    },

    async setArchived(sessions: readonly Session[], isArchived: boolean): Promise<void> {
      const failure = isArchived ? t('archiveFailed') : t('restoreFailed');
      const done = await forEach(sessions, failure, ({ id }) => change({ id, isArchived }));
      if (done.length === 0) return;
      const title = t(isArchived ? 'archivedThese' : 'restoredThese', { chats: counted(done) });
      offerUndo(title, isArchived ? 'i-lucide-archive' : 'i-lucide-archive-restore', () =>
        forEach(done, t('undoFailed'), ({ id }) => change({ id, isArchived: !isArchived })),
      );
    },

    async remove(sessions: readonly Session[]): Promise<void> {
      const done = await forEach(sessions, t('deleteFailed'), async ({ id }) => {
        await apolloClient.mutate({ mutation: deleteSessionMutation, variables: { id } });
        removeSession(apolloClient.cache, id);
      });
      if (done.length === 0) return;
      leaveIfOpen(done);
      offerUndo(t('deletedThese', { chats: counted(done) }), 'i-lucide-trash-2', () =>
        forEach(done, t('undoFailed'), restore),
      );
    },
  };
}
