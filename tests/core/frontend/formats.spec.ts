import { TestBed } from '@angular/core/testing';
import { injectFormats } from './formats';
import { LanguageService } from './language';

describe('injectFormats', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    localStorage.clear();
  });

  function formats(...preferred: string[]) {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(preferred);
    return TestBed.runInInjectionContext(() => injectFormats());
  }

  it('writes what is missing as a dash', () => {
    const { text, number, decimal, flag, date, moment } = formats('en-US')();

    for (const shown of [text, number, decimal, flag, date, moment]) {
      expect(shown(null)).toBe('–');
    }
    expect(text('')).toBe('–');
  });

  it('writes a day as the visitor does, the same everywhere on earth', () => {
    expect(formats('en-US')().date('2026-12-01')).toBe('Dec 1, 2026');
    TestBed.resetTestingModule();
    expect(formats('fr-FR', 'en-GB')().date('2026-12-01')).toBe('1 Dec 2026');
  });

  it('keeps the places of a decimal', () => {
    const { decimal, number } = formats('en-US')();

    expect([decimal('1234.50'), decimal('3'), number(0)]).toEqual(['1,234.50', '3', '0']);
  });

  it('follows the language', () => {
    const shown = formats('en-US', 'ko-KR');
    expect(shown().flag(false)).toBe('No');

    TestBed.inject(LanguageService).choose('ko');

    expect(shown().flag(true)).toBe('예');
    expect(shown().date('2026-12-01')).toBe('2026. 12. 1.');
  });
});
