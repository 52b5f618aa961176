export { default as JobRow } from './JobRow.vue';
export { default as JobSums } from './JobSums.vue';
export { useJobs } from './use-jobs.ts';
export { t } from './locales/en.ts';
