/** Sample pictures on the page: cells by seeds, then how each cell got there. */
import { html, NOTHING } from "./html.ts";
import type { Markup } from "./html.ts";
import type { CellPictures } from "./pictures.ts";

export function pictureSection(pictures: readonly CellPictures[]): Markup {
  if (pictures.length === 0) return NOTHING;
  const seeds = [...new Set(pictures.flatMap(({ finals }) => finals.map(({ seed }) => seed)))];
  const strips = pictures.filter(({ progress }) => progress !== null);
  return html`<h2>Samples</h2>
    <p class="soft">The last step of each run; a seed draws from the same latents in every cell.</p>
    ${contactSheet(pictures, seeds)}
    ${strips.length === 0 ? NOTHING : html`<h2>Over the training</h2>`}
    <div class="strips">${strips.map(renderStrip)}</div>`;
}

/** Cells by seeds: each cell's label over its row of pictures. */
function contactSheet(pictures: readonly CellPictures[], seeds: readonly number[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Samples of every run">
    <table class="sheet">
      <thead>
        <tr>
          ${seeds.map((seed) => html`<th scope="col">seed ${seed}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${pictures.map(
          ({ label, finals }) =>
            html`<tr>
                <th scope="rowgroup" colspan="${seeds.length}">${label}</th>
              </tr>
              <tr>
                ${seeds.map((seed) => {
                  const final = finals.find((candidate) => candidate.seed === seed);
                  if (final === undefined) return html`<td class="soft">none</td>`;
                  return html`<td>
                    <img src="${final.image}" alt="Samples of ${label}, seed ${seed}" />
                  </td>`;
                })}
              </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function renderStrip({ label, progress }: CellPictures): Markup {
  if (progress === null) return NOTHING;
  const { image, seed } = progress;
  return html`<figure>
    <figcaption>${label}, seed ${seed}</figcaption>
    <img src="${image}" alt="Snapshots over the training of ${label}, seed ${seed}" />
  </figure>`;
}
