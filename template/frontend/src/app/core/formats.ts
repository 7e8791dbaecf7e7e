import { computed, DOCUMENT, inject, Signal } from '@angular/core';
import { LanguageService } from './language';
import { coreTexts } from './texts';

/** Writes values of the API as people read them; what is missing is a dash. */
export interface Formats {
  text(value: string | null): string;
  number(value: number | null): string;
  /** A decimal, which comes as a text so that it stays exact: `12.50`. */
  decimal(value: string | null): string;
  flag(value: boolean | null): string;
  /** A day, `2026-12-01`, wherever the visitor is. */
  date(value: string | null): string;
  /** A moment, in the visitor's time zone. */
  moment(value: string | null): string;
}

/**
 * Returns a signal of the formats of the current language.
 * Call it where `inject()` works, such as a field of a component.
 */
export function injectFormats(): Signal<Formats> {
  const languages = inject(LanguageService);
  const preferred = inject(DOCUMENT).defaultView?.navigator.languages ?? [];
  return computed(() => {
    const language = languages.current();
    const { yes, no } = languages.of(coreTexts);
    // A language may have more than one way to write a day: the visitor's own is the best.
    const locale = preferred.find((tag) => tag.startsWith(language)) ?? language;
    const number = new Intl.NumberFormat(locale);
    const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
    const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    return {
      text: orDash((value) => value),
      number: orDash((value) => number.format(value)),
      decimal: orDash((value) => decimal(value, locale)),
      flag: orDash((value) => (value ? yes : no)),
      date: orDash((value) => date.format(new Date(value))),
      moment: orDash((value) => moment.format(new Date(value))),
    };
  });
}

/** Keeps the places that the backend sends: 12.50 is a price, 12.5 looks like a mistake. */
function decimal(value: string, locale: string): string {
  const places = value.split('.')[1]?.length ?? 0;
  return Number(value).toLocaleString(locale, { minimumFractionDigits: places });
}

function orDash<T>(format: (value: T) => string): (value: T | null) => string {
  return (value) => (value === null || value === '' ? '–' : format(value));
}
