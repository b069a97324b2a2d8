/* SPDX-License-Identifier: MIT */
#include "bench/corpus.h"

#include "bench/room.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 65536

/* A watch that records less than once a second has still heard every second:
 * a value holds for so long. */
#define HOLD_S 10

/* Nothing of a run is more: seconds, metres, milliseconds. What is, was no number of it. */
#define NUMBER_MOST 1e7
#define WHOLE_MOST 500     /* beats or steps a minute */
#define SPEED_MOST 100.0
#define RR_MOST_MS 60000.0 /* what 16 bits of 1/1024 s hold, not quite */

struct corpus *
corpus_open(const char *folder)
{
        struct corpus *corpus = calloc(1, sizeof(*corpus));

        assert(corpus != NULL);
        snprintf(corpus->folder, sizeof(corpus->folder), "%s", folder);
        corpus->manifest = corpus_json(corpus, "manifest.json");
        if (json_is_array(corpus->manifest))
                return corpus;
        fprintf(stderr, "coach: there is no list of recordings in %s/manifest.json\n", folder);
        return corpus_close(corpus);
}

struct corpus *
corpus_close(struct corpus *corpus)
{
        json_decref(corpus->manifest);
        free(corpus);
        return NULL;
}

size_t
corpus_count(const struct corpus *corpus)
{
        return json_array_size(corpus->manifest);
}

FILE *
corpus_file(const struct corpus *corpus, const char *name)
{
        char path[sizeof(corpus->folder) + 256];

        snprintf(path, sizeof(path), "%s/%s", corpus->folder, name);
        return fopen(path, "r");
}

json_t *
corpus_json(const struct corpus *corpus, const char *name)
{
        FILE *file = corpus_file(corpus, name);
        json_t *json;

        if (file == NULL)
                return NULL;
        json = json_loadf(file, 0, NULL);
        fclose(file);
        return json;
}

/* ---- one recording --------------------------------------------------------- */

static double
number_of(const char *field)
{
        char *end;
        double value = strtod(field, &end);

        return end == field || !(fabs(value) <= NUMBER_MOST) ? NAN : value;
}

static int32_t
whole_number_of(const char *field)
{
        double value = number_of(field);

        return value >= 0 && value <= WHOLE_MOST ? (int32_t) lround(value) : PD_UNKNOWN;
}

static void
read_rr(struct corpus_recording *recording, struct corpus_sample *sample, char *field)
{
        char *rest;

        sample->first_rr = recording->n_rr;
        for (char *word = strtok_r(field, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
                if (!(number_of(word) > 0 && number_of(word) <= RR_MOST_MS))
                        continue;
                recording->rr_ms = room_for_one(recording->rr_ms, recording->n_rr, sizeof(recording->rr_ms[0]));
                recording->rr_ms[recording->n_rr++] = number_of(word);
        }
        sample->n_rr = recording->n_rr - sample->first_rr;
}

/* A row that is cut short, or goes back in time, is none. */
static void
read_row(struct corpus_recording *recording, char *line)
{
        char *fields[7] = {NULL};
        struct corpus_sample sample;

        for (size_t i = 0; i < 7; i++)
                if ((fields[i] = strsep(&line, ",")) == NULL)
                        return;
        sample = (struct corpus_sample) {
                .t_s = number_of(fields[0]),
                .hr_bpm = whole_number_of(fields[1]),
                .speed = number_of(fields[3]),
                .cadence_spm = whole_number_of(fields[4]),
                .distance = number_of(fields[5]),
                .altitude = number_of(fields[6]),
        };
        if (!(sample.speed >= 0 && sample.speed <= SPEED_MOST))
                sample.speed = NAN;
        if (!(sample.t_s >= 0) || (recording->n_samples > 0 && sample.t_s < recording->samples[recording->n_samples - 1].t_s))
                return;
        read_rr(recording, &sample, fields[2]);
        recording->samples = room_for_one(recording->samples, recording->n_samples, sizeof(recording->samples[0]));
        recording->samples[recording->n_samples++] = sample;
}

static bool
read_rows(const struct corpus *corpus, struct corpus_recording *recording)
{
        char name[sizeof(recording->id) + 16], *line = malloc(LINE_MAX_BYTES);
        FILE *file;

        assert(line != NULL);
        snprintf(name, sizeof(name), "csv/%s.csv", recording->id);
        file = corpus_file(corpus, name);
        if (file != NULL && fgets(line, LINE_MAX_BYTES, file) != NULL)
                while (fgets(line, LINE_MAX_BYTES, file) != NULL)
                        read_row(recording, line);
        if (file != NULL)
                fclose(file);
        free(line);
        return file != NULL;
}

static double
number_in(const json_t *object, const char *key, double otherwise)
{
        const json_t *value = json_object_get(object, key);

        return json_is_number(value) ? json_number_value(value) : otherwise;
}

static int
whole_number_in(const json_t *object, const char *key)
{
        double value = number_in(object, key, -1);

        return value >= 0 && value <= WHOLE_MOST ? (int) value : -1;
}

/* The step that a lap names; NULL. */
static const json_t *
step_of(const json_t *root, int step)
{
        const json_t *one;
        size_t i;

        json_array_foreach(json_object_get(root, "steps"), i, one)
                if (step >= 0 && whole_number_in(one, "idx") == step)
                        return one;
        return NULL;
}

/* What its step asks for, FIT's units: 0 is milliseconds, 1 is centimetres. NAN: it is of another kind. */
static double
asked_by(const json_t *step, int kind, double unit)
{
        return whole_number_in(step, "dur_type") == kind ? number_in(step, "dur_val", NAN) / unit : NAN;
}

static void
read_laps(const struct corpus *corpus, struct corpus_recording *recording)
{
        char name[sizeof(recording->id) + 16];
        json_t *root;
        const json_t *one;
        size_t i;

        snprintf(name, sizeof(name), "laps/%s.json", recording->id);
        root = corpus_json(corpus, name);
        json_array_foreach(json_object_get(root, "laps"), i, one) {
                double begin = number_in(one, "start", NAN) - number_in(root, "t0", NAN);
                int number = whole_number_in(one, "wkt_step");
                const json_t *step = step_of(root, number);

                if (!(fabs(begin) <= NUMBER_MOST && number_in(one, "elapsed", NAN) >= 0))
                        continue;
                recording->laps = room_for_one(recording->laps, recording->n_laps, sizeof(recording->laps[0]));
                recording->laps[recording->n_laps++] = (struct corpus_lap) {
                        .begin_s = begin,
                        .end_s = begin + number_in(one, "elapsed", NAN) / 1000,
                        .distance_m = number_in(one, "dist", NAN) / 100,
                        .step = number,
                        .intensity = whole_number_in(step, "intensity"),
                        .asked_s = asked_by(step, 0, 1000),
                        .asked_m = asked_by(step, 1, 100),
                };
        }
        json_decref(root);
}

bool
corpus_read(const struct corpus *corpus, size_t i, struct corpus_recording *ret)
{
        const json_t *entry = json_array_get(corpus->manifest, i);
        const char *id = json_string_value(json_object_get(entry, "id")), *character = json_string_value(json_object_get(entry, "cls"));

        memset(ret, 0, sizeof(*ret));
        snprintf(ret->id, sizeof(ret->id), "%s", id != NULL ? id : "");
        snprintf(ret->character, sizeof(ret->character), "%s", character != NULL ? character : "");
        ret->speed_cv = number_in(entry, "cv", NAN);
        ret->median_speed = number_in(entry, "medspd", NAN);
        if (id == NULL || !read_rows(corpus, ret))
                return false;
        ret->has_rr = ret->n_rr > 0;
        ret->wrist = !ret->has_rr;
        read_laps(corpus, ret);
        return true;
}

const char *
corpus_left_out(const struct corpus *corpus, size_t i, char name[static 128])
{
        struct corpus_recording recording;
        const char *why = NULL;
        bool read = corpus_read(corpus, i, &recording), speed = false;

        snprintf(name, 128, "%s", recording.id);
        for (size_t k = 0; k < recording.n_samples; k++)
                speed = speed || !isnan(recording.samples[k].speed);
        if (json_string_value(json_object_get(json_array_get(corpus->manifest, i), "id")) == NULL)
                why = "no id in the manifest";
        else if (!read)
                why = "there is no csv of it";
        else if (recording.n_samples == 0)
                why = "its csv has no rows";
        else if (recording.character[0] == '\0')
                why = "no cls in the manifest: not for the heart-rate ceiling";
        else if (speed && isnan(recording.speed_cv))
                why = "no cv in the manifest: not for speed alone";
        corpus_recording_clear(&recording);
        return why;
}

void
corpus_recording_clear(struct corpus_recording *recording)
{
        free(recording->samples);
        free(recording->rr_ms);
        free(recording->laps);
        memset(recording, 0, sizeof(*recording));
}

bool
corpus_is(const struct corpus_recording *recording, const char *word)
{
        return strncmp(recording->character, word, strlen(word)) == 0;
}

/* ---- played ---------------------------------------------------------------- */

/* The newest that is known at an instant of the recording. */
struct heard {
        struct corpus_sample last; /* of each quantity the newest */
        double hr_at, speed_at, distance_at;
};

static const struct heard heard_nothing = {
        .last = {.cadence_spm = PD_UNKNOWN}, .hr_at = -INFINITY, .speed_at = -INFINITY, .distance_at = -INFINITY,
};

static void
hear(struct heard *heard, const struct corpus_sample *sample)
{
        if (sample->hr_bpm != PD_UNKNOWN) {
                heard->last.hr_bpm = sample->hr_bpm;
                heard->hr_at = sample->t_s;
        }
        if (!isnan(sample->speed)) {
                heard->last.speed = sample->speed;
                heard->speed_at = sample->t_s;
        }
        if (!isnan(sample->distance)) {
                heard->last.distance = sample->distance;
                heard->distance_at = sample->t_s;
        }
        if (sample->cadence_spm != PD_UNKNOWN)
                heard->last.cadence_spm = sample->cadence_spm;
}

static void
play_second(struct trial *trial, const struct corpus_playing *playing, const struct heard *heard, double at_s, const uint16_t *rr,
        size_t n_rr)
{
        double factor = playing->pod_factor == 0 ? 1 : playing->pod_factor;
        bool counted = at_s - heard->distance_at <= HOLD_S;

        if (playing->heart && at_s - heard->hr_at <= HOLD_S)
                trial_strap(trial, at_s, heard->last.hr_bpm, rr, n_rr);
        if (playing->speed && at_s - heard->speed_at <= HOLD_S)
                trial_pod(trial, at_s, heard->last.speed * factor, heard->last.cadence_spm, counted ? heard->last.distance * factor : -1);
        trial_tick(trial, at_s);
}

static size_t
rr_of(const struct corpus_recording *recording, const struct corpus_sample *sample, uint16_t ret[9])
{
        size_t n = sample->n_rr < 9 ? sample->n_rr : 9; /* what a frame holds; the newest */

        for (size_t i = 0; i < n; i++)
                ret[i] = (uint16_t) lround(recording->rr_ms[sample->first_rr + sample->n_rr - n + i] * 1.024);
        return n;
}

/* The way at T, from the Ith sample on: a pod counts on where a watch wrote
 * nothing, be it no row or no way in it. NAN: none is known near it. */
static double
way_at(const struct corpus_recording *recording, size_t i, double t)
{
        const struct corpus_sample *samples = recording->samples, *last = &samples[i], *next = last + 1;
        const struct corpus_sample *const end = samples + recording->n_samples;

        while (last > samples && isnan(last->distance) && t - last->t_s < HOLD_S)
                last--;
        while (next < end && isnan(next->distance) && next->t_s - t < HOLD_S)
                next++;
        if (next >= end || isnan(last->distance) || isnan(next->distance) || next->t_s <= last->t_s)
                return NAN;
        return last->distance + (next->distance - last->distance) * (t - last->t_s) / (next->t_s - last->t_s);
}

static void
count_on(struct heard *heard, double way, double t)
{
        if (isnan(way))
                return;
        heard->last.distance = way;
        heard->distance_at = t;
}

void
corpus_play(const struct corpus_recording *recording, const struct corpus_playing *playing, struct trial *trial)
{
        struct heard heard = heard_nothing;
        uint16_t rr[9];

        for (size_t i = 0; i < recording->n_samples; i++) {
                const struct corpus_sample *sample = &recording->samples[i];
                double next = i + 1 < recording->n_samples ? recording->samples[i + 1].t_s : sample->t_s;
                struct heard now = heard_nothing;

                hear(&heard, sample);
                hear(&now, sample);
                if (isnan(sample->distance))
                        count_on(&heard, way_at(recording, i, sample->t_s), sample->t_s);
                play_second(trial, playing, playing->each_second ? &heard : &now, sample->t_s, rr,
                        playing->rr ? rr_of(recording, sample, rr) : 0);
                for (double t = sample->t_s + 1; playing->each_second && t < next && t <= sample->t_s + HOLD_S; t++) {
                        count_on(&heard, way_at(recording, i, t), t);
                        play_second(trial, playing, &heard, t, rr, 0);
                }
        }
}
