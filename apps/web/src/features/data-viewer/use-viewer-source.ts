import { onScopeDispose, shallowRef } from 'vue';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { problemOf } from '../../graphql/errors.ts';
import { watchedFetch } from '../../graphql/reachability.ts';
import { onRecovery } from '../../graphql/recovery.ts';
import { documentQuery } from '../knowledge/index.ts';
import type { DataKind, DataSummary } from './viewer-data.ts';
import { ViewerClient, ViewerProblem } from './viewer-client.ts';
import { t } from './locales/en.ts';

/** Data that is shown, and where it is from. */
export interface OpenData {
  name: string;
  summary: DataSummary;
  client: ViewerClient;
}

function kindOf(fileName: string): DataKind | null {
  if (/\.json$/i.test(fileName)) return 'json';
  return /\.(?:csv|tsv)$/i.test(fileName) ? 'csv' : null;
}

async function download(id: string): Promise<{ name: string; bytes: ArrayBuffer }> {
  const { data } = await apolloClient.query({ query: documentQuery, variables: { id } }).catch((error: unknown) => {
    const { code, message } = problemOf(error);
    throw new ViewerProblem(code === 'NOT_FOUND' ? t('documentDeleted') : message, null);
  });
  const response = await watchedFetch()(`/api/documents/${encodeURIComponent(id)}/file`).catch(() => null);
  if (!data.document || !response?.ok) throw new ViewerProblem(t('loadFailed'), null);
  return { name: data.document.fileName, bytes: await response.arrayBuffer() };
}

/** What the viewer shows: a document, a file of this device, or pasted text. The latest one wins. */
export function useViewerSource() {
  const open = shallowRef<OpenData | null>(null);
  const problem = shallowRef<ViewerProblem | null>(null);
  /** Name of what is being read. */
  const reading = shallowRef<string | null>(null);
  let turn = 0;

  /** The document that is shown, or was to be. */
  let documentId: string | null = null;

  function close(): void {
    turn += 1;
    documentId = null;
    open.value?.client.close();
    open.value = null;
    problem.value = null;
    reading.value = null;
  }

  async function show(
    name: string,
    load: () => Promise<{ name: string; source: ArrayBuffer | string }>,
    kind?: DataKind,
  ): Promise<void> {
    close();
    const current = turn;
    reading.value = name;
    let client: ViewerClient | undefined;
    try {
      const loaded = await load();
      if (current !== turn) return;
      client = new ViewerClient();
      const summary = await client.call('open', loaded.source, kind ?? kindOf(loaded.name));
      if (current !== turn) return client.close();
      open.value = { name: loaded.name, summary, client };
    } catch (error) {
      client?.close();
      if (current !== turn) return;
      problem.value = error instanceof ViewerProblem ? error : new ViewerProblem(t('readFailed'), null);
    } finally {
      if (current === turn) reading.value = null;
    }
  }

  async function showDocument(id: string): Promise<void> {
    const showing = show(t('theDocument'), async () => {
      const { name, bytes } = await download(id);
      return { name, source: bytes };
    });
    documentId = id;
    await showing;
  }

  onScopeDispose(close);
  onRecovery(() => problem.value && documentId !== null && showDocument(documentId));

  return {
    open,
    problem,
    reading,
    close,
    showDocument,
    showFile: (file: File) => show(file.name, async () => ({ name: file.name, source: await file.arrayBuffer() })),
    showText: (text: string) => show(t('whatYouPasted'), async () => ({ name: t('pastedData'), source: text })),
  };
}
