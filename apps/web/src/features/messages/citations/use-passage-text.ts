import type { CitationFieldsFragment } from '@parley/graphql';
import { shallowRef } from 'vue';
import { apolloClient } from '../../../graphql/apollo-client.ts';
import { problemOf } from '../../../graphql/errors.ts';
import { passagesQuery } from '../../knowledge/index.ts';
import { t } from '../locales/en.ts';

/** Texts that were read once; a passage never changes. */
const known = new Map<string, string>();
const mostKept = 200;

/** The text of a passage, asked for when the first component wants it. */
export function usePassageText({ id, ordinal, document }: CitationFieldsFragment['chunk']) {
  const text = shallowRef<string | null>(known.get(id) ?? null);
  const problem = shallowRef<string | null>(null);

  async function read(): Promise<void> {
    try {
      const variables = { id: document.id, from: ordinal, first: 1 };
      const { data } = await apolloClient.query({ query: passagesQuery, variables, fetchPolicy: 'no-cache' });
      const passage = data.document?.chunks.nodes.find((chunk) => chunk.id === id);
      if (!passage) problem.value = t('passageGone');
      else {
        text.value = passage.text;
        known.set(id, passage.text);
        if (known.size > mostKept) known.delete(known.keys().next().value!);
      }
    } catch (error) {
      const { code, message } = problemOf(error);
      problem.value = code === 'NOT_FOUND' ? t('documentDeleted') : message;
    }
  }

  if (text.value === null) void read();
  return { text, problem };
}
