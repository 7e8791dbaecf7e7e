import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { App } from './app';
import { features } from './features/features';

describe('App', () => {
  it('has a navigation entry for every feature', () => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const element: HTMLElement = TestBed.createComponent(App).nativeElement;
    TestBed.tick();

    const entries = [...element.querySelectorAll('nav a')].map(({ textContent }) => textContent);
    expect(entries).toEqual(features.map(({ label }) => label.en));
  });
});
