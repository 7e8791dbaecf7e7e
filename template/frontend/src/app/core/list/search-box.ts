import {
  Component,
  DestroyRef,
  ElementRef,
  inject,
  input,
  viewChild,
  ViewEncapsulation,
} from '@angular/core';
import { injectTexts } from '../language';
import { ListState } from './list-state';
import { listTexts } from './list-texts';

/** How long to wait for the next letter, in milliseconds. */
const PAUSE = 300;

/** Searches a list while the visitor types. */
@Component({
  selector: 'app-search-box',
  styleUrls: ['../forms/controls.css', './search-box.css'],
  template: `
    <label>
      <span class="visually-hidden">{{ texts().search }}</span>
      <input
        #box
        type="search"
        autocomplete="off"
        maxlength="200"
        [placeholder]="texts().search"
        [value]="list().q()"
        (input)="searchSoon()"
        (keydown.enter)="search()"
      />
    </label>
  `,
  encapsulation: ViewEncapsulation.None,
})
export class SearchBox {
  readonly list = input.required<ListState>();

  protected readonly texts = injectTexts(listTexts);

  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected searchSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  protected search(): void {
    clearTimeout(this.timer);
    // One step back leads out of the search, not through every letter of it.
    const replaceUrl = this.list().q() !== '';
    this.list().show({ q: this.box().nativeElement.value.trim() }, { replaceUrl });
  }
}
