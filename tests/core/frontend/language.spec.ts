import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { injectTexts, LanguageService, localized } from './language';

function languageOf(preferred: string[]): string {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(preferred);
  return TestBed.inject(LanguageService).current();
}

describe('LanguageService', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    localStorage.clear();
  });

  it('starts with the first preferred language that the app has', () => {
    expect(languageOf(['fr-FR', 'ko-KR', 'en-US'])).toBe('ko');
  });

  it('starts in English when it has none of the preferred languages', () => {
    expect(languageOf(['fr-FR', 'constructor'])).toBe('en');
  });

  it('prefers what the visitor chose before', () => {
    localStorage.setItem('language', 'ko');

    expect(languageOf(['en-US'])).toBe('ko');
  });

  it('remembers a choice and writes it to <html lang>', () => {
    TestBed.inject(LanguageService).choose('ko');
    TestBed.tick();

    expect(localStorage.getItem('language')).toBe('ko');
    expect(document.documentElement.lang).toBe('ko');
  });

  it('switches even when the browser blocks storage', () => {
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    const language = TestBed.inject(LanguageService);

    language.choose('ko');

    expect(language.current()).toBe('ko');
  });
});

@Component({ selector: 'app-greeting', template: '{{ texts().hello }}' })
class Greeting {
  protected readonly texts = injectTexts({ en: { hello: 'Hello' }, ko: { hello: '안녕하세요' } });
}

describe('injectTexts', () => {
  afterEach(() => localStorage.clear());

  it('follows the language', async () => {
    const fixture = TestBed.createComponent(Greeting);
    await fixture.whenStable();
    expect(fixture.nativeElement.textContent).toBe('Hello');

    TestBed.inject(LanguageService).choose('ko');
    await fixture.whenStable();

    expect(fixture.nativeElement.textContent).toBe('안녕하세요');
  });
});

describe('texts that are not there in every language', () => {
  afterEach(() => localStorage.clear());

  it('are shown in the first language that they have', () => {
    const language = TestBed.inject(LanguageService);
    language.choose('ko');

    expect(language.of({ en: 'Hello', ko: '안녕하세요' })).toBe('안녕하세요');
    expect(language.of({ en: 'Hello' })).toBe('Hello');
  });
});

describe('localized', () => {
  it('takes one text in each language', () => {
    const texts = { en: { hello: 'Hello' }, ko: { hello: '안녕하세요' } };

    expect(localized(texts, ({ hello }) => hello)).toEqual({ en: 'Hello', ko: '안녕하세요' });
  });
});
