import { badInput, type ParleyError } from '../../kernel/errors.ts';
import { type KnownModel, knownModels, windowsByName } from './catalogue.ts';

/** Longest name of a model at its provider; a model id has room for the provider before it. */
const MAX_MODEL_NAME = 250;

const version = /-(?:latest|\d{4}-\d{2}-\d{2}|\d{8}|\d{3})$/;

/** True for a name that can be kept and shown: one line, well-formed, not too long, no space around it. */
export function isModelName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= MAX_MODEL_NAME &&
    name === name.trim() &&
    name.isWellFormed() &&
    !/[\0-\x1f\x7f]/.test(name)
  );
}

/** Takes `provider:name` apart at the first colon (names have colons too); null when it is no such thing. */
export function parseModelId(modelId: string): { providerId: string; name: string } | null {
  const match = /^([a-z0-9-]{1,40}):(.+)$/s.exec(modelId);
  const [, providerId, name] = match ?? [];
  return providerId && name && isModelName(name) ? { providerId, name } : null;
}

export function unknownModel(modelId: string): ParleyError {
  const shown = isModelName(modelId)
    ? `“${modelId.slice(0, 100)}” is not a model of this server.`
    : 'That is not a model id.';
  return badInput('modelId', `${shown} Take one from the query models, written provider:name.`);
}

/** A model id without the version at its end: `openai:gpt-4o-2024-08-06` is priced as `openai:gpt-4o`. */
export const withoutVersion = (modelId: string): string => modelId.replace(version, '');

const modelsOf = (providerId: string): readonly KnownModel[] =>
  Object.hasOwn(knownModels, providerId) ? knownModels[providerId]! : [];

/** True for a name the catalogue has exactly so. */
export const isKnownModel = (providerId: string, name: string): boolean =>
  modelsOf(providerId).some((one) => one.name === name);

/** What the catalogue has about a model, by its name or by its name without the version. */
function findKnownModel(providerId: string, name: string): KnownModel | null {
  const models = modelsOf(providerId);
  return models.find((one) => one.name === name) ?? models.find((one) => one.name === withoutVersion(name)) ?? null;
}

/** The context window of a model in tokens as far as its name tells; null where it does not. */
export function knownContextWindow(providerId: string, name: string): number | null {
  const known = findKnownModel(providerId, name)?.contextWindow;
  return known ?? windowsByName.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
