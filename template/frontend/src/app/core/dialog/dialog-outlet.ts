import { afterRenderEffect, Component, ElementRef, inject, viewChild } from '@angular/core';
import { Dialogs } from './dialogs';

/** The place where questions appear: once, in the shell. The browser keeps the focus inside. */
@Component({
  selector: 'app-dialog-outlet',
  styleUrl: './dialog-outlet.css',
  templateUrl: './dialog-outlet.html',
})
export class DialogOutlet {
  protected readonly asked = inject(Dialogs).asked;

  private readonly dialog = viewChild<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    // A dialog is modal only when it is opened by this call.
    afterRenderEffect(() => this.dialog()?.nativeElement.showModal());
  }
}
