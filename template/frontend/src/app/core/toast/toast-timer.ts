import { DestroyRef, Directive, inject, input, OnInit } from '@angular/core';
import { Toast } from './toasts';

/** How long a message stays, in milliseconds. */
const STAY = 8_000;

/** Ends a message after a while, but never while the visitor points at it or has the focus in it. */
@Directive({
  selector: '[appToastTimer]',
  host: {
    '(focusin)': 'wait()',
    '(focusout)': 'start()',
    '(mouseenter)': 'wait()',
    '(mouseleave)': 'start()',
  },
})
export class ToastTimer implements OnInit {
  readonly toast = input.required<Toast>({ alias: 'appToastTimer' });

  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.wait());
  }

  ngOnInit(): void {
    this.start();
  }

  protected start(): void {
    this.wait();
    if (!this.toast().isError) {
      this.timer = setTimeout(() => this.toast().end(false), STAY);
    }
  }

  protected wait(): void {
    clearTimeout(this.timer);
  }
}
