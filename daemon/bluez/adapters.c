/* SPDX-License-Identifier: MIT */
/* Which sensor connects next, and on which adapter. */
#include "bluez/adapters.h"

#include <stdio.h>
#include <string.h>

void
pd_adapters_init(struct pd_adapters *adapters, const char *allowed, unsigned slots)
{
        *adapters = (struct pd_adapters){.allowed = allowed ? allowed : "", .slots = slots};
}

/* Both are spelt alike: what is found is an address, not a part of two. */
static bool
is_allowed(const struct pd_adapters *adapters, const char *address)
{
        return *adapters->allowed == '\0' || (*address != '\0' && strstr(adapters->allowed, address));
}

/* The first with that address, or with any if it is NULL, that is not there; NULL. */
static struct pd_adapter *
absent(struct pd_adapters *adapters, const char *address)
{
        for (size_t i = 0; i < adapters->n; i++)
                if (*adapters->at[i].path == '\0' && (!address || strcmp(adapters->at[i].address, address) == 0))
                        return &adapters->at[i];
        return NULL;
}

/* Its own, a new one, or that of one that is not there. */
static struct pd_adapter *
place_for(struct pd_adapters *adapters, const char *address)
{
        struct pd_adapter *place = absent(adapters, address);

        if (place)
                return place;
        place = adapters->n < PD_ADAPTERS_MAX ? &adapters->at[adapters->n++] : absent(adapters, NULL);
        if (!place)
                return NULL;
        *place = (struct pd_adapter){.holder = -1, .allowed = is_allowed(adapters, address)};
        snprintf(place->address, sizeof(place->address), "%s", address);
        pd_power_init(&place->power);
        pd_scan_init(&place->scan);
        return place;
}

/* One of the same address at another path is another one: cheap dongles are all born with the same. */
struct pd_adapter *
pd_adapters_appear(struct pd_adapters *adapters, const char *address, const char *path)
{
        struct pd_adapter *adapter = pd_adapters_at(adapters, path);

        if (!adapter)
                adapter = place_for(adapters, address);
        if (adapter)
                snprintf(adapter->path, sizeof(adapter->path), "%s", path);
        return adapter;
}

void
pd_adapter_leave(struct pd_adapter *adapter, pd_usec now, bool unplugged)
{
        adapter->path[0] = adapter->said[0] = '\0';
        adapter->powered = adapter->blocked = adapter->discovering = false;
        adapter->full_until = 0;
        adapter->links = 0;
        adapter->holder = -1;
        if (unplugged || adapter->power.state != PD_POWER_SWITCHED_OFF) /* a wish outlives bluetoothd */
                pd_power_init(&adapter->power);
        (void) pd_scan_feed(&adapter->scan, now, PD_SCAN_LOST);
}

struct pd_adapter *
pd_adapters_at(struct pd_adapters *adapters, const char *path)
{
        for (size_t i = 0; i < adapters->n; i++)
                if (*path != '\0' && strcmp(adapters->at[i].path, path) == 0)
                        return &adapters->at[i];
        return NULL;
}

int
pd_adapters_owner(const struct pd_adapters *adapters, const char *path)
{
        for (size_t i = 0; i < adapters->n; i++) {
                size_t length = strlen(adapters->at[i].path);

                if (length > 0 && strncmp(path, adapters->at[i].path, length) == 0 && path[length] == '/')
                        return (int) i;
        }
        return -1;
}

bool
pd_adapter_usable(const struct pd_adapter *adapter)
{
        return adapter->allowed && *adapter->path != '\0' && adapter->powered;
}

struct pd_adapter *
pd_adapters_usable_after(struct pd_adapters *adapters, const struct pd_adapter *previous)
{
        for (size_t i = previous ? (size_t) (previous - adapters->at) + 1 : 0; i < adapters->n; i++)
                if (pd_adapter_usable(&adapters->at[i]))
                        return &adapters->at[i];
        return NULL;
}

void
pd_adapters_count(struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, const unsigned others[PD_ADAPTERS_MAX])
{
        for (size_t a = 0; a < adapters->n; a++) {
                adapters->at[a].links = others[a];
                adapters->at[a].holder = -1;
        }
        for (size_t i = 0; i < n; i++) {
                if ((claims[i].state != PD_CLAIM_LINKED && claims[i].state != PD_CLAIM_TURNS) || claims[i].at < 0)
                        continue;
                adapters->at[claims[i].at].links++;
                if (claims[i].state == PD_CLAIM_TURNS)
                        adapters->at[claims[i].at].holder = (int) i;
        }
}

void
pd_adapter_refused(struct pd_adapter *adapter, pd_usec now, bool full)
{
        if (full || adapter->links >= PD_ADAPTER_DOUBTFUL_LINKS)
                adapter->full_until = now + PD_ADAPTER_FULL_FOR;
}

static bool
has_room(const struct pd_adapters *adapters, size_t a, pd_usec now)
{
        const struct pd_adapter *adapter = &adapters->at[a];

        return pd_adapter_usable(adapter) && now >= adapter->full_until && (adapters->slots == 0 || adapter->links < adapters->slots);
}

static bool
knows(const struct pd_claim *claim, size_t a)
{
        return claim->known >> a & 1;
}

/* Of two adapters with room: not the one where it failed last, one that makes no link just now, the emptier one. */
static bool
suits_better(const struct pd_adapters *adapters, const struct pd_claim *claim, size_t a, size_t b)
{
        const struct pd_adapter *x = &adapters->at[a], *y = &adapters->at[b];
        bool failed_x = claim->failures > 0 && claim->at == (int) a, failed_y = claim->failures > 0 && claim->at == (int) b;

        if (failed_x != failed_y)
                return failed_y;
        if ((x->holder < 0) != (y->holder < 0))
                return x->holder < 0;
        return x->links < y->links;
}

/* The adapter that the sensor should go to; -1: none that knows it has room. */
static int
destination(const struct pd_adapters *adapters, const struct pd_claim *claim, pd_usec now)
{
        int best = -1;

        for (size_t a = 0; a < adapters->n; a++)
                if (knows(claim, a) && has_room(adapters, a, now) &&
                        (best < 0 || suits_better(adapters, claim, a, (size_t) best)))
                        best = (int) a;
        return best;
}

bool
pd_claim_precedes(const struct pd_claim *a, const struct pd_claim *b)
{
        if (a->running != b->running)
                return a->running;
        return a->failures != b->failures ? a->failures < b->failures : a->since < b->since;
}

int
pd_adapters_next(const struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, size_t a, pd_usec now)
{
        int found = -1;

        for (size_t i = 0; i < n; i++)
                if (claims[i].state == PD_CLAIM_WAITS && !claims[i].awaited && destination(adapters, &claims[i], now) == (int) a &&
                        (found < 0 || pd_claim_precedes(&claims[i], &claims[found])))
                        found = (int) i;
        return found;
}

int
pd_adapters_rival(const struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, size_t a)
{
        int found = -1;

        for (size_t i = 0; i < n && pd_adapter_usable(&adapters->at[a]); i++)
                if (claims[i].state == PD_CLAIM_WAITS && !claims[i].awaited && knows(&claims[i], a) &&
                        (found < 0 || pd_claim_precedes(&claims[i], &claims[found])))
                        found = (int) i;
        return found;
}

bool
pd_adapters_spills(const struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, size_t a, pd_usec now)
{
        if (!has_room(adapters, a, now))
                return false;
        for (size_t i = 0; i < n; i++)
                if (claims[i].state == PD_CLAIM_WAITS && (claims[i].running || !claims[i].awaited) && !knows(&claims[i], a) &&
                        destination(adapters, &claims[i], now) < 0)
                        return true; /* not for one that has been in a drawer for long */
        return false;
}

/* Is there room anywhere, known or not? */
static bool
any_room(const struct pd_adapters *adapters, pd_usec now)
{
        for (size_t a = 0; a < adapters->n; a++)
                if (has_room(adapters, a, now))
                        return true;
        return false;
}

/* One of no session connects on an adapter that knows the sensor, and gives up soon for its sake. */
static bool
room_comes(const struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, const struct pd_claim *claim)
{
        for (size_t i = 0; i < n; i++)
                if (claims[i].at >= 0 && knows(claim, (size_t) claims[i].at) && pd_adapter_usable(&adapters->at[claims[i].at]) &&
                        claims[i].state == PD_CLAIM_TURNS && !claims[i].running)
                        return true;
        return false;
}

/* The one of no session that has been linked there for the shortest time has least to lose. */
static int
least_needed(const struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, const struct pd_claim *claim)
{
        int found = -1;

        for (size_t i = 0; i < n; i++)
                if (claims[i].state == PD_CLAIM_LINKED && !claims[i].running && claims[i].at >= 0 && knows(claim, (size_t) claims[i].at) &&
                        pd_adapter_usable(&adapters->at[claims[i].at]) && (found < 0 || claims[i].since > claims[found].since))
                        found = (int) i;
        return found;
}

/* Its session runs, and no adapter that knows it has room. */
static bool
is_shut_out(const struct pd_adapters *adapters, const struct pd_claim *claim, pd_usec now)
{
        return claim->state == PD_CLAIM_WAITS && claim->running && destination(adapters, claim, now) < 0;
}

/* From when on it may be somebody else's loss: while there is room elsewhere it is looked for there. */
static pd_usec
patience_ends(const struct pd_adapters *adapters, const struct pd_claim *claim, pd_usec now)
{
        pd_usec spill = any_room(adapters, now) ? claim->since + PD_ADAPTERS_SPILL_MAX : claim->since;

        return spill > adapters->yield_after ? spill : adapters->yield_after;
}

int
pd_adapters_yields(struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, pd_usec now, size_t *ret_for)
{
        for (size_t i = 0; i < n; i++) {
                int found;

                if (!is_shut_out(adapters, &claims[i], now) || now < patience_ends(adapters, &claims[i], now) ||
                        room_comes(adapters, claims, n, &claims[i]))
                        continue;
                found = least_needed(adapters, claims, n, &claims[i]);
                if (found < 0)
                        continue;
                adapters->yield_after = now + PD_ADAPTERS_YIELD_REST;
                *ret_for = i;
                return found;
        }
        return -1;
}

pd_usec
pd_adapters_wake(const struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, pd_usec now)
{
        pd_usec wake = PD_NEVER;

        for (size_t a = 0; a < adapters->n; a++)
                if (adapters->at[a].full_until > now && adapters->at[a].full_until < wake)
                        wake = adapters->at[a].full_until;
        for (size_t i = 0; i < n; i++) {
                pd_usec patience;

                if (!is_shut_out(adapters, &claims[i], now))
                        continue;
                patience = patience_ends(adapters, &claims[i], now);
                if (patience > now && patience < wake)
                        wake = patience;
        }
        return wake;
}

void
pd_adapter_text(const struct pd_adapters *adapters, const struct pd_adapter *adapter, char *ret, size_t size)
{
        const char *name = strrchr(adapter->path, '/');
        const char *trouble = pd_power_trouble(&adapter->power);
        int n = snprintf(ret, size, "%s %s", name ? name + 1 : "unplugged", adapter->address);

        if (n < 0 || (size_t) n >= size)
                return;
        if (!adapter->allowed)
                snprintf(ret + n, size - (size_t) n, " not used");
        else if (*trouble != '\0' || !adapter->powered)
                snprintf(ret + n, size - (size_t) n, " %s", *trouble != '\0' ? trouble : "off");
        else if (adapters->slots > 0)
                snprintf(ret + n, size - (size_t) n, " %u of %u links", adapter->links, adapters->slots);
        else
                snprintf(ret + n, size - (size_t) n, " %u links", adapter->links);
}
