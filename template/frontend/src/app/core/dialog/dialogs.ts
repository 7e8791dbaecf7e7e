import { Service, signal } from '@angular/core';

/** A question with two answers. */
export interface Question {
  readonly title: string;
  readonly detail: string;
  readonly yes: string;
  readonly no: string;
}

/** What is being asked, and who waits for the answer. */
interface Asked extends Question {
  answer(yes: boolean): void;
}

/** Asks the visitor a question and waits for the answer. `<app-shell>` shows it. */
@Service()
export class Dialogs {
  private readonly current = signal<Asked | undefined>(undefined);

  /** The question that is open. */
  readonly asked = this.current.asReadonly();

  /** Asks, and returns whether the answer was yes. Closing the dialog is a no. */
  confirm(question: Question): Promise<boolean> {
    this.current()?.answer(false);
    return new Promise((resolve) => {
      this.current.set({
        ...question,
        answer: (yes) => {
          this.current.set(undefined);
          resolve(yes);
        },
      });
    });
  }
}
