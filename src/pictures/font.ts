/** A 5 × 7 dot font of the characters that stand in our pictures: numbers and the word "step". */

export const GLYPH_WIDTH = 5;
export const GLYPH_HEIGHT = 7;

/** Seven rows of five characters, `#` for ink; empty for a character the font does not have. */
export function glyphRows(character: string): readonly string[] {
  const at = CHARACTERS.indexOf(character);
  if (at < 0) return [];
  const start = at * (GLYPH_WIDTH + 1);
  return ROWS.map((row) => row.slice(start, start + GLYPH_WIDTH));
}

const CHARACTERS = "0123456789-.step";

const ROWS: readonly string[] = [
  " ###    #    ###   ###     #  #####  ###  #####  ###   ###                     #                ",
  "#   #  ##   #   # #   #   ##  #     #   #     # #   # #   #                    #                ",
  "#  ##   #       #     #  # #  ####  #        #  #   # #   #              #### ####   ###  ####  ",
  "# # #   #      #    ##  #  #      # ####    #    ###   #### #####       #      #    #   # #   # ",
  "##  #   #     #       # #####     # #   #  #    #   #     #              ###   #    ##### ####  ",
  "#   #   #    #    #   #    #  #   # #   #  #    #   # #   #         ##      #  #    #     #     ",
  " ###   ###  #####  ###     #   ###   ###   #     ###   ###          ##  ####    ##   ###  #     ",
];
