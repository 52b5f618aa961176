export { signInInput, signUpInput } from './account.ts';
export {
  createCollectionInput,
  searchDocumentsInput,
  updateCollectionInput,
  updateDocumentInput,
  updateSessionRetrievalInput,
  uploadDocumentInput,
} from './documents.ts';
export { submitFeedbackInput } from './feedback.ts';
export {
  DEFAULT_MAX_OUTPUT_TOKENS,
  maxLengths,
  MIN_PASSWORD_CHARACTERS,
  type NumberRange,
  parameterRanges,
  retrievalRanges,
} from './limits.ts';
export { editMessageInput, searchMessagesInput, sendMessageInput } from './message.ts';
export { mayHaveChanged } from './metadata.ts';
export { generationParameters } from './parameters.ts';
export { preferences, themes, updatePreferencesInput } from './preferences.ts';
export type { Problem } from './rule.ts';
export { createSessionInput, type SessionOptions, updateSessionInput } from './session.ts';
export { isBlank } from './text.ts';
