/* SPDX-License-Identifier: MIT */
/*
 * English. What is for a speaker has at most 14 words, numbers in words, no
 * units and no colons.
 */
#include "core/say/language.h"
#include "core/say/say.h"

static const char *const phrases[PD_PHRASE_COUNT] = {
        [PD_PHRASE_GREET_NONE] = "No plan today. Enjoy the run.",
        [PD_PHRASE_GREET_RECOVERY] = "Recovery day. Slower than you'd like.",
        [PD_PHRASE_GREET_EASY] = "Easy day. Easy means easy.",
        [PD_PHRASE_GREET_LONG] = "Long run. Patience.",
        [PD_PHRASE_GREET_TEMPO] = "Tempo today. Strong and steady.",
        [PD_PHRASE_GREET_THRESHOLD] = "Threshold today. Hard, and under control.",
        [PD_PHRASE_GREET_INTERVALS] = "Intervals today. Easy until I say go.",
        [PD_PHRASE_GREET_HILLS] = "Hills today. Hard up, easy down.",
        [PD_PHRASE_GREET_RACE] = "Race day. Start slower than you feel.",
        [PD_PHRASE_GREET_REST] = "Today is a rest day. Resting is training, too.",
        [PD_PHRASE_GREET_CROSS] = "Cross training today. Enjoy it.",
        [PD_PHRASE_GREET_FREE] = "Free run. Enjoy it.",
        [PD_PHRASE_PURPOSE_NONE] = "A run",
        [PD_PHRASE_PURPOSE_RECOVERY] = "Recovery",
        [PD_PHRASE_PURPOSE_EASY] = "Easy run",
        [PD_PHRASE_PURPOSE_LONG] = "Long run",
        [PD_PHRASE_PURPOSE_TEMPO] = "Tempo",
        [PD_PHRASE_PURPOSE_THRESHOLD] = "Threshold",
        [PD_PHRASE_PURPOSE_INTERVALS] = "Intervals",
        [PD_PHRASE_PURPOSE_HILLS] = "Hills",
        [PD_PHRASE_PURPOSE_RACE] = "Race",
        [PD_PHRASE_PURPOSE_REST] = "Rest day",
        [PD_PHRASE_PURPOSE_CROSS] = "Cross training",
        [PD_PHRASE_PURPOSE_FREE] = "Free run",
        [PD_PHRASE_CLASS_UNKNOWN] = "too fast",
        [PD_PHRASE_CLASS_REST] = "standing",
        [PD_PHRASE_CLASS_RECOVERY] = "recovery",
        [PD_PHRASE_CLASS_EASY] = "above recovery",
        [PD_PHRASE_CLASS_MODERATE] = "medium",
        [PD_PHRASE_CLASS_HARD] = "hard",
        [PD_PHRASE_ASK_UNKNOWN] = "as you like",
        [PD_PHRASE_ASK_REST] = "rest",
        [PD_PHRASE_ASK_RECOVERY] = "very easy",
        [PD_PHRASE_ASK_EASY] = "easy",
        [PD_PHRASE_ASK_MODERATE] = "strong",
        [PD_PHRASE_ASK_HARD] = "hard",
        [PD_PHRASE_ASK_RUN] = "run",
        [PD_PHRASE_ASK_WALK] = "walk",
        [PD_PHRASE_ASK_HILLS] = "uphill, {ask}",
        [PD_PHRASE_SENSOR_ANY] = "a sensor",
        [PD_PHRASE_SENSOR_POD] = "the footpod",
        [PD_PHRASE_SENSOR_STRAP] = "the strap",
        [PD_PHRASE_STAY_UNDER] = "Stay under {limit}.",
        [PD_PHRASE_TITLE_STARTED] = "{purpose}",
        [PD_PHRASE_TITLE_TOO_HARD] = "Ease off",
        [PD_PHRASE_TITLE_TOO_EASY] = "A little more",
        [PD_PHRASE_TITLE_GREY_ZONE] = "Grey zone",
        [PD_PHRASE_TITLE_BACK] = "Back on target",
        [PD_PHRASE_TITLE_STEP] = "Next step",
        [PD_PHRASE_TITLE_SENSOR_LOST] = "Sensor lost",
        [PD_PHRASE_TITLE_ENDED] = "Session ended",
        [PD_PHRASE_MESSAGE_STARTED] = "{workout}",
        [PD_PHRASE_MESSAGE_STARTED_CEILING] = "{workout}: stay under {limit} bpm",
        [PD_PHRASE_MESSAGE_CEILING_SPEED] = "{purpose}: pace {pace} {pace_unit}, no faster than {pace_limit}, for {over} s",
        [PD_PHRASE_MESSAGE_CEILING_HEART] = "{purpose}: heart rate {hr}, ceiling {hr_limit}, for {over} s",
        [PD_PHRASE_MESSAGE_FLOOR_SPEED] = "{purpose}: pace {pace} {pace_unit}, asked for {pace_limit} or faster, for {over} s",
        [PD_PHRASE_MESSAGE_FLOOR_HEART] = "{purpose}: heart rate {hr}, asked for {hr_limit} or more, for {over} s",
        [PD_PHRASE_MESSAGE_GREY_SPEED] = "Pace {pace} {pace_unit}: neither easy nor hard, for {over} s",
        [PD_PHRASE_MESSAGE_GREY_HEART] = "Heart rate {hr}: neither easy nor hard, for {over} s",
        [PD_PHRASE_MESSAGE_BACK] = "Back on target {heeded} s after the first word",
        [PD_PHRASE_MESSAGE_STEP] = "Step {step} of {steps}: {amount} {ask}",
        [PD_PHRASE_MESSAGE_STEP_OPEN] = "Step {step} of {steps}: {ask}",
        [PD_PHRASE_MESSAGE_SENSOR_LOST] = "Nothing from {sensor} for {over} s. Is it worn, awake and in reach?",
        [PD_PHRASE_SAY_TOO_HARD_RECOVERY] = "Recovery day. Ease off.",
        [PD_PHRASE_SAY_TOO_HARD_EASY] = "Easy day. That is hard. Ease off.",
        [PD_PHRASE_SAY_TOO_HARD_LONG] = "Long run. That is hard. Ease off.",
        [PD_PHRASE_SAY_TOO_HARD] = "Too hard. Ease off.",
        [PD_PHRASE_SAY_GREY_RECOVERY] = "Recovery day. This is medium. Ease off.",
        [PD_PHRASE_SAY_GREY_EASY] = "Easy day. This is medium. Slow down.",
        [PD_PHRASE_SAY_GREY_LONG] = "Long run. This is medium. Slow down.",
        [PD_PHRASE_SAY_GREY_STEP] = "This part is easy. Ease off.",
        [PD_PHRASE_SAY_GREY_NO_PLAN] = "This is medium. Neither easy nor hard.",
        [PD_PHRASE_SAY_TOO_EASY] = "A little more. You can do this.",
        [PD_PHRASE_SAY_BACK] = "That's it. Stay there.",
        [PD_PHRASE_SAY_STEP] = "{amount} {ask}.",
        [PD_PHRASE_SAY_STEP_OPEN] = "Now {ask}.",
        [PD_PHRASE_SAY_STEP_LAST] = "Last one. {amount} {ask}.",
        [PD_PHRASE_SAY_STRAP_LOST] = "I can't hear your strap.",
        [PD_PHRASE_SAY_POD_LOST] = "I can't hear your footpod.",
        [PD_PHRASE_SAY_SENSOR_LOST] = "I can't hear one of your sensors.",
        [PD_PHRASE_SAY_ENDED_TRAINING] = "Done. That was training.",
        [PD_PHRASE_SAY_ENDED_EXERCISING] = "Done. That was exercise.",
        [PD_PHRASE_SAY_ENDED_UNKNOWN] = "Done.",
        [PD_PHRASE_POINT_SAID] = " point ",
        [PD_PHRASE_POINT_SHOWN] = ".",
        [PD_PHRASE_AMOUNT_SECOND] = "1 second",
        [PD_PHRASE_AMOUNT_SECOND_SAID] = "one second",
        [PD_PHRASE_AMOUNT_SECONDS] = "{n} seconds",
        [PD_PHRASE_AMOUNT_MINUTE] = "1 minute",
        [PD_PHRASE_AMOUNT_MINUTE_SAID] = "one minute",
        [PD_PHRASE_AMOUNT_MINUTES] = "{n} minutes",
        [PD_PHRASE_AMOUNT_MINUTES_SECONDS] = "{n} minutes {m}",
        [PD_PHRASE_AMOUNT_METRE] = "1 metre",
        [PD_PHRASE_AMOUNT_METRE_SAID] = "one metre",
        [PD_PHRASE_AMOUNT_METRES] = "{n} metres",
        [PD_PHRASE_AMOUNT_REP_METRES] = "{n}",
        [PD_PHRASE_AMOUNT_REP_KILOMETRE] = "kilometre",
        [PD_PHRASE_AMOUNT_REP_MILE] = "mile",
        [PD_PHRASE_AMOUNT_KILOMETRE] = "1 kilometre",
        [PD_PHRASE_AMOUNT_KILOMETRE_SAID] = "one kilometre",
        [PD_PHRASE_AMOUNT_KILOMETRES] = "{n} kilometres",
        [PD_PHRASE_AMOUNT_KILOMETRES_POINT] = "{n}{point}{m} kilometres",
        [PD_PHRASE_AMOUNT_MILE] = "1 mile",
        [PD_PHRASE_AMOUNT_MILE_SAID] = "one mile",
        [PD_PHRASE_AMOUNT_MILES] = "{n} miles",
        [PD_PHRASE_AMOUNT_MILES_POINT] = "{n}{point}{m} miles",
        [PD_PHRASE_PACE_KILOMETRE] = "min/km",
        [PD_PHRASE_PACE_MILE] = "min/mi",
        [PD_PHRASE_A_MILE] = "a mile",
        [PD_PHRASE_A_KILOMETRE] = "a kilometre",
        [PD_PHRASE_VERDICT_MET] = "{purpose}: done as meant.",
        [PD_PHRASE_VERDICT_NO_GOAL] = "A good run. With a goal it would be training.",
        [PD_PHRASE_VERDICT_NO_PLAN] = "A run without a plan. With one it would be training.",
        [PD_PHRASE_VERDICT_FREE] = "A free run, as you wanted.",
        [PD_PHRASE_VERDICT_WRONG_PACE] = "{purpose} at {pace} {a_unit}: {class} from {from}.",
        [PD_PHRASE_VERDICT_WRONG_HEART] = "{purpose} at {hr} beats: {class} from {from}.",
        [PD_PHRASE_VERDICT_WRONG] = "{purpose}: {class} from {from}.",
        [PD_PHRASE_VERDICT_KEY] = "{purpose}: {done} of {meant} as meant.",
        [PD_PHRASE_STOP_PAIN] = "pain",
        [PD_PHRASE_STOP_ILL] = "not being well",
        [PD_PHRASE_VERDICT_REPS] = "{purpose}: {number} of {count} as meant.",
        [PD_PHRASE_VERDICT_LEARNING] = "Still getting to know you.",
        [PD_PHRASE_VERDICT_STOPPED] = "Stopped for {text}. Take care.",
        [PD_PHRASE_VERDICT_TOO_MUCH] = "{purpose}: more than was good for it.",
        [PD_PHRASE_VERDICT_NO_DISTANCE] = "Distance not measured.",
        [PD_PHRASE_VERDICT_SHORT] = "{purpose}: shorter than planned.",
        [PD_PHRASE_VERDICT_REST_DAY] = "Rest was planned. Tomorrow is better for it.",
        [PD_PHRASE_VERDICT_EARLY] = "Stopped early. No verdict.",
        [PD_PHRASE_VERDICT_DEAF] = "Too little was heard to tell.",
        [PD_PHRASE_BRIEF_NONE] = "No plan today. Do what you like.",
        [PD_PHRASE_BRIEF_RECOVERY] = "Recovery today. Slower than you'd like.",
        [PD_PHRASE_BRIEF_EASY] = "An easy run today. Easy means easy.",
        [PD_PHRASE_BRIEF_LONG] = "The long run today. Take your time.",
        [PD_PHRASE_BRIEF_TEMPO] = "Tempo today. Strong and steady.",
        [PD_PHRASE_BRIEF_THRESHOLD] = "Threshold today. Hard, and under control.",
        [PD_PHRASE_BRIEF_INTERVALS] = "Intervals today. Save something for the last one.",
        [PD_PHRASE_BRIEF_HILLS] = "Hills today. Hard up, easy down.",
        [PD_PHRASE_BRIEF_RACE] = "Race day. Start slower than you feel.",
        [PD_PHRASE_BRIEF_REST] = "Today is a rest day. Resting is training, too.",
        [PD_PHRASE_BRIEF_CROSS] = "Cross training today. Enjoy it.",
        [PD_PHRASE_BRIEF_FREE] = "A free run today. Enjoy it.",
        [PD_PHRASE_BRIEF_ILL] = "Get well first. The plan can wait.",
        [PD_PHRASE_BRIEF_INJURED] = "Let it heal first. The plan can wait.",
        [PD_PHRASE_BRIEF_VACATION] = "You are on holiday. Enjoy it.",
        [PD_PHRASE_TITLE_BRIEF] = "Today: {purpose}",
        [PD_PHRASE_TITLE_BRIEF_NONE] = "Today: no plan",
        [PD_PHRASE_TITLE_BRIEF_ILL] = "Today: get well",
        [PD_PHRASE_TITLE_BRIEF_INJURED] = "Today: let it heal",
        [PD_PHRASE_TITLE_BRIEF_VACATION] = "Today: holiday",
        [PD_PHRASE_MESSAGE_LAST_MET] = "Last time: {last}, done as meant.",
        [PD_PHRASE_MESSAGE_LAST_PARTLY] = "Last time: {last}, partly as meant.",
        [PD_PHRASE_MESSAGE_LAST_MISSED] = "Last time: {last}, not as meant. Today is new.",
        [PD_PHRASE_MESSAGE_LAST_CANNOT_TELL] = "Last time: {last}, no verdict.",
        [PD_PHRASE_MESSAGE_LAST_FREE] = "Last time: {last}.",
        [PD_PHRASE_SAY_LAST_MET] = "Last time went as meant.",
        [PD_PHRASE_SAY_LAST_PARTLY] = "Last time went partly as meant.",
        [PD_PHRASE_SAY_LAST_MISSED] = "What's done is done. Today is new.",
        [PD_PHRASE_SAY_LAST_CANNOT_TELL] = "Last time I couldn't tell.",
        [PD_PHRASE_SAY_LAST_FREE] = "Last time you ran free.",
        [PD_PHRASE_WEEKDAY_MONDAY] = "Monday",
        [PD_PHRASE_WEEKDAY_TUESDAY] = "Tuesday",
        [PD_PHRASE_WEEKDAY_WEDNESDAY] = "Wednesday",
        [PD_PHRASE_WEEKDAY_THURSDAY] = "Thursday",
        [PD_PHRASE_WEEKDAY_FRIDAY] = "Friday",
        [PD_PHRASE_WEEKDAY_SATURDAY] = "Saturday",
        [PD_PHRASE_WEEKDAY_SUNDAY] = "Sunday",
        [PD_PHRASE_TITLE_PROPOSAL_EASIER] = "Easier today?",
        [PD_PHRASE_TITLE_PROPOSAL_MOVE] = "Move it?",
        [PD_PHRASE_TITLE_PROPOSAL_NO_ROOM] = "Let it go",
        [PD_PHRASE_TITLE_PROPOSAL_LET_GO] = "Let it go",
        [PD_PHRASE_TITLE_PROPOSAL_WEEK_OVER] = "Let it go",
        [PD_PHRASE_MESSAGE_PROPOSAL_EASIER] = "You were ill. An easy run instead today? purposectl {command}",
        [PD_PHRASE_MESSAGE_PROPOSAL_MOVE] =
                "{purpose} fell out on {from}. {to} is 48 hours from every other hard day. Move it there? purposectl {command}",
        [PD_PHRASE_MESSAGE_PROPOSAL_NO_ROOM] =
                "{purpose} fell out on {from}. No day of this week is 48 hours from every other hard one. Let it go.",
        [PD_PHRASE_MESSAGE_PROPOSAL_LET_GO] = "{purpose} fell out on {from}. Let it go, nothing has to be made up.",
        [PD_PHRASE_MESSAGE_PROPOSAL_WEEK_OVER] = "{purpose} fell out on {from}, and its week is over. Let it go.",
        [PD_PHRASE_SAY_PROPOSAL_EASIER] = "You were ill. An easy run instead today?",
        [PD_PHRASE_SAY_PROPOSAL_MOVE] = "{from}'s hard run fell out. Move it to {to}?",
        [PD_PHRASE_SAY_PROPOSAL_NO_ROOM] = "{from}'s hard run fell out. This week has no room. Let it go.",
        [PD_PHRASE_SAY_PROPOSAL_LET_GO] = "{from}'s run fell out. Let it go.",
        [PD_PHRASE_SAY_PROPOSAL_WEEK_OVER] = "{from}'s run fell out, and its week is over. Let it go.",
        [PD_PHRASE_TITLE_CUE_HILL_TOO_GENTLE] = "Hill too gentle",
        [PD_PHRASE_TITLE_CUE_ENOUGH] = "Enough",
        [PD_PHRASE_TITLE_CUE_RASH_START] = "A fast start",
        [PD_PHRASE_TITLE_CUE_WALK_TILL] = "Walk, then jog",
        [PD_PHRASE_TITLE_CUE_DRIFT] = "Heart rate drifts",
        [PD_PHRASE_TITLE_CUE_UNUSUAL_HR] = "Unusual heart rate",
        [PD_PHRASE_TITLE_CUE_LEARNING] = "Getting to know you",
        [PD_PHRASE_TITLE_CUE_REST_DAY] = "Rest day",
        [PD_PHRASE_TITLE_CUE_NO_PLAN] = "No plan",
        [PD_PHRASE_TITLE_CUE_NO_GOAL] = "No goal",
        [PD_PHRASE_TITLE_CUE_STRAP_BACK] = "Strap is back",
        [PD_PHRASE_TITLE_CUE_POD_BACK] = "Footpod is back",
        [PD_PHRASE_TITLE_CUE_NO_POD_SECONDS] = "No footpod",
        [PD_PHRASE_TITLE_CUE_NO_POD_LAP] = "No footpod",
        [PD_PHRASE_TITLE_CUE_PRESS_LAP] = "Press lap",
        [PD_PHRASE_TITLE_CUE_HOW_HARD] = "How hard was it?",
        [PD_PHRASE_TITLE_CUE_REPS_HOW_HARD] = "How hard was it?",
        [PD_PHRASE_TITLE_CUE_HR_MAX_EXCEEDED] = "A higher HRmax",
        [PD_PHRASE_TITLE_CUE_WHOSE] = "Whose run is this?",
        [PD_PHRASE_MESSAGE_CUE_HILL_TOO_GENTLE] = "Hill {number} peaked at {bpm} bpm: that was not hard",
        [PD_PHRASE_MESSAGE_CUE_ENOUGH] = "That's enough for today. Jog home.",
        [PD_PHRASE_MESSAGE_CUE_RASH_START] = "Faster than the race that you planned: settle into it.",
        [PD_PHRASE_MESSAGE_CUE_WALK_TILL] = "Walk till {bpm} bpm, then jog. Is that all right?",
        [PD_PHRASE_MESSAGE_CUE_DRIFT] = "Heart rate {bpm} bpm at the same pace: normal in heat. Drink.",
        [PD_PHRASE_MESSAGE_CUE_UNUSUAL_HR] = "Heart rate is {bpm} bpm, {number} above what is usual at this pace, for {seconds} s",
        [PD_PHRASE_MESSAGE_CUE_LEARNING] = "Still getting to know you: no judgement yet",
        [PD_PHRASE_MESSAGE_CUE_REST_DAY] = "Today is a rest day. Resting is training, too.",
        [PD_PHRASE_MESSAGE_CUE_NO_PLAN] = "There is no plan for today: exercising, and that is fine",
        [PD_PHRASE_MESSAGE_CUE_NO_GOAL] = "There is no goal: exercising, and that is fine",
        [PD_PHRASE_MESSAGE_CUE_STRAP_BACK] = "The strap is heard again, after {seconds} s",
        [PD_PHRASE_MESSAGE_CUE_POD_BACK] = "The footpod is heard again, after {seconds} s",
        [PD_PHRASE_MESSAGE_CUE_NO_POD_SECONDS] = "No footpod: each {way} is {time}",
        [PD_PHRASE_MESSAGE_CUE_NO_POD_LAP] = "No footpod: press lap after each {way}",
        [PD_PHRASE_MESSAGE_CUE_PRESS_LAP] = "Press lap when you are done",
        [PD_PHRASE_MESSAGE_CUE_HOW_HARD] = "How hard was it? From 1 to 10.",
        [PD_PHRASE_MESSAGE_CUE_REPS_HOW_HARD] = "{number} of {count}. How hard was it? From 1 to 10.",
        [PD_PHRASE_MESSAGE_CUE_HR_MAX_EXCEEDED] = "{bpm} bpm is more than the HRmax that is set: take it as the new one?",
        [PD_PHRASE_MESSAGE_CUE_WHOSE] = "Whose run is this? {text}",
        [PD_PHRASE_SAY_CUE_HILL_TOO_GENTLE] = "That hill was too gentle.",
        [PD_PHRASE_SAY_CUE_ENOUGH] = "Enough. Jog home.",
        [PD_PHRASE_SAY_CUE_RASH_START] = "Too fast for the start. Settle in.",
        [PD_PHRASE_SAY_CUE_WALK_TILL] = "Walk till {bpm}, then jog.",
        [PD_PHRASE_SAY_CUE_DRIFT] = "Heart's drifting at the same pace. Normal in heat. Drink.",
        [PD_PHRASE_SAY_CUE_UNUSUAL_HR] = "Your heart rate is unusually high today. Take care.",
        [PD_PHRASE_SAY_CUE_LEARNING] = "Still getting to know you.",
        [PD_PHRASE_SAY_CUE_REST_DAY] = "Today is a rest day. Resting is training, too.",
        [PD_PHRASE_SAY_CUE_NO_PLAN] = "No plan today. Enjoy the run.",
        [PD_PHRASE_SAY_CUE_NO_GOAL] = "No goal yet. Enjoy the run.",
        [PD_PHRASE_SAY_CUE_STRAP_BACK] = "I hear the strap again.",
        [PD_PHRASE_SAY_CUE_POD_BACK] = "I hear the footpod again.",
        [PD_PHRASE_SAY_CUE_NO_POD_SECONDS] = "No footpod. Each {way} is {time}.",
        [PD_PHRASE_SAY_CUE_NO_POD_LAP] = "No footpod. Press lap after each {way}.",
        [PD_PHRASE_SAY_CUE_PRESS_LAP] = "Press lap when you are done.",
        [PD_PHRASE_SAY_CUE_HOW_HARD] = "How hard was it?",
        [PD_PHRASE_SAY_CUE_REPS_HOW_HARD] = "{number} of {count}. How hard was it?",
        [PD_PHRASE_SAY_CUE_HR_MAX_EXCEEDED] = "Your heart went to {bpm}. A new maximum?",
        [PD_PHRASE_SAY_CUE_WHOSE] = "Whose run is this?",
        [PD_PHRASE_SAY_PUBLIC_CUE_WALK_TILL] = "Walk a little, then jog.",
        [PD_PHRASE_SAY_PUBLIC_CUE_HR_MAX_EXCEEDED] = "Your heart set a new maximum.",
        [PD_PHRASE_SAY_PUBLIC_CUE_NO_POD_SECONDS] = "No footpod. I count the seconds for you.",
};

static const char *const ones[] = {
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
};
static const char *const tens[] = {"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};

static void
below_hundred(struct pd_sentence *sentence, int32_t number)
{
        if (number < 20) {
                pd_sentence_add(sentence, ones[number]);
                return;
        }
        pd_sentence_add(sentence, tens[number / 10]);
        if (number % 10 == 0)
                return;
        pd_sentence_add(sentence, "-");
        pd_sentence_add(sentence, ones[number % 10]);
}

/* As it is said on a track: 140 "one forty", 105 "one oh five", 400 "four
 * hundred", 1500 "fifteen hundred", 2000 "two thousand". */
static void
number_in_words(int32_t number, bool counting, char *ret, size_t size)
{
        struct pd_sentence sentence;

        (void) counting; /* English says it alike */
        pd_sentence_init(&sentence, ret, size);
        if (number < 0 || number > PD_NUMBER_MOST)
                return;
        if (number < 100) {
                below_hundred(&sentence, number);
                return;
        }
        if (number % 1000 == 0) {
                below_hundred(&sentence, number / 1000);
                pd_sentence_add(&sentence, " thousand");
                return;
        }
        below_hundred(&sentence, number / 100);
        if (number % 100 == 0) {
                pd_sentence_add(&sentence, " hundred");
                return;
        }
        pd_sentence_add(&sentence, number % 100 < 10 ? " oh " : " ");
        below_hundred(&sentence, number % 100);
}

const struct pd_language pd_english = {
        .code = "en",
        .phrases = phrases,
        .number = number_in_words,
};
