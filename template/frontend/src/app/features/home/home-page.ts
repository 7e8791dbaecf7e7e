import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectTexts, LanguageService } from '../../core/language';
import { ManageCommand } from '../../core/manage-command';
import { project } from '../../core/project';
import { features } from '../features';
import { BackendStatus } from './backend-status';
import { homeTexts } from './home-texts';

@Component({
  imports: [BackendStatus, ManageCommand, RouterLink],
  selector: 'app-home-page',
  styleUrl: './home-page.css',
  templateUrl: './home-page.html',
})
export default class HomePage {
  protected readonly project = project;
  /** What the app is for: neither this page nor the one about the environment. */
  protected readonly features = features.filter(({ path }) => !['', 'environment'].includes(path));
  protected readonly language = inject(LanguageService);
  protected readonly verbs = ['test', 'lint', 'build'] as const;
  protected readonly texts = injectTexts(homeTexts);
}
