import { fileURLToPath } from 'node:url';
import ui from '@nuxt/ui/vite';
import { graphql } from '@parley/graphql';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

// `PARLEY_API` points the development server at an API elsewhere. The Host header is kept, so that
// the API's check of Origin against Host holds behind the proxy as well.
const api = { target: process.env['PARLEY_API'] ?? 'http://127.0.0.1:4000', changeOrigin: false };

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * A style sheet in the head keeps the page white until it is there. Behind what index.html shows meanwhile it does not,
 * and scripts wait for it all the same.
 */
const stylesLast: Plugin = {
  name: 'parley:styles-last',
  transformIndexHtml: {
    order: 'post',
    handler(html) {
      const links = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? [];
      const rest = links.reduce((text, link) => text.replace(link, ''), html);
      return rest.replace('  </body>', `${links.join('')}  </body>`);
    },
  },
};

/** Puts each GraphQL document where it is used: else the first page would load those of all pages. */
const inlineDocuments: Plugin = {
  name: 'parley:inline-documents',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\.queries\.ts$/ },
    handler: (code) => code.replace(/\bgraphql\(`([^`]*)`\)/g, (_call, text: string) => JSON.stringify(graphql(text))),
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [
    stylesLast,
    inlineDocuments,
    vue(),
    ui({
      // Components are imported where they are used: `import UButton from '@nuxt/ui/components/Button.vue'`.
      components: false,
      autoImport: false,
      dts: false,
      // The theme is set by /before-paint.js before the first paint and kept by composables/use-theme.ts.
      colorMode: false,
      // Only icons named in the source end up in the bundle; nothing is fetched at run time.
      icon: {
        clientBundle: { scan: { globInclude: ['src/**/*.{vue,ts}'], globExclude: ['**/*.test.ts'] }, sizeLimitKb: 64 },
      },
      ui: {
        colors: {
          primary: 'petrol',
          neutral: 'paper',
          secondary: 'paper',
          success: 'emerald',
          info: 'sky',
          warning: 'amber',
          error: 'red',
        },
        // The default fades the colour under the pointer, and white on it falls below 4.5:1.
        button: {
          compoundVariants: [
            {
              color: 'primary',
              variant: 'solid',
              class: 'hover:bg-petrol-800 active:bg-petrol-800 dark:hover:bg-petrol-300 dark:active:bg-petrol-300',
            },
            {
              color: 'error',
              variant: 'solid',
              class: 'hover:bg-red-800 active:bg-red-800 dark:hover:bg-red-300 dark:active:bg-red-300',
            },
          ],
        },
        modal: { slots: { overlay: 'bg-paper-950/50' } },
        slideover: { slots: { overlay: 'bg-paper-950/50' } },
      },
    }),
  ],
  // Leaves Apollo's development warnings out of what people download.
  define: {
    ...(mode === 'production' ? { 'globalThis.__DEV__': 'false' } : {}),
    // Leaves out what the app has no use for: messages are read by i18n/compile-message.ts.
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'true',
  },
  resolve: {
    // From its source: the app does not wait for its build.
    alias: {
      '@parley/inputs': pathOf('../../packages/inputs/src/index.ts'),
      '@parley/run-events': pathOf('../../packages/run-events/src/index.ts'),
      ...(mode === 'production' ? { entities: pathOf('src/features/markdown/named-characters.ts') } : {}),
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      '/graphql': { ...api, ws: true },
      '/api': api,
    },
  },
  // Grammars of the highlighter are loaded one by one.
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    manifest: true,
    // A small part of a typeface would be written into the style sheet, which everybody fetches.
    assetsInlineLimit: (path) => (path.endsWith('.woff2') ? false : undefined),
    chunkSizeWarningLimit: 1024,
  },
}));
