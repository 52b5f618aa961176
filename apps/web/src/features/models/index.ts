export { default as AddModelHint } from './AddModelHint.vue';
export { groupModels, hasOnlyBuiltIn, modelFacts, notAvailable, providerLabel } from './model-groups.ts';
export { default as ModelMenu } from './ModelMenu.vue';
export { type ParameterName, parameterRules, parseParameter, parseParameters, rulesFor } from './parameter-rules.ts';
export { default as ParameterFields } from './ParameterFields.vue';
export { type Model, useModels } from './use-models.ts';
