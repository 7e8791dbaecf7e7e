import { backend, pages } from './proxy.core.mjs';

export default {
  '/api': { target: backend },
  '/library': { target: backend },
  '/swaggerui': { target: backend },
  ...pages,
};
