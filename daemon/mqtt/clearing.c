/* SPDX-License-Identifier: MIT */
#include "mqtt/clearing.h"

bool
pd_clearing_judge(struct pd_clearing *clearing, bool v5, const char *verb, bool retained, size_t length)
{
        enum pd_command_verb which;
        uint64_t bit;
        bool kept;

        if (v5 || pd_command_verb_parse(verb, &which) < 0)
                return retained && length == 0;
        bit = (uint64_t) 1 << which;
        kept = (clearing->kept & bit) != 0;
        if (length > 0) {
                clearing->kept |= retained ? bit : 0;
                return false;
        }
        clearing->kept &= ~bit;
        return retained || kept;
}
