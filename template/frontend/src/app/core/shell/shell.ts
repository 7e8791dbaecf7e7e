import { Component, ElementRef, inject, input, isDevMode, signal, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive } from '@angular/router';
import { filter, map, pairwise, tap } from 'rxjs';
import { DialogOutlet } from '../dialog/dialog-outlet';
import { Feature } from '../feature';
import { injectTexts, LanguageService } from '../language';
import { ManageCommand } from '../manage-command';
import { project } from '../project';
import { coreTexts } from '../texts';
import { ToastOutlet } from '../toast/toast-outlet';
import { LanguageSwitcher } from './language-switcher';

/**
 * The frame around every page: a header with the navigation and the languages, and a footer.
 * What stands inside is the page. Three places are for your own:
 *
 *     <app-shell [features]="features">
 *       <a shellBrand routerLink="/">in place of the mark and the name</a>
 *       <a shellHeader routerLink="/sign-in">at the end of the header</a>
 *       <router-outlet />
 *       <p shellFooter>in place of the footer's text</p>
 *     </app-shell>
 */
@Component({
  imports: [
    DialogOutlet,
    LanguageSwitcher,
    ManageCommand,
    RouterLink,
    RouterLinkActive,
    ToastOutlet,
  ],
  selector: 'app-shell',
  styleUrl: './shell.css',
  templateUrl: './shell.html',
})
export class Shell {
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  /** What the navigation shows, in this order. */
  readonly features = input.required<readonly Feature[]>();

  /** Whether a page is there: until the first one, the footer stands where it will not stay. */
  protected readonly hasPage = signal(false);
  protected readonly project = project;
  // Whoever reads the built app is no developer.
  protected readonly isDevelopment = isDevMode();
  protected readonly language = inject(LanguageService);
  protected readonly texts = injectTexts(coreTexts);

  constructor() {
    // A new page without a page load: say so to keyboards and screen readers. What stands behind
    // a ? is the state of a page, such as the words of a search.
    inject(Router)
      .events.pipe(
        filter((event) => event instanceof NavigationEnd),
        tap(() => this.hasPage.set(true)),
        map((event) => event.urlAfterRedirects.split(/[?#]/)[0]),
        pairwise(),
        filter(([previous, current]) => previous !== current),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.focusContent());
  }

  /** Moves the focus to the page, past the header. */
  protected focusContent(): void {
    this.main().nativeElement.focus({ preventScroll: true });
  }

  protected skipToContent(event: Event): void {
    // With <base href="/">, following "#main" would leave the page.
    event.preventDefault();
    this.focusContent();
    this.main().nativeElement.scrollIntoView();
  }
}
