import { inputBinding } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { LanguageService } from '../../core/language';
import { inProjectVenv } from './environment-samples';
import { environmentTexts } from './environment-texts';
import { PackageTable } from './package-table';

describe('PackageTable', () => {
  const texts = () => TestBed.inject(LanguageService).of(environmentTexts);
  let fixture: ComponentFixture<PackageTable>;

  beforeEach(async () => {
    fixture = TestBed.createComponent(PackageTable, {
      bindings: [inputBinding('packages', () => inProjectVenv.distributions)],
    });
    await fixture.whenStable();
  });

  async function search(query: string): Promise<void> {
    const input: HTMLInputElement = fixture.nativeElement.querySelector('input');
    input.value = query;
    input.dispatchEvent(new Event('input'));
    await fixture.whenStable();
  }

  function versions(): string[] {
    const cells: NodeListOf<HTMLElement> = fixture.nativeElement.querySelectorAll('td');
    return [...cells].map(({ textContent }) => textContent.trim());
  }

  function count(): string {
    return fixture.nativeElement.querySelector('[role=status]').textContent;
  }

  it('lists every package and counts them', () => {
    expect(versions()).toEqual(['8.3.1', '3.2.0', '3.1.6']);
    expect(count()).toBe(texts().packages.found(3, 3));
  });

  it('finds a package by its name, whatever the case', async () => {
    await search(' flASK ');

    expect(versions()).toEqual(['3.2.0']);
    expect(count()).toBe(texts().packages.found(1, 3));
  });

  it('finds a package by its summary', async () => {
    await search('template engine');

    expect(versions()).toEqual(['3.1.6']);
  });

  it('says so when nothing matches', async () => {
    await search('django');

    expect(fixture.nativeElement.querySelector('table')).toBeNull();
    expect(fixture.nativeElement.textContent).toContain(texts().packages.none);
    expect(count()).toBe(texts().packages.found(0, 3));
  });
});
