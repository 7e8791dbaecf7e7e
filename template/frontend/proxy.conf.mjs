import { backend, pages } from './proxy.core.mjs';

// In development the browser talks only to `ng serve`, which hands /api on to Flask:
// one origin, so no CORS, as in production. What Flask answers elsewhere needs a line too.
export default {
  '/api': { target: backend },
  ...pages,
};
