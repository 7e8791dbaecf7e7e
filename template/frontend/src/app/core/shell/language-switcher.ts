import { Component, inject } from '@angular/core';
import { injectTexts, Language, languages, LanguageService } from '../language';
import { coreTexts } from '../texts';

/** A button for each language of the user interface. */
@Component({
  selector: 'app-language-switcher',
  styleUrl: './language-switcher.css',
  templateUrl: './language-switcher.html',
  host: { role: 'group', '[attr.aria-label]': 'texts().language' },
})
export class LanguageSwitcher {
  protected readonly languages = Object.entries(languages) as [Language, string][];
  protected readonly language = inject(LanguageService);
  protected readonly texts = injectTexts(coreTexts);
}
