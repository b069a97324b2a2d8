/* SPDX-License-Identifier: MIT */
/*
 * virtual-run FILE.run [--noise] [--seed N] [--until T]: a story as CSV, one
 * row a second, with the values that the sensors' frames carry. Cells of a
 * sensor that is silent stay empty; altitude and power are nobody's.
 */
#include "fakes/run_file.h"
#include "fakes/virtual_athlete.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct row {
        int64_t second;
        struct pd_virtual_slot strap, pod;
};

static unsigned
get_le(const uint8_t *bytes, unsigned n)
{
        unsigned value = 0;
        for (unsigned i = 0; i < n; i++)
                value |= (unsigned) bytes[i] << (8 * i);
        return value;
}

static void
print_row(const struct row *row)
{
        printf("%" PRId64 ",", row->second);
        if (row->strap.length > 0)
                printf("%u", row->strap.bytes[1]);
        printf(",");
        for (unsigned i = 2; i + 1 < row->strap.length; i += 2)
                printf("%s%u", i > 2 ? " " : "", (get_le(row->strap.bytes + i, 2) * 1000 + 512) / 1024);
        if (row->pod.length > 0)
                printf(",%.3f,%u,%.1f", get_le(row->pod.bytes + 1, 2) / 256.0, row->pod.bytes[3] * 2, get_le(row->pod.bytes + 6, 4) / 10.0);
        else
                printf(",,,");
        printf(",,\n");
}

static void
print_run(struct pd_virtual_athlete *athlete, int64_t until_s)
{
        struct pd_virtual_slot slot;
        struct row row = {0};

        printf("t_s,hr_bpm,rr_ms,speed_mps,cadence_spm,distance_m,altitude_m,power_w\n");
        while (pd_virtual_athlete_next(athlete, &slot) && slot.at_ms / 1000 <= until_s) {
                if (slot.at_ms / 1000 != row.second) {
                        print_row(&row);
                        row = (struct row){.second = slot.at_ms / 1000};
                }
                if (slot.sensor == PD_VIRTUAL_STRAP)
                        row.strap = slot;
                else
                        row.pod = slot;
        }
        print_row(&row);
}

static int
usage(void)
{
        fprintf(stderr, "virtual-run FILE.run [--noise] [--seed N] [--until SECONDS]\n");
        return EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
        static const struct option options[] = {
                {"noise", no_argument, NULL, 'n'},
                {"seed", required_argument, NULL, 's'},
                {"until", required_argument, NULL, 'u'},
                {0},
        };
        struct pd_run_script script;
        bool noise = false;
        uint64_t seed = 1;
        int64_t until_s = PD_RUN_SECONDS_MAX;

        for (int option; (option = getopt_long(argc, argv, "", options, NULL)) >= 0;) {
                if (option == 'n')
                        noise = true;
                else if (option == 's')
                        seed = strtoull(optarg, NULL, 0);
                else if (option == 'u')
                        until_s = strtoll(optarg, NULL, 10);
                else
                        return usage();
        }
        if (optind + 1 != argc)
                return usage();
        if (pd_run_file_read(argv[optind], &script) < 0)
                return EXIT_FAILURE;

        struct pd_virtual_athlete *athlete = pd_virtual_athlete_new(&script, noise ? &pd_virtual_noise_usual : NULL, seed);
        if (!athlete)
                return EXIT_FAILURE;
        print_run(athlete, until_s);
        pd_virtual_athlete_free(athlete);
        return ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
