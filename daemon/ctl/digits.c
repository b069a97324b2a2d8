/* SPDX-License-Identifier: MIT */
#include "ctl/digits.h"

#include <stdbool.h>
#include <string.h>

struct glyph {
        char character;
        int columns;
        const char *rows[PD_DIGITS_ROWS];
};

static const struct glyph glyphs[] = {
        {'0', 3, {"###", "# #", "# #", "# #", "###"}}, {'1', 3, {"  #", "  #", "  #", "  #", "  #"}},
        {'2', 3, {"###", "  #", "###", "#  ", "###"}}, {'3', 3, {"###", "  #", "###", "  #", "###"}},
        {'4', 3, {"# #", "# #", "###", "  #", "  #"}}, {'5', 3, {"###", "#  ", "###", "  #", "###"}},
        {'6', 3, {"###", "#  ", "###", "# #", "###"}}, {'7', 3, {"###", "  #", "  #", "  #", "  #"}},
        {'8', 3, {"###", "# #", "###", "# #", "###"}}, {'9', 3, {"###", "# #", "###", "  #", "###"}},
        {':', 1, {" ", "#", " ", "#", " "}},           {'.', 1, {" ", " ", " ", " ", "#"}},
        {'-', 3, {"   ", "   ", "###", "   ", "   "}}, {' ', 3, {"   ", "   ", "   ", "   ", "   "}},
};
#define N_GLYPHS (sizeof(glyphs) / sizeof(glyphs[0]))

static const struct glyph *
glyph_of(char character)
{
        for (size_t i = 0; i < N_GLYPHS; i++)
                if (glyphs[i].character == character)
                        return &glyphs[i];
        return &glyphs[N_GLYPHS - 1];
}

/* Between two digits one column, whatever the scale. */
int
pd_digits_columns(const char *number, int scale)
{
        int columns = 0;

        for (const char *c = number; *c != '\0'; c++)
                columns += glyph_of(*c)->columns * scale + (c > number);
        return columns;
}

bool
pd_digits_filled(const char *number, int scale, int row, int column)
{
        for (const char *c = number; *c != '\0'; c++) {
                const struct glyph *glyph = glyph_of(*c);
                int columns = glyph->columns * scale;
                if (column < columns)
                        return column >= 0 && glyph->rows[row][column / scale] == '#';
                column -= columns + 1;
        }
        return false;
}
