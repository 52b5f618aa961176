import './app.css';
import icons from '@nuxt/ui/runtime/vue/plugins/icons.js';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { createApp } from 'vue';
import App from './App.vue';
import { apolloClient } from './graphql/apollo-client.ts';
import { router } from './router.ts';

createApp(App).provide(DefaultApolloClient, apolloClient).use(router).use(icons).mount('#app');
