/** What was typed as a JSON object; nothing typed is an empty one. */
export function parseObject(text: string): { value: Record<string, unknown> } | { problem: string } {
  if (text.trim() === '') return { value: {} };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown> };
  } catch (error) {
    return { problem: `This is not JSON: ${(error as Error).message}.` };
  }
  return { problem: 'It must be a JSON object, for example {"year": 2024}.' };
}
