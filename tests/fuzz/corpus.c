/* SPDX-License-Identifier: MIT */
/*
 * A fuzz target without a fuzzer: every file of the folders that are named is
 * one input. What was found once stays a test so.
 */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define INPUT_MAX (1 << 20)

static void
run_file(const char *folder, const char *name)
{
        char path[4096];
        uint8_t *bytes = malloc(INPUT_MAX), *exact;
        FILE *file;
        size_t size;

        snprintf(path, sizeof path, "%s/%s", folder, name);
        file = fopen(path, "rb");
        if (!file || !bytes) {
                perror(path);
                exit(1);
        }
        size = fread(bytes, 1, INPUT_MAX, file);
        fclose(file);
        exact = realloc(bytes, size > 0 ? size : 1); /* so that a byte too many is seen */
        printf("%s\n", path);
        fflush(stdout);
        LLVMFuzzerTestOneInput(exact, size);
        free(exact);
}

static size_t
run_folder(const char *path)
{
        DIR *const folder = opendir(path);
        const struct dirent *entry;
        size_t n = 0;

        if (!folder) {
                perror(path);
                exit(1);
        }
        while ((entry = readdir(folder)))
                if (entry->d_name[0] != '.') {
                        run_file(path, entry->d_name);
                        n++;
                }
        closedir(folder);
        return n;
}

int
main(int argc, char **argv)
{
        size_t n = 0;

        for (int i = 1; i < argc; i++)
                n += run_folder(argv[i]);
        printf("%zu inputs\n", n);
        return n == 0;
}
