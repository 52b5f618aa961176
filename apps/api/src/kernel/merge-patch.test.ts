import { expect, it } from 'vitest';
import { mergePatch } from './merge-patch.ts';

const kept = { theme: 'DARK', parameters: { temperature: 0.5, topK: 40 } };

it.each([
  [{}, kept],
  [{ theme: undefined, parameters: { temperature: undefined } }, kept],
  [{ theme: null }, { parameters: kept.parameters }],
  [{ parameters: { temperature: 0, topK: null } }, { theme: 'DARK', parameters: { temperature: 0 } }],
  [{ parameters: null }, { theme: 'DARK' }],
] as const)('%j', (patch, merged) => {
  expect(mergePatch<Record<string, unknown>>(kept, patch)).toEqual(merged);
  expect(kept).toEqual({ theme: 'DARK', parameters: { temperature: 0.5, topK: 40 } });
});

it('removes nulls where nothing was kept', () => {
  expect(mergePatch({}, { parameters: { topK: null, seed: 1 } } as object)).toEqual({ parameters: { seed: 1 } });
});
