import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { project } from '../../core/project';
import { features } from '../features';
import HomePage from './home-page';

describe('HomePage', () => {
  let element: HTMLElement;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    element = TestBed.createComponent(HomePage).nativeElement;
    TestBed.tick();
  });

  it('introduces the project', () => {
    expect(element.querySelector('h1')?.textContent).toBe(project.name);
    expect(element.querySelector('.lead')?.textContent).toBe(project.description);
  });

  it('leads to every feature, and shows the command that adds one where data is kept', () => {
    const links = [...element.querySelectorAll('.features a')];
    const own = features.filter(({ path }) => path !== '' && path !== 'environment');
    expect(links.map((link) => link.getAttribute('href'))).toEqual(
      own.map(({ path }) => `/${path}`),
    );
    const commands = [...element.querySelectorAll('pre')].map(({ textContent }) => textContent);
    expect(commands.map((command) => command.includes('manage.py add books title:string'))).toEqual(
      project.keepsData ? [true] : [],
    );
  });
});
