/* SPDX-License-Identifier: MIT */
#include "formats/plan_workouts.h"

#include "formats/workout_text.h"

#include <stdio.h>
#include <string.h>

#define STEPS_TEXT_MAX 8192 /* of one workout */
#define STEPS_ITEMS_MAX 64  /* of a list of steps */

/* A workout's text made of a scalar, or of the items of a list, and where each part came from. */
struct steps {
        char text[STEPS_TEXT_MAX];
        size_t length, n;
        struct {
                size_t begin, from; /* in `text`; in the scalar's value */
                const yaml_node_t *scalar;
        } parts[STEPS_ITEMS_MAX];
};

static bool
add_part(struct pd_plan_reader *reader, struct steps *steps, const yaml_node_t *scalar, size_t from, size_t length)
{
        const char *const text = pd_plan_value_text(scalar) + from;
        const bool joined = steps->n > 0;

        if (steps->n == STEPS_ITEMS_MAX || steps->length + length + 3 > STEPS_TEXT_MAX) {
                pd_plan_source_fault(&reader->source, scalar, "A workout has at most %d lines and %d bytes: use repeats, such as 6x (…).",
                        STEPS_ITEMS_MAX, STEPS_TEXT_MAX);
                return false;
        }
        if (joined) {
                memcpy(steps->text + steps->length, ", ", 2);
                steps->length += 2;
        }
        steps->parts[steps->n].begin = steps->length;
        steps->parts[steps->n].from = from;
        steps->parts[steps->n++].scalar = scalar;
        memcpy(steps->text + steps->length, text, length);
        steps->length += length;
        steps->text[steps->length] = '\0';
        return true;
}

/* Its lines as the items of a list would be. */
static bool
add_lines(struct pd_plan_reader *reader, struct steps *steps, const yaml_node_t *scalar)
{
        const char *const value = pd_plan_value_text(scalar);

        for (size_t at = 0; value[at] != '\0';) {
                const size_t line = strcspn(value + at, "\n");
                size_t length = line;

                while (length > 0 && (value[at + length - 1] == ',' || value[at + length - 1] == ' '))
                        length--;
                if (length > 0 && !add_part(reader, steps, scalar, at, length))
                        return false;
                at += line + (value[at + line] == '\n');
        }
        return true;
}

/* The place in the file of the INDEXth byte of the text. */
static size_t
place_of(struct pd_plan_reader *reader, const struct steps *steps, size_t index)
{
        size_t part = steps->n - 1;

        while (part > 0 && steps->parts[part].begin > index)
                part--;
        if (index < steps->parts[part].begin)
                index = steps->parts[part].begin;
        return pd_plan_source_place(&reader->source, steps->parts[part].scalar,
                steps->parts[part].from + index - steps->parts[part].begin);
}

/* The byte that an error speaks of. */
static size_t
index_of(const struct steps *steps, const struct pd_format_error *error)
{
        size_t index = 0;

        for (size_t line = 1; line < error->line; line++)
                index += strcspn(steps->text + index, "\n") + 1;
        index += error->column > 0 ? error->column - 1 : 0;
        return index < steps->length ? index : steps->length;
}

static uint32_t
store(struct pd_plan_reader *reader, const char *text, size_t length)
{
        struct pd_plan *const plan = &reader->plan;
        const size_t at = plan->texts_length;

        if (length == 0 || length + 1 > sizeof plan->texts - at)
                return 0;
        memcpy(plan->texts + at, text, length);
        plan->texts[at + length] = '\0';
        plan->texts_length += length + 1;
        return (uint32_t) at;
}

static void
add_up(const struct pd_workout *workout, struct pd_plan_workout *ret)
{
        for (size_t i = 0; i < workout->n_steps; i++) {
                const struct pd_step *const step = &workout->steps[i];
                const int32_t time_s = step->extent == PD_EXTENT_TIME ? (int32_t) (step->amount / PD_SEC) : 0;
                const int32_t metres = step->extent == PD_EXTENT_DISTANCE ? (int32_t) (step->amount / 1000) : 0;

                if (step->intensity >= PD_INTENSITY_MODERATE)
                        ret->work_s += time_s + pd_plan_seconds_of_metres(metres);
                ret->time_s += time_s;
                ret->distance_m += metres;
                ret->open = ret->open || step->extent == PD_EXTENT_OPEN;
        }
}

/* Whether the text reads; if it does, what it amounts to stands in RET. */
static bool
compile(struct pd_plan_reader *reader, const struct steps *steps, struct pd_plan_workout *ret, struct pd_format_error *ret_error)
{
        if (pd_workout_text_parse(steps->text, steps->length, &reader->workout, ret_error) < 0)
                return false;
        if (ret->purpose == PD_PURPOSE_NONE)
                ret->purpose = reader->workout.purpose;
        pd_workout_say_purpose(&reader->workout, ret->purpose);
        if (ret->title[0] == '\0')
                pd_text_copy(ret->title, sizeof ret->title, reader->workout.title, strlen(reader->workout.title));
        add_up(&reader->workout, ret);
        ret->text = store(reader, steps->text, steps->length);
        return true;
}

static bool
compile_or_tell(struct pd_plan_reader *reader, const struct steps *steps, struct pd_plan_workout *ret)
{
        struct pd_format_error error;

        if (compile(reader, steps, ret, &error))
                return true;
        pd_plan_source_fault_at(&reader->source, place_of(reader, steps, index_of(steps, &error)), "%s", error.expected);
        return false;
}

static bool
add_items(struct pd_plan_reader *reader, struct steps *steps, const yaml_node_t *list)
{
        for (const yaml_node_item_t *item = list->data.sequence.items.start; item < list->data.sequence.items.top; item++) {
                const yaml_node_t *const scalar = pd_plan_source_node(&reader->source, *item);

                if (scalar->type != YAML_SCALAR_NODE) {
                        pd_plan_source_fault(&reader->source, scalar, "Each item of 'steps' is a step in words, such as '- 15m easy'.");
                        return false;
                }
                if (!add_lines(reader, steps, scalar))
                        return false;
        }
        return true;
}

/* Without the line break at its end. */
static size_t
text_length(const yaml_node_t *scalar)
{
        size_t length = scalar->data.scalar.length;

        while (length > 0 && pd_plan_value_text(scalar)[length - 1] == '\n')
                length--;
        return length;
}

/* Several lines: as the grammar reads lines; or, if that fails and they are
 * not written as its steps are ("- 15m easy"), as a list of them. */
static bool
is_for_the_grammar(struct pd_plan_reader *reader, const struct steps *steps)
{
        struct pd_format_error error;

        return steps->text[0] == '-' || strstr(steps->text, "\n-") != NULL ||
               pd_workout_text_parse(steps->text, steps->length, &reader->workout, &error) == 0;
}

/* A list, or a text of one line or several. */
static bool
read_steps(struct pd_plan_reader *reader, const yaml_node_t *node, struct pd_plan_workout *ret)
{
        struct steps steps = {.n = 0};

        if (node->type == YAML_SEQUENCE_NODE && !add_items(reader, &steps, node))
                return false;
        if (node->type == YAML_SCALAR_NODE && memchr(pd_plan_value_text(node), '\n', text_length(node)) != NULL) {
                if (!add_part(reader, &steps, node, 0, text_length(node)))
                        return false;
                if (!is_for_the_grammar(reader, &steps))
                        steps.n = steps.length = 0;
        }
        if (node->type == YAML_SCALAR_NODE && steps.n == 0 && !add_lines(reader, &steps, node))
                return false;
        if (steps.n > 0)
                return compile_or_tell(reader, &steps, ret);
        pd_plan_source_fault(&reader->source, node, "'steps' holds a workout in words, such as 15m easy, 6x (3m hard, 2m easy).");
        return false;
}

/* ---- under `workouts` -------------------------------------------------------- */

static void
read_purpose(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        struct pd_plan_workout *const workout = object;
        const char *names[PD_PURPOSE_COUNT];
        char word[PD_PLAN_WORD_SIZE];
        const char *nearest;

        pd_plan_value_word(value, word);
        if (pd_purpose_parse(word, &workout->purpose) == 0 && workout->purpose != PD_PURPOSE_NONE)
                return;
        workout->purpose = PD_PURPOSE_NONE;
        for (unsigned i = PD_PURPOSE_RECOVERY; i < PD_PURPOSE_COUNT; i++)
                names[i - PD_PURPOSE_RECOVERY] = pd_purpose_name((enum pd_purpose) i);
        nearest = pd_plan_nearest_name(names, PD_PURPOSE_COUNT - PD_PURPOSE_RECOVERY, word);
        if (nearest != NULL)
                pd_plan_source_fault(&reader->source, value, "'%s' is no purpose; did you mean '%s'?", word, nearest);
        else
                pd_plan_source_fault(&reader->source, value,
                        "'%s' is no purpose: write recovery, easy, long, tempo, threshold, intervals, hills, race, rest, cross or free.",
                                word);
}

static void
read_title(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        struct pd_plan_workout *const workout = object;

        (void) pd_plan_value_read_text(&reader->source, value, "title", workout->title, sizeof workout->title);
}

static void
read_why(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        struct pd_plan_workout *const workout = object;
        char why[PD_SENTENCE_SIZE];

        if (pd_plan_value_read_text(&reader->source, value, "why", why, sizeof why))
                workout->why = store(reader, why, strlen(why));
}

static void
read_workout_steps(struct pd_plan_reader *reader, const yaml_node_t *value, void *object)
{
        (void) read_steps(reader, value, object);
}

static bool
needs_steps(enum pd_purpose purpose)
{
        return purpose != PD_PURPOSE_REST && purpose != PD_PURPOSE_CROSS && purpose != PD_PURPOSE_FREE;
}

static bool
has_key(struct pd_plan_reader *reader, const yaml_node_t *mapping, const char *key)
{
        for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start; pair < mapping->data.mapping.pairs.top; pair++) {
                const char *const word = pd_plan_value_text(pd_plan_source_node(&reader->source, pair->key));

                if (word != NULL && strcmp(word, key) == 0)
                        return true;
        }
        return false;
}

static void
read_mapping(struct pd_plan_reader *reader, const yaml_node_t *key, const yaml_node_t *value, struct pd_plan_workout *workout)
{
        static const struct pd_plan_key keys[] = {
                {"purpose", read_purpose},
                {"title", read_title},
                {"why", read_why},
                {"steps", read_workout_steps},
                {NULL, NULL},
        };

        const size_t faults = reader->source.faults->n;

        if (!pd_plan_keys_expect(reader, value, workout->id, "steps: easy 45m"))
                return;
        pd_plan_keys_read(reader, value, "a workout", keys, workout);
        if (faults < reader->source.faults->n)
                return; /* a mistyped `steps` need not be told twice */
        if (!has_key(reader, value, "steps") && (needs_steps(workout->purpose) || !has_key(reader, value, "purpose")))
                pd_plan_source_fault(&reader->source, key,
                        "'%s' has no steps: write what is to be run, such as 'steps: easy 45m'.", workout->id);
        if (workout->title[0] == '\0')
                memcpy(workout->title, workout->id, sizeof workout->id);
}

/* "Long Run" -> "long-run" */
static void
suggest_id(const char *word, char ret[static PD_ID_SIZE])
{
        size_t length = 0;

        for (; *word != '\0' && length < PD_ID_SIZE - 1; word++) {
                const char c = *word >= 'A' && *word <= 'Z' ? (char) (*word - 'A' + 'a') : *word;
                const char plain[] = {c, '\0'};

                if (pd_id_valid(plain))
                        ret[length++] = c;
                else if (length > 0 && ret[length - 1] != '-')
                        ret[length++] = '-';
        }
        while (length > 0 && ret[length - 1] == '-')
                length--;
        ret[length] = '\0';
        if (length == 0)
                memcpy(ret, "long", sizeof "long");
}

static bool
check_id(struct pd_plan_reader *reader, const yaml_node_t *key)
{
        const char *const id = pd_plan_value_text(key);
        char word[PD_PLAN_WORD_SIZE], better[PD_ID_SIZE];

        pd_plan_value_word(key, word);
        if (strcmp(id, "rest") == 0 || strcmp(id, "free") == 0) {
                pd_plan_source_fault(&reader->source, key, "'%s' says by itself what a day is: give the workout another name.", id);
                return false;
        }
        if (pd_id_valid(id))
                return true;
        suggest_id(word, better);
        pd_plan_source_fault(&reader->source, key,
                "A workout's name is made of a-z, 0-9, _ and -, at most 32: '%s' instead of '%s'.", better,
                word);
        return false;
}

static struct pd_plan_workout *
new_workout(struct pd_plan_reader *reader, const yaml_node_t *node)
{
        struct pd_plan_workout *workout;

        if (reader->plan.n_workouts == PD_PLAN_WORKOUTS_MAX) {
                pd_plan_source_fault(&reader->source, node, "A plan has at most %d different workouts: give the common ones a name.",
                        PD_PLAN_WORKOUTS_MAX);
                return NULL;
        }
        workout = &reader->plan.workouts[reader->plan.n_workouts];
        *workout = (struct pd_plan_workout){.purpose = PD_PURPOSE_NONE, .line = (uint32_t) pd_plan_source_line(node)};
        return workout;
}

static void
read_workout(struct pd_plan_reader *reader, const yaml_node_t *key, const yaml_node_t *value)
{
        const char *const id = pd_plan_value_text(key);
        struct pd_plan_workout *const workout = new_workout(reader, key);

        if (workout == NULL)
                return;
        if (reader->n_ids == PD_PLAN_IDS_MAX + 2) {
                pd_plan_source_fault(&reader->source, key, "A plan names at most %d workouts.", PD_PLAN_IDS_MAX);
                return;
        }
        reader->plan.n_workouts++;
        reader->ids[reader->n_ids++] = workout->id;
        memcpy(workout->id, id, strlen(id) + 1);
        if (value->type == YAML_MAPPING_NODE || pd_plan_value_is_empty(value))
                read_mapping(reader, key, value, workout);
        else
                (void) read_steps(reader, value, workout);
}

void
pd_plan_workouts_read(struct pd_plan_reader *reader, const yaml_node_t *workouts)
{
        if (!pd_plan_keys_expect(reader, workouts, "workouts", "long: 90m easy"))
                return;
        for (const yaml_node_pair_t *pair = workouts->data.mapping.pairs.start; pair < workouts->data.mapping.pairs.top; pair++) {
                const yaml_node_t *const key = pd_plan_keys_check(reader, workouts, pair);

                if (key != NULL && check_id(reader, key))
                        read_workout(reader, key, pd_plan_source_node(&reader->source, pair->value));
        }
}

/* ---- a day ---------------------------------------------------------------------- */

static int32_t
find_id(const struct pd_plan *plan, const char *id)
{
        const struct pd_plan_workout *const workout = pd_plan_workout_find(plan, id);

        return workout != NULL ? (int32_t) (workout - plan->workouts) : PD_PLAN_NO_WORKOUT;
}

static int32_t
find_text(const struct pd_plan *plan, const char *text)
{
        for (size_t i = 0; i < plan->n_workouts; i++)
                if (plan->workouts[i].id[0] == '\0' && strcmp(plan->texts + plan->workouts[i].text, text) == 0)
                        return (int32_t) i;
        return PD_PLAN_NO_WORKOUT;
}

static bool
read_words(struct pd_plan_reader *reader, const yaml_node_t *value, int32_t *ret)
{
        struct pd_plan_workout *const workout = new_workout(reader, value);
        const char *const text = pd_plan_value_text(value);
        struct pd_format_error error;
        struct steps steps = {.n = 0};

        if (workout == NULL || !add_lines(reader, &steps, value))
                return false;
        if (strcmp(text, "cross") == 0) {
                workout->purpose = PD_PURPOSE_CROSS;
                memcpy(workout->title, "Cross", sizeof "Cross");
        } else if (!compile(reader, &steps, workout, &error)) {
                const char *const nearest = pd_plan_nearest_name(reader->ids, reader->n_ids, text);

                if (nearest != NULL)
                        pd_plan_source_fault(&reader->source, value, "There is no workout '%.32s'; did you mean '%s'?", text, nearest);
                else if (pd_id_valid(text))
                        pd_plan_source_fault(&reader->source, value,
                                "There is no workout '%s' under workouts, nor does it read as one in words, such as easy 45m.", text);
                else
                        pd_plan_source_fault_at(&reader->source, place_of(reader, &steps, index_of(&steps, &error)), "%s", error.expected);
                return false;
        }
        *ret = (int32_t) reader->plan.n_workouts++;
        return true;
}

bool
pd_plan_workouts_read_day(struct pd_plan_reader *reader, const yaml_node_t *value, struct pd_plan_slot *ret)
{
        const char *const text = pd_plan_value_text(value);
        struct pd_plan_slot slot = {.workout = PD_PLAN_NO_WORKOUT, .line = (uint32_t) pd_plan_source_line(value)};

        if (text == NULL) {
                pd_plan_source_fault(&reader->source, value, "A day holds one workout: its name, or in words such as easy 45m.");
                return false;
        }
        if (text[strspn(text, " \n")] == '\0') {
                pd_plan_source_fault(&reader->source, value, "Nothing stands here: write a workout, rest, or free; or leave the line out.");
                return false;
        }
        slot.workout = find_id(&reader->plan, text);
        if (slot.workout == PD_PLAN_NO_WORKOUT)
                slot.workout = find_text(&reader->plan, text);
        if (slot.workout == PD_PLAN_NO_WORKOUT && !read_words(reader, value, &slot.workout))
                return false;
        *ret = slot;
        return true;
}
