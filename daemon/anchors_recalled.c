/* SPDX-License-Identifier: MIT */
#include "anchors_recalled.h"

#include "core/anchors/offer.h"
#include "formats/summary.h"

#include <stdlib.h>
#include <string.h>

/* A session whose summary does not read shows nothing. The revision that was read, or 0. */
static int32_t
show(struct pd_store *store, const struct pd_record *record, struct pd_summary_text *text, struct pd_shown *ret)
{
        struct pd_record whole;
        char *json;

        ret->day = record->past.day;
        pd_proof_init(&ret->proof);
        if (pd_store_get(store, record->athlete, record->past.id, &whole, &json) < 0)
                return 0;
        if (pd_summary_read(json, strlen(json), text) == 0)
                ret->proof = text->summary.proof;
        free(json);
        return whole.revision;
}

static const struct pd_shown *
known(const struct pd_recalled *recalled, const struct pd_record *record)
{
        for (size_t i = 0; i < recalled->n; i++)
                if (recalled->ids[i].revision == record->revision && recalled->shown[i].day == record->past.day
                        && strcmp(recalled->ids[i].session, record->past.id) == 0)
                        return &recalled->shown[i];
        return NULL;
}

static void
read_all(const struct pd_recalled *before, struct pd_store *store, const struct pd_record *records, struct pd_summary_text *text,
        struct pd_recalled *ret)
{
        for (size_t i = 0; i < ret->n; i++) {
                const struct pd_shown *shown = known(before, &records[i]);

                memcpy(ret->ids[i].session, records[i].past.id, sizeof(ret->ids[i].session));
                ret->ids[i].revision = records[i].revision;
                if (shown != NULL)
                        ret->shown[i] = *shown;
                else
                        ret->ids[i].revision = show(store, &records[i], text, &ret->shown[i]);
        }
}

void
pd_recalled_renew(struct pd_recalled *recalled, struct pd_store *store, const char *athlete, pd_day today)
{
        struct pd_record *records = calloc(PD_RECALLED_MAX, sizeof(*records));
        struct pd_summary_text *text = malloc(sizeof(*text));
        struct pd_recalled next = {
                .ids = calloc(PD_RECALLED_MAX, sizeof(*next.ids)),
                .shown = calloc(PD_RECALLED_MAX, sizeof(*next.shown)),
        };
        int n = 0;

        if (records != NULL && text != NULL && next.ids != NULL && next.shown != NULL)
                n = pd_store_list(store, athlete, today - PD_OFFER_DAYS, today, PD_RECALLED_MAX, records);
        next.n = n > 0 ? (size_t) n : 0;
        read_all(recalled, store, records, text, &next);
        pd_recalled_clear(recalled);
        *recalled = next;
        free(text);
        free(records);
}

void
pd_recalled_clear(struct pd_recalled *recalled)
{
        free(recalled->ids);
        free(recalled->shown);
        *recalled = (struct pd_recalled) {.n = 0};
}
