/* SPDX-License-Identifier: MIT */
/* Which sensor connects next and where: tables of cases, then a crowd at random. */
#include "bluez/adapters.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW (1000 * PD_SEC)
#define FIRST "00:00:5E:00:53:01"
#define SECOND "00:00:5E:00:53:02"

static struct pd_adapter *
plug(struct pd_adapters *adapters, const char *address, const char *path)
{
        struct pd_adapter *adapter = pd_adapters_appear(adapters, address, path);

        assert_non_null(adapter);
        adapter->powered = true;
        return adapter;
}

static void
plug_two(struct pd_adapters *adapters, unsigned slots)
{
        pd_adapters_init(adapters, NULL, slots);
        plug(adapters, FIRST, "/org/bluez/hci0");
        plug(adapters, SECOND, "/org/bluez/hci1");
}

static const unsigned nobody[PD_ADAPTERS_MAX];

/* ---- the table ---- */

static void
an_adapter_is_the_same_under_another_number(void **state)
{
        struct pd_adapters adapters;
        struct pd_adapter *first;

        (void) state;
        plug_two(&adapters, 5);
        first = pd_adapters_at(&adapters, "/org/bluez/hci0");
        first->scan.wanted = true;
        assert_int_equal(pd_scan_feed(&first->scan, NOW, PD_SCAN_LOOK), PD_SCAN_START);
        pd_adapter_leave(first, NOW, true);
        assert_int_equal(first->scan.state, PD_SCAN_OFF);
        assert_null(pd_adapters_at(&adapters, "/org/bluez/hci0"));
        assert_null(pd_adapters_at(&adapters, ""));
        assert_false(pd_adapter_usable(first));
        assert_ptr_equal(plug(&adapters, FIRST, "/org/bluez/hci3"), first);
        assert_int_equal(adapters.n, 2);
        assert_int_equal(pd_adapters_owner(&adapters, "/org/bluez/hci3/dev_1"), 0);
        assert_int_equal(pd_adapters_owner(&adapters, "/org/bluez/hci33/dev_1"), -1);
}

static void
there_are_eight_and_the_place_of_one_that_left_is_free(void **state)
{
        struct pd_adapters adapters;
        char address[PD_ADDRESS_SIZE], path[32];

        (void) state;
        pd_adapters_init(&adapters, "", 5);
        for (int i = 0; i < PD_ADAPTERS_MAX; i++) {
                snprintf(address, sizeof(address), "00:00:5E:00:53:%02X", i);
                snprintf(path, sizeof(path), "/org/bluez/hci%d", i);
                plug(&adapters, address, path);
        }
        assert_null(pd_adapters_appear(&adapters, "00:00:5E:00:53:AA", "/org/bluez/hci9"));
        pd_adapter_leave(&adapters.at[4], NOW, true);
        assert_ptr_equal(pd_adapters_appear(&adapters, "00:00:5E:00:53:AA", "/org/bluez/hci9"), &adapters.at[4]);
}

static void
two_of_one_address_are_two(void **state)
{
        struct pd_adapters adapters;
        struct pd_adapter *first, *second;

        (void) state;
        pd_adapters_init(&adapters, FIRST, 5);
        first = plug(&adapters, FIRST, "/org/bluez/hci0");
        second = plug(&adapters, FIRST, "/org/bluez/hci1");
        assert_ptr_not_equal(first, second);
        assert_true(pd_adapter_usable(first) && pd_adapter_usable(second));
        assert_ptr_equal(pd_adapters_appear(&adapters, FIRST, "/org/bluez/hci0"), first);
        assert_ptr_equal(pd_adapters_appear(&adapters, FIRST, "/org/bluez/hci1"), second);
        pd_adapter_leave(first, NOW, true);
        assert_ptr_equal(pd_adapters_appear(&adapters, FIRST, "/org/bluez/hci2"), first);
}

static void
whoever_switched_it_off_is_respected_by_the_next_bluetoothd_and_not_after_a_plug(void **state)
{
        struct pd_adapters adapters;
        struct pd_adapter *adapter;

        (void) state;
        for (int unplugged = 0; unplugged < 2; unplugged++) {
                pd_adapters_init(&adapters, NULL, 5);
                adapter = plug(&adapters, FIRST, "/org/bluez/hci0");
                pd_power_feed(&adapter->power, NOW, PD_POWER_SEEN_ON);
                pd_power_feed(&adapter->power, NOW, PD_POWER_SEEN_OFF);
                pd_adapter_leave(adapter, NOW, unplugged);
                adapter = pd_adapters_appear(&adapters, FIRST, "/org/bluez/hci0");
                assert_int_equal(pd_power_feed(&adapter->power, NOW, PD_POWER_SEEN_OFF), unplugged ? PD_POWER_SWITCH_ON : PD_POWER_NOTHING);
        }
}

static void
those_that_are_configured_are_used_and_no_others(void **state)
{
        static const struct {
                const char *allowed, *address;
                bool expected;
        } cases[] = {
                {"", FIRST, true}, {NULL, FIRST, true}, {FIRST, FIRST, true}, {FIRST " " SECOND, SECOND, true},
                {SECOND, FIRST, false}, {SECOND, "", false}, {"", "", true},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                struct pd_adapters adapters;

                pd_adapters_init(&adapters, cases[i].allowed, 5);
                assert_int_equal(pd_adapter_usable(plug(&adapters, cases[i].address, "/org/bluez/hci0")), cases[i].expected);
                assert_int_equal(pd_adapters_usable_after(&adapters, NULL) != NULL, cases[i].expected);
        }
}

static void
each_is_told_with_what_it_holds_or_what_is_wrong(void **state)
{
        struct pd_adapters adapters;
        struct pd_adapter *adapter;
        char text[PD_ADAPTER_TEXT_SIZE];

        (void) state;
        plug_two(&adapters, 5);
        adapter = &adapters.at[0];
        adapter->links = 2;
        pd_adapter_text(&adapters, adapter, text, sizeof(text));
        assert_string_equal(text, "hci0 " FIRST " 2 of 5 links");
        adapter->powered = false;
        pd_power_feed(&adapter->power, NOW, PD_POWER_SEEN_BLOCKED);
        pd_adapter_text(&adapters, adapter, text, sizeof(text));
        assert_string_equal(text, "hci0 " FIRST " blocked by rfkill");
        adapter->allowed = false;
        pd_adapter_text(&adapters, adapter, text, sizeof(text));
        assert_string_equal(text, "hci0 " FIRST " not used");
}

/* ---- whose turn ---- */

#define WAITS(bits, failed, at_s) {.state = PD_CLAIM_WAITS, .known = bits, .at = -1, .failures = failed, .since = (at_s) * PD_SEC}
#define RUNS(bits, failed, at_s)                                                                                                           \
        {.state = PD_CLAIM_WAITS, .running = true, .known = bits, .at = -1, .failures = failed, .since = (at_s) * PD_SEC}
#define LINKED(where) {.state = PD_CLAIM_LINKED, .at = where, .since = 900 * PD_SEC}
#define TURNS(where) {.state = PD_CLAIM_TURNS, .at = where, .since = 999 * PD_SEC}
#define NONE {.state = PD_CLAIM_NONE, .at = -1}

struct question {
        const char *what;
        unsigned slots;
        struct pd_claim claims[5];
        int next[2];   /* on the first adapter, and the second; -1 */
        bool spills[2];
        int yields;
};

static const struct question questions[] = {
        {"nobody waits", 5, {NONE, LINKED(0)}, {-1, -1}, {false, false}, -1},
        {"fewest failures first", 5, {WAITS(1, 2, 900), WAITS(1, 1, 950)}, {1, -1}, {false, false}, -1},
        {"of these the one that has waited for longest", 5, {WAITS(1, 1, 950), WAITS(1, 1, 900)}, {1, -1}, {false, false}, -1},
        {"a running session before everybody", 5, {WAITS(1, 0, 900), RUNS(1, 7, 999)}, {1, -1}, {false, false}, -1},
        {"one a turn, on each adapter", 5, {WAITS(1, 0, 900), WAITS(2, 0, 900)}, {0, 1}, {false, false}, -1},
        {"who is known to both goes where no link is made", 5, {TURNS(0), WAITS(3, 0, 900)}, {-1, 1}, {false, false}, -1},
        {"... and where fewer links are", 5, {LINKED(0), WAITS(3, 0, 900)}, {-1, 1}, {false, false}, -1},
        {"... and not where it failed last", 5,
                {LINKED(1), {.state = PD_CLAIM_WAITS, .known = 3, .at = 0, .failures = 1, .since = 900 * PD_SEC}},
                {-1, 1}, {false, false}, -1},
        {"a full adapter makes no link, and the other looks for its sensor", 1, {LINKED(0), WAITS(1, 0, 900)}, {-1, -1}, {false, true}, -1},
        {"who is known to both goes to the one with room", 1, {LINKED(0), WAITS(3, 5, 900)}, {-1, 1}, {false, false}, -1},
        {"all are full and no session runs: it waits", 1, {LINKED(0), LINKED(1), WAITS(3, 0, 900)}, {-1, -1}, {false, false}, -1},
        {"all are full and its session runs: another is let go", 1,
                {LINKED(0), NONE, LINKED(1), RUNS(2, 0, 900)}, {-1, -1}, {false, false}, 2},
        {"... but none whose session runs, too", 1,
                {{.state = PD_CLAIM_LINKED, .running = true, .at = 0}, LINKED(1), RUNS(1, 0, 900)}, {-1, -1}, {false, false}, -1},
        {"while there is room elsewhere it is looked for there first", 1, {LINKED(0), RUNS(1, 0, 990)}, {-1, -1}, {false, true}, -1},
        {"... for 20 s", 1, {LINKED(0), RUNS(1, 0, 980)}, {-1, -1}, {false, true}, 0},
        {"one that the kernel connects needs no turn", 5,
                {{.state = PD_CLAIM_WAITS, .awaited = true, .known = 1, .at = -1, .since = 900 * PD_SEC}}, {-1, -1}, {false, false}, -1},
        {"... nor is it looked for elsewhere", 1,
                {LINKED(0), {.state = PD_CLAIM_WAITS, .awaited = true, .known = 1, .at = -1}}, {-1, -1}, {false, false}, -1},
        {"... but a slot", 1,
                {LINKED(0), LINKED(1), {.state = PD_CLAIM_WAITS, .running = true, .awaited = true, .known = 1, .at = -1}},
                {-1, -1}, {false, false}, 0},
        {"one that connects gives way by itself", 1, {TURNS(0), LINKED(1), RUNS(1, 0, 900)}, {-1, -1}, {false, false}, -1},
        {"the latest link has least to lose", 2,
                {LINKED(0), {.state = PD_CLAIM_LINKED, .at = 0, .since = 950 * PD_SEC}, LINKED(1), LINKED(1), RUNS(1, 0, 900)},
                {-1, -1}, {false, false}, 1},
        {"without a limit there is always room", 0,
                {LINKED(0), LINKED(0), LINKED(0), LINKED(0), WAITS(1, 0, 900)}, {4, -1}, {false, false}, -1},
};

static void
whose_turn_it_is_where(void **state)
{
        (void) state;
        for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
                const struct question *q = &questions[i];
                struct pd_adapters adapters;
                size_t gains;
                int yields;

                plug_two(&adapters, q->slots);
                pd_adapters_count(&adapters, q->claims, 5, nobody);
                for (size_t a = 0; a < 2; a++) {
                        int next = pd_adapters_next(&adapters, q->claims, 5, a, NOW);

                        if (next != q->next[a])
                                fail_msg("%s: next on %zu is %d", q->what, a, next);
                        if (pd_adapters_spills(&adapters, q->claims, 5, a, NOW) != q->spills[a])
                                fail_msg("%s: spill to %zu", q->what, a);
                }
                yields = pd_adapters_yields(&adapters, q->claims, 5, NOW, &gains);
                if (yields != q->yields)
                        fail_msg("%s: %d yields", q->what, yields);
                if (yields >= 0)
                        assert_true(q->claims[gains].running && q->claims[gains].state == PD_CLAIM_WAITS);
        }
}

static void
links_of_other_programs_take_slots(void **state)
{
        static const unsigned others[PD_ADAPTERS_MAX] = {1, 0};
        const struct pd_claim claims[] = {LINKED(0), WAITS(1, 0, 900)};
        struct pd_adapters adapters;

        (void) state;
        plug_two(&adapters, 2);
        pd_adapters_count(&adapters, claims, 2, nobody);
        assert_int_equal(pd_adapters_next(&adapters, claims, 2, 0, NOW), 1);
        pd_adapters_count(&adapters, claims, 2, others);
        assert_int_equal(adapters.at[0].links, 2);
        assert_int_equal(pd_adapters_next(&adapters, claims, 2, 0, NOW), -1);
}

static void
one_that_showed_to_be_full_rests_for_four_seconds(void **state)
{
        const struct pd_claim claims[] = {LINKED(0), LINKED(0), LINKED(0), WAITS(1, 0, 900)};
        struct pd_adapters adapters;

        (void) state;
        plug_two(&adapters, 5);
        pd_adapters_count(&adapters, claims, 4, nobody);
        adapters.at[0].links = 2;
        pd_adapter_refused(&adapters.at[0], NOW, false); /* an abort like any other */
        assert_int_equal(pd_adapters_next(&adapters, claims, 4, 0, NOW), 3);
        adapters.at[0].links = 3;
        pd_adapter_refused(&adapters.at[0], NOW, false);
        assert_int_equal(pd_adapters_next(&adapters, claims, 4, 0, NOW), -1);
        assert_int_equal(pd_adapters_wake(&adapters, claims, 4, NOW), NOW + 4 * PD_SEC);
        assert_int_equal(pd_adapters_next(&adapters, claims, 4, 0, NOW + 4 * PD_SEC), 3);
        adapters.at[0].links = 1;
        pd_adapter_refused(&adapters.at[0], NOW + 5 * PD_SEC, true); /* BlueZ says so */
        assert_int_equal(pd_adapters_next(&adapters, claims, 4, 0, NOW + 5 * PD_SEC), -1);
}

static void
from_one_that_was_let_go_to_the_next_are_ten_seconds(void **state)
{
        const struct pd_claim claims[] = {LINKED(0), LINKED(1), RUNS(1, 0, 900)};
        struct pd_adapters adapters;
        size_t gains;

        (void) state;
        plug_two(&adapters, 1);
        pd_adapters_count(&adapters, claims, 3, nobody);
        assert_int_equal(pd_adapters_yields(&adapters, claims, 3, NOW, &gains), 0);
        assert_int_equal(gains, 2);
        assert_int_equal(pd_adapters_yields(&adapters, claims, 3, NOW + 10 * PD_SEC - 1, &gains), -1);
        assert_int_equal(pd_adapters_wake(&adapters, claims, 3, NOW + 1), NOW + 10 * PD_SEC);
        assert_int_equal(pd_adapters_yields(&adapters, claims, 3, NOW + 10 * PD_SEC, &gains), 0);
}

static void
a_rival_needs_no_slot_for_he_takes_the_one_that_is_given_up(void **state)
{
        const struct pd_claim claims[] = {TURNS(0), WAITS(1, 3, 900), WAITS(1, 1, 950), WAITS(2, 0, 900)};
        struct pd_adapters adapters;

        (void) state;
        plug_two(&adapters, 1);
        pd_adapters_count(&adapters, claims, 4, nobody);
        assert_int_equal(adapters.at[0].holder, 0);
        assert_int_equal(pd_adapters_rival(&adapters, claims, 4, 0), 2);
        assert_int_equal(pd_adapters_rival(&adapters, claims, 4, 1), 3);
        adapters.at[0].powered = false;
        assert_int_equal(pd_adapters_rival(&adapters, claims, 4, 0), -1);
}

/* ---- a crowd at random ---- */

#define CROWD 12
#define RUNNERS 4 /* no more than the slots of all adapters */

static unsigned
draw(unsigned *seed, unsigned n)
{
        *seed ^= *seed << 13;
        *seed ^= *seed >> 17;
        *seed ^= *seed << 5;
        return *seed % n;
}

/* What may happen to a sensor within a second. */
static void
happen(struct pd_claim *claim, unsigned *seed, pd_usec now)
{
        if (claim->state == PD_CLAIM_TURNS && draw(seed, 3) == 0) {
                bool made = draw(seed, 4) > 0;

                *claim = (struct pd_claim){.state = made ? PD_CLAIM_LINKED : PD_CLAIM_WAITS, .running = claim->running, .known = 3,
                        .at = claim->at, .failures = made ? 0 : claim->failures + 1, .since = now};
        } else if (claim->state == PD_CLAIM_LINKED && draw(seed, 60) == 0) {
                claim->state = PD_CLAIM_WAITS;
                claim->since = now;
        }
}

static void
act(struct pd_adapters *adapters, struct pd_claim *claims, pd_usec now)
{
        size_t gains;
        int i;

        for (size_t a = 0; a < 2; a++) {
                pd_adapters_count(adapters, claims, CROWD, nobody);
                i = adapters->at[a].holder < 0 ? pd_adapters_next(adapters, claims, CROWD, a, now) : -1;
                if (i < 0)
                        continue;
                claims[i].state = PD_CLAIM_TURNS;
                claims[i].at = (int) a;
                claims[i].since = now;
        }
        pd_adapters_count(adapters, claims, CROWD, nobody);
        i = pd_adapters_yields(adapters, claims, CROWD, now, &gains);
        if (i >= 0) {
                assert_false(claims[i].running);
                claims[i].state = PD_CLAIM_WAITS;
                claims[i].since = now;
        }
}

static void
in_a_crowd_no_adapter_overflows_and_runners_are_never_kept_out_for_long(void **state)
{
        unsigned seed = getenv("SEED") ? (unsigned) strtoul(getenv("SEED"), NULL, 0) : 20261126;
        struct pd_claim claims[CROWD];
        struct pd_adapters adapters;
        pd_usec waits[CROWD] = {0}, now = NOW;

        (void) state;
        print_message("SEED=%u\n", seed);
        plug_two(&adapters, 3);
        for (int i = 0; i < CROWD; i++)
                claims[i] = (struct pd_claim){.state = PD_CLAIM_WAITS, .running = i < RUNNERS, .known = 3, .at = -1, .since = now};
        for (int step = 0; step < 100000; step++, now += PD_SEC) {
                for (int i = 0; i < CROWD; i++)
                        happen(&claims[i], &seed, now);
                act(&adapters, claims, now);
                pd_adapters_count(&adapters, claims, CROWD, nobody);
                for (size_t a = 0; a < 2; a++) {
                        unsigned turns = 0;

                        assert_true(adapters.at[a].links <= 3);
                        for (int i = 0; i < CROWD; i++)
                                turns += claims[i].state == PD_CLAIM_TURNS && claims[i].at == (int) a;
                        assert_true(turns <= 1);
                }
                for (int i = 0; i < RUNNERS; i++) {
                        waits[i] = claims[i].state == PD_CLAIM_WAITS ? waits[i] + PD_SEC : 0;
                        if (waits[i] > 2 * PD_MINUTE)
                                fail_msg("SEED given above: runner %d has waited since step %d", i, step - 120);
                }
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_adapter_is_the_same_under_another_number),
                cmocka_unit_test(there_are_eight_and_the_place_of_one_that_left_is_free),
                cmocka_unit_test(two_of_one_address_are_two),
                cmocka_unit_test(whoever_switched_it_off_is_respected_by_the_next_bluetoothd_and_not_after_a_plug),
                cmocka_unit_test(those_that_are_configured_are_used_and_no_others),
                cmocka_unit_test(each_is_told_with_what_it_holds_or_what_is_wrong),
                cmocka_unit_test(whose_turn_it_is_where),
                cmocka_unit_test(links_of_other_programs_take_slots),
                cmocka_unit_test(one_that_showed_to_be_full_rests_for_four_seconds),
                cmocka_unit_test(from_one_that_was_let_go_to_the_next_are_ten_seconds),
                cmocka_unit_test(a_rival_needs_no_slot_for_he_takes_the_one_that_is_given_up),
                cmocka_unit_test(in_a_crowd_no_adapter_overflows_and_runners_are_never_kept_out_for_long),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
