import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Language, LanguageService } from '../../core/language';
import { Toasts } from '../../core/toast/toasts';
import NotesPage from './notes-page';
import { sampleNote, otherNote, pageOf } from './notes-samples';
import { notesTexts } from './notes-texts';

describe('NotesPage', () => {
  const texts = () => TestBed.inject(LanguageService).of(notesTexts);
  let harness: RouterTestingHarness;
  let backend: HttpTestingController;
  let element: HTMLElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: 'notes', component: NotesPage }]),
      ],
    });
    backend = TestBed.inject(HttpTestingController);
    harness = await RouterTestingHarness.create();
  });

  afterEach(() => {
    backend.verify();
    localStorage.clear();
  });

  async function open(query = ''): Promise<void> {
    await harness.navigateByUrl(`/notes${query}`);
    TestBed.tick();
    element = harness.routeNativeElement as HTMLElement;
  }

  /** Answers the question for the list, and returns what was asked. */
  async function answer(page = pageOf(sampleNote, otherNote)): Promise<string> {
    const asked = backend.expectOne(({ url }) => url === '/api/notes');
    asked.flush(page);
    await harness.fixture.whenStable();
    return asked.request.params.toString();
  }

  function rows(): string[] {
    const heads = [...element.querySelectorAll('tbody th')];
    return heads.map(({ textContent }) => textContent.trim());
  }

  function press(selector: string): void {
    element.querySelector<HTMLElement>(selector)?.click();
    TestBed.tick();
  }

  /** Lets what has been started go on until it asks the backend. */
  async function settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  }

  it('shows that it is loading, then the list', async () => {
    await open();
    expect(element.querySelector('app-loading-state')).not.toBeNull();

    expect(await answer()).toBe('page=1&size=20&sort=-created_at&q=');
    expect(rows()).toEqual([sampleNote.label, otherNote.label]);
  });

  it('asks for what the address says', async () => {
    await open('?page=2&size=50&sort=updated_at&q=words');

    expect(await answer()).toBe('page=2&size=50&sort=updated_at&q=words');
    expect(element.querySelector('input')?.value).toBe('words');
  });

  it('writes how it is sorted into the address', async () => {
    await open();
    await answer();

    press('th button');
    await settle();
    await answer();

    expect(TestBed.inject(Router).url).toBe('/notes?sort=title');
    expect(element.querySelector('th[aria-sort=ascending]')).not.toBeNull();
  });

  it('says so when there is nothing yet, and when nothing matches', async () => {
    await open();
    await answer(pageOf());
    expect(element.querySelector('app-empty-state')?.textContent).toContain(texts().empty);

    await open('?q=zebra');
    await answer(pageOf());
    expect(element.querySelector('app-empty-state')?.textContent).toContain('zebra');
    expect(element.querySelector('input')?.value).toBe('zebra');
  });

  it('says so when the backend does not answer, and tries again', async () => {
    await open();
    backend.expectOne(({ url }) => url === '/api/notes').error(new ProgressEvent('error'));
    await harness.fixture.whenStable();

    press('app-error-state button');
    await answer();

    expect(rows()).toHaveLength(2);
  });

  it('hides what is deleted at once, and tells the backend when nobody can undo it any more', async () => {
    await open();
    await answer();

    press('.delete');
    expect(rows()).toEqual([otherNote.label]);
    expect(element.querySelector('[role=status]')?.textContent).toContain('1');

    TestBed.inject(Toasts).endAll();
    await settle();
    const asked = backend.expectOne({ method: 'DELETE', url: `/api/notes/${sampleNote.id}` });
    expect(asked.request.headers.get('If-Match')).toBe(`"${sampleNote.version}"`);
    asked.flush(null, { status: 204, statusText: 'No Content' });
    await settle();
    await answer(pageOf(otherNote));
    expect(rows()).toEqual([otherNote.label]);
  });

  it('brings back what was deleted when it is undone', async () => {
    await open();
    await answer();

    press('.delete');
    TestBed.inject(Toasts).shown()[0].end(true);
    await settle();

    expect(rows()).toEqual([sampleNote.label, otherNote.label]);
  });

  it.each(Object.entries(notesTexts))('speaks its language %s', async (language, words) => {
    await open();
    await answer();

    TestBed.inject(LanguageService).choose(language as Language);
    await harness.fixture.whenStable();

    expect(element.querySelector('h1')?.textContent).toBe(words.title);
  });
});
