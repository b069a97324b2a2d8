/* SPDX-License-Identifier: MIT */
#include "today_inside.h"

#include "formats/learnt_text.h"
#include "formats/life_text.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#define SINCE "since "
#define NAME_SIZE (PD_ID_SIZE + 12) /* "proposed/anna" */

void
pd_today_keep(const struct pd_today *today, const char *folder, const struct pd_diary *diary, const char *bytes, size_t size)
{
        char name[NAME_SIZE];
        int r;

        snprintf(name, sizeof(name), "%s/%s", folder, diary->config->athlete.id);
        r = pd_state_files_keep(today->context->files, name, bytes, size);
        if (r < 0)
                pd_log(LOG_WARNING, "%s cannot be kept: %s; it holds until the next start", name, strerror(-r));
}

void
pd_today_keep_life(const struct pd_today *today, const struct pd_diary *diary)
{
        char text[PD_LIFE_TEXT_SIZE];

        pd_today_keep(today, "life", diary, text, pd_life_text_write(&diary->life, text));
}

void
pd_today_keep_briefed(const struct pd_today *today, const struct pd_diary *diary)
{
        char text[PD_DATE_SIZE];

        pd_day_format(diary->briefed, text);
        pd_today_keep(today, "brief", diary, text, PD_DATE_SIZE - 1);
}

/* As in a trace's head: a key and its value a line. */
void
pd_today_keep_kinetics(const struct pd_today *today, const struct pd_diary *diary)
{
        char text[PD_LEARNT_TEXT_SIZE];

        pd_today_keep(today, "learnt", diary, text, pd_learnt_text_write(&diary->kinetics, text));
}

/* A trace that is followed again may tell an older tale. */
void
pd_today_learn(struct pd_today *today, const char *athlete, const struct pd_kinetics *kinetics)
{
        struct pd_diary *diary = pd_today_diary(today, athlete);

        if (diary == NULL || kinetics->sessions <= diary->kinetics.sessions)
                return;
        diary->kinetics = *kinetics;
        pd_today_keep_kinetics(today, diary);
}

/* "since 2026-11-23", then a tag a line. */
void
pd_today_keep_said(const struct pd_today *today, const struct pd_diary *diary)
{
        char text[sizeof(SINCE) + PD_DATE_SIZE + sizeof(diary->said)], since[PD_DATE_SIZE];
        size_t length;

        pd_day_format(diary->since, since);
        length = (size_t) snprintf(text, sizeof(text), SINCE "%s\n", since);
        for (size_t i = 0; i < PD_TODAY_SAID_MAX && diary->said[i][0] != '\0'; i++)
                length += (size_t) snprintf(text + length, sizeof(text) - length, "%s\n", diary->said[i]);
        pd_today_keep(today, "proposed", diary, text, length);
}

static void
read_said(struct pd_diary *diary, const char *text)
{
        char since[PD_DATE_SIZE] = "";

        if (strncmp(text, SINCE, sizeof(SINCE) - 1) != 0)
                return;
        text += sizeof(SINCE) - 1;
        memcpy(since, text, strnlen(text, PD_DATE_SIZE - 1));
        if (pd_day_parse(since, &diary->since) < 0)
                return;
        text += PD_DATE_SIZE - 1;
        text += *text == '\n';
        for (size_t i = 0, length; i < PD_TODAY_SAID_MAX && text[0] != '\0'; i++, text += length + (text[length] == '\n')) {
                length = strcspn(text, "\n");
                if (length < PD_ID_SIZE)
                        memcpy(diary->said[i], text, length);
        }
}

void
pd_today_forget(struct pd_today *today, const char *athlete)
{
        static const char *const folders[] = {"life", "brief", "proposed", "learnt", "week"};
        struct pd_diary *diary = pd_today_diary(today, athlete);
        char name[NAME_SIZE];
        int r;

        for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
                snprintf(name, sizeof(name), "%s/%s", folders[i], athlete);
                r = pd_state_files_keep(today->context->files, name, "", 0);
                if (r < 0)
                        pd_log(LOG_WARNING, "%s stays: %s; forget her once more", name, strerror(-r));
        }
        if (diary == NULL)
                return;
        memset(&diary->life, 0, sizeof(diary->life));
        memset(diary->said, 0, sizeof(diary->said));
        memset(&diary->kinetics, 0, sizeof(diary->kinetics));
        diary->n_told = 0;
        diary->since = PD_DAY_NONE;
        if (diary->day != PD_DAY_NONE)
                pd_today_renew(today, diary);
}

static int
load(const struct pd_today *today, const char *folder, const struct pd_diary *diary, char **ret_bytes, size_t *ret_size)
{
        char name[NAME_SIZE];
        int r;

        snprintf(name, sizeof(name), "%s/%s", folder, diary->config->athlete.id);
        r = pd_state_files_read(today->context->files, name, ret_bytes, ret_size);
        if (r < 0 && r != -ENOENT)
                pd_log(LOG_WARNING, "%s in %s cannot be read: %s; going on without", name, today->context->state_dir, strerror(-r));
        return r;
}

void
pd_today_load(const struct pd_today *today, struct pd_diary *diary)
{
        struct pd_format_error error;
        char *bytes;
        size_t size;

        if (load(today, "life", diary, &bytes, &size) == 0) {
                if (pd_life_text_read(bytes, size, &diary->life, &error) < 0)
                        pd_log(LOG_WARNING, "%s/life/%s:%zu: expected %s; nothing of it counts", today->context->state_dir,
                                diary->config->athlete.id, error.line, error.expected);
                free(bytes);
        }
        if (load(today, "learnt", diary, &bytes, &size) == 0) {
                if (pd_learnt_text_read(bytes, size, &diary->kinetics, &error) < 0)
                        pd_log(LOG_WARNING, "%s/learnt/%s:%zu: expected %s; nothing of it counts", today->context->state_dir,
                                diary->config->athlete.id, error.line, error.expected);
                free(bytes);
        }
        if (load(today, "brief", diary, &bytes, &size) == 0) {
                (void) pd_day_parse(bytes, &diary->briefed);
                free(bytes);
        }
        if (load(today, "proposed", diary, &bytes, &size) == 0) {
                read_said(diary, bytes);
                free(bytes);
        }
        if (load(today, "week", diary, &bytes, &size) == 0) {
                pd_today_read_told(diary, bytes);
                free(bytes);
        }
}
