import { inputBinding } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FilePath } from './file-path';

describe('FilePath', () => {
  it.each(['/home/Ada Lövelace/backend/venv', 'C:\\Users\\Ada Lövelace\\backend\\venv'])(
    'may break after each separator, and adds nothing to %s',
    async (path) => {
      const fixture = TestBed.createComponent(FilePath, {
        bindings: [inputBinding('path', () => path)],
      });
      await fixture.whenStable();

      const code: HTMLElement = fixture.nativeElement.querySelector('code');
      expect(code.textContent).toBe(path);
      expect(code.querySelectorAll('wbr')).toHaveLength(5);
    },
  );
});
