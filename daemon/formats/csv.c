/* SPDX-License-Identifier: MIT */
/*
 * A recording as a table with a heading, one row an instant:
 *
 *   t_s,hr_bpm,rr_ms,speed_mps,cadence_spm,distance_m,power_w
 *   0,94,,1.719,136.0,2.00,112
 *   1,94,610 598,1.722,136.0,3.72,113
 *
 * Columns are found by name; only t_s is required, others are ignored. An
 * empty cell is absent, cells missing at the end are empty. rr_ms holds the
 * beats since the previous row, cadence counts both feet. Lines that are
 * blank or begin with '#' say nothing.
 *
 * Each row becomes what a strap and a pod would have sent: reading.h says how.
 *
 * Skipped and counted: rows whose time goes back, numbers that the frame
 * cannot carry, distance, cadence or power without a speed.
 *
 * Limits: 64 columns, 16 KiB a line, 4096 RR a row, |t_s| up to 10^10.
 */
#include "purposed/format.h"

#include "formats/reading.h"
#include "formats/line.h"
#include "formats/numbers.h"

#include <errno.h>
#include <string.h>

#define COLUMNS_MAX 64
#define LINE_MAX_BYTES 16384
#define ROW_RR_MAX 4096
#define TIME_MAX (10000000000 * PD_SEC) /* 300 years: seconds since 1970 are welcome */
#define ABSENT PD_READING_ABSENT

enum field { FIELD_NONE, FIELD_TIME, FIELD_HEART_RATE, FIELD_RR, FIELD_SPEED, FIELD_CADENCE, FIELD_DISTANCE, FIELD_POWER, FIELD_COUNT };

static const struct {
        const char *name;
        unsigned decimals; /* that are read */
        int64_t max;       /* in units of the last of them */
        const char *expected;
} fields[FIELD_COUNT] = {
        [FIELD_NONE] = {"", 0, 0, ""},
        [FIELD_TIME] = {"t_s", 6, TIME_MAX, "t_s: seconds, such as 12 or 12.25, in every row"},
        [FIELD_HEART_RATE] = {"hr_bpm", 0, PD_READING_HR_MAX, "hr_bpm: a heart rate such as 142, or nothing"},
        [FIELD_RR] = {"rr_ms", 3, PD_READING_RR_US_MAX, "rr_ms: milliseconds separated by spaces, such as '610 598', or nothing"},
        [FIELD_SPEED] = {"speed_mps", 6, PD_READING_SPEED_UM_S_MAX, "speed_mps: metres a second such as 2.75, or nothing"},
        [FIELD_CADENCE] = {"cadence_spm", 3, PD_READING_CADENCE_MSPM_MAX, "cadence_spm: steps of both feet a minute, or nothing"},
        [FIELD_DISTANCE] = {"distance_m", 3, PD_READING_DISTANCE_MM_MAX, "distance_m: metres such as 1250.5, or nothing"},
        [FIELD_POWER] = {"power_w", 0, PD_READING_POWER_W_MAX, "power_w: watts such as 240, or nothing"},
};

struct row {
        bool timed;                 /* t_s held a number, be it one that was skipped */
        int64_t cells[FIELD_COUNT]; /* as `fields` says; ABSENT */
        size_t n_rr;
        uint16_t rr[ROW_RR_MAX]; /* 1/1024 s */
};

struct table {
        const struct pd_recording_ops *ops;
        struct pd_format_error *error;
        size_t line;
        const char *line_start;
        size_t n_columns;
        enum field columns[COLUMNS_MAX];
        bool started;
        pd_usec now;
        uint64_t skipped;
        struct row row;
};

static int
fail(struct table *table, const char *at, const char *expected)
{
        return pd_line_fault(table->error, table->line, table->line_start, at, expected);
}

static const char *
trim_blanks(const char *start, const char *end)
{
        while (end > start && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
                end--;
        return end;
}

/* The end of the cell that begins at AT: a comma or END. */
static const char *
cell_end(const char *at, const char *end)
{
        while (at < end && *at != ',')
                at++;
        return at;
}

static enum field
field_named(const char *name, size_t length)
{
        for (enum field field = FIELD_TIME; field < FIELD_COUNT; field++)
                if (strlen(fields[field].name) == length && memcmp(fields[field].name, name, length) == 0)
                        return field;
        return FIELD_NONE;
}

static int
read_heading(struct table *table, const char *at, const char *end)
{
        bool seen[FIELD_COUNT] = {false};

        for (;; at++) {
                const char *const comma = cell_end(at, end);
                const char *const name = pd_line_skip_blanks(at, comma);
                const enum field field = field_named(name, (size_t) (trim_blanks(name, comma) - name));

                if (table->n_columns == COLUMNS_MAX)
                        return fail(table, at, "at most 64 columns");
                if (field != FIELD_NONE && seen[field])
                        return fail(table, name, "each column once");
                seen[field] = true;
                table->columns[table->n_columns++] = field;
                at = comma;
                if (at == end)
                        break;
        }
        return seen[FIELD_TIME] ? 0 : fail(table, table->line_start, "a heading with a column t_s, such as 't_s,hr_bpm,speed_mps'");
}

/* AT stands at a number. A number that no frame can carry is skipped: the cell stays absent. */
static int
read_number(struct table *table, enum field field, const char **at, const char *end, int64_t *ret)
{
        int64_t value;
        const int r = pd_number_decimal(at, end, fields[field].decimals, &value);

        if (r == -EINVAL)
                return fail(table, *at, fields[field].expected);
        if (r == -ERANGE || value > fields[field].max || value < (field == FIELD_TIME ? -fields[field].max : 0))
                table->skipped++;
        else
                *ret = value;
        return 0;
}

static int
read_rr(struct table *table, const char *at, const char *end)
{
        while (at < end) {
                int64_t value = ABSENT;
                const int r = read_number(table, FIELD_RR, &at, end, &value);

                if (r < 0)
                        return r;
                if (at < end && *at != ' ')
                        return fail(table, at, fields[FIELD_RR].expected);
                at = pd_line_skip_blanks(at, end);
                if (value == ABSENT)
                        continue;
                if (table->row.n_rr == ROW_RR_MAX)
                        return fail(table, at, "at most 4096 RR intervals a row");
                table->row.rr[table->row.n_rr++] = pd_reading_rr(value);
        }
        return 0;
}

static int
read_cell(struct table *table, enum field field, const char *at, const char *end)
{
        at = pd_line_skip_blanks(at, end);
        end = trim_blanks(at, end);
        if (field == FIELD_NONE || at == end)
                return 0;
        if (field == FIELD_RR)
                return read_rr(table, at, end);
        const int r = read_number(table, field, &at, end, &table->row.cells[field]);
        if (r < 0)
                return r;
        table->row.timed |= field == FIELD_TIME;
        return at == end ? 0 : fail(table, at, fields[field].expected);
}

static int
read_row(struct table *table, const char *at, const char *end)
{
        table->row.timed = false;
        for (enum field field = 0; field < FIELD_COUNT; field++)
                table->row.cells[field] = ABSENT;
        table->row.n_rr = 0;
        for (size_t column = 0;; column++, at++) {
                const char *const comma = cell_end(at, end);

                if (column >= table->n_columns && pd_line_skip_blanks(at, comma) != trim_blanks(at, comma))
                        return fail(table, at, "as many cells as the heading has");
                const int r = column < table->n_columns ? read_cell(table, table->columns[column], at, comma) : 0;
                if (r < 0)
                        return r;
                at = comma;
                if (at == end)
                        break;
        }
        return table->row.timed ? 0 : fail(table, table->line_start, fields[FIELD_TIME].expected);
}

static int
send_row(struct table *table)
{
        const int64_t t = table->row.cells[FIELD_TIME];

        if (t == ABSENT)
                return 0;
        if (table->started && t < table->now) {
                table->skipped++;
                return 0;
        }
        table->started = true;
        table->now = t;
        const struct pd_reading reading = {
                .hr_bpm = table->row.cells[FIELD_HEART_RATE],
                .speed_um_s = table->row.cells[FIELD_SPEED],
                .cadence_mspm = table->row.cells[FIELD_CADENCE],
                .distance_mm = table->row.cells[FIELD_DISTANCE],
                .power_w = table->row.cells[FIELD_POWER],
                .n_rr = table->row.n_rr,
                .rr = table->row.rr,
        };
        return pd_reading_send(table->ops, table->now, &reading, &table->skipped);
}

static int
read_line(struct table *table, const char *at, const char *end)
{
        const char *const first = pd_line_skip_blanks(at, end);

        if (first == trim_blanks(first, end) || *first == '#')
                return 0;
        if (end - at > LINE_MAX_BYTES)
                return fail(table, at + LINE_MAX_BYTES, "the end of the line: at most 16384 bytes");
        if (table->n_columns == 0)
                return read_heading(table, at, end);
        const int r = read_row(table, at, end);
        return r < 0 ? r : send_row(table);
}

static const char *
skip_mark(const char *bytes, const char *end)
{
        return end - bytes >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? bytes + 3 : bytes;
}

static int
read_recording(const char *bytes, size_t size, const struct pd_recording_ops *ops, uint64_t *ret_skipped, struct pd_format_error *ret_error)
{
        struct table table = {.ops = ops, .error = ret_error};
        const char *const end = bytes + size;

        for (const char *at = skip_mark(bytes, end); at < end;) {
                const char *const newline = memchr(at, '\n', (size_t) (end - at));
                const char *const line_end = newline ? newline : end;

                table.line++;
                table.line_start = at;
                const int r = read_line(&table, at, line_end);
                if (r < 0)
                        return r;
                at = newline ? newline + 1 : end;
        }
        if (table.n_columns == 0) {
                table.line++;
                table.line_start = end;
                return fail(&table, end, "a heading with a column t_s, such as 't_s,hr_bpm,speed_mps'");
        }
        *ret_skipped = table.skipped;
        return 0;
}

/* Is the first line that says something a heading with t_s? */
static bool
probe(const char *bytes, size_t size)
{
        const char *const end = bytes + size;

        for (const char *at = skip_mark(bytes, end); at < end;) {
                const char *const newline = memchr(at, '\n', (size_t) (end - at));
                const char *const line_end = newline ? newline : end;
                const char *const first = pd_line_skip_blanks(at, line_end);

                if (first != trim_blanks(first, line_end) && *first != '#') {
                        struct pd_format_error error;
                        struct table table = {.error = &error, .line_start = at};
                        return read_heading(&table, at, line_end) == 0;
                }
                at = newline ? newline + 1 : end;
        }
        return false;
}

const struct pd_format pd_format_csv = {
        .key = "csv",
        .title = "CSV with a heading t_s,hr_bpm,rr_ms,speed_mps,cadence_spm,distance_m,power_w",
        .probe = probe,
        .read = read_recording,
};
