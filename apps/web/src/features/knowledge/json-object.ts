import { t } from './locales/en.ts';

/** What was typed as a JSON object; nothing typed is an empty one. */
export function parseObject(text: string): { value: Record<string, unknown> } | { problem: string } {
  if (text.trim() === '') return { value: {} };
  try {
    let isChanged = false;
    const value: unknown = JSON.parse(text, (_name, each: unknown) => {
      if (typeof each === 'number' && Number.isInteger(each) && !Number.isSafeInteger(each))
        isChanged ||= Math.abs(each) < 1e21;
      if (each === Infinity || each === -Infinity) isChanged = true;
      return each;
    });
    if (isChanged) return { problem: t('tooManyDigits') };
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown> };
  } catch (error) {
    return { problem: t('notJson', { reason: (error as Error).message }) };
  }
  return { problem: t('mustBeObject', { example: '{"year": 2024}' }) };
}
