import { Routes } from '@angular/router';
import { coreRoutes } from './core/core-routes';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'shelf' },
  { path: 'shelf', loadComponent: () => import('./features/shelf/shelf-page') },
  ...coreRoutes,
];
