/* SPDX-License-Identifier: MIT */
/* Reads a fault (fault.h). */
#include "fakes/fault.h"

#include "fakes/run_script.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 16
#define LINE_MAX_BYTES 256
#define SPAN_MAX_MS (24 * 3600 * 1000u)
#define TIMES_MAX 10000
#define BACK_AFTER_MS 1000

enum argument { NOTHING, ERROR_TEXT, SPAN, COUNT, BACK };

static const struct fault_row {
        const char *words;
        enum pd_fault_kind kind;
        enum argument argument;
        enum pd_fault_end end; /* if the line says nothing */
} rows[] = {
        {"connect fails", PD_FAULT_CONNECT_FAILS, ERROR_TEXT, PD_FAULT_TIMES},
        {"connect ok without link", PD_FAULT_CONNECT_EMPTY, NOTHING, PD_FAULT_TIMES},
        {"connect never answers", PD_FAULT_CONNECT_UNANSWERED, NOTHING, PD_FAULT_TIMES},
        {"InProgress stuck", PD_FAULT_CONNECT_BUSY, NOTHING, PD_FAULT_DISCONNECTED},
        {"device vanishes during connect", PD_FAULT_VANISHES, NOTHING, PD_FAULT_TIMES},
        {"connected is not said", PD_FAULT_CONNECTED_UNSAID, NOTHING, PD_FAULT_TIMES},
        {"bond lost", PD_FAULT_BOND_LOST, NOTHING, PD_FAULT_REMOVED},
        {"services never resolve", PD_FAULT_RESOLVE_NEVER, NOTHING, PD_FAULT_REMOVED},
        {"services resolve late", PD_FAULT_RESOLVE_LATE, SPAN, PD_FAULT_TIMES},
        {"services not advertised", PD_FAULT_UNADVERTISED, NOTHING, PD_FAULT_EVER},
        {"objects out of order", PD_FAULT_OBJECTS_LATE, NOTHING, PD_FAULT_TIMES},
        {"characteristic missing", PD_FAULT_CHARACTERISTIC_MISSING, NOTHING, PD_FAULT_REMOVED},
        {"characteristic late", PD_FAULT_CHARACTERISTIC_LATE, SPAN, PD_FAULT_TIMES},
        {"notify refused", PD_FAULT_NOTIFY_REFUSED, ERROR_TEXT, PD_FAULT_TIMES},
        {"acquire not offered", PD_FAULT_ACQUIRE_UNOFFERED, NOTHING, PD_FAULT_EVER},
        {"silent", PD_FAULT_SILENT, NOTHING, PD_FAULT_TIMES},
        {"link lost", PD_FAULT_LINK_LOST, NOTHING, PD_FAULT_TIMES},
        {"link flaps every", PD_FAULT_FLAPS, SPAN, PD_FAULT_EVER},
        {"held by another", PD_FAULT_HELD, NOTHING, PD_FAULT_EVER},
        {"out of reach", PD_FAULT_OUT_OF_REACH, NOTHING, PD_FAULT_EVER},
        {"device removed", PD_FAULT_DEVICE_REMOVED, NOTHING, PD_FAULT_TIMES},
        {"address changes", PD_FAULT_ADDRESS, NOTHING, PD_FAULT_TIMES},
        {"adapter off", PD_FAULT_ADAPTER_OFF, NOTHING, PD_FAULT_EVER},
        {"adapter on", PD_FAULT_ADAPTER_ON, NOTHING, PD_FAULT_EVER},
        {"adapter blocked", PD_FAULT_ADAPTER_BLOCKED, NOTHING, PD_FAULT_EVER},
        {"adapter unplugged", PD_FAULT_ADAPTER_UNPLUGGED, BACK, PD_FAULT_EVER},
        {"adapter wedged", PD_FAULT_ADAPTER_WEDGED, NOTHING, PD_FAULT_RESTARTED},
        {"slots", PD_FAULT_SLOTS, COUNT, PD_FAULT_EVER},
        {"discovery dead", PD_FAULT_DISCOVERY_DEAD, NOTHING, PD_FAULT_TIMES},
        {"bluetoothd restarts", PD_FAULT_RESTARTS, NOTHING, PD_FAULT_TIMES},
        {"bluetoothd hangs", PD_FAULT_HANGS, SPAN, PD_FAULT_TIMES},
        {"all well", PD_FAULT_NONE, NOTHING, PD_FAULT_TIMES},
};
_Static_assert(sizeof(rows) / sizeof(rows[0]) == PD_FAULT_KIND_COUNT, "a row a kind");

struct words {
        char *word[WORDS_MAX];
        size_t n, at;
        char *expected;
};

static int
expected(const struct words *words, const char *what)
{
        snprintf(words->expected, PD_FAULT_EXPECTED_SIZE, "%s", what);
        return -EBADMSG;
}

/* The word after those that are read; "" at the end. */
static const char *
look(const struct words *words)
{
        return words->at < words->n ? words->word[words->at] : "";
}

/* Reads the words of PHRASE, if they come next. */
static bool
take(struct words *words, const char *phrase)
{
        size_t at = words->at;

        for (const char *p = phrase; *p; at++) {
                size_t length = strcspn(p, " ");
                if (at == words->n || strlen(words->word[at]) != length || strncmp(words->word[at], p, length) != 0)
                        return false;
                p += length + (p[length] == ' ');
        }
        words->at = at;
        return true;
}

/* Digits and what follows them; false: no number, or more than MAX. */
static bool
take_number(const char *word, uint32_t max, uint32_t *ret, const char **ret_rest)
{
        char *end;
        unsigned long value;

        if (!isdigit((unsigned char) word[0]))
                return false;
        value = strtoul(word, &end, 10);
        *ret = (uint32_t) value;
        *ret_rest = end;
        return value <= max;
}

int
pd_fault_parse_span(const char *word, uint32_t *ret_ms)
{
        static const struct {
                const char *unit;
                uint32_t ms;
        } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
        const char *rest;
        uint32_t n;

        if (!take_number(word, SPAN_MAX_MS, &n, &rest))
                return -EBADMSG;
        for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
                if (strcmp(rest, units[i].unit) == 0 && n <= SPAN_MAX_MS / units[i].ms) {
                        *ret_ms = n * units[i].ms;
                        return 0;
                }
        return -EBADMSG;
}

static bool
is_address(const char *word)
{
        size_t n = strlen(word);

        for (size_t i = 0; i < n; i++)
                if (i % 3 == 2 ? word[i] != ':' : !isdigit((unsigned char) word[i]) && (word[i] < 'A' || word[i] > 'F'))
                        return false;
        return n == PD_ADDRESS_SIZE - 1;
}

static bool
is_adapter(const char *word)
{
        return strlen(word) == 4 && strncmp(word, "hci", 3) == 0 && isdigit((unsigned char) word[3]);
}

static void
read_who(struct words *words, struct pd_fault *fault)
{
        static const char *const worn[] = {[PD_VIRTUAL_STRAP] = "C0:00:00:00:00:01", [PD_VIRTUAL_POD] = "C0:00:00:00:00:02"};
        const char *word = look(words);

        for (int i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++)
                if (strcmp(word, pd_virtual_sensor_name(i)) == 0) {
                        snprintf(fault->who, sizeof(fault->who), "%s", worn[i]);
                        words->at++;
                        return;
                }
        if (is_address(word) || is_adapter(word)) {
                snprintf(fault->who, sizeof(fault->who), "%s", word);
                words->at++;
        }
}

static int
read_argument(struct words *words, enum argument argument, struct pd_fault *fault)
{
        const char *rest;
        uint32_t number;

        switch (argument) {
        case NOTHING:
                return 0;
        case ERROR_TEXT:
                if (!*look(words) || strlen(look(words)) >= sizeof(fault->error))
                        return expected(words, "an error such as le-connection-abort-by-local or NotPermitted");
                snprintf(fault->error, sizeof(fault->error), "%s", words->word[words->at++]);
                return 0;
        case SPAN:
                if (pd_fault_parse_span(look(words), &fault->ms) < 0 || fault->ms == 0)
                        return expected(words, "a span such as 500ms, 20s, 5m or 2h");
                words->at++;
                return 0;
        case COUNT:
                if (!take_number(look(words), 100, &number, &rest) || *rest)
                        return expected(words, "a number of links, 0 to 100");
                fault->number = (int32_t) number;
                words->at++;
                return 0;
        case BACK:
                if (!take(words, "and back as"))
                        return 0;
                if (!is_adapter(look(words)))
                        return expected(words, "an adapter such as hci3");
                fault->number = words->word[words->at++][3] - '0';
                fault->ms = BACK_AFTER_MS;
                return 0;
        }
        return 0;
}

static int
read_end(struct words *words, struct pd_fault *fault)
{
        static const struct {
                const char *words;
                enum pd_fault_end end;
        } ends[] = {
                {"until removed", PD_FAULT_REMOVED},
                {"until disconnected", PD_FAULT_DISCONNECTED},
                {"until restarted", PD_FAULT_RESTARTED},
                {"until replugged", PD_FAULT_REPLUGGED},
        };
        const char *rest;

        if (words->at == words->n)
                return 0;
        for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
                if (take(words, ends[i].words)) {
                        fault->end = ends[i].end;
                        return 0;
                }
        if (take(words, "for")) {
                fault->end = PD_FAULT_SPAN;
                if (pd_fault_parse_span(look(words), &fault->last_ms) < 0)
                        return expected(words, "a span such as 500ms, 20s, 5m or 2h");
                words->at++;
                return 0;
        }
        if (!take_number(look(words), TIMES_MAX, &fault->times, &rest) || *rest || fault->times == 0)
                return expected(words, "N times, for SPAN, or until removed, disconnected, restarted or replugged");
        words->at++;
        if (!take(words, "times") && !take(words, "time"))
                return expected(words, "times");
        fault->end = PD_FAULT_TIMES;
        return 0;
}

static int
read_fault(struct words *words, struct pd_fault *fault)
{
        const size_t n = sizeof(rows) / sizeof(rows[0]);
        const struct fault_row *row = rows;
        int r;

        read_who(words, fault);
        while (row < rows + n && !take(words, row->words))
                row++;
        if (row == rows + n) {
                expected(words, "a fault such as connect fails, link lost or bluetoothd restarts");
                return -ENOENT;
        }
        fault->kind = row->kind;
        fault->end = row->end;
        r = read_argument(words, row->argument, fault);
        if (r == 0)
                r = read_end(words, fault);
        if (r == 0 && words->at < words->n)
                return expected(words, "nothing more");
        return r;
}

int
pd_fault_parse(const char *line, struct pd_fault *ret, char ret_expected[static PD_FAULT_EXPECTED_SIZE])
{
        struct pd_fault fault = {.number = -1, .times = 1};
        struct words words = {.expected = ret_expected};
        char copy[LINE_MAX_BYTES], *rest = NULL;
        int r;

        if (strlen(line) >= sizeof(copy))
                return expected(&words, "a line of at most 255 bytes");
        strcpy(copy, line);
        for (char *word = strtok_r(copy, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
                if (words.n == WORDS_MAX)
                        return expected(&words, "at most 16 words");
                words.word[words.n++] = word;
        }
        r = read_fault(&words, &fault);
        if (r == 0)
                *ret = fault;
        return r;
}
