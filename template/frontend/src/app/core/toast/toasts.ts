import { Service, signal } from '@angular/core';

/** A short message at the edge of the page. */
export interface Message {
  readonly text: string;
  /** What the visitor can do about it, on a button. */
  readonly action?: string;
  /** Something went wrong: it stays until it is closed. */
  readonly isError?: boolean;
}

/** A message that is shown, and what its end means to whoever showed it. */
export interface Toast extends Message {
  end(withAction: boolean): void;
}

/** Shows short messages, which go by themselves. `<app-shell>` shows them. */
@Service()
export class Toasts {
  private readonly current = signal<readonly Toast[]>([]);

  /** The messages that are shown, the oldest first. */
  readonly shown = this.current.asReadonly();

  /** Shows a message; returns, when it is gone, whether the visitor chose its action. */
  show(message: Message): Promise<boolean> {
    return new Promise((resolve) => {
      const toast: Toast = {
        ...message,
        end: (withAction) => {
          this.current.update((toasts) => toasts.filter((other) => other !== toast));
          resolve(withAction);
        },
      };
      this.current.update((toasts) => [...toasts, toast]);
    });
  }

  /** Ends all messages without their actions. */
  endAll(): void {
    this.current().forEach((toast) => toast.end(false));
  }
}
