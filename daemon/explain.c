/* SPDX-License-Identifier: MIT */
#include "explain.h"

#include "explained.h"
#include "mending.h"

#include "formats/trace.h"

#include "purposed/engine.h"
#include "purposed/log.h"
#include "purposed/pump.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

/* No session waits longer for its end once nothing is heard. */
#define END_OF_ANY (7 * PD_HOUR)

#define SPOKEN_MAX 256 /* remarks of the coach that are kept */
#define ENDLESS INT32_MAX

struct moment {
        pd_usec at; /* on the engine's grid */
        int32_t t_s;
        bool wrong;
        char said[PD_SENTENCE_SIZE]; /* "" = nothing */
};

/* What is asked for, and the answer. */
struct job {
        struct pd_history *history; /* whose context alone is looked at */
        char athlete[PD_ID_SIZE], session[PD_SESSION_ID_SIZE];
        int32_t revision;
        int32_t t_s; /* PD_UNKNOWN: whenever something was said */
        struct pd_reply reply;
        pthread_t thread;
        atomic_bool done;
};

struct pd_explainer {
        struct pd_history *history;
        struct job *job; /* one at a time; NULL: none */
};

struct telling {
        struct pd_pump *pump;
        char athlete[PD_ID_SIZE];
        uint32_t engine_version;
        int32_t units;
        pd_usec last; /* of the inputs; PD_NEVER before the first */

        /* First time: what there is to explain. */
        bool over;
        pd_usec start;
        int32_t duration_s, went_wrong_s;
        size_t n;
        struct moment moments[SPOKEN_MAX + 1];

        /* Second time: from `next` on, into REPLY. NULL the first time. */
        size_t next;
        struct pd_reply *reply;
};

int
pd_explain_time(const char *word, int32_t *ret)
{
        int64_t seconds = 0, field = 0;
        int colons = 0, digits = 0;

        for (;; word++) {
                if (*word >= '0' && *word <= '9' && digits < 6) {
                        field = 10 * field + (*word - '0');
                        digits++;
                } else if ((*word == ':' || *word == '\0') && digits > 0 && colons <= 2 && (colons == 0 || (digits == 2 && field < 60))) {
                        seconds = 60 * seconds + field;
                        if (*word == '\0')
                                break;
                        colons++;
                        field = digits = 0;
                } else {
                        return -EINVAL;
                }
        }
        if (seconds >= ENDLESS)
                return -EINVAL;
        *ret = (int32_t) seconds;
        return 0;
}

static void
write_time(int32_t seconds, char *ret, size_t size)
{
        if (seconds >= 3600)
                snprintf(ret, size, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
        else
                snprintf(ret, size, "%d:%02d", seconds / 60, seconds % 60);
}

/* ---- the trace, told again ------------------------------------------------------------ */

static bool
is_of_the_coach(enum pd_alert_type type)
{
        switch (type) {
        case PD_ALERT_TOO_HARD:
        case PD_ALERT_TOO_EASY:
        case PD_ALERT_GREY_ZONE:
        case PD_ALERT_DRIFT:
        case PD_ALERT_BACK_ON_TARGET:
        case PD_ALERT_CANNOT_TELL:
        case PD_ALERT_UNUSUAL_HR:
                return true;
        case PD_ALERT_STEP:
        case PD_ALERT_BRIEF:
        case PD_ALERT_REST_DAY:
        case PD_ALERT_NO_PLAN:
        case PD_ALERT_SENSOR_LOST:
        case PD_ALERT_SENSOR_BACK:
        case PD_ALERT_QUESTION:
        case PD_ALERT_PROPOSAL:
        case PD_ALERT_SESSION_STARTED:
        case PD_ALERT_SESSION_ENDED:
        case PD_ALERT_TYPE_COUNT:
                return false;
        }
        return false;
}

static void
hear(void *user, const struct pd_event *event)
{
        struct telling *telling = user;

        if (telling->reply != NULL || telling->over)
                return;
        if (event->kind == PD_EVENT_SUMMARY && event->summary.final) {
                telling->over = true;
                telling->start = event->summary.start;
                telling->duration_s = event->summary.duration_s;
                telling->went_wrong_s = event->summary.went_wrong_s;
        } else if (event->kind == PD_EVENT_ALERT && is_of_the_coach(event->alert.type) && telling->n < SPOKEN_MAX) {
                struct moment *moment = &telling->moments[telling->n++];
                *moment = (struct moment) {.at = event->at, .t_s = event->t_s};
                memcpy(moment->said, event->alert.say, sizeof(moment->said));
        }
}

static int
take_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        struct telling *telling = user;
        const struct pd_pump_ports ports = {.event = hear, .user = telling};
        int r;

        telling->pump = pd_pump_free(telling->pump);
        telling->last = PD_NEVER;
        telling->engine_version = snapshot->engine_version;
        telling->units = snapshot->athlete.units;
        memcpy(telling->athlete, snapshot->athlete.id, sizeof(telling->athlete));
        telling->pump = pd_pump_new(&ports);
        r = telling->pump != NULL ? pd_pump_add_athlete(telling->pump, &snapshot->athlete, &snapshot->workout) : -ENOMEM;
        return r == 0 ? pd_pump_enroll_all(telling->pump, telling->athlete, snapshot) : r;
}

static void
explain_moment(struct telling *telling, const struct moment *moment)
{
        struct pd_explanation explanation;
        char time[16];

        write_time(moment->t_s, time, sizeof(time));
        pd_engine_explain(pd_pump_engine(telling->pump, 0), &explanation);
        pd_reply_add(telling->reply, "%s%s%s", pd_reply_text(telling->reply)[0] != '\0' ? "\n" : "", time,
                moment->wrong ? ", where it went wrong" : "");
        pd_explained_say(&explanation, telling->units, moment->said[0] != '\0' ? moment->said : NULL, telling->reply);
}

/* Up to the second that is explained, and no further: a tick says nothing. */
static int
explain_until(struct telling *telling, pd_usec at)
{
        int r = 0;

        while (r == 0 && telling->reply != NULL && telling->next < telling->n && telling->moments[telling->next].at <= at) {
                const struct moment *moment = &telling->moments[telling->next++];
                const struct pd_input tick = {.at = moment->at, .kind = PD_INPUT_TICK};
                r = pd_pump_feed(telling->pump, telling->athlete, &tick);
                if (r == 0)
                        explain_moment(telling, moment);
        }
        return r;
}

static int
take_input(void *user, const struct pd_input *input)
{
        struct telling *telling = user;
        int r = explain_until(telling, input->at);

        telling->last = input->at;
        return r == 0 ? pd_pump_feed(telling->pump, telling->athlete, input) : r;
}

static int
tell(const struct job *job, struct telling *telling)
{
        const struct pd_trace_ops ops = {.snapshot = take_snapshot, .input = take_input, .user = telling};
        struct pd_input end = {.kind = PD_INPUT_TICK};
        int r = pd_mending_feed_trace(job->history, job->athlete, job->session, &ops);

        if (r == 0 && telling->last == PD_NEVER)
                r = -ENODATA;
        if (r < 0)
                return r;
        end.at = telling->last + END_OF_ANY;
        r = explain_until(telling, end.at);
        return r == 0 ? pd_pump_feed(telling->pump, telling->athlete, &end) : r;
}

/* ---- which seconds -------------------------------------------------------------------- */

/* The second of the engine's grid that bears T_S. */
static pd_usec
on_grid(pd_usec start, int32_t t_s)
{
        return (start + t_s * PD_SEC + PD_SEC - 1) / PD_SEC * PD_SEC;
}

/* What was said in a run before it that was too short to count. */
static void
drop_earlier(struct telling *telling)
{
        size_t kept = 0;

        for (size_t i = 0; i < telling->n; i++)
                if (telling->moments[i].at >= telling->start)
                        telling->moments[kept++] = telling->moments[i];
        telling->n = kept;
}

static void
choose_one(struct telling *telling, int32_t t_s)
{
        struct moment one = {.at = on_grid(telling->start, t_s), .t_s = t_s};

        for (size_t i = 0; i < telling->n; i++)
                if (telling->moments[i].t_s == t_s)
                        one = telling->moments[i];
        telling->moments[0] = one;
        telling->n = 1;
}

static int
by_time(const void *a, const void *b)
{
        const struct moment *first = a, *second = b;

        return first->at < second->at ? -1 : first->at > second->at;
}

static void
choose_all(struct telling *telling)
{
        if (telling->went_wrong_s != PD_UNKNOWN)
                telling->moments[telling->n++] = (struct moment) {
                        .at = on_grid(telling->start, telling->went_wrong_s), .t_s = telling->went_wrong_s, .wrong = true};
        qsort(telling->moments, telling->n, sizeof(telling->moments[0]), by_time);
        if (telling->n > PD_EXPLAIN_MOMENTS_MAX)
                telling->n = PD_EXPLAIN_MOMENTS_MAX;
}

/* ---- what is said of them ------------------------------------------------------------- */

static void
answer(const struct telling *telling, int32_t t_s, struct pd_reply *reply)
{
        char length[16];

        write_time(telling->duration_s, length, sizeof(length));
        if (t_s != PD_UNKNOWN && t_s > telling->duration_s)
                pd_reply_say(reply, -ERANGE, "The session is only %s long.", length);
        else if (telling->n == 0)
                pd_reply_say(reply, 0, "Nothing was said of the %s, and nothing went wrong; name a second to hear how it was judged.",
                        length);
}

static int
explain(struct job *job, struct telling *telling)
{
        struct pd_reply *reply = &job->reply;
        int r = tell(job, telling);

        if (r == 0 && !telling->over)
                r = -ENODATA;
        if (r < 0)
                return r;
        drop_earlier(telling);
        if (job->t_s != PD_UNKNOWN && job->t_s <= telling->duration_s)
                choose_one(telling, job->t_s);
        else if (job->t_s == PD_UNKNOWN)
                choose_all(telling);
        answer(telling, job->t_s, reply);
        if (reply->result < 0 || telling->n == 0)
                return 0;
        telling->reply = reply;
        r = tell(job, telling);
        if (r == 0 && telling->engine_version != PD_ENGINE_VERSION)
                pd_reply_add(reply, "\nIt was judged by another version; these are this one's reasons, and what was judged stands.");
        return r;
}

static const char *
why_not(int r)
{
        switch (r) {
        case -ENOENT:
                return "There is no such session on record; 'session list' shows them.";
        case -EAGAIN:
                return "The card is being written to; try again in a few seconds.";
        case -ENODATA:
                return "Its trace is gone or cannot be read: what was judged stands, but nobody can tell why any more.";
        }
        return "It cannot be told again.";
}

/* ---- a job --------------------------------------------------------------------------- */

static void *
work(void *user)
{
        struct job *job = user;
        struct telling *telling = calloc(1, sizeof(*telling));
        int r = telling != NULL ? explain(job, telling) : -ENOMEM;

        if (r < 0)
                pd_reply_say(&job->reply, r, "%s", why_not(r));
        if (telling != NULL)
                pd_pump_free(telling->pump);
        free(telling);
        atomic_store(&job->done, true);
        return NULL;
}

/* Waits for its end. */
static struct job *
free_job(struct job *job, bool threaded)
{
        if (job == NULL)
                return NULL;
        if (threaded)
                pthread_join(job->thread, NULL);
        pd_reply_clear(&job->reply);
        free(job);
        return NULL;
}

static bool
is_threaded(const struct pd_explainer *explainer)
{
        return pd_history_context(explainer->history)->threaded;
}

/* A trace of hours takes a second to be told again, and the loop must not wait. */
static int
begin(struct pd_explainer *explainer, const struct pd_retold *retold, int32_t t_s)
{
        struct job *job = calloc(1, sizeof(*job));
        int r;

        if (job == NULL)
                return -ENOMEM;
        job->history = explainer->history;
        memcpy(job->athlete, retold->record.athlete, sizeof(job->athlete));
        memcpy(job->session, retold->record.past.id, sizeof(job->session));
        job->revision = retold->record.revision;
        job->t_s = t_s;
        pd_reply_init(&job->reply);
        if (!is_threaded(explainer)) {
                (void) work(job);
                explainer->job = job;
                return 0;
        }
        r = pthread_create(&job->thread, NULL, work, job);
        if (r != 0) {
                pd_log(LOG_WARNING, "no thread can be started that would explain a session: %s", strerror(r));
                free(job);
                return -r;
        }
        explainer->job = job;
        return 0;
}

static bool
is_the_same(const struct job *job, const struct pd_retold *retold, int32_t t_s)
{
        return strcmp(job->athlete, retold->record.athlete) == 0 && strcmp(job->session, retold->record.past.id) == 0
                && job->revision == retold->record.revision && job->t_s == t_s;
}

/* The answer, once there is one; until then the client asks again by itself. */
static void
deliver(struct pd_explainer *explainer, const struct pd_retold *retold, int32_t t_s, struct pd_reply *reply)
{
        struct job *job = explainer->job;
        int r = 0;

        if (job != NULL && atomic_load(&job->done) && !is_the_same(job, retold, t_s)) /* whoever asked for that has gone */
                explainer->job = job = free_job(job, is_threaded(explainer));
        if (job == NULL)
                r = begin(explainer, retold, t_s);
        if (r < 0) {
                pd_reply_say(reply, r, "%s", why_not(r));
                return;
        }
        job = explainer->job;
        if (!atomic_load(&job->done)) {
                pd_reply_say(reply, -EAGAIN, "The session is being told again; ask once more in a second.");
                return;
        }
        pd_reply_say(reply, job->reply.result, "%s", pd_reply_text(&job->reply));
        explainer->job = free_job(job, is_threaded(explainer));
}

/* ---- the order ------------------------------------------------------------------------ */

static void
explain_session(struct pd_explainer *explainer, const struct pd_athlete *athlete, const char *id, int32_t t_s, struct pd_reply *reply)
{
        struct pd_retold *retold;
        int r = pd_history_find(explainer->history, athlete, id, &retold);

        if (r < 0) {
                pd_reply_say(reply, r, "%s", why_not(r));
                return;
        }
        deliver(explainer, retold, t_s, reply);
        pd_retold_free(retold);
}

static void
explain_order(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_explainer *explainer = user;
        const struct pd_athlete *athlete = pd_history_athlete(explainer->history, order->athlete);
        const char *id = order->n_words > 0 ? order->words[0] : "last";
        int32_t t_s = PD_UNKNOWN;
        bool understood = order->n_words <= 2;

        if (order->n_words == 2)
                understood = pd_explain_time(order->words[1], &t_s) == 0;
        else if (order->n_words == 1 && pd_explain_time(id, &t_s) == 0)
                id = "last";
        else if (order->n_words == 1)
                understood = strchr(id, ':') == NULL; /* no id has one: it was meant to be a time */
        if (athlete == NULL)
                pd_reply_say(reply, -ENOENT, "There is no such athlete.");
        else if (!understood)
                pd_reply_say(reply, -EINVAL, "explain takes: a session's id or last, and a time in it such as 12:25 or 745");
        else
                explain_session(explainer, athlete, strcmp(id, "last") == 0 ? NULL : id, t_s, reply);
}

const struct pd_order_service pd_explain_services[] = {
        {PD_COMMAND_EXPLAIN, false, explain_order},
};
const size_t pd_explain_n_services = sizeof(pd_explain_services) / sizeof(pd_explain_services[0]);

struct pd_explainer *
pd_explainer_new(struct pd_history *history)
{
        struct pd_explainer *explainer = calloc(1, sizeof(*explainer));

        if (explainer != NULL)
                explainer->history = history;
        return explainer;
}

struct pd_explainer *
pd_explainer_free(struct pd_explainer *explainer)
{
        if (explainer == NULL)
                return NULL;
        (void) free_job(explainer->job, is_threaded(explainer));
        free(explainer);
        return NULL;
}
