import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { App } from './app';

describe('App', () => {
  it('has a shelf', () => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const element: HTMLElement = TestBed.createComponent(App).nativeElement;
    TestBed.tick();

    expect(element.querySelector('aside')?.textContent).toBe('Shelf');
  });
});
