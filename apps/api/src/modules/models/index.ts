export { GenerationParameters, GenerationParametersInput } from './generation-parameters.type.ts';
export { checkParameters, DEFAULT_MAX_OUTPUT_TOKENS, mergeParameters } from './generation-parameters.rules.ts';
export { ModelPrice } from './model-price.entity.ts';
