/* SPDX-License-Identifier: MIT */
/*
 * purposectl doctor: looks at everything that the daemon needs, whether it
 * runs or not, and says of each thing how it is and what to do about it.
 */
#include "ctl/ctl.h"
#include "ctl/doctor/inside.h"
#include "ctl/terminal.h"

#include "control/bus.h"

#include <errno.h>
#include <getopt.h>

#define CONFIG "/etc/purposed/purposed.conf"
#define WIDTH_PIPE 100

struct options {
        const char *config, *bus;
        bool json;
};

static void
print_help(void)
{
        puts("purposectl doctor [OPTIONS]\n"
             "\n"
             "Looks at all that the daemon needs: kernel, clock, BlueZ and its adapters, the\n"
             "links' settings, permissions, configuration, daemon, sensors, broker. Says of\n"
             "each how it is, and what to do. Changes nothing. As root it sees more.\n"
             "\n"
             "  --json           for scripts: health (well, note or ill), subject, text, remedy\n"
             "  --config FILE    default: " CONFIG "\n"
             "  --bus ADDRESS    D-Bus to use instead of the system's\n"
             "  --help           this\n"
             "\n"
             "Ends with 0 if nothing is ill, 1 if something is, 2 if the words were wrong.");
}

/* 0; 1: the help has been printed; -EINVAL: said. */
static int
parse(int argc, char **argv, struct options *ret)
{
        static const struct option known[] = {
                {"config", required_argument, NULL, 'c'}, {"json", no_argument, NULL, 'j'}, {"bus", required_argument, NULL, 'b'},
                {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0},
        };
        int c;

        *ret = (struct options) {.config = CONFIG};
        optind = 1;
        while ((c = getopt_long(argc, argv, "h", known, NULL)) != -1) {
                switch (c) {
                case 'c':
                        ret->config = optarg;
                        break;
                case 'j':
                        ret->json = true;
                        break;
                case 'b':
                        ret->bus = optarg;
                        break;
                case 'h':
                        print_help();
                        return 1;
                default:
                        fprintf(stderr, "See purposectl doctor --help\n");
                        return -EINVAL;
                }
        }
        if (optind == argc)
                return 0;
        fprintf(stderr, "purposectl doctor takes no words, but '%s' stands there; see purposectl doctor --help\n", argv[optind]);
        return -EINVAL;
}

static void
print(const struct pd_diagnosis *diagnosis, bool json)
{
        int width = WIDTH_PIPE, height;

        if (json) {
                pd_diagnosis_print_json(diagnosis, stdout);
                return;
        }
        if (pd_terminal_here())
                pd_terminal_size(&width, &height);
        pd_diagnosis_print(diagnosis, stdout, width, pd_terminal_here() && pd_terminal_has_colour());
}

static int
run(int argc, char **argv)
{
        static struct pd_diagnosis diagnosis; /* 40 KiB */
        struct pd_patient patient = {.diagnosis = &diagnosis, .root = ""};
        struct options options;
        int r = parse(argc, argv, &options);

        if (r != 0)
                return r > 0 ? 0 : 2;
        patient.config = options.config;
        if (pd_bus_open(options.bus, &patient.bus) < 0)
                patient.bus = sd_bus_unref(patient.bus);
        pd_doctor_configuration(&patient);
        pd_doctor_machine(&patient);
        pd_doctor_neighbours(&patient);
        if (patient.bus != NULL)
                pd_doctor_adapters(&patient);
        pd_doctor_at_work(&patient);
        pd_doctor_broker(&patient);
        sd_bus_flush_close_unref(patient.bus);
        print(&diagnosis, options.json);
        return pd_diagnosis_count(&diagnosis, PD_HEALTH_ILL) > 0 ? 1 : 0;
}

const struct pd_ctl_verb pd_ctl_doctor = {
        .name = "doctor",
        .summary = "what is wrong with Bluetooth, broker or configuration, and what to do",
        .run = run,
};
