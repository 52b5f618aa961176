// What forms need before they load a schema: plain data, so that a page which shows a limit does not load zod.

export interface NumberRange {
  min: number;
  max: number;
  isWhole: boolean;
}

const decimal = (min: number, max: number): NumberRange => ({ min, max, isWhole: false });
const whole = (min: number, max: number): NumberRange => ({ min, max, isWhole: true });

/** Ceiling of `maxTokens` for a model for which nobody raised it. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 3000;

/** @param maxTokens the ceiling of the model. */
export const parameterRanges = (maxTokens = DEFAULT_MAX_OUTPUT_TOKENS) => ({
  temperature: decimal(0, 2),
  topP: decimal(0, 1),
  topK: whole(0, 100),
  maxTokens: whole(1, maxTokens),
  seed: whole(-(2 ** 31), 2 ** 31 - 1),
});

/** Of looking into documents; `results` are those of a search. */
export const retrievalRanges = { topK: whole(1, 20), minScore: decimal(0, 1), results: whole(1, 100) };

/** Most characters of a text. */
export const maxLengths = { title: 200, collectionName: 100, documentQuery: 2_000, feedback: 5_000 };

export const MIN_PASSWORD_CHARACTERS = 8;
