import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { EmptyState } from './empty-state';

@Component({
  imports: [EmptyState],
  selector: 'app-page',
  template: '<app-empty-state title="No notes yet" detail="Make one."><b>New</b></app-empty-state>',
})
class Page {}

describe('EmptyState', () => {
  it('says why nothing is there, and holds what to do', async () => {
    const fixture = TestBed.createComponent(Page);
    await fixture.whenStable();
    const element: HTMLElement = fixture.nativeElement;

    expect(element.querySelector('h2')?.textContent).toBe('No notes yet');
    expect(element.querySelector('p')?.textContent).toBe('Make one.');
    expect(element.querySelector('b')?.textContent).toBe('New');
  });
});
