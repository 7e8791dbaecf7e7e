import {
  Component,
  computed,
  ElementRef,
  input,
  viewChild,
  ViewEncapsulation,
} from '@angular/core';
import { injectTexts } from '../language';
import { ListState, pageSizes } from './list-state';
import { listTexts } from './list-texts';

/** Leads through the pages of a list, and says how long a page is. */
@Component({
  selector: 'app-pager',
  styleUrls: ['../forms/controls.css', './pager.css'],
  templateUrl: './pager.html',
  encapsulation: ViewEncapsulation.None,
})
export class Pager {
  readonly list = input.required<ListState>();

  /** How many entries there are on all pages. */
  readonly total = input.required<number>();

  protected readonly texts = injectTexts(listTexts);
  protected readonly sizes = pageSizes;
  protected readonly pages = computed(() =>
    Math.max(1, Math.ceil(this.total() / this.list().size())),
  );

  private readonly select = viewChild<ElementRef<HTMLSelectElement>>('size');

  protected resize(): void {
    this.list().show({ size: Number(this.select()?.nativeElement.value) });
  }
}
