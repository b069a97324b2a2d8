/* SPDX-License-Identifier: MIT */
#include "bench/tape.h"

#include "bench/trial.h"
#include "formats/trace.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ROW "# row "
#define TRIAL "# trial "
#define HEAD "purposed-trace "

/* ---- what is kept ---------------------------------------------------------- */

/* In memory until its trial is over: a row may have two at a time. */
struct tape_piece {
        FILE *out;
        char *bytes;
        size_t length;
};

static FILE *kept_on;

void
tape_keep_on(FILE *tape)
{
        kept_on = tape;
}

void
tape_row(const char *name)
{
        if (kept_on != NULL)
                fprintf(kept_on, ROW "%s\n", name);
}

struct tape_piece *
tape_begin(const struct pd_snapshot *snapshot)
{
        static char text[PD_TRACE_SNAPSHOT_SIZE];
        struct tape_piece *piece;
        int length;

        if (kept_on == NULL)
                return NULL;
        piece = calloc(1, sizeof(*piece));
        assert(piece != NULL);
        piece->out = open_memstream(&piece->bytes, &piece->length);
        assert(piece->out != NULL);
        length = pd_trace_write_snapshot(snapshot, text, sizeof(text));
        assert(length > 0);
        fwrite(text, 1, (size_t) length, piece->out);
        return piece;
}

void
tape_input(struct tape_piece *piece, const struct pd_input *input)
{
        char text[PD_TRACE_INPUT_SIZE];
        int length;

        if (piece == NULL)
                return;
        length = pd_trace_write_input(input, text, sizeof(text));
        assert(length > 0);
        fwrite(text, 1, (size_t) length, piece->out);
}

static void
tell(FILE *out, uint64_t digest, size_t n_alerts)
{
        fprintf(out, TRIAL "%016" PRIx64 ", %zu alerts\n", digest, n_alerts);
}

void
tape_end(struct tape_piece *piece, uint64_t digest, size_t n_alerts)
{
        if (piece == NULL)
                return;
        fclose(piece->out);
        fwrite(piece->bytes, 1, piece->length, kept_on);
        tell(kept_on, digest, n_alerts);
        free(piece->bytes);
        free(piece);
}

/* ---- and played ------------------------------------------------------------ */

struct player {
        struct pd_trace_reader reader;
        struct trial *trial; /* NULL between two */
        FILE *out;
};

static int
begin(void *user, const struct pd_snapshot *snapshot)
{
        struct player *player = user;

        player->trial = trial_new(&snapshot->athlete, &snapshot->workout);
        return 0;
}

static int
feed(void *user, const struct pd_input *input)
{
        struct player *player = user;

        trial_feed(player->trial, input);
        return 0;
}

static int
play_line(struct player *player, const char *line, size_t length, struct pd_format_error *ret_error)
{
        const struct pd_trace_ops ops = {.snapshot = begin, .input = feed, .user = player};

        if (strncmp(line, ROW, strlen(ROW)) == 0) {
                fputs(line, player->out);
                return 0;
        }
        if (strncmp(line, TRIAL, strlen(TRIAL)) == 0) {
                if (player->trial == NULL)
                        return -EBADMSG;
                tell(player->out, player->trial->digest, player->trial->n_alerts);
                player->trial = trial_free(player->trial);
                return 0;
        }
        if (strncmp(line, HEAD, strlen(HEAD)) == 0) {
                if (player->trial != NULL)
                        return -EBADMSG;
                pd_trace_reader_init(&player->reader, &ops);
        }
        return pd_trace_reader_read(&player->reader, line, length, ret_error);
}

int
tape_play(FILE *tape, FILE *out)
{
        struct player *player = calloc(1, sizeof(*player));
        struct pd_format_error error = {.expected = "a row, or a whole trial"};
        char *line = NULL;
        size_t size = 0, n = 0;
        ssize_t length;
        int r = 0;

        assert(player != NULL);
        player->out = out;
        pd_trace_reader_init(&player->reader, &(struct pd_trace_ops) {.snapshot = begin, .input = feed, .user = player});
        while (r == 0 && (length = getline(&line, &size, tape)) > 0) {
                n++;
                r = play_line(player, line, (size_t) length, &error);
        }
        if (player->trial != NULL) {
                trial_free(player->trial);
                r = -EBADMSG;
        }
        if (r < 0)
                fprintf(stderr, "tape: line %zu: expected %s\n", n, error.expected);
        free(line);
        free(player);
        return r < 0 ? -EBADMSG : 0;
}
