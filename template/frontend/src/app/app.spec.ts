import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { App } from './app';
import { LanguageService } from './core/language';
import { features } from './features/features';

describe('App', () => {
  it('has a navigation entry for every feature', () => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const element: HTMLElement = TestBed.createComponent(App).nativeElement;
    TestBed.tick();

    const language = TestBed.inject(LanguageService);
    const entries = [...element.querySelectorAll('nav a')].map(({ textContent }) => textContent);
    expect(entries).toEqual(features.map(({ label }) => language.of(label)));
  });
});
