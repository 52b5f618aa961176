import { defineConfig } from 'vite';

// The playground is built apart from the app, so that the app's chunks hold nothing the playground needs.
// Run it after the app's build, which empties the folder.
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2023',
    emptyOutDir: false,
    chunkSizeWarningLimit: 4096,
    rolldownOptions: {
      input: 'playground.html',
      // Its React libraries are full of "use client", which says nothing to a browser.
      onLog: (level, log, report) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && report(level, log),
    },
  },
});
