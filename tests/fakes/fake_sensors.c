/* SPDX-License-Identifier: MIT */
/*
 * Straps, pods and strangers as GATT tables. 180F is not among them:
 * bluetoothd claims it and shows org.bluez.Battery1 instead.
 */
#include "fakes/fake_sensors.h"

#include <stdio.h>

#define TEXT(text) text, sizeof(text) - 1
#define LABELS(model, serial) \
        {0x180A, 0x0010, 0x2A29, 0x0011, false, TEXT("Virtual")}, {0x180A, 0x0010, 0x2A24, 0x0013, false, TEXT(model)}, \
                {0x180A, 0x0010, 0x2A25, 0x0015, false, TEXT(serial)}, {0x180A, 0x0010, 0x2A26, 0x0017, false, TEXT("1.0.0")}
#define HEART_RATE \
        {0x180D, 0x0020, 0x2A37, 0x0021, true, NULL, 0}, {0x180D, 0x0020, 0x2A38, 0x0024, false, TEXT("\x01")} /* chest */
/* Stride, distance, walking or running; top of shoe. */
#define RUNNING \
        {0x1814, 0x0020, 0x2A53, 0x0021, true, NULL, 0}, {0x1814, 0x0020, 0x2A54, 0x0024, false, TEXT("\x07\x00")}, \
                {0x1814, 0x0020, 0x2A5D, 0x0026, false, TEXT("\x01")}
/* No features. */
#define POWER(handle, location) \
        {0x1818, handle, 0x2A63, handle + 1, true, NULL, 0}, {0x1818, handle, 0x2A65, handle + 4, false, TEXT("\x00\x00\x00\x00")}, \
                {0x1818, handle, 0x2A5D, handle + 6, false, TEXT(location)}

static const struct pd_fake_attribute strap[] = {LABELS("Strap", "S-0001"), HEART_RATE, {0}};
static const struct pd_fake_attribute pod[] = {LABELS("Pod", "P-0001"), RUNNING, {0}};
static const struct pd_fake_attribute power_pod[] = {LABELS("Pod", "P-0001"), RUNNING, POWER(0x0030, "\x01"), {0}}; /* top of shoe */
static const struct pd_fake_attribute meter[] = {LABELS("Power", "W-0001"), POWER(0x0020, "\x06"), {0}};            /* right crank */
static const struct pd_fake_attribute second_strap[] = {LABELS("Strap", "S-0002"), HEART_RATE, {0}};
static const struct pd_fake_attribute second_pod[] = {LABELS("Pod", "P-0002"), RUNNING, {0}};
static const struct pd_fake_attribute nothing[] = {{0}};

static const struct {
        const char *address;
        struct pd_fake_peripheral_spec spec;
} sensors[PD_VIRTUAL_SENSOR_COUNT + PD_FAKE_MORE_MAX] = {
        [PD_VIRTUAL_STRAP] = {"C0:00:00:00:00:01", {"Virtual Strap", strap, 0x2A37, {0x180D, 0x180A, 0x180F}, 87, 0, -60}},
        [PD_VIRTUAL_POD] = {"C0:00:00:00:00:02", {"Virtual Pod", pod, 0x2A53, {0x1814, 0x180A}, 0, 0, -60}},
        {"C0:00:00:00:00:03", {"Virtual Power", meter, 0x2A63, {0x1818, 0x180A}, 0, 0, -62}},
        {"C0:00:00:00:00:04", {"Virtual Strap 2", second_strap, 0x2A37, {0x180D, 0x180A, 0x180F}, 55, 0, -64}},
        {"C0:00:00:00:00:05", {"Virtual Pod 2", second_pod, 0x2A53, {0x1814, 0x180A}, 0, 0, -66}},
};

static const struct pd_fake_peripheral_spec stryd = {
        "Virtual Pod", power_pod, 0x2A53, {0x1814, 0x1818, 0x180A, 0x180F}, 64, 0, -60,
};

/* Telephones, lamps and other people's straps; 0x004C is Apple's company number. */
static const struct pd_fake_peripheral_spec strangers[] = {
        {"Somebody's Strap", second_strap, 0x2A37, {0x180D, 0x180A}, 0, 0x006B, -80},
        {"Lamp", nothing, 0, {0xFE0F}, 0, 0, -75},
        {"Telephone", nothing, 0, {0}, 0, 0x004C, -85},
        {NULL, nothing, 0, {0}, 0, 0x004C, -90},
        {"Strap Of A Friend", second_strap, 0x2A37, {0x180D}, 0, 0, -82},
        {"Telephone", nothing, 0, {0}, 0, 0x0075, -88},
};

void
pd_fake_sensor(struct pd_fake_peripheral *ret, size_t i)
{
        *ret = (struct pd_fake_peripheral){.spec = &sensors[i].spec, .in_air = true};
        snprintf(ret->address, sizeof(ret->address), "%s", sensors[i].address);
}

void
pd_fake_sensor_give_power(struct pd_fake_peripheral *peripheral)
{
        peripheral->spec = &stryd;
}

void
pd_fake_stranger(struct pd_fake_peripheral *ret, size_t i)
{
        *ret = (struct pd_fake_peripheral){.spec = &strangers[i % (sizeof(strangers) / sizeof(strangers[0]))], .in_air = true};
        snprintf(ret->address, sizeof(ret->address), "D0:00:00:00:00:%02X", (unsigned) (i + 1) & 0xff);
}
