import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, TitleStrategy } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { LanguageService } from './language';
import { PageTitle } from './page-title';
import { project } from './project';

@Component({ selector: 'app-page', template: '' })
class Page {}

const label = { en: 'Notes', ko: '노트' };

describe('PageTitle', () => {
  let harness: RouterTestingHarness;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          {
            path: 'notes',
            data: { title: label },
            children: [
              { path: '', component: Page },
              { path: 'first', component: Page, title: 'The first note' },
            ],
          },
          { path: 'nameless', component: Page },
        ]),
        { provide: TitleStrategy, useClass: PageTitle },
      ],
    });
    harness = await RouterTestingHarness.create();
  });

  afterEach(() => localStorage.clear());

  async function titleAt(url: string): Promise<string> {
    await harness.navigateByUrl(url);
    TestBed.tick();
    return document.title;
  }

  it('names the feature, then the project', async () => {
    expect(await titleAt('/notes')).toBe(`Notes · ${project.name}`);
  });

  it("lets a page's own title win over its feature's label", async () => {
    expect(await titleAt('/notes/first')).toBe(`The first note · ${project.name}`);
  });

  it('is the project alone on a page without a title', async () => {
    expect(await titleAt('/nameless')).toBe(project.name);
  });

  it('follows the language without a navigation', async () => {
    await titleAt('/notes');

    TestBed.inject(LanguageService).choose('ko');
    TestBed.tick();

    expect(document.title).toBe(`노트 · ${project.name}`);
  });
});
