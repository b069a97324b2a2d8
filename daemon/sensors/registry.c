/* SPDX-License-Identifier: MIT */
/* All sensors that sensors.def lists, and which of them a characteristic belongs to. */
#include "sensors/types.h"

#include <assert.h>

const struct pd_sensor_type *const pd_sensor_types[] = {
#define PD_SENSOR(name) &pd_sensor_##name,
#include "sensors.def"
#undef PD_SENSOR
        NULL,
};

static const char *const faults[PD_FAULT_COUNT] = {
        [PD_FAULT_EMPTY] = "empty",
        [PD_FAULT_SHORT] = "short",
        [PD_FAULT_LONG] = "long",
        [PD_FAULT_RESERVED_BIT] = "reserved_bit",
        [PD_FAULT_RESERVED_VALUE] = "reserved_value",
        [PD_FAULT_RESET] = "reset",
};

_Static_assert(PD_FAULT_COUNT <= 8, "pd_decoded.faults has a bit for each");

const char *
pd_frame_fault_name(enum pd_frame_fault fault)
{
        assert((size_t) fault < PD_FAULT_COUNT);
        return faults[fault];
}

static const struct pd_characteristic *
characteristic_of(const struct pd_sensor_type *type, uint16_t uuid)
{
        for (size_t i = 0; i < type->n_characteristics; i++)
                if (type->characteristics[i].uuid == uuid)
                        return &type->characteristics[i];
        return NULL;
}

const struct pd_sensor_type *
pd_sensor_type_of(uint16_t characteristic, const struct pd_characteristic **ret_characteristic)
{
        for (const struct pd_sensor_type *const *type = pd_sensor_types; *type; type++) {
                const struct pd_characteristic *found = characteristic_of(*type, characteristic);

                if (!found)
                        continue;
                if (ret_characteristic)
                        *ret_characteristic = found;
                return *type;
        }
        return NULL;
}

int32_t
pd_sensor_speed_in(const struct pd_frame *frame)
{
        const struct pd_sensor_type *type = pd_sensor_type_of(frame->characteristic, NULL);
        struct pd_sensor_state state = {{0}};
        struct pd_decoded decoded = {0};

        if (!type)
                return -1;
        type->decode(&state, frame, &decoded);
        for (size_t i = 0; i < decoded.n_samples; i++)
                if (decoded.samples[i].quantity == PD_QUANTITY_SPEED)
                        return decoded.samples[i].value;
        return -1;
}
