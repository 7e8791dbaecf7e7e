import { Component, computed, input } from '@angular/core';
import { ListState } from './list-state';

/** The head of a column that sorts the list: `<th appSort="title" [list]="list">Title</th>`. */
@Component({
  // An attribute, because a table may hold nothing but its own elements.
  // eslint-disable-next-line @angular-eslint/component-selector
  selector: 'th[appSort]',
  styleUrl: './sort-header.css',
  template: `
    <button type="button" (click)="sort()">
      <ng-content />
      <svg viewBox="0 0 12 12" aria-hidden="true"><path d="M6 2v8M2.5 5.5 6 2l3.5 3.5" /></svg>
    </button>
  `,
  host: { scope: 'col', '[attr.aria-sort]': 'direction()' },
})
export class SortHeader {
  /** The field that the column shows. */
  readonly field = input.required<string>({ alias: 'appSort' });
  readonly list = input.required<ListState>();

  protected readonly direction = computed(() => {
    switch (this.list().sort()) {
      case this.field():
        return 'ascending';
      case `-${this.field()}`:
        return 'descending';
      default:
        return null;
    }
  });

  /** Sorts upwards first, then downwards. */
  protected sort(): void {
    const isAscending = this.direction() === 'ascending';
    this.list().show({ sort: isAscending ? `-${this.field()}` : this.field() });
  }
}
