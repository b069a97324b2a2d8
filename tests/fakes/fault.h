/* SPDX-License-Identifier: MIT */
/*
 * What may go wrong with Bluetooth, in words: PURE. One fault a line, for
 * the run script and for the console of the fake alike:
 *
 *   [strap | pod | ADDRESS | hciN] FAULT [N times | for SPAN | until removed | disconnected | restarted | replugged]
 *
 *   connect fails ERROR          Connect() is answered with org.bluez.Error.Failed and this text
 *                                  (DoesNotExist: with that error itself)
 *   connect ok without link      answered well, and no link comes
 *   connect never answers        until it is cancelled by Disconnect()
 *   InProgress stuck             Connect() is refused so; until disconnected, if not said otherwise
 *   device vanishes during connect
 *   connected is not said        the link stands and is resolved, without a signal for Connected: where attributes
 *                                answer before the kernel has told of the link (device_add_connection() of 5.66)
 *   bond lost                    the link ends at once, for want of the key; until removed
 *   services never resolve       until removed
 *   services resolve late SPAN
 *   services not advertised      UUIDs are empty until they are resolved; for ever if not said otherwise
 *   objects out of order         resolved before its objects are shown, and those from the last to the first,
 *                                as in the answers of this bluetoothd's GetManagedObjects() from now on
 *   characteristic missing       the measurement is not among them; until removed
 *   characteristic late SPAN     it comes that much later
 *   notify refused NAME          StartNotify() and AcquireNotify() are answered with org.bluez.Error.NAME
 *   acquire not offered          there is no NotifyAcquired, as before BlueZ 5.48; for ever if not said otherwise
 *   silent                       linked, and no frames, until somebody subscribes anew
 *   link lost                    now, as all that has no duration
 *   link flaps every SPAN
 *   held by another              no link and no advertisements, for ever if not said otherwise
 *   out of reach                 likewise
 *   device removed               by somebody else's RemoveDevice()
 *   address changes              a new battery: the last byte of the address is another one
 *   adapter off                  by somebody else; for ever if not said otherwise
 *   adapter on
 *   adapter blocked              by rfkill: it is off, and Set(Powered) is refused
 *   adapter unplugged [and back as hciN]   1 s later; for ever without the second half
 *   adapter wedged               no links, no discovery, Set(Powered) fails; until restarted or replugged
 *   slots N                      Connect() fails while that many links stand
 *   discovery dead               no device is seen until discovery is started anew
 *   bluetoothd restarts
 *   bluetoothd hangs SPAN
 *   all well                     whatever is armed is forgotten
 *
 * While a fault of Connect() waits for one (the first five), the accept list
 * does not connect that sensor. Who is not named is everybody. What is not said to last strikes once. A
 * SPAN is 500ms, 20s, 5m or 2h, of the athlete's time.
 */
#pragma once

#include "purposed/id.h"

#include <stdbool.h>
#include <stdint.h>

enum pd_fault_kind {
        /* A sensor's. */
        PD_FAULT_CONNECT_FAILS,
        PD_FAULT_CONNECT_EMPTY,
        PD_FAULT_CONNECT_UNANSWERED,
        PD_FAULT_CONNECT_BUSY,
        PD_FAULT_VANISHES,
        PD_FAULT_CONNECTED_UNSAID,
        PD_FAULT_BOND_LOST,
        PD_FAULT_RESOLVE_NEVER,
        PD_FAULT_RESOLVE_LATE,
        PD_FAULT_UNADVERTISED,
        PD_FAULT_OBJECTS_LATE,
        PD_FAULT_CHARACTERISTIC_MISSING,
        PD_FAULT_CHARACTERISTIC_LATE,
        PD_FAULT_NOTIFY_REFUSED,
        PD_FAULT_ACQUIRE_UNOFFERED,
        PD_FAULT_SILENT,
        PD_FAULT_LINK_LOST,
        PD_FAULT_FLAPS,
        PD_FAULT_HELD,
        PD_FAULT_OUT_OF_REACH,
        PD_FAULT_DEVICE_REMOVED,
        PD_FAULT_ADDRESS,
        /* An adapter's. */
        PD_FAULT_ADAPTER_OFF,
        PD_FAULT_ADAPTER_ON,
        PD_FAULT_ADAPTER_BLOCKED,
        PD_FAULT_ADAPTER_UNPLUGGED,
        PD_FAULT_ADAPTER_WEDGED,
        PD_FAULT_SLOTS,
        PD_FAULT_DISCOVERY_DEAD,
        /* bluetoothd's. */
        PD_FAULT_RESTARTS,
        PD_FAULT_HANGS,
        PD_FAULT_NONE, /* all well */
        PD_FAULT_KIND_COUNT
};
#define PD_FAULT_SENSOR_COUNT (PD_FAULT_ADDRESS + 1)

enum pd_fault_end {
        PD_FAULT_TIMES,        /* after it has struck so often */
        PD_FAULT_SPAN,         /* after that time */
        PD_FAULT_REMOVED,      /* by RemoveDevice() */
        PD_FAULT_DISCONNECTED, /* by Disconnect() */
        PD_FAULT_RESTARTED,    /* by a new bluetoothd */
        PD_FAULT_REPLUGGED,    /* by a new adapter, or the old one again */
        PD_FAULT_EVER,
};

struct pd_fault {
        enum pd_fault_kind kind;
        char who[PD_ADDRESS_SIZE]; /* an address or hciN; "": everybody */
        char error[PD_TEXT_SIZE];  /* what the name or the text of the error is */
        uint32_t ms;               /* its SPAN */
        int32_t number;            /* of the adapter, or of slots; -1: none */
        enum pd_fault_end end;
        uint32_t times;   /* TIMES */
        uint32_t last_ms; /* SPAN */
};

#define PD_FAULT_EXPECTED_SIZE 120

/* With what was expected in RET_EXPECTED: -ENOENT: it names no fault;
 * -EBADMSG: it does, and the rest is wrong. */
int pd_fault_parse(const char *line, struct pd_fault *ret, char ret_expected[static PD_FAULT_EXPECTED_SIZE]);

/* "20s", "5m", "500ms", "2h": at most a day. -EBADMSG: no such span. */
int pd_fault_parse_span(const char *word, uint32_t *ret_ms);
