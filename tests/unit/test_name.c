/* SPDX-License-Identifier: MIT */
/* What a session is called, and that it is called so alone. */
#include "core/engine/name.h"

#include "support/cm.h"

#include <string.h>

#define REAL ((pd_usec) 1795342503 * PD_SEC) /* 2026-11-22 10:15:03 UTC */
#define BOOT "0f3a91c4ffffffffffffffffffffffff"

static void
a_name_is_the_second_of_the_start_and_never_the_one_before(void **state)
{
        static const struct {
                pd_usec real;
                const char *boot_id, *taken, *name;
        } cases[] = {
                {REAL, BOOT, "", "20261122T101503Z"},
                {REAL + 999999, "", "20261122T101502Z", "20261122T101503Z"},
                {REAL, "", "20261122T101503Z", "20261122T101503Zb"},
                {REAL, "", "20261122T101503Zb", "20261122T101503Zc"},
                {REAL, "", "20261122T101503Zz", "20261122T101503Zzb"},
                {REAL, "", "20261122T101503Zzzzzzzb", "20261122T101503Zzzzzzzc"},
                {REAL, "", "20261122T101504Z", "20261122T101503Z"},
                {PD_NEVER, "", "", "t123"},
                {PD_NEVER, "", "t123", "t123b"},
                {PD_NEVER, "", "t1234", "t123"},
                {PD_NEVER, "", "t123-0f3a91c4", "t123"},
                {PD_NEVER, BOOT, "", "t123-0f3a91c4"},
                {PD_NEVER, BOOT, "t123-0f3a91c4", "t123-0f3a91c4b"},
                {PD_NEVER, BOOT, "t123-0f3a91c4b", "t123-0f3a91c4c"},
                {PD_NEVER, BOOT, "20261122T101503Z", "t123-0f3a91c4"},
                {PD_NEVER, "../../etc", "", "t123"}, /* it becomes the name of a file */
        };
        char name[PD_SESSION_ID_SIZE];

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                const struct pd_name_origin origin = {cases[i].real, 123, cases[i].boot_id, cases[i].taken};

                pd_name_session(&origin, name);
                assert_string_equal(name, cases[i].name);
        }
}

static void
hundreds_in_a_second_differ_and_sort_as_they_come(void **state)
{
        char name[PD_SESSION_ID_SIZE] = "", next[PD_SESSION_ID_SIZE];

        (void) state;
        for (int i = 0; i < 170; i++) {
                const struct pd_name_origin origin = {REAL, 123, "", name};

                pd_name_session(&origin, next);
                assert_true(strcmp(next, name) > 0);
                strcpy(name, next);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_name_is_the_second_of_the_start_and_never_the_one_before),
                cmocka_unit_test(hundreds_in_a_second_differ_and_sort_as_they_come),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
