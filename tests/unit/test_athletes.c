/* SPDX-License-Identifier: MIT */
#include "athletes.h"

#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"

#include <errno.h>
#include <string.h>

static char forgotten[PD_ID_SIZE];

static void
note_forgotten(void *user, const char *athlete)
{
        (void) user;
        strncpy(forgotten, athlete, sizeof(forgotten) - 1);
}

static void
ask(struct house *house, const char *first, const char *second, struct pd_reply *reply)
{
        const char *words[] = {first, second};
        const struct pd_command command = {.verb = PD_COMMAND_ATHLETE};
        const struct pd_order order = {.command = &command, .athlete = "", .words = words,
                .n_words = (size_t) (first != NULL) + (second != NULL)};

        pd_reply_clear(reply);
        pd_athletes_services[0].carry_out(house->history, &order, reply);
}

static void
who_is_here_is_listed_with_their_sessions(void **state)
{
        struct pd_reply reply = {0};
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        ask(&house, NULL, NULL, &reply);
        assert_string_equal(pd_reply_text(&reply), "anna             1 session   Runner A\nben              0 sessions");
        assert_string_equal(pd_reply_json(&reply), "[{\"id\":\"anna\",\"name\":\"Runner A\","
                                                   "\"goal\":\"half marathon in spring\",\"sessions\":1,\"heart\":null},"
                                                   "{\"id\":\"ben\",\"name\":null,\"goal\":\"walk 5 km\",\"sessions\":0,\"heart\":null}]");
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
forgetting_tells_those_who_retain(void **state)
{
        struct pd_reply reply = {0};
        struct house house;

        house_open(&house, *state);
        house.context.forget = note_forgotten;
        house_run(&house, "story1", "recovery 4mi", 0);
        ask(&house, "forget", "anna", &reply);
        assert_int_equal(reply.result, 0);
        assert_string_equal(forgotten, "anna");
        assert_int_equal(pd_history_count(house.history, "anna"), 0);
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
what_makes_no_sense_changes_nothing(void **state)
{
        struct pd_reply reply = {0};
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        ask(&house, "forget", NULL, &reply);
        assert_int_equal(reply.result, -EINVAL);
        ask(&house, "forget", "../anna", &reply);
        assert_int_equal(reply.result, -EINVAL);
        ask(&house, "rename", "anna", &reply);
        assert_int_equal(reply.result, -EINVAL);
        house.runs = true;
        ask(&house, "forget", "anna", &reply);
        assert_int_equal(reply.result, -EBUSY);
        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        pd_reply_clear(&reply);
        house_close(&house);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(who_is_here_is_listed_with_their_sessions),
                TEST(forgetting_tells_those_who_retain),
                TEST(what_makes_no_sense_changes_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
