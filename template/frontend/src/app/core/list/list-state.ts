import { computed, inject, Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';

/** How many entries a page may have: the backend takes up to 100. */
export const pageSizes = [20, 50, 100] as const;

/** What a list shows. It stands in the address: `/notes?q=chalk&sort=title&page=2`. */
export interface ListState {
  readonly page: Signal<number>;
  readonly size: Signal<number>;
  /** A field, or a field with `-` in front: then the largest comes first. */
  readonly sort: Signal<string>;
  /** The words that are searched for. */
  readonly q: Signal<string>;
  /** All of it, as the API takes it. */
  readonly params: Signal<ListParams>;
  /** Shows something else, from the first page on unless a page is given. */
  show(change: Partial<ListParams>, options?: { readonly replaceUrl: boolean }): void;
}

export interface ListParams {
  readonly page: number;
  readonly size: number;
  readonly sort: string;
  readonly q: string;
}

/**
 * Returns what the current page's list shows; `sort` is how it is sorted at first.
 * Call it where `inject()` works, such as a field of a component.
 */
export function injectListState({ sort }: { readonly sort: string }): ListState {
  const route = inject(ActivatedRoute);
  const router = inject(Router);
  const query = toSignal(route.queryParamMap, { requireSync: true });

  const initial: ListParams = { page: 1, size: pageSizes[0], sort, q: '' };
  const params = computed<ListParams>(
    () => ({
      page: atLeastOne(query().get('page')) ?? initial.page,
      size: pageSizes.find((size) => String(size) === query().get('size')) ?? initial.size,
      sort: query().get('sort') ?? initial.sort,
      q: query().get('q') ?? initial.q,
    }),
    { equal: isSame },
  );

  return {
    page: computed(() => params().page),
    size: computed(() => params().size),
    sort: computed(() => params().sort),
    q: computed(() => params().q),
    params,
    show: (change, options) => {
      const wanted = { ...params(), page: initial.page, ...change };
      // What is as at first stays out of the address.
      const queryParams = Object.fromEntries(
        Object.entries(wanted).filter(
          ([name, value]) => value !== initial[name as keyof ListParams],
        ),
      );
      void router.navigate([], { relativeTo: route, queryParams, ...options });
    },
  };
}

/** Returns the number that an address gives, if it is one from 1 on. */
function atLeastOne(text: string | null): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : undefined;
}

function isSame(one: ListParams, other: ListParams): boolean {
  return (Object.keys(one) as (keyof ListParams)[]).every((name) => one[name] === other[name]);
}
