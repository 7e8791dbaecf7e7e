import { Routes } from '@angular/router';
import { localized } from './language';
import { coreTexts } from './texts';

/** The pages that the core brings: so far, the one for an address that does not exist. */
export const coreRoutes: Routes = [
  {
    path: '**',
    data: { title: localized(coreTexts, ({ notFound }) => notFound.title) },
    loadComponent: () => import('./not-found/not-found-page'),
  },
];
