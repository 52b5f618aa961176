import { badInput } from '../../kernel/errors.ts';
import type { GenerationParameters, GenerationParametersInput } from './generation-parameters.type.ts';

/** Ceiling of `maxTokens` for a model for which nobody raised it. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 3000;

type Name = keyof GenerationParameters;

/**
 * Checks each parameter that is given against its range and drops the nulls.
 * @param maxOutputTokens the model's ceiling for `maxTokens`.
 * @throws ParleyError BAD_USER_INPUT naming the parameter and its range.
 */
export function checkParameters(
  input: GenerationParametersInput | null | undefined,
  maxOutputTokens: number,
): GenerationParameters {
  const ranges: Record<Name, [number, number]> = {
    temperature: [0, 2],
    topP: [0, 1],
    topK: [0, 100],
    maxTokens: [1, maxOutputTokens],
    seed: [-(2 ** 31), 2 ** 31 - 1],
  };
  const checked: GenerationParameters = {};
  for (const name of Object.keys(ranges) as Name[]) {
    const value = input?.[name];
    if (value === undefined || value === null) continue;
    const [least, most] = ranges[name];
    if (!Number.isFinite(value) || value < least || value > most) {
      throw badInput(`parameters.${name}`, `${name} must be between ${least} and ${most}.`);
    }
    checked[name] = value;
  }
  return checked;
}

/** The first value given for each parameter, the nearest source first: message, session, preferences, model. */
export function mergeParameters(...nearestFirst: GenerationParameters[]): GenerationParameters {
  const merged: GenerationParameters = {};
  for (const source of [...nearestFirst].reverse()) {
    for (const [name, value] of Object.entries(source) as [Name, number | null | undefined][]) {
      if (value !== undefined && value !== null) merged[name] = value;
    }
  }
  return merged;
}
