/* SPDX-License-Identifier: MIT */
/*
 * engine-hour [rr]: an hour's run through an engine, for
 *
 *   valgrind --tool=callgrind --toggle-collect=pd_engine_feed_samples engine-hour
 *
 * to count what is done meanwhile. Prints how many samples it was.
 */
#include "bench/hour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main(int argc, char **argv)
{
        struct hour *hour = hour_new(1, argc > 1 && strcmp(argv[1], "rr") == 0);
        struct pd_engine *engine = hour_engine();

        hour_feed(hour, engine, 0);
        printf("%zu samples\n", hour_n_samples(hour));
        pd_engine_free(engine);
        hour_free(hour);
        return EXIT_SUCCESS;
}
