export { GenerationParameters, GenerationParametersInput } from './generation-parameters.type.ts';
export { mergeParameters } from './generation-parameters.rules.ts';
export { ModelCatalogue } from './model-catalogue.service.ts';
export { ModelPrices } from './model-prices.service.ts';
export { ModelResolver } from './model.resolver.ts';
