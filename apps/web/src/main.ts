import './app.css';
import ui from '@nuxt/ui/vue-plugin';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { createApp } from 'vue';
import App from './App.vue';
import { apolloClient } from './graphql/apollo-client.ts';
import { router } from './router.ts';

createApp(App).provide(DefaultApolloClient, apolloClient).use(router).use(ui).mount('#app');
