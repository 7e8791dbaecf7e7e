import { defineConfig } from '@hey-api/openapi-ts';

// Types only: nothing of this is in the built app.
export default defineConfig({
  input: 'src/app/core/api/openapi.json',
  output: {
    path: 'src/app/core/api',
    // The document lies in the same folder and must stay.
    clean: false,
    entryFile: false,
  },
  plugins: ['@hey-api/typescript'],
});
