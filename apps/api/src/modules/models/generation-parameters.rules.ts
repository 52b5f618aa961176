import type { GenerationParameters } from './generation-parameters.type.ts';

/** The first value given for each parameter, the nearest source first: message, session, preferences, model. */
export function mergeParameters(...nearestFirst: GenerationParameters[]): GenerationParameters {
  const merged: GenerationParameters = {};
  for (const source of [...nearestFirst].reverse()) {
    for (const [name, value] of Object.entries(source) as [keyof GenerationParameters, number | null | undefined][]) {
      if (value !== undefined && value !== null) merged[name] = value;
    }
  }
  return merged;
}
