import { Routes } from '@angular/router';
import { featureRoute } from './core/feature';
import { features } from './features/features';
import { coreTexts } from './core/texts';

export const routes: Routes = [
  ...features.map(featureRoute),
  {
    path: '**',
    data: { title: { en: coreTexts.en.notFound.title, ko: coreTexts.ko.notFound.title } },
    loadComponent: () => import('./core/not-found/not-found-page'),
  },
];
