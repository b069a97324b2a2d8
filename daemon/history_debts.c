/* SPDX-License-Identifier: MIT */
/* What the record says of sinks that have not delivered yet (history.h). */
#include "history_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool
pd_history_is_new(const struct pd_history *history)
{
        return history->is_new;
}

int
pd_history_owe(struct pd_history *history, const struct pd_debt *debt, const char *text)
{
        const struct pd_slip slip = {.kind = PD_SLIP_OWE, .debt = *debt, .json = text};

        return pd_history_write(history, &slip);
}

int
pd_history_settle(struct pd_history *history, const struct pd_debt *debt)
{
        const struct pd_slip slip = {.kind = PD_SLIP_SETTLE, .debt = *debt};

        return pd_history_write(history, &slip);
}

int
pd_history_debts(struct pd_history *history, size_t limit, struct pd_debt *ret)
{
        return pd_store_debts(history->store, limit, ret);
}

int
pd_history_owed_text(struct pd_history *history, uint64_t ticket, char **ret)
{
        return pd_store_owed_text(history->store, ticket, ret);
}

