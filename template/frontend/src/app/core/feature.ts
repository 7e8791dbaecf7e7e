import { Route } from '@angular/router';
import { Localized } from './language';

interface NavigationEntry {
  /** Where the feature lives: `notes` is at /notes. */
  readonly path: string;
  /** Its name in the navigation and in the page title. */
  readonly label: Localized;
}

interface OnePage extends NavigationEntry {
  /** Loads the component when somebody first goes there. */
  readonly page: NonNullable<Route['loadComponent']>;
}

interface SeveralPages extends NavigationEntry {
  /** Loads the feature's own routes when somebody first goes there. */
  readonly routes: NonNullable<Route['loadChildren']>;
}

/** What one entry of `features/features.ts` brings: routes and a navigation entry. */
export type Feature = OnePage | SeveralPages;

/** Returns the route of a feature; its label becomes the page title. */
export function featureRoute(feature: Feature): Route {
  return {
    path: feature.path,
    data: { title: feature.label },
    ...('page' in feature
      ? { pathMatch: 'full', loadComponent: feature.page }
      : { loadChildren: feature.routes }),
  };
}
