import { httpResource } from '@angular/common/http';
import { computed, Signal, signal } from '@angular/core';
import { injectTexts } from '../language';
import { latest } from '../list/latest';
import { formsTexts } from './forms-texts';

/** How many are offered at once: as many as the backend gives. */
const MOST = 100;

/** A row of another feature, as one of those that can be chosen. */
export interface Option {
  readonly id: number;
  readonly label: string;
}

/** What a `<select>` offers. */
export interface Options {
  /** By name; the one that is chosen is always among them. */
  readonly list: Signal<readonly Option[]>;
  /** Whether there are more than fit: then `<app-option-search>` shows. */
  readonly isLong: Signal<boolean>;
  /** Why there is nothing to choose. */
  readonly hint: Signal<string | undefined>;
  /** Offers those that hold these words. */
  search(words: string): void;
}

/**
 * Returns the rows of `url` as options; `chosen` is the value of the `<select>`, and `current` what
 * was chosen before the form was opened. Call it where `inject()` works.
 */
export function injectOptions(
  url: string,
  chosen: () => string,
  current: () => Option | undefined,
): Options {
  const texts = injectTexts(formsTexts);
  const q = signal('');
  const resource = httpResource<{ items: Option[]; total: number }>(() => ({
    url,
    params: { size: MOST, q: q() },
  }));
  const page = latest(resource);
  const seen = new Map<string, Option>();

  const list = computed(() => {
    const items = page()?.items ?? [];
    for (const option of [...items, current()]) {
      if (option) {
        seen.set(String(option.id), option);
      }
    }
    const selected = seen.get(chosen());
    const isMissing = selected && !items.some(({ id }) => id === selected.id);
    const all = isMissing ? [...items, selected] : [...items];
    return all.sort((one, other) => one.label.localeCompare(other.label));
  });

  return {
    list,
    isLong: computed(() => q() !== '' || (page()?.total ?? 0) > MOST),
    hint: computed(() => {
      if (resource.error()) {
        return texts().options.failed;
      }
      return page()?.total === 0 && q() === '' ? texts().options.none : undefined;
    }),
    search: (words) => q.set(words),
  };
}

/** Returns what a row refers to, as an option; nothing where it refers to nothing. */
export function option(
  id: number | null | undefined,
  label: string | null | undefined,
): Option | undefined {
  return id && label ? { id, label } : undefined;
}
