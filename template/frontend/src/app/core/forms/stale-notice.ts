import { Component, input, output } from '@angular/core';
import { injectTexts } from '../language';
import { Difference } from './differences';
import { formsTexts } from './forms-texts';

/**
 * Says that somebody else changed what is being edited (412), and what the newer version says where
 * it differs. The visitor chooses; what was typed stays until then.
 */
@Component({
  selector: 'app-stale-notice',
  styleUrl: './stale-notice.css',
  templateUrl: './stale-notice.html',
})
export class StaleNotice {
  readonly differences = input.required<readonly Difference[]>();

  /** The visitor wants the newer version in place of what was typed. */
  readonly take = output();

  /** The visitor wants what was typed in place of the newer version. */
  readonly keep = output();

  protected readonly texts = injectTexts(formsTexts);
}
