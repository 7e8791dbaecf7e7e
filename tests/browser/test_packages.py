"""Packages that owners add as their guides say work as they are served: Angular Material and PWA, Bootstrap,
Leaflet and Chart.js; on a machine with a Node that Angular accepts, and on one without.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness.machine import missing
from harness.moved_in import replace, second_origin
from harness.projects import is_without_node, ng_add, path_with_uv
from harness.running import manage, started, succeed

OpenPage = Callable[..., Page]

PAGE = """\
import { afterNextRender, Component, ElementRef, viewChild } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import Chart from 'chart.js/auto';
import * as leaflet from 'leaflet';

@Component({
  selector: 'app-home-page',
  imports: [MatSlideToggle],
  styles: `
    .map {
      height: 300px;
    }
  `,
  template: `
    <button type="button" class="btn btn-primary">Save</button>
    <mat-slide-toggle>Loud</mat-slide-toggle>
    <div class="map" #map></div>
    <canvas #chart></canvas>
  `,
})
export default class HomePage {
  private readonly map = viewChild.required<ElementRef<HTMLElement>>('map');
  private readonly chart = viewChild.required<ElementRef<HTMLCanvasElement>>('chart');

  constructor() {
    afterNextRender(() => {
      const map = leaflet.map(this.map().nativeElement).setView([37.57, 126.98], 12);
      leaflet.tileLayer('ADDRESS/{z}/{x}/{y}.png').addTo(map);
      new Chart(this.chart().nativeElement, {
        type: 'bar',
        data: { labels: ['a', 'b'], datasets: [{ data: [1, 2] }] },
      });
    });
  }
}
"""
# Whether anything was painted.
DRAWN = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(Boolean)"


# A font of somebody else's server, which `ng add @angular/material` writes into the page.
FONTS = re.compile(r' *<link [^>]*"https://fonts\.[^>]*>\n')


@pytest.fixture(params=["a Node of its own", "none that fits"])
def path(request: pytest.FixtureRequest, spare: Path) -> str:
    """The PATH of a machine that has this, where `spare` is set up."""
    if request.param == "none that fits":
        if is_without_node(spare):
            missing("the machine's own Node is used")
        return os.environ["PATH"]
    if os.name == "nt":
        pytest.skip("its Node is laid out as on POSIX systems")
    own_node = request.getfixturevalue("own_node")
    path = f"{own_node}{os.pathsep}{os.environ['PATH']}"
    shutil.rmtree(spare / "backend" / "venv")
    succeed(manage(spare, "setup", PATH=f"{own_node}{os.pathsep}{path_with_uv()}"))
    assert is_without_node(spare)
    assert str(own_node / "node") in succeed(manage(spare, "doctor", "-v", PATH=path))
    return path


def add_pwa(project: Path, path: str) -> None:
    """`ng add @angular/pwa`, and what docs/files.md says comes after it."""
    added = manage(project, "ng", "add", "@angular/pwa", "--skip-confirmation", PATH=path)
    if "No matching version found for @angular/service-worker" in added.stdout + added.stderr:
        # A mirror that is behind has an older one, which asks for its own Angular. All else is done by then.
        with (project / "frontend" / ".npmrc").open("a", encoding="utf-8") as file:
            file.write("legacy-peer-deps=true\n")
        succeed(manage(project, "npm", "install", "@angular/service-worker@latest", PATH=path))
        succeed(manage(project, "setup", PATH=path))
    else:
        succeed(added)
    replace(project / "frontend" / "src" / "index.html", '<link rel="manifest" href="site.webmanifest"/>', "")
    (project / "frontend" / "public" / "site.webmanifest").unlink()


def test_packages_that_guides_name_are_added_and_work_as_they_are_served(
    spare: Path, path: str, tmp_path: Path, open_page: OpenPage
) -> None:
    packages = ["bootstrap", "leaflet", "@types/leaflet", "chart.js"]
    succeed(manage(spare, "npm", "install", *packages, PATH=path))
    ng_add(spare, "@angular/material", PATH=path)
    assert "installed already" in succeed(manage(spare, "setup", PATH=path))
    assert "package.json" in succeed(manage(spare, "ng", "update", PATH=path))
    add_pwa(spare, path)
    assert is_without_node(spare) == (path != os.environ["PATH"])
    frontend, application = spare / "frontend", spare / "backend" / "app" / "__init__.py"
    index = frontend / "src" / "index.html"
    text, fonts = FONTS.subn("", index.read_text(encoding="utf-8"))
    assert fonts
    index.write_text(text, encoding="utf-8")
    replace(
        frontend / "angular.json",
        '"src/styles.css"',
        '"bootstrap/dist/css/bootstrap.min.css",\n"leaflet/dist/leaflet.css",\n"src/styles.css"',
    )
    with second_origin() as (address, asked):
        home = frontend / "src" / "app" / "features" / "home"
        (home / "home-page.ts").write_text(PAGE.replace("ADDRESS", address), encoding="utf-8")
        (home / "home-page.spec.ts").unlink()
        tiles = f'    core.allow(app, "img-src", "{address}")\n'
        replace(application, "    return app\n", f"{tiles}    return app\n")
        # A budget warns. It never stops a build.
        replace(frontend / "angular.json", '"maximumWarning": "500kB"', '"maximumWarning": "10kB"')
        result = manage(spare, "build", PATH=path)
        assert "exceeded maximum budget" in succeed(result) + result.stderr
        words = ["serve", "--no-open", "--port", "8351"]
        with started(spare, tmp_path / "log", *words, PATH=path) as serve:
            assert serve.url
            page = open_page(serve.url)
            # Bootstrap's blue, as its documentation shows it.
            expect(page.get_by_role("button", name="Save")).to_have_css(
                "background-color", "rgb(13, 110, 253)"
            )
            page.get_by_role("switch", name="Loud").click()
            expect(page.get_by_role("switch", name="Loud")).to_be_checked()
            expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
            expect(page.locator(".leaflet-control-zoom-in")).to_be_visible()
            assert page.locator("canvas").evaluate(DRAWN)
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            page.close()
        assert any(name.endswith(".png") for name in asked)
