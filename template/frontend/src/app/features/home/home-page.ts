import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectTexts } from '../../core/language';
import { ManageCommand } from '../../core/manage-command';
import { project } from '../../core/project';
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
  protected readonly verbs = ['test', 'lint', 'build'] as const;
  protected readonly texts = injectTexts(homeTexts);
}
