import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, RouterOutlet } from '@angular/router';
import { coreRoutes } from '../core-routes';
import { Feature } from '../feature';
import { project } from '../project';
import { Shell } from './shell';

@Component({ selector: 'app-blank-page', template: '' })
class BlankPage {}

const features: readonly Feature[] = [
  { path: '', label: { en: 'Home', ko: '홈' }, page: async () => BlankPage },
  { path: 'notes', label: { en: 'Notes', ko: '노트' }, page: async () => BlankPage },
];
const routes = [...features.map(({ path }) => ({ path, component: BlankPage })), ...coreRoutes];

@Component({
  imports: [RouterOutlet, Shell],
  selector: 'app-test-app',
  template: '<app-shell [features]="features"><router-outlet /></app-shell>',
})
class TestApp {
  protected readonly features = features;
}

@Component({
  imports: [RouterOutlet, Shell],
  selector: 'app-own-app',
  template: `
    <app-shell [features]="[]">
      <b shellBrand>My brand</b>
      <b shellHeader>Sign in</b>
      <router-outlet />
      <b shellFooter>My footer</b>
    </app-shell>
  `,
})
class OwnApp {}

describe('Shell', () => {
  let element: HTMLElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideRouter(routes)] });
    element = TestBed.createComponent(TestApp).nativeElement;
    // Only what is in the document can have the focus.
    document.body.append(element);
    await go('/');
  });

  afterEach(() => localStorage.clear());

  async function go(url: string): Promise<void> {
    await TestBed.inject(Router).navigateByUrl(url);
    TestBed.tick();
  }

  function links(): HTMLAnchorElement[] {
    return [...element.querySelectorAll<HTMLAnchorElement>('nav a')];
  }

  function button(text: string): HTMLButtonElement {
    const buttons = [...element.querySelectorAll('button')];
    return buttons.find(({ textContent }) => textContent.trim() === text)!;
  }

  it('shows the name of the project', () => {
    expect(element.querySelector('header')?.textContent).toContain(project.name);
  });

  it('has a navigation entry for every feature, in the order of the list', () => {
    expect(links().map((link) => [link.getAttribute('href'), link.textContent])).toEqual(
      features.map(({ path, label }) => [`/${path}`, label['en']]),
    );
  });

  it('marks the current page, and only that, in the navigation', async () => {
    for (const { path, label } of features) {
      await go(`/${path}`);

      const current = links().filter((link) => link.getAttribute('aria-current') === 'page');
      expect(current.map(({ textContent }) => textContent)).toEqual([label['en']]);
    }
  });

  it('speaks Korean after a click', () => {
    button('한국어').click();
    TestBed.tick();

    expect(links().map(({ textContent }) => textContent)).toEqual(
      features.map(({ label }) => label['ko']),
    );
    expect(button('한국어').getAttribute('aria-pressed')).toBe('true');
    expect(button('English').getAttribute('aria-pressed')).toBe('false');
  });

  it('leaves the focus alone on the first page, and moves it to the content of the next', async () => {
    const main = element.querySelector('main');
    expect(document.activeElement).not.toBe(main);

    await go('/another/page');

    expect(document.activeElement).toBe(main);
  });

  it('leaves the focus alone where the page stays the same', async () => {
    await go('/another/page');
    links()[0].focus();

    await go('/another/page#part');

    expect(document.activeElement).toBe(links()[0]);
  });

  it('leaves the focus alone where only the state of the page changes', async () => {
    await go('/another/page');
    links()[0].focus();

    await go('/another/page?q=words');

    expect(document.activeElement).toBe(links()[0]);
  });

  it('has a place for messages right before the page, and one for questions', () => {
    expect(element.querySelector('main')?.previousElementSibling?.tagName).toBe('APP-TOAST-OUTLET');
    expect(element.querySelector('app-dialog-outlet')).not.toBeNull();
  });

  it('skips to the content without leaving the page', async () => {
    await go('/another/page');
    links()[0].focus();
    const main = element.querySelector('main')!;
    main.scrollIntoView = vi.fn();

    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    element.querySelector('.skip-link')?.dispatchEvent(click);

    expect(document.activeElement).toBe(main);
    expect(main.scrollIntoView).toHaveBeenCalled();
    expect(click.defaultPrevented).toBe(true);
  });

  it('says so where there is no page', async () => {
    await go('/no/such/page');

    expect(element.querySelector('main h1')?.textContent).toBe('There is no page here');
  });

  it('has places for a brand, the header and the footer of one’s own', async () => {
    const own: HTMLElement = TestBed.createComponent(OwnApp).nativeElement;
    TestBed.tick();

    expect(own.querySelector('header')?.textContent).toContain('My brand');
    expect(own.querySelector('header')?.textContent).toContain('Sign in');
    expect(own.querySelector('footer')?.textContent?.trim()).toBe('My footer');
    expect(own.textContent).not.toContain(project.name);
  });

  it('says to developers what to type when they are stuck', () => {
    expect(element.querySelector('footer')?.textContent).toContain('manage.py doctor');
  });

  it('shows the footer once there is a page', async () => {
    const early: HTMLElement = TestBed.createComponent(TestApp).nativeElement;
    TestBed.tick();
    expect(early.querySelector('footer')?.className).toBe('waiting');

    await go('/notes');

    expect(early.querySelector('footer')?.className).toBe('');
  });
});
