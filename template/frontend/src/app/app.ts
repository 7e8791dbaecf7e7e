import { Component, ElementRef, inject, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { filter, map, pairwise } from 'rxjs';
import { injectTexts, Language, languages, LanguageService } from './core/language';
import { project } from './core/project';
import { coreTexts } from './core/texts';
import { features } from './features/features';

@Component({
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  selector: 'app-root',
  styleUrl: './app.css',
  templateUrl: './app.html',
})
export class App {
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  protected readonly project = project;
  protected readonly features = features;
  protected readonly languages = Object.entries(languages) as [Language, string][];
  protected readonly language = inject(LanguageService);
  protected readonly texts = injectTexts(coreTexts);

  constructor() {
    // A new page without a page load: say so to keyboards and screen readers.
    inject(Router)
      .events.pipe(
        filter((event) => event instanceof NavigationEnd),
        map((event) => event.urlAfterRedirects.split('#')[0]),
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
