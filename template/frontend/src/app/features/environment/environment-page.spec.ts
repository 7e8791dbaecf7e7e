import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { Language, LanguageService } from '../../core/language';
import { coreTexts } from '../../core/texts';
import EnvironmentPage from './environment-page';
import { inProjectVenv } from './environment-samples';
import { environmentTexts } from './environment-texts';

describe('EnvironmentPage', () => {
  const texts = () => TestBed.inject(LanguageService).of(environmentTexts);
  let fixture: ComponentFixture<EnvironmentPage>;
  let backend: HttpTestingController;
  let element: HTMLElement;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    fixture = TestBed.createComponent(EnvironmentPage);
    backend = TestBed.inject(HttpTestingController);
    element = fixture.nativeElement;
    TestBed.tick();
  });

  afterEach(() => {
    backend.verify();
    localStorage.clear();
  });

  async function answer(): Promise<void> {
    backend.expectOne('/api/environment').flush(inProjectVenv);
    await fixture.whenStable();
  }

  async function fail(status: number, body: object | string): Promise<void> {
    backend.expectOne('/api/environment').flush(body, { status, statusText: 'Error' });
    await fixture.whenStable();
  }

  function clickTryAgain(): void {
    element.querySelector<HTMLElement>('app-error-state button')?.click();
    TestBed.tick();
  }

  it('is busy while it waits', async () => {
    expect(element.querySelector('[aria-busy=true] app-loading-state')).not.toBeNull();

    await answer();
    expect(element.querySelector('[aria-busy=true]')).toBeNull();
    expect(element.querySelector('app-loading-state')).toBeNull();
  });

  it('shows the verdict, the interpreter and the packages', async () => {
    await answer();

    expect(element.querySelector('app-verdict-panel')?.className).toBe('project');
    expect(element.querySelector('dl')?.textContent).toContain(inProjectVenv.executable);
    expect(element.querySelectorAll('tbody tr')).toHaveLength(3);
  });

  it.each(Object.entries(environmentTexts))('speaks its language %s', async (language, words) => {
    await answer();

    TestBed.inject(LanguageService).choose(language as Language);
    await fixture.whenStable();

    expect(element.querySelector('h1')?.textContent).toBe(words.title);
    expect(element.querySelector('.short')?.textContent).toBe(words.verdict.project.answer);
  });

  it('says that it is for development where the backend has no such route', async () => {
    await fail(404, { title: 'Not Found', status: 404, detail: 'Nothing here.' });

    expect(element.querySelector('.absent h2')?.textContent).toBe(texts().absent.title);
    expect(element.querySelector('app-error-state')).toBeNull();
  });

  it('shows another problem in the words of the backend', async () => {
    await fail(500, { title: 'Internal Server Error', status: 500, detail: 'See the log.' });

    expect(element.querySelector('app-error-state')?.textContent).toContain('See the log.');
  });

  it('tries again when it is asked to', async () => {
    await fail(500, '');
    expect(element.textContent).toContain(
      TestBed.inject(LanguageService).of(coreTexts).unreachable.title,
    );

    clickTryAgain();
    await answer();

    expect(element.querySelector('app-error-state')).toBeNull();
    expect(element.querySelector('app-verdict-panel')).not.toBeNull();
  });

  it('keeps the button, and so the focus on it, while it tries again', async () => {
    await fail(500, '');
    const button = element.querySelector('app-error-state button');

    clickTryAgain();

    expect(element.querySelector('app-error-state button')).toBe(button);
    expect(element.querySelector('[aria-busy=true]')).not.toBeNull();
    await fail(500, '');
  });
});
