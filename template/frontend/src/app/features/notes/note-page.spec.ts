import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { LanguageService } from '../../core/language';
import { Toasts } from '../../core/toast/toasts';
import NotePage from './note-page';
import { sampleNote } from './notes-samples';
import { notesTexts } from './notes-texts';

@Component({ selector: 'app-list', template: '' })
class List {}

describe('NotePage', () => {
  const texts = () => TestBed.inject(LanguageService).of(notesTexts);
  let harness: RouterTestingHarness;
  let backend: HttpTestingController;
  let element: HTMLElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([
          { path: 'notes', component: List },
          { path: 'notes/:id', component: NotePage },
        ]),
      ],
    });
    backend = TestBed.inject(HttpTestingController);
    harness = await RouterTestingHarness.create(`/notes/${sampleNote.id}`);
    TestBed.tick();
    element = harness.routeNativeElement as HTMLElement;
  });

  afterEach(() => backend.verify());

  it('shows every field', async () => {
    backend.expectOne(`/api/notes/${sampleNote.id}`).flush(sampleNote);
    await harness.fixture.whenStable();

    const terms = [...element.querySelectorAll('dt')].map(({ textContent }) => textContent.trim());
    expect(element.querySelector('h1')?.textContent).toBe(sampleNote.label);
    expect(terms).toEqual([texts().fields.body, texts().fields.status, texts().fields.due]);
  });

  it('says so where there is none', async () => {
    const notFound = { status: 404, statusText: 'Not Found' };
    backend
      .expectOne(`/api/notes/${sampleNote.id}`)
      .flush({ title: 'Not Found', ...notFound }, notFound);
    await harness.fixture.whenStable();

    expect(element.querySelector('h1')?.textContent).toBe(texts().notFound);
  });

  it('goes back to the list when it is deleted, where that can be undone', async () => {
    backend.expectOne(`/api/notes/${sampleNote.id}`).flush(sampleNote);
    await harness.fixture.whenStable();

    element.querySelector<HTMLElement>('button')?.click();
    await harness.fixture.whenStable();

    expect(TestBed.inject(Router).url).toBe('/notes');
    expect(TestBed.inject(Toasts).shown()[0].text).toContain(sampleNote.label);
  });
});
