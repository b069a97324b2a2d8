/* SPDX-License-Identifier: MIT */
/*
 * A folder in which files appear: each is imported once it is complete, and
 * then moved away, with what became of it beside it.
 *
 *   FOLDER/run.fit ─▶ FOLDER/done/run.fit      and run.fit.txt: "imported  2026-11-22  10.01 km …"
 *                 └─▶ FOLDER/refused/run.fit   and run.fit.txt: the reason
 *
 * Complete is a file that was closed after writing, or moved here; those that
 * lie there at the start are, too. Names that begin with a dot are passed over:
 * so programs write that rename when they are done. Nothing is imported while
 * somebody runs: a replay would hold up samples. One file a turn of the loop, in
 * the order of their names: at once when one arrives, those that lie there at
 * most PD_IMPORT_FOLDER_RATE a minute; one that cannot be dealt with lets the others pass.
 *
 * A file is moved once the card has what came of it. A name that is there
 * already gets a number: done/run.fit.2.
 */
#pragma once

#include "import.h"

struct sd_event;
struct pd_import_folder;

/* Of the state directory: below it a folder each athlete, into which purposectl
 * import puts files while the daemon runs. */
#define PD_IMPORT_SPOOL "import"
#define PD_IMPORT_DONE "done"
#define PD_IMPORT_REFUSED_FOLDER "refused"

#define PD_IMPORT_FOLDER_RATE 120 /* files a minute: a folder that somebody fills by mistake starves nobody */
#define PD_IMPORT_FOLDER_TEXT 4096

/* FOLDER, of ATHLETE's files, is made if its parent is there. A negative errno;
 * logs nothing. HISTORY outlives it. */
int pd_import_folder_new(struct sd_event *loop, struct pd_history *history, const char *athlete, const char *folder,
        struct pd_import_folder **ret);
struct pd_import_folder *pd_import_folder_free(struct pd_import_folder *folder);

/* One file, if one is there and nobody runs, or the wait for the card: 1; 0: nothing to do;
 * what the timer does. */
int pd_import_folder_turn(struct pd_import_folder *folder);

/* Of an athlete nothing stays in the spool below STATE_DIR. Waits for the card.
 * What lies in other folders is whose they are. */
int pd_import_forget(const char *state_dir, const char *athlete);

/* "imported   2026-11-22   10.01 km …  Easy, as meant." and its like for the
 * others: a line of the client's table, and of the .txt. */
void pd_import_write(const struct pd_import *import, bool imperial, char *ret, size_t size);
