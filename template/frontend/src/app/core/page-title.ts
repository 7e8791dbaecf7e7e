import { computed, effect, inject, Service, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { ActivatedRouteSnapshot, RouterStateSnapshot, TitleStrategy } from '@angular/router';
import { LanguageService, Localized } from './language';
import { project } from './project';

/**
 * Writes "Environment · <project name>", and writes it again when the language changes.
 * A route's own `title` wins over the label of its feature.
 */
@Service({ autoProvided: false })
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly language = inject(LanguageService);
  private readonly page = signal<string | Localized | undefined>(undefined);

  private readonly text = computed(() => {
    const page = this.page();
    const name = typeof page === 'object' ? this.language.of(page) : page;
    return name ? `${name} · ${project.name}` : project.name;
  });

  constructor() {
    super();
    effect(() => this.title.setTitle(this.text()));
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.page.set(this.buildTitle(snapshot) ?? label(snapshot.root));
  }
}

/** Returns the label nearest to the page among the routes that lead to it. */
function label(route: ActivatedRouteSnapshot): Localized | undefined {
  return (route.firstChild && label(route.firstChild)) ?? route.data['title'];
}
