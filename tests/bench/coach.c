/* SPDX-License-Identifier: MIT */
/*
 * How good the classifier and the coach are, measured: every row of rows.def
 * with the bar that is set for it and the figure reached.
 */
#include "bench/row.h"
#include "bench/tape.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SEEDS_DEFAULT 200
#define SEEDS_MAX 100000

enum needs { SEEDS, CORPUS, MACHINE };

static const struct row {
        const char *name;
        enum needs needs;
        const char *what;
        void (*run)(const struct bench *bench, struct table *table);
} rows[] = {
#define BENCH_ROW(name, needs, what) {#name, needs, what, row_##name},
#include "bench/rows.def"
#undef BENCH_ROW
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

struct order {
        const char *corpus; /* folder; NULL: none */
        const char *tape;   /* file; NULL: none */
        uint64_t first_seed;
        size_t n_seeds;
        bool markdown;
        bool chosen[N_ROWS], any_chosen, left_out[N_ROWS];
};

static void
usage(void)
{
        fputs("usage: coach [OPTION…]\n\n"
              "Measures the classifier and the coach and prints measure, bar and figure reached.\n\n"
              "  --corpus DIR    recordings of real runs: manifest.json, csv/, laps/, oracle/\n"
              "  --seeds N       virtual runners for each synthetic row (200)\n"
              "  --from SEED     the first runner's seed (1); the others follow it\n"
              "  --row NAME…     these rows alone\n"
              "  --but NAME      not this row\n"
              "  --markdown      the table alone, as GitHub's Markdown has it; what was skipped is said on stderr\n"
              "  --keep FILE     keep what each row feeds and what is decided of it; nothing is graded\n"
              "  --help          this text\n\n"
              "Exits with 0 if each bar that was measured is met, with 1 if one is missed, with 2 if it\n"
              "is called wrongly. What there is nothing to measure by is skipped, and said. Rows:\n",
                stdout);
        for (size_t i = 0; i < N_ROWS; i++)
                printf("  %-15s %s%s\n", rows[i].name, rows[i].what, rows[i].needs == CORPUS ? " (corpus)" : "");
}

void
bench_progress(const struct bench *bench, size_t done, size_t total)
{
        if (bench->loud)
                fprintf(stderr, "\r\033[K%s: %zu of %zu", bench->row, done, total);
}

static int
mark_row(bool marks[N_ROWS], const char *name)
{
        for (size_t i = 0; i < N_ROWS; i++)
                if (strcmp(rows[i].name, name) == 0) {
                        marks[i] = true;
                        return 0;
                }
        fprintf(stderr, "coach: there is no row %s\n", name);
        return -EINVAL;
}

static int
choose_row(struct order *order, const char *name)
{
        order->any_chosen = true;
        return mark_row(order->chosen, name);
}

/* Nothing is kept of those that ask the machine. */
static bool
is_wanted(const struct order *order, size_t row)
{
        if (order->left_out[row])
                return false;
        return order->any_chosen ? order->chosen[row] : order->tape == NULL || rows[row].needs != MACHINE;
}

static int
read_number(const char *text, uint64_t most, uint64_t *ret)
{
        char *end;
        unsigned long long value;

        errno = 0;
        value = strtoull(text, &end, 10);
        if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || value < 1 || value > most) {
                fprintf(stderr, "coach: %s is not a number from 1 to %llu\n", text, (unsigned long long) most);
                return -EINVAL;
        }
        *ret = value;
        return 0;
}

/* 0, a negative errno (said), or 1: help was asked for. */
static int
read_options(int argc, char **argv, struct order *ret)
{
        static const struct option options[] = {
                {"corpus", required_argument, NULL, 'c'}, {"seeds", required_argument, NULL, 's'}, {"from", required_argument, NULL, 'f'},
                {"row", required_argument, NULL, 'r'},    {"but", required_argument, NULL, 'b'},   {"keep", required_argument, NULL, 'k'},
                {"markdown", no_argument, NULL, 'm'},     {"help", no_argument, NULL, 'h'},         {NULL, 0, NULL, 0},
        };
        uint64_t number = SEEDS_DEFAULT;
        int option, r = 0;

        *ret = (struct order) {.first_seed = 1};
        while (r == 0 && (option = getopt_long(argc, argv, "", options, NULL)) != -1)
                switch (option) {
                case 'c':
                        ret->corpus = optarg;
                        break;
                case 's':
                        r = read_number(optarg, SEEDS_MAX, &number);
                        break;
                case 'f':
                        r = read_number(optarg, UINT32_MAX, &ret->first_seed);
                        break;
                case 'r':
                        r = choose_row(ret, optarg);
                        break;
                case 'b':
                        r = mark_row(ret->left_out, optarg);
                        break;
                case 'k':
                        ret->tape = optarg;
                        break;
                case 'm':
                        ret->markdown = true;
                        break;
                case 'h':
                        return 1;
                default:
                        return -EINVAL;
                }
        for (int i = optind; r == 0 && i < argc; i++) /* --row NAME NAME */
                r = choose_row(ret, argv[i]);
        ret->n_seeds = (size_t) number;
        return r;
}

static void
run_rows(const struct order *order, const struct corpus *corpus, struct table *table)
{
        struct bench bench = {.corpus = corpus, .first_seed = order->first_seed, .n_seeds = order->n_seeds, .loud = isatty(STDERR_FILENO)};

        for (size_t i = 0; i < N_ROWS; i++) {
                if (!is_wanted(order, i))
                        continue;
                bench.row = rows[i].name;
                if (rows[i].needs == CORPUS && corpus == NULL) {
                        table_skip(table, rows[i].what, "no --corpus was given");
                        continue;
                }
                tape_row(rows[i].name);
                bench_progress(&bench, 0, 1);
                rows[i].run(&bench, table);
        }
        if (bench.loud)
                fputs("\r\033[K", stderr);
}

static void
tell_skipped(const struct order *order, FILE *out)
{
        for (size_t i = 0; i < N_ROWS; i++)
                if (rows[i].needs == CORPUS && is_wanted(order, i))
                        fprintf(out, "skipped for want of a corpus: %s\n", rows[i].name);
}

static void
note_left_out(const struct corpus *corpus, struct table *table)
{
        char name[128];

        table_heading(table, "recordings that are not measured, or not by each row");
        for (size_t i = 0; i < corpus_count(corpus); i++) {
                const char *why = corpus_left_out(corpus, i, name);

                if (why != NULL)
                        table_note(table, "  %s (%zu of the manifest): %s", name, i + 1, why);
        }
}

/* Of the terminal; 0: it is none. COLUMNS says otherwise. */
static size_t
columns_of_screen(void)
{
        const char *said = getenv("COLUMNS");
        struct winsize size;

        if (said != NULL)
                return strtoul(said, NULL, 10);
        return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* What main() returns. */
static int
grade(const struct order *order, const struct corpus *corpus)
{
        struct table *table = table_new();
        size_t missed;

        if (corpus != NULL)
                note_left_out(corpus, table);
        run_rows(order, corpus, table);
        if (order->markdown)
                table_markdown(table, stdout);
        else
                table_print(table, stdout, isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL, columns_of_screen());
        if (corpus == NULL)
                tell_skipped(order, order->markdown ? stderr : stdout);
        missed = table_missed(table);
        if (missed > 0)
                fprintf(order->markdown ? stderr : stdout, "\n%zu missed\n", missed);
        table_free(table);
        return missed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int
keep(const struct order *order, const struct corpus *corpus)
{
        struct table *unread = table_new();
        FILE *tape = fopen(order->tape, "w");
        bool kept = false;

        if (tape != NULL) {
                tape_keep_on(tape);
                run_rows(order, corpus, unread);
                tape_keep_on(NULL);
                kept = ferror(tape) == 0;
                kept = fclose(tape) == 0 && kept;
        }
        if (!kept)
                fprintf(stderr, "coach: %s: %s\n", order->tape, strerror(errno));
        table_free(unread);
        return kept ? EXIT_SUCCESS : 2;
}

int
main(int argc, char **argv)
{
        struct order order;
        struct corpus *corpus = NULL;
        int r = read_options(argc, argv, &order);

        if (r < 0) {
                fputs("See coach --help\n", stderr); /* 40 lines of it would hide what is wrong */
                return 2;
        }
        if (r > 0) {
                usage();
                return EXIT_SUCCESS;
        }
        if (order.corpus != NULL && (corpus = corpus_open(order.corpus)) == NULL)
                return 2;
        r = order.tape != NULL ? keep(&order, corpus) : grade(&order, corpus);
        if (corpus != NULL)
                corpus_close(corpus);
        return r;
}
