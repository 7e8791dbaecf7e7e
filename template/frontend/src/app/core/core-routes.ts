import { Routes } from '@angular/router';
import { coreTexts } from './texts';

/** The pages that the core brings: so far, the one for an address that does not exist. */
export const coreRoutes: Routes = [
  {
    path: '**',
    data: { title: { en: coreTexts.en.notFound.title, ko: coreTexts.ko.notFound.title } },
    loadComponent: () => import('./not-found/not-found-page'),
  },
];
