import { defineConfig } from '@hey-api/openapi-ts';

// Types only: nothing of this is in the built app.
export default defineConfig({
  input: 'src/app/api/openapi.json',
  output: {
    path: 'src/app/api',
    // The document lies in the same folder and must stay.
    clean: false,
    entryFile: false,
  },
  plugins: ['@hey-api/typescript'],
});
