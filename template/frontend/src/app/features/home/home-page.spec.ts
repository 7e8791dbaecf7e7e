import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { project } from '../../core/project';
import HomePage from './home-page';

describe('HomePage', () => {
  it('introduces the project', async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    const fixture = TestBed.createComponent(HomePage);
    TestBed.tick();
    const element: HTMLElement = fixture.nativeElement;

    expect(element.querySelector('h1')?.textContent).toBe(project.name);
    expect(element.querySelector('.lead')?.textContent).toBe(project.description);
  });
});
