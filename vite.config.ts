import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [sveltekit()],
  build: {
    // From these on a browser decides itself which of light-dark() holds, where the colour is used (kit/tokens.css).
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // What a developer may want to know of a build is no news to who starts Loupe for the first time.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  test: {
    include: ['src/**/*.test.ts', 'server/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'build/**', 'tests/e2e/**'],
    environment: 'node',
    testTimeout: 20_000,
  },
});
