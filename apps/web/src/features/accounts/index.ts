export { default as AccountForm } from './AccountForm.vue';
export { default as EmailField } from './EmailField.vue';
export { isNewServer, lookForAccounts } from './new-server.ts';
export { safeNextPath } from './next-path.ts';
export { useAccountForm } from './use-account-form.ts';
export { t } from './locales/en.ts';
