import { Routes } from '@angular/router';
import { coreRoutes } from './core/core-routes';
import { featureRoute } from './core/feature';
import { features } from './features/features';

// The core's routes come last: one of them answers for every address that nobody claims.
export const routes: Routes = [...features.map(featureRoute), ...coreRoutes];
