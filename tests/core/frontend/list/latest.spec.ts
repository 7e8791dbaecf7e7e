import { httpResource, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { latest } from './latest';

describe('latest', () => {
  it('keeps the last page until the next one is there, but not over an error', async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    const backend = TestBed.inject(HttpTestingController);
    const url = signal('/first');
    const shown = TestBed.runInInjectionContext(() => latest(httpResource<string>(() => url())));
    const settle = () => new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
    expect(shown()).toBeUndefined();

    backend.expectOne('/first').flush('one');
    await settle();
    expect(shown()).toBe('one');

    url.set('/second');
    TestBed.tick();
    expect(shown()).toBe('one');
    backend.expectOne('/second').flush('two');
    await settle();
    expect(shown()).toBe('two');

    url.set('/third');
    TestBed.tick();
    expect(shown()).toBe('two');
    backend.expectOne('/third').error(new ProgressEvent('error'));
    await settle();
    expect(shown()).toBeUndefined();
  });
});
