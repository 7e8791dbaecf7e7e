// Formats texts as prettier would format the files that they are going to be, by the project's own settings.
// Called in frontend/; gets {path: text} as JSON, and gives the same back.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const prettier = createRequire(resolve('package.json'))('prettier');
const files = JSON.parse(await text(process.stdin));
for (const [path, content] of Object.entries(files)) {
  const options = await prettier.resolveConfig(resolve(path), { editorconfig: true });
  files[path] = await prettier.format(content, { ...options, filepath: resolve(path) });
}
process.stdout.write(JSON.stringify(files));
