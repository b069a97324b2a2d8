/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/diagnosis.h"

#include "formats/json.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define JSON_SIZE (PD_DIAGNOSIS_MAX * 2 * (2 * PD_DIAGNOSIS_TEXT_SIZE + 128)) /* of characters that must be escaped, too */
#define SUBJECT_COLUMN 6
#define TEXT_COLUMN 26
#define WIDTH_MIN 60

static const char *const names[PD_HEALTH_COUNT] = {
        [PD_HEALTH_WELL] = "well",
        [PD_HEALTH_NOTE] = "note",
        [PD_HEALTH_ILL] = "ILL",
};
static const char *const colours[PD_HEALTH_COUNT] = {
        [PD_HEALTH_WELL] = "\033[32m",
        [PD_HEALTH_NOTE] = "\033[33m",
        [PD_HEALTH_ILL] = "\033[1;31m",
};

const char *
pd_health_name(enum pd_health health)
{
        static const char *const words[PD_HEALTH_COUNT] = {"well", "note", "ill"};

        return words[health];
}

void
pd_diagnosis_add(struct pd_diagnosis *diagnosis, enum pd_health health, const char *subject, const char *remedy, const char *format, ...)
{
        struct pd_complaint *complaint;
        va_list arguments;

        if (diagnosis->n == PD_DIAGNOSIS_MAX) {
                diagnosis->n_unsaid++;
                return;
        }
        complaint = &diagnosis->items[diagnosis->n++];
        complaint->health = health;
        snprintf(complaint->subject, sizeof(complaint->subject), "%s", subject);
        snprintf(complaint->remedy, sizeof(complaint->remedy), "%s", remedy != NULL ? remedy : "");
        va_start(arguments, format);
        vsnprintf(complaint->text, sizeof(complaint->text), format, arguments);
        va_end(arguments);
}

size_t
pd_diagnosis_count(const struct pd_diagnosis *diagnosis, enum pd_health health)
{
        size_t n = 0;

        for (size_t i = 0; i < diagnosis->n; i++)
                n += diagnosis->items[i].health == health;
        return n;
}

/* TEXT broken at blanks, and at line breaks in any case, which keep commands
 * whole; the lines after the first begin at COLUMN. */
static void
print_folded(FILE *to, const char *text, int column, int width)
{
        bool forced = false;
        int at = column;

        while (*text != '\0') {
                int length = (int) strcspn(text, " \n");

                if (at > column && (forced || at + 1 + length > width)) {
                        fprintf(to, "\n%*s", column, "");
                        at = column;
                } else if (at > column) {
                        fputc(' ', to);
                        at++;
                }
                fprintf(to, "%.*s", length, text);
                at += length;
                text += length;
                forced = text[0] == '\n';
                text += strspn(text, " \n");
        }
        fputc('\n', to);
}

static void
print_complaint(const struct pd_complaint *complaint, FILE *to, int width, bool colour)
{
        fprintf(to, "%s%-*s%s%-*s ", colour ? colours[complaint->health] : "", SUBJECT_COLUMN, names[complaint->health],
                colour ? "\033[0m" : "", TEXT_COLUMN - SUBJECT_COLUMN - 1, complaint->subject);
        print_folded(to, complaint->text, TEXT_COLUMN, width);
        if (complaint->remedy[0] == '\0')
                return;
        fprintf(to, "%*s", TEXT_COLUMN, "-> ");
        print_folded(to, complaint->remedy, TEXT_COLUMN, width);
}

void
pd_diagnosis_print(const struct pd_diagnosis *diagnosis, FILE *to, int width, bool colour)
{
        size_t ill = pd_diagnosis_count(diagnosis, PD_HEALTH_ILL), notes = pd_diagnosis_count(diagnosis, PD_HEALTH_NOTE);

        if (width < WIDTH_MIN)
                width = WIDTH_MIN;
        for (size_t i = 0; i < diagnosis->n; i++)
                print_complaint(&diagnosis->items[i], to, width, colour);
        if (diagnosis->n_unsaid > 0)
                fprintf(to, "... and %zu more.\n", diagnosis->n_unsaid);
        fprintf(to, "\n%zu ill, %zu to note, %zu well.\n", ill, notes, pd_diagnosis_count(diagnosis, PD_HEALTH_WELL));
}

static void
write_json(struct pd_json *json, const struct pd_diagnosis *diagnosis)
{
        pd_json_array(json, NULL);
        for (size_t i = 0; i < diagnosis->n; i++) {
                const struct pd_complaint *complaint = &diagnosis->items[i];

                pd_json_object(json, NULL);
                pd_json_text(json, "health", pd_health_name(complaint->health));
                pd_json_text(json, "subject", complaint->subject);
                pd_json_text(json, "text", complaint->text);
                pd_json_text(json, "remedy", complaint->remedy[0] != '\0' ? complaint->remedy : NULL);
                pd_json_object_end(json);
        }
        pd_json_array_end(json);
}

void
pd_diagnosis_print_json(const struct pd_diagnosis *diagnosis, FILE *to)
{
        static char text[JSON_SIZE];
        struct pd_json json;
        size_t length;

        pd_json_init(&json, text, sizeof(text));
        write_json(&json, diagnosis);
        if (pd_json_finish(&json, &length) == 0)
                fprintf(to, "%s\n", text);
}
