import { HttpResourceRef } from '@angular/common/http';
import { linkedSignal, Signal } from '@angular/core';

/** Returns the value of a resource; while the next one is on its way, the one before it. */
export function latest<T>(resource: HttpResourceRef<T | undefined>): Signal<T | undefined> {
  return linkedSignal<{ value: T | undefined; isLoading: boolean }, T | undefined>({
    source: () => ({
      value: resource.hasValue() ? resource.value() : undefined,
      isLoading: resource.isLoading(),
    }),
    computation: ({ value, isLoading }, previous) =>
      value ?? (isLoading ? previous?.value : undefined),
  });
}
