import { uploadDocumentInput } from '@parley/inputs';
import { problemsIn } from '../../check-form.ts';
import { t } from './locales/en.ts';

/** What was typed as a JSON object; nothing typed is an empty one. */
export function parseObject(text: string): { value: Record<string, unknown> } | { problem: string } {
  if (text.trim() === '') return { value: {} };
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const problem = problemsIn(uploadDocumentInput, { metadata: value })['metadata'];
    return problem === undefined ? { value } : { problem };
  } catch (error) {
    return { problem: t('notJson', { reason: (error as Error).message }) };
  }
}
