import { Feature } from '../core/feature';

/** This app has no navigation. */
export const features: readonly Feature[] = [];
