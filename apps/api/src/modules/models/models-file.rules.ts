import { z } from 'zod';
import type { Money } from '../../kernel/money.ts';

export interface ConfiguredPrice {
  validFrom: Date;
  inputPerMillion: Money;
  outputPerMillion: Money;
}

/** What an administrator says about a model; it goes before the catalogue and before what the provider reports. */
export interface ModelOverride {
  contextWindow?: number | undefined;
  maxOutputTokens?: number | undefined;
  prices: readonly ConfiguredPrice[];
}

/** By model id. */
export type ModelOverrides = ReadonlyMap<string, ModelOverride>;

const modelId = z.string().regex(/^[a-z0-9-]{1,40}:\S(.{0,248}\S)?$/, 'must be a model id, provider:name');
const amount = z
  .string('must be a decimal amount as a string, for example "2.5"')
  .regex(/^\d{1,6}(\.\d{1,12})?$/, 'must be a decimal amount below 1000000 as a string, for example "2.5"');
const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], 'must be a date (2026-01-01) or a moment in ISO 8601')
  .transform((text) => new Date(text));
const tokens = (most: number) => z.int(`must be a whole number, 1 to ${most}`).min(1).max(most);

const price = z.strictObject({ validFrom: moment, inputPerMillion: amount, outputPerMillion: amount });
const override = z.strictObject({
  contextWindow: tokens(100_000_000).optional(),
  maxOutputTokens: tokens(1_000_000).optional(),
  prices: z
    .array(price)
    .max(1_000)
    .refine(
      (rows) => new Set(rows.map((row) => row.validFrom.getTime())).size === rows.length,
      'has two prices for one moment',
    )
    .default([]),
});
const modelsFile = z.strictObject({ models: z.record(modelId, override) });

/**
 * Reads the text of MODELS_FILE.
 * @param fileName how errors call the file.
 * @throws Error that names each wrong place and what it must be.
 */
export function parseModelsFile(text: string, fileName: string): ModelOverrides {
  const result = modelsFile.safeParse(parseJson(text, fileName));
  if (result.success) return new Map(Object.entries(result.data.models));
  const faults = result.error.issues.map((issue) => `  ${issue.path.join(' › ') || 'file'}: ${messageOf(issue)}`);
  throw new Error(`${fileName} is wrong:\n${faults.join('\n')}\nSee docs/operate/models.md.`);
}

/** A wrong key is reported within: what is wrong about it says more than that it is. */
function messageOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`${fileName} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
