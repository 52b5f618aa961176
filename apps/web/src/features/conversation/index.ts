export { default as ConversationView } from './ConversationView.vue';
