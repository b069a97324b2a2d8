/* SPDX-License-Identifier: MIT */
/*
 * A strap and a pod as GATT tables. 180F is not among them: bluetoothd
 * claims it and shows org.bluez.Battery1 instead.
 */
#include "fakes/fake_sensors.h"

#define TEXT(text) text, sizeof(text) - 1

static const struct pd_fake_attribute strap_attributes[] = {
        {0x180A, 0x0010, 0x2A29, 0x0011, false, TEXT("Virtual")},
        {0x180A, 0x0010, 0x2A24, 0x0013, false, TEXT("Strap")},
        {0x180A, 0x0010, 0x2A25, 0x0015, false, TEXT("S-0001")},
        {0x180A, 0x0010, 0x2A26, 0x0017, false, TEXT("1.0.0")},
        {0x180D, 0x0020, 0x2A37, 0x0021, true, NULL, 0},
        {0x180D, 0x0020, 0x2A38, 0x0024, false, TEXT("\x01")}, /* chest */
        {0},
};

static const struct pd_fake_attribute pod_attributes[] = {
        {0x180A, 0x0010, 0x2A29, 0x0011, false, TEXT("Virtual")},
        {0x180A, 0x0010, 0x2A24, 0x0013, false, TEXT("Pod")},
        {0x180A, 0x0010, 0x2A25, 0x0015, false, TEXT("P-0001")},
        {0x180A, 0x0010, 0x2A26, 0x0017, false, TEXT("1.0.0")},
        {0x1814, 0x0020, 0x2A53, 0x0021, true, NULL, 0},
        {0x1814, 0x0020, 0x2A54, 0x0024, false, TEXT("\x07\x00")}, /* stride, distance, walking or running */
        {0x1814, 0x0020, 0x2A5D, 0x0026, false, TEXT("\x01")},     /* top of shoe */
        {0},
};

const struct pd_fake_device_spec pd_fake_sensors[PD_VIRTUAL_SENSOR_COUNT] = {
        [PD_VIRTUAL_STRAP] = {"C0:00:00:00:00:01", "Virtual Strap", strap_attributes, 0x2A37, {0x180D, 0x180A, 0x180F}, 87},
        [PD_VIRTUAL_POD] = {"C0:00:00:00:00:02", "Virtual Pod", pod_attributes, 0x2A53, {0x1814, 0x180A}, 0},
};
