import { Component, inject } from '@angular/core';
import { injectTexts } from '../language';
import { coreTexts } from '../texts';
import { ToastTimer } from './toast-timer';
import { Toasts } from './toasts';

/** The place where messages appear: once, in the shell. Screen readers read them out. */
@Component({
  imports: [ToastTimer],
  selector: 'app-toast-outlet',
  styleUrl: './toast-outlet.css',
  templateUrl: './toast-outlet.html',
  // It is there before the first message: only what changes in a known place is read out.
  host: { role: 'status' },
})
export class ToastOutlet {
  protected readonly toasts = inject(Toasts).shown;
  protected readonly texts = injectTexts(coreTexts);
}
