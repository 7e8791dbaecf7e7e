import { Component, ViewEncapsulation } from '@angular/core';

/**
 * A table whose rows turn into cards where there is little room: `<table appCards>`. A cell of a card
 * shows the name of its column, which it has in `data-label`.
 */
@Component({
  // An attribute, so that the table stays a table.
  // eslint-disable-next-line @angular-eslint/component-selector
  selector: 'table[appCards]',
  styleUrl: './cards.css',
  template: '<ng-content />',
  encapsulation: ViewEncapsulation.None,
})
export class Cards {}
