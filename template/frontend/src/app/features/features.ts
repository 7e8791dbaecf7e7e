import { Feature } from '../core/feature';

/** What the app consists of, in the order of the navigation. */
export const features: readonly Feature[] = [
  // One feature a line.
  { path: '', label: { en: 'Home', ko: '홈' }, page: () => import('./home/home-page') },
  {
    path: 'environment',
    label: { en: 'Environment', ko: '환경' },
    page: () => import('./environment/environment-page'),
  },
];
