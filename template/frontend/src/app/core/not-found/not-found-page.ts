import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectTexts } from '../language';
import { coreTexts } from '../texts';

/** Shown for every address that no feature claims. */
@Component({
  imports: [RouterLink],
  selector: 'app-not-found-page',
  styleUrl: './not-found-page.css',
  templateUrl: './not-found-page.html',
})
export default class NotFoundPage {
  protected readonly texts = injectTexts(coreTexts);
}
