import { inject, Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute } from '@angular/router';
import { map } from 'rxjs';

/**
 * Returns what the address has for `:name` of the route: `3` of /notes/3; nothing if the route
 * has no such part. Call it where `inject()` works, such as a field of a component.
 */
export function injectRouteParam(name: string): Signal<string | null> {
  const params = inject(ActivatedRoute).paramMap.pipe(map((params) => params.get(name)));
  return toSignal(params, { requireSync: true });
}
