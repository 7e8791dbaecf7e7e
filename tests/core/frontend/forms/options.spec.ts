import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { injectOptions, option, Options } from './options';

describe('injectOptions', () => {
  const chosen = signal('');
  let backend: HttpTestingController;
  let options: Options;

  beforeEach(() => {
    chosen.set('');
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    backend = TestBed.inject(HttpTestingController);
    options = TestBed.runInInjectionContext(() =>
      injectOptions('/api/users', chosen, () => option(9, 'Zoe')),
    );
    TestBed.tick();
  });

  afterEach(() => backend.verify());

  async function answer(q: string, names: string[], total = names.length): Promise<void> {
    const items = names.map((label, index) => ({ id: index + 1, label }));
    backend.expectOne(`/api/users?size=100&q=${q}`).flush({ items, total });
    await new Promise((resolve) => setTimeout(resolve));
  }

  const names = () => options.list().map(({ label }) => label);

  it('offers the rows by name', async () => {
    await answer('', ['Minji', 'Ada']);

    expect(names()).toEqual(['Ada', 'Minji']);
    expect(options.isLong()).toBe(false);
    expect(options.hint()).toBeUndefined();
  });

  it('keeps what is chosen among them, though the backend did not send it', async () => {
    await answer('', ['Minji', 'Ada'], 200);
    chosen.set('9');
    expect(names()).toEqual(['Ada', 'Minji', 'Zoe']);

    options.search('x');
    TestBed.tick();
    await answer('x', []);

    expect(names()).toEqual(['Zoe']);
    expect(options.isLong()).toBe(true);
  });

  it('says why there is nothing to choose', async () => {
    await answer('', []);

    expect(options.hint()).toBe('There is nothing to choose yet.');
  });

  it('says so when the backend does not answer', async () => {
    backend.expectOne('/api/users?size=100&q=').error(new ProgressEvent('error'));
    await new Promise((resolve) => setTimeout(resolve));

    expect(options.hint()).toBe('What can be chosen could not be loaded.');
  });
});

describe('option', () => {
  it('is nothing where nothing is referred to', () => {
    expect(option(null, null)).toBeUndefined();
    expect(option(undefined, undefined)).toBeUndefined();
    expect(option(3, 'Ada')).toEqual({ id: 3, label: 'Ada' });
  });
});
