import { Routes } from '@angular/router';
import { leaveGuard } from '../../core/forms/leave-guard';
import { notesTexts } from './notes-texts';

const { en, ko } = notesTexts;

const routes: Routes = [
  { path: '', loadComponent: () => import('./notes-page') },
  {
    path: 'new',
    data: { title: { en: en.new, ko: ko.new } },
    canDeactivate: [leaveGuard],
    loadComponent: () => import('./note-form-page'),
  },
  { path: ':id', loadComponent: () => import('./note-page') },
  {
    path: ':id/edit',
    data: { title: { en: en.edit, ko: ko.edit } },
    canDeactivate: [leaveGuard],
    loadComponent: () => import('./note-form-page'),
  },
];

export default routes;
