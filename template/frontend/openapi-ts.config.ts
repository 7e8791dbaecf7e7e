import { defineConfig } from '@hey-api/openapi-ts';

// Types, of which nothing is in the built app, and the limits of fields: forms take them from there.
export default defineConfig({
  input: 'src/app/api/openapi.json',
  output: {
    path: 'src/app/api',
    // The document lies in the same folder and must stay.
    clean: false,
    entryFile: false,
  },
  plugins: ['@hey-api/typescript', '@hey-api/schemas'],
});
