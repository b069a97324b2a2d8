/* SPDX-License-Identifier: MIT */
#include "formats/workout_step.h"

#include "formats/line.h"
#include "formats/zones.h"

#include <errno.h>
#include <string.h>

#define NO_INTENSITY \
        "A step has one intensity: rest, walk, recovery, easy, run, moderate, hard or hills, or a target such as Z2 HR, 140-150bpm or " \
        "4:00/km."

struct reading {
        struct pd_scanner *scanner;
        struct pd_step step;
        const char *ramp; /* where the word stands; NULL without one */
        bool lap, free;
        bool run; /* to be run, which alone is easy; how hard may stand beside it */
};

bool
pd_token_purpose(const struct pd_token *token, enum pd_purpose *ret)
{
        char word[PD_ID_SIZE] = "";
        const size_t length = (size_t) (token->end - token->start);

        if (token->kind != PD_TOKEN_WORD || length >= sizeof word)
                return false;
        for (size_t i = 0; i < length; i++)
                word[i] = pd_token_lower(token->start[i]);
        return pd_purpose_parse(word, ret) == 0 && *ret != PD_PURPOSE_NONE;
}

static bool
intensity_of_word(const struct pd_token *token, enum pd_intensity *ret)
{
        static const struct {
                const char *word;
                enum pd_intensity intensity;
        } words[] = {
                {"rest", PD_INTENSITY_REST},
                {"walk", PD_INTENSITY_RECOVERY},
                {"recovery", PD_INTENSITY_RECOVERY},
                {"easy", PD_INTENSITY_EASY},
                {"run", PD_INTENSITY_EASY},
                {"moderate", PD_INTENSITY_MODERATE},
                {"hard", PD_INTENSITY_HARD},
        };

        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
                if (pd_token_is_word(token, words[i].word)) {
                        *ret = words[i].intensity;
                        return true;
                }
        return false;
}

/* ---- targets ------------------------------------------------------------ */

/* Steps over WORD if it stands here; 1 if it did. */
static int
take_word(struct pd_scanner *scanner, const char *word)
{
        if (!pd_token_is_word(&scanner->token, word))
                return 0;
        return pd_scanner_advance(scanner) < 0 ? -EBADMSG : 1;
}

/* What a percentage is of. START: where it stands. */
static int
take_reference(struct pd_scanner *scanner, const char *start, enum pd_reference *ret)
{
        static const struct {
                const char *word;
                enum pd_reference reference;
        } words[] = {
                {"hr", PD_REFERENCE_HR_MAX},
                {"hrmax", PD_REFERENCE_HR_MAX},
                {"lthr", PD_REFERENCE_LTHR},
                {"pace", PD_REFERENCE_THRESHOLD_SPEED},
        };

        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
                const int r = take_word(scanner, words[i].word);

                if (r != 0) {
                        *ret = words[i].reference;
                        return r < 0 ? r : 0;
                }
        }
        if (pd_token_is_word(&scanner->token, "hrr"))
                return pd_scanner_fail(scanner, scanner->token.start,
                        "Shares are of HR (the highest), of LTHR or of Pace, not of the reserve.");
        return pd_scanner_fail(scanner, start,
                "A share of power, which no workout asks for yet; write what it is of: 75% HR (the highest), 90% LTHR or 80% Pace.");
}

static int32_t
wider(int32_t a, int32_t b)
{
        if (a == 0 || b == 0)
                return 0;
        return a > b ? a : b;
}

/* Zones FIRST to LAST: of heart rate, unless "Pace" follows. */
static int
take_zone(struct pd_scanner *scanner, const struct pd_token *token, struct pd_target *target)
{
        const struct pd_zone *const first = &pd_zones[token->value], *const last = &pd_zones[token->upper];
        const int pace = take_word(scanner, "pace");
        int r = pace;

        if (pace > 0) {
                *target = (struct pd_target){PD_REFERENCE_THRESHOLD_SPEED, first->speed_low, wider(first->speed_high, last->speed_high)};
        } else if (pace == 0) {
                *target = (struct pd_target){PD_REFERENCE_LTHR, first->hr_low, wider(first->hr_high, last->hr_high)};
                r = take_word(scanner, "hr");
        }
        if (pace == 0 && r == 0 && pd_token_is_word(&scanner->token, "power"))
                return pd_scanner_fail(scanner, scanner->token.start, PD_POWER_REFUSED);
        if (r >= 0 && target->low == 0 && target->high == 0)
                return pd_scanner_fail(scanner, token->start, "All zones together ask for nothing; write freeride.");
        return r < 0 ? r : 0;
}

/* "< 140bpm", "> 85% LTHR". */
static int
take_bound(struct pd_scanner *scanner, struct pd_target *target)
{
        const bool below = scanner->token.kind == PD_TOKEN_BELOW;
        struct pd_token value;
        int r = pd_scanner_advance(scanner);

        if (r < 0)
                return r;
        value = scanner->token;
        if ((value.kind != PD_TOKEN_BPM && value.kind != PD_TOKEN_PERCENT) || value.value != value.upper)
                return pd_scanner_fail(scanner, value.start,
                        "After < or > stands one heart rate, such as < 140bpm or < 85% LTHR; a pace is a range, such as 6:30-6:00/km.");
        target->reference = PD_REFERENCE_BPM;
        *(below ? &target->high : &target->low) = (int32_t) value.value;
        if ((r = pd_scanner_advance(scanner)) < 0 || value.kind == PD_TOKEN_BPM)
                return r;
        return take_reference(scanner, value.start, &target->reference);
}

/* A target of which both ends are written. */
static int
take_span(struct pd_scanner *scanner, struct pd_target *target)
{
        const struct pd_token value = scanner->token;
        int r = pd_scanner_advance(scanner);

        if (r < 0)
                return r;
        if (value.kind == PD_TOKEN_ZONE)
                return take_zone(scanner, &value, target);
        target->low = (int32_t) value.value;
        target->high = (int32_t) value.upper;
        if (value.kind == PD_TOKEN_PERCENT)
                return take_reference(scanner, value.start, &target->reference);
        target->reference = value.kind == PD_TOKEN_BPM ? PD_REFERENCE_BPM : PD_REFERENCE_SPEED;
        r = take_word(scanner, value.kind == PD_TOKEN_BPM ? "hr" : "pace");
        return r < 0 ? r : 0;
}

static int
take_target(struct reading *reading)
{
        struct pd_scanner *const scanner = reading->scanner;
        struct pd_target *const target = &reading->step.target;
        const enum pd_token_kind kind = scanner->token.kind;

        if (target->reference != PD_REFERENCE_NONE)
                return pd_scanner_fail(scanner, scanner->token.start, "A step has one target: a heart rate, a zone or a pace.");
        return kind == PD_TOKEN_BELOW || kind == PD_TOKEN_ABOVE ? take_bound(scanner, target) : take_span(scanner, target);
}

/* ---- words and amounts -------------------------------------------------- */

static int
take_amount(struct reading *reading)
{
        struct pd_scanner *const scanner = reading->scanner;
        struct pd_step *const step = &reading->step;

        if (step->extent != PD_EXTENT_OPEN)
                return pd_scanner_fail(scanner, scanner->token.start,
                        "A step has one time or distance, written without blanks, such as 1h30m.");
        step->extent = scanner->token.kind == PD_TOKEN_TIME ? PD_EXTENT_TIME : PD_EXTENT_DISTANCE;
        step->amount = scanner->token.value;
        return pd_scanner_advance(scanner);
}

static int
take_press_lap(struct reading *reading)
{
        struct pd_scanner *const scanner = reading->scanner;
        int r = pd_scanner_advance(scanner);

        if (r < 0)
                return r;
        if (!pd_token_is_word(&scanner->token, "lap"))
                return pd_scanner_fail(scanner, scanner->token.start,
                        "Here belongs lap: 'press lap' is a step that lasts until you press it.");
        reading->lap = true;
        return pd_scanner_advance(scanner);
}

static int
take_intensity(struct reading *reading, enum pd_intensity intensity)
{
        struct pd_scanner *const scanner = reading->scanner;

        if (reading->step.said)
                return pd_scanner_fail(scanner, scanner->token.start,
                        "A step has one intensity; the next step comes after ',' or on its own line.");
        reading->step.intensity = intensity;
        reading->step.said = true;
        reading->step.walk = pd_token_is_word(&scanner->token, "walk");
        return pd_scanner_advance(scanner);
}

static int
refuse_word(struct pd_scanner *scanner)
{
        const struct pd_token *const token = &scanner->token;
        enum pd_purpose purpose;

        if (pd_token_is_word(token, "hr") || pd_token_is_word(token, "lthr") || pd_token_is_word(token, "pace"))
                return pd_scanner_fail(scanner, token->start,
                        "Before this stands how much of it: 75% HR, 90-95% LTHR, Z2 HR, 80% Pace or 5:00/km Pace.");
        if (pd_token_purpose(token, &purpose))
                return pd_scanner_fail(scanner, token->start,
                        "A purpose stands before the whole workout, such as 'tempo: 20m moderate'; a step is easy, moderate or hard.");
        return pd_scanner_fail(scanner, token->start, NO_INTENSITY);
}

static int
take_step_word(struct reading *reading)
{
        struct pd_scanner *const scanner = reading->scanner;
        const struct pd_token *const token = &scanner->token;
        enum pd_intensity intensity;

        if (pd_token_is_word(token, "run"))
                reading->run = true;
        else if (intensity_of_word(token, &intensity))
                return take_intensity(reading, intensity);
        else if (pd_token_is_word(token, "press"))
                return take_press_lap(reading);
        else if (pd_token_is_word(token, "hills"))
                reading->step.hills = true;
        else if (pd_token_is_word(token, "ramp"))
                reading->ramp = token->start;
        else if (pd_token_is_word(token, "freeride"))
                reading->free = true;
        else
                return refuse_word(scanner);
        return pd_scanner_advance(scanner);
}

static int
take_item(struct reading *reading)
{
        struct pd_scanner *const scanner = reading->scanner;

        switch (scanner->token.kind) {
        case PD_TOKEN_WORD:
                return take_step_word(reading);
        case PD_TOKEN_TIME:
        case PD_TOKEN_DISTANCE:
                return take_amount(reading);
        case PD_TOKEN_PACE:
        case PD_TOKEN_BPM:
        case PD_TOKEN_PERCENT:
        case PD_TOKEN_ZONE:
        case PD_TOKEN_BELOW:
        case PD_TOKEN_ABOVE:
                return take_target(reading);
        case PD_TOKEN_TIMES:
                return pd_scanner_fail(scanner, scanner->token.start, "A repeat cannot stand within a repeat or a step.");
        case PD_TOKEN_OPEN:
        case PD_TOKEN_COLON:
        case PD_TOKEN_END:
        case PD_TOKEN_CLOSE:
        case PD_TOKEN_COMMA:
                break;
        }
        return pd_scanner_fail(scanner, scanner->token.start, NO_INTENSITY);
}

static bool
is_over(const struct pd_scanner *scanner)
{
        const enum pd_token_kind kind = scanner->token.kind;

        return kind == PD_TOKEN_END || kind == PD_TOKEN_COMMA || kind == PD_TOKEN_CLOSE;
}

/* What all words of the step together must be. */
static int
check(const struct reading *reading, const char *start)
{
        const struct pd_step *const step = &reading->step;
        const struct pd_target *const target = &step->target;
        const bool aims = target->reference != PD_REFERENCE_NONE;
        struct pd_scanner *const scanner = reading->scanner;

        if (reading->ramp && (target->low == 0 || target->high == 0 || target->low == target->high))
                return pd_scanner_fail(scanner, reading->ramp, "A ramp goes from one value to another, such as ramp 60-80% Pace.");
        if (reading->free && (aims || step->said || step->hills))
                return pd_scanner_fail(scanner, start, "freeride asks for nothing: leave out either it or the intensity.");
        if (reading->run && (step->walk || (step->said && step->intensity == PD_INTENSITY_REST)))
                return pd_scanner_fail(scanner, start, "Running is neither walking nor rest: they are steps of their own.");
        if (aims || step->said || step->hills || reading->free || reading->run)
                return 0;
        if (step->cue[0])
                return pd_scanner_fail(scanner, scanner->token.start,
                        "After the time stands how hard, such as easy, Z2 HR or 5:00/km; the words before it are only the cue.");
        return pd_scanner_fail(scanner, scanner->token.start, NO_INTENSITY);
}

int
pd_workout_step_read(struct pd_scanner *scanner, struct pd_step *ret, bool *ret_lap)
{
        struct reading reading = {.scanner = scanner, .step = *ret};
        struct pd_step *const step = &reading.step;
        const char *const start = scanner->token.start;
        int r;

        while (!is_over(scanner))
                if ((r = take_item(&reading)) < 0)
                        return r;
        if ((r = check(&reading, start)) < 0)
                return r;
        step->ramp = reading.ramp != NULL;
        if (reading.run && !step->said && !step->hills && !reading.free && step->target.reference == PD_REFERENCE_NONE) {
                step->intensity = PD_INTENSITY_EASY;
                step->said = true;
        }
        if (step->hills && !step->said && step->target.reference == PD_REFERENCE_NONE)
                step->intensity = PD_INTENSITY_HARD; /* unless it says otherwise */
        if (reading.free && !step->cue[0])
                memcpy(step->cue, "freeride", sizeof "freeride");
        if (reading.lap) { /* a time beside it is but a guess */
                step->extent = PD_EXTENT_OPEN;
                step->amount = 0;
        }
        *ret_lap = reading.lap;
        *ret = reading.step;
        return 0;
}

/* ---- cues --------------------------------------------------------------- */

static bool
ends_cue(const char *at, const char *end)
{
        const char *stop = at;

        while (stop < end && pd_token_is_letter(*stop))
                stop++;
        return pd_token_begins_amount(at, end) || pd_token_text_is(at, stop, "press") || pd_token_text_is(at, stop, "freeride");
}

/* Is all from AT to STOP what take_item() takes? */
static bool
is_grammar(const struct pd_scanner *scanner, const char *stop)
{
        static const char *const words[] = {"hills", "ramp", "hr", "hrmax", "lthr", "pace"};
        struct pd_format_error error;
        struct pd_scanner ahead = *scanner;
        enum pd_intensity intensity;

        ahead.title = NULL;
        ahead.error = &error;
        for (;;) {
                bool known = pd_scanner_advance(&ahead) == 0;
                const struct pd_token *const token = &ahead.token;

                if (!known || token->start >= stop)
                        return known;
                known = token->kind != PD_TOKEN_COMMA && token->kind != PD_TOKEN_COLON && token->kind != PD_TOKEN_OPEN;
                if (token->kind == PD_TOKEN_WORD)
                        known = intensity_of_word(token, &intensity);
                for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
                        known = known || pd_token_is_word(token, words[i]);
                if (!known)
                        return false;
        }
}

static int
check_cue(struct pd_scanner *scanner, const char *start, const char *end)
{
        if (end - start >= PD_TEXT_SIZE)
                return pd_scanner_fail(scanner, start, "A cue has at most 63 bytes.");
        for (const char *at = start; at < end; at++)
                if ((unsigned char) *at < ' ' || *at == 0x7f)
                        return pd_scanner_fail(scanner, at, "This sign means nothing here.");
        return 0;
}

int
pd_workout_step_cue(struct pd_scanner *scanner, struct pd_step *ret)
{
        const char *const start = pd_line_skip_blanks(scanner->at, scanner->end);
        const char *stop = start, *end;
        int r;

        while (stop < scanner->end && !(pd_token_begins_word(start, stop) && ends_cue(stop, scanner->end)))
                stop++;
        if (stop == start || stop == scanner->end || is_grammar(scanner, stop))
                return 0;
        end = stop;
        while (end > start && strchr(" \t:,-", end[-1]))
                end--;
        if ((r = check_cue(scanner, start, end)) < 0)
                return r;
        memcpy(ret->cue, start, (size_t) (end - start));
        ret->cue[end - start] = '\0';
        scanner->at = stop;
        return 0;
}
