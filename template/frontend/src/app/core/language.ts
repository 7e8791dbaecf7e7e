import { computed, DOCUMENT, effect, inject, Service, Signal, signal } from '@angular/core';

/** The languages of the user interface, each by its own name. */
export const languages = { en: 'English', ko: '한국어' } as const;

export type Language = keyof typeof languages;

/** The same thing in several languages, by their codes. Where one is missing, the first is shown. */
export type Localized<T = string> = Readonly<Record<string, T>>;

const storageKey = 'language';
const [first] = Object.keys(languages) as Language[];

/** Holds the language of the user interface and remembers the visitor's choice. */
@Service()
export class LanguageService {
  private readonly document = inject(DOCUMENT);
  private readonly chosen = signal(this.remembered() ?? this.preferred());

  readonly current = this.chosen.asReadonly();

  constructor() {
    effect(() => (this.document.documentElement.lang = this.current()));
  }

  /** Returns what there is in the current language, or in the first one that there is. */
  of<T>(localized: Localized<T>): T {
    return localized[this.current()] ?? Object.values(localized)[0];
  }

  /** Switches to `language` and remembers it for the next visit. */
  choose(language: Language): void {
    this.chosen.set(language);
    try {
      localStorage.setItem(storageKey, language);
    } catch {
      // A browser that blocks storage still switches; it only forgets.
    }
  }

  private remembered(): Language | undefined {
    try {
      return supported(localStorage.getItem(storageKey) ?? '');
    } catch {
      return undefined;
    }
  }

  private preferred(): Language {
    const asked = this.document.defaultView?.navigator.languages ?? [];
    return asked.map(supported).find((language) => language !== undefined) ?? first;
  }
}

/**
 * Returns a signal of `texts` in the current language.
 * Call it where `inject()` works, such as a field of a component.
 */
export function injectTexts<T>(texts: Localized<T>): Signal<T> {
  const language = inject(LanguageService);
  return computed(() => language.of(texts));
}

/** Returns one of the `texts` in each of their languages: `localized(notesTexts, ({ title }) => title)`. */
export function localized<T>(texts: Localized<T>, pick: (texts: T) => string): Localized {
  return Object.fromEntries(
    Object.entries(texts).map(([language, words]) => [language, pick(words)]),
  );
}

/** Returns the language of a tag such as `ko-KR`, if the app has it. */
function supported(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split('-')[0];
  return Object.keys(languages).find((language) => language === primary) as Language | undefined;
}
