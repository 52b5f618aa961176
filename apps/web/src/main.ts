import './app.css';
import icons from '@nuxt/ui/runtime/vue/plugins/icons.js';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { createApp } from 'vue';
import App from './App.vue';
import { apolloClient } from './graphql/apollo-client.ts';
import { refetchFailedQueries } from './graphql/recovery.ts';
import { retrySocket } from './graphql/retry-socket.ts';
import { languageShown } from './i18n/language.ts';
import { router } from './router.ts';

const app = createApp(App).provide(DefaultApolloClient, apolloClient).use(router).use(icons);
// Until the first page is loaded, index.html shows that it is.
void Promise.all([router.isReady().catch(() => undefined), languageShown]).then(() => app.mount('#app'));
retrySocket();
refetchFailedQueries(apolloClient);
