/* SPDX-License-Identifier: MIT */
/* Keeps findings in the order in which they were made, within their limits. */
#include "finding.h"

#include "purposed/id.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *
grade_name(enum pd_finding_grade grade)
{
        switch (grade) {
        case PD_FINDING_NOTE:
                return "note";
        case PD_FINDING_WARNING:
                return "warning";
        case PD_FINDING_ERROR:
                return "error";
        }
        assert(false);
        return NULL;
}

void
pd_findings_add(struct pd_findings *findings, enum pd_finding_grade grade, const char *file, unsigned line, const char *format, ...)
{
        bool error = grade == PD_FINDING_ERROR;
        size_t others = findings->n - findings->n_errors;

        if (error ? pd_findings_full(findings) : others >= PD_FINDINGS_MAX - PD_FINDING_ERRORS_MAX) {
                findings->cut = true;
                return;
        }

        struct pd_finding *finding = &findings->items[findings->n];
        *finding = (struct pd_finding) { .grade = grade, .line = line };
        pd_text_copy(finding->file, sizeof(finding->file), file, strlen(file));

        /* What is quoted from the file may be anything: four times the room,
         * then made printable and cut at a character. */
        char text[4 * sizeof(finding->text)];
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(text, sizeof(text), format, arguments);
        va_end(arguments);
        pd_text_copy(finding->text, sizeof(finding->text), text, strlen(text));

        findings->n++;
        findings->n_errors += error;
}

bool
pd_findings_full(const struct pd_findings *findings)
{
        return findings->n_errors >= PD_FINDING_ERRORS_MAX;
}

void
pd_finding_text(const struct pd_finding *finding, char *ret, size_t size)
{
        const char *grade = grade_name(finding->grade);

        if (finding->file[0] == '\0')
                snprintf(ret, size, "%s: %s", grade, finding->text);
        else if (finding->line == 0)
                snprintf(ret, size, "%s: %s: %s", finding->file, grade, finding->text);
        else
                snprintf(ret, size, "%s:%u: %s: %s", finding->file, finding->line, grade, finding->text);
}

void
pd_findings_print(const struct pd_findings *findings)
{
        char text[PD_FINDING_LINE_SIZE];

        for (size_t i = 0; i < findings->n; i++) {
                pd_finding_text(&findings->items[i], text, sizeof(text));
                fprintf(stderr, "%s\n", text);
        }
}
