export { default as FeedbackButtons } from './FeedbackButtons.vue';
