/* SPDX-License-Identifier: MIT */
/* Which file holds the plan, and what is wrong in it. */
#include "ctl/plan.h"

#include "core/plan/review.h"
#include "formats/json.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAULTS_JSON_SIZE 32768
#define LINE_SHOWN 132

/* /etc is the administrator's, and wins. */
static const char *const folders[] = {"/etc/purposed/plans", "/var/lib/purposed/plans"};
#define N_FOLDERS (sizeof folders / sizeof folders[0])

static bool
find_own(const char *athlete, char ret[static PD_CTL_PLAN_PATH_SIZE])
{
        for (size_t i = 0; i < N_FOLDERS; i++) {
                char pattern[PD_CTL_PLAN_PATH_SIZE];
                glob_t found = {0};
                bool one;

                (void) snprintf(pattern, sizeof pattern, "%s/%s.yaml", folders[i], athlete != NULL ? athlete : "*");
                if (glob(pattern, 0, NULL, &found) != 0)
                        continue;
                one = found.gl_pathc == 1;
                (void) snprintf(ret, PD_CTL_PLAN_PATH_SIZE, "%s", found.gl_pathv[0]);
                globfree(&found);
                if (one)
                        return true;
                fprintf(stderr, "purposectl: %s holds several plans: choose with --athlete ID, or name the file\n", folders[i]);
                return false;
        }
        fprintf(stderr, "purposectl: which file? There is no plan %s%s%sin %s or %s; purposectl plan init writes one\n",
                athlete != NULL ? "of " : "", athlete != NULL ? athlete : "", athlete != NULL ? " " : "", folders[0], folders[1]);
        return false;
}

static bool
choose_path(const struct pd_ctl_plan_options *options, char ret[static PD_CTL_PLAN_PATH_SIZE])
{
        if (options->file != NULL) {
                (void) snprintf(ret, PD_CTL_PLAN_PATH_SIZE, "%s", options->file);
                return true;
        }
        if (!find_own(options->athlete, ret))
                return false;
        fprintf(stderr, "purposectl: %s\n", ret);
        return true;
}

/* All of it, and one byte more than a plan may have, so that too much shows. */
char *
pd_ctl_plan_bytes(const char *path, size_t *ret_size)
{
        FILE *const file = fopen(path, "re");
        char *const bytes = malloc(PD_PLAN_FILE_MAX + 1);

        if (file == NULL || bytes == NULL) {
                fprintf(stderr, "purposectl: %s: %s\n", path, strerror(errno));
                if (file != NULL)
                        fclose(file);
                free(bytes);
                return NULL;
        }
        *ret_size = fread(bytes, 1, PD_PLAN_FILE_MAX + 1, file);
        if (ferror(file)) {
                fprintf(stderr, "purposectl: %s: %s\n", path, strerror(errno));
                fclose(file);
                free(bytes);
                return NULL;
        }
        fclose(file);
        return bytes;
}

/* The line, and a caret under the column; nothing of a line that is too long to help. */
static void
show_line(const char *bytes, const struct pd_plan_fault *fault)
{
        char line[LINE_SHOWN + 1];

        for (size_t number = 1; number < fault->line; number++) {
                bytes = strchr(bytes, '\n');
                if (bytes == NULL)
                        return;
                bytes++;
        }
        pd_text_copy(line, sizeof line, bytes, strcspn(bytes, "\r\n"));
        if (line[0] != '\0' && fault->column <= LINE_SHOWN)
                fprintf(stderr, "    %s\n    %*s\n", line, (int) fault->column, "^");
}

static void
show_faults(const char *path, char *bytes, size_t size, const struct pd_plan_faults *faults)
{
        bytes[size] = '\0';
        for (size_t i = 0; i < faults->n; i++) {
                fprintf(stderr, "%s:%zu:%zu: %s\n", path, faults->items[i].line, faults->items[i].column, faults->items[i].text);
                show_line(bytes, &faults->items[i]);
        }
        if (faults->cut)
                fprintf(stderr, "%s: there are more; mend these first\n", path);
}

static int
read_plan(const char *path, bool quiet, struct pd_plan **ret, struct pd_plan_faults *ret_faults)
{
        size_t size;
        char *const bytes = pd_ctl_plan_bytes(path, &size);
        int r;

        if (bytes == NULL)
                return -EIO;
        r = pd_plan_yaml_read(bytes, size, ret, ret_faults);
        if (r == -EBADMSG && !quiet)
                show_faults(path, bytes, size < PD_PLAN_FILE_MAX ? size : PD_PLAN_FILE_MAX, ret_faults);
        if (r == -ENOMEM)
                fprintf(stderr, "purposectl: %s\n", strerror(ENOMEM));
        free(bytes);
        return r;
}

struct pd_plan *
pd_ctl_plan_load(const struct pd_ctl_plan_options *options)
{
        char path[PD_CTL_PLAN_PATH_SIZE];
        struct pd_plan_faults faults;
        struct pd_plan *plan = NULL;

        if (choose_path(options, path) && read_plan(path, false, &plan, &faults) == 0)
                return plan;
        return NULL;
}

static void
print_json(const char *path, const struct pd_plan_faults *faults, const struct pd_review *review)
{
        static char buffer[FAULTS_JSON_SIZE];
        struct pd_json json;
        size_t length;

        pd_json_init(&json, buffer, sizeof buffer);
        pd_json_object(&json, NULL);
        pd_json_text(&json, "file", path);
        pd_json_array(&json, "errors");
        for (size_t i = 0; i < faults->n; i++) {
                pd_json_object(&json, NULL);
                pd_json_integer(&json, "line", (int64_t) faults->items[i].line);
                pd_json_integer(&json, "column", (int64_t) faults->items[i].column);
                pd_json_text(&json, "text", faults->items[i].text);
                pd_json_object_end(&json);
        }
        pd_json_array_end(&json);
        pd_json_array(&json, "findings");
        for (size_t i = 0; i < review->n; i++) {
                pd_json_object(&json, NULL);
                pd_json_integer(&json, "line", review->items[i].line);
                pd_json_text(&json, "text", review->items[i].text);
                pd_json_integer(&json, "more_weeks", review->items[i].n_more_weeks);
                pd_json_object_end(&json);
        }
        pd_json_array_end(&json);
        pd_json_object_end(&json);
        if (pd_json_finish(&json, &length) == 0)
                puts(buffer);
}

static void
print_review(const char *path, const struct pd_review *review)
{
        for (size_t i = 0; i < review->n; i++) {
                const int32_t more = review->items[i].n_more_weeks;
                if (review->items[i].line > 0)
                        printf("%s:%u: %s", path, review->items[i].line, review->items[i].text);
                else
                        printf("%s: %s", path, review->items[i].text);
                if (more > 0)
                        printf(" The same is true of %d more week%s.", more, more == 1 ? "" : "s");
                putchar('\n');
        }
        if (review->n == 0)
                printf("%s: the plan reads well, and a coach has nothing to add\n", path);
        else
                printf("%s: the plan reads well; a coach would say the %s above\n", path, review->n == 1 ? "one thing" : "things");
}

int
pd_ctl_plan_check(const struct pd_ctl_plan_options *options)
{
        char path[PD_CTL_PLAN_PATH_SIZE];
        struct pd_plan_faults faults = {.n = 0};
        struct pd_review review = {.n = 0};
        struct pd_plan *plan = NULL;
        int r;

        if (!choose_path(options, path))
                return 1;
        r = read_plan(path, options->json, &plan, &faults);
        if (r < 0 && r != -EBADMSG)
                return 1;
        if (plan != NULL)
                pd_review_plan(plan, options->day, &review);
        if (options->json)
                print_json(path, &faults, &review);
        else if (plan != NULL)
                print_review(path, &review);
        pd_plan_yaml_free(plan);
        return r < 0 ? 1 : 0;
}
