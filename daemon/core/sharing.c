/* SPDX-License-Identifier: MIT */
#include "core/sharing.h"

#include "core/claim.h"

#include <errno.h>
#include <string.h>

/* A strap that is silent for longer says nothing of who runs: that is when
 * its loss is told, too. */
#define STRAP_LIVE (30 * PD_SEC)

/* An athlete's own or shared one, not what a guest happens to run with. */
static struct pd_seat *
enrolled_in(struct pd_lane *lane, const char *address)
{
        struct pd_seat *seat = pd_lane_is_guest(lane) ? NULL : pd_lane_seat(lane, address);

        return seat != NULL && !seat->leaving ? seat : NULL;
}

void
pd_sharing_note(const struct pd_lanes *lanes, const char *address)
{
        size_t n = 0;

        for (size_t i = 0; i < lanes->n; i++)
                n += enrolled_in(lanes->items[i], address) != NULL;
        for (size_t i = 0; i < lanes->n; i++) {
                struct pd_seat *seat = enrolled_in(lanes->items[i], address);

                if (seat != NULL)
                        seat->shared = n > 1;
        }
}

/* ---- claims ------------------------------------------------------------- */

static bool
has_live_strap(const struct pd_lane *lane, pd_usec at)
{
        for (size_t i = 0; i < lane->snapshot.n_sensors; i++) {
                const struct pd_seat *seat = &lane->seats[i];

                if (!seat->shared && !seat->leaving && seat->pulse != PD_NEVER && at - seat->pulse <= STRAP_LIVE)
                        return true;
        }
        return false;
}

static struct pd_claimant
claimant_of(const struct pd_lane *lane, pd_usec at)
{
        return (struct pd_claimant) {
                .running = pd_lane_is_running(lane),
                .started = lane->started,
                .strap_live = has_live_strap(lane, at + lane->offset),
        };
}

static struct pd_lane *
guest_lane(const struct pd_lanes *lanes)
{
        return pd_lanes_of(lanes, PD_GUEST_ID);
}

static bool
holds_anything(const struct pd_lane *lane)
{
        for (size_t i = 0; i < lane->snapshot.n_sensors; i++)
                if (lane->seats[i].held)
                        return true;
        return false;
}

/* Its frames come here no longer. A guest of whom nothing is heard any more
 * has turned out to be somebody: that session is over. */
static void
let_go(struct pd_lane *lane, const char *address, pd_usec at)
{
        struct pd_seat *seat = pd_lane_seat(lane, address);
        struct pd_input down = {.at = at + lane->offset, .kind = PD_INPUT_LINK};
        struct pd_input stop = {.at = at + lane->offset, .kind = PD_INPUT_COMMAND, .command = {.verb = PD_COMMAND_STOP}};

        seat->held = false;
        memcpy(down.link.address, address, strlen(address) + 1);
        pd_lane_feed(lane, &down);
        seat = pd_lane_seat(lane, address);
        if (seat != NULL) { /* whoever has it now tells of it */
                seat->owed = false;
                pd_seat_give_up(seat);
        }
        if (pd_lane_is_guest(lane) && pd_lane_is_running(lane) && !holds_anything(lane))
                pd_lane_feed(lane, &stop);
}

/* Who has it now; NULL without a guest's lane, or if that is full. */
static struct pd_lane *
take_hold(const struct pd_lanes *lanes, struct pd_lane *lane, const char *address)
{
        struct pd_seat *seat;

        if (lane == NULL)
                lane = guest_lane(lanes);
        if (lane == NULL)
                return NULL;
        seat = pd_lane_seat(lane, address);
        if (seat == NULL && pd_lane_take_seat(lane, address, "") == 0)
                seat = pd_lane_seat(lane, address);
        if (seat == NULL)
                return NULL;
        for (size_t i = 0; i < lanes->n; i++) { /* two traces may both have brought it */
                struct pd_seat *other = pd_lane_seat(lanes->items[i], address);

                if (other != NULL)
                        other->held = false;
        }
        seat->held = true;
        seat->leaving = false;
        return lane;
}

/* Those who share it, and which of them has it. */
static size_t
sharers(const struct pd_lanes *lanes, const char *address, struct pd_lane *ret[static PD_ATHLETES_MAX], int *ret_holder)
{
        size_t n = 0;

        *ret_holder = PD_CLAIM_NOBODY;
        for (size_t i = 0; i < lanes->n; i++) {
                const struct pd_seat *seat = enrolled_in(lanes->items[i], address);

                if (seat == NULL)
                        continue;
                if (seat->held && (*ret_holder == PD_CLAIM_NOBODY || pd_lane_is_running(lanes->items[i])))
                        *ret_holder = (int) n;
                ret[n++] = lanes->items[i];
        }
        return n;
}

static struct pd_lane *
settle_claim(const struct pd_lanes *lanes, struct pd_lane *const *those, size_t n, int holder, const char *address, pd_usec at)
{
        struct pd_claimant claimants[PD_ATHLETES_MAX];
        struct pd_lane *before = holder != PD_CLAIM_NOBODY ? those[holder] : guest_lane(lanes);
        struct pd_seat *seat = before != NULL ? pd_lane_seat(before, address) : NULL;
        struct pd_lane *now;
        int decided;

        for (size_t i = 0; i < n; i++)
                claimants[i] = claimant_of(those[i], at);
        decided = pd_claim_decide(claimants, n, holder);
        if (decided == holder && seat != NULL && seat->held)
                return before;
        now = decided != PD_CLAIM_NOBODY ? those[decided] : NULL;
        if (seat != NULL && seat->held)
                let_go(before, address, at);
        return take_hold(lanes, now, address);
}

struct pd_lane *
pd_sharing_claim(const struct pd_lanes *lanes, const char *address, pd_usec at)
{
        struct pd_lane *those[PD_ATHLETES_MAX];
        int holder;
        size_t n = sharers(lanes, address, those, &holder);

        if (n <= 1)
                return n == 1 ? those[0] : NULL;
        return settle_claim(lanes, those, n, holder, address, at);
}

struct pd_lane *
pd_sharing_holder(const struct pd_lanes *lanes, const char *address)
{
        struct pd_lane *those[PD_ATHLETES_MAX], *guest = guest_lane(lanes);
        int holder;
        size_t n = sharers(lanes, address, those, &holder);

        if (n > 1 && holder != PD_CLAIM_NOBODY)
                return those[holder];
        if (n > 1 && guest != NULL && pd_lane_seat(guest, address) != NULL)
                return guest;
        return n > 0 ? those[0] : NULL;
}

int
pd_sharing_forget(const struct pd_lanes *lanes, const char *address)
{
        int r = -ENOENT;

        for (size_t i = 0; i < lanes->n; i++) {
                struct pd_seat *seat = pd_lane_seat(lanes->items[i], address);

                if (seat == NULL || seat->leaving)
                        continue;
                r = 0;
                seat->leaving = true;
                seat->held = seat->shared = false;
        }
        return r;
}
