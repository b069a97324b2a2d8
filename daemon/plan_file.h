/* SPDX-License-Identifier: MIT */
/*
 * An athlete's plan as it stands on the disk. The first of these that is
 * there counts:
 *
 *   plan = PATH of the configuration, alone if it is set
 *   plans/ATHLETE.yaml beside the configuration
 *   plans/ATHLETE.yaml in the state directory
 *
 * One that does not read is said in the log, line by line, and the last one
 * that did is kept in memory; after a start there is none.
 */
#pragma once

#include "config.h"

#include "core/plan/plan.h"

#include <sys/stat.h>

#define PD_PLAN_TROUBLE_SIZE 320
#define PD_PLAN_FOLDER_SIZE (PD_CONFIG_PATH_SIZE + 8) /* that of the configuration, and "plans" */

struct pd_plan_file {
        size_t n_paths;
        char paths[2][PD_CONFIG_PATH_SIZE + 64];
        const char *path;    /* the one that counts; NULL: there is none */
        struct stat stamp;   /* of that file as it was last read */
        struct pd_plan *plan; /* NULL: there is none */
        char trouble[PD_PLAN_TROUBLE_SIZE]; /* what is wrong with it; "" */
};

/* The folder of plans beside the configuration at PATH. */
void pd_plan_file_folder(const char *path, char ret[static PD_PLAN_FOLDER_SIZE]);

/* PLANS_DIR is the folder beside the configuration. */
void pd_plan_file_init(struct pd_plan_file *file, const struct pd_config_athlete *athlete, const char *plans_dir, const char *state_dir);
void pd_plan_file_clear(struct pd_plan_file *file);

/* Reads what has changed since the last look: true if anything has. */
bool pd_plan_file_look(struct pd_plan_file *file);
