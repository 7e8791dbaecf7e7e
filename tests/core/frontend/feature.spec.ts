import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Feature, featureRoute } from './feature';

@Component({ selector: 'app-notes-page', template: 'all notes' })
class NotesPage {}

@Component({ selector: 'app-note-page', template: 'one note' })
class NotePage {}

const label = { en: 'Notes', ko: '노트' };

async function textAt(url: string, feature: Feature): Promise<string | undefined> {
  TestBed.configureTestingModule({ providers: [provideRouter([featureRoute(feature)])] });
  const harness = await RouterTestingHarness.create();
  await harness.navigateByUrl(url);
  return harness.routeNativeElement?.textContent;
}

describe('featureRoute', () => {
  it('leads to a feature of one page', async () => {
    const page = async () => NotesPage;

    expect(await textAt('/notes', { path: 'notes', label, page })).toBe('all notes');
  });

  it('leads to each page of a feature of several', async () => {
    const routes = async () => [
      { path: '', component: NotesPage },
      { path: ':id', component: NotePage },
    ];

    expect(await textAt('/notes/1', { path: 'notes', label, routes })).toBe('one note');
  });
});
