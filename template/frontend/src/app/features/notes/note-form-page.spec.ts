import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { LanguageService } from '../../core/language';
import { toData, toDraft } from './note-draft';
import NoteFormPage from './note-form-page';
import { sampleNote } from './notes-samples';
import { notesTexts } from './notes-texts';

@Component({ selector: 'app-saved', template: '' })
class Saved {}

describe('NoteFormPage', () => {
  const texts = () => TestBed.inject(LanguageService).of(notesTexts);
  let harness: RouterTestingHarness;
  let backend: HttpTestingController;
  let page: NoteFormPage;
  let element: HTMLElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([
          { path: 'notes/new', component: NoteFormPage },
          { path: 'notes/:id', component: Saved },
          { path: 'notes/:id/edit', component: NoteFormPage },
        ]),
      ],
    });
    backend = TestBed.inject(HttpTestingController);
    harness = await RouterTestingHarness.create();
  });

  afterEach(() => backend.verify());

  async function open(path: string): Promise<void> {
    page = await harness.navigateByUrl(path, NoteFormPage);
    TestBed.tick();
    element = harness.routeNativeElement as HTMLElement;
    // Only what is in the document can have the focus.
    document.body.append(harness.fixture.nativeElement);
  }

  async function edit(): Promise<void> {
    await open(`/notes/${sampleNote.id}/edit`);
    backend.expectOne(`/api/notes/${sampleNote.id}`).flush(sampleNote);
    await harness.fixture.whenStable();
  }

  /** Saves; the request is on its way then. */
  function save(): void {
    element.querySelector('form')?.dispatchEvent(new Event('submit'));
    TestBed.tick();
  }

  function put() {
    return backend.expectOne({ method: 'PUT', url: `/api/notes/${sampleNote.id}` });
  }

  /** Lets what has been started go on until it asks the backend. */
  async function settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    TestBed.tick();
  }

  it('does not send what is empty, and leads to the first field that needs something', async () => {
    await open('/notes/new');

    save();
    await settle();

    const invalid = [...element.querySelectorAll('[aria-invalid=true]')];
    expect(
      invalid.map(({ id }) => element.querySelector(`[for=${id}]`)?.textContent.trim()),
    ).toEqual([texts().fields.title]);
    expect(document.activeElement).toBe(invalid[0]);
  });

  it('takes spaces for nothing, and says so at the field', async () => {
    await edit();
    const label = [...element.querySelectorAll('label')].find(
      ({ textContent }) => textContent.trim() === texts().fields.title,
    );
    const control = label?.control as HTMLInputElement;
    control.value = ' ';
    control.dispatchEvent(new Event('input'));

    save();
    await settle();

    expect(control.getAttribute('aria-invalid')).toBe('true');
    expect(element.querySelector('.errors')?.textContent.trim()).toBeTruthy();
    expect(document.activeElement).toBe(control);
  });

  it('sends what is edited, with its version, and goes to the page of what is saved', async () => {
    await edit();

    save();
    const asked = put();
    expect(asked.request.headers.get('If-Match')).toBe(`"${sampleNote.version}"`);
    expect(asked.request.body).toEqual(toData(toDraft(sampleNote)));
    asked.flush(sampleNote);
    await settle();

    expect(TestBed.inject(Router).url).toBe(`/notes/${sampleNote.id}`);
  });

  it('puts what the backend refuses at the field', async () => {
    await edit();

    save();
    const errors = [{ location: 'title', message: 'This will not do.' }];
    put().flush(
      { title: 'Unprocessable', status: 422, errors },
      { status: 422, statusText: 'Unprocessable' },
    );
    await settle();

    expect(element.querySelector('.errors')?.textContent).toContain('This will not do.');
    expect(document.activeElement).toBe(element.querySelector('[aria-invalid=true]'));
  });

  it('keeps what was typed when the backend is away, and saves it when asked again', async () => {
    await edit();

    save();
    put().error(new ProgressEvent('error'));
    await settle();
    element.querySelector<HTMLElement>('app-error-state button')?.click();
    await settle();
    put().flush(sampleNote);
    await settle();

    expect(TestBed.inject(Router).url).toBe(`/notes/${sampleNote.id}`);
  });

  it('offers the newer version when somebody else was faster', async () => {
    await edit();
    const newer = { ...sampleNote, version: sampleNote.version + 1, title: 'Somebody else' };

    save();
    put().flush({ title: 'Stale', status: 412 }, { status: 412, statusText: 'Stale' });
    await settle();
    backend.expectOne(`/api/notes/${sampleNote.id}`).flush(newer);
    await settle();
    expect(element.querySelector('app-stale-notice dt')?.textContent).toBe(texts().fields.title);

    element.querySelector<HTMLElement>('app-stale-notice .quiet')?.click();
    await settle();
    const asked = put();
    expect(asked.request.headers.get('If-Match')).toBe(`"${newer.version}"`);
    expect(asked.request.body).toEqual(toData(toDraft(sampleNote)));
    asked.flush(newer);
    await settle();
  });

  it('knows what is not saved yet', async () => {
    await edit();
    expect(page.hasUnsavedChanges()).toBe(false);

    const control = element.querySelector<HTMLInputElement>('app-field input')!;
    control.value = 'First title';
    control.dispatchEvent(new Event('input'));

    expect(page.hasUnsavedChanges()).toBe(true);
  });

  it('says so where there is none', async () => {
    await open(`/notes/${sampleNote.id}/edit`);
    const notFound = { status: 404, statusText: 'Not Found' };
    backend
      .expectOne(`/api/notes/${sampleNote.id}`)
      .flush({ title: 'Not Found', ...notFound }, notFound);
    await harness.fixture.whenStable();

    expect(element.textContent).toContain(texts().notFound);
  });
});
