import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Shell } from './core/shell/shell';
import { features } from './features/features';

@Component({
  imports: [RouterOutlet, Shell],
  selector: 'app-root',
  styleUrl: './app.css',
  templateUrl: './app.html',
})
export class App {
  protected readonly features = features;
}
