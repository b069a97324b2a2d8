/* SPDX-License-Identifier: MIT */
#include "anchors_inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#define FOLDER "anchors"
#define NAME_SIZE (sizeof(FOLDER "/") + PD_ID_SIZE)

const struct pd_config_athlete *
pd_anchors_config(const struct pd_anchors *anchors, const char *athlete)
{
        const struct pd_config *config = anchors->context->config;

        for (size_t i = 0; i < config->n_athletes; i++)
                if (strcmp(config->athletes[i].athlete.id, athlete) == 0)
                        return &config->athletes[i];
        return NULL;
}

struct pd_kept_anchors *
pd_anchors_kept(const struct pd_anchors *anchors, const char *athlete)
{
        const struct pd_config_athlete *config = pd_anchors_config(anchors, athlete);

        return config != NULL ? &anchors->kept[config - anchors->context->config->athletes] : NULL;
}

static void
name_of(const char *athlete, char ret[static NAME_SIZE])
{
        snprintf(ret, NAME_SIZE, FOLDER "/%s", athlete);
}

void
pd_anchors_keep(const struct pd_anchors *anchors, const char *athlete)
{
        char text[PD_KEPT_ANCHORS_SIZE], name[NAME_SIZE];
        size_t size = pd_kept_anchors_write(pd_anchors_kept(anchors, athlete), text);
        int r;

        name_of(athlete, name);
        r = pd_state_files_keep(anchors->context->files, name, text, size);
        if (r < 0)
                pd_log(LOG_WARNING, "%s cannot be kept: %s; it holds until the next start", name, strerror(-r));
}

/* What was accepted is not dropped in silence. */
static void
complain(const struct pd_anchors *anchors, size_t i)
{
        const struct pd_athlete *configured = &anchors->context->config->athletes[i].athlete;
        char text[PD_LEFT_OUT_SIZE];

        for (const struct pd_setting *setting = pd_athlete_settings; setting->key != NULL; setting++)
                if (pd_setting_is_anchor(setting) && pd_kept_anchors_left_out(&anchors->kept[i], configured, setting, text))
                        pd_log(LOG_WARNING, "%s: %s", configured->id, text);
}

static void
load(struct pd_anchors *anchors, size_t i)
{
        char name[NAME_SIZE], *bytes;
        unsigned line;
        size_t size;
        int r;

        name_of(anchors->context->config->athletes[i].athlete.id, name);
        r = pd_state_files_read(anchors->context->files, name, &bytes, &size);
        if (r < 0 && r != -ENOENT)
                pd_log(LOG_WARNING, "%s in %s cannot be read: %s; going on without", name, anchors->context->state_dir, strerror(-r));
        if (r < 0)
                return;
        line = pd_kept_anchors_read(bytes, size, &anchors->kept[i]);
        if (line > 0)
                pd_log(LOG_WARNING, "%s/%s:%u: expected a line such as 'accepted lt1_hr 2026-10-12 152 +-4 field'; passed over",
                        anchors->context->state_dir, name, line);
        free(bytes);
        complain(anchors, i);
}

/* ---- what is proposed ---------------------------------------------------------- */

static bool
has_calibrated_pod(const struct pd_anchors *anchors, const char *athlete)
{
        for (size_t i = 0; i < pd_enrolment_count(anchors->context->enrolment); i++) {
                const struct pd_config_sensor *sensor = &pd_enrolment_at(anchors->context->enrolment, i)->sensor;

                if (sensor->factor != 0 && pd_config_sensor_is_of(sensor, athlete))
                        return true;
        }
        return false;
}

/* Where nothing is set, an estimate by the age may be exceeded. */
static void
presume_hr_max(const struct pd_anchors *anchors, struct pd_athlete *known)
{
        const struct pd_athlete *today = pd_history_athlete(anchors->context->history, known->id);
        struct pd_athlete estimated = *known;

        if (known->hr_max.value != 0 || today == NULL)
                return;
        estimated.age = today->age;
        pd_athlete_estimate(&estimated);
        known->hr_max = estimated.hr_max;
}

size_t
pd_anchors_offers(const struct pd_anchors *anchors, const char *athlete, struct pd_offer ret[static PD_OFFERS_MAX])
{
        const struct pd_config_athlete *config = pd_anchors_config(anchors, athlete);
        struct pd_athlete known = config->athlete;
        struct pd_recalled *recalled = &anchors->recalled[config - anchors->context->config->athletes];
        pd_day today = anchors->context->day(anchors->context->user, &known);

        if (today == PD_DAY_NONE)
                return 0;
        pd_kept_anchors_apply(pd_anchors_kept(anchors, athlete), &known);
        presume_hr_max(anchors, &known);
        pd_recalled_renew(recalled, pd_history_store(anchors->context->history), athlete, today);
        return pd_offers_of(&known, recalled->shown, recalled->n, has_calibrated_pod(anchors, athlete), ret);
}

static bool
is_no_better(const struct pd_kept_anchors *kept, enum pd_kept_fate fate, const struct pd_offer *offer)
{
        const struct pd_anchor *before = &kept->of[fate][pd_anchor_index(offer->setting)].anchor;

        return before->value != 0 && !pd_offer_is_better(&offer->anchor, before);
}

/* Of a highest heart rate that was declined a lower one is no news: none up to
 * there is said by a session either. */
bool
pd_anchors_is_declined(const struct pd_kept_anchors *kept, const struct pd_offer *offer)
{
        const struct pd_anchor *declined = &kept->of[PD_KEPT_DECLINED][pd_anchor_index(offer->setting)].anchor;

        if (strcmp(offer->setting->key, "hr_max") == 0 && offer->anchor.value <= declined->value + declined->width)
                return true;
        return is_no_better(kept, PD_KEPT_DECLINED, offer);
}

/* A highest heart rate that was exceeded is said by the session itself, but for one
 * that it took another session to believe. */
static bool
is_said(const struct pd_anchors *anchors, const char *athlete, const struct pd_offer *offer)
{
        const struct pd_kept_anchors *kept = pd_anchors_kept(anchors, athlete);
        struct pd_athlete known = pd_anchors_config(anchors, athlete)->athlete;

        if (strcmp(offer->setting->key, "hr_max") != 0)
                return is_no_better(kept, PD_KEPT_PROPOSED, offer);
        pd_kept_anchors_apply(kept, &known);
        presume_hr_max(anchors, &known);
        return pd_hr_max_is_exceeded(&known.hr_max, offer->anchor.value) || is_no_better(kept, PD_KEPT_PROPOSED, offer);
}

void
pd_anchors_session_over(struct pd_anchors *anchors, pd_usec at, const char *athlete)
{
        const struct pd_anchors_context *context = anchors->context;
        struct pd_kept_anchors *kept = pd_anchors_kept(anchors, athlete);
        struct pd_offer offers[PD_OFFERS_MAX];
        char text[PD_TEXT_SIZE];
        bool news = false;
        size_t n;

        if (kept == NULL)
                return;
        n = pd_anchors_offers(anchors, athlete, offers);
        for (size_t i = 0; i < n; i++) {
                if (pd_anchors_is_declined(kept, &offers[i]) || is_said(anchors, athlete, &offers[i]))
                        continue;
                kept->of[PD_KEPT_PROPOSED][pd_anchor_index(offers[i].setting)] = (struct pd_kept_anchor) {
                        context->day(context->user, &pd_anchors_config(anchors, athlete)->athlete), offers[i].anchor};
                pd_offer_write(&offers[i], text);
                context->propose(context->user, at, athlete, text);
                news = true;
        }
        if (news)
                pd_anchors_keep(anchors, athlete);
}

/* ---- life ------------------------------------------------------------------------- */

void
pd_anchors_apply(const struct pd_anchors *anchors, struct pd_athlete *athlete)
{
        const struct pd_kept_anchors *kept = pd_anchors_kept(anchors, athlete->id);

        const struct pd_setting *hr_max = pd_setting_find(pd_athlete_settings, "hr_max");
        const struct pd_anchor *declined;

        if (kept == NULL)
                return;
        pd_kept_anchors_apply(kept, athlete);
        declined = &kept->of[PD_KEPT_DECLINED][pd_anchor_index(hr_max)].anchor;
        athlete->declined_hr_max = declined->value + declined->width;
}

void
pd_anchors_forget(struct pd_anchors *anchors, const char *athlete)
{
        struct pd_kept_anchors *kept = pd_anchors_kept(anchors, athlete);
        char name[NAME_SIZE];
        int r;

        if (kept != NULL) {
                memset(kept, 0, sizeof(*kept));
                pd_recalled_clear(&anchors->recalled[kept - anchors->kept]);
        }
        name_of(athlete, name);
        r = pd_state_files_keep(anchors->context->files, name, "", 0);
        if (r < 0)
                pd_log(LOG_WARNING, "%s stays: %s; forget her once more", name, strerror(-r));
}

int
pd_anchors_new(const struct pd_anchors_context *context, struct pd_anchors **ret)
{
        struct pd_anchors *anchors = calloc(1, sizeof(*anchors));

        if (anchors == NULL)
                return -ENOMEM;
        anchors->context = context;
        anchors->kept = calloc(context->config->n_athletes + 1, sizeof(anchors->kept[0]));
        anchors->recalled = calloc(context->config->n_athletes + 1, sizeof(anchors->recalled[0]));
        if (anchors->kept == NULL || anchors->recalled == NULL)
                return pd_anchors_free(anchors), -ENOMEM;
        for (size_t i = 0; i < context->config->n_athletes; i++)
                load(anchors, i);
        *ret = anchors;
        return 0;
}

struct pd_anchors *
pd_anchors_free(struct pd_anchors *anchors)
{
        if (anchors == NULL)
                return NULL;
        for (size_t i = 0; anchors->recalled != NULL && i < anchors->context->config->n_athletes; i++)
                pd_recalled_clear(&anchors->recalled[i]);
        free(anchors->recalled);
        free(anchors->kept);
        free(anchors);
        return NULL;
}
