import { HttpInterceptorFn, provideHttpClient, withInterceptors } from '@angular/common/http';
import { ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter } from '@angular/router';
import { routes } from './app.routes';
import { provideCore } from './core/provide-core';

const asReader: HttpInterceptorFn = (request, next) =>
  next(
    request.url.startsWith('/') ? request.clone({ setHeaders: { 'X-Reader': 'Ada' } }) : request,
  );

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(withInterceptors([asReader])),
    provideRouter(routes),
    provideCore(),
  ],
};
