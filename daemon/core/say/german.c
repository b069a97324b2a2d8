/* SPDX-License-Identifier: MIT */
/*
 * German, to a friend: du. "Sensor" and "Brustgurt" are both masculine, so
 * that one "er" serves for all; SENSOR_ is in the dative, behind "nichts".
 */
#include "core/say/language.h"
#include "core/say/say.h"

static const char *const phrases[PD_PHRASE_COUNT] = {
        [PD_PHRASE_GREET_NONE] = "Heute kein Plan. Genieß den Lauf.",
        [PD_PHRASE_GREET_RECOVERY] = "Heute Regeneration. Langsamer, als du möchtest.",
        [PD_PHRASE_GREET_EASY] = "Lockerer Tag. Locker heißt locker.",
        [PD_PHRASE_GREET_LONG] = "Langer Lauf. Hab Geduld.",
        [PD_PHRASE_GREET_TEMPO] = "Heute Tempo. Kräftig und gleichmäßig.",
        [PD_PHRASE_GREET_THRESHOLD] = "Heute Schwelle. Hart, aber kontrolliert.",
        [PD_PHRASE_GREET_INTERVALS] = "Heute Intervalle. Locker, bis ich los sage.",
        [PD_PHRASE_GREET_HILLS] = "Heute Hügel. Hart hoch, locker runter.",
        [PD_PHRASE_GREET_RACE] = "Wettkampftag. Lauf ruhiger los, als dir zumute ist.",
        [PD_PHRASE_GREET_REST] = "Heute ist Ruhetag. Auch Ruhe ist Training.",
        [PD_PHRASE_GREET_CROSS] = "Heute Alternativtraining. Viel Spaß.",
        [PD_PHRASE_GREET_FREE] = "Freier Lauf. Viel Spaß.",
        [PD_PHRASE_PURPOSE_NONE] = "Ein Lauf",
        [PD_PHRASE_PURPOSE_RECOVERY] = "Regeneration",
        [PD_PHRASE_PURPOSE_EASY] = "Lockerer Lauf",
        [PD_PHRASE_PURPOSE_LONG] = "Langer Lauf",
        [PD_PHRASE_PURPOSE_TEMPO] = "Tempolauf",
        [PD_PHRASE_PURPOSE_THRESHOLD] = "Schwellenlauf",
        [PD_PHRASE_PURPOSE_INTERVALS] = "Intervalle",
        [PD_PHRASE_PURPOSE_HILLS] = "Hügelläufe",
        [PD_PHRASE_PURPOSE_RACE] = "Wettkampf",
        [PD_PHRASE_PURPOSE_REST] = "Ruhetag",
        [PD_PHRASE_PURPOSE_CROSS] = "Alternativtraining",
        [PD_PHRASE_PURPOSE_FREE] = "Freier Lauf",
        [PD_PHRASE_CLASS_UNKNOWN] = "zu schnell",
        [PD_PHRASE_CLASS_REST] = "im Stehen",
        [PD_PHRASE_CLASS_RECOVERY] = "regenerativ",
        [PD_PHRASE_CLASS_EASY] = "nicht mehr regenerativ",
        [PD_PHRASE_CLASS_MODERATE] = "mittelhart",
        [PD_PHRASE_CLASS_HARD] = "hart",
        [PD_PHRASE_ASK_UNKNOWN] = "nach Gefühl",
        [PD_PHRASE_ASK_REST] = "Pause",
        [PD_PHRASE_ASK_RECOVERY] = "ganz locker",
        [PD_PHRASE_ASK_EASY] = "locker",
        [PD_PHRASE_ASK_MODERATE] = "zügig",
        [PD_PHRASE_ASK_HARD] = "hart",
        [PD_PHRASE_ASK_RUN] = "laufen",
        [PD_PHRASE_ASK_WALK] = "gehen",
        [PD_PHRASE_ASK_HILLS] = "bergauf, {ask}",
        [PD_PHRASE_SENSOR_ANY] = "von einem Sensor",
        [PD_PHRASE_SENSOR_POD] = "vom Laufsensor",
        [PD_PHRASE_SENSOR_STRAP] = "vom Brustgurt",
        [PD_PHRASE_STAY_UNDER] = "Bleib unter {limit}.",
        [PD_PHRASE_TITLE_STARTED] = "{purpose}",
        [PD_PHRASE_TITLE_TOO_HARD] = "Tempo raus",
        [PD_PHRASE_TITLE_TOO_EASY] = "Etwas mehr",
        [PD_PHRASE_TITLE_GREY_ZONE] = "Grauzone",
        [PD_PHRASE_TITLE_BACK] = "Wieder im Ziel",
        [PD_PHRASE_TITLE_STEP] = "Nächster Abschnitt",
        [PD_PHRASE_TITLE_SENSOR_LOST] = "Sensor verloren",
        [PD_PHRASE_TITLE_ENDED] = "Einheit beendet",
        [PD_PHRASE_MESSAGE_STARTED] = "{workout}",
        [PD_PHRASE_MESSAGE_STARTED_CEILING] = "{workout}: unter Puls {limit} bleiben",
        [PD_PHRASE_MESSAGE_CEILING_SPEED] = "{purpose}: Tempo {pace} {pace_unit}, nicht schneller als {pace_limit}, seit {over} s",
        [PD_PHRASE_MESSAGE_CEILING_HEART] = "{purpose}: Puls {hr}, Obergrenze {hr_limit}, seit {over} s",
        [PD_PHRASE_MESSAGE_FLOOR_SPEED] = "{purpose}: Tempo {pace} {pace_unit}, gewünscht {pace_limit} oder schneller, seit {over} s",
        [PD_PHRASE_MESSAGE_FLOOR_HEART] = "{purpose}: Puls {hr}, gewünscht {hr_limit} oder mehr, seit {over} s",
        [PD_PHRASE_MESSAGE_GREY_SPEED] = "Tempo {pace} {pace_unit}: weder locker noch hart, seit {over} s",
        [PD_PHRASE_MESSAGE_GREY_HEART] = "Puls {hr}: weder locker noch hart, seit {over} s",
        [PD_PHRASE_MESSAGE_BACK] = "Wieder im Ziel, {heeded} s nach dem ersten Hinweis",
        [PD_PHRASE_MESSAGE_STEP] = "Abschnitt {step} von {steps}: {amount} {ask}",
        [PD_PHRASE_MESSAGE_STEP_OPEN] = "Abschnitt {step} von {steps}: {ask}",
        [PD_PHRASE_MESSAGE_SENSOR_LOST] = "Seit {over} s nichts {sensor}. Sitzt er, ist er wach und in Reichweite?",
        [PD_PHRASE_SAY_TOO_HARD_RECOVERY] = "Heute Regeneration. Nimm Tempo raus.",
        [PD_PHRASE_SAY_TOO_HARD_EASY] = "Lockerer Tag. Das ist hart. Nimm Tempo raus.",
        [PD_PHRASE_SAY_TOO_HARD_LONG] = "Langer Lauf. Das ist hart. Nimm Tempo raus.",
        [PD_PHRASE_SAY_TOO_HARD] = "Zu hart. Nimm Tempo raus.",
        [PD_PHRASE_SAY_GREY_RECOVERY] = "Heute Regeneration. Das ist mittelhart. Nimm Tempo raus.",
        [PD_PHRASE_SAY_GREY_EASY] = "Lockerer Tag. Das ist mittelhart. Lauf langsamer.",
        [PD_PHRASE_SAY_GREY_LONG] = "Langer Lauf. Das ist mittelhart. Lauf langsamer.",
        [PD_PHRASE_SAY_GREY_STEP] = "Dieser Teil ist locker. Nimm Tempo raus.",
        [PD_PHRASE_SAY_GREY_NO_PLAN] = "Das ist mittelhart. Weder locker noch hart.",
        [PD_PHRASE_SAY_TOO_EASY] = "Etwas mehr. Du kannst das.",
        [PD_PHRASE_SAY_BACK] = "Genau so. Bleib dabei.",
        [PD_PHRASE_SAY_STEP] = "{amount} {ask}.",
        [PD_PHRASE_SAY_STEP_OPEN] = "Jetzt {ask}.",
        [PD_PHRASE_SAY_STEP_LAST] = "Ein letztes Mal. {amount} {ask}.",
        [PD_PHRASE_SAY_STRAP_LOST] = "Ich höre deinen Brustgurt nicht.",
        [PD_PHRASE_SAY_POD_LOST] = "Ich höre deinen Laufsensor nicht.",
        [PD_PHRASE_SAY_SENSOR_LOST] = "Ich höre einen deiner Sensoren nicht.",
        [PD_PHRASE_SAY_ENDED_TRAINING] = "Fertig. Das war Training.",
        [PD_PHRASE_SAY_ENDED_EXERCISING] = "Fertig. Das war Bewegung.",
        [PD_PHRASE_SAY_ENDED_UNKNOWN] = "Fertig.",
        [PD_PHRASE_POINT_SAID] = " Komma ",
        [PD_PHRASE_POINT_SHOWN] = ",",
        [PD_PHRASE_AMOUNT_SECOND] = "1 Sekunde",
        [PD_PHRASE_AMOUNT_SECOND_SAID] = "eine Sekunde",
        [PD_PHRASE_AMOUNT_SECONDS] = "{n} Sekunden",
        [PD_PHRASE_AMOUNT_MINUTE] = "1 Minute",
        [PD_PHRASE_AMOUNT_MINUTE_SAID] = "eine Minute",
        [PD_PHRASE_AMOUNT_MINUTES] = "{n} Minuten",
        [PD_PHRASE_AMOUNT_MINUTES_SECONDS] = "{n} Minuten {m}",
        [PD_PHRASE_AMOUNT_CLOCK_SAID] = "{n} {m}",
        [PD_PHRASE_AMOUNT_CLOCK] = "{n}:{m}",
        [PD_PHRASE_AMOUNT_CLOCK_NOUGHT_SAID] = "{n} null {m}",
        [PD_PHRASE_AMOUNT_CLOCK_NOUGHT] = "{n}:0{m}",
        [PD_PHRASE_AMOUNT_METRE] = "1 Meter",
        [PD_PHRASE_AMOUNT_METRE_SAID] = "ein Meter",
        [PD_PHRASE_AMOUNT_METRES] = "{n} Meter",
        [PD_PHRASE_AMOUNT_REP_METRES] = "{n} Meter",
        [PD_PHRASE_AMOUNT_REP_KILOMETRE] = "Kilometer",
        [PD_PHRASE_AMOUNT_REP_MILE] = "Meile",
        [PD_PHRASE_AMOUNT_KILOMETRE] = "1 Kilometer",
        [PD_PHRASE_AMOUNT_KILOMETRE_SAID] = "ein Kilometer",
        [PD_PHRASE_AMOUNT_KILOMETRES] = "{n} Kilometer",
        [PD_PHRASE_AMOUNT_KILOMETRES_POINT] = "{n}{point}{m} Kilometer",
        [PD_PHRASE_AMOUNT_MILE] = "1 Meile",
        [PD_PHRASE_AMOUNT_MILE_SAID] = "eine Meile",
        [PD_PHRASE_AMOUNT_MILES] = "{n} Meilen",
        [PD_PHRASE_AMOUNT_MILES_POINT] = "{n}{point}{m} Meilen",
        [PD_PHRASE_PACE_KILOMETRE] = "min/km",
        [PD_PHRASE_PACE_MILE] = "min/mi",
        [PD_PHRASE_A_MILE] = "pro Meile",
        [PD_PHRASE_A_KILOMETRE] = "pro Kilometer",
        [PD_PHRASE_VERDICT_MET] = "{purpose}: genau wie gedacht.",
        [PD_PHRASE_VERDICT_NO_GOAL] = "Ein guter Lauf. Mit einem Ziel wäre es Training.",
        [PD_PHRASE_VERDICT_NO_PLAN] = "Ein Lauf ohne Plan. Mit einem Plan wäre es Training.",
        [PD_PHRASE_VERDICT_FREE] = "Ein freier Lauf, wie du wolltest.",
        [PD_PHRASE_VERDICT_WRONG_PACE] = "{purpose} mit {pace} {a_unit}: {class} ab {from}.",
        [PD_PHRASE_VERDICT_WRONG_HEART] = "{purpose} mit Puls {hr}: {class} ab {from}.",
        [PD_PHRASE_VERDICT_WRONG] = "{purpose}: {class} ab {from}.",
        [PD_PHRASE_VERDICT_KEY] = "{purpose}: {done} von {meant} wie gedacht.",
        [PD_PHRASE_STOP_PAIN] = "Schmerzen",
        [PD_PHRASE_STOP_ILL] = "Unwohlsein",
        [PD_PHRASE_VERDICT_REPS] = "{purpose}: {number} von {count} wie gedacht.",
        [PD_PHRASE_VERDICT_LEARNING] = "Ich lerne dich noch kennen.",
        [PD_PHRASE_VERDICT_STOPPED] = "Wegen {text} beendet. Pass auf dich auf.",
        [PD_PHRASE_VERDICT_TOO_MUCH] = "{purpose}: mehr, als gut war.",
        [PD_PHRASE_VERDICT_NO_DISTANCE] = "Strecke nicht gemessen.",
        [PD_PHRASE_VERDICT_SHORT] = "{purpose}: kürzer als geplant.",
        [PD_PHRASE_VERDICT_REST_DAY] = "Geplant war Ruhe. Morgen tut sie dir gut.",
        [PD_PHRASE_VERDICT_EARLY] = "Früh beendet. Kein Urteil.",
        [PD_PHRASE_VERDICT_OWN_RATING] = "Wie hart es war, sagst du selbst. Kein Urteil.",
        [PD_PHRASE_VERDICT_DEAF] = "Zu wenig gehört, um zu urteilen.",
        [PD_PHRASE_BRIEF_NONE] = "Heute kein Plan. Mach, worauf du Lust hast.",
        [PD_PHRASE_BRIEF_RECOVERY] = "Heute Regeneration. Langsamer, als du möchtest.",
        [PD_PHRASE_BRIEF_EASY] = "Heute ein lockerer Lauf. Locker heißt locker.",
        [PD_PHRASE_BRIEF_LONG] = "Heute der lange Lauf. Lass dir Zeit.",
        [PD_PHRASE_BRIEF_TEMPO] = "Heute Tempo. Kräftig und gleichmäßig.",
        [PD_PHRASE_BRIEF_THRESHOLD] = "Heute Schwelle. Hart, aber kontrolliert.",
        [PD_PHRASE_BRIEF_INTERVALS] = "Heute Intervalle. Heb dir etwas für das letzte auf.",
        [PD_PHRASE_BRIEF_HILLS] = "Heute Hügel. Hart hoch, locker runter.",
        [PD_PHRASE_BRIEF_RACE] = "Wettkampftag. Lauf ruhiger los, als dir zumute ist.",
        [PD_PHRASE_BRIEF_REST] = "Heute ist Ruhetag. Auch Ruhe ist Training.",
        [PD_PHRASE_BRIEF_CROSS] = "Heute Alternativtraining. Viel Spaß.",
        [PD_PHRASE_BRIEF_FREE] = "Heute ein freier Lauf. Viel Spaß.",
        [PD_PHRASE_BRIEF_ILL] = "Werd erst gesund. Der Plan kann warten.",
        [PD_PHRASE_BRIEF_INJURED] = "Lass es erst heilen. Der Plan kann warten.",
        [PD_PHRASE_BRIEF_VACATION] = "Du hast Urlaub. Genieß ihn.",
        [PD_PHRASE_TITLE_BRIEF] = "Heute: {purpose}",
        [PD_PHRASE_TITLE_BRIEF_NONE] = "Heute: kein Plan",
        [PD_PHRASE_TITLE_BRIEF_ILL] = "Heute: gesund werden",
        [PD_PHRASE_TITLE_BRIEF_INJURED] = "Heute: heilen lassen",
        [PD_PHRASE_TITLE_BRIEF_VACATION] = "Heute: Urlaub",
        [PD_PHRASE_MESSAGE_LAST_MET] = "Letztes Mal: {last}, wie gedacht.",
        [PD_PHRASE_MESSAGE_LAST_PARTLY] = "Letztes Mal: {last}, teils wie gedacht.",
        [PD_PHRASE_MESSAGE_LAST_MISSED] = "Letztes Mal: {last}, anders als gedacht. Heute ist neu.",
        [PD_PHRASE_MESSAGE_LAST_CANNOT_TELL] = "Letztes Mal: {last}, kein Urteil.",
        [PD_PHRASE_MESSAGE_LAST_FREE] = "Letztes Mal: {last}.",
        [PD_PHRASE_SAY_LAST_MET] = "Letztes Mal lief es wie gedacht.",
        [PD_PHRASE_SAY_LAST_PARTLY] = "Letztes Mal lief es teils wie gedacht.",
        [PD_PHRASE_SAY_LAST_MISSED] = "Was war, ist vorbei. Heute ist neu.",
        [PD_PHRASE_SAY_LAST_CANNOT_TELL] = "Letztes Mal konnte ich nicht urteilen.",
        [PD_PHRASE_SAY_LAST_FREE] = "Letztes Mal bist du frei gelaufen.",
        [PD_PHRASE_WEEKDAY_MONDAY] = "Montag",
        [PD_PHRASE_WEEKDAY_TUESDAY] = "Dienstag",
        [PD_PHRASE_WEEKDAY_WEDNESDAY] = "Mittwoch",
        [PD_PHRASE_WEEKDAY_THURSDAY] = "Donnerstag",
        [PD_PHRASE_WEEKDAY_FRIDAY] = "Freitag",
        [PD_PHRASE_WEEKDAY_SATURDAY] = "Samstag",
        [PD_PHRASE_WEEKDAY_SUNDAY] = "Sonntag",
        [PD_PHRASE_TITLE_PROPOSAL_EASIER] = "Heute lockerer?",
        [PD_PHRASE_TITLE_PROPOSAL_MOVE] = "Verlegen?",
        [PD_PHRASE_TITLE_PROPOSAL_NO_ROOM] = "Abgehakt",
        [PD_PHRASE_TITLE_PROPOSAL_LET_GO] = "Abgehakt",
        [PD_PHRASE_TITLE_PROPOSAL_WEEK_OVER] = "Abgehakt",
        [PD_PHRASE_MESSAGE_PROPOSAL_EASIER] = "Du warst krank. Heute lieber ein lockerer Lauf? purposectl {command}",
        [PD_PHRASE_MESSAGE_PROPOSAL_MOVE] =
                "{from} ausgefallen: {purpose}. {to} liegt 48 Stunden von jedem anderen harten Tag. Dorthin verlegen? purposectl {command}",
        [PD_PHRASE_MESSAGE_PROPOSAL_NO_ROOM] =
                "{from} ausgefallen: {purpose}. Kein Tag dieser Woche liegt 48 Stunden von jedem anderen harten. Hak es ab.",
        [PD_PHRASE_MESSAGE_PROPOSAL_LET_GO] = "{from} ausgefallen: {purpose}. Hak es ab, nachholen muss man nichts.",
        [PD_PHRASE_MESSAGE_PROPOSAL_WEEK_OVER] = "{from} ausgefallen: {purpose}. Die Woche ist um. Hak es ab.",
        [PD_PHRASE_SAY_PROPOSAL_EASIER] = "Du warst krank. Heute lieber ein lockerer Lauf?",
        [PD_PHRASE_SAY_PROPOSAL_MOVE] = "Der harte Lauf vom {from} ist ausgefallen. Auf {to} verlegen?",
        [PD_PHRASE_SAY_PROPOSAL_NO_ROOM] = "Der harte Lauf vom {from} ist ausgefallen. Diese Woche passt er nicht mehr.",
        [PD_PHRASE_SAY_PROPOSAL_LET_GO] = "Der Lauf vom {from} ist ausgefallen. Das macht nichts.",
        [PD_PHRASE_TITLE_OFFER] = "Neuer Wert: {anchor}?",
        [PD_PHRASE_MESSAGE_OFFER] = "Nach deinen Läufen gilt für {anchor}: {value}. Übernehmen? purposectl anchors accept {key}",
        [PD_PHRASE_SAY_OFFER] = "Deine Läufe legen eine neue Schwelle nahe. Sieh sie dir an.",
        [PD_PHRASE_SAY_PROPOSAL_WEEK_OVER] = "Der Lauf vom {from} ist ausgefallen, und die Woche ist um.",
        [PD_PHRASE_TITLE_CUE_HILL_TOO_GENTLE] = "Anstieg zu locker",
        [PD_PHRASE_TITLE_CUE_ENOUGH] = "Genug",
        [PD_PHRASE_TITLE_CUE_RASH_START] = "Schneller Start",
        [PD_PHRASE_TITLE_CUE_NO_REST] = "Keine Pause",
        [PD_PHRASE_TITLE_CUE_WALK_TILL] = "Gehen, dann traben",
        [PD_PHRASE_TITLE_CUE_DRIFT] = "Der Puls driftet",
        [PD_PHRASE_TITLE_CUE_UNUSUAL_HR] = "Ungewöhnlicher Puls",
        [PD_PHRASE_TITLE_CUE_LEARNING] = "Kennenlernen",
        [PD_PHRASE_TITLE_CUE_REST_DAY] = "Ruhetag",
        [PD_PHRASE_TITLE_CUE_NO_PLAN] = "Kein Plan",
        [PD_PHRASE_TITLE_CUE_NO_GOAL] = "Kein Ziel",
        [PD_PHRASE_TITLE_CUE_STRAP_BACK] = "Brustgurt wieder da",
        [PD_PHRASE_TITLE_CUE_POD_BACK] = "Laufsensor wieder da",
        [PD_PHRASE_TITLE_CUE_NO_POD_SECONDS] = "Kein Laufsensor",
        [PD_PHRASE_TITLE_CUE_NO_POD_LAP] = "Kein Laufsensor",
        [PD_PHRASE_TITLE_CUE_PRESS_LAP] = "Rundentaste drücken",
        [PD_PHRASE_TITLE_CUE_HOW_HARD] = "Wie hart war es?",
        [PD_PHRASE_TITLE_CUE_REPS_HOW_HARD] = "Wie hart war es?",
        [PD_PHRASE_TITLE_CUE_HR_MAX_EXCEEDED] = "Eine höhere HFmax",
        [PD_PHRASE_TITLE_CUE_WHOSE] = "Wessen Lauf ist das?",
        [PD_PHRASE_TITLE_CUE_ILL] = "Gesund werden",
        [PD_PHRASE_TITLE_CUE_INJURED] = "Heilen lassen",
        [PD_PHRASE_TITLE_CUE_LAP] = "Runde {number}",
        [PD_PHRASE_TITLE_CUE_DOUBT_CONTACT] = "Kein Puls",
        [PD_PHRASE_TITLE_CUE_DOUBT_FROZEN] = "Der Puls steht still",
        [PD_PHRASE_TITLE_CUE_DOUBT_SPIKE] = "Der Puls springt",
        [PD_PHRASE_TITLE_CUE_DOUBT_BEATS] = "Puls und Schläge uneins",
        [PD_PHRASE_TITLE_CUE_DOUBT_CADENCE_LOCK] = "Der Puls folgt den Schritten",
        [PD_PHRASE_TITLE_CUE_DOUBT_DROPOUT] = "Kein Tempo",
        [PD_PHRASE_TITLE_CUE_DOUBT_NO_STEPS] = "Tempo ohne Schritte",
        [PD_PHRASE_TITLE_CUE_DOUBT_TOO_FAST] = "Zu schnell, um wahr zu sein",
        [PD_PHRASE_MESSAGE_CUE_HILL_TOO_GENTLE] = "Anstieg {number}: höchster Puls {bpm}, das war nicht hart",
        [PD_PHRASE_MESSAGE_CUE_ENOUGH] = "Genug für heute. Trab nach Hause.",
        [PD_PHRASE_MESSAGE_CUE_RASH_START] = "Schneller, als der Wettkampf geplant war: finde dein Tempo.",
        [PD_PHRASE_MESSAGE_CUE_NO_REST] = "Die Pause hatte {number} % des Tempos der Wiederholung: ganz langsam bis zur nächsten",
        [PD_PHRASE_MESSAGE_CUE_WALK_TILL] = "Geh bis Puls {bpm}, dann trab weiter. Einverstanden?",
        [PD_PHRASE_MESSAGE_CUE_DRIFT] = "Puls {bpm} bei gleichem Tempo: normal bei Hitze. Trink etwas.",
        [PD_PHRASE_MESSAGE_CUE_UNUSUAL_HR] = "Puls {bpm}, {number} über dem, was bei diesem Tempo üblich ist, seit {seconds} s",
        [PD_PHRASE_MESSAGE_CUE_LEARNING] = "Ich lerne dich noch kennen: kein Urteil bisher",
        [PD_PHRASE_MESSAGE_CUE_REST_DAY] = "Heute ist Ruhetag. Auch Ruhe ist Training.",
        [PD_PHRASE_MESSAGE_CUE_NO_PLAN] = "Für heute gibt es keinen Plan: Bewegung, und das ist in Ordnung",
        [PD_PHRASE_MESSAGE_CUE_NO_GOAL] = "Es gibt kein Ziel: Bewegung, und das ist in Ordnung",
        [PD_PHRASE_MESSAGE_CUE_STRAP_BACK] = "Der Brustgurt ist wieder zu hören, nach {seconds} s",
        [PD_PHRASE_MESSAGE_CUE_POD_BACK] = "Der Laufsensor ist wieder zu hören, nach {seconds} s",
        [PD_PHRASE_MESSAGE_CUE_NO_POD_SECONDS] = "Kein Laufsensor: je {way} {time}",
        [PD_PHRASE_MESSAGE_CUE_NO_POD_LAP] = "Kein Laufsensor: drück die Rundentaste je {way}",
        [PD_PHRASE_MESSAGE_CUE_PRESS_LAP] = "Drück die Rundentaste, wenn du fertig bist",
        [PD_PHRASE_MESSAGE_CUE_HOW_HARD] = "Wie hart war es? Von 1 bis 10.",
        [PD_PHRASE_MESSAGE_CUE_REPS_HOW_HARD] = "{number} von {count}. Wie hart war es? Von 1 bis 10.",
        [PD_PHRASE_MESSAGE_CUE_HR_MAX_EXCEEDED] =
                "Puls {bpm} ist mehr als deine HFmax bisher. Als neue übernehmen? purposectl anchors accept hr_max",
        [PD_PHRASE_MESSAGE_CUE_WHOSE] = "Wessen Lauf ist das? {text}",
        [PD_PHRASE_MESSAGE_CUE_ILL] = "Du bist krankgemeldet: heute wird nichts Hartes verlangt. Werd erst gesund.",
        [PD_PHRASE_MESSAGE_CUE_INJURED] = "Du bist verletzt gemeldet: heute wird nichts Hartes verlangt. Lass es erst heilen.",
        [PD_PHRASE_MESSAGE_CUE_LAP] = "Runde {number}: {time}",
        [PD_PHRASE_MESSAGE_CUE_DOUBT_CONTACT] = "Kein Puls: der Sensor fühlt seit {seconds} s keine Haut. Sitzt er fest, ist er feucht?",
        [PD_PHRASE_MESSAGE_CUE_DOUBT_FROZEN] =
                "Der Puls bewegt sich seit {seconds} s nicht: der Sensor wiederholt sich. Er wird nicht gewertet.",
        [PD_PHRASE_MESSAGE_CUE_DOUBT_SPIKE] =
                "Der Puls ist schneller gesprungen, als ein Herz es kann, seit {seconds} s. Er wird vorerst nicht gewertet.",
        [PD_PHRASE_MESSAGE_CUE_DOUBT_BEATS] =
                "Die Abstände der Herzschläge widersprechen dem Puls, seit {seconds} s. Er wird nicht gewertet.",
        [PD_PHRASE_MESSAGE_CUE_DOUBT_CADENCE_LOCK] =
                "Der Puls folgt seit {seconds} s den Schritten: er wird nicht gewertet. Ein festeres Band kann helfen.",
        [PD_PHRASE_MESSAGE_CUE_DOUBT_DROPOUT] = "Schritte, aber kein Tempo, seit {seconds} s: das Tempo wird nicht gewertet.",
        [PD_PHRASE_MESSAGE_CUE_DOUBT_NO_STEPS] = "Tempo ohne Schritte, seit {seconds} s: das Tempo wird nicht gewertet.",
        [PD_PHRASE_MESSAGE_CUE_DOUBT_TOO_FAST] = "Schneller, als Menschen laufen: das Tempo wird nicht gewertet.",
        [PD_PHRASE_SAY_CUE_HILL_TOO_GENTLE] = "Der Anstieg war zu locker.",
        [PD_PHRASE_SAY_CUE_ENOUGH] = "Genug. Trab nach Hause.",
        [PD_PHRASE_SAY_CUE_RASH_START] = "Zu schnell für den Anfang. Finde dein Tempo.",
        [PD_PHRASE_SAY_CUE_NO_REST] = "Jetzt ganz langsam, diese Pause gehört zum Training.",
        [PD_PHRASE_SAY_CUE_WALK_TILL] = "Geh bis {bpm}, dann trab weiter.",
        [PD_PHRASE_SAY_CUE_DRIFT] = "Der Puls steigt bei gleichem Tempo. Normal bei Hitze. Trink etwas.",
        [PD_PHRASE_SAY_CUE_UNUSUAL_HR] = "Dein Puls ist heute ungewöhnlich hoch. Pass auf dich auf.",
        [PD_PHRASE_SAY_CUE_LEARNING] = "Ich lerne dich noch kennen.",
        [PD_PHRASE_SAY_CUE_REST_DAY] = "Heute ist Ruhetag. Auch Ruhe ist Training.",
        [PD_PHRASE_SAY_CUE_NO_PLAN] = "Heute kein Plan. Genieß den Lauf.",
        [PD_PHRASE_SAY_CUE_NO_GOAL] = "Noch kein Ziel. Genieß den Lauf.",
        [PD_PHRASE_SAY_CUE_STRAP_BACK] = "Ich höre den Brustgurt wieder.",
        [PD_PHRASE_SAY_CUE_POD_BACK] = "Ich höre den Laufsensor wieder.",
        [PD_PHRASE_SAY_CUE_NO_POD_SECONDS] = "Kein Laufsensor. Je {way} {time}.",
        [PD_PHRASE_SAY_CUE_NO_POD_LAP] = "Kein Laufsensor. Drück die Rundentaste je {way}.",
        [PD_PHRASE_SAY_CUE_PRESS_LAP] = "Drück die Rundentaste, wenn du fertig bist.",
        [PD_PHRASE_SAY_CUE_HOW_HARD] = "Wie hart war es?",
        [PD_PHRASE_SAY_CUE_REPS_HOW_HARD] = "{number} von {count}. Wie hart war es?",
        [PD_PHRASE_SAY_CUE_HR_MAX_EXCEEDED] = "Dein Puls ging bis {bpm}. Ein neues Maximum?",
        [PD_PHRASE_SAY_CUE_WHOSE] = "Wessen Lauf ist das?",
        [PD_PHRASE_SAY_CUE_ILL] = "Du bist krankgemeldet. Werd erst gesund. Der Plan kann warten.",
        [PD_PHRASE_SAY_CUE_INJURED] = "Du bist verletzt gemeldet. Lass es erst heilen. Der Plan kann warten.",
        [PD_PHRASE_SAY_CUE_LAP] = "Runde {number}. {time}.",
        [PD_PHRASE_SAY_CUE_DOUBT_CONTACT] = "Der Brustgurt fühlt keine Haut. Ich kann nicht nach Puls urteilen.",
        [PD_PHRASE_SAY_CUE_DOUBT_FROZEN] = "Der Puls steht still. Danach kann ich nicht urteilen.",
        [PD_PHRASE_SAY_CUE_DOUBT_SPIKE] = "Der Puls springt. Danach kann ich gerade nicht urteilen.",
        [PD_PHRASE_SAY_CUE_DOUBT_BEATS] = "Herzschläge und Puls widersprechen sich. Danach kann ich nicht urteilen.",
        [PD_PHRASE_SAY_CUE_DOUBT_CADENCE_LOCK] = "Der Sensor zählt Schritte statt Herzschläge. Danach kann ich nicht urteilen.",
        [PD_PHRASE_SAY_CUE_DOUBT_DROPOUT] = "Der Laufsensor spürt Schritte, aber kein Tempo. Ich kann es nicht beurteilen.",
        [PD_PHRASE_SAY_CUE_DOUBT_NO_STEPS] = "Ich sehe Tempo ohne Schritte. Das Tempo kann ich nicht beurteilen.",
        [PD_PHRASE_SAY_CUE_DOUBT_TOO_FAST] = "So schnell läuft niemand. Das Tempo kann ich nicht beurteilen.",
        [PD_PHRASE_SAY_PUBLIC_CUE_WALK_TILL] = "Geh ein Stück, dann trab weiter.",
        [PD_PHRASE_SAY_PUBLIC_CUE_HR_MAX_EXCEEDED] = "Dein Puls hat ein neues Maximum.",
        [PD_PHRASE_SAY_PUBLIC_CUE_NO_POD_SECONDS] = "Kein Laufsensor. Ich zähle die Sekunden für dich.",
};

static const char *const ones[] = {
        "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn", "vierzehn",
        "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
};
static const char *const tens[] = {"", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"};

/* "ein" before a noun and within a word: einundzwanzig. */
static const char *
ones_within(int32_t number)
{
        return number == 1 ? "ein" : ones[number];
}

static void
below_hundred(struct pd_sentence *sentence, int32_t number, bool counting)
{
        if (number < 20) {
                pd_sentence_add(sentence, counting ? ones_within(number) : ones[number]);
                return;
        }
        if (number % 10 != 0) {
                pd_sentence_add(sentence, ones_within(number % 10));
                pd_sentence_add(sentence, "und");
        }
        pd_sentence_add(sentence, tens[number / 10]);
}

/* 1100 to 1999 are counted in hundreds: "fünfzehnhundert Meter". A single
 * hundred or thousand has no number before it: "hundertvierzig". */
static void
number_in_words(int32_t number, bool counting, char *ret, size_t size)
{
        struct pd_sentence sentence;
        int32_t hundreds = number / 100, thousands = 0;

        pd_sentence_init(&sentence, ret, size);
        if (number < 0 || number > PD_NUMBER_MOST)
                return;
        if (hundreds < 11 || hundreds > 19) {
                thousands = hundreds / 10;
                hundreds %= 10;
        }
        if (thousands > 0) {
                pd_sentence_add(&sentence, thousands > 1 ? ones[thousands] : "");
                pd_sentence_add(&sentence, "tausend");
        }
        if (hundreds > 0) {
                pd_sentence_add(&sentence, hundreds > 1 ? ones[hundreds] : "");
                pd_sentence_add(&sentence, "hundert");
        }
        if (number % 100 != 0 || number == 0)
                below_hundred(&sentence, number % 100, counting);
}

const struct pd_language pd_german = {
        .code = "de",
        .phrases = phrases,
        .number = number_in_words,
};
