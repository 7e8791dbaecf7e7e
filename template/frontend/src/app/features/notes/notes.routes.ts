import { Routes } from '@angular/router';
import { leaveGuard } from '../../core/forms/leave-guard';
import { localized } from '../../core/language';
import { notesTexts } from './notes-texts';

const routes: Routes = [
  { path: '', loadComponent: () => import('./notes-page') },
  {
    path: 'new',
    data: { title: localized(notesTexts, (texts) => texts.new) },
    canDeactivate: [leaveGuard],
    loadComponent: () => import('./note-form-page'),
  },
  { path: ':id', loadComponent: () => import('./note-page') },
  {
    path: ':id/edit',
    data: { title: localized(notesTexts, (texts) => texts.edit) },
    canDeactivate: [leaveGuard],
    loadComponent: () => import('./note-form-page'),
  },
];

export default routes;
