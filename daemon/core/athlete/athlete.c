/* SPDX-License-Identifier: MIT */
/* What is known of an athlete, how it is written down, and what follows from it. */
#include "purposed/athlete.h"

#include "purposed/engine.h"
#include "purposed/event.h"

#include <assert.h>
#include <string.h>

/* Thresholds of 1411 runners as shares of the highest heart rate, mean and
 * SD (Esteve-Lanao et al.): VT1 85.1 +- 4.6 %, VT2 93.5 +- 2.5 %. */
#define VT1_PERMILLE 851
#define VT1_SD_PERMILLE 46
#define VT2_PERMILLE 935
#define VT2_SD_PERMILLE 25

/* The same SDs as shares of the threshold itself, for one that is written
 * down without the highest heart rate beside it: 4.6 / 85.1 and 2.5 / 93.5.
 * Of speed, they are 5.5 and 3.9 % as they stand. */
#define LT1_HR_SPREAD 54
#define LT2_HR_SPREAD 27
#define LT1_SPEED_SPREAD 55
#define LT2_SPEED_SPREAD 39

/* Of power, by analogy, those of speed, since on the flat the one goes with the other, and
 * what a pod's power strays by besides: 4.3 % (core/anchor.c), in quadrature. */
#define LT1_POWER_SPREAD 70
#define LT2_POWER_SPREAD 58

/* D' of a field test has a typical error of 88 m (Galbraith et al. 2014), of 150 to 250 m. */
#define D_PRIME_SPREAD 440

/* A highest heart rate out of the age, 208 - 0.7 x age (Tanaka), is 10 to 12
 * bpm off (SD), of about 185. */
#define HR_MAX_SPREAD 60
#define TANAKA_BPM 208
#define TANAKA_PER_YEAR_PERMILLE 700
#define TANAKA_SD_BPM 10
#define AGE_LEAST 10
#define AGE_MOST 100

#define PUSH_AGE_LEAST 16 /* years; who is younger grows, and is not to be driven */

/* Recovery ends at 0.92 x LT1 heart rate, or 0.845 x LT1 speed. Of power by analogy:
 * nobody has measured it, but a metre on the flat costs the same at any running speed
 * (Margaria et al. 1963), and a pod's power grows as its speed does. */
#define RECOVERY_HR_PERMILLE 920
#define RECOVERY_SPEED_PERMILLE 845
#define RECOVERY_POWER_PERMILLE RECOVERY_SPEED_PERMILLE

static const char *const units[] = {[PD_UNITS_METRIC] = "metric", [PD_UNITS_IMPERIAL] = "imperial", NULL};

static const char *const auto_starts[] = {
        [PD_AUTO_START_OFF] = "off",
        [PD_AUTO_START_POD] = "pod",
        [PD_AUTO_START_STRAP] = "strap",
        [PD_AUTO_START_BOTH] = "both",
        NULL,
};

static const char *const judges[] = {
        [PD_JUDGE_BY_BOTH] = "both",
        [PD_JUDGE_BY_HR] = "hr",
        [PD_JUDGE_BY_SPEED] = "speed",
        [PD_JUDGE_BY_RPE] = "rpe",
        [PD_JUDGE_BY_POWER] = "power",
        NULL,
};

static const char *const levels[] = {[PD_LEVEL_RUNNER] = "runner", [PD_LEVEL_BEGINNER] = "beginner", NULL};

static const char *const sexes[] = {[PD_SEX_UNKNOWN] = "unknown", [PD_SEX_FEMALE] = "female", [PD_SEX_MALE] = "male", NULL};

static const char *const conditions[] = {
        [PD_CONDITION_WELL] = "well",
        [PD_CONDITION_ILL] = "ill",
        [PD_CONDITION_INJURED] = "injured",
        [PD_CONDITION_VACATION] = "vacation",
        NULL,
};

#define FIELD(name) .key = #name, .offset = offsetof(struct pd_athlete, name)
#define TEXT(name, what) {FIELD(name), .kind = PD_SETTING_TEXT, .size = sizeof(((struct pd_athlete *) NULL)->name), .expected = what}
#define CHOICE(name, words, what) {FIELD(name), .kind = PD_SETTING_CHOICE, .choices = words, .expected = what}
#define BOOL(name) {FIELD(name), .kind = PD_SETTING_BOOL, .expected = "yes or no"}
#define INTEGER(name, low, high, what) {FIELD(name), .kind = PD_SETTING_INTEGER, .min = low, .max = high, .expected = what}
#define HEART_RATE(name, low, high, usual_spread, what)                                                                                    \
        {FIELD(name), .kind = PD_SETTING_HEART_RATE, .min = low, .max = high, .spread = usual_spread, .expected = what}
#define SPEED(name, usual_spread, what)                                                                                                    \
        {FIELD(name), .kind = PD_SETTING_SPEED, .min = 500, .max = 7500, .spread = usual_spread, .expected = what}
#define POWER(name, usual_spread, what)                                                                                                    \
        {FIELD(name), .kind = PD_SETTING_POWER, .min = 50, .max = 1000, .spread = usual_spread, .expected = what}

/* Bounds of heart rates: whatever a living runner has shown. Of speeds: a
 * slow walk, 0.5 m/s, and more than the hour record, 7.5 m/s. Of power: a pod tells about 1 W a kg
 * for each m/s. */
const struct pd_setting pd_athlete_settings[] = {
        TEXT(name, "a name of at most 63 bytes"),
        TEXT(language, "a language such as en"),
        CHOICE(units, units, "metric or imperial"),
        CHOICE(auto_start, auto_starts, "off, pod, strap or both"),
        TEXT(goal, "a goal of at most 63 bytes"),
        {.key = "quiet_hours", .offset = offsetof(struct pd_athlete, quiet), .kind = PD_SETTING_HOURS,
                .expected = "a span such as 22:00-06:30, or off"},
        TEXT(time_zone, "a time zone such as Europe/Berlin"),
        {FIELD(day_starts), .kind = PD_SETTING_TIME_OF_DAY, .expected = "a time of day such as 03:00"},
        {FIELD(brief), .kind = PD_SETTING_TIME_OF_DAY, .expected = "a time of day such as 06:30, or off"},
        CHOICE(level, levels, "runner or beginner"),
        CHOICE(judge_by, judges, "both, hr, speed, power or rpe"),
        INTEGER(birth_year, 0, 2100, "a year such as 1985, or 0"),
        CHOICE(sex, sexes, "female, male or unknown"),
        BOOL(live_idle),
        BOOL(retain_summary),
        HEART_RATE(hr_max, 100, 240, HR_MAX_SPREAD, "a heart rate in bpm, such as 188, '188 test' or '188 +-4 field'"),
        HEART_RATE(hr_rest, 25, 120, 0, "a heart rate in bpm, such as 52"),
        HEART_RATE(lthr, 60, 235, LT2_HR_SPREAD, "a heart rate in bpm, such as 168 or '168 test'"),
        HEART_RATE(lt1_hr, 60, 230, LT1_HR_SPREAD, "a heart rate in bpm, such as 152, '152 test' or '152 +-4 field'"),
        HEART_RATE(lt2_hr, 60, 235, LT2_HR_SPREAD, "a heart rate in bpm, such as 170, '170 test' or '170 +-4 field'"),
        SPEED(lt1_speed, LT1_SPEED_SPREAD, "a speed or pace, such as '2.90 m/s test', 9:15/mi or '5:45/km +-3%'"),
        SPEED(lt2_speed, LT2_SPEED_SPREAD, "a speed or pace, such as '3.40 m/s test', 7:53/mi or '4:54/km +-3%'"),
        SPEED(critical_speed, LT2_SPEED_SPREAD, "a speed or pace, such as '3.60 m/s field' or 4:38/km"),
        {FIELD(d_prime), .kind = PD_SETTING_RESERVE, .min = 20, .max = 1000, .spread = D_PRIME_SPREAD,
                .expected = "a distance in metres, such as 185 or '185 m +-40 field'"},
        POWER(lt1_power, LT1_POWER_SPREAD, "a power in watts, such as 230, '230 W test' or '230 W +-5%'"),
        POWER(lt2_power, LT2_POWER_SPREAD, "a power in watts, such as 280, '280 W test' or '280 W +-5%'"),
        POWER(critical_power, LT2_POWER_SPREAD, "a power in watts, such as 285 or '285 W field'"),
        {.key = NULL},
};

const struct pd_setting pd_athlete_day_settings[] = {
        INTEGER(age, 0, 150, "an age in years"),
        INTEGER(sessions_done, 0, INT32_MAX, "a number of sessions"),
        INTEGER(spent_us, 0, PD_ENGINE_SPENT_MOST, "a number of microseconds"),
        CHOICE(condition, conditions, "well, ill, injured or vacation"),
        INTEGER(declined_hr_max, 0, 250, "a heart rate in bpm, or 0"),
        TEXT(why, "at most 159 bytes"),
        INTEGER(yesterday, 0, PD_PURPOSE_COUNT - 1, "the number of a purpose"),
        TEXT(just_named, "a session's id"),
        INTEGER(yesterday_result, 0, PD_PURPOSE_RESULT_FREE, "the number of a result"),
        {.key = NULL},
};

#define LEARNT(name, field, low, high, what)                                                                                               \
        {.key = name, .offset = offsetof(struct pd_athlete, kinetics.field), .kind = PD_SETTING_INTEGER, .min = low, .max = high,          \
                .expected = what}

/* 0 as long as nothing was learnt. */
const struct pd_setting pd_athlete_learnt_settings[] = {
        LEARNT("heart_base", base_tenths, PD_KINETICS_BASE_LEAST, PD_KINETICS_BASE_MOST, "tenths of a bpm"),
        LEARNT("heart_gain", gain_tenths, 0, PD_KINETICS_GAIN_MOST, "tenths of a bpm per m/s"),
        LEARNT("heart_tau_on", tau_on_tenths, 0, PD_KINETICS_TAU_ON_MOST, "tenths of a second"),
        LEARNT("heart_tau_off", tau_off_tenths, 0, PD_KINETICS_TAU_OFF_MOST, "tenths of a second"),
        LEARNT("heart_drift", drift_milli, 0, PD_KINETICS_DRIFT_MOST, "thousandths of a bpm a minute"),
        LEARNT("heart_sd", sd_tenths, 0, PD_KINETICS_SD_MOST, "tenths of a bpm"),
        LEARNT("heart_sessions", sessions, 0, INT32_MAX, "a number of sessions"),
        {.key = NULL},
};

void
pd_athlete_init(struct pd_athlete *athlete, const char *id)
{
        assert(pd_id_valid(id));

        *athlete = (struct pd_athlete){
                .language = "en",
                .units = PD_UNITS_METRIC,
                .auto_start = PD_AUTO_START_POD,
                .retain_summary = true,
                .day_starts = 3 * 60,
                .brief = PD_TIME_OF_DAY_OFF,
        };
        memcpy(athlete->id, id, strlen(id) + 1);
}

static int32_t
permille_of(int32_t value, int32_t permille)
{
        return (int32_t) (((int64_t) value * permille + 500) / 1000);
}

/* The greatest whole number whose square is at most VALUE. */
static int32_t
square_root(int64_t value)
{
        int32_t root = 0;

        while ((int64_t) (root + 1) * (root + 1) <= value)
                root++;
        return root;
}

/* A share of BASE, itself known to +- its width: two errors that know nothing
 * of each other add in quadrature. */
static struct pd_anchor
share_of(const struct pd_anchor *base, int32_t permille, int32_t sd_permille)
{
        int64_t inherited = permille_of(base->width, permille), own = permille_of(base->value, sd_permille);

        return (struct pd_anchor){
                .value = permille_of(base->value, permille),
                .width = square_root(inherited * inherited + own * own),
                .provenance = PD_PROVENANCE_ESTIMATED,
        };
}

static void
estimate_hr_max(struct pd_athlete *athlete)
{
        if (athlete->hr_max.value != 0 || athlete->age < AGE_LEAST || athlete->age > AGE_MOST)
                return;
        athlete->hr_max = (struct pd_anchor){
                .value = TANAKA_BPM - permille_of(athlete->age, TANAKA_PER_YEAR_PERMILLE),
                .width = TANAKA_SD_BPM,
                .provenance = PD_PROVENANCE_PRIOR,
        };
}

/* What an hour's hardest effort rests on is where hard begins. */
static void
borrow(struct pd_anchor *anchor, const struct pd_anchor *of)
{
        if (anchor->value == 0)
                *anchor = *of;
}

/* An estimate on the wrong side of a threshold that is known (an LT1 of 93 %
 * and more does occur) is refuted by it: that threshold stays unknown. */
void
pd_athlete_estimate(struct pd_athlete *athlete)
{
        struct pd_anchor lt1, lt2;
        bool lt1_known, lt2_known;

        estimate_hr_max(athlete);
        borrow(&athlete->lt2_hr, &athlete->lthr);
        borrow(&athlete->lt2_speed, &athlete->critical_speed);
        borrow(&athlete->lt2_power, &athlete->critical_power);
        if (athlete->hr_max.value == 0)
                return;

        lt1 = share_of(&athlete->hr_max, VT1_PERMILLE, VT1_SD_PERMILLE);
        lt2 = share_of(&athlete->hr_max, VT2_PERMILLE, VT2_SD_PERMILLE);
        lt1_known = athlete->lt1_hr.value != 0;
        lt2_known = athlete->lt2_hr.value != 0;
        if (!lt1_known && (!lt2_known || lt1.value < athlete->lt2_hr.value))
                athlete->lt1_hr = lt1;
        if (!lt2_known && (!lt1_known || lt2.value > athlete->lt1_hr.value))
                athlete->lt2_hr = lt2;
}

bool
pd_setting_is_anchor(const struct pd_setting *setting)
{
        return setting->kind == PD_SETTING_HEART_RATE || setting->kind == PD_SETTING_SPEED || setting->kind == PD_SETTING_RESERVE
                || setting->kind == PD_SETTING_POWER;
}

size_t
pd_anchor_index(const struct pd_setting *setting)
{
        size_t index = 0;

        for (const struct pd_setting *other = pd_athlete_settings; other != setting; other++)
                index += pd_setting_is_anchor(other);
        return index;
}

const struct pd_anchor *
pd_athlete_anchor_of(const struct pd_athlete *athlete, const struct pd_setting *setting)
{
        return (const struct pd_anchor *) ((const char *) athlete + setting->offset);
}

struct pd_anchor *
pd_athlete_anchor(struct pd_athlete *athlete, const struct pd_setting *setting)
{
        return (struct pd_anchor *) ((char *) athlete + setting->offset);
}

/* FNV-1a, 32 bits, over what is written of each. Those of power came later: a set without
 * them keeps its number. */
uint32_t
pd_athlete_anchors_version(const struct pd_athlete *athlete)
{
        uint32_t hash = 2166136261u;
        char text[PD_TEXT_SIZE];

        for (const struct pd_setting *setting = pd_athlete_settings; setting->key != NULL; setting++) {
                if (!pd_setting_is_anchor(setting))
                        continue;
                if (setting->kind == PD_SETTING_POWER && pd_athlete_anchor_of(athlete, setting)->value == 0)
                        continue;
                (void) pd_setting_format(setting, athlete, text, sizeof(text));
                for (const char *c = text; c == text || c[-1] != '\0'; c++)
                        hash = (hash ^ (unsigned char) *c) * 16777619u;
        }
        return hash != 0 ? hash : 1;
}

bool
pd_athlete_is_guest(const struct pd_athlete *athlete)
{
        return strcmp(athlete->id, PD_GUEST_ID) == 0;
}

bool
pd_athlete_is_learning(const struct pd_athlete *athlete)
{
        return athlete->sessions_done < PD_LEARNING_SESSIONS && athlete->lt1_hr.provenance <= PD_PROVENANCE_ESTIMATED
                && athlete->lt1_speed.provenance <= PD_PROVENANCE_ESTIMATED && athlete->lt1_power.provenance <= PD_PROVENANCE_ESTIMATED;
}

bool
pd_athlete_is_unwell(const struct pd_athlete *athlete)
{
        return athlete->condition == PD_CONDITION_ILL || athlete->condition == PD_CONDITION_INJURED;
}

bool
pd_athlete_is_spared(const struct pd_athlete *athlete)
{
        return pd_athlete_is_unwell(athlete) || (athlete->age > 0 && athlete->age < PUSH_AGE_LEAST);
}

bool
pd_athlete_is_new(const struct pd_athlete *athlete)
{
        return athlete->level == PD_LEVEL_BEGINNER || athlete->hr_max.provenance <= PD_PROVENANCE_ESTIMATED;
}

int32_t
pd_athlete_recovery_hr(const struct pd_athlete *athlete)
{
        return permille_of(athlete->lt1_hr.value, RECOVERY_HR_PERMILLE);
}

int32_t
pd_athlete_recovery_speed(const struct pd_athlete *athlete)
{
        return permille_of(athlete->lt1_speed.value, RECOVERY_SPEED_PERMILLE);
}

int32_t
pd_athlete_recovery_power(const struct pd_athlete *athlete)
{
        return permille_of(athlete->lt1_power.value, RECOVERY_POWER_PERMILLE);
}
